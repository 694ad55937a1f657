"""What a careful reader would flag in a letter: gaps, contradictions, odd dates.

Each check takes what was read and yields findings. A finding says what was found in words of its own, with the
paths and places of the values concerned; it never quotes the letter.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import combinations
from typing import Any, Final, NamedTuple

from imrkit import dates, lexicon
from imrkit.document import Document, Region
from imrkit.extractors.base import Found
from imrkit.extractors.body_parts import body_parts
from imrkit.extractors.requests import request
from imrkit.layouts import Layout, Section
from imrkit.model import (
    CaseHeader,
    Date,
    DisputedItem,
    Finding,
    Guideline,
    Letter,
    PartialDate,
    Range,
    Request,
)
from imrkit.vocabulary import Conclusion, Decision, FindingCode, Part

_SECTION_NAMES: Final = {
    Section.METHOD: "section on how the determination was made",
    Section.SUMMARY: "case summary",
    Section.ITEMS: "section of decided items",
    Section.RATIONALE: "rationale",
}
_SENTENCE_END: Final = ".!?\"')]\u201d\u2019"
_CASE_ORDER: Final = (
    "date_of_injury",
    "ur_denial_date",
    "application_received",
    "date_assigned",
    "decision_date",
)
_LARGEST_QUOTE_OF_REQUEST: Final = 200

_UTILIZATION_REVIEW: Final = (
    "utilization review",
    "claims administrator",
    "prior denial",
    "prior determination",
    "prior review",
    "previous denial",
    "previous determination",
)
_TO_A_DATE: Final = re.compile(
    r"(?: \(ur\))?(?:,? (?:report|decision|determination|denial|review|letter|physician|documentation|was|made|"
    r"dated|date|of|on|from|performed|issued|completed|rendered|done))*+,? \(?"
    r"(?=\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*+\.? \d)"
)
_FROM_A_DATE: Final = re.compile(r"\d\)?,? (?:(?:the|a|this|original|initial|our) ){0,3}$")
_BEFORE_A_DATE: Final = re.compile(r"\b(?:on (?:or about )?|dated? (?:of )?)\(?$|^$")
_LONGEST_DATE: Final = 24
_ODD_YEAR: Final = re.compile(r"[ /-](?:[3-9]\d{3}|2[1-9]\d\d|20\d\d\d|1[0-8]\d\d)(?![\d,.%/-]\d|\d)")
_REQUEST_RESTATED: Final = re.compile(
    r"\brequest(?:ed)?(?: is)? for (?:an? |the )?|\brequested (?:an? |the )?"
)
_NUMBER: Final = re.compile(r"\d+")
_REQUEST_ENDS: Final = re.compile(
    r"\b(?:is|are|was|were|has|have|exceeds?|does|would|cannot|in this|as)\b|[.;]"
)


class _Read(NamedTuple):
    """A letter that has been read, with what it was read from."""

    letter: Letter
    layout: Layout
    sections: Mapping[Section, Region]
    doc: Document
    found: Found[Any]


def findings(
    letter: Letter, layout: Layout, sections: Mapping[Section, Region], doc: Document, found: Found[Any]
) -> tuple[Finding, ...]:
    """All that is to be flagged in *letter*, in the order of the letter's sections."""
    read = _Read(letter, layout, sections, doc, found)
    flagged = [
        *_missing_sections(read),
        *_cut_off(read),
        *_dates_of_injury(read),
        *_ur_denial_dates(read),
        *_dates_out_of_order(read),
        *_implausible_dates(read),
    ]
    for n, item in enumerate(letter.items):
        flagged += _decision_against_rationale(read, n, item)
        flagged += _quantities(read, n, item)
        flagged += _other_body_parts(read, n, item)
    return tuple(flagged)


def _finding(read: _Read, code: FindingCode, message: str, *regions: Region | None) -> Finding:
    return Finding(code, message, tuple(read.doc.span(*region) for region in regions if region is not None))


# sections ----------------------------------------------------------------------------------------------------


def _missing_sections(read: _Read) -> Iterator[Finding]:
    letter = read.letter
    if letter.case == CaseHeader():
        yield _finding(read, FindingCode.MISSING_SECTION, "no case header: no case number and no dates")
    for section in read.layout.required:
        region = read.sections.get(section)
        if region is None or not read.doc.read(region).strip(" .:"):
            yield _finding(read, FindingCode.MISSING_SECTION, f"no {_SECTION_NAMES[section]}")
    if Section.ITEMS in read.sections and not letter.items:
        yield _finding(read, FindingCode.MISSING_SECTION, "no decided item in the section of decided items")
    for n, item in enumerate(letter.items):
        for missing, what in (
            (item.decision is None, "decision"),
            (
                not item.claims_administrator_guidelines.stated,
                "paragraph on the claims administrator's guidelines",
            ),
            (not item.reviewer_guidelines.stated, "paragraph on the reviewer's guidelines"),
            (item.rationale is None, "rationale"),
        ):
            if missing:
                place = read.found.place(f"items[{n}].request.text")
                yield _finding(read, FindingCode.MISSING_SECTION, f"items[{n}] has no {what}", place)


def _cut_off(read: _Read) -> Iterator[Finding]:
    last = len(read.letter.items) - 1
    place = read.found.place(f"items[{last}].rationale.text")
    if place is not None and read.doc.folded[place.end - 1] not in _SENTENCE_END:
        end = Region(place.end - 1, place.end)
        yield _finding(
            read, FindingCode.CUT_OFF, f"items[{last}].rationale ends in the middle of a sentence", end
        )


# dates -------------------------------------------------------------------------------------------------------


def _dates_of_injury(read: _Read) -> Iterator[Finding]:
    header, injury = read.letter.case.date_of_injury, read.letter.injury
    if header is None or injury.date is None:
        return
    last = injury.end_date or injury.date
    if not (
        _same(header, injury.date) or _same(header, last) or _day(injury.date) < _day(header) < _day(last)
    ):
        yield _finding(
            read,
            FindingCode.DATE_OF_INJURY_DISAGREES,
            f"date of injury: {header} in the header, {injury.date} in the case summary",
            read.found.place("case.date_of_injury"),
            read.found.place("injury.date"),
        )


def _ur_denial_dates(read: _Read) -> Iterator[Finding]:
    header = read.letter.case.ur_denial_date
    summary = read.sections.get(Section.SUMMARY)
    if header is None or summary is None:
        return
    stated = list(_stated_denials(read.doc, summary, read.letter.case.decision_date))
    if stated and not any(_same(header, value) for value, _ in stated):
        value, place = stated[-1]
        yield _finding(
            read,
            FindingCode.UR_DENIAL_DATE_DISAGREES,
            f"utilization review denial: {header} in the header, {value} in the case summary",
            read.found.place("case.ur_denial_date"),
            place,
        )


def _stated_denials(
    doc: Document, summary: Region, decided: dt.date | None
) -> Iterator[tuple[dt.date, Region]]:
    """Dates that the summary gives to utilization review: "on 3/4/20, utilization review", "... dated 3/4/20"."""
    key = doc.key
    for mention in _mentions_of_utilization_review(key, summary):
        if lead := _TO_A_DATE.match(key, mention.end, summary.end):
            for written in dates.find(key, lead.end(), min(lead.end() + _LONGEST_DATE, summary.end), decided)[
                :1
            ]:
                if isinstance(written.value, dt.date) and written.region.start == lead.end():
                    yield written.value, written.region
        elif _FROM_A_DATE.search(key, max(summary.start, mention.start - 32), mention.start):
            start = max(summary.start, mention.start - 2 * _LONGEST_DATE)
            for written in dates.find(key, start, mention.start, decided)[-1:]:
                before = key[max(summary.start, written.region.start - 14) : written.region.start]
                if isinstance(written.value, dt.date) and _BEFORE_A_DATE.search(before):
                    yield written.value, written.region


def _mentions_of_utilization_review(key: str, summary: Region) -> Iterator[Region]:
    for phrase in _UTILIZATION_REVIEW:
        at = key.find(phrase, *summary)
        while at >= 0:
            yield Region(at, at + len(phrase))
            at = key.find(phrase, at + len(phrase), summary.end)


def _dates_out_of_order(read: _Read) -> Iterator[Finding]:
    dated = [(name, value) for name in _CASE_ORDER if (value := getattr(read.letter.case, name)) is not None]
    for (earlier, first), (later, second) in combinations(dated, 2):
        if _day(first) > _day(second) and not _same(first, second):
            yield _finding(
                read,
                FindingCode.DATES_OUT_OF_ORDER,
                f"case.{earlier} ({first}) is after case.{later} ({second})",
                read.found.place(f"case.{earlier}"),
                read.found.place(f"case.{later}"),
            )
    injury, decided = read.letter.injury.date, read.letter.case.decision_date
    if injury is not None and decided is not None and _day(injury) > decided:
        yield _finding(
            read,
            FindingCode.DATES_OUT_OF_ORDER,
            f"injury.date ({injury}) is after case.decision_date ({decided})",
            read.found.place("injury.date"),
            read.found.place("case.decision_date"),
        )


def _implausible_dates(read: _Read) -> Iterator[Finding]:
    """Where dates tell the case: in the header and in the summary."""
    for section in (Section.HEADER, Section.SUMMARY):
        region = read.sections.get(section, Region(0, 0))
        edge = region.start
        for odd in _ODD_YEAR.finditer(read.doc.key, *region):
            for written in dates.find(read.doc.key, max(edge, odd.start() - 24), odd.end()):
                if written.implausible:
                    edge = written.region.end
                    yield _finding(
                        read, FindingCode.IMPLAUSIBLE_DATE, "a date in an impossible year", written.region
                    )


def _day(value: Date) -> dt.date:
    return dt.date(value.year, value.month or 1, 1) if isinstance(value, PartialDate) else value


def _same(one: Date, other: Date) -> bool:
    """Whether two dates agree as far as both go."""
    return all(a == b for a, b in zip(str(one).split("-"), str(other).split("-"), strict=False))


# items -------------------------------------------------------------------------------------------------------


def _decision_against_rationale(read: _Read, n: int, item: DisputedItem) -> Iterator[Finding]:
    expected = Conclusion.NECESSARY if item.decision is Decision.OVERTURNED else Conclusion.NOT_NECESSARY
    if item.decision is None or item.rationale is None:
        return
    if item.rationale.conclusion not in {None, expected}:
        yield _finding(
            read,
            FindingCode.DECISION_CONTRADICTS_RATIONALE,
            f"items[{n}] is {item.decision}, its rationale concludes {item.rationale.conclusion}",
            read.found.place(f"items[{n}].decision"),
            read.found.place(f"items[{n}].rationale.conclusion"),
        )


def _quantities(read: _Read, n: int, item: DisputedItem) -> Iterator[Finding]:
    """The rationale restates the request with another number of visits or tablets."""
    key, place_of = read.doc.key, read.found.place
    rationale = place_of(f"items[{n}].rationale.text")
    portions = [place_of(f"items[{n}].request.{name}") for name in ("original", "authorized")]
    stated = _quantity(item.request)
    if rationale is None or stated is None:
        return
    # A rationale on a partly authorized request may speak of all that was requested, or of what was authorized.
    own = [place for place in (place_of(f"items[{n}].request.text"), *portions) if place]
    numbers = {number for place in own for number in _NUMBER.findall(key, *place)}
    for restated in _REQUEST_RESTATED.finditer(key, *rationale):
        limit = min(restated.end() + _LARGEST_QUOTE_OF_REQUEST, rationale.end)
        stop = _REQUEST_ENDS.search(key, restated.end(), limit)
        region = Region(restated.end(), stop.start() if stop else limit)
        if numbers.issuperset(_NUMBER.findall(key, *region)):  # nearly always: nothing that could differ
            continue
        allowed = [stated, *(_quantity(request(read.doc, place).value) for place in portions if place)]
        found = request(read.doc, region)
        quantity = _quantity(found.value)
        if quantity is None or not _same_service(found.value, item.request):
            continue
        if not any(value is not None and _agree(quantity, value) for value in allowed):
            yield _finding(
                read,
                FindingCode.QUANTITY_CONTRADICTS_REQUEST,
                f"items[{n}]: {stated} requested, {quantity} in the rationale",
                place_of(f"items[{n}].request.text"),
                found.place("visits") or found.place("drug.quantity"),
            )
            return


def _same_service(one: Request, other: Request) -> bool:
    if one.drug and other.drug:
        return one.drug.name.lower() == other.drug.name.lower()
    return one.subcategory is other.subcategory


def _quantity(requested: Request) -> int | float | Range | None:
    return requested.drug.quantity if requested.drug else requested.visits


def _agree(one: int | float | Range, other: int | float | Range) -> bool:
    low, high = (one.low, one.high) if isinstance(one, Range) else (one, one)
    least, most = (other.low, other.high) if isinstance(other, Range) else (other, other)
    return low <= most and least <= high


def _other_body_parts(read: _Read, n: int, item: DisputedItem) -> Iterator[Finding]:
    """A chapter named after body parts none of which the request is about."""
    requested = {named.part for named in item.request.body_parts}
    if not requested:
        return
    for side in ("claims_administrator_guidelines", "reviewer_guidelines"):
        cited: tuple[Guideline, ...] = getattr(item, side).citations
        for m in range(len(cited)):
            named = _parts_of_chapter((cited[m].title or "").lower())
            if named and not requested & _covered(named):
                yield _finding(
                    read,
                    FindingCode.GUIDELINE_FOR_OTHER_BODY_PART,
                    f"items[{n}].{side}.citations[{m}] is on {_listed(named)}, the request on {_listed(requested)}",
                    read.found.place(f"items[{n}].{side}.citations[{m}].title"),
                    *(read.found.place(f"items[{n}].request.body_parts[{k}]") for k in range(len(requested))),
                )


@lru_cache(maxsize=512)
def _parts_of_chapter(title: str) -> frozenset[Part]:
    """The body parts that a chapter is named after. Chapters are few, letters that cite them many."""
    doc = Document(title)
    return frozenset(found.part for found, _ in body_parts(doc, Region(0, len(doc.key))))


@lru_cache(maxsize=512)
def _covered(named: frozenset[Part]) -> frozenset[Part]:
    """The body parts that a chapter covers which is named after *named*."""
    return named.union(*(_neighbours().get(part, ()) for part in named))


@cache
def _neighbours() -> dict[Part, frozenset[Part]]:
    return {
        Part(part): frozenset(Part(name.strip()) for name in others.split(","))
        for part, others in lexicon.rows("chapter_coverage")
    }


def _listed(parts: frozenset[Part] | set[Part]) -> str:
    return ", ".join(sorted(part.replace("_", " ") for part in parts))
