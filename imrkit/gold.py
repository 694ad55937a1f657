"""The format in which letters are labelled: one JSON record a letter.

Careful readers write down what a letter says in this format; programs are measured against it. What each field
means is told in the documentation ("Labelled letters"). A record has fewer fields than a letter: no evidence, of a
rationale its first and last eight words, and its findings as notes. :mod:`imrkit.labels` reads such records.
"""

from __future__ import annotations

from typing import Any

from imrkit.codec import json_line
from imrkit.model import DisputedItem, Drug, Guidelines, Letter, Number, Range, Rationale

__all__ = ["record"]


def record(name: str, letter: Letter) -> dict[str, Any]:
    """One letter as a labelled record: plain data, ISO dates, ``[low, high]`` for a range, ``None`` for what is
    not stated.

    Args:
        name: the record's ``id``, as a rule the stem of the letter's file name.
        letter: the letter, read or invented.
    """
    case, injury = letter.case, letter.injury
    return {
        "id": name,
        "case_number": case.number,
        "date_assigned": _text(case.date_assigned),
        "date_of_injury": _text(case.date_of_injury),
        "decision_date": _text(case.decision_date),
        "ur_denial_date": _text(case.ur_denial_date),
        "application_received": _text(case.application_received),
        "priority": _text(case.priority),
        "reviewer": {
            "states": [str(state) for state in letter.reviewer.licensed_in],
            "specialties": list(letter.reviewer.specialties),
            "subspecialties": list(letter.reviewer.subspecialties),
        },
        "patient": {"age": letter.patient.age, "sex": _text(letter.patient.sex)},
        "injury": {
            "date": _text(injury.date),
            "end_date": _text(injury.end_date),
            "mechanism": injury.mechanism,
            "cumulative": injury.cumulative,
            "diagnoses": list(injury.diagnoses),
        },
        "items": [_item(item) for item in letter.items],
        "notes": "; ".join(finding.message for finding in letter.findings),
    }


def line(name: str, letter: Letter) -> str:
    """One letter as a line of a file of labelled letters; the arguments are those of :func:`record`."""
    return json_line(record(name, letter)) + "\n"


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: Number | None) -> int | float | list[int | float] | None:
    return [value.low, value.high] if isinstance(value, Range) else value


def _item(item: DisputedItem) -> dict[str, Any]:
    request = item.request
    return {
        "request": request.text,
        "original_request": request.original,
        "authorized": request.authorized,
        "decision": _text(item.decision),
        "category": str(request.category),
        "subcategory": _text(request.subcategory),
        "body_parts": [{"part": str(part.part), "side": _text(part.side)} for part in request.body_parts],
        "visits": _number(request.visits),
        "per_week": _number(request.per_week),
        "weeks": _number(request.weeks),
        "drug": _drug(request.drug),
        "retrospective": request.retrospective,
        "ca_guidelines": _guidelines(item.claims_administrator_guidelines),
        "reviewer_guidelines": _guidelines(item.reviewer_guidelines),
        "rationale": _rationale(item.rationale),
    }


def _drug(drug: Drug | None) -> dict[str, Any] | None:
    if drug is None:
        return None
    return {
        "name": drug.name,
        "strength": drug.strength,
        "quantity": drug.quantity,
        "refills": drug.refills,
    }


def _guidelines(guidelines: Guidelines) -> dict[str, Any]:
    return {
        "none_cited": guidelines.none_cited,
        "outside_mtus": guidelines.outside_mtus,
        "citations": [
            {
                "source": str(cited.source),
                "mtus": cited.mtus,
                "title": cited.title,
                "chapter": cited.chapter,
                "year": cited.year,
                "sections": cited.sections,
                "pages": cited.pages,
            }
            for cited in guidelines
        ],
    }


def _rationale(rationale: Rationale | None) -> dict[str, Any] | None:
    if rationale is None:
        return None
    words = rationale.text.split()
    return {
        "first_words": " ".join(words[:8]),
        "last_words": " ".join(words[-8:]),
        "conclusion": _text(rationale.conclusion),
        "references": list(rationale.references),
        "reasons": [str(reason) for reason in rationale.reasons],
    }
