"""Letters as JSON, CSV and labelled letters, piece by piece: no format holds more than one letter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import Any, Final

import attrs

from imrkit import gold, kinds
from imrkit.codec import to_json
from imrkit.model import BodyPart, DisputedItem, Guidelines, Letter, Range
from imrkit.parser import Parser
from imrkit.printable import printable
from imrkit.spreadsheet import cell, listed, row
from imrkit.wording import citation

Named = Iterable[tuple[str, Letter]]
"""Letters, each with the name of its source."""


def json_array(letters: Named) -> Iterator[str]:
    """One array with an element for each letter."""
    before = "[\n"
    for source, letter in letters:
        yield before + to_json(letter, source=source)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def json_lines(letters: Named) -> Iterator[str]:
    """One letter a line."""
    for source, letter in letters:
        yield to_json(letter, source=source) + "\n"


def labels(letters: Named) -> Iterator[str]:
    """One letter a line in the format of labelled letters, called by the stem of its source."""
    for source, letter in letters:
        yield gold.line(PurePath(source).stem, letter)


def csv_rows(letters: Named, parser: Parser | None = None) -> Iterator[str]:
    """A heading, then a row for each disputed item; a letter without items has one row.

    Each extra field of *parser* is a column, of letters or of items.
    """
    extra, of_items = (parser.extra, parser.extra_of_items) if parser is not None else ({}, frozenset())
    for_letter = [name for name in extra if name not in of_items]
    for_item = [name for name in extra if name in of_items]
    yield _row([*_LETTER_COLUMNS, *_named(for_letter), *_ITEM_COLUMNS, *_named(for_item)])
    for source, letter in letters:
        of_letter = [column(source, letter) for column in _LETTER_COLUMNS.values()]
        of_letter += [_extra(letter.extra.get(name)) for name in for_letter]
        for number, item in enumerate(letter.items, start=1):
            of_item = [column(number, item) for column in _ITEM_COLUMNS.values()]
            of_item += [
                _extra(letter.extra[name][number - 1]) if name in letter.extra else None for name in for_item
            ]
            yield _row(of_letter + of_item)
        if not letter.items:
            yield _row(of_letter + [None] * (len(_ITEM_COLUMNS) + len(for_item)))


def _named(extra: Iterable[str]) -> list[str]:
    return [f"extra_{name}" for name in extra]


def _extra(value: Any) -> object:
    """The value of an extra field as one cell."""
    if isinstance(value, tuple):
        return listed(map(_words, value))
    return _words(value) if attrs.has(type(value)) else value


def _words(value: Any) -> str:
    """A value as part of a cell, an object by the values of its fields: "ibuprofen 800mg"."""
    if isinstance(value, tuple):
        return ", ".join(map(_words, value))
    if kinds.is_object(type(value)):
        return " ".join(
            _words(part) for part in attrs.astuple(value, recurse=False) if part not in (None, ())
        )
    return "" if value is None else str(_cell(value))


def _row(values: Iterable[object]) -> str:
    return row(map(_cell, values))


def _cell(value: object) -> object:
    if isinstance(value, Range):
        return f"{value.low} to {value.high}"  # "4-8" would become the fourth or the eighth of some month
    shown = cell(value)
    return printable(shown) if isinstance(shown, str) else shown


def _body_part(part: BodyPart) -> str:
    return str(part.part) if part.side is None else f"{part.side} {part.part}"


def _citations(guidelines: Guidelines) -> str | None:
    if guidelines.none_cited and not guidelines.citations:
        return "none cited"
    return listed(map(citation, guidelines)) if guidelines.stated else None


_LETTER_COLUMNS: Final[dict[str, Callable[[str, Letter], object]]] = {
    "source": lambda source, letter: source,
    "case_number": lambda source, letter: letter.case.number,
    "generation": lambda source, letter: letter.generation,
    "outcome": lambda source, letter: letter.outcome,
    "date_assigned": lambda source, letter: letter.case.date_assigned,
    "date_of_injury": lambda source, letter: letter.case.date_of_injury,
    "decision_date": lambda source, letter: letter.case.decision_date,
    "ur_denial_date": lambda source, letter: letter.case.ur_denial_date,
    "application_received": lambda source, letter: letter.case.application_received,
    "priority": lambda source, letter: letter.case.priority,
    "reviewer_licensed_in": lambda source, letter: listed(letter.reviewer.licensed_in),
    "reviewer_specialties": lambda source, letter: listed(letter.reviewer.specialties),
    "reviewer_subspecialties": lambda source, letter: listed(letter.reviewer.subspecialties),
    "patient_age": lambda source, letter: letter.patient.age,
    "patient_sex": lambda source, letter: letter.patient.sex,
    "injury_date": lambda source, letter: letter.injury.date,
    "injury_end_date": lambda source, letter: letter.injury.end_date,
    "injury_mechanism": lambda source, letter: letter.injury.mechanism,
    "injury_cumulative": lambda source, letter: letter.injury.cumulative,
    "injury_diagnoses": lambda source, letter: listed(letter.injury.diagnoses),
    "findings": lambda source, letter: listed(finding.code for finding in letter.findings),
}

_ITEM_COLUMNS: Final[dict[str, Callable[[int, DisputedItem], object]]] = {
    "item": lambda number, item: number,
    "request": lambda number, item: item.request.text,
    "original_request": lambda number, item: item.request.original,
    "authorized": lambda number, item: item.request.authorized,
    "decision": lambda number, item: item.decision,
    "category": lambda number, item: item.request.category,
    "subcategory": lambda number, item: item.request.subcategory,
    "body_parts": lambda number, item: listed(map(_body_part, item.request.body_parts)),
    "visits": lambda number, item: item.request.visits,
    "per_week": lambda number, item: item.request.per_week,
    "weeks": lambda number, item: item.request.weeks,
    "drug_name": lambda number, item: _of(item.request.drug, "name"),
    "drug_strength": lambda number, item: _of(item.request.drug, "strength"),
    "drug_quantity": lambda number, item: _of(item.request.drug, "quantity"),
    "drug_refills": lambda number, item: _of(item.request.drug, "refills"),
    "retrospective": lambda number, item: item.request.retrospective,
    "claims_administrator_guidelines": lambda number, item: _citations(item.claims_administrator_guidelines),
    "claims_administrator_outside_mtus": lambda number, item: (
        item.claims_administrator_guidelines.outside_mtus
    ),
    "reviewer_guidelines": lambda number, item: _citations(item.reviewer_guidelines),
    "reviewer_outside_mtus": lambda number, item: item.reviewer_guidelines.outside_mtus,
    "conclusion": lambda number, item: _of(item.rationale, "conclusion"),
    "reasons": lambda number, item: item.rationale and listed(item.rationale.reasons),
    "references": lambda number, item: item.rationale and listed(item.rationale.references),
    "rationale": lambda number, item: _of(item.rationale, "text"),
}


def _of(part: Any, field: str) -> object:
    return None if part is None else getattr(part, field)
