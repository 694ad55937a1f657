"""The names and words of requests for drugs, and where they stand in a text.

Names are compared word by word, so that what stands between the words (a blank, a hyphen, a number sign) makes no
difference. A long name is also known by one slip of the pen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from imrkit.document import Region
from imrkit.lexicon import rows
from imrkit.vocabulary import DrugClass

_TOKEN: Final = re.compile(r"[a-z]+|\d+")
_LONG_NAME: Final = 7  # letters from which on a name is still told apart with one of them wrong
_WITHIN_NAMES: Final = frozenset(" -/.'#&()")


class Token(NamedTuple):
    """A run of letters or of digits."""

    text: str
    start: int
    end: int


class Hit(NamedTuple):
    """A name of the lexicon, by its first token and the one after its last."""

    first: int
    stop: int
    kind: DrugClass


Names = dict[str, tuple[tuple[tuple[str, ...], DrugClass], ...]]


def _index(table: str) -> Names:
    """The names of *table* by their first word, the longest first."""
    found: dict[str, dict[tuple[str, ...], DrugClass]] = {}
    for kind, *names in rows(table):
        for name in names:
            # A hyphen at the end of a line is dropped by some text extractors.
            for spelling in (name, name.replace("-", "")) if "-" in name else (name,):
                first, *rest = _TOKEN.findall(spelling)
                found.setdefault(first, {}).setdefault(tuple(rest), DrugClass(kind))
    return {first: tuple(sorted(by.items(), key=lambda item: -len(item[0]))) for first, by in found.items()}


@cache
def listed_names() -> Names:
    """The names of drugs."""
    return _index("drugs")


@cache
def brands() -> frozenset[str]:
    """What drugs are called other than by their generic names."""
    return frozenset(name for _, _, *others in rows("drugs") for name in others)


@cache
def kind_names() -> Names:
    """What kinds of drugs are called."""
    return _index("drug_kinds")


@cache
def words(role: str) -> frozenset[str]:
    """The words that play *role* in a request for a drug."""
    return frozenset(word for own, *entries in rows("drug_words") if own == role for word in entries)


@cache
def forms() -> frozenset[str]:
    """The forms that drugs are taken in."""
    return words("form") | words("topical form")


@cache
def elsewhere() -> frozenset[str]:
    """Words of services that use a drug."""
    return words("service") | words("procedure")


@cache
def around() -> frozenset[str]:
    """Words that may precede a name and are no part of it."""
    return words("lead") | words("count") | forms()


@cache
def cues() -> frozenset[str]:
    """Words of which a request for a drug has one, if it states no dose."""
    return frozenset(listed_names()) | frozenset(kind_names()) | forms()


def tokens_of(key: str, region: Region) -> list[Token]:
    """The runs of letters and of digits of *region*."""
    return [Token(found.group(), *found.span()) for found in _TOKEN.finditer(key, *region)]


def hits_of(key: str, tokens: list[Token], names: Names) -> Iterator[Hit]:
    """The *names* among *tokens*, the longest at each place."""
    position = 0
    while position < len(tokens):
        for rest, kind in names.get(tokens[position].text, ()):
            stop = position + 1 + len(rest)
            if rest and not _reads(key, tokens[position:stop], rest):
                continue
            yield Hit(position, stop, kind)
            position = stop - 1
            break
        position += 1


def _reads(key: str, tokens: list[Token], rest: tuple[str, ...]) -> bool:
    """Whether *tokens* are a first word and then *rest*, with nothing between them that ends a name."""
    return tuple(token.text for token in tokens[1:]) == rest and all(
        after.start - before.end <= 3 and _WITHIN_NAMES.issuperset(key[before.end : after.start])
        for before, after in pairwise(tokens)
    )


def slip_of(word: str) -> DrugClass | None:
    """The class of the long name of the lexicon that *word* is one slip of the pen away from."""
    if len(word) < _LONG_NAME:
        return None
    for name, entries in listed_names().items():
        if (
            len(name) >= _LONG_NAME
            and abs(len(name) - len(word)) <= 1
            and name[0] == word[0]
            and not entries[-1][0]
            and _is_one_slip(word, name)
        ):
            return entries[-1][1]
    return None


def _is_one_slip(word: str, name: str) -> bool:
    """Whether one letter added, left out, changed, or two exchanged, make *word* of *name*."""
    same = next((i for i, pair in enumerate(zip(word, name, strict=False)) if pair[0] != pair[1]), None)
    if same is None:
        return True
    left, right = word[same:], name[same:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[2:] == right[2:] and left[:2] == right[1::-1])
    )


def strongest(kinds: Iterable[DrugClass]) -> DrugClass:
    """The class of a combination: the opioid's, or else that of the first that is no plain analgesic."""
    found = tuple(kinds)
    if DrugClass.OPIOIDS in found:
        return DrugClass.OPIOIDS
    return next((kind for kind in found if kind is not DrugClass.MISC_ANALGESICS), found[0])
