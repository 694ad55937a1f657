"""Where the values of a letter stand in its text, as marks and as the pieces between their edges.

Values lie within each other (a drug's name in a request, a reason in the rationale), and a few cross: one ends
within the other. The edges of all of them cut the text into pieces, each wholly inside or outside every value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final, Generic, NamedTuple, Protocol, TypeVar

from imrkit.model import Letter, Span

_NUMBER: Final = re.compile(r"\[[0-9]+\]")
_STEP: Final = re.compile(r"\[(?P<index>[0-9]+)\]|(?P<name>[a-z_][a-z_0-9]*)")


class Kind(StrEnum):
    """What a value is about, as those who look at a letter tell values apart."""

    CASE = "case"
    REVIEWER = "reviewer"
    PATIENT = "patient"
    INJURY = "injury"
    REQUEST = "request"
    REQUEST_DETAIL = "detail of the request"
    DECISION = "decision"
    ADMINISTRATOR_GUIDELINE = "claims administrator's guideline"
    REVIEWER_GUIDELINE = "reviewer's guideline"
    RATIONALE = "rationale"
    REASON = "reason"
    CONCLUSION = "conclusion"
    REFERENCE = "reference"
    EXTRA = "from a plug-in"
    OTHER = "other"


_BEGINNINGS: Final = {  # of the paths of values, without numbers
    "case": Kind.CASE,
    "reviewer": Kind.REVIEWER,
    "patient": Kind.PATIENT,
    "injury": Kind.INJURY,
    "items.request.text": Kind.REQUEST,
    "items.request": Kind.REQUEST_DETAIL,
    "items.decision": Kind.DECISION,
    "items.claims_administrator_guidelines": Kind.ADMINISTRATOR_GUIDELINE,
    "items.reviewer_guidelines": Kind.REVIEWER_GUIDELINE,
    "items.rationale.text": Kind.RATIONALE,
    "items.rationale.reasons": Kind.REASON,
    "items.rationale.conclusion": Kind.CONCLUSION,
    "items.rationale.references": Kind.REFERENCE,
    "extra": Kind.EXTRA,
}


class Value(NamedTuple):
    """A value by its path, and its word in a vocabulary where the text puts it in other words."""

    path: str
    coded: str | None


class Mark(NamedTuple):
    """A place in the text and the values that stand there."""

    span: Span
    values: tuple[Value, ...]


class Marking(Protocol):
    """Whatever stands at a place in the text."""

    @property
    def span(self) -> Span: ...


M = TypeVar("M", bound=Marking)


class Piece(NamedTuple, Generic[M]):
    """A stretch of text and the marks around it, the outermost first."""

    start: int
    end: int
    around: tuple[M, ...]


def kind(path: str) -> Kind:
    """The kind of the value at *path*."""
    name = _NUMBER.sub("", path)
    found = (kind for beginning, kind in _BEGINNINGS.items() if f"{name}.".startswith(f"{beginning}."))
    return next(found, Kind.OTHER)


def marks(letter: Letter) -> list[Mark]:
    """The marks of *letter* in the order of the text, an outer one before those within it."""
    values: dict[Span, list[Value]] = {}
    for path, span in letter.evidence.items():
        values.setdefault(span, []).append(Value(path, _coded(letter, path, letter.text[span.slice])))
    return in_order(Mark(span, tuple(at_span)) for span, at_span in values.items())


def in_order(found: Iterable[M]) -> list[M]:
    """*found* in the order of the text, an outer mark before those within it."""
    return sorted(found, key=lambda mark: (mark.span.start, -mark.span.end))


def pieces(text: str, found: Iterable[M]) -> Iterator[Piece[M]]:
    """*text* in pieces, from its beginning to its end; *found* as :func:`in_order` gives them."""
    to_come = [mark for mark in found if len(mark.span) > 0 and mark.span.end <= len(text)]
    edges = sorted({0, len(text), *(edge for mark in to_come for edge in (mark.span.start, mark.span.end))})
    to_come.reverse()
    around: list[M] = []
    for start, end in pairwise(edges):
        around = [mark for mark in around if mark.span.end > start]
        while to_come and to_come[-1].span.start == start:
            around.append(to_come.pop())
        yield Piece(start, end, tuple(around))


class Step(NamedTuple, Generic[M]):
    """What to write next where marks become elements that nest: ends, beginnings, then a stretch of text."""

    closing: int
    """How many of the open marks end here, the innermost first."""
    opening: tuple[M, ...]
    start: int
    end: int


def nested(text: str, found: Iterable[M]) -> Iterator[Step[M]]:
    """*text* with its marks as :func:`pieces`, but each within the one that it began in.

    A mark that crosses the end of the one it began in is closed there and opened again. The last step closes
    what is left open.
    """
    opened: tuple[M, ...] = ()
    for start, end, around in pieces(text, found):
        kept = 0
        while kept < min(len(opened), len(around)) and opened[kept] is around[kept]:
            kept += 1
        yield Step(len(opened) - kept, around[kept:], start, end)
        opened = around
    yield Step(len(opened), (), len(text), len(text))


def bracketed(text: str, found: Iterable[Mark]) -> str:
    """*text* with each value in brackets after its path: ``[patient.age: 48]``.

    A value in other words than the vocabulary's has both: ``[patient.sex=female: woman]``.
    """
    written: list[str] = []
    for closing, opening, start, end in nested(text, found):
        written.append("]" * closing)
        written += (f"[{_label(mark)}: " for mark in opening)
        written.append(text[start:end])
    return "".join(written)


def _label(mark: Mark) -> str:
    return ", ".join(path if coded is None else f"{path}={coded}" for path, coded in mark.values)


def _coded(letter: Letter, path: str, text: str) -> str | None:
    value: Any = letter
    try:
        for step in _STEP.finditer(path):
            if step["index"]:
                value = value[int(step["index"])]
            else:
                value = value[step["name"]] if isinstance(value, Mapping) else getattr(value, step["name"])
    except (AttributeError, KeyError, IndexError, TypeError):
        return None  # a letter from plain data may have places of values that it has not
    if isinstance(value, StrEnum) and value.value.casefold() != text.casefold():
        return value.value
    return None
