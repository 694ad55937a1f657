"""The end of a run: from its parts to what was asked for.

Every step leaves its result whole or not at all, and can be repeated; the manifest comes last.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from imrkit.batch.ledger import Ledger
from imrkit.batch.settings import Format, Places, Settings
from imrkit.batch.summary import Summary, summarised
from imrkit.files import remove_unfinished, sync, whole
from imrkit.tables.columns import DUPLICATES, FAILURES, TableLayout
from imrkit.tables.database import make_database
from imrkit.tables.lines import csv_lines, json_lines
from imrkit.tables.rows import batch
from imrkit.tables.writing import SCHEMA_FILE, write_description, write_lines

DATABASE: Final = "imrkit.duckdb"
ROWS_AT_A_TIME: Final = 1000

_LINES: Final = {Format.CSV: csv_lines, Format.JSONL: json_lines}


def finish(places: Places, settings: Settings, ledger: Ledger) -> Summary:
    """Write the output of a run whose parts are complete."""
    remove_unfinished(places.out)
    if settings.form is Format.PARQUET:
        _move_datasets(places, settings.tables)
    elif settings.form is Format.DUCKDB:
        with whole(places.out / DATABASE) as unfinished:
            make_database(
                unfinished, {name: _files(places.parts / name) for name in settings.tables}, settings.schemas
            )
    else:
        _write_lines(places, settings)
    _write_records(places.quarantine, FAILURES, ledger.failures())
    _write_records(places.duplicates, DUPLICATES, ledger.duplicates())
    summary = summarised(ledger.counts(), settings.tables)
    manifest = {
        "settings": settings.as_dict(),
        "summary": summary.as_dict(),
        "bytes": _sizes(places),
    }
    with whole(places.manifest) as unfinished:
        unfinished.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return summary


def _move_datasets(places: Places, names: Iterable[str]) -> None:
    for name in names:
        if (places.parts / name).exists():  # else it was moved before the run was killed
            (places.parts / name).rename(places.out / name)
        (places.out / name).mkdir(exist_ok=True)  # partitions of no rows are no folders
    sync(places.out)


def _write_lines(places: Places, settings: Settings) -> None:
    lines = _LINES[settings.form]
    for name, schema in settings.schemas.items():
        with whole(places.out / f"{name}.{settings.form}") as unfinished:
            write_lines(lines(_batches(places.parts / name), schema), unfinished)
    with whole(places.out / SCHEMA_FILE) as unfinished:
        write_description(settings.schemas, unfinished)


def _write_records(path: Path, layout: TableLayout, records: Iterator[Any]) -> None:
    """Write *records* as lines of JSON with the columns of *layout*."""

    def batches() -> Iterator[pa.RecordBatch]:
        while some := list(islice(records, ROWS_AT_A_TIME)):
            yield batch(layout, some)

    with whole(path) as unfinished:
        write_lines(json_lines(batches(), layout.schema), unfinished)


def _batches(dataset: Path) -> Iterator[pa.RecordBatch]:
    for file in _files(dataset):
        yield from pq.read_table(file).to_batches()


def _files(dataset: Path) -> list[Path]:
    """The files of a dataset in the order of the parts."""
    return sorted(dataset.rglob("*.parquet"), key=lambda file: (file.name, file))


def _sizes(places: Places) -> dict[str, int]:
    """How many bytes each file of the output has, but for the manifest."""
    return {
        file.relative_to(places.out).as_posix(): file.stat().st_size
        for top in sorted(places.out.iterdir())
        if top not in {places.unfinished, places.manifest}
        for file in ([top] if top.is_file() else sorted(top.rglob("*.parquet")))
    }
