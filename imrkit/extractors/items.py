"""Where the disputed items of an expert review stand: titles, decisions and labelled paragraphs.

Each item is a title that ends in its decision, and three paragraphs with labels:

    Massage therapy, 6 sessions: Upheld
    Claims Administrator guideline: ...
    MAXIMUS guideline: ...
    Decision rationale: ... For these reasons, the request is not medically necessary.

The labels are what can be relied on: a decision right before one ends a title, and rationales that quote
other titles do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from imrkit.document import Document, Region
from imrkit.extractors.afterword import end_of_rationale
from imrkit.extractors.base import ItemParts
from imrkit.extractors.titles import request_portions, title_start, without_number
from imrkit.extractors.verdicts import last_verdict
from imrkit.vocabulary import Decision


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
_LEAD_TO_DECISION: Final = re.compile(  # "is: ", ": denial "; "partially" and "not" leave the decision open
    r"(?: (?:is|are|was|were))?[ :;,.-]*(?:(?P<open>not|partially|partly|modified and) )?(?:denial )?$"
)
_AROUND_DECISION: Final = ("()", '""', "''")
_LONGEST_DECISION: Final = 90
_OPENING: Final = "set forth below:"


def expert_review_items(doc: Document, region: Region) -> list[ItemParts]:
    """The items of an expert review, in the letter's order."""
    start = doc.key.find(_OPENING, *region)
    start = start + len(_OPENING) if start >= 0 else region.start
    last_label = doc.key.rfind("decision rationale", start, region.end)
    end = end_of_rationale(doc, max(start, last_label), region.end)
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
        items.append(_item(doc, n + 1, title, group, item_end))
    return items


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
        if group and _begins_item(doc, group, paragraph):
            yield group
            group = []
        if all(paragraph.kind != other.kind for other in group):
            group.append(paragraph)
    if group:
        yield group


def _begins_item(doc: Document, group: list[_Paragraph], paragraph: _Paragraph) -> bool:
    if _DECISION.search(doc.key, max(paragraph.start - 16, 0), paragraph.start):
        return True
    kinds = {other.kind for other in group}
    if paragraph.kind == "claims_administrator_guidelines" and paragraph.kind in kinds:
        return doc.key[paragraph.start - 1] not in "\"'"  # else it is quoted
    if "rationale" not in kinds:
        return False
    return _decision(doc, paragraph.start - _LONGEST_DECISION, paragraph.start) is not None


def _decision(doc: Document, start: int, end: int) -> tuple[int, Decision | None, Region | None] | None:
    """The decision that ends at *end*, and where what it decides ends: "...: Upheld"."""
    word = _DECISION.search(doc.key, max(end - 16, start), end)
    if word:
        at, behind = word.span("word")
        if doc.key[max(at - 1, 0)] + doc.key[behind : behind + 1] in _AROUND_DECISION:
            at -= 1
        lead = _LEAD_TO_DECISION.search(doc.key, max(at - 24, start), at)
        if lead and lead["open"]:
            return lead.start(), None, None
        stop = lead.start() if lead else at
        return stop, Decision(word["word"]), Region(*word.span("word"))
    verdict = last_verdict(doc, Region(max(end - _LONGEST_DECISION, start), end))
    if verdict and verdict.end == end:
        return verdict.start, verdict.decision, verdict.place
    return None


def _title(doc: Document, start: int, end: int) -> _Title:
    """The title and decision that end at *end*, somewhere after *start*."""
    stop, decision, place = _decision(doc, start, end) or (end, None, None)
    return _Title(title_start(doc, start, stop), stop, decision, place)


def _item(doc: Document, ordinal: int, title: _Title, group: list[_Paragraph], end: int) -> ItemParts:
    edges = [*(paragraph.start for paragraph in group[1:]), end]
    texts = {
        paragraph.kind: doc.trim(paragraph.text, max(edge, paragraph.text))
        for paragraph, edge in zip(group, edges, strict=False)
    }
    whole = without_number(doc, Region(title.start, title.end), ordinal)
    request, original, authorized = request_portions(doc, whole)
    return ItemParts(
        request=request,
        original=original,
        authorized=authorized,
        decision=title.decision,
        decision_at=title.decision_at,
        **texts,
    )
