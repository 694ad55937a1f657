"""Reads Independent Medical Review decision letters into typed, frozen objects.

>>> import imrkit
>>> letter = imrkit.read_letter("letter.pdf")  # doctest: +SKIP

Every value that a letter states has its place in the text: ``letter.evidence``. What a careful reader would
flag is in ``letter.findings``.
"""

from __future__ import annotations

from imrkit.errors import DataError, ImrkitError, MissingExtraError, NotALetterError, UnreadableDocumentError
from imrkit.model import (
    BodyPart,
    CaseHeader,
    DisputedItem,
    Drug,
    Evidence,
    Finding,
    Guideline,
    Guidelines,
    Injury,
    Letter,
    PartialDate,
    Patient,
    Range,
    Rationale,
    Request,
    Reviewer,
    Span,
)
from imrkit.parser import parse_letter
from imrkit.reading import read_letter
from imrkit.vocabulary import (
    CaseOutcome,
    Category,
    Conclusion,
    Decision,
    DrugClass,
    FindingCode,
    Generation,
    GuidelineSource,
    Part,
    Priority,
    Reason,
    Sex,
    Side,
    State,
    Subcategory,
)

__version__ = "0.1.0"

__all__ = [
    "BodyPart",
    "CaseHeader",
    "CaseOutcome",
    "Category",
    "Conclusion",
    "DataError",
    "Decision",
    "DisputedItem",
    "Drug",
    "DrugClass",
    "Evidence",
    "Finding",
    "FindingCode",
    "Generation",
    "Guideline",
    "GuidelineSource",
    "Guidelines",
    "ImrkitError",
    "Injury",
    "Letter",
    "MissingExtraError",
    "NotALetterError",
    "Part",
    "PartialDate",
    "Patient",
    "Priority",
    "Range",
    "Rationale",
    "Reason",
    "Request",
    "Reviewer",
    "Sex",
    "Side",
    "Span",
    "State",
    "Subcategory",
    "UnreadableDocumentError",
    "parse_letter",
    "read_letter",
]
