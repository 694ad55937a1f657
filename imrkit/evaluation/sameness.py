"""When a value that was read is the labelled one.

How a text is broken into lines, set or punctuated says nothing about how well it was read, so texts are compared
without that; names of injuries and drugs are the same when nearly all of their words are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

MOST_WORDS: Final = 0.8
"""Phrases whose words overlap as much (twice the words of both, as a share of the words of each) are near."""
TOPIC_WORDS: Final = 0.6
"""Of the shorter of two citations outside the MTUS, as many words stand in the longer one where they are the same."""

_NO_LETTER: Final = re.compile(r"[^a-z0-9]+")
_WORD: Final = re.compile(r"[a-z0-9]+")
_BLANKS: Final = re.compile(r"\s+")
_BLANKS_AT_MARKS: Final = re.compile(r"\s*([-/,])\s*")
_EDGES: Final = " .,:;\"'“”‘’<>()[]"


def equal(labelled: Any, read: Any) -> bool:
    """Nothing but the value itself will do: numbers, dates, words of a vocabulary."""
    return bool(labelled == read)


def same_letters(labelled: str, read: str) -> bool:
    """The same letters and digits in the same order."""
    return _letters(labelled) == _letters(read)


def same_text(labelled: str, read: str) -> bool:
    """The same text but for case, blanks, blanks around hyphens, slashes and commas, and marks at its ends."""
    return _folded(labelled) == _folded(read)


def near(labelled: str, read: str) -> bool:
    """Nearly the same words, in any order."""
    return _overlap(_words(labelled), _words(read)) >= MOST_WORDS


def same_part(labelled: Mapping[str, Any], read: Mapping[str, Any]) -> bool:
    """The same part of the body and the same side, or no side in either."""
    return (labelled["part"], labelled.get("side")) == (read["part"], read.get("side"))


def same_citation(labelled: Mapping[str, Any], read: Mapping[str, Any]) -> bool:
    """The same source and, within the MTUS, the same chapter, year and title.

    Outside the MTUS nobody can tell where a title ends and its topic begins: there both are one phrase, of which one
    citation may give more than the other.
    """
    if labelled["source"] != read["source"] or labelled["mtus"] != read["mtus"]:
        return False
    if labelled["mtus"]:
        title, other = labelled.get("title"), read.get("title")
        return (
            labelled.get("chapter") == read.get("chapter")
            and labelled.get("year") == read.get("year")
            and (title == other or (None not in (title, other) and _same_title(title, other)))
        )
    shorter, longer = sorted((_cited(labelled), _cited(read)), key=len)
    return shorter == longer or (len(shorter) > 0 and len(shorter & longer) >= TOPIC_WORDS * len(shorter))


def _same_title(labelled: Any, read: Any) -> bool:
    return same_letters(labelled, read) or near(labelled, read)


def _cited(citation: Mapping[str, Any]) -> frozenset[str]:
    return _words(citation.get("title") or "") | _words(citation.get("sections") or "")


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text.lower())


def _folded(text: str) -> str:
    return _BLANKS_AT_MARKS.sub(r"\1", _BLANKS.sub(" ", text).lower().strip(_EDGES))


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
