"""Extra fields as columns: what extractors from outside read, in the tables of letters and of items."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve, frozen
from some_extractors import COURSE, FAILS, FIRST_VISIT, GUIDELINE_WORDS, TOOLS, VISITS, Course, Wound
from some_extractors import Colour as WoundColour
from writing import SUMMARY, WrittenItem, written

from imrkit import (
    BatchError,
    Extractor,
    ExtractorError,
    LetterRead,
    Parser,
    PartialDate,
    Range,
    Section,
    Sex,
    batch,
    read_letters,
    tables,
)
from imrkit.model import Extra
from imrkit.spark import _Parse, _parsed_schema
from imrkit.tables.rows import layouts

VISITED = f"{SUMMARY} He fell off ladders. An MRI of 4-2-15 and an x-ray of 4-9-15 were normal."
TEXTS = {
    "visited": written(
        number="CM15-0000001", summary=VISITED, items=(WrittenItem(), WrittenItem(rationale=None))
    ),
    "silent": written(number="CM15-0000002"),
}
PARSER = Parser().with_extractor(VISITS).with_extractor(FIRST_VISIT).with_extractor(GUIDELINE_WORDS)
COLUMNS = ["extra_visits", "extra_first_visit"]


@frozen
class Measured:
    what: str
    often: int | str | None


def read(parser: Parser | None = PARSER, workers: int = 0) -> list[LetterRead]:
    return list(read_letters(TEXTS.items(), workers=workers, on_error="raise", parser=parser))


def of(results: list[LetterRead], parser: Parser = PARSER) -> tables.Tables:
    return tables.to_arrow(results, parser=parser)


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


class TestReading:
    def test_workers_read_with_the_same_extractors(self) -> None:
        assert read(workers=1) == read()
        assert [visit.what for visit in read()[0].letter.extra["visits"]] == ["mri", "x-ray"]
        assert not read(parser=None)[0].letter.extra

    def test_a_strict_parser_says_what_failed(self) -> None:
        with pytest.raises(ExtractorError, match="fails"):
            read(Parser(strict=True).with_extractor(FAILS))
        with pytest.raises(ExtractorError, match="fails"):
            read(Parser(strict=True).with_extractor(FAILS), workers=1)


class TestColumns:
    def test_of_letters(self) -> None:
        made = of(read()).letters
        assert made.schema.names[-2:] == COLUMNS
        assert made.schema.field("extra_first_visit").type == pa.date32()
        visit = pa.struct([("day", pa.date32()), ("what", pa.string())])
        assert made.schema.field("extra_visits").type == pa.list_(visit)
        first, silent = made.select(COLUMNS).to_pylist()
        assert first["extra_first_visit"] == dt.date(2015, 4, 2)
        assert first["extra_visits"] == [
            {"day": dt.date(2015, 4, 2), "what": "mri"},
            {"day": dt.date(2015, 4, 9), "what": "x-ray"},
        ]
        assert silent == {"extra_visits": None, "extra_first_visit": None}

    def test_of_items(self) -> None:
        made = of(read()).items
        assert made.schema.names[-1] == "extra_guideline_words"
        expected = [n for one in read() for n in one.letter.extra["guideline_words"]]
        assert made["extra_guideline_words"].to_pylist() == expected
        assert expected[0] is not None
        assert expected[1] is None

    def test_other_tables_have_none(self) -> None:
        assert of(read()).citations.schema == tables.LAYOUTS["citations"].schema

    def test_without_the_parser_there_are_none(self) -> None:
        assert tables.to_arrow(read()).letters.schema == tables.LAYOUTS["letters"].schema

    @pytest.mark.parametrize(
        ("kind", "value", "type_", "expected"),
        [
            (str, "ladders", pa.string(), "ladders"),
            (bool, True, pa.bool_(), True),
            (float, 2, pa.float64(), 2.0),
            (Sex, Sex.MALE, pa.dictionary(pa.int8(), pa.string()), "male"),
            (PartialDate, PartialDate(2015, 4), pa.string(), "2015-04"),
            (Measured, Measured("much", 3), None, {"what": "much", "often": "3"}),
            (Range, Range(2, 3), pa.string(), str(Range(2, 3))),
            (tuple[int, ...], (1, 2), pa.list_(pa.int32()), [1, 2]),
            (
                Wound,
                Wound(WoundColour.RED, None, Sex.FEMALE, (dt.date(2015, 4, 2),)),
                None,
                {"colour": "red", "size": None, "sex": "female", "seen": [dt.date(2015, 4, 2)]},
            ),
            (
                Course,
                Course(PartialDate(2015), Range(1, 2)),
                None,
                {"since": "2015", "dose": str(Range(1, 2)), "ended": None},
            ),
        ],
    )
    def test_of_every_class(self, kind: Any, value: Any, type_: pa.DataType | None, expected: object) -> None:
        mine = Extractor(name="mine", reads=Section.SUMMARY, yields=kind, extract=COURSE.extract)
        letter = read(parser=None)[0]
        with_it = evolve(letter, letter=evolve(letter.letter, extra=Extra({"mine": value})))
        without = evolve(letter, sha256="cd" * 32, letter=read(parser=None)[1].letter)
        made = of([with_it, without], Parser([mine])).letters["extra_mine"]
        assert made.to_pylist() == [expected, None]
        assert type_ is None or made.type == type_


class TestWritten:
    def test_as_lines(self, tmp_path: Path) -> None:
        made = of(read())
        tables.write_csv(made, tmp_path / "csv")
        rows = list(csv.DictReader(io.StringIO((tmp_path / "csv/letters.csv").read_text(encoding="utf-8"))))
        assert rows[0]["extra_visits"] == "2015-04-02 mri; 2015-04-09 x-ray"
        assert rows[1]["extra_visits"] == ""
        described = json.loads((tmp_path / "csv/schema.json").read_bytes())["tables"]["letters"]["columns"]
        assert [column["name"] for column in described] == made.letters.schema.names
        assert described[-1]["meaning"] == "What the extractor first_visit read."

    def test_as_a_database(self, tmp_path: Path) -> None:
        tables.write_duckdb(of(read()), tmp_path / "letters.duckdb")
        with duckdb.connect(tmp_path / "letters.duckdb", read_only=True) as database:
            asked = "SELECT len(extra_visits) FROM letters ORDER BY source DESC"
            assert database.sql(asked).fetchall() == [(2,), (None,)]


class TestBatch:
    @pytest.mark.parametrize("form", ["parquet", "csv", "jsonl", "duckdb"])
    def test_makes_the_columns(self, letters: Path, tmp_path: Path, form: str) -> None:
        out = tmp_path / "out"
        batch.run(letters, out, form=form, parser=PARSER, workers=1)
        if form == "parquet":
            names = pq.read_table(out / "letters").schema.names
        elif form == "duckdb":
            with duckdb.connect(out / "imrkit.duckdb", read_only=True) as database:
                names = database.sql("FROM letters").columns
        else:
            described = json.loads((out / "schema.json").read_bytes())["tables"]
            names = [column["name"] for column in described["letters"]["columns"]]
        assert names[-2:] == COLUMNS

    def test_goes_on_with_the_same_extractors_alone(self, letters: Path, tmp_path: Path) -> None:
        batch.run(letters, tmp_path / "out", parser=PARSER, workers=0)
        batch.run(letters, tmp_path / "out", parser=PARSER, workers=0, resume=True)
        with pytest.raises(BatchError, match="another parser"):
            batch.run(letters, tmp_path / "out", parser=PARSER.with_extractor(TOOLS), workers=0, resume=True)


class TestSpark:
    def test_a_partition_has_the_columns(self) -> None:
        wanted = layouts(findings=False, evidence=False, parser=PARSER)
        given = pa.RecordBatch.from_pylist(
            [{"name": name, "content": text.encode()} for name, text in TEXTS.items()]
        )
        (parsed,) = _Parse(tuple(table.name for table in wanted), 60.0, 0, PARSER)([given])
        assert parsed.schema == _parsed_schema(wanted)
        assert parsed["letter"].to_pylist()[0]["extra_visits"][1] == {
            "day": dt.date(2015, 4, 9),
            "what": "x-ray",
        }
