"""Letters on Spark: the same tables, made where the letters are::

    from imrkit.spark import parse_letters

    files = spark.read.format("binaryFile").load("letters/*.pdf")
    tables = parse_letters(files).persist()
    tables.items.groupBy("category").count().show()

For Spark 4, on one machine or a cluster. imrkit, with its extras ``spark`` and ``pdf``, has to be installed where the
executors run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice
from typing import Any, Final

from attrs import frozen

from imrkit.corpus import TIME_LIMIT, read_letters
from imrkit.corpus.results import LetterFailure, LetterRead, Result
from imrkit.errors import MissingExtraError
from imrkit.parser import Parser

try:  # before the tables, which would name an extra of their own
    import pyarrow as pa
    from pyspark.sql import DataFrame, Window
    from pyspark.sql import functions as sql
    from pyspark.sql.types import BinaryType, StringType
except ImportError as error:
    raise MissingExtraError('for Spark, install the extra "spark": pip install "imrkit[spark]"') from error

from imrkit.tables import SCHEMA_VERSION, Same, TableLayout
from imrkit.tables.columns import CITATIONS, DUPLICATES, EVIDENCE, FAILURES, FINDINGS, ITEMS, LETTERS
from imrkit.tables.rows import batch, layout, layouts, rows

__all__ = ["SparkTables", "parse_letters"]

RESULTS_A_BATCH: Final = 256
"""How many files make a batch of rows."""

_LETTER: Final = "letter"
_FAILURE: Final = "failure"
_RANK: Final = "rank"
_FIRST: Final = "first"


def parse_letters(
    df: DataFrame,
    content: str = "content",
    *,
    name: str | None = "path",
    findings: bool = False,
    evidence: bool = False,
    time_limit: float = TIME_LIMIT,
    isolated: bool = True,
    parser: Parser | None = None,
) -> SparkTables:
    """Read the letter in each row of *df*.

    Nothing is read before a table is used; and then for each use again, unless the result is persisted
    (:meth:`SparkTables.persist`).

    Args:
        df: a row for each file or text, as ``spark.read.format("binaryFile")`` or
            ``spark.read.text(..., wholetext=True)`` give them.
        content: the column with the content of the files (binary) or with texts (string).
        name: the column that says where each came from (string), ``None`` if there is none. Of letters that are the
            same, the one whose name comes first is kept.
        findings: make the table of findings, too.
        evidence: make the table of the places of all values, too.
        time_limit: seconds for a file.
        isolated: read in a process beside that of the task. Without it there is no time limit, and a file that
            crashes its process fails the task, and at last the job.
        parser: reads the texts, for example one with extractors of your own, whose extra fields are columns; the
            package with their functions has to be installed where the executors run.

    Returns:
        The tables, not made yet.

    Raises:
        TypeError: *df* has no such columns, or not of these types.
    """
    kinds = {column.name: column.dataType for column in df.schema}
    if not isinstance(kinds.get(content), BinaryType | StringType):
        raise TypeError(f"a binary or a string column {content!r} is needed")
    if name is not None and not isinstance(kinds.get(name), StringType):
        raise TypeError(f"a string column {name!r} is needed; name=None does without")
    given = df.select(
        (sql.lit("") if name is None else sql.coalesce(sql.col(name), sql.lit(""))).alias("name"),
        sql.col(content).alias("content"),
    )
    wanted = layouts(findings=findings, evidence=evidence, parser=parser)
    parse = _Parse(tuple(table.name for table in wanted), time_limit, 1 if isolated else 0, parser)
    return SparkTables(given.mapInArrow(parse, _ddl(_parsed_schema(wanted))), parser)


@frozen
class SparkTables:
    """The tables of :mod:`imrkit.tables` as data frames. Words of vocabularies are strings."""

    parsed: DataFrame
    """What was read, a row for each file: the letter, its items .. in arrays, or the failure."""
    parser: Parser | None = None
    """The one that has read it, if it was given."""

    def persist(self) -> SparkTables:
        """Have Spark keep what was read when it is first used, so that all tables come of one reading.

        Returns:
            The same tables.
        """
        self.parsed.persist()
        return self

    def unpersist(self) -> SparkTables:
        """Have Spark forget it again.

        Returns:
            The same tables.
        """
        self.parsed.unpersist()
        return self

    @property
    def letters(self) -> DataFrame:
        """A row for each letter."""
        return _table(layout(LETTERS.name, self.parser), self._kept.select(f"{_LETTER}.*"))

    @property
    def items(self) -> DataFrame:
        """A row for each disputed item."""
        return self._exploded(ITEMS)

    @property
    def citations(self) -> DataFrame:
        """A row for each guideline that a side cited for an item."""
        return self._exploded(CITATIONS)

    @property
    def findings(self) -> DataFrame:
        """A row for each finding, if they were asked for.

        Raises:
            AttributeError: they were not.
        """
        return self._exploded(FINDINGS)

    @property
    def evidence(self) -> DataFrame:
        """A row for the place of each value, if they were asked for.

        Raises:
            AttributeError: they were not.
        """
        return self._exploded(EVIDENCE)

    @property
    def failures(self) -> DataFrame:
        """A row for each file that no letter was read from."""
        failures = self.parsed.where(sql.col(_FAILURE).isNotNull()).select(f"{_FAILURE}.*")
        return _table(FAILURES, failures)

    @property
    def duplicates(self) -> DataFrame:
        """A row for each letter that is left out of the others: its content or case number is that of another one."""
        same = sql.when(sql.col(_FIRST) == sql.col(f"{_LETTER}.letter_id"), Same.CONTENT.value)
        left_out = self._ranked.where(sql.col(_RANK) > 1).select(
            f"{_LETTER}.source",
            f"{_LETTER}.letter_id",
            f"{_LETTER}.case_number",
            same.otherwise(Same.CASE_NUMBER.value).alias("same"),
        )
        return _table(DUPLICATES, left_out)

    @property
    def _ranked(self) -> DataFrame:
        """The letters, each with its rank among those that are the same and the ``letter_id`` of the first of them."""
        known_by = sql.coalesce(f"{_LETTER}.case_number", f"{_LETTER}.letter_id")
        alike = Window.partitionBy(known_by).orderBy(f"{_LETTER}.source", f"{_LETTER}.letter_id")
        return self.parsed.where(sql.col(_LETTER).isNotNull()).select(
            "*",
            sql.row_number().over(alike).alias(_RANK),
            sql.first(f"{_LETTER}.letter_id").over(alike).alias(_FIRST),
        )

    @property
    def _kept(self) -> DataFrame:
        return self._ranked.where(sql.col(_RANK) == 1)

    def _exploded(self, table: TableLayout) -> DataFrame:
        if table.name not in self.parsed.columns:
            raise AttributeError(f"no {table.name}: parse_letters(..., {table.name}=True) makes them")
        return _table(layout(table.name, self.parser), self._kept.select(sql.inline(table.name)))


@frozen
class _Parse:
    """Reads the letters of a partition."""

    tables: tuple[str, ...]
    time_limit: float
    workers: int
    parser: Parser | None = None

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        given = (
            (name, b"" if content is None else content)
            for some in batches
            for name, content in zip(*(column.to_pylist() for column in some.columns), strict=True)
        )
        results = read_letters(given, workers=self.workers, time_limit=self.time_limit, parser=self.parser)
        while some := list(islice(results, RESULTS_A_BATCH)):
            yield _parsed(some, [layout(name, self.parser) for name in self.tables])


def _parsed(results: Sequence[Result], tables: Sequence[TableLayout]) -> pa.RecordBatch:
    """*results* as rows of ``SparkTables.parsed``: first the letters, then the failures."""
    letters = [result for result in results if isinstance(result, LetterRead)]
    failures = [result for result in results if isinstance(result, LetterFailure)]
    made = rows(letters, tables)
    columns = [
        _with_nulls(_plain(made.pop(LETTERS.name).batch), after=len(failures)),
        _with_nulls(_plain(batch(FAILURES, failures)), before=len(letters)),
    ]
    for of_table in made.values():
        offsets = accumulate(chain(of_table.counts, [0] * len(failures)), initial=0)
        columns.append(pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), _plain(of_table.batch)))
    return pa.RecordBatch.from_arrays(columns, schema=_parsed_schema(tables))


def _parsed_schema(tables: Iterable[TableLayout]) -> pa.Schema:
    structs = {table.name: _plain_type(pa.struct(list(table.schema))) for table in (*tables, FAILURES)}
    return pa.schema(
        {
            _LETTER: structs.pop(LETTERS.name),
            _FAILURE: structs.pop(FAILURES.name),
            **{name: pa.list_(struct) for name, struct in structs.items()},
        }
    )


def _with_nulls(structs: pa.StructArray, before: int = 0, after: int = 0) -> pa.Array[Any]:
    return pa.concat_arrays([pa.nulls(before, structs.type), structs, pa.nulls(after, structs.type)])


def _plain(rows: pa.RecordBatch) -> pa.StructArray:
    """*rows* as structs, without the dictionaries that Spark does not take."""
    arrays = [column.cast(_plain_type(column.type)) for column in rows.columns]
    return pa.StructArray.from_arrays(arrays, names=rows.schema.names)


def _plain_type(kind: pa.DataType) -> pa.DataType:
    if isinstance(kind, pa.DictionaryType):
        return pa.string()
    if isinstance(kind, pa.ListType):
        return pa.list_(_plain_type(kind.value_type))
    if isinstance(kind, pa.StructType):
        return pa.struct([(field.name, _plain_type(field.type)) for field in kind])
    return kind


def _ddl(schema: Iterable[pa.Field[Any]]) -> str:
    """A schema in Spark's words."""
    return ", ".join(f"`{field.name}` {_spark_type(field.type)}" for field in schema)


def _spark_type(kind: pa.DataType) -> str:
    if isinstance(kind, pa.ListType):
        return f"array<{_spark_type(kind.value_type)}>"
    if isinstance(kind, pa.StructType):
        return f"struct<{', '.join(f'{field.name}: {_spark_type(field.type)}' for field in kind)}>"
    return _SPARK_TYPES[kind]


_SPARK_TYPES: Final = {
    pa.string(): "string",
    pa.bool_(): "boolean",
    pa.int32(): "int",
    pa.float64(): "double",
    pa.date32(): "date",
}


def _table(table: TableLayout, rows: DataFrame) -> DataFrame:
    """*rows* with what the columns of *table* mean, and the version of the schema, in their metadata."""
    return rows.select(
        *(
            sql.col(column.name).alias(
                column.name, metadata={"comment": column.meaning, "imrkit.schema_version": SCHEMA_VERSION}
            )
            for column in table.columns
        )
    )
