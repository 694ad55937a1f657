"""From a text to a :class:`~imrkit.model.Letter`: the one place that knows all the parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from imrkit import layouts
from imrkit.document import Document, Region
from imrkit.evidence import EvidenceInDocument
from imrkit.extractors.base import Found
from imrkit.extractors.guidelines import guidelines
from imrkit.extractors.header import header
from imrkit.extractors.injury import injury
from imrkit.extractors.items import ItemParts, expert_review_items
from imrkit.extractors.notice_items import notice_items
from imrkit.extractors.patient import patient
from imrkit.extractors.physician_items import physician_review_items
from imrkit.extractors.professional_items import professional_review_items
from imrkit.extractors.rationale import rationale
from imrkit.extractors.requests import request
from imrkit.extractors.reviewer import reviewer
from imrkit.findings import findings
from imrkit.layouts import Layout, Section
from imrkit.model import DisputedItem, Letter
from imrkit.vocabulary import Generation

_NOWHERE = Region(0, 0)


def parse_letter(text: str) -> Letter:
    """Read the text of one determination letter.

    Pure: no file, clock or network is touched, and the same text always gives an equal letter. Takes time and
    memory in proportion to the text, whatever it is.

    Args:
        text: the letter as any text extractor gives it. Line ends, page breaks and runs of blanks do not matter.

    Returns:
        The letter; what it does not say is ``None`` or empty, what is odd about it is in ``letter.findings``.

    Raises:
        NotALetterError: the text is empty or fits no known generation of letters.
    """
    doc = Document(text)
    layout = layouts.detect(doc)
    sections = layouts.sections(doc, layout)
    summary = sections.get(Section.SUMMARY, _NOWHERE)

    case = header(doc, sections[Section.HEADER], sections.get(Section.APPLICATION))
    credentials = reviewer(doc, sections.get(Section.METHOD, _NOWHERE))
    worker = patient(doc, summary)
    harm = injury(doc, summary, case.value.decision_date)
    items = [_item(doc, parts) for parts in _parts(doc, layout, sections)]
    found: Found[None] = Found(
        None,
        parts={
            "case": case,
            "reviewer": credentials,
            "patient": worker,
            "injury": harm,
            **{f"items[{n}]": item for n, item in enumerate(items)},
        },
    )
    letter = Letter(
        generation=layout.generation,
        case=case.value,
        reviewer=credentials.value,
        patient=worker.value,
        injury=harm.value,
        items=tuple(item.value for item in items),
        text=text,
        evidence=EvidenceInDocument((doc, found)),
    )
    flagged = findings(letter, layout, sections, doc, found)
    return evolve(letter, findings=flagged) if flagged else letter


def _parts(doc: Document, layout: Layout, sections: Mapping[Section, Region]) -> list[ItemParts]:
    """Where the parts of the items stand, in a letter of any layout."""
    if layout.generation is Generation.NOTICE_OF_DETERMINATION:
        return notice_items(doc)
    if layout.generation is Generation.PROFESSIONAL_REVIEW:
        return professional_review_items(doc)
    region = sections.get(Section.ITEMS)
    if region is None:  # the heading may be lost
        region = Region(sections.get(Section.SUMMARY, sections[Section.HEADER]).start, len(doc.key))
        if doc.key.find("rationale:", *region) < 0:
            return []
    if layout.generation is Generation.PHYSICIAN_REVIEW:
        return physician_review_items(doc, region)
    return expert_review_items(doc, region)


def _item(doc: Document, parts: ItemParts) -> Found[DisputedItem]:
    requested = request(doc, parts.request, parts.original, parts.authorized)
    administrator = guidelines(doc, parts.claims_administrator_guidelines)
    reviewers = guidelines(doc, parts.reviewer_guidelines)
    why = rationale(doc, parts.rationale, parts.decision)
    found: dict[str, Found[Any]] = {
        "request": requested,
        "claims_administrator_guidelines": administrator,
        "reviewer_guidelines": reviewers,
    }
    if why is not None:
        found["rationale"] = why
    item = DisputedItem(
        requested.value,
        parts.decision,
        administrator.value,
        reviewers.value,
        why.value if why is not None else None,
    )
    return Found(item, {"decision": parts.decision_at} if parts.decision_at is not None else {}, found)
