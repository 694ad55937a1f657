"""Tables of letters, wherever they are: in memory, as Parquet datasets, in a DuckDB database."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

from imrkit.errors import DataError, MissingExtraError
from imrkit.views.counts import NEEDED, polars

if TYPE_CHECKING:
    import polars as pl

DATABASES: Final = frozenset({".duckdb", ".db"})
"""Endings of files that are taken for DuckDB databases."""


@runtime_checkable
class HasTables(Protocol):
    """What :func:`imrkit.tables.to_arrow` makes."""

    def by_name(self) -> Mapping[str, Any]: ...


AnyTables = HasTables | Mapping[str, Any] | str | os.PathLike[str]
"""The tables ``letters``, ``items`` and ``citations``: as :func:`imrkit.tables.to_arrow` makes them, as Arrow tables or
polars frames by name, or the path of a folder of Parquet datasets or of a DuckDB database."""


def are_tables(path: Path) -> bool:
    """Whether what is at *path* are tables, not letters; of those that are, not all can be read."""
    return (
        _database(path) is not None
        or _parquet(path, "letters") is not None
        or any((path / f"letters{ending}").is_file() for ending in (".csv", ".jsonl"))
    )


def opened(tables: AnyTables) -> dict[str, pl.LazyFrame]:
    """The needed columns of *tables*, to be read when they are asked for.

    Raises:
        DataError: there are no such tables.
        MissingExtraError: an extra is not installed.
        OSError: they cannot be read.
        TypeError: they are tables of another kind.
    """
    if isinstance(tables, str | os.PathLike):
        path = Path(tables)
        path.stat()
        database = _database(path)
        return _of_datasets(path) if database is None else _of_database(database)
    if not isinstance(tables, Mapping | HasTables):
        raise TypeError(
            "tables of letters are expected, as imrkit.tables.to_arrow(read_letters(...)) makes them, or the path of "
            f"some, not {type(tables).__name__}"
        )
    named = tables if isinstance(tables, Mapping) else tables.by_name()
    return {name: _frame(named[name], name) for name in NEEDED if name in named}


def _frame(table: Any, name: str) -> pl.LazyFrame:
    """A table as a frame; of an Arrow table, what is not needed is not converted."""
    library = polars()
    if isinstance(table, library.LazyFrame | library.DataFrame):
        return _lazy(table)
    if not hasattr(table, "column_names"):
        raise TypeError(f"{name}: an Arrow table or a polars frame is expected, not a {type(table).__name__}")
    needed = table.select([column for column in NEEDED[name] if column in table.column_names])
    return _lazy(library.from_arrow(needed))


def _lazy(frame: Any) -> pl.LazyFrame:
    lazy: pl.LazyFrame = frame.lazy()
    return lazy


def _of_datasets(folder: Path) -> dict[str, pl.LazyFrame]:
    pl = polars()
    found = {name: _parquet(folder, name) for name in NEEDED}
    for name, pattern in found.items():
        if pattern is None:
            raise DataError(
                name,
                f"no Parquet files of this table in {folder}; tables as CSV or JSON lines cannot be read back",
            )
    return {name: pl.scan_parquet(pattern, hive_partitioning=False) for name, pattern in found.items()}


def _database(path: Path) -> Path | None:
    """The DuckDB database at *path*: a file, or the only one in a folder, as `imrkit batch` leaves it."""
    if path.suffix in DATABASES:
        return path
    found = list(path.glob("*.duckdb"))  # not .db: other programs leave such files anywhere
    return found[0] if len(found) == 1 else None


def _parquet(folder: Path, name: str) -> str | None:
    """A pattern for the Parquet files of a table: ``letters.parquet``, or those in the folder ``letters``."""
    if (single := folder / f"{name}.parquet").is_file():
        return str(single)
    if next((folder / name).glob("**/*.parquet"), None) is not None:
        return str(folder / name / "**" / "*.parquet")
    return None


def _of_database(path: Path) -> dict[str, pl.LazyFrame]:
    try:
        import duckdb  # noqa: PLC0415 (optional)
    except ImportError as error:
        raise MissingExtraError(
            f'{path}: to read a DuckDB database, install the extra "duckdb": pip install "imrkit[duckdb]"'
        ) from error
    pl = polars()
    try:
        with duckdb.connect(str(path), read_only=True) as database:
            there = set(
                database.execute(
                    "select table_name, column_name from duckdb_columns() where not internal"
                ).fetchall()
            )
            wanted = {
                name: ", ".join(column for column in columns if (name, column) in there)
                for name, columns in NEEDED.items()
            }
            return {
                name: _lazy(pl.from_arrow(database.sql(f"select {columns} from {name}").to_arrow_table()))  # noqa: S608 (our names)
                for name, columns in wanted.items()
                if columns
            }
    except duckdb.Error as error:
        raise DataError("", f"{path} is no DuckDB database that can be read") from error
