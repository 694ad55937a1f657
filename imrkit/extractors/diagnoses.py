"""The diagnoses that the case summary lists.

Grammar::

    diagnoses = lead list
    lead      = "diagnosed with" | "diagnosed as having" ...
              | ("diagnosis" | "diagnoses" | "dx") [source] ("include" | "are" | "of" | ":" | "(" ...)
              | ("undergoing" | "receiving" ...) "treatment for" | ("being" | "was" ...) "treated for"
              | ("impression" | "assessment") ["on 2/9/31"] ("includes" | "was" | "read" | ":")
              | ("treated" | "under care" ..) "since 2/9/31 for"
              | doctor "diagnosed"
    source    = "per the note of 2/9/31" | "on 2/9/31" | "listed by the physician" ...

A list ends with its sentence, with its parenthesis, or where a new clause begins: "treated for gout and has had
six visits". Behind a colon it goes on with the sentences that are nothing but diagnoses. How it is taken apart is
the matter of :mod:`imrkit.extractors.diagnosis_entries`. Complaints are no diagnoses, nor is a list that says that
there is none; and no diagnosis is given twice.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from imrkit import lexicon
from imrkit.document import Document, Region
from imrkit.extractors.diagnosis_entries import PROCEDURE, numbered, separated, trimmed
from imrkit.extractors.diagnosis_words import is_nothing_else
from imrkit.extractors.narrative import INJURED_PERSON, sentence_end

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST_MARKS: Final = ("1", "(", "#", "a.", "a)")
_LONGEST_LIST: Final = 2_000
_LONGEST_DIAGNOSIS: Final = 260
_LONGEST_SENTENCE: Final = 80
"""Of those that go on with a list which a colon introduced."""

_SOMEBODY: Final = rf"(?:him|her|(?:the|this) {INJURED_PERSON})"
_PARTICIPLE: Final = (
    r"(?:noted|listed|documented|reported|stated|given|recorded|identified|described|provided|made|"
    r"known|considered)"
)
_VERB: Final = r"(?:includ(?:e|ed|es|ing)|are|is|were|was|being|consist(?:s|ed)? of|to include)(?![a-z])"
_NOTED_AS: Final = (
    rf"(?: (?:currently|now|also))?(?: {_PARTICIPLE}\b)?(?: by \w{{2,12}}(?: \w{{2,12}})?(?= (?:as|to)\b))?"
    r"(?: (?:as|to include|to be|(?:changed|revised|updated|amended) to|including|of|with|having|follows|"
    r"the following)\b){0,4}[ :;,-]{0,4}"
)
_NAMES: Final = (
    r"(?: (?:that|which))?(?: (?:have|has)(?: been)?)?"
    rf"(?: (?:{_VERB}|of\b|as (?!well|above|to\b|a\b|of\b)|{_PARTICIPLE} (?:as|to be|to include)\b)|,? ?:|"
    rf"(?= [(#]?1[.)])){_NOTED_AS}"
)
_FROM: Final = r"(?:from|per|as|on|dated|taken|listed|according)\b"
"""What a parenthesis begins with that says where or when diagnoses were made; others list them."""
_ASIDE: Final = rf"(?: \((?:{_FROM}[^()]{{2,60}}|icd[^()]{{0,12}})\))?"
_SOURCE: Final = (
    rf",? (?:per|on|in|by|from|as of|at|according to|based on|for (?=the|this)|dated|to date|"
    rf"{_PARTICIPLE}|currently|rendered|under|\d[\d/-]{{4,9}})\b(?:[^;:.]|\bdr\.){{0,90}}?"
)
_DOCTOR: Final = (
    "(?:"
    + "|".join(
        rf"(?<={who}{has})"
        for who in ("physician", "provider", "doctor", "surgeon", "examiner", "specialist", "chiropractor")
        for has in (" ", " has ", " had ")
    )
    + ")"
)
_OF_DIAGNOSIS: Final = re.compile(
    rf"diagnosed(?: {_SOMEBODY})?(?: by (?:dr\.? ?)?[a-z' -]{{0,30}})??"
    rf"(?: (?:as having|with having|with|to have|as|having)\b){{1,3}}(?: the following)?[ :;]{{0,4}}(?!which|by\b)"
    rf"|{_DOCTOR}diagnosed (?!(?:him|her|the)\b)"
    rf"|(?:diagnos[ei]s(?: ?\(es\)| list)?|diagnostic impressions?|(?<![a-z])dx)"
    rf"(?:,? (?:and ?[-/] ?or|and|or) (?:diagnostic |clinical )?impressions?,?)?{_ASIDE}"
    rf"(?:{_NAMES}| \((?!icd|in\b|s\)|{_FROM})|"
    rf"{_SOURCE}(?: {_VERB}|:){_NOTED_AS})"
)
_OF_TREATMENT: Final = re.compile(
    r"(?:undergo\w{0,4}|receiv\w{1,4}|under(?: going)?|in)(?: \w{1,12}){0,2} treatment for"
    r"|(?:being|been|was|is|were|currently|and|previously|also)(?: \w{1,12})? treated for"
    r"(?: treatment of)?"
)
_OF_IMPRESSION: Final = re.compile(
    rf"(?:impressions?|assessments?)(?: (?:on|of|dated|from) (?=[\da-z]{{1,9}}[ /.-]?[^.;:]{{3,14}}\d)[^;:]{{4,18}}?)?"
    rf"(?: (?:includ(?:e|es|ed)(?![a-z])|(?:is|was|were|are) (?:{_PARTICIPLE} as|of|that of|as follows:?)(?![a-z])"
    rf"|(?:reads?|is|was|were|are)(?=:| (?!un\w|{_PARTICIPLE}|(?:performed|completed|reviewed|conducted|"
    rf"changed|based|limited|"
    rf"discussed|requested|obtained|deferred|ordered|signed|dated|submitted|done|made|with|within|normal|positive|negative|"
    rf"not|that|in|on|at|by|as|for|to|the)\b))):?|:) ?"
)
_SINCE: Final = re.compile(r"(?:treated|care|treatment) since [^.;:]{4,24}? for(?= )")
_LEADS: Final = (
    # what to look for, how far before it the lead-in may begin, and its pattern
    ("diagnos", 0, _OF_DIAGNOSIS),
    ("treatment for", 36, _OF_TREATMENT),
    ("treated for", 36, _OF_TREATMENT),
    ("treated since", 0, _SINCE),
    ("treatment since", 0, _SINCE),
    ("care since", 0, _SINCE),
    ("dx", 0, _OF_DIAGNOSIS),
    ("impression", 0, _OF_IMPRESSION),
    ("assessment", 0, _OF_IMPRESSION),
)
_BEFORE_THE_FIRST: Final = re.compile(
    r" ?:? ?(?:icd-? ?(?:9|10)(?:-cm)?(?: codes?)?: )?(?:(?:a|an|the|his|her|their|and|ongoing|following|these|"
    r"conditions?|(?:secondary |primary |additional )?diagnos[ei]s|complaints?|injur(?:y|ies)(?= ?:| including))"
    r"(?: of| to| including)?[ :]{1,2}"
    r"|(?:(?:multiple|various|several|numerous|orthop\w{4,5}|industrial|physical) ){1,3}"
    r"(?:injuries|conditions|diagnoses|complaints|disorders|problems) including ){0,5}"
)
_CONSISTENT: Final = "consistent with "
_UNSTATED: Final = re.compile(
    r"(?:not|un(?:known|clear|available|changed)|none|n/a|illegible|pending|deferred|rendered|consistent|confirmed|based|"
    r"established|made|discussed|reviewed|supported|changed|needed|required|that|by|found|used|the same|as above|"
    r"this (?:injury|claim)|no (?:diagnos\w{2,4}|formal))\b"
)
_CLAUSE_END: Final = re.compile(r"[.,;] ")
_NEW_CLAUSE: Final = re.compile(
    r"""\ (?:
        (?<=;\ )(?:s?he|they|the\ (?:patient|injured|worker|claimant|applicant|employee))\b
      | with\ (?:complaints|the\ (?:patient|injured|worker|request)|an?\ (?:date|plan|request))
      | at\ (?:this|that)\ time | as\ a\ result | in\ the\ (?:report|progress|note|medical)
      | (?:by|from)\ (?:dr\b|the|his|her)\b
      | (?P<date>
            in\ (?:[a-z]{3,9}\ )?(?:19|20)\d\d(?![\d,;-]|\ and\ )
          | on\ (?:[\d/-]{6,10}|[a-z]{3,9}\.?\ \d{1,2},\ \d{4})(?![\d/,;-]|\ and\ )
        )
      | (?:(?:and|with|an?|the|his|her)\ ){0,3}(?:secondary|primary|additional)\ diagnos[ei]s
        (?=:|\ (?:is|are|was|were|of)\b)
      | (?:related|due|secondary)\ to\ (?:an?|the|this|her|his)\ (?:work|industrial|injury|fall)
      | (?:all|both)\ (?:of\ (?:which|these|them)|as\ a\ result|attributed|caused|(?:related|due|secondary)\ to)\b
      | and\ (?:s?he|they|it|the\ (?:patient|injured|worker|claimant|applicant|employee|provider|treat\w{2,4}))\b
    )""",
    re.VERBOSE,
)
_OPERATED: Final = re.compile(
    rf"(?:status[ -]post|s/p)\b[^,;]{{0,80}}?(?:{PROCEDURE}|\b(?:orif|surgery|fixation|replacement)\b)"
    r"(?:(?! and )[^,;]){0,60}\Z"
)
"""What the date of a surgery belongs to: "status post fusion in 2031"."""
_NEXT_SENTENCE: Final = re.compile(
    r" (?:The (?:utilization|claims administrator|treating|primary|requesting|requested|injured worker|patient|request)"
    r"|Treatments? (?:to date|has|have|included|includes|plan|history)|(?:Current )?[Mm]edications?:)(?![a-z])"
)
"""What a sentence begins with, by its capital letter, that follows a list of lines without full stops."""
_CARRIED: Final = re.compile(
    r"\b(?:not|never|cannot) (?:carry|have|had|meet|receive|support|confirm|(?:been )?(?:given|assigned|confirmed as))"
    r"(?: (?:an?|any|the|such an?|another))? $"
)
"""A denial before "diagnosis" that is longer than two words."""
_NOT_UPHELD: Final = re.compile(
    r" (?:(?:was|is|were|are|has been|have been|had been) )(?:\w{4,12}ly )?"
    r"(?:not (?:been )?(?:\w{4,12}ly )?(?:supported|confirmed|established|substantiated|documented|warranted|"
    r"made|evident|clear)|ruled out|excluded)\b"
)
_IS_NONE: Final = re.compile(
    r"(?:status[ -]post|s/p)[ -](?:an? )?(?:being|fall|slip|trip|mva|motor|assault|accident|crush(?! injur))"
    r"|injur(?:y|ies)\Z"
)
"""How it happened, and what says nothing: "treated for an injury on 2/9/31"."""


def diagnoses(document: Document, region: Region) -> list[Region]:
    """Where each diagnosis of the narrative in *region* stands."""
    key = document.key
    found: list[Region] = []
    seen: set[str] = set()
    for listed in _lists(document, region):
        for entry in listed:
            words = key[entry.start : entry.end]
            if 1 < len(words) <= _LONGEST_DIAGNOSIS and words not in seen and not _IS_NONE.match(words):
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
        consistent = key.startswith(_CONSISTENT, start) and key.startswith("diagnos", lead.start)
        start += len(_CONSISTENT) * consistent
        if not _UNSTATED.match(key, start, region.end):
            entries = _entries(document, start, min(region.end, start + _LONGEST_LIST))
            done = entries[-1].end if entries else start
            if consistent and not (entries and is_nothing_else(key, entries[0])):
                continue  # "with the mechanism of injury"
            # The subject of "was not supported" is a noun: not what somebody was "diagnosed with".
            if key.startswith("diagnosed", lead.start) or not _NOT_UPHELD.match(key, done, region.end):
                yield entries


def _leads(key: str, region: Region) -> list[Region]:
    """The words that introduce lists."""
    first, end = region
    leads: list[Region] = []
    for literal, back, pattern in _LEADS:
        at = key.find(literal, first, end)
        while at >= 0:
            after = at + len(literal)
            if back:
                lead = pattern.search(key, max(first, at - back), min(end, after + 13))
            else:
                lead = pattern.match(key, at, end)
            if (
                lead
                and _words_of("not here").isdisjoint(
                    _CLAUSE_END.split(key[max(first, lead.start() - 24) : lead.start()])[-1].split()[-2:]
                )
                and not _CARRIED.search(key, max(first, lead.start() - 40), lead.start())
            ):
                leads.append(Region(lead.start(), lead.end()))
            at = key.find(literal, after, end)
    return leads


def _entries(document: Document, start: int, end: int) -> list[Region]:
    """The entries of the list that begins at *start*."""
    if document.key[start - 1] == "(":
        return separated(document, start, _closing(document.key, start, end))
    entries = numbered(document, start, end) if document.key.startswith(_FIRST_MARKS, start) else []
    if entries:
        last = entries[-1]
        entries[-1] = trimmed(document, last.start, _list_end(document, *last))
        return entries
    stop = _list_end(document, start, end)
    entries = separated(document, start, stop)
    # "Diagnoses: Gout. Left ankle sprain. He limps."
    while document.key[start - 2] == ":" and document.key.startswith(". ", stop, end):
        sentence = Region(stop + 2, sentence_end(document, stop + 2, end))
        stop = sentence.end
        if stop - sentence.start > _LONGEST_SENTENCE or not is_nothing_else(document.key, sentence):
            break
        entries += separated(document, *sentence)
    return entries


def _list_end(document: Document, start: int, end: int) -> int:
    """Where the sentence ends, or what it lists: before a verb, with all that leads up to it."""
    key = document.key
    end = sentence_end(document, start, end)
    clause = _NEW_CLAUSE.search(key, start, end)
    if clause and clause["date"] and _OPERATED.search(key, max(start, clause.start() - 80), clause.start()):
        clause = _NEW_CLAUSE.search(key, clause.end(), end)
    end = clause.start() if clause else end
    following = _NEXT_SENTENCE.search(document.folded, start, end)
    end = following.start() if following else end
    words = key[start:end].split(" ")
    endings, joined = _words_of("end"), _words_of("end joined")
    if endings.isdisjoint(words) and joined.isdisjoint(words) and "with" not in words:
        return end
    at = start
    for i, word in enumerate(words):
        if word in endings and i and not _is_noun(words, i):
            return at - _length_before(words, i)
        if word in joined and i and (words[i - 1].endswith(",") or words[i - 1] in {"and", "later"}):
            return at - _length_before(words, i)
        if word == "with" and _treats(words[i + 1 : i + 5]):
            return at
        at += len(word) + 1
    return end


def _is_noun(words: list[str], i: int) -> bool:
    """Whether the *i*-th word is the last of a name: "anxiety states, gout", not "gout, states that"."""
    return words[i] in {"states,", "states;"} or (
        words[i] == "states" and words[i + 1 : i + 2] in ([], ["and"])
    )


def _treats(words: list[str]) -> bool:
    """Whether what follows "with" is treatment: "ibuprofen and rest", not "opioid dependence" or "mood, opioid .."."""
    for word, after in pairwise(words):
        if word in _words_of("treatment") and after.rstrip(",;") not in _words_of("illness"):
            return True
        if word[-1:] in {",", ";"}:
            return False
    return False


def _length_before(words: list[str], i: int) -> int:
    """How many characters of the words before the *i*-th one only lead up to it: "and she also"."""
    first = _begins_subject(words, i)
    while first > 1 and words[first - 1] in _words_of("leading up"):
        first -= 1
    return sum(len(word) + 1 for word in words[first:i])


def _begins_subject(words: list[str], i: int) -> int:
    """Where the treatment begins that is the subject of the verb *i*: "and an MRI", "and physical therapy"."""
    for first in range(i - 1, max(i - 6, 0), -1):
        if words[first] == "and":
            own = words[first + 1 : i + 1]
            own = own[own[0] in {"a", "an", "the"} :]
            return first if _treats(own[:2]) or not _words_of("test").isdisjoint(own) else i
    return i


def _closing(key: str, start: int, end: int) -> int:
    """The parenthesis that closes the one before *start*."""
    depth = 1
    for mark in re.compile(r"[()]").finditer(key, start, end):
        depth += 1 if mark[0] == "(" else -1
        if depth == 0:
            return mark.start()
    return end


@cache
def _words_of(kind: str) -> frozenset[str]:
    """The words of a *kind* in the data file, also with a comma or a semicolon after them."""
    words = [word for of, line in lexicon.rows("diagnosis_words") if of == kind for word in line.split()]
    return frozenset(word + mark for word in words for mark in ("", ",", ";"))
