"""Letters as tables: one row a letter, a disputed item, a cited guideline.

>>> from imrkit import read_letters, tables
>>> made = tables.to_arrow(read_letters("examples/letters/*.txt", workers=0))
>>> made.letters.num_rows, made.items.num_rows, made.citations.num_rows
(4, 9, 19)

The columns are those of :data:`LAYOUTS`, described in the documentation ("Tables"). Needs the extra ``tables``
(pyarrow); for DuckDB, pandas and polars the extras of those names.
"""

from __future__ import annotations

from imrkit.errors import MissingExtraError

try:
    import pyarrow as pa  # noqa: F401
except ImportError as error:
    raise MissingExtraError('for tables, install the extra "tables": pip install "imrkit[tables]"') from error

from imrkit.tables.collected import Tables, to_arrow
from imrkit.tables.columns import LAYOUTS, SCHEMA_VERSION, CitedBy, Column, Same, TableLayout
from imrkit.tables.writing import write_csv, write_duckdb, write_jsonl, write_parquet

__all__ = [
    "LAYOUTS",
    "SCHEMA_VERSION",
    "CitedBy",
    "Column",
    "Same",
    "TableLayout",
    "Tables",
    "to_arrow",
    "write_csv",
    "write_duckdb",
    "write_jsonl",
    "write_parquet",
]
