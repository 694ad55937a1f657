"""More than one letter in one text: files that were merged, or read one behind the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from imrkit.document import Region
from imrkit.extractors import header
from imrkit.findings.reading import Read, flag
from imrkit.model import Finding
from imrkit.vocabulary import FindingCode, Section

_TOLD_ONCE: Final = (Section.METHOD, Section.SUMMARY)
"""Sections that every letter has once. Their headings, unlike those of others, are no words of prose."""


def several_letters(read: Read) -> Iterator[Finding]:
    """Another letter begins in the text: its number, or else its headings, stand there."""
    place = _another_number(read) or _headings_again(read)
    if place is not None:
        yield flag(read, FindingCode.SEVERAL_LETTERS, "another letter begins in the text", place)


def _another_number(read: Read) -> Region | None:
    if read.doc.key.count("case number") < 2:  # as nearly always
        return None
    numbers = header.blocks(read.doc)
    return next((place for number, place in numbers[1:] if number != numbers[0][0]), None)


def _headings_again(read: Read) -> Region | None:
    """The first heading of a second letter, if it has all of those that a letter has once."""
    folded = read.doc.folded
    again: list[Region] = []
    for section in _TOLD_ONCE:
        for heading, opened in read.layout.headings.items():
            first = folded.find(heading) if opened is section else -1
            at = folded.find(heading, first + 1) if first >= 0 else -1
            if at >= 0:
                again.append(Region(at, at + len(heading)))
                break
        else:
            return None
    return min(again)
