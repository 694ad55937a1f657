"""Work for worker processes that does not go well: as it would with a file that native code cannot cope with."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from imrkit.corpus.results import LetterFailure, Result, Task, read_tasks
from imrkit.errors import MissingExtraError

HANGS, CRASHES, ENDS, CRASHES_ONCE, LACKS_AN_EXTRA = (
    "hangs",
    "crashes",
    "ends",
    "crashes once",
    "lacks an extra",
)


def work(tasks: Sequence[Task]) -> list[Result]:
    """Read the letters, unless the name of one says what befalls the process instead."""
    for task in tasks:
        if not isinstance(task, LetterFailure):
            name, content = task
            if name == HANGS:
                time.sleep(1000)
            elif name == CRASHES:
                ctypes.string_at(0)
            elif name == ENDS:
                sys.exit(3)
            elif name == CRASHES_ONCE and not Path(str(content)).exists():
                Path(str(content)).touch()
                os.abort()
            elif name == LACKS_AN_EXTRA:
                raise MissingExtraError('to read PDFs, install the extra "pdf"')
    return read_tasks(tasks)


def hang_and_tell(tasks: Sequence[Task]) -> list[Result]:
    """Write the id of this process into the file that the first task names, and hang without the interpreter's lock."""
    (name, _), *_ = tasks  # type: ignore[misc]
    Path(name).write_text(str(os.getpid()), encoding="ascii")
    time.sleep(1000)
    return []


def end(tasks: Sequence[Task]) -> list[Result]:
    """End this process, whatever the tasks are."""
    os._exit(3)


class Unimportable:
    """Cannot be had in another process."""

    def __reduce__(self) -> tuple[object, ...]:
        return __import__, ("no_such_module",)

    def __call__(self, tasks: Sequence[Task]) -> list[Result]:
        return read_tasks(tasks)
