"""Where the values of a letter stand in its text, as marks and as the pieces between their edges.

Values lie within each other (a drug's name in a request, a reason in the rationale), and a few cross: one ends
within the other. The edges of all of them cut the text into pieces, each wholly inside or outside every value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final, NamedTuple

from imrkit.model import Letter, Span

_STEP: Final = re.compile(r"[a-z_]+|[0-9]+")


class Value(NamedTuple):
    """A value by its path, and its word in a vocabulary where the text puts it in other words."""

    path: str
    coded: str | None


class Mark(NamedTuple):
    """A place in the text and the values that stand there."""

    span: Span
    values: tuple[Value, ...]


class Piece(NamedTuple):
    """A stretch of text and the marks around it, the outermost first."""

    start: int
    end: int
    around: tuple[Mark, ...]


def marks(letter: Letter) -> list[Mark]:
    """The marks of *letter* in the order of the text, an outer one before those within it."""
    values: dict[Span, list[Value]] = {}
    for path, span in letter.evidence.items():
        values.setdefault(span, []).append(Value(path, _coded(letter, path, letter.text[span.slice])))
    found = [Mark(span, tuple(at_span)) for span, at_span in values.items()]
    return sorted(found, key=lambda mark: (mark.span.start, -mark.span.end))


def pieces(text: str, found: Iterable[Mark]) -> Iterator[Piece]:
    """*text* in pieces, from its beginning to its end; *found* as :func:`marks` gives them."""
    to_come = [mark for mark in found if len(mark.span) > 0 and mark.span.end <= len(text)]
    edges = sorted({0, len(text), *(edge for mark in to_come for edge in (mark.span.start, mark.span.end))})
    to_come.reverse()
    around: list[Mark] = []
    for start, end in pairwise(edges):
        around = [mark for mark in around if mark.span.end > start]
        while to_come and to_come[-1].span.start == start:
            around.append(to_come.pop())
        yield Piece(start, end, tuple(around))


def bracketed(text: str, found: Iterable[Mark]) -> str:
    """*text* with each value in brackets after its path: ``[patient.age: 48]``.

    A value in other words than the vocabulary's has both: ``[patient.sex=female: woman]``. A value that crosses
    the end of the one it began in is closed there and opened again.
    """
    written: list[str] = []
    opened: tuple[Mark, ...] = ()
    for piece in pieces(text, found):
        kept = 0
        while kept < min(len(opened), len(piece.around)) and opened[kept] is piece.around[kept]:
            kept += 1
        written.append("]" * (len(opened) - kept))
        written += (f"[{_label(mark)}: " for mark in piece.around[kept:])
        written.append(text[piece.start : piece.end])
        opened = piece.around
    written.append("]" * len(opened))
    return "".join(written)


def _label(mark: Mark) -> str:
    return ", ".join(path if coded is None else f"{path}={coded}" for path, coded in mark.values)


def _coded(letter: Letter, path: str, text: str) -> str | None:
    value: Any = letter
    for step in _STEP.findall(path):
        value = value[int(step)] if step.isdigit() else getattr(value, step)
    if isinstance(value, StrEnum) and value.value.casefold() != text.casefold():
        return value.value
    return None
