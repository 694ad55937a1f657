"""What people look at: the console for standard output, and the bar behind which files are read."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

WIDTH_WITHOUT_TERMINAL: Final = 120
"""Characters a line of what no terminal shows."""


def console(*, to_file: bool = False) -> Console:
    """The console for standard output, or for a file in its place."""
    from rich.console import Console  # noqa: PLC0415 (slow to import)

    if to_file:
        return Console(width=WIDTH_WITHOUT_TERMINAL, color_system=None, highlight=False)
    watched = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(width=None if watched else WIDTH_WITHOUT_TERMINAL, highlight=False)


def reading_bar() -> Progress:
    """A bar on standard error that shows how many files have been read; within a ``with``."""
    from rich.console import Console  # noqa: PLC0415 (slow to import)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
