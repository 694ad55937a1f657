"""imrkit's own extractors, as any parser calls them."""

from __future__ import annotations

from typing import Any, Final

from imrkit.extractors.base import Found, ItemParts
from imrkit.extractors.guidelines import guidelines
from imrkit.extractors.header import header
from imrkit.extractors.injury import injury
from imrkit.extractors.patient import patient
from imrkit.extractors.protocol import Extractor, Passage
from imrkit.extractors.rationale import rationale
from imrkit.extractors.requests import request
from imrkit.extractors.reviewer import reviewer
from imrkit.model import CaseHeader, Guidelines, Injury, Patient, Rationale, Request, Reviewer
from imrkit.vocabulary import ItemPart, Section


def _case(passage: Passage) -> Found[CaseHeader]:
    return header(passage.document, passage.region, passage.reading.region(Section.APPLICATION))


def _reviewer(passage: Passage) -> Found[Reviewer]:
    return reviewer(passage.document, passage.region)


def _patient(passage: Passage) -> Found[Patient]:
    return patient(passage.document, passage.region)


def _injury(passage: Passage) -> Found[Injury]:
    case = passage.needed("case", CaseHeader)
    return injury(passage.document, passage.region, case.decision_date if case is not None else None)


def _items(passage: Passage) -> Found[tuple[ItemParts, ...]]:
    """As the letter's layout delimits them."""
    return Found(tuple(passage.reading.items(passage)))


def _request(passage: Passage) -> Found[Request]:
    parts = passage.reading.parts
    return request(passage.document, passage.region, parts.original, parts.authorized)


def _guidelines(passage: Passage) -> Found[Guidelines]:
    return guidelines(passage.document, passage.region)


def _rationale(passage: Passage) -> Found[Rationale] | None:
    return rationale(passage.document, passage.region, passage.decision)


BUILT_IN: Final[tuple[Extractor[Any], ...]] = (
    Extractor(name="case", reads=Section.HEADER, yields=CaseHeader, extract=_case),
    Extractor(name="reviewer", reads=Section.METHOD, yields=Reviewer, extract=_reviewer),
    Extractor(name="patient", reads=Section.SUMMARY, yields=Patient, extract=_patient),
    Extractor(name="injury", reads=Section.SUMMARY, yields=Injury, extract=_injury, needs=("case",)),
    Extractor(name="items", reads=Section.LETTER, yields=tuple[ItemParts, ...], extract=_items),
    Extractor(name="request", reads=ItemPart.REQUEST, yields=Request, extract=_request),
    Extractor(
        name="claims_administrator_guidelines",
        reads=ItemPart.CLAIMS_ADMINISTRATOR_GUIDELINES,
        yields=Guidelines,
        extract=_guidelines,
    ),
    Extractor(
        name="reviewer_guidelines",
        reads=ItemPart.REVIEWER_GUIDELINES,
        yields=Guidelines,
        extract=_guidelines,
    ),
    Extractor(name="rationale", reads=ItemPart.RATIONALE, yields=Rationale, extract=_rationale),
)
"""One for each field of :class:`~imrkit.model.Letter` and of :class:`~imrkit.model.DisputedItem`."""
