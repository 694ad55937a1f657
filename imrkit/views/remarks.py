"""What stands out in the figures, in words.

A group stands out by how far its rate lies from that of all decisions beyond what chance explains, weighed by how many
decisions it has. Since many groups are looked at, chance is given more room than in the figures: with the intervals
that are used here, all of the groups together would stand out by chance in one of twenty corpora. Where little stands
out, the largest groups are told instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from math import log, sqrt
from statistics import NormalDist
from typing import Any, Final

from attrs import frozen

from imrkit.rates import rate
from imrkit.views.figure import Figure
from imrkit.vocabulary import Decision

LEAST_GAP: Final = 0.01
"""Rates that differ by less, beyond chance, are much the same."""
LEAST_CHANGE: Final = 0.05
"""So much more or fewer letters in a year are worth a remark."""
CHANCE: Final = 0.05
A_YEAR: Final = 12

_GROUPS: Final = (
    # figure, what several figures are about, how a group is told
    ("categories", "service", "{category}"),
    ("subcategories", "service", "{subcategory} ({category})"),
    ("drug_classes", "service", "{drug_class}"),
    ("specialties", "reviewer", "Cases reviewed in {specialty}"),
    ("states", "reviewer", "Cases of reviewers licensed in {state}"),
    ("claim_ages", "injury", "Claims decided {years} full years after the injury"),
    ("accident_years", "injury", "Injuries of {year}"),
    ("ages", "worker", "Workers aged {age} ({sex})"),
)


@frozen
class Remark:
    """Something that stands out."""

    weight: float
    about: str
    """No two remarks that are told are about the same."""
    figure: str
    """The figure that shows it."""
    text: str


def remarks(figures: Mapping[str, Figure], most: int = 3) -> tuple[Remark, ...]:
    """The *most* remarkable things in *figures*, each about something else; fewer where there are no more."""
    found = sorted(_all(figures), key=lambda remark: -remark.weight)
    told: dict[str, Remark] = {}
    for remark in found:
        told.setdefault(remark.about, remark)
    return tuple(told.values())[:most]


def percent(share: float) -> str:
    """A share as people read it: "10.2%"."""
    return f"{100 * share:.1f}%"


def _all(figures: Mapping[str, Figure]) -> Iterator[Remark]:
    (total,) = figures["totals"].records()
    groups = sum(not group["small"] for name, *_ in _GROUPS for group in figures[name].records())
    z = NormalDist().inv_cdf(1 - CHANCE / 2 / (groups + 2))  # as Bonferroni has it
    if total["rate"] is not None:
        for name, about, words in _GROUPS:
            yield from _apart(figures[name], about, words, total, z)
    yield from _lately(figures["months"], z)
    yield from _sides(figures["guidelines"], z)
    yield from _largest(figures["categories"])
    yield from _reason(figures["reasons"])
    yield from _half(figures["durations"])


def _apart(figure: Figure, about: str, words: str, total: Mapping[str, Any], z: float) -> Iterator[Remark]:
    """Groups whose rate is apart from that of all."""
    for group in figure.records():
        if group["small"]:
            continue
        values: Any = group
        low, high = _interval(values["overturned"], values["decided"], z)
        gap = max(low - total["rate"], total["rate"] - high)
        if gap < LEAST_GAP:
            continue
        more = "more" if values["rate"] > total["rate"] else "less"
        yield Remark(
            gap * sqrt(values["decided"] / total["decided"]),
            f"{about}, {more}",
            figure.name,
            f"{words.format(**group)}: overturned {more} often, in {percent(values['rate'])} of "
            f"{values['decided']:,} decisions (95% interval {percent(values['low'])} to {percent(values['high'])}), "
            f"against {percent(total['rate'])} of all.",
        )


def _interval(count: int, of: int, z: float) -> tuple[float, float]:
    """The interval of a rate; all that it can be where there is nothing to have a rate of."""
    _, low, high = rate(count, of, z)
    return (0.0 if low is None else low, 1.0 if high is None else high)


def _beyond(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How far two intervals are from each other; below zero if they overlap."""
    return max(one[0] - other[1], other[0] - one[1])


def _lately(figure: Figure, z: float) -> Iterator[Remark]:
    """The last twelve months that have letters against the twelve before."""
    months: Any = figure.records()
    if len(months) < 2 * A_YEAR:
        return
    before, lately = months[-2 * A_YEAR : -A_YEAR], months[-A_YEAR:]
    until = f"the year to {lately[-1]['month']:%B %Y}"
    then, now = (
        (sum(month["overturned"] for month in year), sum(month["decided"] for month in year))
        for year in (before, lately)
    )
    gap = _beyond(_interval(*then, z), _interval(*now, z))
    if gap >= LEAST_GAP:
        was, is_now = then[0] / then[1], now[0] / now[1]
        yield Remark(
            gap,
            "change",
            figure.name,
            f"Lately {'more' if is_now > was else 'fewer'} denials are overturned: {percent(is_now)} of the decisions "
            f"in {until}, {percent(was)} in the year before.",
        )
    fewer = sum(month["letters"] for month in before)
    letters = sum(month["letters"] for month in lately)
    change = letters / fewer - 1
    if abs(change) >= LEAST_CHANGE:
        yield Remark(
            0.02 * abs(log(letters / fewer)),
            "change",
            figure.name,
            f"{'More' if change > 0 else 'Fewer'} letters: {letters:,} in {until}, {percent(abs(change))} "
            f"{'more' if change > 0 else 'fewer'} than in the year before.",
        )


def _sides(figure: Figure, z: float) -> Iterator[Remark]:
    """How much either side cites outside the MTUS."""
    groups: Any = figure.records()
    cited: Counter[str] = Counter()
    for group in groups:
        cited[group["cited_by"]] += group["citations"]
    outside = {group["cited_by"]: group for group in groups if not group["mtus"]}
    if len(outside) < 2:
        return
    reviewer, administrator = outside["reviewer"], outside["claims administrator"]
    gap = _beyond(
        *(_interval(group["citations"], cited[group["cited_by"]], z) for group in (reviewer, administrator))
    )
    if gap >= LEAST_GAP:
        more = "more" if reviewer["share"] > administrator["share"] else "less"
        yield Remark(
            0.2 * gap,
            "guidelines",
            figure.name,
            f"Reviewers cite {more} from outside the MTUS than claims administrators: {percent(reviewer['share'])} of "
            f"their citations, against {percent(administrator['share'])}.",
        )


def _largest(figure: Figure) -> Iterator[Remark]:
    groups: Any = figure.records()
    if groups and groups[0]["items"]:
        first = groups[0]
        yield Remark(
            0.0001,
            "largest",
            figure.name,
            f"{first['category']} is the largest category: {first['items']:,} of the disputed items "
            f"({percent(first['share'])}).",
        )


def _reason(figure: Figure) -> Iterator[Remark]:
    upheld: Any = [group for group in figure.records() if group["decision"] == Decision.UPHELD]
    if upheld:
        first = upheld[0]
        yield Remark(
            0.0003,
            "reason",
            figure.name,
            f"The most frequent reason for upholding is {first['reason']}, given for {first['items']:,} of the upheld "
            f"items ({percent(first['share'])}).",
        )


def _half(figure: Figure) -> Iterator[Remark]:
    lengths: Any = figure.records()
    if lengths and lengths[0]["letters"]:
        first = lengths[0]
        yield Remark(
            0.0002,
            "time",
            figure.name,
            f"Half of the letters were decided within {first['median']} days of their assignment, nine in ten within "
            f"{first['p90']} ({first['letters']:,} letters state both dates).",
        )
