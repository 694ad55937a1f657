"""A figure: what is told of many letters, as a small table."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import frozen

from imrkit.spreadsheet import cell, row
from imrkit.views.counts import polars

if TYPE_CHECKING:
    import polars as pl

Value = str | int | float | bool | dt.date | None
"""A value of a figure."""
Rows = tuple[tuple[Value, ...], ...]
"""The rows of a figure."""


@frozen
class Figure:
    """One thing that the letters tell, as a small table.

    >>> from imrkit import read_letters, tables
    >>> from imrkit.views import figures
    >>> made = figures(tables.to_arrow(read_letters("examples/letters/*.txt", workers=0)))
    >>> made["outcomes"].columns
    ('outcome', 'letters', 'share', 'low', 'high')
    >>> made["outcomes"].rows[0][:3]
    ('uphold', 1, 0.25)
    """

    name: str
    """What it is called in :func:`~imrkit.views.figures`: ``"categories"``."""
    title: str
    """A heading for it."""
    about: str
    """What is counted, and what is left out."""
    columns: tuple[str, ...]
    """The names of its columns. Of a rate these are ``decided``, ``overturned``, ``rate``, ``low``, ``high`` and
    ``small``: how many items are decided and how many of them overturned, which share that is, from 0 to 1, its 95 %
    interval (Wilson), and whether the items are so few that the rate says little."""
    rows: Rows
    """A tuple for each row, with a value for each column; ``None`` where there is none."""

    def records(self) -> list[dict[str, Value]]:
        """The rows as dictionaries, by the names of the columns."""
        return [dict(zip(self.columns, values, strict=True)) for values in self.rows]

    def to_polars(self) -> pl.DataFrame:
        """The figure as a polars data frame.

        Raises:
            MissingExtraError: the extra ``views`` is not installed.
        """
        frame: pl.DataFrame = polars().DataFrame(
            self.rows, schema=list(self.columns), orient="row", infer_schema_length=None
        )
        return frame

    def to_csv(self) -> str:
        """The figure as CSV (RFC 4180) with a heading, safe to open in spreadsheet programs."""
        return row(self.columns) + "".join(row(map(cell, values)) for values in self.rows)


class Figures(dict[str, Figure]):
    """Figures by name; who asks for one that is not there is told the names."""

    def __missing__(self, name: str) -> Figure:
        raise KeyError(f"no figure is called {name!r}; there are {', '.join(self)}")
