"""Writing tables: each writer makes what it is asked for whole or not at all."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Final

import pyarrow as pa

from imrkit.files import whole
from imrkit.tables.collected import Tables
from imrkit.tables.columns import DUPLICATES, FAILURES
from imrkit.tables.database import make_database
from imrkit.tables.lines import csv_lines, description, json_lines
from imrkit.tables.parquet import write_part

SCHEMA_FILE: Final = "schema.json"

AnyPath = str | PathLike[str]
Lines = Callable[[Iterable[pa.RecordBatch], pa.Schema], Iterator[str]]


def write_parquet(tables: Tables, folder: AnyPath, *, by_decision_year: bool = False) -> None:
    """Write *tables* as Parquet datasets: a new *folder* with a folder for each.

    >>> from tempfile import TemporaryDirectory
    >>> import polars
    >>> from imrkit import read_letters, tables
    >>> made = tables.to_arrow(read_letters("examples/letters/*.txt", workers=0))
    >>> with TemporaryDirectory() as folder:
    ...     tables.write_parquet(made, f"{folder}/tables")
    ...     polars.read_parquet(f"{folder}/tables/items").height
    9

    Args:
        tables: as :func:`~imrkit.tables.to_arrow` makes them.
        folder: to be made; there is nothing at that place, or an empty folder.
        by_decision_year: partition letters, and what belongs to them, by the year of the decision, in folders
            ``decision_year=2017`` as Hive has them; most tools show that as a column.

    Raises:
        FileExistsError: there is something at that place.
        OSError: it cannot be written.
    """
    _refuse_what_is_there(Path(folder))
    named = tables.by_name()
    apart = {name: named.pop(name) for name in (FAILURES.name, DUPLICATES.name)}
    with whole(Path(folder)) as unfinished:
        write_part(named, unfinished, 0, by_year=by_decision_year)
        write_part(apart, unfinished, 0, by_year=False)


def write_csv(tables: Tables, folder: AnyPath) -> None:
    """Write *tables* as CSV (UTF-8, RFC 4180): a new *folder* with a file for each, and ``schema.json``.

    The files are safe to open in spreadsheet programs: a quote (') comes before a text that one would take for a
    formula. Lists are joined by "; ".

    Raises:
        FileExistsError: there is something at that place.
        OSError: it cannot be written.
    """
    _write_lines(tables, Path(folder), ".csv", csv_lines)


def write_jsonl(tables: Tables, folder: AnyPath) -> None:
    """Write *tables* as lines of JSON: a new *folder* with a file for each, and ``schema.json``.

    Raises:
        FileExistsError: there is something at that place.
        OSError: it cannot be written.
    """
    _write_lines(tables, Path(folder), ".jsonl", json_lines)


def write_duckdb(tables: Tables, path: AnyPath) -> None:
    """Write *tables* as a new DuckDB database, a file at *path*; comments in it say what tables and columns mean.

    Raises:
        MissingExtraError: the extra ``duckdb`` is not installed.
        FileExistsError: there is something at that place.
        OSError: it cannot be written.
    """
    if Path(path).exists():
        raise _there_already(Path(path))
    with whole(Path(path)) as unfinished:
        named = tables.by_name()
        make_database(unfinished, named, _schemas(named))


def write_lines(lines: Iterable[str], path: Path) -> None:
    """Write *lines* to a file at *path*."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)


def write_description(schemas: Mapping[str, pa.Schema], path: Path) -> None:
    """Write what tables of these *schemas*, by name, hold to a file at *path*."""
    path.write_text(json.dumps(description(schemas), indent=2) + "\n", encoding="utf-8")


def _write_lines(tables: Tables, folder: Path, ending: str, lines: Lines) -> None:
    _refuse_what_is_there(folder)
    named = tables.by_name()
    with whole(folder) as unfinished:
        unfinished.mkdir(parents=True)
        for name, table in named.items():
            write_lines(lines(table.to_batches(), table.schema), unfinished / f"{name}{ending}")
        write_description(_schemas(named), unfinished / SCHEMA_FILE)


def _refuse_what_is_there(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise _there_already(folder)


def _there_already(path: Path) -> FileExistsError:
    return FileExistsError(errno.EEXIST, "there already; remove it, or write to another place", str(path))


def _schemas(tables: Mapping[str, pa.Table]) -> dict[str, pa.Schema]:
    return {name: table.schema for name, table in tables.items()}
