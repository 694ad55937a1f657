"""How far a long command has come: on a terminal behind a bar, elsewhere a line now and then."""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from imrkit.batch import Status

SECONDS_BETWEEN_LINES: Final = 30.0


class Meter:
    """Shows on standard error how far a run has come; within a ``with``."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._next_line = self._began + SECONDS_BETWEEN_LINES
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Meter:
        if sys.stderr.isatty():
            from rich.console import Console  # noqa: PLC0415 (slow to import)
            from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

            self._bar = Progress(
                BarColumn(),
                TextColumn("{task.description}"),
                console=Console(stderr=True),
                transient=True,
                redirect_stdout=False,
            )
            self._task = self._bar.add_task("", total=None)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, status: Status) -> None:
        """Show *status*, or pass over it where the last one was just shown."""
        now = time.monotonic()
        if self._bar is not None and self._task is not None:
            done = share(status)
            self._bar.update(
                self._task,
                description=described(status, now - self._began),
                total=None if done is None else 1.0,
                completed=done or 0.0,
            )
        elif now >= self._next_line:
            self._next_line = now + SECONDS_BETWEEN_LINES
            sys.stderr.write(f"imrkit: {described(status, now - self._began)}\n")
            sys.stderr.flush()


def share(status: Status) -> float | None:
    """How much is done, from 0 to 1."""
    return status.files / status.total if status.total else status.share


def described(status: Status, seconds: float) -> str:
    """*status* in words, *seconds* after the start: how many, how fast, how long to go."""
    count = f"{status.files:,} of {status.total:,} files" if status.total else f"{status.files:,} files"
    rate = (status.files - status.at_start) / seconds if seconds > 0 else 0.0
    words = [count, f"{rate:,.0f}/s"]
    done = share(status)
    if done and rate:
        words.append(f"{timedelta(seconds=round(status.files * (1 / done - 1) / rate))} left")
    if status.failures:
        words.append(f"{status.failures:,} not read")
    return ", ".join(words)
