"""Type checkers find what authors of plug-ins get wrong, and nothing in what is right."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from checking import CHECKERS, Checker, marked

ROOT = Path(__file__).parents[1]
PYTHON = Path(sys.executable)
MISTAKES = ROOT / "tests" / "typing" / "authors_mistakes.py"
EXAMPLES = [
    *sorted((ROOT / "examples").glob("*_extractor.py")),
    *sorted((ROOT / "examples" / "plugin" / "src").rglob("*.py")),
]

by_each_checker = pytest.mark.parametrize("errors", CHECKERS.values(), ids=CHECKERS)


@by_each_checker
def test_every_mistake_is_found(errors: Checker, tmp_path: Path) -> None:
    wrong = marked(MISTAKES)
    assert len(wrong) == 20
    assert errors([MISTAKES], tmp_path, PYTHON).keys() == wrong


@by_each_checker
def test_the_examples_have_none(errors: Checker, tmp_path: Path) -> None:
    assert len(EXAMPLES) >= 3
    assert not errors(EXAMPLES, tmp_path, PYTHON)
