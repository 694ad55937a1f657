"""Sections, paragraphs and ends of sentences that a letter lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from imrkit.document import Region
from imrkit.findings.reading import Read, flag
from imrkit.model import CaseHeader, Finding
from imrkit.vocabulary import FindingCode, Section

_SECTION_NAMES: Final = {
    Section.METHOD: "section on how the determination was made",
    Section.SUMMARY: "case summary",
    Section.ITEMS: "section of decided items",
    Section.RATIONALE: "rationale",
}
_SENTENCE_END: Final = ".!?\"')]\u201d\u2019"


def missing_sections(read: Read) -> Iterator[Finding]:
    letter = read.letter
    # A number alone may stand at the foot of a page, where the first page is lost.
    if read.layout.has_header and letter.case == CaseHeader(letter.case.number) and "case" not in read.unread:
        lost = "no dates" if letter.case.number else "no case number and no dates"
        yield flag(read, FindingCode.MISSING_SECTION, f"no case header: {lost}")
    for section in read.layout.required:
        region = read.sections.get(section)
        if region is None or not read.doc.read(region).strip(" .:"):
            yield flag(read, FindingCode.MISSING_SECTION, f"no {_SECTION_NAMES[section]}")
    if Section.ITEMS in read.sections and not letter.items and "items" not in read.unread:
        yield flag(read, FindingCode.MISSING_SECTION, "no decided item in the section of decided items")
    for n, item in enumerate(letter.items):
        for missing, name, what in (
            (not item.request.text, "request", "request"),
            (item.decision is None, "decision", "decision"),
            (
                read.layout.cites_administrator and not item.claims_administrator_guidelines.stated,
                "claims_administrator_guidelines",
                "paragraph on the claims administrator's guidelines",
            ),
            (
                not item.reviewer_guidelines.stated,
                "reviewer_guidelines",
                "paragraph on the reviewer's guidelines",
            ),
            (item.rationale is None, "rationale", "rationale"),
        ):
            if missing and read.unread.isdisjoint((name, f"items[{n}].{name}")):
                place = read.found.place(f"items[{n}].{'request.text' if item.request.text else 'decision'}")
                yield flag(read, FindingCode.MISSING_SECTION, f"items[{n}] has no {what}", place)


def cut_off(read: Read) -> Iterator[Finding]:
    last = len(read.letter.items) - 1
    place = read.found.place(f"items[{last}].rationale.text")
    if place is not None and read.doc.folded[place.end - 1] not in _SENTENCE_END:
        end = Region(place.end - 1, place.end)
        yield flag(
            read, FindingCode.CUT_OFF, f"items[{last}].rationale ends in the middle of a sentence", end
        )
