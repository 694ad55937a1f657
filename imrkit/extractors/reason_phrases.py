"""Finding the phrases of a vocabulary in the words of a sentence.

A phrase is a row of slots, one a word: ``no/little evidence``, ``improve* .. function*``. A slot lists the
words or stems that may stand there; ``..`` lets up to four other words in between, ``...`` up to twelve.

A rationale has hundreds of words and the vocabulary hundreds of phrases. So which phrases may start with a
pair of words is remembered as pairs turn up, and a phrase with a gap is tried only in a sentence that has a
word for each slot behind a gap.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Final, NamedTuple

from attrs import frozen

from imrkit.vocabulary import Reason

_REMEMBERED: Final = 16_384  # how many words, and pairs of words, are remembered
_REACH: Final = {"..": 5, "...": 13}  # how far behind a gap the next word may be


@frozen
class _Slot:
    """One word of a phrase: what may stand there, and how far behind the word before it."""

    words: frozenset[str]
    stems: tuple[str, ...]
    reach: int

    def fits(self, word: str) -> bool:
        return word in self.words or word.startswith(self.stems)

    @property
    def kind(self) -> tuple[frozenset[str], tuple[str, ...]]:
        """What tells slots apart that a word may fit: all but the reach."""
        return self.words, self.stems


@frozen
class Phrase:
    """A phrase, the part it plays in a sentence, and the reason it stands for."""

    role: str
    reason: Reason | None
    slots: tuple[_Slot, ...]

    @classmethod
    def parse(cls, role: str, reason: Reason | None, text: str) -> Phrase:
        """The phrase that a data file writes as *text*."""
        slots = []
        reach = 1
        for word in text.split():
            if word in _REACH:
                reach = _REACH[word]
                continue
            ways = word.split("/")
            stems = tuple(way[:-1] for way in ways if way.endswith("*"))
            slots.append(_Slot(frozenset(way for way in ways if not way.endswith("*")), stems, reach))
            reach = 1
        return cls(role, reason, tuple(slots))


class Hit(NamedTuple):
    """Where a phrase stands: from word ``start`` up to, not including, word ``end``."""

    start: int
    end: int
    reason: Reason | None


class _Begun(NamedTuple):
    """A phrase of which the first words are seen."""

    seen: int  # words
    needs: int  # a bit for each word to come
    rest: tuple[tuple[int, int], ...]  # for each word to come, its bit and its reach
    role: str
    reason: Reason | None


class _Fitting:
    """Which of a number of slots a word fits, without asking each."""

    def __init__(self, slots: Iterable[_Slot]) -> None:
        self._words: dict[str, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        for number, slot in enumerate(slots):
            for word in slot.words:
                self._words.setdefault(word, []).append(number)
            for stem in slot.stems:
                self._stems.setdefault(stem, []).append(number)
        self._lengths = sorted({len(stem) for stem in self._stems})

    def numbers(self, word: str) -> list[int]:
        """The numbers of the slots that *word* fits, in order."""
        found = {*self._words.get(word, ())}
        for length in self._lengths:
            found.update(self._stems.get(word[:length], ()))
        return sorted(found)


class _Masks(dict[str, int]):
    """For each word, a bit for each slot that it fits, but for the slots that begin a phrase."""

    def __init__(self, slots: Iterable[_Slot]) -> None:
        kinds = {slot.kind: slot for slot in slots}
        self.fitting = _Fitting(kinds.values())
        self.bits = {kind: 1 << number for number, kind in enumerate(kinds)}

    def __missing__(self, word: str) -> int:
        mask = sum(1 << number for number in self.fitting.numbers(word))
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = mask
        return mask


class _Nexts(dict[str, tuple[_Begun, ...]]):
    """For each word that follows a certain one, the phrases that may start with the two."""

    def __init__(self, phrases: list[Phrase], masks: _Masks) -> None:
        self.phrases = phrases
        self.masks = masks

    def __missing__(self, word: str) -> tuple[_Begun, ...]:
        found = []
        for phrase in self.phrases:
            slots = phrase.slots
            seen = 1
            if len(slots) > 1 and slots[1].reach == 1:
                if not slots[1].fits(word):
                    continue
                seen = 2
            rest = tuple((self.masks.bits[slot.kind], slot.reach) for slot in slots[seen:])
            needs = reduce(or_, (bit for bit, _ in rest), 0)
            found.append(_Begun(seen, needs, rest, phrase.role, phrase.reason))
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = tuple(found)
        return self[word]


class _Starts(dict[str, _Nexts | None]):
    """For each word, what may follow it in the phrases that start with it; ``None`` if none does."""

    def __init__(self, phrases: tuple[Phrase, ...], masks: _Masks) -> None:
        self.phrases = phrases
        self.masks = masks
        self.fitting = _Fitting(phrase.slots[0] for phrase in phrases)

    def __missing__(self, word: str) -> _Nexts | None:
        starting = [self.phrases[number] for number in self.fitting.numbers(word)]
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = _Nexts(starting, self.masks) if starting else None
        return self[word]


class Phrases:
    """Finds the phrases of a vocabulary in a sentence, in time linear in its words."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        every = tuple(phrases)
        self._masks = _Masks(slot for phrase in every for slot in phrase.slots[1:])
        self._starts = _Starts(every, self._masks)

    def hits(self, words: list[str], last: str | None = None) -> dict[str, list[Hit]]:
        """Every phrase that stands in *words*, by its role, in the order in which they start.

        The first phrase of the role *last* settles the matter: nothing behind it is looked at.
        """
        found: dict[str, list[Hit]] = {}
        masks: list[int] = []
        present = 0
        start = -1
        for nexts in map(self._starts.__getitem__, words):
            start += 1
            if nexts is None:
                continue
            for seen, needs, rest, role, reason in nexts[words[start + 1] if start + 1 < len(words) else ""]:
                end = start + seen
                if needs:
                    if not masks:
                        masks = list(map(self._masks.__getitem__, words))
                        present = reduce(or_, masks)
                    if needs & present != needs:
                        continue
                    end = _end(rest, masks, end)
                    if not end:
                        continue
                if role in found:
                    found[role].append(_new_hit(Hit, (start, end, reason)))
                else:
                    found[role] = [_new_hit(Hit, (start, end, reason))]
                    if role == last:
                        return found
        return found


_new_hit: Final = tuple.__new__  # a third of the time of calling the class


def _end(rest: tuple[tuple[int, int], ...], masks: list[int], at: int) -> int:
    """Where a phrase ends of which *rest* is still to come, the first of it at word *at* or behind, or 0."""
    for bit, reach in rest:
        for mask in masks[at : at + reach]:
            at += 1
            if mask & bit:
                break
        else:
            return 0
    return at
