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

_OPENING: Final = 600
"""How much of the summary may tell of the injury itself; after that come visits and findings."""
_OPENING_WORDS: Final = 110
_TELLING: Final = 1_500
"""How much of it may mention how the injury happened in passing."""
_LONGEST: Final = 220
_SOON: Final = 40
"""Within how many characters of its beginning a doubtful clause names the accident."""

_SOMEBODY: Final = (
    r"(?:(?:the |this )?(?:injured worker|worker|patient|claimant|applicant|employee|individual)|s?he)"
)
_STATED: Final = re.compile(
    r"mechanism(?: of (?:the |this |his |her )?(?:industrial |work )?(?:injur(?:y|ies)|accident|trauma)"
    r"|(?=:| was | is ))"
    r"(?: \(moi\))?(?: for this \w{1,12})?"
    r"(?:(?: was| is| were| has been| had been)?(?: (?:initially|reportedly))?"
    r"(?: (?:detailed|described|reported|documented|noted|listed|stated|indicated|given|recorded|cited|identified))?"
    r"(?: (?:as|to be|to have been|that|to include|due to|from)){0,3}|(?: involv(?:ed|es)| includ(?:ed|es))|,) ?[:-]? ?"
)
_UNSTATED: Final = re.compile(
    r"not\b|un(?:known|clear|specified|stated|available|disclosed|documented|determined)|none\b|n/a|no\b|deferred|"
    r"illegible|(?:and|or|for|in|with|but|which)\b|"
    r"(?:provided|stated|given|documented|described|detailed|specified|disclosed|reported|available)?[.,;]"
)
_OCCURRING: Final = re.compile(
    r"(?:an? (?:\w{3,12} )?injury (?=when|while|after|due|second|from|caused|as )"
    r"|(?:the |this )?(?:injury |accident |incident )?(?:occurr(?:ing|ed)|happen(?:ing|ed)|sustained|injured) )?"
    rf"(?:(?:when|while|as|after|that|due to|secondary to|from|caused by) )?(?:{_SOMEBODY} )?"
    rf"(?:was (?:injured|hurt) (?:when|while|after) )?(?:{_SOMEBODY} )?"
)
_INJURED: Final = re.compile(r"sustain|suffer|injur(?!ed worker)|hurt|accident|incident|trauma")
_LEAD: Final = re.compile(
    r"\b(?:"
    rf"(?P<circumstance>when |while )(?:{_SOMEBODY} )?"
    r"|(?P<cause>after |(?:due|secondary|related|attribut(?:ed|able)|subsequent) to |(?:result|consequence) of |"
    r"result(?:ing|ed) from |caused by |because of |from |following |status post[ -]|s/p |by |involving |in (?=an? ))"
    rf"(?:{_SOMEBODY} )?"
    rf"|(?P<subject>(?:{_SOMEBODY}|who) (?:had |reportedly )?)"
    r")"
)
_SUBJECT: Final = re.compile(
    r"(?:(?:reportedly|apparently|specifically),? |it was (?:reported|noted|stated) that )?"
    rf"{_SOMEBODY} (?:(?:had|reportedly|apparently|state[sd](?: that)? s?he) )?"
)
_AT_WORK: Final = re.compile(
    r"(?:was |were )?(?:working|employed|at work|on (?:the job|duty)|in the course|doing (?:his|her|the)|"
    r"performing (?:his |her |their |the )?(?:usual|regular|normal|customary|job|work|duties)|wearing|under)"
)
_AFTERMATH: Final = re.compile(
    r",? (?:and|which|that|with|then|when) "
    r"(?:(?:s?he|they|it|also|then|subsequently|immediately|thereby|has|had|the (?:patient|injured worker)) ){0,3}"
    r"(?:sustain|injur|felt|feel|hear|develop|experienc|suffer|notic|report|complain|result|caus|present|immediate|"
    r"onset|pain|sudden|hurt|is\b|lost|subsequent|underwent|sought|was (?:diagnosed|seen|treated|taken))"
    r"|,? (?:resulting|causing|sustaining|injuring|incurring|diagnosed|which (?:resulted|caused)|(?:s?he )?felt an?)\b"
    r"|,? (?:on|in) (?:or about )?[\d(]|,? (?:from|between|of|dated) \d{1,2}[/-]\d{1,4}[/-]\d"
    r"|,? (?:on|in|from|between|of|dated) (?:or about )?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z.]{0,7} \d"
    r"|;"
)
_COMPLAINT: Final = re.compile(r"complain|aggravat|worse|increas|symptom")
_ADJECTIVES: Final = ("industrial ", "related ", "occupational ", "on-the-job ")
_ADJECTIVE: Final = re.compile(r"(?:industrial|work[- ]?related|occupational|on-the-job|job[- ]related) $")
_ABBREVIATION: Final = re.compile(r" ?\([a-z]{2,6}\)")
_CAUSES: Final = ("due to ", "secondary to ", "result of ", "status post ", "s/p ")
_SUFFERED: Final = ("sustained ", "suffered ", "injured in ")
_EVENTS: Final = (" after ", " when ")
_TRAUMA: Final = re.compile(
    r"(?:cumulative|repetitive|continuous|repeated)(?:[ -]and-or | and |, | )?(?:cumulative |repetitive |continuous )?"
    r"(?:micro)?-?(?:trauma|stress|strain|motion|injur(?:y|ies))\b"
)
_CUMULATIVE: Final = ("cumulative", "repetitive", "continuous", "repeated")


def mechanism(document: Document, region: Region) -> tuple[Region | None, bool]:
    """Where the narrative in *region* says how the injury happened, and whether that was cumulative trauma."""
    key = document.key
    # A look at the words spares most summaries the slow ways to read them.
    words = key[region.start : region.end].split(" ")
    is_named = not _naming_words().isdisjoint(words)
    trauma = _trauma(key, region) if is_named else None
    how = _stated(document, region)
    if how is None and not _telling_words().isdisjoint(words[:_OPENING_WORDS]):
        how = _told(document, Region(region.start, min(region.end, region.start + _OPENING)))
    if how is None and is_named:
        how = _named(document, Region(region.start, min(region.end, region.start + _TELLING)))
    how = how if how is not None and how.end > how.start else trauma
    cumulative = trauma is not None or (how is not None and any(key.find(w, *how) >= 0 for w in _CUMULATIVE))
    return how, cumulative


def _stated(document: Document, region: Region) -> Region | None:
    """What the summary calls the mechanism; an empty region where it says that it is not known."""
    key = document.key
    for at in _occurrences(key, "mechanism", region):
        lead = _STATED.match(key, at, region.end)
        if lead and _UNSTATED.match(key, lead.end(), region.end):
            return Region(at, at)
        if lead:
            occurring = _OCCURRING.match(key, lead.end(), region.end)
            return _clause(document, occurring.end() if occurring else lead.end(), region.end)
    return None


def _told(document: Document, opening: Region) -> Region | None:
    """In a sentence that tells of the injury, or in the one after it."""
    key = document.key
    until = min(len(key), opening.end + _LONGEST)
    start = opening.start
    sentences = 0
    while start < opening.end:
        end = sentence_end(document, start, until)
        injured = _INJURED.search(key, start, end)
        sentences += 1
        if injured or sentences <= 2:
            clause = _in_sentence(document, start, injured.start() if injured else None, end)
            subject = None if clause or not injured else _SUBJECT.match(key, end + 2, until)
            if subject and _has_accident(key, subject.end(), until):
                clause = _clause(document, subject.end(), until)
            if clause:
                return clause
        start = end + 1
    return None


def _in_sentence(document: Document, start: int, injured: int | None, end: int) -> Region | None:
    """After a lead-in; where the sentence speaks of no injury, or only later, an accident must be named."""
    key = document.key
    if _telling_words().isdisjoint(key[start:end].split(" ")):
        return None
    for lead in _LEAD.finditer(key, start, end):
        after = lead.end()
        if lead["circumstance"] and injured is not None and lead.start() > injured:
            told = not _AT_WORK.match(key, after, end) and not _COMPLAINT.search(key, injured, lead.start())
        elif lead["subject"]:
            told = _has_accident(key, after, end)
        elif key[after : after + 1].isdigit():
            told = False  # "from 2/9/31"
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
                return _with_abbreviation(key, end, noun.end())
    for lead in _CAUSES:
        for at in _occurrences(key, lead, region):
            if _accidents("").match(key, at + len(lead), region.end):
                return _clause(document, at + len(lead), region.end)
    for lead in _SUFFERED:
        for at in _occurrences(key, lead, region):
            noun = _accidents("noun").match(key, at + len(lead), region.end)
            if noun:
                return _with_abbreviation(key, at + len(lead), noun.end())
    for lead in _EVENTS:
        for at in _occurrences(key, lead, region):
            subject = _SUBJECT.match(key, at + len(lead), region.end)
            if subject and _accidents("event").match(key, subject.end(), region.end):
                return _clause(document, subject.end(), region.end)
    return None


def _with_abbreviation(key: str, start: int, end: int) -> Region:
    abbreviation = _ABBREVIATION.match(key, end)
    return Region(start, abbreviation.end() if abbreviation else end)


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
def _telling_words() -> frozenset[str]:
    """The longest word of every entry of the data file, and those that tell of a circumstance."""
    return _with_punctuation(
        {"when", "while", *_longest_words({"event", "verb", "noun", "doing", "exposure"})}
    )


@cache
def _naming_words() -> frozenset[str]:
    """The same for what :func:`_named` looks for, which ordinary sentences seldom have."""
    return _with_punctuation(_longest_words({"event", "verb", "noun", "exposure"}))


def _longest_words(kinds: set[str]) -> set[str]:
    return {max(words.split(), key=len) for words, kind in lexicon.rows("accidents") if kind in kinds}


def _with_punctuation(words: set[str]) -> frozenset[str]:
    return frozenset(word + mark for word in words for mark in ("", ",", ".", ";"))
