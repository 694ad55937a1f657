"""What a run has done so far, in a database: what is not in it has not happened.

A part of a run (its letters, failures, duplicates and counts) is entered at once or not at all, after its files are
on the disk. So a run that is killed, whenever that is, goes on behind the last part that is entered. And the letters
seen so far, which tell duplicates, need no memory.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from imrkit.batch.summary import Counts
from imrkit.corpus.results import FailureReason, LetterFailure
from imrkit.tables.columns import DuplicateRow, Same, source_text

_TABLES: Final = (
    "CREATE TABLE run (settings TEXT NOT NULL, complete INTEGER NOT NULL)",
    "CREATE TABLE parts (number INTEGER PRIMARY KEY, entries INTEGER NOT NULL, names BLOB NOT NULL)",
    "CREATE TABLE seen (known_by TEXT PRIMARY KEY, letter_id BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE failures (source TEXT, sha256 TEXT, reason TEXT, message TEXT)",
    "CREATE TABLE duplicates (source TEXT, letter_id TEXT, case_number TEXT, same TEXT)",
    "CREATE TABLE counts (kind TEXT, name TEXT, number INTEGER, PRIMARY KEY (kind, name)) WITHOUT ROWID",
)


class Progress(NamedTuple):
    """How far a run has come."""

    parts: int
    entries: int
    """How many entries of the source are in those parts."""
    names: bytes
    """A digest of the names of these entries, in order."""


BEGINNING: Final = Progress(0, 0, b"")


class Ledger:
    """The ledger of a run, open for this process and no other."""

    def __init__(self, path: Path) -> None:
        """Open the ledger at *path*; it is made if there is none.

        Raises:
            sqlite3.Error: it cannot be opened, or another process has it.
        """
        self._database = sqlite3.connect(path, isolation_level=None, timeout=0)
        try:
            self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._database.execute("PRAGMA synchronous = FULL")
            self._database.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error:
            self._database.close()
            raise

    def close(self) -> None:
        """Close it; what is not entered is forgotten."""
        self._database.close()

    def settings(self) -> dict[str, Any] | None:
        """What the run was begun with; ``None`` where none was begun."""
        begun = self._database.execute("SELECT 1 FROM sqlite_master WHERE name = 'run'").fetchone()
        if begun is None:
            return None
        (written,) = self._database.execute("SELECT settings FROM run").fetchone()
        settings: dict[str, Any] = json.loads(written)
        return settings

    def begin(self, settings: dict[str, Any]) -> None:
        """Begin a run with *settings*, plain data."""
        for table in _TABLES:
            self._database.execute(table)
        self._database.execute("INSERT INTO run VALUES (?, 0)", (json.dumps(settings),))
        self._enter()

    def progress(self) -> Progress:
        """How far the run has come."""
        parts, entries = self._database.execute("SELECT count(*), total(entries) FROM parts").fetchone()
        if not parts:
            return BEGINNING
        (names,) = self._database.execute("SELECT names FROM parts ORDER BY number DESC LIMIT 1").fetchone()
        return Progress(parts, int(entries), names)

    def is_complete(self) -> bool:
        """Whether all entries of the source are in parts."""
        (complete,) = self._database.execute("SELECT complete FROM run").fetchone()
        return bool(complete)

    def before(self, known_by: str, letter_id: str) -> str | None:
        """The letter that was *known_by* this before; if there is none, this one is remembered."""
        seen = self._database.execute("SELECT letter_id FROM seen WHERE known_by = ?", (known_by,)).fetchone()
        if seen is not None:
            kept: bytes = seen[0]
            return kept.hex()
        self._database.execute("INSERT INTO seen VALUES (?, ?)", (known_by, bytes.fromhex(letter_id)))
        return None

    def fail(self, failure: LetterFailure) -> None:
        row = (source_text(failure.name), failure.sha256, failure.reason, failure.message)
        self._database.execute("INSERT INTO failures VALUES (?, ?, ?, ?)", row)

    def leave_out(self, duplicate: DuplicateRow) -> None:
        row = duplicate._replace(source=source_text(duplicate.source))
        self._database.execute("INSERT INTO duplicates VALUES (?, ?, ?, ?)", row)

    def enter_part(self, progress: Progress, counts: Counts) -> None:
        """Enter the next part of the run, with what was said of its letters since the one before."""
        entries = progress.entries - self.progress().entries
        self._database.execute(
            "INSERT INTO parts VALUES (?, ?, ?)", (progress.parts - 1, entries, progress.names)
        )
        self._database.executemany(
            "INSERT INTO counts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET number = number + excluded.number",
            ((kind, name, number) for (kind, name), number in counts.items()),
        )
        self._enter()

    def complete(self) -> None:
        """Enter that there are no more parts to come."""
        self._database.execute("UPDATE run SET complete = 1")
        self._enter()

    def counts(self) -> Counts:
        rows = self._database.execute("SELECT kind, name, number FROM counts")
        return Counter({(kind, name): number for kind, name, number in rows})

    def failures(self) -> Iterator[LetterFailure]:
        """All failures, in order."""
        rows = self._database.execute("SELECT source, reason, message, sha256 FROM failures ORDER BY rowid")
        for source, reason, message, sha256 in rows:
            yield LetterFailure(source, FailureReason(reason), message, sha256)

    def duplicates(self) -> Iterator[DuplicateRow]:
        """All duplicates, in order."""
        rows = self._database.execute(
            "SELECT source, letter_id, case_number, same FROM duplicates ORDER BY rowid"
        )
        for source, letter_id, case_number, same in rows:
            yield DuplicateRow(source, letter_id, case_number, Same(same))

    def _enter(self) -> None:
        self._database.execute("COMMIT")
        self._database.execute("BEGIN EXCLUSIVE")
