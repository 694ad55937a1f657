"""What the extractors of the case summary share: where it begins to tell, and where its sentences end."""

from __future__ import annotations

from functools import cache
from typing import Final

from imrkit import lexicon
from imrkit.document import Document, Region

_INTRODUCTIONS: Final = ("all medical records:", "all medical records", "case summary:")
"""How the sentence ends that stands before every summary and says how it was made."""
_LONGEST_INTRODUCTION: Final = 300

INJURED_PERSON: Final = r"(?:injured worker|worker|patient|claimant|applicant|employee|individual|iw\b)"
"""Who the summary is about, behind an article."""


def told(document: Document, summary: Region) -> Region:
    """*summary* without the sentence, the same in every letter, that introduces it."""
    key = document.key
    for ending in _INTRODUCTIONS:
        at = key.find(ending, summary.start, min(summary.end, summary.start + _LONGEST_INTRODUCTION))
        if at >= 0:
            return document.trim(at + len(ending), summary.end, " :")
    return document.trim(summary.start, summary.end, ' :"\u201c\u201d')


def sentence_end(document: Document, start: int, end: int) -> int:
    """Where the sentence ends that *start* lies in: at its full stop, at the quotation mark behind it, or at *end*.

    A full stop ends a sentence where a capital letter, a digit, a quotation mark or a bracket follows, but for
    the one after an abbreviation or after the number of a list's entry.
    """
    key, folded = document.key, document.folded
    stop = key.find(".", start, end)
    while 0 <= stop < end - 1:
        quoted = key[stop + 1] == '"' and stop + 2 < end  # 'slipped on ice." She'
        after = folded[stop + 1 + quoted]
        if after == " ":
            following = folded[stop + 2 + quoted : stop + 3 + quoted]
            redacted = (
                following == "," and folded[stop + 4 + quoted : stop + 5 + quoted].isupper()
            )  # "burn. [name], DC, saw"
            ends = not following.islower() and following not in "(,;-"
            if (ends or redacted) and not _is_abbreviated(key, start, stop):
                return stop + quoted
        elif after.isupper() and folded[stop + 2 : stop + 3].islower() and key[stop - 2 : stop].isalnum():
            return stop  # a blank is missing: "in May.The patient"
        stop = key.find(".", stop + 1, end)
    return end - 1 if end > start and key[end - 1] == "." else end


def sentence_start(document: Document, position: int, start: int) -> int:
    """Where the sentence begins that *position* lies in, not before *start*."""
    end = sentence_end(document, start, position)
    while end + 1 < position:
        start = end + 1
        end = sentence_end(document, start, position)
    return start + (document.key[start] == " ")


def _is_abbreviated(key: str, start: int, stop: int) -> bool:
    before = key[max(start, stop - 8) : stop]
    word = before[before.rfind(" ") + 1 :].lstrip("(")
    if word.isdigit():
        return len(word) <= 2 and stop - len(word) == start
    return word in _abbreviations()


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(row[0] for row in lexicon.rows("narrative_abbreviations"))
