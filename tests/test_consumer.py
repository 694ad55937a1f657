"""A program of somebody else, against the wheel as it is installed: it runs, and type checkers understand it. Slow.

The program is in ``tests/consumer``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from checking import CHECKERS, Checker, marked
from installing import ROOT, environment, run

pytestmark = pytest.mark.slow

CONSUMER = ROOT / "tests" / "consumer"
MISTAKES = CONSUMER / "mistakes.py"


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with imrkit and the program."""
    folder = tmp_path_factory.mktemp("consumer")
    return environment(folder, f"imrkit[pdf,tables] @ {wheel.as_uri()}", str(CONSUMER))


def test_it_runs(python: Path, example_letters: Path, tmp_path: Path) -> None:
    lines = run(python, "-m", "letter_digest", example_letters, "out", folder=tmp_path).splitlines()
    assert lines[0] == "2017-06-16 day stands 41 [] True"
    assert lines[1].startswith("no Rehabilitation/PT/OT: Physical therapy 2 times a week")


by_each_checker = pytest.mark.parametrize("errors", CHECKERS.values(), ids=CHECKERS)


@by_each_checker
def test_type_checkers_understand_it(errors: Checker, python: Path, tmp_path: Path) -> None:
    program = sorted((CONSUMER / "src").rglob("*.py"))
    assert len(program) == 2
    assert not errors(program, tmp_path, python)


@by_each_checker
def test_type_checkers_find_its_mistakes(errors: Checker, python: Path, tmp_path: Path) -> None:
    wrong = marked(MISTAKES)
    assert len(wrong) == 21
    assert errors([MISTAKES], tmp_path, python).keys() == wrong
