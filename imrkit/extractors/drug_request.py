"""The words of one request, the drugs of the lexicon among them, and what both of a name's readers share."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from imrkit.document import Region
from imrkit.extractors.drug_lexicon import Hit, Token, around, forms, hits_of, listed_names, tokens_of
from imrkit.vocabulary import DrugClass

PERCENT: Final = re.compile(r"(?<![\d.])(?:\d{1,3}(?:\.\d{1,4})?+|\.\d{1,4}) ?%")
_MOST_WORDS: Final = 4  # of a name that no lexicon has
_MOST_INGREDIENTS: Final = 12


class Named(NamedTuple):
    """The name of the requested drug and what it tells of its class."""

    name: Region
    kinds: tuple[DrugClass, ...]  # of each ingredient
    percentages_within: bool = False  # the percentages of a mixture stand between its ingredients
    in_lexicon: bool = True


class RequestWords:
    """The words of one request and the drugs of the lexicon among them."""

    __slots__ = ("hits", "key", "region", "tokens")

    def __init__(self, key: str, region: Region) -> None:
        self.key = key
        self.region = region
        self.tokens = tokens_of(key, region)
        self.hits = {hit.first: hit for hit in hits_of(key, self.tokens, listed_names())}

    def gap(self, index: int) -> str:
        """What stands before the token at *index*."""
        return self.key[self.tokens[index - 1].end : self.tokens[index].start] if index else ""

    def first_hit(self) -> Hit:
        """The first drug of the lexicon, where there is one."""
        return next(iter(self.hits.values()))

    def words_before(self, end: int) -> list[Token]:
        """The words of a name that ends at *end*, but for the form it is taken in."""
        index = len(self.tokens)
        while index and (self.tokens[index - 1].start >= end or self.tokens[index - 1].text in forms()):
            index -= 1
        stop = index
        blanks = 0
        while (
            index
            and blanks < _MOST_WORDS
            and stop - index < _MOST_INGREDIENTS
            and self._is_name_word(index - 1, stop)
        ):
            index -= 1
            blanks += self.gap(index) == " "
        return self.tokens[index:stop]

    def _is_name_word(self, index: int, stop: int) -> bool:
        text = self.tokens[index].text
        after = self.gap(index + 1) if index + 1 < stop else None
        if after not in {None, " ", "-", "/", "", " / "}:
            return False
        if text.isdigit():
            return index > 0 and self.gap(index) == "" and self.tokens[index - 1].text.isalpha()
        return after == "/" or text not in around()


def next_drug(key: str, region: Region) -> int:
    """Where the next drug begins in *region*, or its end. What an open parenthesis holds is no other drug."""
    request = RequestWords(key, region)
    at, inside = region.start, False
    for hit in request.hits.values():
        start = request.tokens[hit.first].start
        opening, closing = key.rfind("(", at, start), key.rfind(")", at, start)
        if opening != closing:
            inside = opening > closing
        if (
            not inside
            and key[at:start].rstrip(" ")[-1:] not in {"/", "-"}
            and not key.endswith(" in ", at, start)
        ):
            return start
        at = start
    return region.end
