"""What analysts publish of many letters, as numbers: counts, shares, rates with their intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, Final

from imrkit.rates import SMALL, rate
from imrkit.views.counts import MOST_ITEMS, Counts, Group, Groups, count
from imrkit.views.figure import Figure, Figures, Rows, Value
from imrkit.views.opening import AnyTables, opened
from imrkit.vocabulary import CaseOutcome, Category, Decision, Sex
from imrkit.wording import phrase

if TYPE_CHECKING:
    pass

RATED: Final = ("decided", "overturned", "rate", "low", "high", "small")
"""The columns of a rate: of how many decided items how many were overturned, which share that is, its 95 % interval
(Wilson), and whether the items are so few that the rate says little."""
SHARED: Final = ("share", "low", "high")
"""The columns of a share: which it is, and its 95 % interval."""

_CLAIM_AGES: Final = (0, 1, 2, 3, 5, 10, 15, 20)
_DECADES: Final = (20, 30, 40, 50, 60, 70)
_STEPS: Final = (1, 2, 5, 7, 14, 30, 60, 90, 180, 365)
_MOST_BINS: Final = 24
_TAIL: Final = 0.99
_PARTS: Final = {"p10": 0.10, "p25": 0.25, "median": 0.50, "p75": 0.75, "p90": 0.90}
_DAYS: Final = {"days_assigned": "assignment to decision", "days_applied": "application to decision"}


def figures(tables: AnyTables) -> dict[str, Figure]:
    """The figures of *tables*, by name: what analysts publish of many letters.

    >>> from imrkit import read_letters, tables
    >>> from imrkit.views import figures
    >>> made = figures(tables.to_arrow(read_letters("examples/letters/*.txt", workers=0)))
    >>> list(made)[:6]
    ['totals', 'months', 'sizes', 'outcomes', 'categories', 'subcategories']
    >>> totals = made["totals"].records()[0]
    >>> totals["letters"], totals["decided"], totals["overturned"]
    (4, 9, 3)

    Args:
        tables: ``letters``, ``items`` and ``citations``: as :func:`imrkit.tables.to_arrow` makes them, as Arrow
            tables or polars frames by name, or the path of a folder of Parquet datasets or of a DuckDB database.

    Raises:
        DataError: these are no tables as imrkit writes them; the path of the error is the table or the column.
        MissingExtraError: the extra ``views`` is not installed.
        OSError: they cannot be read.
        TypeError: they are tables of another kind.
    """
    counts = count(opened(tables))
    made = (
        _totals(counts),
        _months(counts),
        _sizes(counts),
        _outcomes(counts),
        _categories(counts),
        _subcategories(counts),
        _drug_classes(counts),
        _reasons(counts),
        _guidelines(counts),
        _sources(counts),
        _none_cited(counts),
        _chapters(counts),
        _days(counts),
        _durations(counts),
        _claim_ages(counts),
        _accident_years(counts),
        _specialties(counts),
        _states(counts),
        _ages(counts),
        _findings(counts),
    )
    return Figures({figure.name: figure for figure in made})


def _rated(group: Group) -> tuple[Value, ...]:
    return (group.decided, group.overturned, *rate(group.overturned, group.decided), group.decided < SMALL)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _stated(groups: Groups) -> Groups:
    """The groups of letters that say what they are grouped by."""
    return {key: group for key, group in groups.items() if key is not None}


def _left_out(letters: int, why: str = "without one") -> str:
    """How many letters a figure does not count."""
    if not letters:
        return ""
    return f" {letters:,} {'letters' if letters > 1 else 'letter'} {why} {'are' if letters > 1 else 'is'} left out."


def _unstated(groups: Groups) -> str:
    return _left_out(groups.get(None, Group()).letters)


def _totals(counts: Counts) -> Figure:
    total, months = counts.total, _stated(counts.by["month"])
    values = (
        total.letters,
        total.items,
        _share(total.items, total.letters),
        *_rated(total),
        min(months, default=None),
        max(months, default=None),
    )
    return Figure(
        "totals",
        "All letters",
        "Letters, disputed items, and how often the denial was overturned.",
        ("letters", "items", "items_per_letter", *RATED, "first_month", "last_month"),
        (values,),
    )


def _months(counts: Counts) -> Figure:
    groups = counts.by["month"]
    return Figure(
        "months",
        "Letters and decisions by month",
        "By the month of the decision: letters, disputed items in each letter, and the share of the decided items "
        f"that was overturned.{_unstated(groups)}",
        ("month", "letters", "items", "items_per_letter", *RATED),
        tuple(
            (month, group.letters, group.items, _share(group.items, group.letters), *_rated(group))
            for month, group in sorted(_stated(groups).items())
        ),
    )


def _sizes(counts: Counts) -> Figure:
    return Figure(
        "sizes",
        "Decisions in a letter",
        "Letters by the number of disputed items that they decide.",
        ("items", "or_more", "letters", *SHARED),
        tuple(
            (size, size == MOST_ITEMS, group.letters, *rate(group.letters, counts.total.letters))
            for size, group in sorted(counts.by["size"].items())
        ),
    )


def _outcomes(counts: Counts) -> Figure:
    groups = counts.by["outcome"]
    known = sum(group.letters for group in _stated(groups).values())
    return Figure(
        "outcomes",
        "Outcome of the case",
        f"Letters by the DWC's word for the whole case.{_unstated(groups)}",
        ("outcome", "letters", *SHARED),
        tuple(
            (outcome.value, letters, *rate(letters, known))
            for outcome in CaseOutcome
            for letters in (groups.get(outcome.value, Group()).letters,)
            if known
        ),
    )


def _by_kind(counts: Counts, *fields: str) -> dict[tuple[Any, ...], Group]:
    """Items by the fields that tell their kind. Letters are not counted."""
    groups: dict[tuple[Any, ...], Group] = {}
    for items in counts.items:
        key = tuple(getattr(items, name) for name in fields)
        decided = items.items if items.decision is not None else 0
        overturned = items.items if items.decision == Decision.OVERTURNED else 0
        groups[key] = groups.get(key, Group()) + Group(0, items.items, decided, overturned)
    return groups


def _largest_first(groups: Mapping[Any, Group]) -> list[tuple[Any, Group]]:
    return sorted(groups.items(), key=lambda item: (-item[1].items, str(item[0])))


def _categories(counts: Counts) -> Figure:
    return Figure(
        "categories",
        "Decisions by category",
        "Disputed items by the first level of the DWC's treatment request taxonomy: their share of all items, and "
        "the share of the decided ones that was overturned.",
        ("category", "items", "share", *RATED),
        tuple(
            (category, group.items, _share(group.items, counts.total.items), *_rated(group))
            for (category,), group in _largest_first(_by_kind(counts, "category"))
        ),
    )


def _subcategories(counts: Counts) -> Figure:
    groups = {
        key: group
        for key, group in _by_kind(counts, "category", "subcategory").items()
        if key[0] != Category.PHARMACEUTICALS and key[1] is not None
    }
    return Figure(
        "subcategories",
        "Decisions by subcategory",
        "Disputed items by the second level of the taxonomy, but for drugs; shares are of all items.",
        ("category", "subcategory", "items", "share", *RATED),
        tuple(
            (*key, group.items, _share(group.items, counts.total.items), *_rated(group))
            for key, group in _largest_first(groups)
        ),
    )


def _drug_classes(counts: Counts) -> Figure:
    groups = {
        key[1]: group
        for key, group in _by_kind(counts, "category", "subcategory").items()
        if key[0] == Category.PHARMACEUTICALS and key[1] is not None
    }
    drugs = sum(group.items for group in groups.values())
    return Figure(
        "drug_classes",
        "Decisions by drug class",
        "Disputed drugs by class; shares are of all disputed drugs.",
        ("drug_class", "items", "share", *RATED),
        tuple(
            (name, group.items, _share(group.items, drugs), *_rated(group))
            for name, group in _largest_first(groups)
        ),
    )


def _reasons(counts: Counts) -> Figure:
    decided: Counter[str] = Counter()
    for items in counts.items:
        if items.decision is not None:
            decided[items.decision] += items.items
    ordered = sorted(
        counts.reasons.items(), key=lambda item: (item[0][0] != Decision.UPHELD, -item[1], item[0])
    )
    return Figure(
        "reasons",
        "Reasons for upholding and overturning",
        "Items whose rationale gives the reason, as a share of the items with that decision; a rationale may give "
        "several, or none that imrkit recognizes.",
        ("decision", "reason", "items", *SHARED),
        tuple(
            (decision, phrase(reason), items, *rate(items, decided[decision]))
            for (decision, reason), items in ordered
        ),
    )


def _cited(counts: Counts) -> Counter[str]:
    """Citations by side."""
    cited: Counter[str] = Counter()
    for (side, _, _), citations in counts.sources.items():
        cited[side] += citations
    return cited


def _guidelines(counts: Counts) -> Figure:
    cited = _cited(counts)
    within: Counter[str] = Counter()
    for (side, _, mtus), citations in counts.sources.items():
        within[side] += citations if mtus else 0
    return Figure(
        "guidelines",
        "MTUS against other guidelines, by side",
        "Citations of the Medical Treatment Utilization Schedule, and of anything else, as a share of all that the "
        "side cites.",
        ("cited_by", "mtus", "citations", *SHARED),
        tuple(
            (phrase(side), mtus, citations, *rate(citations, cited[side]))
            for side in sorted(cited)
            for mtus, citations in ((True, within[side]), (False, cited[side] - within[side]))
        ),
    )


def _sources(counts: Counts) -> Figure:
    cited = _cited(counts)
    groups: Counter[tuple[str, str]] = Counter()
    for (side, source, _), citations in counts.sources.items():
        groups[side, source] += citations
    return Figure(
        "sources",
        "Who publishes what is cited, by side",
        "Citations by the publisher that the letter names, as a share of all that the side cites.",
        ("cited_by", "source", "citations", *SHARED),
        tuple(
            (phrase(side), source, citations, *rate(citations, cited[side]))
            for (side, source), citations in sorted(groups.items(), key=lambda item: (item[0][0], -item[1]))
        ),
    )


def _none_cited(counts: Counts) -> Figure:
    none = {
        "claims administrator": sum(items.administrator_cites_none for items in counts.items),
        "reviewer": sum(items.reviewer_cites_none for items in counts.items),
    }
    return Figure(
        "none_cited",
        "Decisions without a guideline",
        "Items for which the letter says that the side cited nothing, as a share of all items.",
        ("cited_by", "items", *SHARED),
        tuple(
            (side, items, *rate(items, counts.total.items))
            for side, items in none.items()
            if counts.total.items
        ),
    )


def _chapters(counts: Counts) -> Figure:
    return Figure(
        "chapters",
        "Most-cited chapters",
        "Citations of a chapter by either side. Titles are those of the letters; of sources other than the MTUS, "
        "ACOEM and the ODG, the title is the whole citation.",
        ("title", "source", "mtus", "claims_administrator", "reviewer", "citations"),
        tuple(
            (
                chapter.title,
                chapter.source,
                chapter.mtus,
                chapter.by_administrator,
                chapter.by_reviewer,
                chapter.by_administrator + chapter.by_reviewer,
            )
            for chapter in counts.chapters
        ),
    )


def _lengths(counts: Counts, name: str) -> Counter[int]:
    """Letters by a number of days; what ends before it begins is left out."""
    return Counter(
        {days: group.letters for days, group in counts.by[name].items() if days is not None and days >= 0}
    )


def _within(lengths: Counter[int], part: float) -> int | None:
    """The number of days within which *part* of the letters lie."""
    ordered = sorted(lengths.items())
    sums = accumulate(letters for _, letters in ordered)
    wanted = part * lengths.total()
    return next((days for (days, _), letters in zip(ordered, sums, strict=True) if letters >= wanted), None)


def _bins(lengths: Counter[int]) -> Iterator[tuple[int, int | None, int]]:
    """From, to (``None`` for the last, which holds the tail) and letters."""
    tail = _within(lengths, _TAIL)
    if tail is None:
        return
    step = next((step for step in _STEPS if (tail + step) / step <= _MOST_BINS), _STEPS[-1])
    edges = range(0, (tail // step + 1) * step + 1, step)
    for start, end in pairwise(edges):
        yield start, end, sum(lengths[days] for days in range(start, end))
    rest = sum(letters for days, letters in lengths.items() if days >= edges[-1])
    if rest:
        yield edges[-1], None, rest


def _days(counts: Counts) -> Figure:
    rows: list[tuple[Value, ...]] = []
    for name, measure in _DAYS.items():
        lengths = _lengths(counts, name)
        rows += (
            (measure, start, end, letters, _share(letters, lengths.total()))
            for start, end, letters in _bins(lengths)
        )
    return Figure(
        "days",
        "Days to the decision",
        "Letters by the days from the assignment, and from the application, to the decision. Letters without both "
        "dates, or with dates the wrong way round, are left out.",
        ("measure", "days_from", "days_below", "letters", "share"),
        tuple(rows),
    )


def _durations(counts: Counts) -> Figure:
    measured = {measure: _lengths(counts, name) for name, measure in _DAYS.items()}
    return Figure(
        "durations",
        "How long it takes",
        "Days within which a tenth, a quarter, half, three quarters and nine tenths of the letters were decided.",
        ("measure", "letters", *_PARTS),
        tuple(
            (measure, lengths.total(), *(_within(lengths, part) for part in _PARTS.values()))
            for measure, lengths in measured.items()
        ),
    )


def _bands(edges: Iterable[int], groups: Groups) -> Iterator[tuple[int, int | None, Group]]:
    """*groups* by numbers, put together between *edges*; the last band has no upper one."""
    for start, end in pairwise([*edges, None]):
        assert start is not None  # noqa: S101 (only the last of the pairs has none, and it is no start)
        within = [
            group
            for number, group in groups.items()
            if number is not None and start <= number and (end is None or number < end)
        ]
        yield start, end, sum(within, Group())


def band(start: int, end: int | None) -> str:
    """A band of whole numbers in words: "3 to 4", "20 or more"."""
    if end is None:
        return f"{start} or more"
    return str(start) if end == start + 1 else f"{start} to {end - 1}"


def _claim_ages(counts: Counts) -> Figure:
    groups = counts.by["claim_age"]
    bands = list(_bands(_CLAIM_AGES, groups))
    known = sum(group.letters for *_, group in bands)
    return Figure(
        "claim_ages",
        "Age of the claim",
        "Letters by the full years from the injury to the decision."
        f"{_left_out(counts.total.letters - known, 'without both dates, or injured after the decision,')}",
        ("years", "years_from", "years_below", "letters", "share", *RATED),
        tuple(
            (band(start, end), start, end, group.letters, _share(group.letters, known), *_rated(group))
            for start, end, group in bands
        ),
    )


def _accident_years(counts: Counts) -> Figure:
    groups = counts.by["accident_year"]
    known = sum(group.letters for group in _stated(groups).values())
    return Figure(
        "accident_years",
        "Accident year",
        "Letters by the year of the injury as the header states it, or else the case summary; of a period of "
        f"cumulative trauma, its first.{_unstated(groups)}",
        ("year", "letters", "share", *RATED),
        tuple(
            (year, group.letters, _share(group.letters, known), *_rated(group))
            for year, group in sorted(_stated(groups).items())
        ),
    )


def _of_reviewers(counts: Counts, name: str, what: str) -> Rows:
    return tuple(
        (value, group.letters, _share(group.letters, counts.total.letters), *_rated(group))
        for value, group in sorted(counts.by[name].items(), key=lambda item: (-item[1].letters, str(item[0])))
    )


def _specialties(counts: Counts) -> Figure:
    return Figure(
        "specialties",
        "Specialty of the reviewer",
        "Letters by the certifications and specialties of the reviewer, who may have several: shares add up to more "
        "than the whole.",
        ("specialty", "letters", "share", *RATED),
        _of_reviewers(counts, "specialty", "specialty"),
    )


def _states(counts: Counts) -> Figure:
    return Figure(
        "states",
        "Where the reviewer is licensed",
        "Letters by the states of licensure of the reviewer, who may have several.",
        ("state", "letters", "share", *RATED),
        _of_reviewers(counts, "state", "state"),
    )


def _ages(counts: Counts) -> Figure:
    by_sex: dict[str | None, Groups] = {}
    for (decade, sex), group in counts.by["age_and_sex"].items():
        # Whoever is younger than the first edge, or older than the last, is in the band at that end.
        ages = by_sex.setdefault(sex, {})
        number = None if decade is None else min(max(decade, 0), _DECADES[-1])
        ages[number] = ages.get(number, Group()) + group
    known = sum(
        group.letters for ages in by_sex.values() for number, group in ages.items() if number is not None
    )
    rows = [
        (("under 20" if start == 0 else band(start, end)), start, end, sex, group)
        for sex in (Sex.FEMALE.value, Sex.MALE.value, None)
        for start, end, group in _bands((0, *_DECADES), by_sex.get(sex, {}))
    ]
    return Figure(
        "ages",
        "Age and sex",
        "Letters by the age and sex of the injured worker, as the case summary states them."
        f"{_left_out(counts.total.letters - known, 'without an age')}",
        ("age", "age_from", "age_below", "sex", "letters", "share", *RATED),
        tuple(
            (
                age,
                start,
                end,
                sex or "not stated",
                group.letters,
                _share(group.letters, known),
                *_rated(group),
            )
            for age, start, end, sex, group in rows
            if group.letters
        ),
    )


def _findings(counts: Counts) -> Figure:
    return Figure(
        "findings",
        "Findings",
        "Letters in which imrkit flags something that a careful reader would: a reason to look, not a verdict.",
        ("finding", "letters", *SHARED),
        tuple(
            (phrase(code), letters, *rate(letters, counts.total.letters))
            for code, letters in sorted(counts.findings.items(), key=lambda item: (-item[1], item[0]))
        ),
    )
