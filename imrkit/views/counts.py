"""Counting the rows of tables with polars: each table is read once, without its texts, whatever is made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from imrkit.errors import DataError, MissingExtraError
from imrkit.vocabulary import Decision

if TYPE_CHECKING:
    import polars as pl

MOST_ITEMS: Final = 11
"""Letters with as many items or more are counted together."""
MOST_CITED: Final = 200
"""Only so many chapters are counted: of other sources than the MTUS, the title is the whole citation."""

NEEDED: Final = {
    "letters": (
        "letter_id",
        "outcome",
        "decision_date",
        "date_assigned",
        "application_received",
        "date_of_injury",
        "date_of_injury_stated",
        "injury_date",
        "injury_date_stated",
        "patient_age",
        "patient_sex",
        "reviewer_specialties",
        "reviewer_licensed_in",
        "findings",
    ),
    "items": (
        "letter_id",
        "category",
        "subcategory",
        "decision",
        "reasons",
        "claims_administrator_none_cited",
        "reviewer_none_cited",
    ),
    "citations": ("cited_by", "guideline_source", "mtus", "title"),
}
"""The columns that are counted, by table."""

_BY_LETTER: Final = {
    "month": ("month",),
    "outcome": ("outcome",),
    "accident_year": ("accident_year",),
    "claim_age": ("claim_age",),
    "age_and_sex": ("decade", "sex"),
    "days_assigned": ("days_assigned",),
    "days_applied": ("days_applied",),
    "size": ("size",),
}
_BY_EACH: Final = {"specialty": "specialties", "state": "states"}


@frozen
class Group:
    """Letters that have something in common: how many, and what was decided in them."""

    letters: int = 0
    items: int = 0
    decided: int = 0
    overturned: int = 0

    def __add__(self, other: Group) -> Group:
        return Group(
            self.letters + other.letters,
            self.items + other.items,
            self.decided + other.decided,
            self.overturned + other.overturned,
        )


Groups = dict[Any, Group]
"""Groups by what their letters have in common; ``None`` where the letters do not say."""


@frozen
class ItemCount:
    """Disputed items of one kind with one decision."""

    category: str | None
    subcategory: str | None
    decision: str | None
    items: int
    administrator_cites_none: int
    reviewer_cites_none: int


@frozen
class ChapterCount:
    """Citations of one chapter by each side."""

    title: str
    source: str
    mtus: bool
    by_administrator: int
    by_reviewer: int


@frozen
class Counts:
    """All that figures are made of."""

    total: Group
    by: dict[str, Groups]
    """By ``month`` (its first day), ``outcome``, ``accident_year``, ``claim_age`` (whole years), ``age_and_sex``
    (the first year of a decade of life, and the sex), ``days_assigned`` and ``days_applied`` (from assignment and
    from application to the decision), ``size`` (items, up to :data:`MOST_ITEMS`), ``specialty`` and ``state`` (of
    which a letter may have several)."""
    items: tuple[ItemCount, ...]
    reasons: dict[tuple[str, str], int]
    """Items by decision and reason."""
    sources: dict[tuple[str, str, bool], int]
    """Citations by side, source and whether they are of the MTUS."""
    chapters: tuple[ChapterCount, ...]
    """The most cited chapters first; titles that differ in capitals are one."""
    findings: dict[str, int]
    """Letters by finding."""


def polars() -> ModuleType:
    """The library.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        return import_module("polars")  # optional, and slow to import
    except ImportError as error:
        raise MissingExtraError(
            'for figures, install the extra "views": pip install "imrkit[views]"'
        ) from error


def count(tables: Mapping[str, pl.LazyFrame]) -> Counts:
    """Count the tables ``letters``, ``items`` and ``citations``.

    Raises:
        DataError: a table or a column is missing.
    """
    pl = polars()
    letters, items, citations = (_needed(tables, name) for name in NEEDED)
    kept = items.with_columns(pl.col("letter_id").hash()).collect()
    cases = _cases(pl, letters, kept)
    cited = (
        citations.group_by("cited_by", "guideline_source", "mtus", "title")
        .agg(pl.len().alias("cited"))
        .collect()
    )
    return Counts(
        total=Group(cases.height, *cases.select(pl.col(*_COUNTED).sum()).row(0)),
        by=_groups(pl, cases.lazy()),
        items=_items(pl, kept),
        reasons=_reasons(pl, kept),
        sources=_sources(pl, cited),
        chapters=_chapters(pl, cited),
        findings=_findings(pl, cases),
    )


def _needed(tables: Mapping[str, pl.LazyFrame], name: str) -> pl.LazyFrame:
    """The columns of a table that are counted."""
    if name not in tables:
        raise DataError(name, "there is no such table")
    there = set(tables[name].collect_schema().names())
    for column in NEEDED[name]:
        if column not in there:
            raise DataError(
                f"{name}.{column}", "there is no such column: this is no table as imrkit writes it"
            )
    return tables[name].select(NEEDED[name])


_COUNTED: Final = ("items", "decided", "overturned")


def _cases(pl: ModuleType, letters: pl.LazyFrame, items: pl.DataFrame) -> pl.DataFrame:
    """A row for each letter: what it is grouped by, and what was decided in it. Keys are joined by their hashes."""
    decided = items.group_by("letter_id").agg(
        items=pl.len(),
        decided=pl.col("decision").count(),
        overturned=(pl.col("decision") == Decision.OVERTURNED.value).sum(),
    )
    until = pl.col("decision_date")
    in_header = pl.col("date_of_injury_stated").is_not_null()
    injured = pl.when(in_header).then("date_of_injury").otherwise("injury_date")
    stated = pl.coalesce("date_of_injury_stated", "injury_date_stated")
    return (
        letters.select(
            pl.col("letter_id").hash(),
            "outcome",
            month=until.dt.truncate("1mo"),
            days_assigned=(until - pl.col("date_assigned")).dt.total_days(),
            days_applied=(until - pl.col("application_received")).dt.total_days(),
            accident_year=stated.str.slice(0, 4).cast(pl.Int32, strict=False),
            claim_age=until.dt.year() - injured.dt.year() - _before_in_year(until, injured),
            decade=pl.col("patient_age") // 10 * 10,
            sex="patient_sex",
            specialties="reviewer_specialties",
            states="reviewer_licensed_in",
            findings="findings",
        )
        .collect()
        .join(decided, on="letter_id", how="left")
        .with_columns(pl.col(*_COUNTED).fill_null(0))
        .with_columns(size=pl.col("items").clip(upper_bound=MOST_ITEMS))
    )


def _before_in_year(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Whether *one* stands before *other* in the calendar, whatever the years."""
    return 32 * one.dt.month() + one.dt.day() < 32 * other.dt.month() + other.dt.day()


def _groups(pl: ModuleType, cases: pl.LazyFrame) -> dict[str, Groups]:
    """Letters by all that they are grouped by, counted side by side."""
    sums = (pl.len(), *(pl.col(name).sum() for name in _COUNTED))
    grouped = {name: (columns, cases.group_by(columns).agg(sums)) for name, columns in _BY_LETTER.items()}
    for name, column in _BY_EACH.items():
        each = cases.filter(pl.col(column).list.len() > 0).select(column, *_COUNTED).explode(column)
        grouped[name] = ((column,), each.group_by(column).agg(sums))
    counted = pl.collect_all([frame for _, frame in grouped.values()])
    groups = {}
    for (name, (columns, _)), frame in zip(grouped.items(), counted, strict=True):
        width = len(columns)
        groups[name] = {
            (row[0] if width == 1 else row[:width]): Group(*row[width:]) for row in _plain(pl, frame, columns)
        }
    return groups


def _plain(pl: ModuleType, counted: pl.DataFrame, words: Sequence[str]) -> list[tuple[Any, ...]]:
    """The rows of *counted*; *words* are columns of words that may be coded."""
    coded = [name for name in words if counted.schema[name] in {pl.Categorical, pl.Enum}]
    return (counted.with_columns(pl.col(coded).cast(pl.String)) if coded else counted).rows()


def _items(pl: ModuleType, items: pl.DataFrame) -> tuple[ItemCount, ...]:
    kind = ("category", "subcategory", "decision")
    counted = items.group_by(kind).agg(
        pl.len(), pl.col("claims_administrator_none_cited").sum(), pl.col("reviewer_none_cited").sum()
    )
    return tuple(ItemCount(*row) for row in _plain(pl, counted, kind))


def _reasons(pl: ModuleType, items: pl.DataFrame) -> dict[tuple[str, str], int]:
    given = items.filter(pl.col("decision").is_not_null() & (pl.col("reasons").list.len() > 0))
    counted = (
        given.select("decision", "reasons").explode("reasons").group_by("decision", "reasons").agg(pl.len())
    )
    return {(row[0], row[1]): row[2] for row in _plain(pl, counted, ("decision", "reasons"))}


def _sources(pl: ModuleType, cited: pl.DataFrame) -> dict[tuple[str, str, bool], int]:
    key = ("cited_by", "guideline_source", "mtus")
    counted = cited.group_by(key).agg(pl.col("cited").sum())
    return {row[:3]: row[3] for row in _plain(pl, counted, key)}


def _chapters(pl: ModuleType, cited: pl.DataFrame) -> tuple[ChapterCount, ...]:
    from imrkit.tables import CitedBy  # noqa: PLC0415 (of the extra)

    by = {side.value: pl.col("cited").filter(pl.col("cited_by") == side.value).sum() for side in CitedBy}
    counted = (
        cited.filter(pl.col("title").is_not_null())
        .group_by(pl.col("title").str.to_lowercase().alias("key"), "guideline_source", "mtus")
        .agg(
            pl.col("title").sort_by("cited", "title", descending=[True, False]).first(),
            pl.col("cited").sum(),
            **by,
        )
        .sort(
            "cited",
            "key",
            pl.col("guideline_source").cast(pl.String),
            "mtus",
            descending=[True, False, False, True],
        )
        .head(MOST_CITED)
        .select("title", "guideline_source", "mtus", *by)
    )
    return tuple(ChapterCount(*row) for row in _plain(pl, counted, ("guideline_source",)))


def _findings(pl: ModuleType, cases: pl.DataFrame) -> dict[str, int]:
    flagged = cases.filter(pl.col("findings").list.len() > 0).select(pl.col("findings").list.unique())
    counted = flagged.explode("findings").group_by("findings").agg(pl.len())
    return dict(_plain(pl, counted, ("findings",)))
