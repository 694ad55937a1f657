"""What an evaluation gives: scores by field, and by letter what is not as it is labelled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import Factory, field, frozen

from imrkit.corpus.results import LetterFailure
from imrkit.evaluation.fields import FIELDS, Group
from imrkit.evaluation.intervals import share
from imrkit.model import Span
from imrkit.rates import Rate


@frozen
class Counts:
    """Values of a field."""

    labelled: int = 0
    """How many the labels state."""
    read: int = 0
    """How many imrkit read."""
    right: int = 0
    """How many of those are as they are labelled."""

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.labelled + other.labelled, self.read + other.read, self.right + other.right)


@frozen
class Stated:
    """A labelled value, or one that was read, and its place in the text of the letter."""

    value: Any
    """As records have it: a text, a date in ISO 8601, a number, ``True``, a range as a tuple, an object."""
    span: Span | None = None
    """``None`` where the text has no words for it that could be found."""


@frozen
class Disagreement:
    """A field of a letter, or of one of its items, that was not read as it is labelled."""

    letter: str
    """The id of the labelled letter."""
    field: str
    """The name of the field: ``"item.drug.name"``."""
    path: str
    """Where it stands in the record: ``"items[0].drug.name"``."""
    labelled: tuple[Stated, ...]
    """The labelled values that were not read: at most one, but for lists."""
    read: tuple[Stated, ...]
    """The values that were read and are not labelled."""
    within: Span | None = None
    """The passage of the letter that the field belongs to, where that is known."""


@frozen
class LetterResult:
    """What became of one labelled letter."""

    letter: str
    """Its id."""
    source: str | None
    """The file that it was read from, or could not be; ``None`` where there is no such file."""
    failure: LetterFailure | None
    """Why it was not read, if it was not."""
    counts: Mapping[str, Counts] = field(repr=False)
    """The values of each field, by its name."""
    disagreements: tuple[Disagreement, ...] = field(repr=False)
    """In the order of the record. Of a letter that was not read, all that is labelled."""
    text: str = field(default="", repr=False)
    """What it was read from, which places point into; empty where nothing disagrees. Mind where you store it."""

    @property
    def was_read(self) -> bool:
        """Whether there is a file of it, and a letter in it."""
        return self.source is not None and self.failure is None


@frozen
class Score:
    """How well a field, or a group of fields, was read.

    A share is a number from 0 to 1 between the ends of its 95 % interval (see :mod:`imrkit.evaluation.intervals`), all
    three ``None`` where there is nothing to have a share of.
    """

    name: str
    """``"item.drug.name"``; of a group its word: ``"structure"``."""
    group: Group
    """The group that the field belongs to, or the group itself."""
    counts: Counts
    """The values that the shares are of."""
    precision: Rate
    """Of the values that were read, the share that is right."""
    recall: Rate
    """Of the labelled values, the share that was read."""
    f1: Rate
    """Of the values on either side, the share that is the same on both: the harmonic mean of precision and recall."""


def _score(name: str, group: Group, fields: Iterable[str], letters: Iterable[LetterResult]) -> Score:
    names = tuple(fields)
    by_letter = [sum((letter.counts[name] for name in names), Counts()) for letter in letters]
    return Score(
        name,
        group,
        sum(by_letter, Counts()),
        precision=share((counts.right, counts.read) for counts in by_letter),
        recall=share((counts.right, counts.labelled) for counts in by_letter),
        f1=share((counts.right, (counts.labelled + counts.read) / 2) for counts in by_letter),
    )


def _scores(evaluation: Evaluation) -> tuple[Score, ...]:
    return tuple(_score(field.name, field.group, [field.name], evaluation.letters) for field in FIELDS)


def _groups(evaluation: Evaluation) -> tuple[Score, ...]:
    return tuple(
        _score(
            group.value, group, [field.name for field in FIELDS if field.group is group], evaluation.letters
        )
        for group in Group
    )


@frozen
class Evaluation:
    """How well labelled letters were read."""

    letters: tuple[LetterResult, ...]
    """The labelled letters, in the order of their records."""
    unlabelled: tuple[str, ...] = ()
    """The files that no record is about. They take no part."""
    repeated: tuple[str, ...] = ()
    """The files that were left out because one with the same stem was read before them."""
    failures: tuple[LetterFailure, ...] = ()
    """What else could not be read: folders, archives, and files beside one of the same stem that could."""
    scores: tuple[Score, ...] = field(init=False, repr=False, default=Factory(_scores, takes_self=True))
    """Of every field, in the order of :data:`~imrkit.evaluation.fields.FIELDS`."""
    groups: tuple[Score, ...] = field(init=False, repr=False, default=Factory(_groups, takes_self=True))
    """Of every group: all values of its fields together."""

    @property
    def disagreements(self) -> Iterator[Disagreement]:
        """Of all letters, in their order."""
        return (found for letter in self.letters for found in letter.disagreements)

    @property
    def missing(self) -> tuple[LetterResult, ...]:
        """The labelled letters that were not read."""
        return tuple(letter for letter in self.letters if not letter.was_read)

    def score(self, name: str) -> Score:
        """The score of the field or the group called *name*.

        Raises:
            KeyError: there is none.
        """
        for found in (*self.scores, *self.groups):
            if found.name == name:
                return found
        raise KeyError(name)
