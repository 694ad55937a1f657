"""The clause that tells how an injury happened: where it begins, how far it goes, and whether it is of this injury.

Grammar::

    HOW      = ACCIDENT to the end of the clause, without what came of it
    ACCIDENT = ["a" [word]] noun | ["was" | "being" ...] verb | doing | exposure    (the data file ``accidents``)

The person that it happened to is left out, and what the person was about when it did: "while climbing a wall, the
patient slipped on moss, with immediate pain" is "slipped on moss". What is told of a prior or a non-industrial event
("he had a prior injury in 2009 when he fell") is no mechanism, nor is cumulative trauma that is denied or forbidden.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from imrkit import lexicon
from imrkit.document import Region
from imrkit.extractors.narrative import INJURED_PERSON, sentence_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imrkit.document import Document

CUMULATIVE: Final = ("cumulative", "repetitive", "continuous")
LONGEST: Final = 220
SOON: Final = 40
"""Within how many characters of its beginning a doubtful clause names the accident."""
PERSON: Final = rf"(?:(?:the |this )?{INJURED_PERSON}|s?he)"
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
ON_DATE: Final = r"(?:,? ?on (?:or about )?(?=[\da-z]{1,9}[ /.-])[^.;]{4,18}?\d\d[ ,]{1,2}+(?![\d ]))"

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
_CIRCUMSTANCE: Final = (
    r"(?:when|while|after|as|in|at|by|from|under|between|against|through|during|due|secondary|caused)\b"
)
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
    rf"{_MONTH}[a-z.]{{0,7}} \d"
    r"| (?:from|between|since) (?:19|20)\d\d\b|,? (?:from|between|during|over) the (?:dates|period)\b"
    r"|,? (?:during|over|throughout|in) (?:the course (?:and scope )?of )?(?:his|her|their) (?:[\w-]+ )?employment\b"
    r"|,? while (?:employed|working|performing|at work|on duty|in the course)\b"
    r"|,? at the time(?: of (?:the |this |his |her )?(?:injury|accident|incident))?$"
    rf"|,? when {PERSON} (?:noted|noticed|felt|heard|experienced|developed|hurt|injured|strained|sprained|tore|"
    r"twisted (?=his|her|the))\b"
    rf"|(?:(?<=ing injury)|(?<=ion injury)|(?<=crush injury)) (?:to|of) (?:his|her|the|both|left|right)"
    rf"(?: (?!on\b|{_CIRCUMSTANCE})[\w/-]+){{1,6}}(?= on |,(?! {_CIRCUMSTANCE})|;|$)"
    r"|,? when (?:the |this |his |her )?(?:injury|accident|incident|symptoms?|pain) (?:occurred|happened|took place|"
    r"began|started|set in)\b"
    r"|,? for (?:his|her|their|the) employer\b"
    r"| at work\b|(?<=fall|slip|trip) injur|,? (?:reportedly|allegedly)$|, with | first (?:claimed|reported)\b"
    r"|, (?:(?:no|positive|brief|with) )?(?:loc\b|loss of consciousness)"
    r"|;"
)

_TRAUMA: Final = re.compile(
    r"(?:cumulative|repetitive|continuous|repeated)(?:[ -]and ?[-/] ?or | and |, | )?"
    r"(?:cumulative |repetitive |continuous )?"
    r"(?:micro)?-?(?:trauma|stress|strain|motion|injur(?:y|ies))\b"
)
_NOT_HIS: Final = re.compile(
    r"\b(?:not (?:\w{4,12} )?(?:(?:the result of|due to|caused by|related to|from|by) )?(?:an? |any |the )?"
    r"|(?:no|never|without) (?:\w+ ){0,2}?(?:of )?(?:any )?"
    r"|den(?:y|ie[sd]|ying) (?:(?:any|an?|the|that|having|had|history|of|prior|such) ){0,4}"
    r"|non-?|(?:avoid(?:s|ed|ing)?|unable to|cannot|difficulty with|unrelated to|preclu\w+|"
    r"restrict\w+ (?:from|against|on)|(?:worse|worsened|aggravated|exacerbated|increased|increases) (?:by|with)) "
    r"(?:(?!but\b|rather|instead|attribut|specific|single|one\b|however|due\b|since|because|secondary)"
    r"[\w/-]+,? (?!(?:he|she|the|they)\b)){0,6})$"
)
"""What is denied, forbidden or makes it worse: "denies any repetitive trauma", "no repetitive motion"."""
_OF_A_DATE: Final = re.compile(
    r"(?: injury| claim)?,? (?:(?:of|on|dated|from|ending|through) )(?:[a-z]{3,9}\.? )?\d"
)
_REFUSED: Final = re.compile(
    r"(?: \w+){0,2} (?:was|is|were|are|has been) (?:denied|not (?:accepted|claimed|alleged))\b"
)
_TELEGRAPHIC: Final = re.compile(
    r" ?(?P<event>(?:(?:fell|slipped|tripped|stumbled)(?= (?:and|on|onto|off|out|over|in|into|from|down|while|when|"
    r"through|backwards?|forwards?|at|about)\b)|(?:struck|hit|kicked|bitten|attacked|thrown|rear[- ]ended|pinned|"
    r"electrocuted|assaulted)(?: (?:in|on) (?:the |his |her )?(?:[\w-]+ ){1,2}| )(?=by|from|between))\b)"
)
_INJURY_ALONE: Final = re.compile(
    r"(?:an? )?(?:(?:industrial|work|work[- ]related|left|right|bilateral|low|lower|upper|mid|chronic|acute|back|neck|"
    r"knee|shoulder|hip|ankle|foot|hand|wrist|elbow|lumbar|cervical|thoracic|spine|spinal|head|strain|sprain) ){1,5}"
    r"(?:injur(?:y|ies)|strain|sprain|pain)"
    rf"(?=[.;]| to | on (?:or about )?(?:\d|{_MONTH}))"
)
_NO_ACCIDENT: Final = r"(?! (?:asleep|ill|behind)\b| by (?:\w+ ){0,2}pain\b)"
"""What makes something else of the word for an accident: "fell asleep", "struck by severe pain"."""
_SMALL_WORDS: Final = frozenset({"was", "into", "over", "out", "up", "down", "off", "to", "a", "in"})
_ANOTHER: Final = re.compile(
    r"\b(?:had|has|with|suffered|sustained|incurred|reports|reported|recalled|history of|after|following|involved in)"
    r" (?:(?:an?|any|several|his|her|one) )?"
    r"(?:prior|previous|earlier|past|pre-?existing|subsequent|non-?(?:industrial|work|occupational)[a-z-]{0,8})"
    r"(?: (?!to\b|and\b)[\w-]+){0,4}? (?:injur|accident|incident|collision|trauma|fall\b|claim|mva\b)"
    r"|\bpreviously (?:injured|hurt|involved|sustained|suffered)\b"
    r"|\bcompensable consequence|\bcompensatory\b|\bfavoring\b"
)
_AT_LEISURE: Final = re.compile(
    r"\bfell asleep\b|\bgetting out of bed\b|\b(?:lifting weights|working out(?! (?:of|in|at|on)\b)|exercising)\b"
    r"(?![^.;]{0,40}\b(?:training|academy|duty|station)\b)"
)
_NEW_CLAUSE: Final = re.compile(r"[,;] |\b(?:but|and|now|who|new|current)\b")
_THIS: Final = re.compile(
    r"(?<!non-)(?<!non)(?:industrial|work)[a-z-]{0,8} (?:injur|accident|incident)|\bdoi\b"
    r"|\bwas (?:injured|hurt)\b"
)


def is_another_event(key: str, start: int, how: Region, *, injured: bool) -> bool:
    """Whether the sentence from *start* on tells in *how* of another event than the injury.

    What the injured do in their free time is the injury's where the sentence speaks of one.
    """
    end = how.end
    if not injured and _AT_LEISURE.search(key, start, end):
        return True
    another = _ANOTHER.search(key, start, end)
    if another is None or _THIS.search(key, another.end(), end):
        return False
    return _NEW_CLAUSE.search(key, another.end(), how.start) is None


def cumulative_trauma(key: str, region: Region) -> Region | None:
    """Where *region* says that the injury was cumulative."""
    for at in sorted(at for _, at in occurrences(key, CUMULATIVE, region)):
        trauma = _TRAUMA.match(key, at, region.end)
        if (
            trauma
            and (
                not _NOT_HIS.search(key, max(region.start, at - 60), at)
                or _OF_A_DATE.match(key, trauma.end(), region.end)
            )
            and not _REFUSED.match(key, trauma.end(), region.end)
        ):
            return Region(*trauma.span())
    return None


def occurrences(key: str, literals: tuple[str, ...], region: Region) -> Iterator[tuple[str, int]]:
    """Each of *literals* with each place in *region* where it stands."""
    start, end = region
    for literal in literals:
        at = key.find(literal, start, end)
        while at >= 0:
            yield literal, at
            at = key.find(literal, at + len(literal), end)


def names_only_the_injury(key: str, start: int, end: int) -> bool:
    """Whether an injury stands at *start* in place of its mechanism: "a low back injury."."""
    return _INJURY_ALONE.match(key, start, end) is not None


def telegraphic(key: str, start: int, end: int) -> int | None:
    """Where an accident begins a sentence that has no subject: "Struck in head by a branch"."""
    event = _TELEGRAPHIC.match(key, start, end)
    return event.start("event") if event else None


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
        if of == kind or not kind or (of == "effort" and kind == "verb"):
            of_kind.setdefault("noun" if of == "exposure" else of, []).append(re.escape(words))
    efforts = "|".join(of_kind.pop("effort", ()))
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
    if "verb" in of_kind:
        caught = "(?:caught|crushed|pinned|trapped|stuck|jammed)"
        alternatives += rf"|(?:got|had|getting|having) (?:his|her|their) (?:[\w-]+ ){{1,3}}{caught}"
    if efforts:  # not "tried to lift 10 pounds", "tried to lift his arm"
        alternatives += (
            rf"|(?:tried|attempted) to (?:{efforts}) (?:an?|the|another|one|him|himself|(?:his|her) fall)"
        )
    return re.compile(rf"\b(?:{alternatives})\b{_NO_ACCIDENT}")


@cache
def telling_words() -> frozenset[str]:
    """A word of every entry of the data file, and those that tell of a circumstance, as sentences hold them."""
    words = {
        max((word for word in words.split() if word not in _SMALL_WORDS), key=len)
        for words, of in lexicon.rows("accidents")
        if of != "effort"
    }
    words |= {
        "mech:",
        "when",
        "while",
        "time",
        "cause",
        "caused",
        "result",
        "resulting",
        "stemming",
        "tried",
        "attempted",
    }
    return frozenset(
        before + word + after for word in words for before in ("", '"') for after in ("", ",", ".", ";")
    )
