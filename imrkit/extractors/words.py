"""The words of a request, and the phrases of a vocabulary found among them.

A word is a run of letters or a run of digits, and the "x" after digits is one by itself: "x8", "2xwk" and "H-wave"
are two, three and two words.
Each is reduced to its singular: "knees" and "knee", "studies" and "study" are the same word. A hyphen in a
vocabulary's phrase stands for whatever an extractor left of it: "post-operative" is read as "post operative"
and as "postoperative" too.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from typing import Final, Generic, NamedTuple, TypeVar

from imrkit.document import Document, Region

T = TypeVar("T")

_WORD: Final = re.compile(r"(?<=[0-9])x|[a-z]+(?:'[a-z]+)?|[0-9]+")

_NO_PLURALS: Final = frozenset({"tens"})  # the device, not several times ten


class Word(NamedTuple):
    """One word: its singular, and where it stands."""

    stem: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """*word* in the singular, as far as its ending tells."""
    if word.endswith("'s"):
        word = word[:-2]
    if word in _NO_PLURALS or len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1]


def words(doc: Document, region: Region) -> list[Word]:
    """The words of *region*."""
    return [
        Word(stem(match.group()), *match.span())
        for match in _WORD.finditer(doc.key, region.start, region.end)
    ]


class Phrase(NamedTuple, Generic[T]):
    """A phrase of a vocabulary among words: what it means, and which words it takes up."""

    meaning: T
    first: int
    after: int


class Phrases(Generic[T]):
    """The phrases of a vocabulary by their first word, then their second, and so on."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._tree: dict[str, _Node[T]] = {}
        for phrase, meaning in entries:
            spellings = {phrase, phrase.replace("-", "")} if "-" in phrase else (phrase,)
            for spelling in spellings:
                self._add(spelling, meaning)

    def _add(self, phrase: str, meaning: T) -> None:
        stems = [stem(word) for word in _WORD.findall(phrase)]
        node = self._tree.setdefault(stems[0], _Node())
        for following in stems[1:]:
            node = node.then.setdefault(following, _Node())
        node.meanings.append(meaning)

    @property
    def first_words(self) -> Container[str]:
        """The words that a phrase may begin with."""
        return self._tree

    def at(self, text: list[Word], first: int) -> Phrase[list[T]] | None:
        """The longest phrase that begins with the word *first* of *text*."""
        node = self._tree.get(text[first].stem)
        longest = None
        after = first
        while node is not None:
            after += 1
            if node.meanings:
                longest = Phrase(node.meanings, first, after)
            if after == len(text) or not node.then:
                break
            node = node.then.get(text[after].stem)
        return longest

    def find(self, text: list[Word]) -> Iterator[Phrase[list[T]]]:
        """The phrases in *text* from left to right, the longest at each place, none overlapping."""
        tree = self._tree
        resume = 0
        for first, word in enumerate(text):
            if first >= resume and word.stem in tree:
                phrase = self.at(text, first)
                if phrase is not None:
                    resume = phrase.after
                    yield phrase


class _Node(Generic[T]):
    """A word of a phrase: what the phrase means if it ends here, and the words that may follow."""

    __slots__ = ("meanings", "then")

    def __init__(self) -> None:
        self.meanings: list[T] = []
        self.then: dict[str, _Node[T]] = {}
