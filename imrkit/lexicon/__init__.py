"""The vocabularies of the field as data files, and how they are read.

Each file is a table in plain text: one entry a line, its cells separated by ``|``; ``#`` and a blank start a comment.
Adding a drug or a body part is a line in a file.
"""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def rows(name: str, package: str = __name__) -> tuple[tuple[str, ...], ...]:
    """The entries of the data file *name* (without its ending) of *package*, each a tuple of its stripped cells."""
    text = resources.files(package).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    found = []
    for line in text.splitlines():
        entry = line.partition("# ")[0].strip() if not line.lstrip().startswith("#") else ""
        if entry:
            found.append(tuple(cell.strip() for cell in entry.split("|")))
    return tuple(found)
