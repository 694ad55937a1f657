"""Decisions in words: whether a service "is (not) medically necessary and appropriate".

Massage therapy is not medically necessary and appropriate.      the denial is upheld
6 ultrasound sessions are medically necessary and appropriate.   the denial is overturned
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from imrkit.document import Document, Region
from imrkit.vocabulary import Decision

GRANTED: Final = (
    "supported|recommended|warranted|certified|approved|indicated|appropriate|reasonable|justified|authorized|"
    "substantiated|necessary|shown|established"
)
"""What a service is, or is not, in other words: for patterns."""
_NECESSARY: Final = "medically necessary"
_BEFORE: Final = re.compile(
    r"[ ,]*(?:\b(?:is|are|was|were)\b|:)(?: (?:both|therefore|hereby|considered|deemed|found|determined))?"
    r"(?P<gap> ?)(?P<against>(?:not|neither) ?)?(?:(?:to )?be |considered |deemed |both )?$"
)
_AFTER: Final = re.compile(
    r"(?:,? ?(?:and|&|or|nor|/) ?(?:medically )?appropriate)?(?P<time> at this time)?[ .]{0,3}"
)
_FURTHEST_BEFORE: Final = 48


class Verdict(NamedTuple):
    """A decision in words."""

    start: int
    """Where "is" or "are" begins: what is decided ends here."""
    end: int
    """Behind the full stop and the blank."""
    decision: Decision
    place: Region
    """"not medically necessary and appropriate", without "is"."""


def verdicts(doc: Document, start: int, end: int) -> Iterator[Verdict]:
    """The decisions in words in a stretch of the text, in their order."""
    key = doc.key
    at = key.find(_NECESSARY, start, end)
    while at >= 0:
        before = _BEFORE.search(key, max(start, at - _FURTHEST_BEFORE), at)
        after = _AFTER.match(key, at + len(_NECESSARY), end)
        if before and after:
            decision = Decision.UPHELD if before["against"] else Decision.OVERTURNED
            begin = before.start("against") if before["against"] else at
            stop = after.start("time") if after["time"] else after.end()
            yield Verdict(before.start(), after.end(), decision, doc.trim(begin, stop, " ."))
        at = key.find(_NECESSARY, at + len(_NECESSARY), end)


def last_verdict(doc: Document, region: Region) -> Verdict | None:
    """The last decision in words in *region*."""
    return max(verdicts(doc, *region), default=None)
