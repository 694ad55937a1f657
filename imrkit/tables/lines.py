"""Tables as lines of text: CSV and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import pyarrow as pa

from imrkit.codec import json_line
from imrkit.spreadsheet import cell, listed, row
from imrkit.tables.columns import LAYOUTS, SCHEMA_VERSION

ROWS_AT_A_TIME: Final = 1000


def csv_lines(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[str]:
    """A heading and the rows of *batches*: lists joined by "; ", a body part as its side and name."""
    yield row(schema.names)
    for record in _records(batches):
        yield row(cell(_cell(value)) for value in record.values())


def json_lines(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[str]:
    """The rows of *batches* as JSON objects, days as ISO 8601 has them."""
    for record in _records(batches):
        yield json_line(record) + "\n"


def description(names: Iterable[str]) -> dict[str, Any]:
    """What the tables of these *names* hold, as plain data: for formats that do not carry their schema."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tables": {
            name: {
                "row": LAYOUTS[name].row,
                "columns": [
                    {"name": column.name, "type": str(column.kind.type), "meaning": column.meaning}
                    for column in LAYOUTS[name].columns
                ],
            }
            for name in names
        },
    }


def _records(batches: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    for batch in batches:
        for start in range(0, batch.num_rows, ROWS_AT_A_TIME):
            yield from batch.slice(start, ROWS_AT_A_TIME).to_pylist()


def _cell(value: Any) -> object:
    if isinstance(value, list):
        return listed(map(_cell, value))
    if not isinstance(value, dict):
        return value
    if "part" in value:
        return value["part"] if value["side"] is None else f"{value['side']} {value['part']}"
    return f"{value['start']} to {value['stop']}"
