"""How the injury happened.

Grammar, on the case summary::

    mechanism = "mechanism of injury" ["is" | "was" ["described as"] | ":"] HOW
              | injury ... lead HOW                       in one of the summary's first sentences
              | injury "." somebody ACCIDENT              "She was hurt on May 2. She slipped on a wet step."
              | ("industrial" | "work-related") ACCIDENT  "attributed to an industrial car accident"
              | ("due to" | "status post") ACCIDENT       "an ankle sprain due to a fall from a scaffold"
              | ("after" | "when") somebody ACCIDENT      "seen after he tripped over a hose"
              | ("cumulative" | "repetitive" | "continuous") "trauma"
    lead      = "when" [somebody] | "while"
              | "after" | "due to" | "as a result of" | "from" | ... (before an ACCIDENT only)

HOW is as long as the clause, without the person that it happened to and without what came of it: "was hurt when
she missed a stair, with immediate pain" is "missed a stair". ACCIDENT begins with a word of the data file
``accidents``, or soon comes to one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from imrkit import lexicon
from imrkit.document import Document, Region
from imrkit.extractors.narrative import sentence_end

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPENING: Final = 900
"""How much of the summary may tell of the injury itself; after that come visits and findings."""
_LONGEST: Final = 220
_SOON: Final = 40
"""Within how many characters of its beginning a doubtful clause names the accident."""

_SOMEBODY: Final = (
    r"(?:(?:the |this )?(?:injured worker|worker|patient|claimant|applicant|employee|individual)|s?he)"
)
_STATED: Final = re.compile(
    r"mechanism(?: of (?:the |this )?(?:industrial |work )?(?:injur(?:y|ies)|accident|trauma))?(?: \(moi\))?(?: for this \w{1,12})?"
    r"(?:(?: was| is| were| has been| had been)?(?: (?:initially|reportedly))?(?: (?:detailed|described|reported|documented|noted|listed|"
    r"stated|indicated|given|recorded|cited|identified))?(?: (?:as|to be|to have been|that|to include|due to|from))*"
    r"|(?: involv(?:ed|es)| includ(?:ed|es))|,) ?[:-]? ?"
)
_UNSTATED: Final = re.compile(
    r"not\b|un(?:known|clear|specified|stated|available|disclosed|documented|determined)|none\b|n/a|no\b|deferred|"
    r"illegible|(?:provided|stated|given|documented|described|detailed|specified|disclosed|reported|available)?[.,;]"
)
_OCCURRING: Final = re.compile(
    r"(?:an? (?:\w{3,12} )?injury (?=when|while|after|due|second|from|caused|as )|(?:the |this )?(?:injury |accident |incident )?(?:occurr(?:ing|ed)|happen(?:ing|ed)|sustained|"
    rf"injured) )?(?:(?:when|while|as|after|that|due to|secondary to|from|caused by) )?(?:{_SOMEBODY} )?"
    rf"(?:was (?:injured|hurt) (?:when|while|after) )?(?:{_SOMEBODY} )?"
)
_INJURED: Final = re.compile(r"sustain|suffer|injur(?!ed worker)|hurt|accident|incident|trauma")
_LEAD: Final = re.compile(
    rf"""\b(?:
        (?P<circumstance>when\ |while\ )(?:{_SOMEBODY}\ )?
      | (?P<cause>after\ |(?:due|secondary|related|attribut(?:ed|able)|subsequent)\ to\ |(?:result|consequence)\ of\ 
        |result(?:ing|ed)\ from\ |caused\ by\ |because\ of\ |from\ |following\ |status\ post[ -]|s/p\ |by\ 
        |involving\ |in\ (?=an?\ ))(?:{_SOMEBODY}\ )?
      | (?P<subject>{_SOMEBODY}\ (?:had\ |reportedly\ )?)
    )""",
    re.VERBOSE,
)
_SUBJECT: Final = re.compile(
    rf"(?:(?:reportedly|apparently|specifically),? |it was (?:reported|noted|stated) that )?{_SOMEBODY} (?:(?:had|reportedly|apparently|states?d?(?: that)? s?he) )?"
)
_AT_WORK: Final = re.compile(
    r"(?:was |were )?(?:working|employed|at work|on (?:the job|duty)|in the course|doing (?:his|her|the)|"
    r"performing (?:his |her |their |the )?(?:usual|regular|normal|customary|job|work|duties)|wearing|under)"
)
_AFTERMATH: Final = re.compile(
    r""",?\ (?:and|which|that|with|then|when)\ 
        (?:(?:s?he|they|it|also|then|subsequently|immediately|thereby|has|had|the\ (?:patient|injured\ worker))\ ){0,3}
        (?:sustain|injur|felt|feel|hear|develop|experienc|suffer|notic|report|complain|result|caus|present|immediate|
           onset|pain|sudden|hurt|is\b|lost|subsequent|underwent|sought|was\ (?:diagnosed|seen|treated|taken))
      | ,?\ (?:resulting|causing|sustaining|injuring|which\ (?:resulted|caused)|diagnosed|incurring|(?:s?he\ )?felt\ an?)\b
      | ,?\ (?:on|in)\ (?:or\ about\ )?(?:[\d(]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z.]{0,7}\ \d)
      | ;""",
    re.VERBOSE,
)
_COMPLAINT: Final = re.compile(r"complain|aggravat|worse|increas|symptom")
_ADJECTIVES: Final = ("industrial ", "related ", "occupational ", "on-the-job ")
_ADJECTIVE: Final = re.compile(r"(?:industrial|work[- ]?related|occupational|on-the-job|job[- ]related) $")
_CAUSES: Final = ("due to ", "secondary to ", "result of ", "status post ", "s/p ")
_INJURIES: Final = frozenset({"crush injury", "crushing", "blunt force"})
_SUFFERED: Final = ("sustained ", "suffered ", "injured in ")
_EVENTS: Final = (" after ", " when ")
_TRAUMA: Final = re.compile(
    r"(?:cumulative|repetitive|continuous|repeated)(?:[ -]and-or | and |, | )?(?:cumulative |repetitive |continuous )?"
    r"(?:micro)?-?(?:trauma|stress|strain|motion|injur(?:y|ies))\b"
)
_CIRCUMSTANCES: Final = ("when", "while")
_PUNCTUATION: Final = str.maketrans(",.;:()/-", "        ")
_CUMULATIVE: Final = ("cumulative", "repetitive", "continuous", "repeated")


def mechanism(document: Document, region: Region) -> Region | None:
    """Where the narrative in *region* says how the injury happened."""
    how = _stated(document, region)
    if how is None:
        words = set(document.key[region.start : region.end].translate(_PUNCTUATION).split())
        accident = not words.isdisjoint(_accident_words())
        if accident or not words.isdisjoint(_CIRCUMSTANCES):
            how = _told(document, region)
        if how is None and accident:
            how = _named(document, region)
    return how or _trauma(document.key, region)


def is_cumulative(key: str, region: Region, how: Region | None) -> bool:
    """Whether the narrative in *region* tells of cumulative, repetitive or continuous trauma."""
    if how is not None and any(key.find(word, *how) >= 0 for word in _CUMULATIVE):
        return True
    return _trauma(key, region) is not None


def _stated(document: Document, region: Region) -> Region | None:
    key = document.key
    for at in _occurrences(key, "mechanism", region):
        lead = _STATED.match(key, at, region.end)
        if lead and not _UNSTATED.match(key, lead.end(), region.end):
            occurring = _OCCURRING.match(key, lead.end(), region.end)
            return _clause(document, occurring.end() if occurring else lead.end(), region.end)
    return None


def _told(document: Document, region: Region) -> Region | None:
    """In a sentence that tells of the injury, or in the one after it."""
    key = document.key
    opening = min(region.end, region.start + _OPENING)
    start, end = region.start, sentence_end(document, region.start, region.end)
    first_two = 2
    while start < opening:
        words = set(key[start:end].translate(_PUNCTUATION).split())
        telling = not (words.isdisjoint(_accident_words()) and words.isdisjoint(_CIRCUMSTANCES))
        injured = _INJURED.search(key, start, end)
        if injured or first_two > 0:
            clause = (
                _in_sentence(document, start, injured.start() if injured else None, end) if telling else None
            )
            subject = None if clause or not injured else _SUBJECT.match(key, end + 2, region.end)
            if subject and _has_accident(key, subject.end(), region.end):
                clause = _clause(document, subject.end(), region.end)
            if clause:
                return clause
        first_two -= 1
        start, end = end + 1, sentence_end(document, end + 1, region.end)
    return None


def _in_sentence(document: Document, start: int, injured: int | None, end: int) -> Region | None:
    """After a lead-in; where the sentence speaks of no injury, or only later, an accident must be named."""
    key = document.key
    for lead in _LEAD.finditer(key, start, end):
        after = lead.end()
        if lead["circumstance"] and injured is not None and lead.start() > injured:
            told = not _AT_WORK.match(key, after, end) and not _COMPLAINT.search(key, injured, lead.start())
        elif lead["subject"]:
            told = _has_accident(key, after, end)
        elif injured is not None and lead.start() > injured:
            told = _accidents("").search(key, after, min(end, after + _SOON)) is not None
        else:
            told = _accidents("").match(key, after, end) is not None
        if told:
            return _clause(document, after, end)
    return None


def _has_accident(key: str, start: int, end: int) -> bool:
    """Whether "slipped", "was struck" or "was lifting" stands at *start*."""
    if _accidents("verb").match(key, start, end):
        return True
    return key.startswith("was ", start) and _accidents("doing").match(key, start, end) is not None


def _named(document: Document, region: Region) -> Region | None:
    """Anywhere in the summary, where nothing else can be meant."""
    key = document.key
    for adjective in _ADJECTIVES:
        for at in _occurrences(key, adjective, region):
            end = at + len(adjective)
            noun = _accidents("noun").match(key, end, region.end)
            if noun and _ADJECTIVE.search(key, max(region.start, at - 6), end):
                return Region(end, noun.end())
    for lead in _CAUSES:
        for at in _occurrences(key, lead, region):
            if _accidents("").match(key, at + len(lead), region.end):
                return _clause(document, at + len(lead), region.end)
    for lead in _SUFFERED:
        for at in _occurrences(key, lead, region):
            noun = _accidents("noun").match(key, at + len(lead), region.end)
            if noun and noun["accident"] not in _INJURIES:
                return Region(at + len(lead), noun.end())
    for lead in _EVENTS:
        for at in _occurrences(key, lead, region):
            subject = _SUBJECT.match(key, at + len(lead), region.end)
            if subject and _accidents("event").match(key, subject.end(), region.end):
                return _clause(document, subject.end(), region.end)
    return None


def _trauma(key: str, region: Region) -> Region | None:
    for word in _CUMULATIVE:
        for at in _occurrences(key, word, region):
            if trauma := _TRAUMA.match(key, at, region.end):
                return Region(*trauma.span())
    return None


def _occurrences(key: str, literal: str, region: Region) -> Iterator[int]:
    at = key.find(literal, *region)
    while at >= 0:
        yield at
        at = key.find(literal, at + len(literal), region.end)


def _clause(document: Document, start: int, end: int) -> Region:
    end = min(sentence_end(document, start, end), start + _LONGEST)
    aftermath = _AFTERMATH.search(document.key, start, end)
    return document.trim(start, aftermath.start() if aftermath else end, " .,;:")


@cache
def _accidents(kind: str) -> re.Pattern[str]:
    """The words for accidents of *kind* (all, where it is empty), after the small words that may precede one."""
    words = [re.escape(word) for word, of in lexicon.rows("accidents") if of == kind or not kind]
    alternatives = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(
        rf"(?:(?:an?|the|being|was|were|got|getting|having|been) ){{0,3}}(?P<accident>{alternatives})\b"
    )


@cache
def _accident_words() -> frozenset[str]:
    """The word that each entry of the data file begins with."""
    return frozenset(words.translate(_PUNCTUATION).split()[0] for words, _ in lexicon.rows("accidents"))
