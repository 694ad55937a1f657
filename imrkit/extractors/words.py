"""The words of a request, and the phrases of a vocabulary found among them.

A word is a run of letters or a run of digits, and the "x" after digits is one by itself: "x8", "2xwk" and
"H-wave" are two, three and two words. Each is reduced to its singular: "knees" and "knee", "studies" and
"study" are the same word. A hyphen in a vocabulary's phrase stands for whatever an extractor left of it:
"post-operative" is read as "post operative" and as "postoperative" too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Final, Generic, NamedTuple, TypeVar

from imrkit.document import Document, Region

T = TypeVar("T")

_WORD: Final = re.compile(r"((?<=[0-9])x|[a-z]{1,40}(?:'[a-z]{1,40})?|[0-9]{1,40})")
_NO_PLURALS: Final = frozenset({"tens"})  # the device, not several times ten


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """*word* in the singular, as far as its ending tells."""
    word = word.removesuffix("'s")
    if word in _NO_PLURALS or len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1]


class Words:
    """The words of a region: their singulars, what stands between them, and where."""

    __slots__ = ("_edges", "gaps", "stems")

    stems: list[str]
    gaps: list[str]
    """What stands before each word, and after the last."""

    def __init__(self, doc: Document, region: Region) -> None:
        pieces = _WORD.split(doc.key[region.start : region.end])
        self.stems = list(map(stem, pieces[1::2]))
        self.gaps = pieces[::2]
        self._edges = list(accumulate(map(len, pieces), initial=region.start))

    def place(self, first: int, after: int) -> Region:
        """Where the words *first* up to, not including, *after* stand."""
        return Region(self._edges[2 * first + 1], self._edges[2 * after])


class Phrase(NamedTuple, Generic[T]):
    """A phrase of a vocabulary among words: what it means, and which words it takes up."""

    meaning: T
    first: int
    after: int


class _Node(Generic[T]):
    """A word of a phrase: what the phrase means if it ends here, and the words that may follow."""

    __slots__ = ("meaning", "then", "unread")

    def __init__(self) -> None:
        self.meaning: tuple[T] | None = None
        self.then: dict[str, _Node[T]] = {}
        # Few phrases are met in any one text: those that begin with a word are split when it first turns up.
        self.unread: list[tuple[str, T]] = []


class Phrases(Generic[T]):
    """The phrases of a vocabulary by their first word, then their second, and so on."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        """*entries* are phrases, several of them separated by semicolons, and what they mean."""
        self.by_first_word: dict[str, _Node[T]] = {}
        for phrases, meaning in entries:
            for phrase in phrases.split("; "):
                self._note(phrase, meaning)
                if "-" in phrase:
                    self._note(phrase.replace("-", ""), meaning)

    def _note(self, phrase: str, meaning: T) -> None:
        word = phrase.partition(" ")[0]
        if not word.isalpha():
            word = _WORD.findall(word)[0]
        self.by_first_word.setdefault(stem(word), _Node()).unread.append((phrase, meaning))

    def _split(self, beginning: _Node[T]) -> None:
        for phrase, meaning in beginning.unread:
            node = beginning
            for following in _WORD.findall(phrase)[1:]:
                node = node.then.setdefault(stem(following), _Node())
            if node.meaning is None:
                node.meaning = (meaning,)
        beginning.unread.clear()

    def at(self, stems: list[str], first: int) -> Phrase[T] | None:
        """The longest phrase that begins with the word *first* of *stems*."""
        node = self.by_first_word.get(stems[first])
        if node is not None and node.unread:
            self._split(node)
        longest = None
        after = first
        while node is not None:
            after += 1
            if node.meaning is not None:
                longest = Phrase(node.meaning[0], first, after)
            node = node.then.get(stems[after]) if after < len(stems) else None
        return longest

    def find(self, stems: list[str]) -> Iterator[Phrase[T]]:
        """The phrases in *stems* from left to right, the longest at each place, none overlapping."""
        resume = 0
        for first, word in enumerate(stems):
            if word in self.by_first_word and first >= resume:
                phrase = self.at(stems, first)
                if phrase is not None:
                    resume = phrase.after
                    yield phrase
