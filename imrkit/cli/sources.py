"""From the arguments of the command line to letters, in the order of the arguments."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from imrkit.corpus.folders import letters_in
from imrkit.corpus.results import shortened
from imrkit.errors import ImrkitError
from imrkit.model import Letter
from imrkit.parser import Parser
from imrkit.printable import one_line
from imrkit.reading import read_letter

STANDARD_INPUT: Final = "-"
Refuse = Callable[[str, str], None]
"""Is told the name of each source that is not read, and why."""


def expanded(paths: Iterable[str], refuse: Refuse) -> Iterator[str]:
    """Each of *paths*, with the files in it for a folder.

    A file is taken whatever its name. In a folder and the folders within it, files ending in .pdf or .txt are
    taken, sorted by name; hidden ones (".name") are passed over.
    """

    def unlisted(error: OSError) -> None:
        refuse(str(error.filename), reason(error, str(error.filename)))

    for path in paths:
        if path != STANDARD_INPUT and os.path.isdir(path):  # noqa: PTH112 (Path refuses some names)
            found = False
            for file in letters_in(path, unlisted):
                found = True
                yield file
            if not found:
                refuse(path, "no .pdf or .txt in this folder")
        else:
            yield path


def letters(
    paths: Iterable[str], refuse: Refuse, parser: Parser | None = None
) -> Iterator[tuple[str, Letter]]:
    """The name of each source and the letter in it; what cannot be read is refused and left out."""
    for path in paths:
        name = shown_name(path)
        try:
            letter = _read(path, parser)
        except (ImrkitError, OSError) as error:
            refuse(name, reason(error, path))
        else:
            yield name, letter


def _read(path: str, parser: Parser | None) -> Letter:
    if path == STANDARD_INPUT:
        return read_letter(sys.stdin.buffer, parser=parser)
    os.stat(path)  # noqa: PTH116 (a name that no file can have is an OSError here, to read_letter a ValueError)
    return read_letter(path, parser=parser)


def shown_name(path: str) -> str:
    """What to call *path* in messages and data: a name that can be written anywhere."""
    if path == STANDARD_INPUT:
        return "standard input"
    return one_line(os.fsencode(path).decode("utf-8", errors="replace"))


def reason(error: Exception, path: str) -> str:
    """Why *path* was not read, in words without its name."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    message = str(error)
    for name in (path, "<stdin>", "the document"):
        message = message.removeprefix(f"{name}: ")
    return shortened(one_line(message))
