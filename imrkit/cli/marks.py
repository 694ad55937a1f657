"""A letter's text cut where values begin and end.

Values lie within each other (a drug's name in the request, a reference in the rationale), and a few cross: the
end of one lies within the other. The cuts make pieces that each lie wholly within or wholly outside a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from imrkit.model import Span


class Piece(NamedTuple):
    """A stretch of text and the paths of the values that it lies in, the innermost last."""

    text: str
    paths: tuple[str, ...]


def pieces(text: str, evidence: Mapping[str, Span]) -> Iterator[Piece]:
    """*text* in pieces, from its beginning to its end."""
    # The longer value is the outer one; of equal ones, the one that is named first.
    marks = sorted(evidence.items(), key=lambda mark: (mark[1].start, -mark[1].end))
    edges = sorted({0, len(text), *(min(edge, len(text)) for _, span in marks for edge in (span.start, span.end))})
    around: list[tuple[str, Span]] = []
    upcoming = 0
    for start, end in zip(edges, edges[1:], strict=False):
        around = [mark for mark in around if mark[1].end > start]
        while upcoming < len(marks) and marks[upcoming][1].start <= start:
            around.append(marks[upcoming])
            upcoming += 1
        around.sort(key=lambda mark: -len(mark[1]))
        yield Piece(text[start:end], tuple(path for path, span in around if span.end > start))


_OPENING: Final = "[{}: "
_CLOSING: Final = "]"


def bracketed(text: str, evidence: Mapping[str, Span]) -> str:
    """*text* with each value in brackets after its path: ``[patient.age: 48]``."""
    written: list[str] = []
    opened: tuple[str, ...] = ()
    for piece in pieces(text, evidence):
        kept = 0
        while kept < min(len(opened), len(piece.paths)) and opened[kept] == piece.paths[kept]:
            kept += 1
        written.append(_CLOSING * (len(opened) - kept))
        written += (_OPENING.format(path) for path in piece.paths[kept:])
        written.append(piece.text)
        opened = piece.paths
    written.append(_CLOSING * len(opened))
    return "".join(written)
