"""How well imrkit reads letters that somebody has labelled: by field, with what is wrong in its place.

>>> from imrkit.evaluation import evaluate
>>> evaluation = evaluate("examples/labelled.jsonl", "examples/letters", workers=0)
>>> evaluation.score("item.decision").counts
Counts(labelled=9, read=9, right=9)

The labels are records in the format of labelled letters (:mod:`imrkit.gold`); a record and a letter belong together
when the record's ``id`` is the stem of the letter's file.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from pathlib import PurePath
from typing import Final

from imrkit.corpus import TIME_LIMIT, LetterFailure, LetterRead, Source, read_entries
from imrkit.corpus.entries import Entry, entries
from imrkit.corpus.folders import may_be_a_letter
from imrkit.evaluation.comparison import Slot, slots
from imrkit.evaluation.fields import FIELDS, Field, Group
from imrkit.evaluation.places import Places
from imrkit.evaluation.results import Counts, Disagreement, Evaluation, LetterResult, Score, Stated
from imrkit.gold import record
from imrkit.labels import Record, check_labels, read_labels
from imrkit.parser import Parser

__all__ = [
    "FIELDS",
    "Counts",
    "Disagreement",
    "Evaluation",
    "Field",
    "Group",
    "LetterResult",
    "Score",
    "Stated",
    "evaluate",
]

_NOTHING: Final[Record] = {}


def evaluate(
    labels: str | os.PathLike[str] | Iterable[Record],
    letters: Source,
    *,
    parser: Parser | None = None,
    workers: int | None = None,
    time_limit: float = TIME_LIMIT,
    progress: Callable[[int], object] | None = None,
) -> Evaluation:
    """Read labelled letters and compare what was read with the labels.

    Of several files with one stem the first that can be read is compared. Files that no record is about are not read. A
    labelled letter that has no file, or that cannot be read, counts as one of which nothing was read.

    Args:
        labels: the path of a file with records, or the records.
        letters: where the letters are, as :func:`~imrkit.corpus.read_letters` takes it.
        parser: reads the letters; by default as :func:`~imrkit.parse_letter` does.
        workers: how many processes read, as for :func:`~imrkit.corpus.read_letters`.
        time_limit: seconds for a file.
        progress: is told how many files have been read, after each.

    Returns:
        The scores of all fields, and what became of each labelled letter.

    Raises:
        LabelError: the labels are none.
        OSError: the labels cannot be read.
        FileNotFoundError: there is no such source.
        MissingExtraError: as for :func:`~imrkit.corpus.read_letters`.
        WorkerError: as for :func:`~imrkit.corpus.read_letters`.
        PluginError: as for :func:`~imrkit.corpus.read_letters`.
        ExtractorError: as for :func:`~imrkit.corpus.read_letters`.
    """
    records = read_labels(labels) if isinstance(labels, str | os.PathLike) else check_labels(labels)
    by_letter = {label["id"]: label for label in records}
    compared: dict[str, LetterResult] = {}
    failures: list[LetterFailure] = []
    unlabelled: list[str] = []
    repeated: list[str] = []
    found = _labelled(entries(letters), by_letter, unlabelled)
    results = read_entries(found, workers=workers, time_limit=time_limit, parser=parser)
    for number, result in enumerate(results, start=1):
        letter = _stem(result.name)
        if isinstance(result, LetterFailure):
            failures.append(result)
        elif letter not in by_letter:
            unlabelled.append(result.name)
        elif letter in compared:
            repeated.append(result.name)
        else:
            compared[letter] = _compared(by_letter[letter], result)
        if progress is not None:
            progress(number)
    unread = {_stem(failure.name): failure for failure in reversed(failures)}  # the first of each stem
    of_letters = tuple(
        compared.get(letter) or _not_read(label, unread.get(letter)) for letter, label in by_letter.items()
    )
    others = [failure for failure in failures if all(failure is not letter.failure for letter in of_letters)]
    return Evaluation(of_letters, tuple(unlabelled), tuple(repeated), tuple(others))


def _stem(name: str) -> str:
    return PurePath(name).stem


def _labelled(found: Iterable[Entry], letters: Container[str], unlabelled: list[str]) -> Iterator[Entry]:
    """The entries that a record is about, and those that are no letters but what could not be opened."""
    for entry in found:
        if may_be_a_letter(PurePath(entry.name).name) and _stem(entry.name) not in letters:
            unlabelled.append(entry.name)
        else:
            yield entry


def _compared(label: Record, result: LetterRead) -> LetterResult:
    found = list(slots(label, record(label["id"], result.letter)))
    differing = [slot for slot in found if slot.missed or slot.extra]
    places = Places(result.letter)
    return LetterResult(
        label["id"],
        result.name,
        None,
        _counts(found),
        tuple(_disagreement(label["id"], slot, places) for slot in differing),
        result.letter.text if differing else "",
    )


def _not_read(label: Record, failure: LetterFailure | None) -> LetterResult:
    found = [slot for slot in slots(label, _NOTHING) if slot.labelled]
    return LetterResult(
        label["id"],
        None if failure is None else failure.name,
        failure,
        _counts(found),
        tuple(
            Disagreement(label["id"], slot.field.name, slot.path, tuple(map(Stated, slot.labelled)), ())
            for slot in found
        ),
    )


def _counts(found: Iterable[Slot]) -> dict[str, Counts]:
    labelled, read, right = Counter[str](), Counter[str](), Counter[str]()
    for slot in found:
        labelled[slot.field.name] += len(slot.labelled)
        read[slot.field.name] += len(slot.read)
        right[slot.field.name] += len(slot.pairs)
    return {field.name: Counts(labelled[field.name], read[field.name], right[field.name]) for field in FIELDS}


def _disagreement(letter: str, slot: Slot, places: Places) -> Disagreement:
    return Disagreement(
        letter,
        slot.field.name,
        slot.path,
        tuple(Stated(slot.labelled[n], places.of_labelled(slot, n)) for n in slot.missed),
        tuple(Stated(slot.read[n], places.of_read(slot, n)) for n in slot.extra),
        places.within(slot),
    )
