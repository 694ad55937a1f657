"""What type checkers find, by line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from installing import surroundings

Checker = Callable[[list[Path], Path, Path], Counter[tuple[str, int]]]
"""From files, a folder to work in and the Python whose packages they use, to the file and line of each error."""


def by_mypy(paths: list[Path], folder: Path, python: Path) -> Counter[tuple[str, int]]:
    """By ``mypy --strict``."""
    options = ["--strict", "--config-file=", "--cache-dir", str(folder), "--python-executable", str(python)]
    said = _said("mypy", [*options, *map(str, paths)], folder)
    return Counter(
        (Path(name).name, int(line))
        for name, line in re.findall(r"^([^:]+):(\d+): error:", said, re.MULTILINE)
    )


def by_pyright(paths: list[Path], folder: Path, python: Path) -> Counter[tuple[str, int]]:
    """By pyright, as strict as it can be."""
    settings = {"include": [os.path.relpath(path, folder) for path in paths], "typeCheckingMode": "strict"}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    said = _said("pyright", ["--outputjson", "--pythonpath", str(python), "--project", str(folder)], folder)
    report = json.loads(said)
    assert report["summary"]["filesAnalyzed"] == len(paths), report
    return Counter(
        (Path(problem["file"]).name, problem["range"]["start"]["line"] + 1)
        for problem in report["generalDiagnostics"]
        if problem["severity"] == "error"
    )


CHECKERS = {"mypy": by_mypy, "pyright": by_pyright}


def marked(path: Path) -> set[tuple[str, int]]:
    """The lines of *path* that say that they are wrong."""
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    return {(path.name, number) for number, line in lines if line.endswith("  # error")}


def _said(checker: str, arguments: list[str], folder: Path) -> str:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", checker, *arguments],
        cwd=folder,
        env=surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return done.stdout
