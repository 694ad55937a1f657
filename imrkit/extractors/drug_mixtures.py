"""Compounds whose percentages stand between their ingredients: "a 5%/b 2% cream", "5% a, 2% b", "Brand (a 5%/b 2%)"."""

from __future__ import annotations

import re
from typing import Final

from imrkit.document import Region
from imrkit.extractors.drug_lexicon import Hit, around, elsewhere, forms, tokens_of
from imrkit.extractors.drug_request import PERCENT, Named, RequestWords
from imrkit.vocabulary import DrugClass

_LONGEST_INGREDIENT: Final = 70
_INTRODUCING: Final = re.compile(r"(?: [a-z]{2,12}){0,2}(?: ?:| with| contain(?:ing|s)) ?(?=[a-z0-9.])")
"""What stands between a product and its ingredients: "Brand lotion: a 5%, b 2%"."""


def mixture(request: RequestWords) -> Named | None:
    """A mixture whose percentages stand between its ingredients."""
    chain = _percentages(request)
    if not chain:
        return None
    lead = request.words_before(chain[0].start())
    if lead and ":" not in request.key[lead[-1].end : chain[0].start()]:
        start, end = lead[0].start, chain[-1].end()
        start, end = _with_its_brand(request, start, end)
    else:
        start, end = chain[0].start(), _words_after(request, chain[-1].end())
    brand = request.first_hit() if request.hits else None
    if brand and request.tokens[brand.first].start < start:
        if not _introduces(request, brand, start):
            return None  # a brand and then, apart, what is in it
        start = request.tokens[brand.first].start
    kinds = [hit.kind for hit in request.hits.values() if start <= request.tokens[hit.first].start < end]
    if not kinds or any(token.text in elsewhere() for token in request.tokens if token.start < start):
        return None
    if brand and request.key.find("(", start, chain[0].start()) > request.tokens[brand.first].start:
        kinds = [brand.kind]
    return Named(Region(start, end), tuple(kinds), percentages_within=True)


def ingredients_end(key: str, region: Region) -> int | None:
    """Where the ingredients end that *region*, which begins behind the name of a product, begins with."""
    introduced = _INTRODUCING.match(key, *region)
    if introduced is None:
        return None
    request = RequestWords(key, Region(introduced.end(), region.end))
    chain = _percentages(request)
    if not chain:
        return None
    if chain[0].start() == introduced.end():
        return _words_after(request, chain[-1].end())
    return chain[-1].end() if _is_ingredient(request, introduced.end(), chain[0].start()) else None


def _percentages(request: RequestWords) -> list[re.Match[str]]:
    """The first two or more percentages that only the names of ingredients stand between."""
    chain: list[re.Match[str]] = []
    for found in PERCENT.finditer(request.key, *request.region):
        if chain and not _is_ingredient(request, chain[-1].end(), found.start()):
            if len(chain) > 1:
                break
            chain = []
        chain.append(found)
    return chain if len(chain) > 1 else []


def _is_ingredient(request: RequestWords, start: int, end: int) -> bool:
    if end - start > _LONGEST_INGREDIENT or "#" in request.key[start:end]:
        return False
    between = [token.text for token in tokens_of(request.key, Region(start, end))]
    return any(len(word) > 2 and word.isalpha() for word in between) and not any(
        word in forms() or (word.isdigit() and len(word) > 1) for word in between
    )


def _words_after(request: RequestWords, start: int) -> int:
    """The end of the words from *start* on that may be an ingredient's name."""
    end = start
    for token in request.tokens:
        if token.start < start:
            continue
        if request.key[end : token.start] not in {" ", "-"} or token.text in around() or token.text.isdigit():
            break
        end = token.end
    return end


def _introduces(request: RequestWords, brand: Hit, start: int) -> bool:
    """Whether the ingredients at *start* are those of a compounder's *brand*: "brand: a 5%, b 2%"."""
    between = request.key[request.tokens[brand.stop - 1].end : start]
    return brand.kind is DrugClass.TOPICAL_COMPOUNDS and not between.strip(" :-")


def _with_its_brand(request: RequestWords, start: int, end: int) -> tuple[int, int]:
    """A mixture with the brand that it is the parenthesis of: "Brand (a 5%/b 2%)"."""
    opening = request.key[max(start - 2, request.region.start) : start]
    if not opening.endswith("(") or not request.key.startswith(")", end):
        return start, end
    brand = request.words_before(start - len(opening.lstrip()))
    return (brand[0].start, end + 1) if brand else (start, end)
