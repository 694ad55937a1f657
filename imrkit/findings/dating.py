"""Dates that contradict each other, or that no letter can mean."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from imrkit import dates
from imrkit.document import Document, Region
from imrkit.findings.reading import Read, flag
from imrkit.model import Date, Finding, PartialDate
from imrkit.vocabulary import FindingCode, Section

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
_SENT_TO: Final = re.compile(
    r"\b(?:sent|submitted|faxed|forwarded|mailed|transmitted|delivered|addressed|presented|wrote|written|letter|appeal)"
    r"[^.;]{0,40} to (?:the |their |its )?$"
)
_RECEIVED: Final = re.compile(
    r"(?: \w{1,9})? (?:received|acknowledged|asked|requested|accepted|was (?:sent|asked|notified))\b"
)
# The claims administrator does more than to deny, on other days.
_DENIES: Final = re.compile(
    r"\b(?:den(?:y|ie[ds]|ials?)|non-?certif|not certif|not authoriz|not approv|disapprov|modif|declin|decision|"
    r"determin|utilization review|ur\b|did not|fail|partial|(?:approv|certif|authoriz)\w* (?:only )?\d)"
)
_NEAR: Final = 100
_PERIOD_GOES_ON: Final = re.compile(r" ?(?:-|to|through|thru) ?(?=\d)")
_LONGEST_DATE: Final = 24
_DIGITS_APART: Final = str.maketrans({code: " " for code in range(128) if not chr(code).isdigit()})
_CENTURIES: Final = frozenset({"19", "20"})
_ODD_YEAR: Final = re.compile(
    r"\d{4,5}+(?:(?<=[ /-][3-9]\d{3})|(?<=[ /-]2[1-9]\d\d)|(?<=[ /-]1[0-8]\d\d)|(?<=[ /-]20\d{3}))"
    r"(?![,.%/-]?\d)"
)


def dates_of_injury(read: Read) -> Iterator[Finding]:
    header, injury = read.letter.case.date_of_injury, read.letter.injury
    if header is None or injury.date is None:
        return
    last = injury.end_date or injury.date
    header_last = _end_of_period(read) or header
    if not (
        any(_same(one, other) for one in (header, header_last) for other in (injury.date, last))
        or _day(injury.date) < _day(header) < _day(last)
        or _day(header) < _day(injury.date) < _day(header_last)
    ):
        yield flag(
            read,
            FindingCode.DATE_OF_INJURY_DISAGREES,
            f"date of injury: {header} in the header, {injury.date} in the case summary",
            read.found.place("case.date_of_injury"),
            read.found.place("injury.date"),
        )


def _end_of_period(read: Read) -> Date | None:
    """The second date of "1/2/2030 - 3/4/2031" in the header."""
    place = read.found.place("case.date_of_injury")
    goes_on = _PERIOD_GOES_ON.match(read.doc.key, place.end) if place is not None else None
    if goes_on is None:
        return None
    written = dates.first(read.doc.key, goes_on.end(), goes_on.end() + _LONGEST_DATE)
    return written.value if written is not None and written.region.start == goes_on.end() else None


def ur_denial_dates(read: Read) -> Iterator[Finding]:
    header = read.letter.case.ur_denial_date
    summary = read.sections.get(Section.SUMMARY)
    if header is None or summary is None:
        return
    stated = list(_stated_denials(read.doc, summary, read.letter.case.decision_date))
    if stated and not any(_same(header, value) for value, _ in stated):
        value, place = stated[-1]
        yield flag(
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
            mention = Region(at, at + len(phrase))
            if _may_be_dated(key, summary, mention):
                yield mention
            at = key.find(phrase, at + len(phrase), summary.end)


def _may_be_dated(key: str, summary: Region, mention: Region) -> bool:
    """Whether a date beside *mention* is that of a denial, not the day when something was sent there."""
    before = key[max(summary.start, mention.start - _NEAR) : mention.start]
    after = key[mention.end : min(mention.end + _NEAR, summary.end)]
    if _SENT_TO.search(before) or _RECEIVED.match(after):
        return False
    if key.startswith("claims", mention.start):
        return _DENIES.search(before.rpartition(". ")[2] + after.partition(". ")[0]) is not None
    return True


def dates_out_of_order(read: Read) -> Iterator[Finding]:
    dated = [
        (name, value) for name in dates.CASE_ORDER if (value := getattr(read.letter.case, name)) is not None
    ]
    for (earlier, first), (later, second) in combinations(dated, 2):
        if _day(first) > _day(second) and not _same(first, second):
            yield flag(
                read,
                FindingCode.DATES_OUT_OF_ORDER,
                f"case.{earlier} ({first}) is after case.{later} ({second})",
                read.found.place(f"case.{earlier}"),
                read.found.place(f"case.{later}"),
            )
    injury, decided = read.letter.injury.date, read.letter.case.decision_date
    if injury is not None and decided is not None and _day(injury) > decided:
        yield flag(
            read,
            FindingCode.DATES_OUT_OF_ORDER,
            f"injury.date ({injury}) is after case.decision_date ({decided})",
            read.found.place("injury.date"),
            read.found.place("case.decision_date"),
        )


def implausible_dates(read: Read) -> Iterator[Finding]:
    """Where dates tell the case: in the header and in the summary."""
    for section in (Section.HEADER, Section.SUMMARY):
        region = read.sections.get(section, Region(0, 0))
        numbers = read.doc.key[region.start : region.end].translate(_DIGITS_APART).split()
        if all(len(number) < 4 or (number[:2] in _CENTURIES and len(number) == 4) for number in numbers):
            continue  # as nearly always
        edge = region.start
        for odd in _ODD_YEAR.finditer(read.doc.key, *region):
            for written in dates.find(read.doc.key, max(edge, odd.start() - 24), odd.end()):
                if written.implausible:
                    edge = written.region.end
                    yield flag(
                        read, FindingCode.IMPLAUSIBLE_DATE, "a date in an impossible year", written.region
                    )


def _day(value: Date) -> dt.date:
    return dt.date(value.year, value.month or 1, 1) if isinstance(value, PartialDate) else value


def _same(one: Date, other: Date) -> bool:
    """Whether two dates agree as far as both go."""
    return one == other or all(
        a == b for a, b in zip(str(one).split("-"), str(other).split("-"), strict=False)
    )
