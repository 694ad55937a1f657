"""Dates as letters write them.

:func:`find` reads a stretch of a text in matching view (lower case, plain hyphens, single blanks) and yields
each date written there. Every date has digits, so the stretch is scanned for digits and for nothing else; what
stands around them decides.

    date       = numeric | named | month-year | year
    numeric    = month sep day sep year       "2/9/2031"  "2-9-31"  "2-17- 2031"  "2.17.2031"
               | year sep month sep day       "2031-02-17"
               | month "-" day year           "2-172031", "2-1731": the hyphen at a line end was dropped
    named      = month-name day [","] year    "february 17, 2031"  "feb. 17th 2031"
               | month-name day "-" day year  "february 17-19, 2031": the first of the days
    month-year = month-name year              "february 2031"   a partial date
               | month ("/" | "-") year       "02/ 2031"
    year       = ("in" | "since" | ...) year  "in 2031"         a partial date

Any other order of a month's name, a day and a year ("17 february 2031", "17-feb-31", "20310217") is left to
python-dateutil, and believed only where nothing had to be filled in. A date that no calendar has (13/45/2016)
is written but has no value, nor has one whose year a blank may divide (2/17/20 31). Nor has one in a year that no
letter can mean (3026, 20216, 1816), and that one is marked as implausible. A day and a month without a year are
not a date.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from imrkit.document import Region
from imrkit.model import Date, PartialDate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CASE_ORDER: Final = (
    "date_of_injury",
    "ur_denial_date",
    "application_received",
    "date_assigned",
    "decision_date",
)
"""The dates of a case, by their fields in its header, in the order in which they follow each other."""

EARLIEST_YEAR: Final = 1930
LATEST_YEAR: Final = 2049
_PIVOT: Final = 2030
"""Where nothing says which century a two-digit year is of, it is one of 1930 to 2029."""

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH_BEGINNINGS: Final = frozenset(name[:3] for name in _MONTHS)
_FURTHEST_BEFORE: Final = 24
"""How far before a number a month's name or another word that belongs to it can begin."""

_NUMBER: Final = re.compile(
    r"""(?P<a>\d++)
    (?:
        \ ?(?P<separator>[-/.])\ ?(?P<b>\d++)(?:\ ?(?P<separator_2>[-/.])\ ?(?P<c>\d++))?+
      | (?:st|nd|rd|th)?+(?:\ of\b|,?\ in\b|,)?+\ ?+(?P<year>\d{4,5}+(?!\d)|'\d\d(?!\d))
    )?+""",
    re.VERBOSE,
)
_YEAR_FRAME: Final = re.compile(
    r"\b(?:in|since|during|from|to|through|thru|until|till|between|and|early|late|mid|year|circa|of)"
    r"[ -](?:about |early |late |mid[ -])?$"
)
_MONTH_AFTER: Final = re.compile(r"(?:st|nd|rd|th)?[ ./-]{1,2}(?:day )?(?:of )?([a-z]{3})")
_FURTHER_DAY: Final = re.compile(
    r"(?:st|nd|rd|th)? ?(?:-|to|through) ?\d{1,2}(?:st|nd|rd|th)?,? (?P<year>\d{4})(?!\d)"
)
_DIVIDED_YEAR: Final = re.compile(r" (?P<ending>\d\d)(?![\d/.-]*\d)")
_AMOUNT: Final = re.compile(r" ?(?:mg|mcg|ml|units?\b|iu\b|%|calor)")
_DEFAULTS: Final = (dt.datetime(1, 1, 1), dt.datetime(2, 2, 2))  # noqa: DTZ001  # what they fill in differs
_OTHER_ORDER: Final = re.compile(
    r"""(?<![a-z\d])(?:
        \d{1,4}(?:st|nd|rd|th)?[ ./-]{1,2}(?:day[ ])?(?:of[ ])?[a-z]{3,9}[ .,/-]{1,2}(?:of[ ])?\d{1,4}
      | [a-z]{3,9}[ ./-]{1,2}\d{1,2}[ ]?[./-][ ]?\d{2,4}
      | \d{8}
    )(?![a-z\d])""",
    re.VERBOSE,
)


class Written(NamedTuple):
    """A date as it is written, and what it says."""

    value: Date | None
    """``None`` where no calendar has such a date, or where it is implausible."""
    region: Region
    implausible: bool
    """The year is none that a letter can mean."""


def find(key: str, start: int, end: int, not_after: dt.date | None = None) -> list[Written]:
    """All dates written in ``key[start:end]``, a text in matching view, in their order.

    A two-digit year is the latest one in which the date is not after *not_after* (the day of the decision);
    without that, one of 1930 to 2029.
    """
    return list(_each(key, start, end, not_after))


def first(key: str, start: int, end: int, not_after: dt.date | None = None) -> Written | None:
    """The first date written in ``key[start:end]``; see :func:`find`."""
    return next(_each(key, start, end, not_after), None)


def _each(key: str, start: int, end: int, not_after: dt.date | None) -> Iterator[Written]:
    position = start
    while number := _NUMBER.search(key, position, end):
        written = _read(key, position, end, number, not_after)
        if written is None:
            position = number.end("a")  # the next number may begin a date: "1/2 2/9/2031"
        else:
            yield written
            position = max(written.region.end, number.end("a"))


def _read(key: str, start: int, end: int, number: re.Match[str], not_after: dt.date | None) -> Written | None:
    """Read the date that *number* is the first or only number of."""
    at, after_first = number.span("a")
    if number["c"] is not None:  # nothing but the numbers decides
        written = _standing_alone(key, start, end, number, not_after)
        if written is not None:
            return written
    digits = after_first - at
    after = _MONTH_AFTER.match(key, after_first, end)
    is_month_after = after is not None and after[1] in _MONTH_BEGINNINGS
    if digits > 8 or (digits < 4 and number.end() == after_first and not is_month_after):
        return None
    month_start, month = _month_before(key, start, at)
    if month and number["b"] is not None and (days := _FURTHER_DAY.match(key, after_first, end)):
        return _dated(days["year"], month, int(number["a"]), Region(month_start, days.end()), not_after)
    if number["b"] is not None and number["c"] is None and not month:
        written = _standing_alone(key, start, end, number, not_after)
        if written is not None:
            return written
    if month:
        if number["year"] is not None and digits <= 2 and not _AMOUNT.match(key, number.end(), end):
            region = Region(month_start, number.end())
            return _dated(number["year"].lstrip("'"), month, int(number["a"]), region, not_after)
        if digits in {4, 5} and not _AMOUNT.match(key, after_first, end):
            return _partial(int(number["a"]), month, Region(month_start, after_first))
    if digits == 8 or month or is_month_after:
        other = _OTHER_ORDER.match(key, month_start if month else at, end)
        if other is not None:
            return _by_dateutil(other, not_after)
    return _year(key, start, end, number)


def _standing_alone(
    key: str, start: int, end: int, number: re.Match[str], not_after: dt.date | None
) -> Written | None:
    """Read numbers with separators, unless letters are glued to a short one or they are an amount."""
    a, b, c = number.group("a", "b", "c")
    written: Written | None
    if c and len(c) == 4 and len(a) <= 2 and len(b) <= 2:  # by far the most frequent form
        written = _dated(c, int(a), int(b), Region(*number.span()), not_after)
    else:
        at = number.start()
        if c in {"19", "20"} and (divided := _DIVIDED_YEAR.match(key, number.end(), end)):
            return _divided(number, divided, not_after)
        glued = at > start and key[at - 1].isalpha() and len(c or "") < 4
        written = None if glued else _numeric(number, not_after)
    return None if written is None or _AMOUNT.match(key, written.region.end, end) else written


def _divided(number: re.Match[str], rest: re.Match[str], not_after: dt.date | None) -> Written | None:
    """Read "2/17/20 31", where 31 may be the end of the year or what comes next: sure if the year 2020 is too late."""
    a, b, c = int(number["a"]), int(number["b"]), number["c"]
    two_digits = _dated(f"20{c}", a, b, Region(*number.span()), not_after)
    if isinstance(two_digits.value, dt.date) and not_after is not None and two_digits.value > not_after:
        return _dated(c + rest["ending"], a, b, Region(number.start(), rest.end()), not_after)
    return two_digits._replace(value=None)


def _month_before(key: str, start: int, at: int) -> tuple[int, int]:
    """Where the month's name right before the number at *at* begins, and the month; 0 if there is none."""
    lowest = max(start, at - _FURTHEST_BEFORE)
    words = key[lowest:at].rstrip(" .,-/").removesuffix(" of").rstrip(".,")
    name = words[max(words.rfind(" "), words.rfind("("), words.rfind("/")) + 1 :]
    return lowest + len(words) - len(name), _MONTHS.get(name, 0)


def _numeric(number: re.Match[str], not_after: dt.date | None) -> Written | None:
    """Read two or three numbers with separators between them."""
    a, b, c = number["a"], number["b"], number["c"]
    if c is not None:
        region = Region(*number.span())
        same_separator = number["separator"] == number["separator_2"]
        if len(a) <= 2 and len(b) <= 2 and (len(c) in {4, 5} or (len(c) == 2 and same_separator)):
            return _dated(c, int(a), int(b), region, not_after)
        if len(a) == 4 and len(b) <= 2 and len(c) <= 2 and same_separator and _is_plausible(int(a)):
            return _dated(a, int(b), int(c), region, not_after)
    region = Region(number.start("a"), number.end("b"))
    if (
        len(b) == 4
        and len(a) <= 2
        and number["separator"] != "."
        and 1 <= int(a) <= 12
        and _is_plausible(int(b))
    ):
        return _partial(int(b), int(a), region)
    if number["separator"] == "-" and number.end("b") - number.start("a") == len(a) + len(b) + 1:
        return _rejoined(a, b, region, not_after)
    return None


def _rejoined(a: str, b: str, region: Region, not_after: dt.date | None) -> Written | None:
    """Read a date that lost one of its two hyphens at a line end, if it can be read in one way only."""
    if len(a) <= 2:
        splits = [(a, b[:-4] or b[:-2], b[-4:] if len(b) > 4 else b[-2:])] if 4 <= len(b) <= 6 else []
    else:
        splits = [(a[:1], a[1:], b), (a[:2], a[2:], b)] if len(a) == 3 else [(a[:2], a[2:], b)]
        if len(b) != 4 and (len(a), len(b)) != (4, 2):
            splits = []
    read = [_dated(year, int(month), int(day), region, not_after) for month, day, year in splits]
    valid = [written for written in read if written.value is not None]
    return valid[0] if len(valid) == 1 else None


def _year(key: str, start: int, end: int, number: re.Match[str]) -> Written | None:
    """Read a year alone, after a word that can only be followed by one."""
    at, after = number.span("a")
    if after - at != 4 or not _is_plausible(int(number["a"])) or _AMOUNT.match(key, after, end):
        return None
    if not _YEAR_FRAME.search(key, max(start, at - _FURTHEST_BEFORE), at):
        return None
    return Written(PartialDate(int(number["a"])), Region(at, after), implausible=False)


def _is_plausible(year: int) -> bool:
    return EARLIEST_YEAR <= year <= LATEST_YEAR


def _partial(year: int, month: int, region: Region) -> Written:
    plausible = _is_plausible(year)
    return Written(PartialDate(year, month) if plausible else None, region, implausible=not plausible)


def _dated(year: str, month: int, day: int, region: Region, not_after: dt.date | None) -> Written:
    number = int(year)
    try:
        if len(year) == 2:
            number += 2000
            later = dt.date(number, month, day) > not_after if not_after else number >= _PIVOT
            number -= 100 if later else 0
        elif number > dt.MAXYEAR:
            dt.date(2000, month, day)
            return Written(None, region, implausible=True)
        value = dt.date(number, month, day)
    except ValueError:  # the calendar has no such day
        return Written(None, region, implausible=False)
    plausible = _is_plausible(number)
    return Written(value if plausible else None, region, implausible=not plausible)


def _by_dateutil(form: re.Match[str], not_after: dt.date | None) -> Written | None:
    """Let python-dateutil read *form*, and believe it only where it had nothing to fill in."""
    region = Region(*form.span())
    text = form[0].replace("day of ", "")
    one, other = (_dateutil()(text, default) for default in _DEFAULTS)
    if one is None or one != other:
        return None
    year = f"{one.year:02}" if one.year < 100 else str(one.year)
    return _dated(year, one.month, one.day, region, not_after)


@cache
def _dateutil() -> Callable[[str, dt.datetime], dt.date | None]:
    from dateutil.parser import parser, parserinfo  # noqa: PLC0415  # slow to import and seldom needed

    class YearAsWritten(parserinfo):
        """Leaves a two-digit year alone, where the library would complete it from today's date."""

        def convertyear(self, year: int, century_specified: bool = False) -> int:
            return year

    reader = parser(YearAsWritten())

    def read(text: str, default: dt.datetime) -> dt.date | None:
        try:
            return reader.parse(text, default=default).date()
        except (ValueError, OverflowError):  # it cannot read it
            return None

    return read
