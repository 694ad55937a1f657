"""The passages of a letter that a disagreement is about, cut from its text with their marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from imrkit.evaluation.results import Disagreement
from imrkit.marks import in_order
from imrkit.model import Span

CONTEXT: Final = 120
"""Characters that are shown before and after a mark, at most: as many whole lines as have room in them."""
LONGEST_WITHOUT_MARK: Final = 600
"""Characters of a passage in which nothing can be marked."""


@frozen
class Marked:
    """A place in a passage."""

    span: Span
    """In the text of the passage."""
    labelled: bool
    """A labelled value stands there."""
    read: bool
    """A value that was read stands there. One place may be both."""


@frozen
class Passage:
    """A stretch of a letter."""

    line: int
    """The number of its first line in the text of the letter, counted from 1."""
    text: str
    marked: tuple[Marked, ...]
    """In the order of the text, an outer one before those within it."""
    begins_within_line: bool
    ends_within_line: bool


def passages(found: Disagreement, text: str) -> tuple[Passage, ...]:
    """What stands in *text*, the letter's, where the values of *found* do.

    Where none has a place, it is the passage that the field belongs to, and nothing is marked; where that is not known
    either, there is none.
    """
    labelled = {stated.span for stated in found.labelled if stated.span}
    read = {stated.span for stated in found.read if stated.span}
    marked = in_order([Marked(span, span in labelled, span in read) for span in labelled | read])
    if marked:
        return tuple(_cut(text, *stretch, marked) for stretch in _stretches(text, marked))
    if found.within:
        start, end = found.within.start, found.within.end
        if end - start > LONGEST_WITHOUT_MARK:
            end = _end(text, start, start + LONGEST_WITHOUT_MARK)
        return (_cut(text, start, end, []),)
    return ()


def _stretches(text: str, marked: list[Marked]) -> Iterator[tuple[int, int]]:
    """Marks with what stands around them; those that are near to each other together."""
    start, end = 0, -2
    for mark in marked:
        begins = _start(text, mark.span.start)
        if begins > end + 1:  # else it follows on the next line
            if end >= 0:
                yield start, end
            start = begins
        end = max(end, _end(text, mark.span.end, mark.span.end + CONTEXT))
    yield start, end


def _start(text: str, mark: int) -> int:
    """Where the first line begins that has room before a mark; where not even its own has, a word of it."""
    furthest = max(mark - CONTEXT, 0)
    if furthest == 0:
        return 0
    line = text.find("\n", furthest - 1, mark)
    return line + 1 if line >= 0 else text.find(" ", furthest - 1, mark) + 1 or furthest


def _end(text: str, mark: int, furthest: int) -> int:
    """Where the last line ends that has room after a mark; where not even its own has, a word of it."""
    if furthest >= len(text):
        return len(text)
    line = text.rfind("\n", mark, furthest + 1)
    if line >= 0:
        return line
    blank = text.rfind(" ", mark, furthest + 1)
    return blank if blank >= 0 else furthest


def _cut(text: str, start: int, end: int, marked: list[Marked]) -> Passage:
    while start < end and text[start] in "\n\f":
        start += 1
    while start < end and text[end - 1] in "\n\f":
        end -= 1
    within = (mark for mark in marked if start <= mark.span.start and mark.span.end <= end)
    return Passage(
        text.count("\n", 0, start) + 1,
        text[start:end],
        tuple(
            Marked(Span(mark.span.start - start, mark.span.end - start), mark.labelled, mark.read)
            for mark in within
        ),
        begins_within_line=start > 0 and text[start - 1] not in "\n\f",
        ends_within_line=end < len(text) and text[end] not in "\n\f",
    )
