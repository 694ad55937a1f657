"""Files and folders that are there whole or not at all, also if the machine stops in between."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_UNFINISHED: Final = re.compile(r"\..+\.\d+(?:\.wal)?")  # with what a database keeps beside it


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A place to write what is to be at *path*, file or folder; it is put there when all is written.

    It lies beside *path* under a hidden name, and is removed if it is not completed. A file at *path* is replaced, and
    so is an empty folder.

    Raises:
        OSError: it cannot be written, or put there.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield unfinished
        sync(unfinished, *unfinished.rglob("*"))
        unfinished.replace(path)
    except BaseException:
        remove(unfinished)
        raise
    sync(path.parent)


def remove_unfinished(folder: Path) -> None:
    """Remove what :func:`whole` was writing in *folder* when its process was killed: nobody completes it any more."""
    for left in list(folder.iterdir()):
        if _UNFINISHED.fullmatch(left.name):
            remove(left)


def sync(*paths: Path) -> None:
    """Have the system write *paths* to the disk: files, or folders, of which the names in them."""
    for path in paths:
        if os.name == "nt" and path.is_dir():  # Windows opens no folders
            continue
        descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove(path: Path) -> None:
    """Remove *path*, a file or a folder, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
