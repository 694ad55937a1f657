"""Letters on a real Spark, on this machine. Slow, and needs a Java runtime; run with ``pytest -m slow``."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyspark.sql import DataFrame, SparkSession
from test_batch import make_letters
from writing import written

from imrkit import read_letters
from imrkit.spark import SparkTables, _ddl, _Parse, _parsed_schema, parse_letters
from imrkit.tables import LAYOUTS, SCHEMA_VERSION, Tables, to_arrow
from imrkit.tables.rows import layouts

LETTERS = 2_000
ALL = ("letters", "items", "citations", "findings", "evidence", "failures", "duplicates")


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").appName("imrkit")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.executorEnv.PYTHONPATH": str(Path(__file__).parents[1]),
    }
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_letters(tmp_path_factory.mktemp("source") / "letters", LETTERS)


def rows(table: pa.Table | DataFrame, keys: list[str]) -> list[dict[str, Any]]:
    """The rows of a table in the order of their keys; a source is known by the name of its file."""
    table = table.toArrow() if isinstance(table, DataFrame) else table
    found = table.to_pylist()
    for row in found:
        if "source" in row:
            row["source"] = Path(row["source"]).name
    return sorted(found, key=lambda row: [row[key] for key in keys])


def compare(ours: SparkTables, theirs: Tables, names: tuple[str, ...]) -> None:
    keys = {
        "letters": ["letter_id"],
        "items": ["letter_id", "item_index"],
        "citations": ["letter_id", "item_index", "cited_by", "citation_index"],
        "findings": ["letter_id", "finding_index"],
        "evidence": ["letter_id", "path"],
        "failures": ["source"],
        "duplicates": ["source"],
    }
    for name in names:
        made = rows(getattr(ours, name), keys[name])
        assert made == rows(theirs.by_name()[name], keys[name]), name
        assert made or name == "findings"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
class TestOnSpark:
    def test_the_same_rows_as_on_one_machine(self, spark: SparkSession, letters: Path) -> None:
        files = spark.read.format("binaryFile").load(str(letters)).repartition(4, "path")
        ours = parse_letters(files, findings=True, evidence=True).persist()
        theirs = to_arrow(read_letters(letters), findings=True, evidence=True)
        assert (theirs.letters.num_rows, theirs.failures.num_rows, theirs.duplicates.num_rows) == (
            1400,
            200,
            400,
        )
        compare(ours, theirs, ALL)
        ours.unpersist()

    def test_pdfs(self, spark: SparkSession, example_letters: Path) -> None:
        files = spark.read.format("binaryFile").option("pathGlobFilter", "*.pdf").load(str(example_letters))
        theirs = to_arrow(read_letters(sorted(example_letters.glob("*.pdf")), workers=0))
        compare(parse_letters(files), theirs, ("letters", "items", "citations"))

    def test_texts(self, spark: SparkSession, letters: Path) -> None:
        paths = [str(path) for path in sorted(letters.iterdir())[:20]]
        texts = spark.read.text(paths, wholetext=True).selectExpr("value", "input_file_name() AS file")
        theirs = to_arrow(read_letters(paths, workers=0))
        compare(
            parse_letters(texts, "value", name="file"), theirs, ("letters", "items", "failures", "duplicates")
        )

    def test_columns_say_what_they_mean(self, spark: SparkSession) -> None:
        df = spark.createDataFrame([("a", bytearray(written().encode()))], "path string, content binary")
        schema = parse_letters(df).items.schema
        assert [field.name for field in schema] == LAYOUTS["items"].schema.names
        for column, field in zip(LAYOUTS["items"].columns, schema, strict=True):
            assert field.metadata == {"comment": column.meaning, "imrkit.schema_version": SCHEMA_VERSION}

    def test_rows_without_a_name_or_content(self, spark: SparkSession) -> None:
        df = spark.createDataFrame([(None, None), ("a", written())], "path string, content string")
        (failure,) = parse_letters(df).failures.collect()
        assert (failure["source"], failure["reason"]) == ("", "empty")
        nameless = parse_letters(df.select("content"), name=None, isolated=False)
        assert [row["source"] for row in nameless.letters.collect()] == [""]

    def test_columns_that_are_not_there_or_of_another_type(self, spark: SparkSession) -> None:
        df = spark.createDataFrame([("a", 1)], "path string, content int")
        for arguments in ({"content": "content"}, {"content": "gone"}, {"content": "path", "name": "gone"}):
            with pytest.raises(TypeError, match="column"):
                parse_letters(df, **arguments)  # type: ignore[arg-type]

    def test_tables_that_were_not_asked_for(self, spark: SparkSession) -> None:
        df = spark.createDataFrame([("a", written())], "path string, content string")
        with pytest.raises(AttributeError, match=r"parse_letters\(\.\.\., evidence=True\)"):
            _ = parse_letters(df).evidence


class TestPartitions:
    """What a task of Spark does, in this process."""

    TABLES = tuple(table.name for table in layouts(findings=True, evidence=True))

    @pytest.mark.parametrize("workers", [0, 1])
    def test_a_row_for_each_file(self, workers: int) -> None:
        given = [
            ("a", written().encode()),
            ("soup", b"A recipe."),
            ("nothing", None),
            ("b", written(summary=None).encode()),
        ]
        batches = [
            pa.RecordBatch.from_pylist([{"name": name, "content": content}]) for name, content in given
        ]
        (parsed,) = _Parse(self.TABLES, 60.0, workers)(batches)
        assert parsed.schema == _parsed_schema([LAYOUTS[name] for name in self.TABLES])
        rows = parsed.to_pylist()
        assert [row["letter"] and row["letter"]["source"] for row in rows] == ["a", "b", None, None]
        assert [row["failure"] and row["failure"]["source"] for row in rows] == [
            None,
            None,
            "soup",
            "nothing",
        ]
        assert [len(row["items"]) for row in rows] == [1, 1, 0, 0]
        assert [len(row["findings"]) for row in rows] == [0, 1, 0, 0]
        assert [len(row["evidence"]) > 0 for row in rows] == [True, True, False, False]

    def test_nothing_but_failures_and_nothing_but_letters(self) -> None:
        for content in ("A recipe.", written()):
            batch = pa.RecordBatch.from_pylist([{"name": "a", "content": content}] * 3)
            (parsed,) = _Parse(("letters", "items", "citations"), 60.0, 0)([batch])
            assert parsed.num_rows == 3
        assert list(_Parse(("letters",), 60.0, 0)([])) == []

    def test_the_schema_in_the_words_of_spark(self) -> None:
        schema = _parsed_schema([LAYOUTS["letters"], LAYOUTS["items"]])
        assert "`items` array<struct<letter_id: string, item_index: int, " in _ddl(schema)
        assert "body_parts: array<struct<part: string, side: string>>, visits_low: int" in _ddl(schema)
        assert "date_assigned: date" in _ddl(schema)


def test_without_pyspark() -> None:
    code = "import sys; sys.modules['pyspark'] = None; import imrkit.spark"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
    assert 'MissingExtraError: for Spark, install the extra "spark"' in ended.stderr
