"""How many visits a request asks for, how often and for how long.

Read are, with numbers in digits or words and ranges of them::

    rate     = number ("x" | "times" | "visits" | "days") ["per" | "a" | "/"] "week" | ["twice"] "weekly"
    duration = number "weeks" | rate ["x" | "times" | "for"] number
    both     = number ("x" | "times" | "w") number      2x4, 1 times 8, 2w6
    total    = number ... ("visits" | "sessions") | ("x" | "#" | "quantity") number | "(" number ")"

A total that is stated counts; else it is rate times duration, where both are in weeks, or both in months. Several
paces ("3 times a week for 4 weeks, then 2 times a week for 4 weeks") have no one rate; their visits add up, or are left
out where it is not clear that they do.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from enum import Enum
from operator import attrgetter
from typing import Final, NamedTuple

from imrkit.document import Region
from imrkit.extractors.counts import Count, counts, is_weeks_sign, kinds
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


class _Pace(NamedTuple):
    """How often and for how long."""

    rate: _Rate | None
    duration: _Rate | None = None

    @property
    def first(self) -> int:
        return min((figure.first for figure in self if figure), default=0)

    @property
    def after(self) -> int:
        return max((figure.after for figure in self if figure), default=0)

    def agrees_with(self, other: _Pace) -> bool:
        """Whether neither states a rate or a duration that differs from the other's."""
        return all(
            mine is None or its is None or mine[:2] == its[:2] for mine, its in zip(self, other, strict=True)
        )


class _Joint(Enum):
    """What a pace is to the one before it."""

    ADDS = "2x4, then 1x4"
    REPEATS = "2x4 (2 times a week for 4 weeks)"
    UNCLEAR = "2x4 or 1x4"


def course(
    words: Words,
    service: Region | None = None,
    others: Callable[[], frozenset[int]] = frozenset,
    *,
    hash_counts: bool = True,
) -> Course:
    """The course of treatment that the *words* of a request ask for.

    *service* is where the service is named: a number right before it counts its visits ("six acupuncture"). *others*
    tells which words name other services: what follows of visits may be theirs. Where *hash_counts* is false, "#3"
    is a third thing rather than three.
    """
    reading = _Reading(words, others, hash_counts=hash_counts)
    said = reading.paces()
    paces, add_up = _distinct(reading, said)
    figures = [figure for pace in (*said, *paces) for figure in pace if figure]
    used = {at for figure in figures for at in range(figure.first, figure.after)}
    total = reading.total(used, service) or (_total(paces) if add_up else None)
    rate, duration = paces[0] if all(map(paces[0].agrees_with, paces)) else (None, None)
    return Course(
        reading.figure(total) if total else None,
        reading.figure(rate) if rate and rate.unit == "week" else None,
        reading.figure(duration) if duration and duration.unit == "week" else None,
    )


def _distinct(reading: _Reading, said: list[_Pace]) -> tuple[list[_Pace], bool]:
    """The paces of *said* without those that are said twice, and whether their visits add up."""
    paces, add_up = said[:1], True
    for pace in said[1:]:
        joint = reading.joint(paces[-1], pace)
        if joint is not _Joint.REPEATS:
            paces.append(pace)
            add_up = add_up and joint is _Joint.ADDS
        elif paces[-1].duration is None:
            paces[-1] = pace
    if len(paces) == 1 and paces[0].duration is None:
        paces = [_Pace(paces[0].rate, reading.duration(paces[0].rate))]
    return paces, add_up


def _total(paces: list[_Pace]) -> Count | None:
    """The visits of all *paces*, where rate times duration tells those of each."""
    low = high = 0
    for rate, duration in paces:
        if rate is None or duration is None or rate.unit != duration.unit:
            return None
        low += _low(rate.value) * _low(duration.value)
        high += _high(rate.value) * _high(duration.value)
    return Count(low if low == high else Range(low, high), paces[0].first, paces[-1].after)


def _low(value: int | Range) -> int:
    return int(value.low) if isinstance(value, Range) else value


def _high(value: int | Range) -> int:
    return int(value.high) if isinstance(value, Range) else value


class _Reading:
    """The words of a request, and what the numbers among them say."""

    def __init__(self, words: Words, others: Callable[[], frozenset[int]], *, hash_counts: bool) -> None:
        self._words = words
        self._others = others
        self._hash_counts = hash_counts
        self._stems = words.stems
        self._kinds = kinds()
        self.counts = list(counts(words))
        self._starts = [count.first for count in self.counts]
        self._count_at = dict(zip(self._starts, self.counts, strict=True))
        self._count_ends = {count.after - 1 for count in self.counts}

    def _counts_from(self, at: int) -> Iterator[Count]:
        """The counts from the word *at* on."""
        return map(self.counts.__getitem__, range(bisect_left(self._starts, at), len(self.counts)))

    def figure(self, found: Count | _Rate) -> Figure:
        """The value of *found* with its place."""
        start, end = self._words.place(found.first, found.after)
        gaps = self._words.gaps
        closes = gaps[found.after].startswith(")") and any(
            "(" in gap for gap in gaps[found.first + 1 : found.after]
        )
        return Figure(found.value, Region(start, end + closes))

    def _rate(self, count: Count) -> _Rate | None:
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

    def paces(self) -> list[_Pace]:
        """Each rate from left to right; where there are several, each with the duration that follows it."""
        found = list(self._numbered())
        found = sorted([*found, *self._weekly({pace.after - 1 for pace in found})], key=attrgetter("first"))
        if len(found) < 2:
            return found or [_Pace(None)]
        ends = [*(pace.first for pace in found[1:]), len(self._stems)]
        found = [
            pace if pace.duration else _Pace(pace.rate, self.duration(pace.rate, pace.first, end))
            for pace, end in zip(found, ends, strict=True)
        ]
        others = self._others()
        for at in range(1, len(found)):
            between = range(found[at - 1].after, ends[at])
            if not others.isdisjoint(between) or any(self._is("aside", word) for word in between):
                return found[:at]
        # A word alone is no second rate: "two times a week, with weekly reports".
        return [pace for pace in found if pace.duration or pace.first in self._count_at] or found[:1]

    def joint(self, before: _Pace, pace: _Pace) -> _Joint:
        """What *pace* is to the one before it."""
        between = range(before.after, pace.first)
        adding = [at for at in between if self._is("sum", at)]
        in_parentheses = "(" in self._gap(pace.first)
        if not pace.agrees_with(before):
            alternative = any(self._is("to", at) for at in between)
            return _Joint.ADDS if adding and not in_parentheses and not alternative else _Joint.UNCLEAR
        if adding and adding[-1] == pace.first - 1:
            return _Joint.ADDS
        nothing_new = not between or pace.duration is None or before.duration is None
        return _Joint.REPEATS if in_parentheses or nothing_new else _Joint.UNCLEAR

    def _numbered(self) -> Iterator[_Pace]:
        """Rates with a number: "2 times a week", "2x4"."""
        resume = 0
        for count in self.counts:
            if count.first < resume:
                continue
            rate = self._rate(count)
            if pace := _Pace(rate) if rate else self._rate_by_weeks(count):
                yield pace
                resume = pace.after

    def _weekly(self, taken: set[int]) -> Iterator[_Pace]:
        """Once a week where no number is given: "weekly psychotherapy"."""
        for at, word in enumerate(self._stems):
            if word in _BY_ITSELF and at not in taken and not self._gap(at).endswith("-"):
                yield _Pace(_Rate(1, _BY_ITSELF[word], at, at + 1))

    def _rate_by_weeks(self, count: Count) -> _Pace | None:
        """Visits per week times weeks, units left out: "2x4", "1 times 8"."""
        weeks = self._count_at.get(count.after + 1)
        if weeks is None or self._multiplies(count.first - 1):
            return None
        if not (self._multiplies(count.after) or is_weeks_sign(self._words, count.after)):
            return None
        if _high(count.value) > _MOST_PER_WEEK or _high(weeks.value) > _MOST_WEEKS:
            return None
        if self._is("end", weeks.after) or self._is("month", weeks.after) or self._is("time", weeks.after):
            return None
        after = weeks.after + (self._unit(weeks.after) == "week")
        rate = _Rate(count.value, "week", count.first, count.after)
        return _Pace(rate, _Rate(weeks.value, "week", weeks.first, after))

    def duration(self, rate: _Rate | None, begin: int = 0, end: int | None = None) -> _Rate | None:
        """For how many weeks or months, as the words from *begin* to *end* say."""
        for count in self._counts_from(begin):
            if end is not None and count.first >= end:
                break
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
        if bare is None or bare.first == end or self._counts_other(bare) or self._counted(bare) is not None:
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
        others: frozenset[int] | None = None
        for count in free:
            if count.first < total.after or isinstance(total.value, Range) or isinstance(count.value, Range):
                continue
            if not self._is("sum", count.first - 1) or not self._counts_visits(count):
                break
            end = next(self._counts_from(count.after), Count(0, len(self._stems), 0)).first
            others = self._others() if others is None else others
            if not others.isdisjoint(range(total.after, end)):
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
        if (self._hash_counts and "#" in gap) or self._multiplies(before):
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
