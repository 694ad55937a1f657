"""Tables as Parquet datasets: a folder for each, with numbered files in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

PARTITION: Final = "decision_year"
_UNKNOWN: Final = "__HIVE_DEFAULT_PARTITION__"  # as Hive, Spark, DuckDB and Arrow call what is null


def write_part(tables: Mapping[str, pa.Table], folder: Path, number: int, *, by_year: bool) -> list[Path]:
    """Write *tables* as the files of this *number* of the datasets in *folder*, ``letters/part-00003.parquet``.

    Args:
        tables: by name; ``letters`` is among them, and has the letters of all.
        folder: where the datasets are; each is made if it is not there.
        number: of the part.
        by_year: put each row into a folder by the year of its letter's decision, ``decision_year=2017``.

    Returns:
        The files.
    """
    files = []
    for name, table in tables.items():
        for within, rows in _divided(table, tables["letters"]) if by_year else [(Path(), table)]:
            place = folder / name / within
            place.mkdir(parents=True, exist_ok=True)
            files.append(place / f"part-{number:05}.parquet")
            # In one piece, so that the file does not depend on the pieces that the rows came in.
            pq.write_table(rows.combine_chunks(), files[-1], compression="zstd")
    return files


def part_number(file: Path) -> int:
    """The number of the part that *file* belongs to."""
    return int(file.stem.removeprefix("part-"))


def _divided(table: pa.Table, letters: pa.Table) -> Iterator[tuple[Path, pa.Table]]:
    """The rows of *table* by the year of their letter's decision."""
    place = pc.index_in(table["letter_id"], letters["letter_id"].combine_chunks())
    years = pc.take(pc.year(letters["decision_date"]), place)
    for year in pc.unique(years).sort().to_pylist():
        rows = table.filter(pc.is_null(years) if year is None else pc.equal(years, pa.scalar(year)))
        yield Path(f"{PARTITION}={_UNKNOWN if year is None else year}"), rows
