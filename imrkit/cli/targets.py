"""Where a command's output goes, and the exit code that follows from how it went."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from imrkit.cli import output
from imrkit.cli.sources import STANDARD_INPUT
from imrkit.cli.status import ALL_READ, READER_GONE, SOME_NOT_READ, UNUSABLE
from imrkit.printable import one_line

STANDARD_OUTPUT: Final = "-"


class Unusable(click.ClickException):
    """The output cannot be written to where it should go, or a plug-in cannot be used."""

    exit_code = UNUSABLE


class Problems:
    """Names what is not read on standard error, and knows the exit code that follows from it."""

    def __init__(self) -> None:
        self.status = ALL_READ

    def refuse(self, name: str, reason: str) -> None:
        """Report that the source *name* was not read, and why."""
        self.report(f"not read: {one_line(name)}: {reason}")

    def report(self, problem: str) -> None:
        """Report that something could not be used."""
        self.status = SOME_NOT_READ
        sys.stderr.write(f"imrkit: {problem}\n")  # a progress bar makes way for this


def refuse_to_overwrite(target: str, files: Iterable[str]) -> None:
    if os.path.isdir(target):  # noqa: PTH112 (Path refuses some names)
        raise click.UsageError(f"the output {one_line(target)} is a folder")
    if not os.path.isfile(target):  # noqa: PTH113
        return
    for file in files:
        if file != STANDARD_INPUT and os.path.exists(file) and os.path.samefile(file, target):  # noqa: PTH110, PTH121
            raise click.UsageError(f"the output {one_line(target)} is also among the letters to read")


def write_file(pieces: Iterable[str], target: str) -> None:
    try:
        output.write_file(pieces, Path(target))
    except OSError as error:
        raise _cannot_write(target, error) from error


def written(pieces: Iterable[str], encoding: str, problems: Problems) -> int:
    """Write *pieces* to standard output; return the exit code."""
    try:
        output.write(pieces, sys.stdout.buffer, encoding)
    except BrokenPipeError:
        _drop_output()
        return READER_GONE
    except OSError as error:
        _drop_output()
        raise _cannot_write("standard output", error) from error
    return problems.status


def _drop_output() -> None:
    """Keep Python from complaining, when it ends, about what it could not write."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _cannot_write(name: str, error: OSError) -> click.ClickException:
    return Unusable(f"cannot write {one_line(name)}: {error.strerror or 'unknown error'}")
