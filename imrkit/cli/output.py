"""Where the output of the command line goes: standard output, or a file that is there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from imrkit.files import whole


def write(pieces: Iterable[str], stream: BinaryIO, encoding: str = "utf-8") -> None:
    """Write *pieces*, each as soon as it is there if *stream* is a terminal."""
    watched = stream.isatty()
    for piece in pieces:
        stream.write(piece.encode(encoding, errors="replace"))
        if watched:
            stream.flush()
    stream.flush()


def write_file(pieces: Iterable[str], path: Path) -> None:
    """Write *pieces* to a file that is at *path* when it is complete.

    A symbolic link is followed. What is no regular file (a device, a pipe) is written to as it is.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        with target.open("wb") as file:
            write(pieces, file)
        return
    with whole(target) as unfinished, unfinished.open("xb") as file:
        write(pieces, file)
