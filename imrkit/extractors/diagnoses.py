"""The diagnoses that the case summary lists.

Grammar::

    diagnoses = lead list
    lead      = "diagnosed with" | "diagnosed as having" ...
              | ("diagnosis" | "diagnoses" | "dx") [source] ("include" | "are" | "of" | ":" | "(" ...)
              | ("undergoing" | "receiving" ...) "treatment for" | ("being" | "was" ...) "treated for"
              | ("impression" | "assessment") ("includes" | "was" | ":")
    source    = "per the note of 2/9/31" | "on 2/9/31" | "listed by the physician" ...

A list ends with its sentence, with its parenthesis, or where a new clause begins: "treated for gout and has had
six visits". How it is taken apart is the matter of :mod:`imrkit.extractors.diagnosis_entries`. Complaints are no
diagnoses, nor is a list that says that there is none; and no diagnosis is given twice.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from imrkit import lexicon
from imrkit.document import Document, Region
from imrkit.extractors.diagnosis_entries import numbered, separated, trimmed
from imrkit.extractors.narrative import sentence_end

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_LIST: Final = 2_000
_LONGEST_DIAGNOSIS: Final = 260

_SOMEBODY: Final = r"(?:him|her|(?:the|this) (?:patient|injured worker|worker|applicant|claimant|employee))"
_PARTICIPLE: Final = r"(?:noted|listed|documented|reported|stated|given|recorded|identified|described|provided|made|known|considered)"
_NAMES: Final = (
    rf"(?: (?:that|which))?(?: (?:have|has)(?: been)?)?"
    rf"(?: (?:includ(?:e|ed|es|ing)|are|is|were|was|being|of|consist(?:s|ed)? of|to include)(?![a-z])|,? ?:|(?= [(#]?1[.)]))"
    rf"(?: (?:currently|now|also))?(?: {_PARTICIPLE}\b)?(?: by \w{{2,12}}(?: \w{{2,12}})?(?= (?:as|to)\b))?"
    rf"(?: (?:as|to include|to be|including|of|with|having|follows|the following|possible for)\b)*[ :;,-]*"
)
_SOURCE: Final = (
    rf",? (?:per|on|in|by|from|as of|at|according to|based on|for|dated|to date|{_PARTICIPLE}|currently|rendered|under)"
    r"\b[^;:]{0,90}?"
)
_OF_DIAGNOSIS: Final = re.compile(
    rf"diagnosed(?: {_SOMEBODY})?(?: (?:as having|with having|with|to have|as|having))+(?: the following)?[ :;]*"
    rf"(?!which|by\b)"
    rf"|(?:diagnos[ei]s(?: ?\(es\))?|diagnostic impressions?|dx)"
    rf"(?:,? (?:and-or|and/or|and|or) (?:diagnostic |clinical )?impressions?,?)?"
    rf"(?:{_NAMES}|(?P<parenthesis> \()(?!icd|in\b|s\))|{_SOURCE}{_NAMES})"
)
_OF_TREATMENT: Final = re.compile(
    r"(?:undergo\w{0,4}|receiv\w{1,4}|under(?: going)?|in)(?: \w{1,12}){0,2} (?:treatment|care) for"
    r"|(?:being|been|was|is|were|currently|and|previously|also)(?: \w{1,12})? (?:treated|followed|managed) for"
    r"(?: treatment of)?"
)
_OF_IMPRESSION: Final = re.compile(
    r"(?:impressions?|assessments?)"
    rf"(?: (?:includ(?:e|es|ed)|(?:is|was|were|are)(?: {_PARTICIPLE} as| of| that of)?)(?![a-z])|:) ?"
)
_LEADS: Final = (
    # what to look for, how far before it the lead-in may begin, and its pattern
    ("diagnos", 0, _OF_DIAGNOSIS),
    (" dx", 0, re.compile(rf" (?:{_OF_DIAGNOSIS.pattern})")),
    ("treatment for", 36, _OF_TREATMENT),
    (" care for", 36, _OF_TREATMENT),
    ("treated for", 36, _OF_TREATMENT),
    ("followed for", 36, _OF_TREATMENT),
    ("managed for", 36, _OF_TREATMENT),
    ("impression", 0, _OF_IMPRESSION),
    ("assessment", 0, _OF_IMPRESSION),
)
_NOT_THE_PATIENTS: Final = re.compile(
    r"(?:differential|no|not|without(?: an?)?|(?:mother|father|brother|sister|son|daughter|wife|husband) (?:was|is)|"
    r"mri|ct|x-rays?|emg|emg[-/]ncv|radiolog\w{1,8}|study|reserv\w{1,3}|request\w{0,3}|functional|pain|risk) $"
)
_BEFORE_THE_FIRST: Final = re.compile(
    r" ?(?:(?:a|an|the|his|her|their|and|ongoing|following|these|conditions?|diagnos[ei]s|complaints?|injur(?:y|ies))"
    r"(?: of| to| including)?[ :]{1,2}){0,5}"
)
_UNSTATED: Final = re.compile(
    r"not\b|un(?:known|clear|available)|none\b|n/a|no (?:diagnos|formal)|illegible|pending|deferred|rendered\b|"
    r"consistent\b|confirmed|based\b|established|this (?:injury|claim)|work[- ]related\b(?! \w)"
)
_NEW_CLAUSE: Final = re.compile(
    r""",?\ (?:
        with\ (?:complaints|the\ (?:patient|injured|worker|request)|an?\ (?:date|plan|request))
      | at\ (?:this|that)\ time | as\ a\ result | in\ the\ (?:report|progress|note|medical)
      | (?:by|from)\ (?:dr\b|the|his|her)\b
      | on\ (?:[\d/-]{6,10}|[a-z]{3,9}\.?\ \d{1,2},\ \d{4})(?![\d/,;-]|\ and\ )
      | (?:related|due|secondary)\ to\ (?:an?|the|this|her|his)\ (?:work|industrial|injury|fall)
      | and\ (?:s?he|they|it|the\ (?:patient|injured|worker|claimant|applicant|employee|provider|treat\w{2,4}))\b
    )""",
    re.VERBOSE,
)
_HOW_IT_HAPPENED: Final = re.compile(
    r"(?:status[ -]post|s/p)[ -](?:an? )?(?:being|fall|slip|trip|mva|motor|assault|accident|crush)"
)


def diagnoses(document: Document, region: Region) -> list[Region]:
    """Where each diagnosis of the narrative in *region* stands."""
    key = document.key
    found: list[Region] = []
    seen: set[str] = set()
    for listed in _lists(document, region):
        for entry in listed:
            words = key[entry.start : entry.end]
            if (
                1 < len(words) <= _LONGEST_DIAGNOSIS
                and words not in seen
                and not _HOW_IT_HAPPENED.match(words)
            ):
                seen.add(words)
                found.append(entry)
    return found


def _lists(document: Document, region: Region) -> Iterator[list[Region]]:
    key = document.key
    done = region.start
    for lead in sorted(_leads(key, region)):
        if lead.start < done:
            continue
        before = _BEFORE_THE_FIRST.match(key, lead.end, region.end)
        start = before.end() if before else lead.end
        if not _UNSTATED.match(key, start, region.end):
            entries = _entries(document, start, min(region.end, start + _LONGEST_LIST))
            done = entries[-1].end if entries else start
            yield entries


def _leads(key: str, region: Region) -> Iterator[Region]:
    """The words that introduce lists."""
    for literal, back, pattern in _LEADS:
        at = key.find(literal, *region)
        while at >= 0:
            after = at + len(literal)
            if back:
                lead = pattern.search(key, max(region.start, at - back), min(region.end, after + 13))
            else:
                lead = pattern.match(key, at, region.end)
            if lead and not _NOT_THE_PATIENTS.search(key, max(region.start, lead.start() - 14), lead.start()):
                yield Region(lead.start(), lead.end())
            at = key.find(literal, after, region.end)


def _entries(document: Document, start: int, end: int) -> list[Region]:
    """The entries of the list that begins at *start*."""
    if document.key[start - 1] == "(":
        return separated(document, start, _closing(document.key, start, end))
    entries = numbered(document, start, end)
    if entries:
        last = entries[-1]
        entries[-1] = trimmed(document, last.start, _list_end(document, *last))
        return entries
    return separated(document, start, _list_end(document, start, end))


def _list_end(document: Document, start: int, end: int) -> int:
    """Where the sentence ends, or what it lists: before a verb, with all that leads up to it."""
    key = document.key
    end = sentence_end(document, start, end)
    clause = _NEW_CLAUSE.search(key, start, end)
    end = clause.start() if clause else end
    ending, leading_up, treatment = _ends()
    words = key[start:end].split(" ")
    at = start
    for i, word in enumerate(words):
        bare = word.strip(",;")
        if bare in ending and i:
            while words[i - 1].strip(",;") in leading_up and i > 1:
                i -= 1
                at -= len(words[i]) + 1
            return at
        if bare == "with" and not treatment.isdisjoint(
            following.strip(",;") for following in words[i + 1 : i + 4]
        ):
            return at
        at += len(word) + 1
    return end


def _closing(key: str, start: int, end: int) -> int:
    """The parenthesis that closes the one before *start*."""
    depth = 1
    for mark in re.compile(r"[()]").finditer(key, start, end):
        depth += 1 if mark[0] == "(" else -1
        if depth == 0:
            return mark.start()
    return end


@cache
def _ends() -> tuple[frozenset[str], ...]:
    """Words that end a list, words that lead up to one, and what somebody is treated with."""
    kinds: dict[str, set[str]] = {"end": set(), "leading up": set(), "treatment": set()}
    for kind, words in lexicon.rows("diagnosis_words"):
        if kind in kinds:
            kinds[kind].update(words.split())
    return tuple(frozenset(words) for words in kinds.values())
