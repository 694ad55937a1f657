"""Decisions, quantities and guidelines that do not fit their item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from imrkit import lexicon
from imrkit.document import Document, Region
from imrkit.extractors.body_parts import body_parts
from imrkit.extractors.requests import request
from imrkit.findings.reading import Read, flag
from imrkit.model import DisputedItem, Finding, Guideline, Range, Request
from imrkit.vocabulary import Conclusion, Decision, FindingCode, Part, Subcategory

_REQUEST_RESTATED: Final = re.compile(r"request(?:ed)?(?: is)?(?: for)? (?:an? |the )?")
_REQUEST_ENDS: Final = re.compile(
    r"\b(?:is|are|was|were|has|have|exceeds?|does|would|cannot|in this|as)\b|[.;]"
)
_EARLIER: Final = re.compile(
    r"\b(?:prior|previous|previously|earlier|past|former|initial|first|last|had|another|other)\b(?: [\w-]{1,12}){0,2} $"
)
_FAR_BEFORE: Final = 40
_GRANTED: Final = re.compile(
    r"(?:was|were|has been|have been|had been) (?:already |previously |recently )?"
    r"(?:approved|certified|authorized|granted)"
)
_LARGEST_QUOTE_OF_REQUEST: Final = 200
_NUMBER: Final = re.compile(r"\d+")


def decision_against_rationale(read: Read, n: int, item: DisputedItem) -> Iterator[Finding]:
    expected = Conclusion.NECESSARY if item.decision is Decision.OVERTURNED else Conclusion.NOT_NECESSARY
    if item.decision is None or item.rationale is None:
        return
    if item.rationale.conclusion not in {None, expected}:
        yield flag(
            read,
            FindingCode.DECISION_CONTRADICTS_RATIONALE,
            f"items[{n}] is {item.decision}, its rationale concludes {item.rationale.conclusion}",
            read.found.place(f"items[{n}].decision"),
            read.found.place(f"items[{n}].rationale.conclusion"),
        )


def quantities(read: Read, n: int, item: DisputedItem) -> Iterator[Finding]:
    """The rationale restates the request with another number of visits or tablets."""
    stated = _quantity(item.request)
    if stated is None:
        return
    key, place_of = read.doc.key, read.found.place
    rationale = place_of(f"items[{n}].rationale.text")
    if rationale is None:
        return
    portions = [place_of(f"items[{n}].request.{name}") for name in ("original", "authorized")]
    # A rationale on a partly authorized request may speak of all that was requested, or of what was authorized.
    own = [place for place in (place_of(f"items[{n}].request.text"), *portions) if place]
    numbers = {number for place in own for number in _NUMBER.findall(key, *place)}
    restated = [
        Region(at.end(), _end_of_restated(key, at.end(), rationale.end))
        for at in _REQUEST_RESTATED.finditer(key, *rationale)
        if not _EARLIER.search(key, max(rationale.start, at.start() - _FAR_BEFORE), at.start())
    ]
    odd = [region for region in restated if not numbers.issuperset(_NUMBER.findall(key, *region))]
    if not odd:  # nearly always: nothing that could differ
        return
    allowed = [stated, *(_quantity(request(read.doc, place).value) for place in portions if place)]
    for region in odd:
        found = request(read.doc, region)
        quantity = _quantity(found.value)
        if (
            quantity is None
            or not _same_service(found.value, item.request)
            or _GRANTED.match(key, region.end)
        ):
            continue
        if not _among(quantity, allowed):
            if any(_among(_quantity(request(read.doc, other).value), allowed) for other in restated):
                return  # it tells this request from another
            yield flag(
                read,
                FindingCode.QUANTITY_CONTRADICTS_REQUEST,
                f"items[{n}]: {stated} requested, {quantity} in the rationale",
                place_of(f"items[{n}].request.text"),
                found.place("visits") or found.place("drug.quantity"),
            )
            return


def _end_of_restated(key: str, start: int, end: int) -> int:
    limit = min(start + _LARGEST_QUOTE_OF_REQUEST, end)
    stop = _REQUEST_ENDS.search(key, start, limit)
    return stop.start() if stop else limit


def _same_service(one: Request, other: Request) -> bool:
    if one.drug and other.drug:
        # "Roe 10 mg" may be the Roe 10/325 mg of the request, but not its Roe 5/325 mg.
        strengths = (_NUMBER.findall(drug.strength or "") for drug in (one.drug, other.drug))
        differ = any(mine != its for mine, its in zip(*strengths, strict=False))
        return one.drug.name.lower() == other.drug.name.lower() and not differ
    return one.subcategory is other.subcategory


def _quantity(requested: Request) -> int | float | Range | None:
    return requested.drug.quantity if requested.drug else requested.visits


def _among(quantity: int | float | Range | None, allowed: list[int | float | Range | None]) -> bool:
    return quantity is not None and any(value is not None and _agree(quantity, value) for value in allowed)


def _agree(one: int | float | Range, other: int | float | Range) -> bool:
    low, high = (one.low, one.high) if isinstance(one, Range) else (one, one)
    least, most = (other.low, other.high) if isinstance(other, Range) else (other, other)
    return low <= most and least <= high


def other_body_parts(read: Read, n: int, item: DisputedItem) -> Iterator[Finding]:
    """A chapter named after body parts none of which the request is about.

    What goes with a surgery is of the surgery's chapter: a film of the chest before one on the knee.
    """
    requested = {named.part for named in item.request.body_parts}
    if not requested or item.request.subcategory is Subcategory.ADJUNCT_SURGICAL_SERVICES:
        return
    for side in ("claims_administrator_guidelines", "reviewer_guidelines"):
        cited: tuple[Guideline, ...] = getattr(item, side).citations
        for m in range(len(cited)):
            named = _parts_of_chapter((cited[m].title or "").lower())
            if named and not requested & _covered(named):
                yield flag(
                    read,
                    FindingCode.GUIDELINE_FOR_OTHER_BODY_PART,
                    f"items[{n}].{side}.citations[{m}] is on {_listed(named)}, the request on {_listed(requested)}",
                    read.found.place(f"items[{n}].{side}.citations[{m}].title"),
                    *(read.found.place(f"items[{n}].request.body_parts[{k}]") for k in range(len(requested))),
                )


@lru_cache(maxsize=512)
def _parts_of_chapter(title: str) -> frozenset[Part]:
    """The body parts that a chapter is named after. Chapters are few, letters that cite them many."""
    doc = Document(title)
    return frozenset(found.part for found, _ in body_parts(doc, Region(0, len(doc.key))))


@lru_cache(maxsize=512)
def _covered(named: frozenset[Part]) -> frozenset[Part]:
    """The body parts that a chapter covers which is named after *named*."""
    return named.union(*(_neighbours().get(part, ()) for part in named))


@cache
def _neighbours() -> dict[Part, frozenset[Part]]:
    return {
        Part(part): frozenset(Part(name.strip()) for name in others.split(","))
        for part, others in lexicon.rows("chapter_coverage")
    }


def _listed(parts: frozenset[Part] | set[Part]) -> str:
    return ", ".join(sorted(part.replace("_", " ") for part in parts))
