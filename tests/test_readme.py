"""What the README shows is what imrkit does."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_the_python_examples() -> None:
    failed, run = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert run >= 8
    assert failed == 0


def test_the_output_of_the_main_command() -> None:
    shown = re.search(r"The first prints[^:]*:\n\n```text\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    command = [sys.executable, "-m", "imrkit", "parse", "examples/letters"]
    printed = subprocess.run(  # noqa: S603
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "COLUMNS": "120"},
    )
    assert [line.rstrip() for line in printed.stdout.splitlines()] == shown[1].splitlines()
