"""What the workers of a run do: letters to rows, so that no letter has to go from one process to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa
from attrs import frozen

from imrkit.corpus.results import LetterFailure, LetterRead, Task, read_tasks
from imrkit.parser import Parser
from imrkit.tables.rows import Rows, layout, rows
from imrkit.vocabulary import Decision, FindingCode


@frozen
class Record:
    """What a run has to know of a letter, beside its rows."""

    name: str
    letter_id: str
    case_number: str | None
    decisions: tuple[Decision | None, ...]
    findings: tuple[FindingCode, ...]


@frozen
class PackedRows:
    """The rows of a table that some letters make, on their way between processes."""

    batch: bytes
    counts: Sequence[int]

    def unpacked(self) -> Rows:
        with pa.ipc.open_stream(self.batch) as stream:
            return Rows(stream.read_next_batch(), self.counts)


@frozen
class Converted:
    """What was made of a chunk of tasks."""

    outcomes: Sequence[Record | LetterFailure]
    """One for each task, in order."""
    tables: Mapping[str, PackedRows]
    """The rows of the letters among them, by the names of the tables."""


@frozen
class Conversion:
    """Reads a chunk of letters and turns them into the rows of tables."""

    tables: tuple[str, ...]
    parser: Parser | None = None

    def __call__(self, tasks: Iterable[Task]) -> Converted:
        results = read_tasks(tasks, self.parser)
        letters = [result for result in results if isinstance(result, LetterRead)]
        made = rows(letters, [layout(name, self.parser) for name in self.tables])
        return Converted(
            [_record(result) if isinstance(result, LetterRead) else result for result in results],
            {name: _packed(of_table) for name, of_table in made.items()},
        )


def _record(read: LetterRead) -> Record:
    letter = read.letter
    return Record(
        read.name,
        read.sha256,
        letter.case.number,
        tuple(item.decision for item in letter.items),
        tuple(finding.code for finding in letter.findings),
    )


def _packed(made: Rows) -> PackedRows:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, made.batch.schema) as stream:
        stream.write_batch(made.batch)
    return PackedRows(sink.getvalue().to_pybytes(), made.counts)
