"""Tables as lines of text: CSV and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import pyarrow as pa

from imrkit.codec import json_line
from imrkit.spreadsheet import cell, listed, row
from imrkit.tables.columns import LAYOUTS, SCHEMA_VERSION, meaning

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


def description(schemas: Mapping[str, pa.Schema]) -> dict[str, Any]:
    """What tables of these *schemas*, by name, hold, as plain data: for formats that do not carry them."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tables": {
            name: {
                "row": LAYOUTS[name].row,
                "columns": [
                    {"name": column.name, "type": str(column.type), "meaning": meaning(column)}
                    for column in schema
                ],
            }
            for name, schema in schemas.items()
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
    if value.keys() == {"part", "side"}:
        return value["part"] if value["side"] is None else f"{value['side']} {value['part']}"
    if value.keys() == {"start", "stop"}:
        return f"{value['start']} to {value['stop']}"
    return " ".join(str(_cell(held)) for held in value.values() if held not in (None, []))
