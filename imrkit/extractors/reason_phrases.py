"""Finding the phrases of a vocabulary in the words of a text.

A phrase is a row of slots, one a word: ``no/little evidence``, ``improve* .. function*``. A slot lists the
words or stems that may stand there; ``..`` lets up to four other words in between, ``...`` up to twelve.

A rationale has hundreds of words and the vocabulary a thousand phrases. So each word is first turned into one
character, its code: the same for all words between which no phrase distinguishes. Which phrases may start with
a pair of codes is worked out when the pair first turns up; those with a gap are tried only where one of the
words that may stand behind the gap is near.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise, repeat
from typing import Final, NamedTuple

from attrs import frozen

from imrkit.vocabulary import Reason

_REMEMBERED: Final = 65_536  # how many pairs of codes are remembered
_GAPS: Final = {"..": 4, "...": 12}  # how many other words may stand in a gap
END: Final = "."  # the end of a sentence, a word of its own that no gap reaches over
_UNKNOWN: Final = " "  # the code of a word that is in no phrase
_FIRST_CODE: Final = 0x100
END_CODE: Final = chr(_FIRST_CODE - 1)


@frozen
class Slot:
    """One word of a phrase: what may stand there, and how many words may be skipped before it."""

    words: frozenset[str]
    stems: frozenset[str]
    gap: int

    @property
    def shortest(self) -> int:
        """The length of the shortest word or stem that may stand here: long ones are rare."""
        return min(map(len, self.words | self.stems))


@frozen
class Phrase:
    """A phrase, the part it plays in a sentence, and the reason it stands for."""

    role: str
    reason: Reason | None
    slots: tuple[Slot, ...]

    @classmethod
    def parse(cls, role: str, reason: Reason | None, text: str) -> Phrase:
        """The phrase that a data file writes as *text*."""
        slots = []
        gap = 0
        for word in text.split():
            if word in _GAPS:
                gap = _GAPS[word]
                continue
            ways = word.split("/")
            stems = frozenset(way[:-1] for way in ways if way.endswith("*"))
            slots.append(Slot(frozenset(way for way in ways if not way.endswith("*")), stems, gap))
            gap = 0
        return cls(role, reason, tuple(slots))


class Hit(NamedTuple):
    """Where a phrase stands: from word ``start`` up to, not including, word ``end``; and what it means."""

    start: int
    end: int
    role: str
    reason: Reason | None


Hits = dict[str, list[Hit]]
"""The phrases of a sentence by their role, in the order in which they start."""


class Encoded(NamedTuple):
    """A text as the codes of its words."""

    words: list[str]  # with one more at the end, so that each word has a next one
    text: str


class Codes:
    """The code of each word that is in a phrase: a stem stands for the words that it makes with an ending."""

    def __init__(self, phrases: Iterable[Phrase], endings: Sequence[str]) -> None:
        slots = {slot for phrase in phrases for slot in phrase.slots}
        listed = {word for slot in slots for word in slot.words} | {END}
        stems = {stem for slot in slots for stem in slot.stems}
        self._numbers: dict[tuple[str, ...], str] = {(END,): END_CODE}
        self._codes: dict[str, str] = {}
        self._fits: dict[str, set[str]] = {}
        for word in sorted(listed):
            self._codes[word] = self._code((word, *_stems_of(word, stems)))
        for stem in sorted(stems, key=lambda stem: (-len(stem), stem)):  # the longest stem of a word decides
            code = self._code(_stems_of(stem, stems))
            for ending in endings:
                self._codes.setdefault(stem + ending, code)

    def _code(self, ways: tuple[str, ...]) -> str:
        """The code of words that phrases may write in these *ways*: as they are, or by a stem."""
        code = self._numbers.setdefault(ways, chr(_FIRST_CODE + len(self._numbers)))
        for way in ways:
            self._fits.setdefault(way, set()).add(code)
        return code

    def encode(self, words: list[str]) -> Encoded:
        """The codes of *words*."""
        codes = list(map(self._codes.get, words, repeat(_UNKNOWN)))
        text = "".join(codes)
        codes.append(_UNKNOWN)
        return Encoded(codes, text)

    def words(self, codes: set[str]) -> frozenset[str]:
        """All words that have one of *codes*."""
        return frozenset(word for word, code in self._codes.items() if code in codes)

    def of(self, slot: Slot) -> frozenset[str]:
        """The codes of all words that *slot* fits."""
        fits = [self._fits[way] for way in slot.words] + [self._fits[f"{stem}*"] for stem in slot.stems]
        return frozenset[str]().union(*fits)


def _stems_of(word: str, stems: set[str]) -> tuple[str, ...]:
    return tuple(f"{word[:length]}*" for length in range(1, len(word) + 1) if word[:length] in stems)


class _Rest:
    """The words of a phrase behind the ones that are found without a pattern."""

    def __init__(self, slots: tuple[Slot, ...], fits: list[frozenset[str]]) -> None:
        self._gaps = [slot.gap for slot in slots]
        self._fits = ["".join(sorted(fit)) for fit in fits]

    @cached_property
    def match(self) -> Callable[[str, int], re.Match[str] | None]:
        """Matches these words: behind a gap the first that fits, once and for all, as time is short."""
        slots = zip(self._gaps, self._fits, strict=True)
        pattern = "".join(
            f"(?>[^{END_CODE}]{{0,{gap}}}?[{fit}])" if gap else f"[{fit}]" for gap, fit in slots
        )
        return re.compile(pattern).match


class _Phrase(NamedTuple):
    """A phrase that may start at a word."""

    role: str
    reason: Reason | None
    seen: int  # how many of its words are seen
    rest: _Rest | None  # what comes behind the next word
    needs: frozenset[str]  # the codes of that next word
    reach: int  # how near


class _Begun(NamedTuple):
    """The phrases that may start with two certain words."""

    whole: list[tuple[str, Reason | None, int]]  # role, reason and number of words
    partial: dict[str, list[_Phrase]]  # by the codes that they need
    needs: frozenset[str]  # these codes
    reach: int  # how near one of them must be

    @classmethod
    def of(cls, phrases: list[_Phrase]) -> _Begun:
        """What *phrases*, which have their first two words, still need."""
        partial: dict[str, list[_Phrase]] = {}
        for phrase in phrases:
            for need in phrase.needs:
                partial.setdefault(need, []).append(phrase)
        whole = [phrase[:3] for phrase in phrases if not phrase.needs]
        return cls(whole, partial, frozenset(partial), max(phrase.reach + 1 for phrase in phrases))


Begun = list[tuple[int, dict[str, _Begun]]]
"""The words of a sentence with which phrases may start: which word, and the phrases by their question."""


class _Pairs(dict[tuple[str, str], dict[str, _Begun] | None]):
    """For each pair of codes, the phrases that may start with the two; ``None`` if none does."""

    def __init__(self) -> None:
        self._starts: dict[str, list[tuple[str, _Phrase, frozenset[str] | None]]] = {}
        self._alike: dict[tuple[int, ...], dict[str, _Begun] | None] = {(): None}

    def add(self, question: str, phrase: Phrase, fits: list[frozenset[str]]) -> None:
        """Add a phrase of which the words fit the codes *fits*."""
        follows = fits[1] if len(fits) > 1 and not phrase.slots[1].gap else None
        seen = 1 if follows is None else 2
        whole = len(fits) == seen
        rest = _Rest(phrase.slots[seen + 1 :], fits[seen + 1 :]) if len(fits) > seen + 1 else None
        needs = frozenset[str]() if whole else fits[seen]
        reach = 0 if whole else phrase.slots[seen].gap + seen
        start = question, _Phrase(phrase.role, phrase.reason, seen, rest, needs, reach), follows
        for code in fits[0]:
            self._starts.setdefault(code, []).append(start)

    def __missing__(self, pair: tuple[str, str]) -> dict[str, _Begun] | None:
        first, second = pair
        starts = [start for start in self._starts.get(first, ()) if start[2] is None or second in start[2]]
        if len(self) >= _REMEMBERED:
            self.clear()
        alike = tuple(map(id, starts))  # most pairs begin the same phrases as another one
        if alike not in self._alike:
            possible: dict[str, list[_Phrase]] = {}
            for question, phrase, _ in starts:
                possible.setdefault(question, []).append(phrase)
            self._alike[alike] = {question: _Begun.of(phrases) for question, phrases in possible.items()}
        begun = self[pair] = self._alike[alike]
        return begun


class Phrases:
    """Finds the phrases of a vocabulary in an encoded text, in time linear in its words.

    The phrases are told apart by the question that they answer, as not every question is asked of each
    sentence; the words with which phrases start are looked up once for all questions.
    """

    def __init__(self, questions: Mapping[str, Iterable[Phrase]], codes: Codes) -> None:
        self._pairs = _Pairs()
        self.signs: dict[str, frozenset[str]] = {}
        """For each question the words of which a sentence has at least one if it answers it at all."""
        for question, phrases in questions.items():
            signs: set[str] = set()
            for phrase in phrases:
                fits = [codes.of(slot) for slot in phrase.slots]
                self._pairs.add(question, phrase, fits)
                signs |= fits[max(range(len(fits)), key=lambda place: phrase.slots[place].shortest)]
            self.signs[question] = codes.words(signs)

    def begun(self, encoded: Encoded, first: int, stop: int) -> Begun:
        """The words from *first* up to *stop* with which phrases may start."""
        pairs = map(self._pairs.__getitem__, pairwise(encoded.words[first : stop + 1]))
        return [(at, begun) for at, begun in enumerate(pairs, first) if begun]


def hits(question: str, encoded: Encoded, begun: Begun, last: str | None = None) -> Hits:
    """The phrases that answer *question* and start with the words *begun*.

    The first phrase of the role *last* settles the matter: nothing behind it is looked for.
    """
    words = encoded.words
    found: Hits = {}
    for at, questions in begun:
        if question not in questions:
            continue
        whole, _, needs, reach = questions[question]
        for role, reason, length in whole:
            hit = _new_hit(Hit, (at, at + length, role, reason))
            if role in found:
                found[role].append(hit)
            else:
                found[role] = [hit]
        if needs and not needs.isdisjoint(words[at + 1 : at + reach]):
            for hit in _continued(at, encoded, questions[question]):
                found.setdefault(hit.role, []).append(hit)
        if last in found:
            break
    return found


def _continued(at: int, encoded: Encoded, begun: _Begun) -> list[Hit]:
    """The phrases that start at word *at* and go on behind it."""
    words, text = encoded
    hits: list[Hit] = []
    tried: set[int] = set()
    for distance, word in enumerate(words[at + 1 : at + begun.reach], 1):
        for phrase in begun.partial.get(word, ()):
            role, reason, seen, rest, _, reach = phrase
            if not seen <= distance <= reach or id(phrase) in tried:
                continue
            tried.add(id(phrase))
            end = at + distance + 1
            if rest is not None:
                match = rest.match(text, end)
                if match is None:
                    continue
                end = match.end()
            hits.append(_new_hit(Hit, (at, end, role, reason)))
        if word == END_CODE:
            break
    return hits


_new_hit: Final = tuple.__new__  # a third of the time of calling the class
