"""From a text to a :class:`~imrkit.model.Letter`: the one place that knows all the parts."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from imrkit import layouts
from imrkit.document import Document, Region
from imrkit.evidence import EvidenceInDocument
from imrkit.extractors.base import Found, Places, under
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
    places: Places = {}

    found_case = header(doc, sections[Section.HEADER], sections.get(Section.APPLICATION))
    places |= under("case", found_case.places)
    found_reviewer = reviewer(doc, sections.get(Section.METHOD, _NOWHERE))
    places |= under("reviewer", found_reviewer.places)
    found_patient = patient(doc, summary)
    places |= under("patient", found_patient.places)
    found_injury = injury(doc, summary, found_case.value.decision_date)
    places |= under("injury", found_injury.places)
    items = []
    for n, part in enumerate(_parts(doc, layout, sections)):
        found_item = _item(doc, part)
        places |= under(f"items[{n}]", found_item.places)
        items.append(found_item.value)
    letter = Letter(
        generation=layout.generation,
        case=found_case.value,
        reviewer=found_reviewer.value,
        patient=found_patient.value,
        injury=found_injury.value,
        items=tuple(items),
        text=text,
        evidence=EvidenceInDocument(doc, places),
    )
    flagged = findings(letter, layout, sections, doc, places)
    return evolve(letter, findings=flagged) if flagged else letter


def _parts(doc: Document, layout: Layout, sections: Mapping[Section, Region]) -> list[ItemParts]:
    """Where the parts of the items stand, in a letter of any layout."""
    if layout.generation is Generation.NOTICE_OF_DETERMINATION:
        return notice_items(doc)
    if layout.generation is Generation.PROFESSIONAL_REVIEW:
        return professional_review_items(doc)
    region = sections.get(Section.ITEMS)
    if region is None:  # the heading may be lost
        region = Region(max(section.start for section in sections.values()), len(doc.key))
        if doc.key.find("rationale:", *region) < 0:
            return []
    if layout.generation is Generation.PHYSICIAN_REVIEW:
        return physician_review_items(doc, region)
    return expert_review_items(doc, region)


def _item(doc: Document, parts: ItemParts) -> Found[DisputedItem]:
    places: Places = {}
    found_request = request(doc, parts.request, parts.original, parts.authorized)
    places |= under("request", found_request.places)
    if parts.decision_at is not None:
        places["decision"] = parts.decision_at
    administrator = guidelines(doc, parts.claims_administrator_guidelines)
    places |= under("claims_administrator_guidelines", administrator.places)
    reviewers = guidelines(doc, parts.reviewer_guidelines)
    places |= under("reviewer_guidelines", reviewers.places)
    why = rationale(doc, parts.rationale, parts.decision)
    if why is not None:
        places |= under("rationale", why.places)
    return Found(
        DisputedItem(
            found_request.value,
            parts.decision,
            administrator.value,
            reviewers.value,
            why.value if why is not None else None,
        ),
        places,
    )
