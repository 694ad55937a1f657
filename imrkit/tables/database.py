"""Tables as a DuckDB database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa

from imrkit.errors import MissingExtraError
from imrkit.tables.columns import LAYOUTS, SCHEMA_VERSION, meaning

_LIMITS: Final[dict[str, str | int | float | list[str]]] = {"memory_limit": "100MB", "threads": 1}
"""As much as DuckDB needs to take in rows; by itself it would use most of the machine."""


def check_duckdb() -> None:
    """Make sure that databases can be made.

    Raises:
        MissingExtraError: the extra ``duckdb`` is not installed.
    """
    try:
        import duckdb  # noqa: F401, PLC0415 (optional)
    except ImportError as error:
        raise MissingExtraError(
            'to make a DuckDB database, install the extra "duckdb": pip install "imrkit[duckdb]"'
        ) from error


def make_database(
    path: Path, tables: Mapping[str, pa.Table | Sequence[Path]], schemas: Mapping[str, pa.Schema]
) -> None:
    """Make a database at *path* of *tables*: by name, in memory or as Parquet files. Comments, of their *schemas*,
    tell what they hold.

    Raises:
        MissingExtraError: the extra ``duckdb`` is not installed.
        OSError: the database cannot be written.
    """
    check_duckdb()
    import duckdb  # noqa: PLC0415 (optional)

    try:
        with duckdb.connect(str(path), config={**_LIMITS, "temp_directory": str(path.parent)}) as database:
            for name, rows in tables.items():
                relation = (
                    database.from_arrow(rows.cast(_in_full(rows.schema)))
                    if isinstance(rows, pa.Table)
                    else database.read_parquet([str(file) for file in rows])
                )
                relation.create(name)
                for comment in _comments(name, schemas[name]):
                    database.execute(comment)
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise OSError(f"DuckDB: {error}") from error


def _in_full(schema: pa.Schema) -> pa.Schema:
    """*schema* with words as texts, which DuckDB stores them as. It refuses words in lists that are all empty."""
    return pa.schema([field.with_type(_without_dictionaries(field.type)) for field in schema])


def _without_dictionaries(kind: pa.DataType) -> pa.DataType:
    if isinstance(kind, pa.DictionaryType):
        words: pa.DataType = kind.value_type
        return words
    if isinstance(kind, pa.ListType):
        return pa.list_(_without_dictionaries(kind.value_type))
    if isinstance(kind, pa.StructType):
        return pa.struct([member.with_type(_without_dictionaries(member.type)) for member in kind])
    return kind


def _comments(name: str, schema: pa.Schema) -> list[str]:
    about = f"a row for {LAYOUTS[name].row}; imrkit tables, schema version {SCHEMA_VERSION}"
    return [
        f"COMMENT ON TABLE {name} IS {_quoted(about)}",
        *(f"COMMENT ON COLUMN {name}.{column.name} IS {_quoted(meaning(column))}" for column in schema),
    ]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
