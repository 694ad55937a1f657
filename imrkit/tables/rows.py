"""From letters to rows, and from rows to Arrow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final

import pyarrow as pa
from attrs import frozen

from imrkit.corpus.results import LetterRead
from imrkit.parser import Parser
from imrkit.tables.columns import (
    CITATIONS,
    EVIDENCE,
    FINDINGS,
    ITEMS,
    LAYOUTS,
    LETTERS,
    CitationRow,
    CitedBy,
    DuplicateRow,
    EvidenceRow,
    FindingRow,
    ItemRow,
    Same,
    TableLayout,
)
from imrkit.tables.extras import with_extra

ALWAYS: Final = (LETTERS, ITEMS, CITATIONS)


def layout(name: str, parser: Parser | None) -> TableLayout:
    """The table of this *name*, with columns for the extra fields of *parser* if that reads the letters."""
    return LAYOUTS[name] if parser is None else with_extra(LAYOUTS[name], parser)


def layouts(*, findings: bool, evidence: bool, parser: Parser | None = None) -> tuple[TableLayout, ...]:
    """The tables that letters are turned into, each as :func:`layout` has it."""
    tables = (*ALWAYS, *(FINDINGS,) * findings, *(EVIDENCE,) * evidence)
    return tuple(layout(table.name, parser) for table in tables)


@frozen
class Rows:
    """The rows of a table that some letters make."""

    batch: pa.RecordBatch
    counts: Sequence[int]
    """How many of the rows are of each of the letters."""

    def of(self, letters: Sequence[bool]) -> pa.RecordBatch:
        """The rows of those *letters* for which it says true."""
        if all(letters):
            return self.batch
        wanted = [flag for flag, count in zip(letters, self.counts, strict=True) for _ in range(count)]
        return self.batch.filter(pa.array(wanted, pa.bool_()))


def rows(letters: Sequence[LetterRead], tables: Iterable[TableLayout]) -> dict[str, Rows]:
    """The rows that *letters* make in each of *tables*, by its name."""
    made = {}
    for table in tables:
        of_letters = [list(_ROWS[table.name](letter)) for letter in letters]
        made[table.name] = Rows(batch(table, chain.from_iterable(of_letters)), list(map(len, of_letters)))
    return made


def batch(table: TableLayout, rows: Iterable[Any]) -> pa.RecordBatch:
    """*rows* as a batch of *table*."""
    rows = list(rows)
    arrays = [column.kind.array([column.value(row) for row in rows]) for column in table.columns]
    return pa.RecordBatch.from_arrays(arrays, schema=table.schema)


def duplicate(
    source: str, letter_id: str, case_number: str | None, before: Callable[[str, str], str | None]
) -> DuplicateRow | None:
    """What to say of a letter if it is a duplicate: its content or its case number is that of a letter before it.

    Args:
        source: where the letter came from.
        letter_id: the letter's.
        case_number: the letter's.
        before: is given what tells letters apart and the ``letter_id`` of this one; gives the ``letter_id`` that came
            with the same before, and remembers this one if there is none.
    """
    # Letters of the same content have the same case number, so one look tells both.
    kept = before(case_number or letter_id, letter_id)
    if kept is None:
        return None
    return DuplicateRow(
        source, letter_id, case_number, Same.CONTENT if kept == letter_id else Same.CASE_NUMBER
    )


def _letter(letter: LetterRead) -> Iterator[LetterRead]:
    yield letter


def _items(letter: LetterRead) -> Iterator[ItemRow]:
    for index, item in enumerate(letter.letter.items):
        yield ItemRow(letter.sha256, index, item, letter.letter.extra)


def _citations(letter: LetterRead) -> Iterator[CitationRow]:
    for item_index, item in enumerate(letter.letter.items):
        for side in CitedBy:
            for index, guideline in enumerate(getattr(item, f"{side}_guidelines")):
                yield CitationRow(letter.sha256, item_index, side, index, guideline)


def _findings(letter: LetterRead) -> Iterator[FindingRow]:
    for index, finding in enumerate(letter.letter.findings):
        yield FindingRow(letter.sha256, index, finding)


def _evidence(letter: LetterRead) -> Iterator[EvidenceRow]:
    for path, span in letter.letter.evidence.items():
        yield EvidenceRow(letter.sha256, path, span)


_ROWS: Final[dict[str, Callable[[LetterRead], Iterator[Any]]]] = {
    LETTERS.name: _letter,
    ITEMS.name: _items,
    CITATIONS.name: _citations,
    FINDINGS.name: _findings,
    EVIDENCE.name: _evidence,
}
