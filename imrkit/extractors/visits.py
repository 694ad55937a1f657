"""How many visits a request asks for, how often and for how long.

Read are, with numbers in digits or words and ranges of them::

    rate     = number ("x" | "times" | "visits" | "days") ["per" | "a" | "/"] "week" | ["twice"] "weekly"
    duration = number "weeks" | rate ["x" | "times" | "for"] number
    both     = number ("x" | "times") number            2x4, 1 times 8
    total    = number ... ("visits" | "sessions") | ("x" | "#" | "quantity") number | "(" number ")"

A total that is stated counts; else it is rate times duration, where both are in weeks, or both in months.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from imrkit.document import Region
from imrkit.extractors.counts import Count, counts, kinds
from imrkit.extractors.words import Words
from imrkit.model import Range

_MOST_VISITS: Final = 400  # a larger number is a code
_MOST_PER_WEEK: Final = 7
_MOST_WEEKS: Final = 52
_UNITS: Final = (("week", "week"), ("weekly", "week"), ("month", "month"), ("monthly", "month"))
_BY_ITSELF: Final = {"weekly": "week", "monthly": "month"}
# Words between a number and what it counts: "8 additional post-operative aquatic therapy visits".
_REACH: Final = 7


class Figure(NamedTuple):
    """A number of visits or weeks, and where it stands."""

    value: int | Range
    place: Region


class Course(NamedTuple):
    """The course of treatment that a request asks for."""

    visits: Figure | None = None
    per_week: Figure | None = None
    weeks: Figure | None = None


class _Rate(NamedTuple):
    """How often, or how long, in which unit of time, and the words that say so."""

    value: int | Range
    unit: str
    first: int
    after: int


def course(words: Words, service: Region | None = None) -> Course:
    """The course of treatment that the *words* of a request ask for.

    *service* is where the service is named: a number right before it counts its visits ("six acupuncture").
    """
    reading = _Reading(words)
    rate = next(filter(None, map(reading.rate, reading.counts)), None) or reading.weekly()
    if rate is None and not reading.counts:
        return Course()
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
    return reading.figure(Count(low if low == high else Range(low, high), first, after))


def _low(value: int | Range) -> int:
    return int(value.low) if isinstance(value, Range) else value


def _high(value: int | Range) -> int:
    return int(value.high) if isinstance(value, Range) else value


class _Reading:
    """The words of a request, and what the numbers among them say."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._stems = words.stems
        self._kinds = kinds()
        self.counts = list(counts(words))
        self._count_at = {count.first: count for count in self.counts}
        self._count_ends = {count.after - 1 for count in self.counts}

    def figure(self, found: Count | _Rate) -> Figure:
        """The value of *found* with its place."""
        start, end = self._words.place(found.first, found.after)
        gaps = self._words.gaps
        closes = gaps[found.after].startswith(")") and any(
            "(" in gap for gap in gaps[found.first + 1 : found.after]
        )
        return Figure(found.value, Region(start, end + closes))

    def rate(self, count: Count) -> _Rate | None:
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
        for at, word in enumerate(self._stems):
            if word in _BY_ITSELF and not self._gap(at).endswith("-"):
                return _Rate(1, _BY_ITSELF[word], at, at + 1)
        return None

    def rate_by_weeks(self, count: Count) -> tuple[_Rate, _Rate] | None:
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

    def total(self, used: set[int], service: Region | None) -> Count | None:
        """The number of all visits, as stated in the clearest way."""
        free = [c for c in self.counts if c.first not in used and not self._is("often", c.first)]
        for states_total in (self._counts_visits, self._is_marked, self._is_beside(service)):
            for count in free:
                if _high(count.value) <= _MOST_VISITS and states_total(count):
                    return self._with_more(count, free)
        return None

    def _with_more(self, total: Count, free: list[Count]) -> Count:
        """*total* and what is added to it: "two sessions for the wrist and eight sessions for the hand"."""
        for count in free:
            if count.first < total.after or isinstance(total.value, Range) or isinstance(count.value, Range):
                continue
            if not self._is("sum", count.first - 1) or not self._counts_visits(count):
                break
            total = Count(total.value + count.value, total.first, count.after)
        return total

    def _counts_visits(self, count: Count) -> bool:
        """ "8 sessions", "sessions: 8"."""
        visit = self._counted(count)
        if visit is not None:
            return not (self._is("per", visit + 1) or "/" in self._gap(visit + 1))
        return self._is("visit", count.first - 1) and not self._counts_other(count)

    def _is_marked(self, count: Count) -> bool:
        """ "x8", "#8", "quantity: 8", "total of 8", "8 total", "(8)"."""
        if self._counts_other(count):
            return False
        gap, before = self._gap(count.first), count.first - 1
        if "#" in gap or self._multiplies(before):
            return before - 1 not in self._count_ends
        if self._is("total", before) or self._is("total", before - 1) or self._is("total", count.after):
            return True
        return gap.endswith("(") and self._words.gaps[count.after].startswith(")")

    def _is_beside(self, service: Region | None) -> Callable[[Count], bool]:
        """ "six acupuncture", "acupuncture 6 for the neck"."""

        def beside(count: Count) -> bool:
            if service is None or self._counts_other(count):
                return False
            if count.first == 0:
                return count.after < len(self._stems) and self._place(count.after).start == service.start
            follows = count.after == len(self._stems) or self._is("for", count.after)
            return follows and self._place(count.first - 1).end == service.end

        return beside

    def _counted(self, count: Count) -> int | None:
        """Where the visits stand that *count* counts: "six *initial physical therapy* visits"."""
        for at in range(count.after, min(count.after + _REACH, len(self._stems))):
            if self._is("visit", at):
                return at
            if at in self._count_at or self._bounds(at) or self._stems[at].isdigit():
                return None
        return None

    def _bounds(self, at: int) -> bool:
        stem_at = self._stems[at]
        return any(stem_at in self._kinds[kind] for kind in ("end", "time", "week", "month", "for"))

    def _counts_other(self, count: Count) -> bool:
        """Whether *count* counts weeks, hours, times or the like."""
        at = count.after
        return at < len(self._stems) and self._bounds(at) and not self._is("for", at)

    def _place(self, at: int) -> Region:
        return self._words.place(at, at + 1)

    def _is(self, kind: str, at: int) -> bool:
        return 0 <= at < len(self._stems) and self._stems[at] in self._kinds[kind]

    def _gap(self, at: int) -> str:
        """What stands between the words before and at *at*."""
        return self._words.gaps[at] if 0 < at < len(self._stems) else ""

    def _adjoins(self, at: int) -> bool:
        """Whether the word at *at* goes on from the one before it, with no comma or the like between."""
        return self._gap(at).strip(" )") in {"", "/", "-"}

    def _multiplies(self, at: int) -> bool:
        return self._is("multiplied", at)

    def _unit(self, at: int) -> str | None:
        for kind, unit in _UNITS:
            if self._is(kind, at):
                return unit
        return None
