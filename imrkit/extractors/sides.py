"""Who says what in a paragraph on guidelines that both sides share.

    The Claims Administrator based its decision on the ... The provider did not dispute the guidelines used by the
    Claims Administrator. The Expert Reviewer found the guidelines used by the Claims Administrator appropriate.

What a provider disputes is neither side's. A reviewer who finds the claims administrator's guidelines right has based
the decision on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import itemgetter
from typing import Final, NamedTuple

from imrkit.document import Document, Region

_SPEAKER: Final = re.compile(
    r"(?:(?P<administrator>claims administrator)|(?P<reviewer>(?:physician|expert|medical|professional) reviewer)|"
    r"(?P<provider>(?:(?:treating|requesting) )?(?:provider|physician(?! reviewer))|employee|applicant))"
    r"(?:'s (?:decision|determination|denial))? (?:was |were |has |had |also |only |further )?"
    r"(?:based|did|found|relied|used|utilized|cited|referenced|applied|disputed|disagreed|stated|provided|determined|"
    r"considered|agreed|noted|not|failed|reviewed|indicated|states|finds)\b"
)
_BEFORE: Final = re.compile(
    r"(?:(?:[.:;!?)\"']|^) ?(?P<lead>(?:in|for) (?:\w{2,14} ){1,5}\w{2,14},? )?|, (?:and|so|thus|therefore|hence) )"
    r"(?:the |this )?$"
)
"""What may stand before the one who speaks: the end of a sentence, or nothing, or "In its denial, "."""
_LONGEST_BEFORE: Final = 96
_SENTENCE_ENDS: Final = ".:;!?)\"'"
_NAMED_LAST: Final = re.compile(
    r"\b(?:the|no) (?:medical )?(?:treatment )?(?:guidelines?|sources?|evidence) (?:(?:was|were) )?"
    r"(?:relied (?:up)?on|used|utilized|cited|referenced|applied|provided) by (?:the )?"
    r"(?:(?P<administrator>claims administrator)|(?P<reviewer>(?:physician|expert|medical|professional) reviewer))\b"
)
"""Who is named behind what is cited: "The guideline cited by the ... was"."""
_ADOPTED: Final = re.compile(
    r"guidelines? (?:\w{4,12} (?:up)?on |used |cited |referenced |utilized |applied )?by the claims administrator"
    r"[^.]{0,80}?\b(?:relevant|appropriate|applicable)\b"
)


class Sides(NamedTuple):
    """What each side says; ``None`` for a side that says nothing."""

    claims_administrator: Region | None
    reviewer: Region | None


def sides(doc: Document, region: Region) -> Sides:
    """What each side says of guidelines in *region*. What nobody is said to say is the reviewer's."""
    said: dict[str, Region] = {}
    for speaker, place in _turns(doc, region):
        said.setdefault(speaker, place)
    administrator, reviewer = said.get("administrator"), said.get("reviewer")
    if not said and region.end > region.start:
        reviewer = region
    elif administrator and reviewer and _ADOPTED.search(doc.key, *reviewer):
        reviewer = Region(min(administrator.start, reviewer.start), max(administrator.end, reviewer.end))
    return Sides(_trimmed(doc, administrator), _trimmed(doc, reviewer))


def _turns(doc: Document, region: Region) -> Iterator[tuple[str, Region]]:
    """Who speaks, from where to where: until somebody else does."""
    speaker, start = "", region.start
    for who, begins in sorted(_beginnings(doc, region), key=itemgetter(1)):
        if who == speaker:
            continue
        if speaker:
            yield speaker, Region(start, begins)
        speaker, start = who, begins
    if speaker:
        yield speaker, Region(start, region.end)


def _beginnings(doc: Document, region: Region) -> Iterator[tuple[str, int]]:
    """Who begins to speak where."""
    for match in _SPEAKER.finditer(doc.key, *region):
        edge = max(region.start, match.start() - _LONGEST_BEFORE)
        before = _BEFORE.search(doc.key[edge : match.start()])
        if before:
            begins = edge + before.start("lead") if before["lead"] else match.start()
            yield match.lastgroup or "", begins
    for match in _NAMED_LAST.finditer(doc.key, *region):
        if match.start() == region.start or doc.key[match.start() - 2] in _SENTENCE_ENDS:
            yield match.lastgroup or "", match.start()


def _trimmed(doc: Document, region: Region | None) -> Region | None:
    if region is None:
        return None
    place = doc.trim(*region)
    for article in (" the", "the"):  # of the next sentence
        if doc.key.endswith(article, *place):
            return doc.trim(place.start, place.end - len(article))
    return place
