"""A run over many letters."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from imrkit.batch.finishing import finish
from imrkit.batch.ledger import BEGINNING, Ledger, Progress
from imrkit.batch.settings import PART_SIZE, Format, Places, Settings
from imrkit.batch.summary import Counted, Counts, Summary, count
from imrkit.batch.work import Conversion, Converted
from imrkit.corpus import TIME_LIMIT, pool
from imrkit.corpus.entries import AnyPath, Entry, entries
from imrkit.corpus.entries import count as count_entries
from imrkit.corpus.results import LetterFailure
from imrkit.corpus.sending import check_sendable
from imrkit.errors import BatchError, ImrkitError
from imrkit.files import remove, sync
from imrkit.parser import Parser
from imrkit.tables.database import check_duckdb
from imrkit.tables.parquet import part_number, write_part
from imrkit.tables.rows import duplicate


class Status(NamedTuple):
    """How far a run has come."""

    files: int
    """How many files are done, also by a run before that it goes on with."""
    at_start: int
    """How many of them were done before."""
    failures: int
    """How many were not read since, for whatever reason."""
    total: int | None
    """How many files there are; ``None`` where that is not known, as of a tar archive."""
    share: float | None
    """How much of a tar archive is behind, from 0 to 1; ``None`` of anything else."""


def run(
    source: AnyPath | Sequence[AnyPath],
    out: AnyPath,
    *,
    form: Format | str = Format.PARQUET,
    findings: bool = False,
    evidence: bool = False,
    by_decision_year: bool = False,
    workers: int | None = None,
    time_limit: float = TIME_LIMIT,
    part_size: int = PART_SIZE,
    resume: bool = False,
    parser: Parser | None = None,
    progress: Callable[[Status], None] | None = None,
) -> Summary:
    """Read the letters in *source* and write their tables to the folder *out*.

    The tables are there when the run is finished, and then ``manifest.json`` is, which says what they were made
    with. Files that no letter was read from are in ``quarantine.jsonl``, letters that were left out in
    ``duplicates.jsonl``. Memory does not grow with the number of letters, but for the names of one folder's files.

    >>> from tempfile import TemporaryDirectory
    >>> from imrkit import batch
    >>> with TemporaryDirectory() as folder:
    ...     summary = batch.run("examples/letters/*.txt", f"{folder}/out", workers=0)
    >>> summary.letters, dict(summary.decisions), summary.overturn_rate
    (4, {'upheld': 6, 'overturned': 3}, 0.3333333333333333)

    Args:
        source: a folder, a pattern, an archive or a file, or several paths, as for :func:`imrkit.read_letters`.
        out: a folder that is empty or not there yet; to go on with a run, the folder of that one.
        form: how to write the tables, as a :class:`Format` or its word.
        findings: make the table of findings, too.
        evidence: make the table of the places of all values, too.
        by_decision_year: partition the datasets by the year of the decision; Parquet only.
        workers: how many processes read; by default as many as there are processors. See
            :func:`imrkit.read_letters` for 0.
        time_limit: seconds for a file.
        part_size: how many files make a part, which is what a run that is killed may have to read again.
        resume: go on with the run in *out*; begin one if there is none.
        parser: reads the texts, for example one with extractors of your own, whose extra fields are columns; see
            :func:`imrkit.read_letters` and :func:`imrkit.tables.to_arrow`. A run goes on with the same extractors
            alone: their names are compared, not what they do.
        progress: is told how far it has come, several times a second.

    Returns:
        The numbers of the run, those of a run before that it went on with included.

    Raises:
        BatchError: *out* cannot be used or written, or the run there was another one.
        FileNotFoundError: there is no such path, and no file for such a pattern.
        MissingExtraError: a file or a format needs an extra that is not installed.
        WorkerError: the processes do not work at all.
        PluginError: *parser* cannot be sent to other processes.
        ExtractorError: an extractor has failed, and *parser* is strict.
        ValueError: *form* is none; another than Parquet is to be partitioned; workers, a time limit or a size of parts
            below what makes sense.
        TypeError: workers or a time limit are no numbers.
    """
    read_from = (
        os.fspath(source) if isinstance(source, str | os.PathLike) else [os.fspath(path) for path in source]
    )
    paths = (read_from,) if isinstance(read_from, str) else tuple(read_from)
    settings = Settings(paths, Format(form), findings, evidence, by_decision_year, part_size, parser)
    workers = pool.checked(workers, time_limit)
    if workers:
        check_sendable(parser)
    found = entries(read_from)
    places = Places(Path(out))
    with _writing(places):
        if settings.form is Format.DUCKDB:
            check_duckdb()
        if resume and places.manifest.exists():
            return _finished(places, settings)
        ledger = _opened(places, settings, resume=resume)
    with closing(ledger):
        if not ledger.is_complete():
            total = count_entries(read_from) if progress else None
            reading = _Reading(places, settings, ledger, progress, total)
            try:
                reading.read(found, workers, time_limit)
            except ImrkitError:
                if not reading.parts:
                    ledger.close()
                    with suppress(OSError):
                        remove(places.unfinished)  # there is nothing to go on with
                raise
        with _writing(places):
            summary = finish(places, settings, ledger)
    with _writing(places):
        remove(places.unfinished)
    return summary


def _opened(places: Places, settings: Settings, *, resume: bool) -> Ledger:
    """The ledger of a new run, or of the one to go on with."""
    there = {path.name for path in places.out.iterdir()} if places.out.exists() else set()
    if there and not resume:
        raise BatchError(
            f"{places.out} is not empty; go on with the run there (resume), or write to another folder"
        )
    if there and places.unfinished.name not in there:
        raise BatchError(f"{places.out} is not empty, and has no run to go on with; write to another folder")
    places.unfinished.mkdir(parents=True, exist_ok=True)
    ledger = Ledger(places.ledger)
    begun = ledger.settings()
    if begun is None:
        ledger.begin(settings.as_dict())
    else:
        _compare(places, begun, settings)
    return ledger


def _finished(places: Places, settings: Settings) -> Summary:
    """The summary of a run that is finished already."""
    try:
        manifest = json.loads(places.manifest.read_bytes())
        _compare(places, manifest["settings"], settings)
        summary = Summary.from_dict(manifest["summary"])
    except (ValueError, LookupError, TypeError):
        raise BatchError(f"{places.manifest} is no manifest of a run; write to another folder") from None
    remove(places.unfinished)  # it may have been killed just before it did that itself
    return summary


def _compare(places: Places, begun: Mapping[str, Any], settings: Settings) -> None:
    for name, value in settings.as_dict().items():
        if begun[name] != value:
            raise BatchError(
                f"the run in {places.out} was begun with another {name}: {begun[name]}, and not {value}; go on with "
                "that, or write to another folder"
            )


@contextmanager
def _writing(places: Places) -> Iterator[None]:
    """What fails while a run writes is an error that says so."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
            raise BatchError(f"{places.out}: another process is at this run") from error
        raise _cannot_write(places, str(error)) from error
    except OSError as error:
        raise _cannot_write(places, error.strerror or str(error)) from error


def _cannot_write(places: Places, why: str) -> BatchError:
    message = f"cannot write {places.out}: {why}"
    if os.path.exists(places.unfinished):  # noqa: PTH110 (Path.exists raises for some places)
        message += (
            "; nothing that is written there is lost: when it can be written, go on with the run (resume)"
        )
    return BatchError(message)


class _Reading:
    """Reads a source part by part."""

    def __init__(
        self,
        places: Places,
        settings: Settings,
        ledger: Ledger,
        progress: Callable[[Status], None] | None,
        total: int | None,
    ) -> None:
        self._places = places
        self._settings = settings
        self._ledger = ledger
        self._progress = progress
        self._total = total
        self._position: float | None = None
        self._failures = 0
        self._done = self._at_start = ledger.progress()
        self._begin_part()

    @property
    def parts(self) -> int:
        """How many parts are entered."""
        return self._done.parts

    def read(self, found: Iterator[Entry], workers: int, time_limit: float) -> None:
        """Read all entries that are not in parts yet."""
        with _writing(self._places):
            self._remove_what_is_not_entered()
        chunks = pool.chunks(self._behind(found), cut=self._settings.part_size)
        work = Conversion(self._settings.tables, self._settings.parser)
        with closing(pool.carried_out(work, chunks, workers, time_limit)) as results:
            for converted in results:
                with _writing(self._places):
                    self._take(converted)
                    if self._entries == self._settings.part_size:
                        self._enter()
                self._report()
        if not self._done.entries and not self._entries:
            raise BatchError(
                f"no letters in {', '.join(self._settings.source)}: no files ending in .pdf or .txt"
            )
        with _writing(self._places):
            if self._entries:
                self._enter()
            self._ledger.complete()

    def _begin_part(self) -> None:
        self._entries = 0
        self._names = self._done.names
        self._counts: Counts = Counter()
        self._batches: dict[str, list[pa.RecordBatch]] = {name: [] for name in self._settings.tables}

    def _behind(self, found: Iterator[Entry]) -> Iterator[Entry]:
        """The entries behind those that are in parts."""
        names = BEGINNING.names
        for entry in islice(found, self._done.entries):
            names = _chained(names, entry.name)
        if names != self._done.names:
            raise BatchError(
                f"the run in {self._places.out} was begun with other files: some were added, renamed or removed; write "
                "to another folder"
            )
        for entry in found:
            self._position = entry.position
            yield entry

    def _remove_what_is_not_entered(self) -> None:
        for file in self._places.parts.rglob("part-*.parquet"):
            if part_number(file) >= self._done.parts:
                file.unlink()

    def _take(self, converted: Converted) -> None:
        keep = []
        for outcome in converted.outcomes:
            self._names = _chained(self._names, outcome.name)
            if isinstance(outcome, LetterFailure):
                self._failures += 1
                self._ledger.fail(outcome)
                count(self._counts, outcome)
                continue
            same = duplicate(outcome.name, outcome.letter_id, outcome.case_number, self._ledger.before)
            keep.append(same is None)
            if same is not None:
                self._ledger.leave_out(same)
            count(self._counts, same or outcome)
        self._entries += len(converted.outcomes)
        for name, packed in converted.tables.items():
            self._batches[name].append(packed.unpacked().of(keep))

    def _enter(self) -> None:
        """Write the part, and then enter it."""
        tables = {
            name: pa.Table.from_batches(self._batches[name], schema)
            for name, schema in self._settings.schemas.items()
        }
        parts = self._places.parts
        files = write_part(tables, parts, self._done.parts, by_year=self._settings.by_decision_year)
        sync(
            *files,
            *{folder for file in files for folder in file.parents if folder.is_relative_to(self._places.out)},
        )
        self._counts.update({(Counted.ROW, name): table.num_rows for name, table in tables.items()})
        self._done = Progress(self._done.parts + 1, self._done.entries + self._entries, self._names)
        self._ledger.enter_part(self._done, self._counts)
        self._begin_part()

    def _report(self) -> None:
        if self._progress is not None:
            files = self._done.entries + self._entries
            self._progress(Status(files, self._at_start.entries, self._failures, self._total, self._position))


def _chained(names: bytes, name: str) -> bytes:
    return hashlib.sha256(names + name.encode("utf-8", errors="surrogatepass")).digest()
