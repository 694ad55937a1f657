"""Type checkers find what authors of plug-ins get wrong, and nothing in what is right."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MISTAKES = ROOT / "tests" / "typing" / "authors_mistakes.py"
EXAMPLES = [
    *sorted((ROOT / "examples").glob("*_extractor.py")),
    *sorted((ROOT / "examples" / "plugin" / "src").rglob("*.py")),
]


def by_mypy(paths: list[Path], folder: Path) -> Counter[int]:
    """The lines of errors in *paths*, with how often each has one."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(folder)]
    done = subprocess.run(  # noqa: S603
        [*command, *map(str, paths)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return Counter(int(line) for line in re.findall(r"^[^:]+:(\d+): error:", done.stdout, re.MULTILINE))


def by_pyright(paths: list[Path], folder: Path) -> Counter[int]:
    """The lines of errors in *paths*, with how often each has one."""
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    done = subprocess.run(  # noqa: S603
        [*command, *map(str, paths)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    found = json.loads(done.stdout)["generalDiagnostics"]
    return Counter(
        problem["range"]["start"]["line"] + 1 for problem in found if problem["severity"] == "error"
    )


CHECKERS = pytest.mark.parametrize("checked", [by_mypy, by_pyright], ids=["mypy", "pyright"])


@CHECKERS
def test_every_mistake_is_found(checked: Callable[[list[Path], Path], Counter[int]], tmp_path: Path) -> None:
    lines = enumerate(MISTAKES.read_text(encoding="utf-8").splitlines(), start=1)
    wrong = {number for number, line in lines if line.endswith("  # error")}
    assert len(wrong) == 20
    assert set(checked([MISTAKES], tmp_path)) == wrong


@CHECKERS
def test_the_examples_have_none(checked: Callable[[list[Path], Path], Counter[int]], tmp_path: Path) -> None:
    assert len(EXAMPLES) >= 3
    assert checked(EXAMPLES, tmp_path) == Counter()
