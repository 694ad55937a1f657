"""The words of diagnoses, as the data file ``diagnosis_words`` sorts them."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from imrkit import lexicon
from imrkit.document import Region

LEVEL_LETTERS: Final = frozenset({"c", "t", "l", "s"})
"""What the levels of the spine leave of their names: "disc bulge at L3-4" is completed by "and L4-5"."""
_OTHER_CHARACTER: Final = re.compile(r"[^a-z\d ,.()/-]|\d{3}| (?:is|as|was|than)\b")
_WORD_OR_CODE: Final = re.compile(
    r"\([^()]{0,20}\d[^()]{0,20}\)|\b[a-z]\d\d(?:\.\w{1,4}|\d\w{0,3}|(?<![clst]\d\d))(?![\w.-]\w)|([a-z']+)"
)


class Vocabulary(NamedTuple):
    """The words by kind; the data file says what each kind means."""

    site: frozenset[str]
    modifier: frozenset[str]
    qualifier: frozenset[str]
    finding: frozenset[str]
    complement: frozenset[str]
    no_diagnosis: frozenset[str]
    """All of those, and the words that say nothing at all."""
    companion: frozenset[str]
    condition: frozenset[str]
    plain: frozenset[str]
    """All words of the file that a diagnosis may have."""
    rest: tuple[str, ...]
    """What completes the diagnosis before it begins with one of these."""
    names: dict[str, list[tuple[str, str, str]]]
    """Names with a separator in them, by the word before it: what precedes it, the separator, and what follows."""


def is_nothing_else(key: str, region: Region) -> bool:
    """Whether each word of *region* is one of a diagnosis, and it names one: "Cervical strain", "Sciatica"."""
    vocabulary = vocabulary_of_diagnoses()
    words = words_in(key, region)
    conditions = vocabulary.condition.intersection(words)
    return (
        bool(conditions - vocabulary.finding or (conditions and not vocabulary.site.isdisjoint(words)))
        and vocabulary.plain.issuperset(words)
        and _OTHER_CHARACTER.search(key, *region) is None
    )


def words_in(key: str, region: Region) -> tuple[str, ...]:
    """The words of a *region* of a matching view."""
    return words_of(key[region.start : region.end])


def words_of(text: str) -> tuple[str, ...]:
    """The words of *text*, but for codes; one that an extractor has glued together is taken apart."""
    known = vocabulary_of_diagnoses().no_diagnosis
    words = [word for word in _WORD_OR_CODE.findall(text) if word]
    return tuple(words if known.issuperset(words) else [part for word in words for part in _unglued(word)])


def _unglued(word: str) -> tuple[str, ...]:
    """*word*, or the two known words that it was made of where an extractor dropped a hyphen at a line end."""
    known = vocabulary_of_diagnoses().no_diagnosis
    if word not in known:
        for i in range(3, len(word) - 2):
            if word[:i] in known and word[i:] in known:
                return word[:i], word[i:]
    return (word,)


@cache
def vocabulary_of_diagnoses() -> Vocabulary:
    """The words of the data file, read once."""
    kinds: dict[str, set[str]] = {}
    names: dict[str, list[tuple[str, str, str]]] = {}
    rest: list[str] = []
    for kind, words in lexicon.rows("diagnosis_words"):
        if kind == "rest":
            rest.append(words)
        elif kind == "name":
            for separator in (" and ", ", "):
                before, found, after = words.partition(separator)
                if found:
                    last_word = before.rpartition(" ")[2]
                    names.setdefault(last_word, []).append((before, separator.strip(), after))
        else:
            kinds.setdefault(kind, set()).update(words.split())
    of = {kind: frozenset(words) for kind, words in kinds.items()}
    no_diagnosis = frozenset().union(
        *(of[kind] for kind in ("site", "modifier", "qualifier", "finding", "complement", "small"))
    )
    return Vocabulary(
        of["site"],
        of["modifier"],
        of["qualifier"],
        of["finding"],
        of["complement"],
        no_diagnosis,
        of["companion"],
        of["condition"],
        no_diagnosis | of["condition"] | of["adjective"] | LEVEL_LETTERS,
        tuple(rest),
        names,
    )
