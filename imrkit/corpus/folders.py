"""The letters in a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

LETTER_ENDINGS: Final = (".pdf", ".txt")

Unlisted = Callable[[OSError], None]
"""Is told of each folder that cannot be listed."""


def letters_in(folder: str, unlisted: Unlisted) -> Iterator[str]:
    """The paths of the files in *folder* and the folders within it that end in .pdf or .txt.

    The files of a folder come sorted by name, then its folders do; hidden ones (".name") are passed over.
    """
    for within, folders, files in os.walk(folder, onerror=unlisted):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        beginning = str(Path(within, "x"))[:-1]
        for name in sorted(files):
            if may_be_a_letter(name):
                yield beginning + name


def may_be_a_letter(name: str) -> bool:
    """Whether the name of a file says that it may be a letter."""
    return name.lower().endswith(LETTER_ENDINGS) and not name.startswith(".")
