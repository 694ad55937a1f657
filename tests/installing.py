"""imrkit as its users have it: built, and installed into an environment of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]


def surroundings() -> dict[str, str]:
    """The variables of the environment, but for those by which a program would find what is not installed."""
    unset = {"FORCE_COLOR", "PYTHONPATH", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name not in unset}


def run(*command: object, folder: Path) -> str:
    """What *command* prints, carried out in *folder*; an error that shows all of it if it fails."""
    ended = subprocess.run(  # noqa: S603
        list(map(str, command)),
        cwd=folder,
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, f"{command} ended with {ended.returncode}\n{ended.stdout}"
    return ended.stdout


def environment(folder: Path, *requirements: str) -> Path:
    """A new environment in *folder* with *requirements* and nothing else; the path of its Python."""
    venv.create(folder / "venv", symlinks=True)
    python = folder / "venv" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python]
    run(*pip, "install", "--quiet", "--no-compile", *requirements, folder=folder)
    return python
