"""The titles of disputed items: where one begins, and what in it is the request.

    Massage therapy, 6 sessions                       a request and nothing else
    2. The request for massage therapy                numbered, led in by what it is
    Massage 8 sessions was the original request. ...  a partly authorized request, in several sentences

Where a title begins is marked by nothing but the end of the sentence before it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from imrkit import lexicon
from imrkit.document import Document, Region
from imrkit.extractors.verdicts import GRANTED

_SENTENCE_END: Final = re.compile(r"[.!?][\"')\]]{0,3}(?P<gap> *)(?=\S)")
_WORD_BEFORE: Final = re.compile(r"[^\s(\"']{1,12}$")
_PROSE: Final = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|did|should|may|can|will|would|be|been|this|these|patient|"
    r"worker|claimant|applicant|therefore|thus|hence|accordingly|consequently|summary|conclusion|provider|physician|"
    r"guidelines?|documentation|recommended|necessity|denial|i|we|he|she|they|his|her|their|its|which|because|than|"
    r"see|meets?|calls?|requires?|supports?|shows?|remains?|appears?|means|denied|upheld|non-?certif\w+|"
    r"not (?:certified|approved|supported|authorized|warranted|established))\b"
)
_CONCLUSION: Final = re.compile(
    r"medically[ -]necessary(?: (?:and|or|nor) (?:medically )?appropriate)?"
    r"(?: at this (?:time|point)| as (?:requested|written|prescribed|submitted))?"
)
_REFUSAL: Final = re.compile(
    rf"\b(?:is|are|was|were|been) (?:therefore |thus )?not (?:\w{{4,12}} )?(?:{GRANTED}|met)"
    r"(?: at this (?:time|point)| as (?:requested|written|prescribed|submitted))? "
)
_CONCLUDED: Final = re.compile(
    rf"\b(?:is|are|was|were|be|been)\b[^.;]{{0,60}}?\b(?:{GRANTED}|denied|upheld|non-?certif\w+)\b"
)
_REFERENCES: Final = (
    re.compile(  # of the sentence before the title, behind its full stop: "(Roe, 2009) (Poe, 2011)"
        r"(?: ?\((?:[a-z][^()\d]{1,80}, ?(?:19|20)\d\d[a-z]?(?:; ?)?){1,9}\))+"
    )
)
_RELEASES: Final = frozenset({"DR", "SR"})
_LONGEST_TITLE: Final = 2500
_LONGEST_SENTENCE_IN_TITLE: Final = 160

_ORIGINAL: Final = re.compile(r" (?:was|were|is) the original request\b")
_AUTHORIZED_BEFORE: Final = re.compile(
    r" (?:was|were|has been|have been) (?:authorized|certified|approved) by the claims administrator"
)
_AUTHORIZED_AFTER: Final = re.compile(r"the claims administrator (?:has )?(?:authorized|certified|approved) ")
_LEAVING: Final = re.compile(r",? leaving the (?:original|remaining) ")
_DECIDED: Final = re.compile(
    r"(?:(?:the )?remaining (?:imr )?eligible portion of the original request|the original request)"
    r"(?: that is imr eligible)?(?: is|,)? ?:? ?"
)

_NUMBER: Final = re.compile(r"(?<![\w.,/#-])\(?(?P<number>\d{1,3})(?:\.?\) ?|\. |\.(?=[a-z(]))")
_BEFORE_NUMBER: Final = re.compile(r"(?:[.!?:;\"')\]]|necessary|appropriate|time) ?$")
_LEAD_IN: Final = re.compile(
    r"(?:decision (?:for|regarding|on|about) )?(?:the )?(?:(?:current|prospective|above|provider's) )?"
    r"requests? (?:for (?:the )?authorization )?(?:for|of|to receive) |decision for |the requested "
)
_EDGES: Final = " .,:;\N{BULLET}"


def title_start(doc: Document, start: int, end: int) -> int:
    """Where the title begins that ends at *end*: behind the last sentence of the text before it.

    A title may hold sentences itself: the formula of a partly authorized request, "Back brace. Size L".
    """
    key = doc.key
    start = max(start, end - _LONGEST_TITLE)
    ends = [match.end() for match in _SENTENCE_END.finditer(key, start, end) if _ends_sentence(doc, match)]
    formula = _start_of_formula(doc, start, end)
    edges = [start, *(edge for edge in ends if edge < end)]
    at = len(edges) - 1
    while at > 0 and (edges[at] > formula or _belongs_to_title(doc, edges[at - 1], edges[at])):
        at -= 1
    begin = edges[at]
    limit = min(end, formula)
    for conclusion in _CONCLUSION.finditer(key, begin, limit):  # the full stop before the title is missing
        begin = conclusion.end()
    for refusal in _REFUSAL.finditer(key, begin, limit):
        if doc.folded[refusal.end()].isupper():
            begin = refusal.end()
    if references := _REFERENCES.match(key, begin, limit):
        begin = references.end()
    begin = _line_behind_conclusion(doc, edges[at], begin, limit)
    return doc.trim(begin, end, _EDGES).start


def _line_behind_conclusion(doc: Document, start: int, begin: int, limit: int) -> int:
    """Where the title begins if the last sentence before it, from *start*, concludes and lacks its full stop.

    "... is therefore denied", "... necessary based on the records": then the title begins a line, else at *begin*.
    """
    concluded = max((match.end() for match in _CONCLUDED.finditer(doc.key, start, limit)), default=start)
    if concluded == start or (concluded <= begin and not doc.folded[begin:limit].lstrip()[:1].islower()):
        return begin
    at = doc.folded.find(" ", concluded, limit)
    while at >= 0:
        gap = doc.text[doc.span(at - 1, at).end : doc.span(at + 1, at + 2).start]
        if ("\n" in gap or "\r" in gap) and at + 1 < limit and not doc.folded[at + 1].islower():
            return at + 1
        at = doc.folded.find(" ", at + 1, limit)
    return begin


def request_portions(doc: Document, title: Region) -> tuple[Region, Region | None, Region | None]:
    """The decided request, the original one and the authorized part of it.

        Cupping 8 sessions was the original request. Cupping 2 sessions was authorized by the Claims
        Administrator. The remaining IMR eligible portion of the original request, Cupping 6 sessions is:

    or, from the second sentence on, "The Claims Administrator authorized Cupping 2 sessions, leaving the
    original request IMR eligible. The original request, Cupping 8 sessions is:".
    """
    key = doc.key
    first = _ORIGINAL.search(key, *title)
    if first is None:
        return without_lead_in(doc, title), None, None
    original = without_lead_in(doc, Region(title.start, first.start()))
    authorized = None
    rest = first.end()
    if granted := _AUTHORIZED_BEFORE.search(key, rest, title.end):
        authorized = doc.trim(rest, granted.start(), _EDGES)
        rest = granted.end()
    elif granted := _AUTHORIZED_AFTER.search(key, rest, title.end):
        leaving = _LEAVING.search(key, granted.end(), title.end)
        stop = leaving.start() if leaving else key.find(". ", granted.end(), title.end)
        authorized = doc.trim(granted.end(), stop if stop >= 0 else title.end, _EDGES)
        rest = authorized.end
    decided = None
    for decided in _DECIDED.finditer(key, rest, title.end):
        rest = decided.end()
    request = doc.trim(rest, title.end, _EDGES) if decided else original
    return (request if request.end > request.start else original), original, authorized


def without_lead_in(doc: Document, title: Region) -> Region:
    """What is requested: *title* without "The request for"."""
    place = doc.trim(*title, _EDGES)
    lead = _LEAD_IN.match(doc.key, *place)
    request = doc.trim(lead.end(), place.end, _EDGES) if lead else place
    return request if request.end > request.start else place


def without_number(doc: Document, title: Region, number: int | None = None) -> Region:
    """*title* without the number that it begins with, "2." or "2)", if that is *number*, or any if ``None``.

    A greater number counts too: letters that decide a part of what was requested keep its numbers.
    """
    match = _NUMBER.match(doc.key, *title)
    return Region(match.end(), title.end) if match and (number or 0) <= int(match["number"]) else title


def numbered_title(doc: Document, start: int, end: int, number: int) -> int | None:
    """Where the title begins, at its *number*, that ends at *end*, somewhere after *start*."""
    start = max(start, end - _LONGEST_TITLE)
    at = None
    for match in _NUMBER.finditer(doc.key, start, end):
        if int(match["number"]) == number and (
            match.start() <= start + 1
            or _BEFORE_NUMBER.search(doc.key, max(start, match.start() - 16), match.start())
        ):
            at = match.start()
    return at


def numbered_parts(doc: Document, region: Region) -> list[Region]:
    """The entries of a list, "1. ... 2. ...", without their numbers; none where *region* is no such list.

    All numbers are written like the first: "two (2) weeks" begins no entry of a list with "1.". An entry begins
    behind the end of a sentence, if its number stands there anywhere.
    """
    first = _NUMBER.match(doc.key, *region)
    if first is None or int(first["number"]) != 1:
        return []
    found: dict[int, list[re.Match[str]]] = {}
    for match in _NUMBER.finditer(doc.key, first.end(), region.end):
        if _style(match) == _style(first):
            found.setdefault(int(match["number"]), []).append(match)
    numbers = [first]
    while after := [m for m in found.get(len(numbers) + 1, ()) if m.start() >= numbers[-1].end()]:
        behind = (m for m in after if _BEFORE_NUMBER.search(doc.key, max(m.start() - 16, 0), m.start()))
        numbers.append(next(behind, after[0]))
    ends = [*(match.start() for match in numbers[1:]), region.end]
    return [doc.trim(n.end(), max(end, n.end())) for n, end in zip(numbers, ends, strict=False)]


def _style(number: re.Match[str]) -> str:
    """The marks around a number: ".", ")", "()"."""
    return re.sub(r"[\d ]", "", number[0])


def _ends_sentence(doc: Document, stop: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence, not an abbreviation, a number or a point on a list."""
    word = _WORD_BEFORE.search(doc.key, max(stop.start() - 12, 0), stop.start())
    before = word[0] if word else ""
    if not stop["gap"]:  # "necessary.X-rays", but not "0.5" or "L.S.O."
        return before[-1:].isalpha() and len(before) > 3 and doc.folded[stop.end()].isupper()
    if doc.folded[stop.start() - len(before) : stop.start()] in _RELEASES:  # of a drug, not "Dr."
        return True
    if len(before) <= 2 and before.isdigit():  # "2." before an entry, but not "rated at 7."
        return not _BEFORE_NUMBER.search(doc.key, max(stop.start() - 16, 0), stop.start() - len(before))
    last = before.rpartition(".")[2].rpartition("/")[2]
    # "b.i.d.", "J. Roe"
    return last not in _abbreviations() and not (len(last) == 1 and (last.isalpha() or last == before))


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(row[0] for row in lexicon.rows("abbreviations"))


def _belongs_to_title(doc: Document, start: int, end: int) -> bool:
    return end - start <= _LONGEST_SENTENCE_IN_TITLE and not is_prose(doc, Region(start, end))


def is_prose(doc: Document, region: Region) -> bool:
    """Whether words stand in *region* that sentences have and requests have not."""
    return _PROSE.search(doc.key, *region) is not None


def _start_of_formula(doc: Document, start: int, end: int) -> int:
    """Where "... was the original request" stands if the title is such a formula, else *end*.

    A rationale may quote the formula, but concludes something of it before the next title.
    """
    concluded = doc.key.rfind("medically necessary", start, end)
    decided = doc.key.rfind("original request", start, end)
    first = _ORIGINAL.search(doc.key, max(start, concluded), end)
    if first is None or first.end() > decided:
        return end
    return first.start()
