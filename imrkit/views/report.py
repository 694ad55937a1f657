"""Many letters as a page: what analysts publish of them, as charts and tables, with the numbers behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from attrs import frozen

from imrkit.rates import SMALL
from imrkit.views.charts import CONFIG, Chart, charts, library
from imrkit.views.figure import Figure, Value
from imrkit.views.figures import figures
from imrkit.views.opening import AnyTables
from imrkit.views.page import page
from imrkit.views.remarks import percent, remarks

MOST_ROWS: Final = 100
"""Of a longer table, the page shows the beginning; the CSV has all."""

_CHAPTERS: Final = {
    "Letters and decisions": ("months", "sizes", "outcomes"),
    "What is disputed": ("categories", "subcategories", "drug_classes"),
    "Why": ("reasons", "guidelines", "sources", "none_cited", "chapters"),
    "How long": ("days", "durations", "claim_ages", "accident_years"),
    "Who": ("specialties", "states", "ages"),
    "What to check": ("findings",),
}
_HEADINGS: Final = {
    "rate": "Overturned, share",
    "overturned": "Overturned",
    "decided": "Decided",
    "cited_by": "Cited by",
    "mtus": "Part of",
    "drug_class": "Drug class",
    "items_per_letter": "Items per letter",
    "claims_administrator": "Claims administrator",
    "days_from": "Days, from",
    "days_below": "below",
}
_LEFT_OUT: Final = frozenset(
    {"small", "high", "or_more", "years_from", "years_below", "age_from", "age_below"}
)
_SHARES: Final = frozenset({"rate", "share"})


@frozen
class Cell:
    """A cell of a table: what it shows, and what it is sorted by."""

    text: str
    value: str
    number: bool


@frozen
class Table:
    """A figure as a table."""

    headings: tuple[tuple[str, bool], ...]
    """Each with whether its column holds numbers."""
    rows: tuple[tuple[tuple[Cell, ...], bool], ...]
    """Each with whether its group is small."""
    more: int
    """Rows that are not shown."""


@frozen
class Shown:
    """A figure as the page shows it."""

    figure: Figure
    charts: tuple[tuple[str, Chart], ...]
    """Each with the name of its specification."""
    table: Table
    csv: str
    """Its CSV as an address."""


def report(tables: AnyTables, *, title: str = "Independent Medical Review decisions") -> str:
    """The figures of *tables* as one HTML page that needs no network and no other file.

    >>> from imrkit import read_letters, tables
    >>> from imrkit.views import report
    >>> page = report(tables.to_arrow(read_letters("examples/letters/*.txt", workers=0)), title="Examples")
    >>> page[:15], "<title>Examples" in page
    ('<!doctype html>', True)

    Args:
        tables: as :func:`imrkit.views.figures` takes them.
        title: stands at the head of the page.

    Raises:
        DataError: these are no tables as imrkit writes them.
        MissingExtraError: the extra ``views`` is not installed.
        OSError: they cannot be read.
        TypeError: they are nothing of the kind, but letters, say.
    """
    made = figures(tables)
    (total,) = made["totals"].records()
    shown = {name: _shown(figure, total) for name, figure in made.items() if name != "totals"}
    specs = {name: chart.spec for figure in shown.values() for name, chart in figure.charts}
    return page(
        "report.html",
        ["base.css", "report.css"],
        ["report.js"],
        library=library(),
        data={"config": CONFIG, "specs": specs},
        title=title,
        total=total,
        period=_period(total["first_month"], total["last_month"]),
        durations=made["durations"].records(),
        remarks=remarks(made),
        chapters={name: [shown[figure] for figure in names] for name, names in _CHAPTERS.items()},
        percent=percent,
        small=SMALL,
    )


def _period(first: Any, last: Any) -> str:
    if first is None:
        return ""
    words = f"{first:%B %Y}"
    return words if last == first else f"{words} to {last:%B %Y}"


def _shown(figure: Figure, total: Mapping[str, Any]) -> Shown:
    drawn = charts(figure, total["rate"])
    return Shown(
        figure,
        tuple((f"{figure.name}-{number}", chart) for number, chart in enumerate(drawn)),
        _table(figure),
        f"data:text/csv;charset=utf-8,{quote(figure.to_csv())}",
    )


def _table(figure: Figure) -> Table:
    records = figure.records()
    columns = [name for name in figure.columns if name not in _LEFT_OUT]
    rows = [
        (tuple(_cell(name, record) for name in columns), bool(record.get("small")))
        for record in records[:MOST_ROWS]
    ]
    numbers = [any(cells[at].number for cells, _ in rows) for at in range(len(columns))]
    return Table(
        tuple(zip(map(_heading, columns), numbers, strict=True)),
        tuple(rows),
        max(len(records) - MOST_ROWS, 0),
    )


def _heading(name: str) -> str:
    if name == "low":
        return "95% interval"
    return _HEADINGS.get(name, name.replace("_", " ").capitalize())


def _cell(name: str, record: Mapping[str, Value]) -> Cell:
    value: Any = record[name]
    if value is None:
        return Cell("–" if name != "days_below" else "", "", number=name in _SHARES or name == "low")
    if name == "low":
        return Cell(f"{percent(value)} to {percent(record['high'])}", str(value), number=True)  # type: ignore[arg-type]
    if name == "items" and record.get("or_more"):
        return Cell(f"{value} or more", str(value), number=True)
    if isinstance(value, bool):
        return Cell("MTUS" if value else "other", str(value), number=False)
    if name in _SHARES:
        return Cell(percent(value), str(value), number=True)
    if isinstance(value, float):
        return Cell(f"{value:.2f}", str(value), number=True)
    if isinstance(value, int):
        return Cell(str(value) if name == "year" else f"{value:,}", str(value), number=True)
    if isinstance(value, dt.date):
        return Cell(f"{value:%b %Y}", value.isoformat(), number=False)
    return Cell(value, value.casefold(), number=False)
