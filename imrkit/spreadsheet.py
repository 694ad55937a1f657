"""Values as cells of a CSV file that no spreadsheet program takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

_BEGINNINGS_OF_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> object:
    """*value* as a cell: truth values in lower case, and a quote (') before what would begin a formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(_BEGINNINGS_OF_FORMULAS) else text


def listed(values: Iterable[object]) -> str:
    """Several values in one cell."""
    return "; ".join(map(str, values))


def row(cells: Iterable[object]) -> str:
    """*cells* as a line, as RFC 4180 has it."""
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
