"""What a run is begun with, and where it keeps what."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from attrs import asdict, field, frozen
from attrs.validators import ge, instance_of

from imrkit import __version__
from imrkit.parser import Parser
from imrkit.tables import SCHEMA_VERSION
from imrkit.tables.rows import layout, layouts

PART_SIZE: Final = 2000
"""How many files make a part. What a part has read is lost when a run is killed before its end."""


class Format(StrEnum):
    """How the tables of a run are written."""

    PARQUET = "parquet"  # a folder of files for each table
    CSV = "csv"  # a file for each table, and schema.json
    JSONL = "jsonl"  # a file of JSON lines for each table, and schema.json
    DUCKDB = "duckdb"  # one database; needs the extra of that name


@frozen
class Settings:
    """What the tables of a run depend on: a run can go on with the same alone."""

    source: tuple[str, ...]
    form: Format = field(default=Format.PARQUET, converter=Format)
    findings: bool = False
    evidence: bool = False
    by_decision_year: bool = False
    part_size: int = field(default=PART_SIZE, validator=[instance_of(int), ge(1)])
    parser: Parser | None = None

    def __attrs_post_init__(self) -> None:
        if self.by_decision_year and self.form is not Format.PARQUET:
            raise ValueError("only Parquet is partitioned by the year of the decision")

    @property
    def schemas(self) -> dict[str, pa.Schema]:
        """The schemas of the tables that the run makes, by their names."""
        return {name: layout(name, self.parser).schema for name in self.tables}

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables that the run makes."""
        return tuple(table.name for table in layouts(findings=self.findings, evidence=self.evidence))

    def as_dict(self) -> dict[str, Any]:
        """The settings as plain data, with the versions that the tables depend on, too."""
        settings = asdict(self, recurse=False)
        parser = settings.pop("parser")
        return {
            "imrkit": __version__,
            "schema_version": SCHEMA_VERSION,
            "source": list(settings.pop("source")),
            "format": settings.pop("form"),
            "parser": "imrkit" if parser is None else [extractor.name for extractor in parser.extractors],
            **settings,
        }


@frozen
class Places:
    """Where a run keeps what, in the folder of its output."""

    out: Path

    @property
    def unfinished(self) -> Path:
        """All that is no output yet; hidden, so that nobody takes it for one. Gone when the run is finished."""
        return self.out / ".unfinished"

    @property
    def ledger(self) -> Path:
        return self.unfinished / "ledger.sqlite"

    @property
    def parts(self) -> Path:
        """The tables as far as they are written, as Parquet datasets."""
        return self.unfinished / "parts"

    @property
    def manifest(self) -> Path:
        """Written last of all: where it is, the run is finished."""
        return self.out / "manifest.json"

    @property
    def quarantine(self) -> Path:
        return self.out / "quarantine.jsonl"

    @property
    def duplicates(self) -> Path:
        return self.out / "duplicates.jsonl"
