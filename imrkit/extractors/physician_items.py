"""Where the disputed items of a physician review stand. They are numbered, and their decisions are sentences:

2. The request for 6 ultrasound sessions is not medically necessary and appropriate.
The Claims Administrator based its decision on the ...
The Physician Reviewer based his/her decision on the ...
The Physician Reviewer's decision rationale: ...
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from imrkit.document import Document, Region
from imrkit.extractors.afterword import end_of_rationale
from imrkit.extractors.base import ItemParts
from imrkit.extractors.sides import sides
from imrkit.extractors.titles import is_prose, numbered_title, request_portions, title_start, without_number
from imrkit.extractors.verdicts import Verdict, verdicts

_LONGEST_TITLE: Final = 2500
_OPENING: Final = "set forth below:"
_LABEL: Final = re.compile(
    r"(?:(?:the )?(?:(?:physician|expert|medical|professional) )?reviewer'?s )?"
    r"(?:decision rationale|rationale for (?:the|his/her) decision) ?:"
)
_GOES_ON: Final = re.compile(
    r"(?P<firm>(?:(?:in|for) (?:its|the) (?:(?:utilization review|ur) )?(?:determination|decision|denial),? )?"
    r"(?:the )?claims administrator(?:'?s (?:determination|decision|denial)\b| (?!authorized|certified|approved))|"
    r"no (?:medical )?(?:evidence|guidelines?) (?:was|were) (?:cited|provided) by the claims administrator)|"
    r"(?:the )?(?:(?:physician|expert|medical|professional) reviewer(?:'?s (?:decision|rationale)| "
    r"(?:based|relied|found|did not|used|cited))|decision rationale|rationale for the decision)"
)

_RATIONALE: Final = re.compile(
    r"[.;] (?:(?:therefore|thus|hence),? )?(?:the|this) request(?:ed)?\b[^.;]{0,120}$"
)


class _Label(NamedTuple):
    start: int
    end: int


class _Head(NamedTuple):
    """The decision that a title ends in."""

    verdict: Verdict
    firm: bool  # what the claims administrator did follows, as it does behind nothing else


class _Item(NamedTuple):
    start: int  # of its title, with the number
    title: Region  # without the number
    head: _Head
    label: _Label | None  # of its rationale


def physician_review_items(doc: Document, region: Region) -> list[ItemParts]:
    """The items of a physician review, in the letter's order."""
    opening = doc.key.find(_OPENING, *region)
    edge = opening + len(_OPENING) if opening >= 0 else region.start
    labels = [_Label(*match.span()) for match in _LABEL.finditer(doc.key, edge, region.end)]
    end = end_of_rationale(doc, labels[-1].end if labels else edge, region.end)
    items: list[_Item] = []
    for head, label in _heads(doc, Region(edge, end), labels):
        item = _item(doc, len(items) + 1, edge, head, label)
        if items and label is None and _numbered(items[0]) and not _numbered(item):
            continue  # a decision on something else within a rationale
        items.append(item)
        edge = label.end if label else head.verdict.end
    for head in _cut_off(doc, len(items) + 1, edge, end):
        items.append(_item(doc, len(items) + 1, edge, head, None))
    ends = [*(item.start for item in items[1:]), end]
    return [_parts(doc, item, stop) for item, stop in zip(items, ends, strict=False)]


def _heads(doc: Document, region: Region, labels: list[_Label]) -> Iterator[tuple[_Head, _Label | None]]:
    """The decision of each item, with the label of its rationale if it has one.

    Before each label, the decisions that the claims administrator's guidelines follow; without any, the last one
    that the reviewer's follow. A rationale may state its decision again, but then the next title follows.
    """
    candidates = list(_candidates(doc, region))
    first = 0
    for label in [*labels, None]:
        last = first
        while last < len(candidates) and (label is None or candidates[last].verdict.start < label.start):
            last += 1
        between = candidates[first:last]
        chosen = [head for head in between if head.firm] or (between[-1:] if label else [])
        for n, head in enumerate(chosen, start=1):
            yield head, label if n == len(chosen) else None
        first = last


def _candidates(doc: Document, region: Region) -> Iterator[_Head]:
    for verdict in verdicts(doc, *region):
        follows = _GOES_ON.match(doc.key, verdict.end, region.end)
        if follows:
            yield _Head(verdict, firm=follows["firm"] is not None)


def _cut_off(doc: Document, ordinal: int, start: int, end: int) -> Iterator[_Head]:
    """The decision of the last title if no label follows it; the last sentence of a rationale is none."""
    for verdict in verdicts(doc, max(start, end - _LONGEST_TITLE), end):
        at = numbered_title(doc, start, verdict.start, ordinal)
        if at is None:
            continue
        title = Region(at, verdict.start)
        if not _RATIONALE.search(doc.key, *title) and (verdict.end == end or not is_prose(doc, title)):
            yield _Head(verdict, firm=False)
        return


def _numbered(item: _Item) -> bool:
    return item.start < item.title.start


def _item(doc: Document, ordinal: int, edge: int, head: _Head, label: _Label | None) -> _Item:
    stop = head.verdict.start
    start = numbered_title(doc, edge, stop, ordinal)
    if start is None:
        start = title_start(doc, edge, stop)
    return _Item(start, without_number(doc, Region(start, stop)), head, label)


def _parts(doc: Document, item: _Item, end: int) -> ItemParts:
    verdict = item.head.verdict
    stop = item.label.start if item.label else end
    said = sides(doc, doc.trim(verdict.end, max(stop, verdict.end)))
    request, original, authorized = request_portions(doc, item.title)
    return ItemParts(
        request=request,
        original=original,
        authorized=authorized,
        decision=verdict.decision,
        decision_at=verdict.place,
        claims_administrator_guidelines=said.claims_administrator,
        reviewer_guidelines=said.reviewer,
        rationale=doc.trim(item.label.end, max(end, item.label.end)) if item.label else None,
    )
