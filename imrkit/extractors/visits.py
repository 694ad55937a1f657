"""How many visits a request asks for, how often and for how long.

Read are, with numbers in digits, in words or both ("twelve (12)"), and ranges of them ("2-3", "two to three")::

    rate     = number ("x" | "times" | "visits" | "days") ["per" | "a" | "/"] "week" | "twice" "weekly" | "weekly"
    duration = number "weeks" | rate ["x" | "times" | "for"] number
    both     = number ("x" | "times") number            2x4, 1 times 8
    total    = number ... ("visits" | "sessions") | "x" number | "#" number | "quantity" number | "(" number ")"

A total that is stated counts; else it is rate times duration, where both are in weeks, or both in months.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, NamedTuple

from imrkit.document import Region
from imrkit.extractors.words import Word, stem
from imrkit.lexicon import rows
from imrkit.model import Range

_MOST_VISITS: Final = 400  # a larger number is a code
_MOST_PER_WEEK: Final = 7
_MOST_WEEKS: Final = 52
_TENS: Final = frozenset(range(20, 100, 10))
_UNITS: Final = (("week", "week"), ("weekly", "week"), ("month", "month"), ("monthly", "month"))
_REACH: Final = 7  # words between a number and what it counts: "8 additional post-operative aquatic therapy visits"


class Figure(NamedTuple):
    """A number of visits or weeks, and where it stands."""

    value: int | Range
    place: Region


class Course(NamedTuple):
    """The course of treatment that a request asks for."""

    visits: Figure | None = None
    per_week: Figure | None = None
    weeks: Figure | None = None


class _Count(NamedTuple):
    """A number in the text, or a range of numbers, and the words that it takes up."""

    value: int | Range
    first: int
    after: int


class _Rate(NamedTuple):
    """How often, or how long, in which unit of time, and the words that say so."""

    value: int | Range
    unit: str
    first: int
    after: int


@cache
def _numbers() -> dict[str, int]:
    return {word: int(value[0]) for word, _, *value in rows("service_visits") if value}


@cache
def _kinds() -> dict[str, frozenset[str]]:
    """The words of each kind."""
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for word, kind, *_ in rows("service_visits"):
        kinds[kind].add(stem(word))
    return {kind: frozenset(stems) for kind, stems in kinds.items()}


def course(key: str, text: list[Word], service: Region | None = None) -> Course:
    """The course of treatment that the words *text* of the matching view *key* ask for.

    *service* is where the service is named: a number right before it counts its visits ("six acupuncture").
    """
    reading = _Reading(key, text)
    rate = next(filter(None, map(reading.rate, reading.counts)), None) or reading.weekly()
    duration = reading.duration(rate)
    if rate is None:
        rate, duration = next(filter(None, map(reading.rate_by_weeks, reading.counts)), (None, duration))
    used = {at for figure in (rate, duration) if figure for at in range(figure.first, figure.after)}
    total = reading.total(used, service)
    visits = reading.figure(total) if total else _product(reading, rate, duration)
    return Course(
        visits,
        reading.figure(rate) if rate and rate.unit == "week" else None,
        reading.figure(duration) if duration and duration.unit == "week" else None,
    )


def _product(reading: _Reading, rate: _Rate | None, duration: _Rate | None) -> Figure | None:
    if rate is None or duration is None or rate.unit != duration.unit:
        return None
    low = _low(rate.value) * _low(duration.value)
    high = _high(rate.value) * _high(duration.value)
    first, after = min(rate.first, duration.first), max(rate.after, duration.after)
    return reading.figure(_Count(low if low == high else Range(low, high), first, after))


def _low(value: int | Range) -> int:
    return int(value.low) if isinstance(value, Range) else value


def _high(value: int | Range) -> int:
    return int(value.high) if isinstance(value, Range) else value


class _Reading:
    """The words of a request, and what the numbers among them say."""

    def __init__(self, key: str, text: list[Word]) -> None:
        self._key = key
        self._text = text
        self._kinds = _kinds()
        self.counts = list(self._read_counts())
        self._count_at = {count.first: count for count in self.counts}
        self._count_ends = {count.after - 1 for count in self.counts}

    def figure(self, found: _Count | _Rate) -> Figure:
        """The value of *found* with its place."""
        start, end = self._text[found.first].start, self._text[found.after - 1].end
        closes = "(" in self._key[start:end] and self._key.startswith(")", end)
        return Figure(found.value, Region(start, end + closes))

    def rate(self, count: _Count) -> _Rate | None:
        """*count* as visits per week or month: "2 times a week", "three therapy sessions per week"."""
        if _high(count.value) > _MOST_PER_WEEK:
            return None
        at, counted = count.after, self._is("often", count.first)
        if self._is("time", at) and self._adjoins(at):
            at, counted = at + 1, True
        elif (visit := self._counted(count)) is not None:
            at, counted = visit + 1, True
        if "/" in self._gap(at) or (self._is("per", at) and self._adjoins(at)):
            at, counted = at + self._is("per", at), True
        unit = self._unit(at)
        if unit is None or not self._adjoins(at) or not (counted or self._is("weekly", at)):
            return None
        return _Rate(count.value, unit, count.first, at + 1)

    def weekly(self) -> _Rate | None:
        """Once a week where no number is given: "weekly psychotherapy"."""
        for kind, unit in (("weekly", "week"), ("monthly", "month")):
            for at in range(len(self._text)):
                if self._is(kind, at) and not self._gap(at).endswith("-"):
                    return _Rate(1, unit, at, at + 1)
        return None

    def rate_by_weeks(self, count: _Count) -> tuple[_Rate, _Rate] | None:
        """Visits per week times weeks, units left out: "2x4", "1 times 8"."""
        weeks = self._count_at.get(count.after + 1)
        if weeks is None or not self._multiplies(count.after) or self._multiplies(count.first - 1):
            return None
        if _high(count.value) > _MOST_PER_WEEK or _high(weeks.value) > _MOST_WEEKS:
            return None
        if self._is("end", weeks.after) or self._is("month", weeks.after) or self._is("time", weeks.after):
            return None
        after = weeks.after + (self._unit(weeks.after) == "week")
        return _Rate(count.value, "week", count.first, count.after), _Rate(
            weeks.value, "week", weeks.first, after
        )

    def duration(self, rate: _Rate | None) -> _Rate | None:
        """For how many weeks or months."""
        for count in self.counts:
            unit = self._unit(count.after)
            if unit is None or self._is("weekly", count.after) or self._is("monthly", count.after):
                continue
            if not self._adjoins(count.after) or self._is("apart", count.first - 1):
                continue
            if (rate is None or count.first != rate.first) and _high(count.value) <= _MOST_WEEKS:
                return _Rate(count.value, unit, count.first, count.after + 1)
        if rate is None or not (self._multiplies(rate.after) or self._is("for", rate.after)):
            return None
        bare = self._count_at.get(rate.after + 1)
        if bare is None or self._counts_other(bare) or self._counted(bare) is not None:
            return None
        return _Rate(bare.value, rate.unit, bare.first, bare.after)

    def total(self, used: set[int], service: Region | None) -> _Count | None:
        """The number of all visits, as stated in the clearest way."""
        free = [count for count in self.counts if count.first not in used]
        for states_total in (self._counts_visits, self._is_marked, self._is_beside(service)):
            for count in free:
                if _high(count.value) <= _MOST_VISITS and states_total(count):
                    return self._with_more(count, free)
        return None

    def _with_more(self, total: _Count, free: list[_Count]) -> _Count:
        """*total* and what is added to it: "two sessions for the wrist and eight sessions for the hand"."""
        for count in free:
            if count.first < total.after or isinstance(total.value, Range) or isinstance(count.value, Range):
                continue
            if not self._is("sum", count.first - 1) or not self._counts_visits(count):
                break
            total = _Count(total.value + count.value, total.first, count.after)
        return total

    def _counts_visits(self, count: _Count) -> bool:
        """ "8 sessions", "sessions: 8"."""
        visit = self._counted(count)
        if visit is not None:
            return not (self._is("per", visit + 1) or "/" in self._gap(visit + 1))
        return self._is("visit", count.first - 1) and not self._counts_other(count)

    def _is_marked(self, count: _Count) -> bool:
        """ "x8", "#8", "quantity: 8", "total of 8", "8 total", "(8)"."""
        if self._counts_other(count):
            return False
        gap, before = self._gap(count.first), count.first - 1
        if "#" in gap or self._multiplies(before):
            return before - 1 not in self._count_ends
        if self._is("total", before) or self._is("total", before - 1) or self._is("total", count.after):
            return True
        return gap.endswith("(") and self._key.startswith(")", self._text[count.after - 1].end)

    def _is_beside(self, service: Region | None) -> Callable[[_Count], bool]:
        """ "six acupuncture", "acupuncture 6 for the neck"."""

        def beside(count: _Count) -> bool:
            if service is None or self._counts_other(count):
                return False
            if count.after < len(self._text) and self._text[count.after].start == service.start:
                return count.first == 0
            follows = count.after == len(self._text) or self._is("for", count.after)
            return follows and count.first > 0 and self._text[count.first - 1].end == service.end

        return beside

    def _counted(self, count: _Count) -> int | None:
        """Where the visits stand that *count* counts: "six *initial physical therapy* visits"."""
        for at in range(count.after, min(count.after + _REACH, len(self._text))):
            if self._is("visit", at):
                return at
            if at in self._count_at or self._bounds(at) or self._text[at].stem.isdigit():
                return None
        return None

    def _bounds(self, at: int) -> bool:
        stem_at = self._text[at].stem
        return any(stem_at in self._kinds[kind] for kind in ("end", "time", "week", "month", "for"))

    def _counts_other(self, count: _Count) -> bool:
        """Whether *count* counts weeks, hours, times or the like."""
        return count.after < len(self._text) and (
            self._bounds(count.after) and not self._is("for", count.after)
        )

    def _is(self, kind: str, at: int) -> bool:
        return 0 <= at < len(self._text) and self._text[at].stem in self._kinds[kind]

    def _gap(self, at: int) -> str:
        """What stands between the words before and at *at*."""
        if not 0 < at < len(self._text):
            return ""
        return self._key[self._text[at - 1].end : self._text[at].start]

    def _adjoins(self, at: int) -> bool:
        """Whether the word at *at* goes on from the one before it, with no comma or the like between."""
        return self._gap(at).strip() in {"", "/", "-"}

    def _multiplies(self, at: int) -> bool:
        return self._is("multiplied", at)

    def _unit(self, at: int) -> str | None:
        for kind, unit in _UNITS:
            if self._is(kind, at):
                return unit
        return None

    def _read_counts(self) -> Iterator[_Count]:
        """The numbers that may count something: no dates, spinal levels, codes or decimals."""
        at = 0
        while at < len(self._text):
            word = self._text[at].stem
            if word.isdigit() and self._is_code(at):
                at += 1
                while at < len(self._text) and self._text[at].stem.isdigit() and self._is_linked(at):
                    at += 1
            elif self._number(at) is None:
                at += 1
            else:
                count = self._count(at)
                yield count
                at = count.after

    def _is_linked(self, at: int) -> bool:
        return self._gap(at).strip() in {"-", "/", "."}

    def _is_code(self, at: int) -> bool:
        """Whether the digits are part of a spinal level, a code, a date, a fraction or a percentage."""
        word = self._text[at]
        if len(word.stem) > 3 or self._key.startswith("%", word.end):
            return True
        if at and self._gap(at) in {"", "-"} and not self._text[at - 1].stem.isdigit():
            letters = self._text[at - 1].stem
            if letters != "x" and (not self._gap(at) or len(letters) == 1):
                return True
        linked = 0
        while linked < 3 and self._is_digit(at + 1 + linked) and self._is_linked(at + 1 + linked):
            linked += 1
        return linked > 1 or (linked == 1 and self._gap(at + 1).strip() != "-")

    def _is_digit(self, at: int) -> bool:
        return at < len(self._text) and self._text[at].stem.isdigit()

    def _number(self, at: int) -> int | None:
        if at >= len(self._text):
            return None
        word = self._text[at].stem
        return int(word) if word.isdigit() and len(word) < 4 else _numbers().get(word)

    def _count(self, at: int) -> _Count:
        """The number at *at*, with its figure in parentheses and with the end of its range."""
        low, after = self._stated(at)
        value: int | Range = low
        to = after + (self._is("to", after))
        if to > after or self._gap(after).strip() == "-":
            high = self._number(to)
            if high is not None and high > low:
                value, (_, after) = Range(low, high), self._stated(to)
        return _Count(value, at, after)

    def _stated(self, at: int) -> tuple[int, int]:
        """The number at *at* and the word after it: "twelve", "twelve (12)", "twenty-four"."""
        value, after = self._number(at) or 0, at + 1
        if value in _TENS and not self._text[at].stem.isdigit():
            ones = self._number(after)
            if ones is not None and 0 < ones < 10 and self._gap(after) in {" ", "-"}:
                value, after = value + ones, after + 1
        if self._gap(after).strip() == "(" and self._number(after) == value:
            after += 1
        return value, after
