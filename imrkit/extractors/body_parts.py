"""The body parts that a text names, with their sides.

A part goes by its name ("shoulder", "lumbar"), a joint, bone or structure of it ("rotator cuff", "meniscus"),
an abbreviation ("RUE") or a spinal level ("L4-5", "C5-C6"; "C7-T1" counts as its upper level). A side stands

- before its part: "left knee", "right-sided L5-S1", "(R) elbow", and holds for the limbs listed after it: in
  "right wrist, hand and lumbar spine" wrist and hand are the right ones;
- or after it: "knee, left", "hand and wrist (right)", "lumbar facet injections, bilateral".

"Left and right hip" and "both hips" are bilateral.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Final, NamedTuple

from imrkit.document import Document, Region
from imrkit.extractors.words import Phrases, Words
from imrkit.lexicon import rows
from imrkit.model import BodyPart
from imrkit.vocabulary import Part, Side

_UNPAIRED: Final = frozenset(
    {
        Part.HEAD, Part.FACE, Part.JAW, Part.TOOTH, Part.NECK, Part.UPPER_BACK, Part.LOW_BACK, Part.SPINE,
        Part.CHEST, Part.ABDOMEN, Part.PELVIS, Part.HEART, Part.LUNG, Part.SKIN, Part.PSYCHE, Part.OTHER,
    }
)  # fmt: skip
_FINGERS: Final = frozenset({Part.FINGER, Part.THUMB})
_SECTIONS_OF_SPINE: Final = frozenset({Part.NECK, Part.UPPER_BACK, Part.LOW_BACK})
_SIDES: Final = {side.value: side for side in Side}
_LAST_LEVEL: Final = {
    "c": (Part.NECK, 8),
    "t": (Part.UPPER_BACK, 12),
    "l": (Part.LOW_BACK, 6),
    "s": (Part.LOW_BACK, 5),
}
# "l4", "l4-5", "c5-c6", "l5/s1", "l3-4-5"; after a blank only a pair of levels: "l 4-5"
_LEVELS: Final = re.compile(
    r"[ctls](?:-?| (?=[0-9]{1,2} ?[-/]))(?P<level>[0-9]{1,2})(?![0-9]|\.[0-9])"
    r"(?: ?[-/] ?(?:[ctls]-?)?[0-9]{1,2}(?![0-9])){0,8}"
)
# "right upper and bilateral lower extremities": the first limb is only half named
_HALF_OF_LIMBS: Final = re.compile(
    r"(?P<half>upper|lower)(?:,? (?:and|or) | ?[,&/] ?)(?:the )?(?:right|left|bilateral|both)(?:[ -]sided)? "
    r"(?!(?P=half))(?:upper|lower) (?:extremit|limb|ext(?![a-z]))"
)
_HALVES: Final = {"upper": Part.UPPER_EXTREMITY, "lower": Part.LOWER_EXTREMITY}
_CLOSED: Final = re.compile(r" {0,2}(?:[.,;:)]|\Z)")  # nothing follows that a side could belong to
_PAUSES: Final = frozenset(",;:")


class _Listing(Enum):
    """A word that joins parts in a list."""

    JOINS = "+"


_Meaning = tuple[tuple[Part, ...], Side | None] | Side | _Listing | None


class _Mark(NamedTuple):
    """A phrase of the vocabulary, or a spinal level: what it means and which words it takes up."""

    meaning: _Meaning
    first: int
    after: int
    start: int
    end: int


class _Mention(NamedTuple):
    """A part named in the text."""

    part: Part
    side: Side | None
    start: int
    end: int


@cache
def _vocabulary() -> Phrases[_Meaning]:
    return Phrases((names, _meaning(meaning, side)) for meaning, side, names in rows("body_parts"))


def _meaning(meaning: str, side: str) -> _Meaning:
    if meaning == "-":
        return None
    if meaning == _Listing.JOINS.value:
        return _Listing.JOINS
    if meaning in _SIDES:
        return _SIDES[meaning]
    return tuple(map(Part, meaning.split(", "))), _SIDES.get(side)


def body_parts(doc: Document, region: Region) -> list[tuple[BodyPart, Region]]:
    """The body parts that *region* names, each once, in the order of the text, with their places."""
    return body_parts_among(doc.key, region.end, Words(doc, region))


def body_parts_among(key: str, end: int, words: Words) -> list[tuple[BodyPart, Region]]:
    """The same from the words of a region that ends at *end* of a document's matching view."""
    marks = list(_marks(key, words))
    if not marks:
        return []
    reading = _Reading(key, end)
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        reading.read(mark, following)
    return _distinct(reading.finish())


def _marks(key: str, words: Words) -> Iterator[_Mark]:
    vocabulary = _vocabulary()
    stems, known = words.stems, vocabulary.by_first_word
    resume = 0
    for first, word in enumerate(stems):
        if (word not in known and word not in _LAST_LEVEL) or first < resume:
            continue
        mark = _levels(key, words, first) if word in _LAST_LEVEL else None
        phrase = vocabulary.at(stems, first) if mark is None else None
        if phrase is not None:
            place = words.place(phrase.first, phrase.after)
            mark = _Mark(phrase.meaning, phrase.first, phrase.after, place.start, place.end)
        elif word in _HALVES:
            place = words.place(first, first + 1)
            if _HALF_OF_LIMBS.match(key, place.start):
                mark = _Mark(((_HALVES[word],), None), first, first + 1, place.start, place.end)
        if mark is not None:
            resume = mark.after
            yield mark


def _levels(key: str, words: Words, first: int) -> _Mark | None:
    """The spinal level, or levels, that begin with the letter *first*."""
    start = words.place(first, first + 1).start
    match = _LEVELS.match(key, start)
    if match is None:
        return None
    part, last = _LAST_LEVEL[words.stems[first]]
    if not 1 <= int(match["level"]) <= last:
        return None
    after = first + 1
    while after < len(words.stems) and words.place(after, after + 1).start < match.end():
        after += 1
    return _Mark(((part,), None), first, after, start, match.end())


class _Reading:
    """What has been read so far: the parts, and the side that waits for its part or holds for a list."""

    def __init__(self, key: str, end: int) -> None:
        self._key = key
        self._end = end
        self._mentions: list[_Mention] = []
        self._listed = 0  # the first mention of the list that is being read
        self._list_after = -1  # the word at which that list would go on
        self._held: Side | None = None  # the side that the list shares
        self._waiting: tuple[Side, _Mark] | None = None  # a side before its part

    def read(self, mark: _Mark, following: _Mark | None) -> None:
        """Take in *mark*, knowing which mark follows it."""
        meaning = mark.meaning
        if isinstance(meaning, tuple):
            self._parts(mark, *meaning)
        elif isinstance(meaning, Side):
            self._side(mark, meaning, following)
        elif meaning is _Listing.JOINS and mark.first == self._list_after:
            self._list_after = mark.after

    def finish(self) -> list[_Mention]:
        """The parts named; a side that still waits belongs to those named last."""
        if self._waiting is not None:
            self._give_side(*self._waiting)
        return self._mentions

    def _parts(self, mark: _Mark, parts: tuple[Part, ...], side_of_name: Side | None) -> None:
        if mark.first != self._list_after:
            self._listed = len(self._mentions)
            self._held = None
        start = mark.start
        if self._waiting is not None:
            self._held, side_mark = self._waiting
            if side_mark.after == mark.first:
                start = side_mark.start
        for part in parts:
            shared = self._held if self._waiting is not None or part not in _UNPAIRED else None
            self._mentions.append(_Mention(part, side_of_name or shared, start, mark.end))
        self._waiting = None
        self._list_after = mark.after

    def _side(self, mark: _Mark, side: Side, following: _Mark | None) -> None:
        before_part = (
            following is not None
            and following.first == mark.after
            and isinstance(following.meaning, tuple)
            and _PAUSES.isdisjoint(self._key[mark.end : following.start])
        )
        initial = mark.end - mark.start == 1
        if before_part:
            self._waiting = side, mark
        elif self._closes(mark, initial=initial):
            self._give_side(side, mark)
        elif not initial:
            self._waiting = side, mark

    def _closes(self, mark: _Mark, *, initial: bool) -> bool:
        """Whether the side *mark* closes a mention, rather than opening the next one."""
        if not self._mentions or self._mentions[-1].side is not None:
            return False
        if mark.first == self._list_after and not initial:
            return True
        return _CLOSED.match(self._key, mark.end, self._end) is not None

    def _give_side(self, side: Side, mark: _Mark) -> None:
        """Give the *side* that stands at *mark* to the parts of the list before it."""
        last = len(self._mentions) - 1
        for at in range(self._listed, last + 1):
            mention = self._mentions[at]
            if mention.side is None and (at == last or mention.part not in _UNPAIRED):
                end = mark.end if at == last and mark.first == self._list_after else mention.end
                self._mentions[at] = mention._replace(side=side, end=end)


def _distinct(mentions: list[_Mention]) -> list[tuple[BodyPart, Region]]:
    """Each part once; one without a side adds nothing to one with a side, nor "spine" to its section.

    Nor does "hand" to a finger: "hand therapy, right ring finger".
    """
    redundant = {mention.part for mention in mentions if mention.side is not None}
    if not _FINGERS.isdisjoint(mention.part for mention in mentions):
        redundant.add(Part.HAND)
    if not _SECTIONS_OF_SPINE.isdisjoint(mention.part for mention in mentions):
        redundant.add(Part.SPINE)
    found: dict[tuple[Part, Side | None], Region] = {}
    for part, side, start, end in mentions:
        if side is not None or part not in redundant:
            found.setdefault((part, side), Region(start, end))
    return [(BodyPart(part, side), place) for (part, side), place in found.items()]
