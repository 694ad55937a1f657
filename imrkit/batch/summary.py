"""What a run has come to, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

from attrs import asdict, fields, frozen

from imrkit.batch.work import Record
from imrkit.corpus.results import LetterFailure
from imrkit.tables.columns import DuplicateRow
from imrkit.vocabulary import Decision

UNDECIDED: Final = "undecided"


class Counted(StrEnum):
    """What is counted in a run."""

    LETTER = "letter"
    DUPLICATE = "duplicate"  # by what it has in common with the letter that was kept
    FAILURE = "failure"  # by reason
    DECISION = "decision"
    FINDING = "finding"  # by code
    ROW = "row"  # by table


Counts = Counter[tuple[str, str]]
"""How many of something there are, by kind and name: ``(Counted.FAILURE, "no text")``."""


def count(counts: Counts, outcome: Record | DuplicateRow | LetterFailure) -> None:
    """Add what became of a file to *counts*."""
    if isinstance(outcome, LetterFailure):
        counts[Counted.FAILURE, outcome.reason] += 1
    elif isinstance(outcome, DuplicateRow):
        counts[Counted.DUPLICATE, outcome.same] += 1
    else:
        counts[Counted.LETTER, ""] += 1
        for code in outcome.findings:
            counts[Counted.FINDING, code] += 1
        for decision in outcome.decisions:
            counts[Counted.DECISION, decision or UNDECIDED] += 1


@frozen
class Summary:
    """The numbers of a run. Decisions and findings are those of the letters that were kept."""

    letters: int
    """How many letters were read and kept."""
    duplicates: Mapping[str, int]
    """How many were read and left out, by what they have in common with one that was kept:
    :class:`~imrkit.tables.Same`."""
    failures: Mapping[str, int]
    """How many files were not read, by :class:`~imrkit.FailureReason`."""
    decisions: Mapping[str, int]
    """How many items are ``"upheld"``, ``"overturned"`` and ``"undecided"``."""
    findings: Mapping[str, int]
    """How many findings there are, by :class:`~imrkit.FindingCode`."""
    rows: Mapping[str, int]
    """How many rows each table has, by its name."""

    @property
    def files(self) -> int:
        """How many files there were."""
        return self.letters + sum(self.duplicates.values()) + sum(self.failures.values())

    @property
    def overturn_rate(self) -> float | None:
        """The share of decided items that are overturned, from 0 to 1; ``None`` where none is decided."""
        overturned = self.decisions.get(Decision.OVERTURNED, 0)
        decided = overturned + self.decisions.get(Decision.UPHELD, 0)
        return overturned / decided if decided else None

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Summary:
        """The summary that :meth:`as_dict` gave as *data*.

        Raises:
            KeyError: a number is missing.
        """
        return cls(**{field.name: data[field.name] for field in fields(cls)})

    def as_dict(self) -> dict[str, Any]:
        """The numbers as plain data, with :attr:`files` and :attr:`overturn_rate`; as they are in ``manifest.json``."""
        return {"files": self.files, **asdict(self), "overturn_rate": self.overturn_rate}


def summarised(counts: Mapping[tuple[str, str], int], tables: Iterable[str]) -> Summary:
    """The summary that *counts* make, with the rows of all *tables*, also of those that have none."""

    def of(kind: Counted) -> dict[str, int]:
        numbers = {name: number for (counted, name), number in counts.items() if counted == kind}
        return dict(sorted(numbers.items(), key=lambda entry: (-entry[1], entry[0])))

    rows = of(Counted.ROW)
    return Summary(
        letters=sum(of(Counted.LETTER).values()),
        duplicates=of(Counted.DUPLICATE),
        failures=of(Counted.FAILURE),
        decisions=of(Counted.DECISION),
        findings=of(Counted.FINDING),
        rows={name: rows.get(name, 0) for name in tables},
    )
