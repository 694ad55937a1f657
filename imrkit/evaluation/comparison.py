"""One labelled letter beside what was read of it: the values of each field, and which of them are the same.

Items are paired in their order, and so are citations that are the same; a missing or an extra item costs all its
fields. Whatever holds the values, they are paired by one rule: each labelled one takes the first of those read that is
the same and not yet taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, Final

from attrs import frozen

from imrkit.evaluation.fields import BY_LEVEL, CITATIONS, SIDES, Field, Level
from imrkit.labels import Record

_NOTHING: Final[Record] = {}


@frozen
class Slot:
    """A field of one holder: the letter, one of its items, one side's guidelines, a citation."""

    field: Field
    base: str
    """The path of the holder in the records; empty for the letter."""
    evidence: str
    """The path of the holder of the values that were read, in :attr:`~imrkit.model.Letter.evidence`."""
    labelled: tuple[Any, ...]
    read: tuple[Any, ...]
    pairs: tuple[tuple[int, int], ...]
    """Which labelled value is the same as which one that was read, by their numbers."""

    @property
    def path(self) -> str:
        """Where the field stands in the records."""
        return f"{self.base}.{self.field.path}" if self.base else self.field.path

    @property
    def missed(self) -> tuple[int, ...]:
        """The labelled values that were not read."""
        found = {number for number, _ in self.pairs}
        return tuple(number for number in range(len(self.labelled)) if number not in found)

    @property
    def extra(self) -> tuple[int, ...]:
        """The values that were read and are not labelled."""
        found = {number for _, number in self.pairs}
        return tuple(number for number in range(len(self.read)) if number not in found)


def slots(labelled: Record, read: Record) -> Iterator[Slot]:
    """Every field of a letter, as it is labelled and as it was read, both as :mod:`imrkit.gold` has them."""
    yield from _at(Level.LETTER, "", "", labelled, read)
    items = zip_longest(labelled.get("items") or (), read.get("items") or (), fillvalue=_NOTHING)
    for n, (item, other) in enumerate(items):
        base = f"items[{n}]"
        yield from _at(Level.ITEM, base, base, item, other)
        for side, evidence in SIDES.items():
            yield from _guidelines(
                f"{base}.{side}",
                f"{base}.{evidence}",
                item.get(side) or _NOTHING,
                other.get(side) or _NOTHING,
            )


def _at(level: Level, base: str, evidence: str, labelled: Record, read: Record) -> Iterator[Slot]:
    for field in BY_LEVEL[level]:
        yield _slot(field, base, evidence, labelled, read)


def _slot(field: Field, base: str, evidence: str, labelled: Record, read: Record) -> Slot:
    one, other = field.values(labelled), field.values(read)
    return Slot(field, base, evidence, one, other, tuple(_pairs(one, other, field.same)))


def _pairs(
    labelled: Sequence[Any], read: Sequence[Any], same: Callable[[Any, Any], bool]
) -> Iterator[tuple[int, int]]:
    left = list(range(len(read)))
    for n, value in enumerate(labelled):
        taken = next((other for other in left if same(value, read[other])), None)
        if taken is not None:
            left.remove(taken)
            yield n, taken


def _guidelines(base: str, evidence: str, labelled: Record, read: Record) -> Iterator[Slot]:
    """What one side cites, and the details of what it cites from the MTUS.

    Outside the MTUS the details are part of what makes two citations the same.
    """
    for field in BY_LEVEL[Level.SIDE]:
        slot = _slot(field, base, evidence, labelled, read)
        yield slot
        if field is CITATIONS:
            found: Mapping[int, int] = dict(slot.pairs)
            for n, citation in enumerate(slot.labelled):
                if citation["mtus"]:
                    same = found.get(n)
                    yield from _at(
                        Level.CITATION,
                        f"{base}.{field.path}[{n}]",
                        f"{evidence}.{field.evidence}[{n if same is None else same}]",
                        citation,
                        _NOTHING if same is None else slot.read[same],
                    )
