"""The clause that tells how an injury happened: where it begins, and how far it goes.

Grammar::

    HOW      = ACCIDENT to the end of the clause, without what came of it
    ACCIDENT = ["a" [word]] noun | ["was" | "being" ...] verb | doing | exposure    (the data file ``accidents``)

The person that it happened to is left out, and what the person was about when it did: "while climbing a wall, the
patient slipped on moss, with immediate pain" is "slipped on moss".
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from imrkit import lexicon
from imrkit.extractors.narrative import INJURED_PERSON, sentence_end

if TYPE_CHECKING:
    from imrkit.document import Document, Region

LONGEST: Final = 220
SOON: Final = 40
"""Within how many characters of its beginning a doubtful clause names the accident."""
PERSON: Final = rf"(?:(?:the |this )?{INJURED_PERSON}|s?he)"

_TELLING_ADJECTIVE: Final = r"(?!industrial|work|occup|on-the|job|prior|previous|old|non|other)[\w-]{3,12} "

_BEFORE: Final = re.compile(
    rf"(?:{PERSON}(?:, an? [^,.;]{{1,60}},)? )?"
    r"(?:(?:had|reportedly|accidentally|apparently) )?"
    r"(?:(?:was|were|had been) (?!in\b|on\b|at\b|an?\b|the\b))?"
    r"(?:(?:hurt|injured|strained|sprained) (?:(?:his|her|their|the) [\w ]{1,40}?)?"
    r"(?=(?:when|while|as|by|after|from|[a-z]{3,12}ing) )(?:(?:when|while|as|by|after|from) )?"
    rf"(?:{PERSON} )?(?:was )?)?"
)
_OTHER_SUBJECT: Final = re.compile(rf", (?=(?:his|her|the|an?|another) )|(?<= )(?P<person>{PERSON} )")
_JOINED: Final = re.compile(r"\b(?:when|and|as|while|that|which|but) $")
_AFTERMATH: Final = re.compile(
    r",? (?:and|which|that|with|then|when) "
    r"(?:(?:s?he|they|it|also|then|subsequently|immediately|thereby|has|had|the (?:patient|injured worker)) ){0,3}"
    r"(?:sustain|injur|felt|feel|hear|develop|experienc|suffer|notic|report|complain|result|caus|present|immediate|"
    r"onset|pain|sudden|hurt|is\b|lost|subsequent|underwent|sought|was (?:diagnosed|seen|treated|taken))"
    r"|,? (?:resulting|causing|sustaining|injuring|incurring|diagnosed|which (?:resulted|caused)|(?:s?he )?felt an?)\b"
    r"|,? (?:and )?(?:his|her|their) [a-z ]{3,16} (?:locked|popped|snapped|went out)\b"
    r"|,? (?:twisting|hurting|straining|spraining|fracturing|bruising|lacerating) (?:his|her|their|the) "
    r"|,? (?:on|in) (?:or about )?[\d(]|,? (?:from|between|of|dated) \d{1,2}[/-]\d{1,4}[/-]\d"
    r"|,? (?:on|in|from|between|of|dated) (?:or about )?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z.]{0,7} \d"
    r"| (?:from|between|since) (?:19|20)\d\d\b"
    r"|,? while (?:employed|working|performing|at work|on duty|in the course)\b"
    r"|,? at the time(?: of (?:the |this |his |her )?(?:injury|accident|incident))?$"
    r"|,? when s?he (?:noted|noticed|felt|heard|experienced|developed)\b"
    r"|,? when (?:the |this |his |her )?(?:injury|accident|incident|symptoms?|pain) (?:occurred|happened|took place|"
    r"began|started|set in)\b"
    r"|,? for (?:his|her|their|the) employer\b"
    r"| at work\b|(?<=fall|slip|trip) injur|,? (?:reportedly|allegedly)$|, with | first (?:claimed|reported)\b"
    r"|;"
)


def begins_with_accident(key: str, start: int, end: int) -> bool:
    """Whether "slipped", "was struck" or "was lifting" stands at *start*."""
    if accidents("verb").match(key, start, end):
        return True
    return (
        key.startswith("was ", start) and accidents("doing").match(key, start + len("was "), end) is not None
    )


def happened_meanwhile(key: str, start: int, end: int) -> bool:
    """Whether "was climbing a wall" stands at *start*, and an accident after it: ", and the rope gave way"."""
    before = _BEFORE.match(key, start, end)
    start = before.end() if before else start
    return _past_what_else_went_on(key, start, end) > start


def clause(document: Document, start: int, end: int) -> Region:
    """The clause at *start*, without the person that it is about and without what came of it."""
    key = document.key
    if key[start - 1 : start] == '"':
        closing = key.find('"', start, end)
        end = closing if closing >= 0 else end
    else:
        before = _BEFORE.match(key, start, end)
        start = before.end() if before else start
    end = min(sentence_end(document, start, end), start + LONGEST)
    start = _past_what_else_went_on(key, start, end)
    aftermath = _AFTERMATH.search(key, start, end)
    return document.trim(start, aftermath.start() if aftermath else end, ' .,;:"\u201c\u201d')


def _past_what_else_went_on(key: str, start: int, end: int) -> int:
    """The beginning of what happened, where what the person was doing precedes it: "climbing a wall, he slipped"."""
    space = key.find(" ", start, end)
    if not key.endswith("ing", start, space) or key.startswith("being", start):
        return start
    for other in _OTHER_SUBJECT.finditer(key, start, end):
        if other["person"] is None:
            if accidents("verb").search(key, other.end(), min(end, other.end() + SOON)):
                before = _BEFORE.match(key, other.end(), end)
                return before.end() if before else other.end()
        elif _JOINED.search(key, max(start, other.start() - 7), other.start()):
            return start
        elif begins_with_accident(key, other.end(), end):
            return other.end()
    return start


@cache
def accidents(kind: str) -> re.Pattern[str]:
    """The words for accidents of *kind* (all, where it is empty), after the small words that may precede one."""
    of_kind: dict[str, list[str]] = {}
    for words, of in lexicon.rows("accidents"):
        if of == kind or not kind:
            of_kind.setdefault("noun" if of == "exposure" else of, []).append(re.escape(words))
    before = {
        "noun": rf"(?:(?:an?|the|another) (?:{_TELLING_ADJECTIVE})??)?",
        "doing": r"(?<!\ba )(?<!\ban )(?<!\bthe )",
    }
    alternatives = "|".join(
        before.get(of, r"(?:(?:being|was|were|got|getting|having|been|accidentally) ){0,3}")
        + "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"
        for of, words in of_kind.items()
    )  # fmt: skip
    if "noun" in of_kind:  # "a table saw accident"; "an industrial accident" tells nothing
        alternatives += rf"|an? (?:{_TELLING_ADJECTIVE}){{1,2}}(?:accident|incident)"
    return re.compile(rf"\b(?:{alternatives})\b")
