"""Where the disputed items of an expert review stand: titles, decisions and labelled paragraphs.

Each item is a title that ends in its decision, and three paragraphs with labels:

    Massage therapy, 6 sessions: Upheld
    Claims Administrator guideline: ...
    MAXIMUS guideline: ...
    Decision rationale: ... For these reasons, the request is not medically necessary.

The labels are what can be relied on: a decision right before one ends a title, and rationales that quote
other titles do not matter. Where a title begins is marked by nothing but the end of the sentence before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from attrs import frozen

from imrkit import lexicon
from imrkit.document import Document, Region
from imrkit.vocabulary import Decision


@frozen
class ItemParts:
    """Where the parts of one disputed item stand. A part that the letter lacks is ``None``."""

    request: Region
    """The decided request."""
    original: Region | None = None
    authorized: Region | None = None
    decision: Decision | None = None
    decision_at: Region | None = None
    claims_administrator_guidelines: Region | None = None
    reviewer_guidelines: Region | None = None
    rationale: Region | None = None


class _Paragraph(NamedTuple):
    start: int  # of its label
    text: int  # behind its label
    kind: str


class _Title(NamedTuple):
    start: int
    end: int  # before the colon or the "is:" that leads to the decision
    decision: Decision | None
    decision_at: Region | None


_LABELS: Final = {
    "claims administrator guideline": "claims_administrator_guidelines",
    "maximus guideline": "reviewer_guidelines",
    "decision rationale": "rationale",
}
_DECISION: Final = re.compile(r"(?P<word>upheld|overturned)\W{0,4}$")
_DECISION_AT_END: Final = re.compile(r"[:.] ?(?P<word>upheld|overturned)\W{0,4}$")
_LEAD_TO_DECISION: Final = re.compile(r"(?: (?:is|are|was|were))?[ :;,.-]*$")
_OPENING: Final = "set forth below:"

_SENTENCE_END: Final = re.compile(r"[.!?][\"')\]]{0,3}(?P<gap> *)(?=\S)")
_WORD_BEFORE: Final = re.compile(r"[^\s(\"']{1,12}$")
_PROSE: Final = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|did|should|may|can|will|would|be|been|this|these|patient|"
    r"worker|claimant|applicant|therefore|thus|provider|physician|guidelines?|documentation|recommended)\b"
)
_CONCLUSION: Final = re.compile(
    r"medically[ -]necessary(?: (?:and|or|nor) (?:medically )?appropriate)?(?: at this time)?"
)
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

# What stands after the last rationale and is no part of it.
_AFTERWORD: Final = re.compile(
    r"(?:effect of the (?:decision|determination) ?:|disclaimer ?:|sincerely,|in accordance with "
    r"(?:california )?labor code section 4610\.6|the determination of maximus federal services and its|cc: department of)"
)


def expert_review_items(doc: Document, region: Region) -> list[ItemParts]:
    """The items of an expert review, in the letter's order."""
    start = doc.key.find(_OPENING, *region)
    start = start + len(_OPENING) if start >= 0 else region.start
    end = _afterword(doc, Region(start, region.end))
    groups = list(_groups(doc, Region(start, end)))
    items: list[ItemParts] = []
    edge = start
    titles: list[_Title] = []
    for group in groups:
        titles.append(_title(doc, edge, group[0].start))
        edge = group[-1].text
    last = _DECISION_AT_END.search(doc.key, max(edge, end - 40), end)
    if last is not None:  # the letter is cut off right behind a title
        titles.append(_title(doc, edge, end))
        groups.append([])
    for n, (title, group) in enumerate(zip(titles, groups, strict=True)):
        item_end = titles[n + 1].start if n + 1 < len(titles) else end
        items.append(_item(doc, title, group, item_end))
    return items


def _afterword(doc: Document, region: Region) -> int:
    """Where the last rationale ends: the end of the region, or where a signature or a disclaimer begins."""
    last_label = doc.key.rfind("decision rationale", *region)
    match = _AFTERWORD.search(doc.key, max(last_label, region.start), region.end)
    return match.start() if match else region.end


def _groups(doc: Document, region: Region) -> Iterator[list[_Paragraph]]:
    """The labelled paragraphs, those of one item together."""
    paragraphs: list[_Paragraph] = []
    for label, kind in _LABELS.items():
        at = doc.key.find(label, *region)
        while at >= 0:
            text = at + len(label)
            text += doc.key.startswith("s", text)
            text += doc.key.startswith(" ", text)
            if doc.key.startswith(":", text):
                paragraphs.append(_Paragraph(at, text + 1, kind))
            at = doc.key.find(label, text, region.end)
    paragraphs.sort()
    group: list[_Paragraph] = []
    for paragraph in paragraphs:
        if group and _begins_item(doc, paragraph):
            yield group
            group = []
        if all(paragraph.kind != other.kind for other in group):
            group.append(paragraph)
    if group:
        yield group


def _begins_item(doc: Document, paragraph: _Paragraph) -> bool:
    return (
        paragraph.kind == "claims_administrator_guidelines"
        or _DECISION.search(doc.key, max(paragraph.start - 16, 0), paragraph.start) is not None
    )


def _title(doc: Document, start: int, end: int) -> _Title:
    """The title and decision that end at *end*, somewhere after *start*."""
    word = _DECISION.search(doc.key, max(end - 16, start), end)
    decision = Decision(word["word"]) if word else None
    decision_at = Region(*word.span("word")) if word else None
    stop = word.start() if word else end
    lead = _LEAD_TO_DECISION.search(doc.key, max(stop - 24, start), stop)
    stop = lead.start() if lead else stop
    return _Title(_title_start(doc, start, stop), stop, decision, decision_at)


def _title_start(doc: Document, start: int, end: int) -> int:
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
    return doc.trim(begin, end, " .,:;").start


def _belongs_to_title(doc: Document, start: int, end: int) -> bool:
    return end - start <= _LONGEST_SENTENCE_IN_TITLE and _PROSE.search(doc.key, start, end) is None


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


def _ends_sentence(doc: Document, stop: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence, not an abbreviation, a number or a point on a list."""
    word = _WORD_BEFORE.search(doc.key, max(stop.start() - 12, 0), stop.start())
    before = word[0] if word else ""
    if not stop["gap"]:  # "necessary.X-rays", but not "0.5" or "L.S.O."
        return before[-1:].isalpha() and len(before) > 3 and doc.folded[stop.end()].isupper()
    if before.rpartition(".")[2].rpartition("/")[2] in _abbreviations() or len(before) == 1:
        return False
    return not (len(before) <= 2 and before.isdigit())


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(row[0] for row in lexicon.rows("abbreviations"))


def _item(doc: Document, title: _Title, group: list[_Paragraph], end: int) -> ItemParts:
    edges = [*(paragraph.start for paragraph in group[1:]), end]
    texts = {
        paragraph.kind: doc.trim(paragraph.text, max(edge, paragraph.text))
        for paragraph, edge in zip(group, edges, strict=True)
    }
    request, original, authorized = _portions(doc, Region(title.start, title.end))
    return ItemParts(
        request=request,
        original=original,
        authorized=authorized,
        decision=title.decision,
        decision_at=title.decision_at,
        **texts,
    )


def _portions(doc: Document, title: Region) -> tuple[Region, Region | None, Region | None]:
    """The decided request, the original one and the authorized part of it.

        Cupping 8 sessions was the original request. Cupping 2 sessions was authorized by the Claims
        Administrator. The remaining IMR eligible portion of the original request, Cupping 6 sessions is:

    or, from the second sentence on, "The Claims Administrator authorized Cupping 2 sessions, leaving the
    original request IMR eligible. The original request, Cupping 8 sessions is:".
    """
    key, edges = doc.key, " .,:;"
    first = _ORIGINAL.search(key, *title)
    if first is None:
        return doc.trim(*title, edges), None, None
    original = doc.trim(title.start, first.start(), edges)
    authorized = None
    rest = first.end()
    if granted := _AUTHORIZED_BEFORE.search(key, rest, title.end):
        authorized = doc.trim(rest, granted.start(), edges)
        rest = granted.end()
    elif granted := _AUTHORIZED_AFTER.search(key, rest, title.end):
        leaving = _LEAVING.search(key, granted.end(), title.end)
        stop = leaving.start() if leaving else key.find(". ", granted.end(), title.end)
        authorized = doc.trim(granted.end(), stop if stop >= 0 else title.end, edges)
        rest = authorized.end
    decided = None
    for decided in _DECIDED.finditer(key, rest, title.end):
        rest = decided.end()
    request = doc.trim(rest, title.end, edges) if decided else original
    return (request if request.end > request.start else original), original, authorized
