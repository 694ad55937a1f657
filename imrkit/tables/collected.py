"""The tables of as many letters as memory holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import islice
from os import PathLike
from types import ModuleType
from typing import TYPE_CHECKING, Final

import pyarrow as pa
from attrs import fields, frozen

from imrkit.corpus.results import LetterFailure, LetterRead, Result
from imrkit.errors import MissingExtraError
from imrkit.parser import Parser
from imrkit.tables.columns import DUPLICATES, FAILURES, DuplicateRow
from imrkit.tables.rows import batch, duplicate, layouts, rows

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

LETTERS_A_BATCH: Final = 1000


@frozen
class Tables:
    """What was made of letters, as Arrow tables; the columns of each are in :data:`~imrkit.tables.LAYOUTS`.

    >>> from imrkit import read_letters, tables
    >>> made = tables.to_arrow(read_letters("examples/letters/*.txt", workers=0))
    >>> frames = made.to_polars()
    >>> frames["items"].group_by("decision").len().sort("decision").rows()
    [('overturned', 3), ('upheld', 6)]
    """

    letters: pa.Table
    """A row for each letter; its key is ``letter_id``."""
    items: pa.Table
    """A row for each disputed item; its key is ``letter_id`` and ``item_index``."""
    citations: pa.Table
    """A row for each guideline that a side cited for an item."""
    failures: pa.Table
    """Files that no letter was read from."""
    duplicates: pa.Table
    """Letters that were left out: their content or case number is that of a letter before them."""
    findings: pa.Table | None = None
    """A row for each finding, if they were asked for."""
    evidence: pa.Table | None = None
    """A row for the place of each value, if they were asked for."""

    def by_name(self) -> dict[str, pa.Table]:
        """The tables that there are, by name; without those that were not asked for."""
        named = {field.name: getattr(self, field.name) for field in fields(Tables)}
        return {name: table for name, table in named.items() if table is not None}

    def to_pandas(self) -> dict[str, pd.DataFrame]:
        """The tables as pandas data frames, by name: enums as categories, days as ``datetime64``, numbers and truth
        values as types that can be missing, lists as arrays.

        Raises:
            MissingExtraError: the extra ``pandas`` is not installed.
        """
        pandas = _extra("pandas")
        nullable = {
            pa.int32(): pandas.Int32Dtype(),
            pa.bool_(): pandas.BooleanDtype(),
            pa.string(): pandas.StringDtype(),
        }
        return {
            name: table.to_pandas(types_mapper=nullable.get, date_as_object=False)
            for name, table in self.by_name().items()
        }

    def to_polars(self) -> dict[str, pl.DataFrame]:
        """The tables as polars data frames, by name.

        Raises:
            MissingExtraError: the extra ``polars`` is not installed.
        """
        polars = _extra("polars")
        return {name: polars.from_arrow(table) for name, table in self.by_name().items()}


def to_arrow(
    results: Iterable[Result],
    *,
    findings: bool = False,
    evidence: bool = False,
    parser: Parser | None = None,
) -> Tables:
    """The tables of *results*, as :func:`imrkit.read_letters` gives them.

    A letter whose content or case number is that of one before it is left out, and told in ``duplicates``, so that the
    keys of the tables are keys. All is in memory: for more letters than fit, :func:`imrkit.batch.run`.

    >>> from imrkit import read_letters, tables
    >>> made = tables.to_arrow(read_letters("examples/letters/*.txt", workers=0))
    >>> made.letters.select(["case_number", "decision_date", "item_count"]).to_pylist()[0]
    {'case_number': 'CM17-9900303', 'decision_date': datetime.date(2017, 6, 27), 'item_count': 2}

    Extra fields have columns only if *parser* is given here, too; without it they are left out:

    >>> from imrkit import Parser
    >>> parser = Parser()  # with extractors of your own
    >>> results = read_letters("examples/letters/*.txt", parser=parser, workers=0)
    >>> made = tables.to_arrow(results, parser=parser)

    Args:
        results: letters and failures.
        findings: make a table of findings, too; their codes are in ``letters`` without it.
        evidence: make a table of the places of all values, which takes longer than all else together.
        parser: the one that has read the letters, if it has extractors of extra fields. Each of these is a column of
            ``letters`` or of ``items``, ``extra_`` and its name: a list for a tuple, a struct for an object, text
            for what has no type in Arrow.

    Raises:
        TypeError: *results* are not what :func:`imrkit.read_letters` gives.
    """
    if isinstance(results, str | bytes | PathLike) or not isinstance(results, Iterable):
        raise _no_results(results)
    wanted = layouts(findings=findings, evidence=evidence, parser=parser)
    made: dict[str, list[pa.RecordBatch]] = {table.name: [] for table in wanted}
    failures: list[LetterFailure] = []
    duplicates: list[DuplicateRow] = []
    letters = _letters(results, failures, duplicates)
    while chunk := list(islice(letters, LETTERS_A_BATCH)):
        for name, of_table in rows(chunk, wanted).items():
            made[name].append(of_table.batch)
    made[FAILURES.name] = [batch(FAILURES, failures)]
    made[DUPLICATES.name] = [batch(DUPLICATES, duplicates)]
    schemas = {table.name: table.schema for table in (*wanted, FAILURES, DUPLICATES)}
    return Tables(**{name: pa.Table.from_batches(parts, schemas[name]) for name, parts in made.items()})


def _letters(
    results: Iterable[Result], failures: list[LetterFailure], duplicates: list[DuplicateRow]
) -> Iterator[LetterRead]:
    """The letters that are kept of *results*; the others go into the two lists."""
    seen: dict[str, str] = {}

    def before(key: str, letter_id: str) -> str | None:
        kept = seen.get(key)
        seen.setdefault(key, letter_id)
        return kept

    for result in results:
        if isinstance(result, LetterFailure):
            failures.append(result)
            continue
        if not isinstance(result, LetterRead):
            raise _no_results(result)
        same = duplicate(result.name, result.sha256, result.letter.case.number, before)
        if same is None:
            yield result
        else:
            duplicates.append(same)


def _no_results(given: object) -> TypeError:
    return TypeError(
        "to_arrow takes what read_letters() gives, an iterable of LetterRead and LetterFailure, not "
        f"{type(given).__name__}"
    )


def _extra(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtraError(f'install the extra "{name}": pip install "imrkit[{name}]"') from error
