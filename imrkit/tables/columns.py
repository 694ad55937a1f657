"""The tables and their columns: the one place that says what each holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

import pyarrow as pa
from attrs import Factory, field, frozen

from imrkit.corpus.results import FailureReason, LetterRead
from imrkit.model import Date, DisputedItem, Finding, Guideline, Number, Range, Span
from imrkit.tables.kinds import (
    BODY_PARTS,
    DAY,
    NUMBER,
    SPANS,
    TEXT,
    TRUTH,
    WHOLE,
    Kind,
    lists_of,
    words,
)
from imrkit.vocabulary import (
    CaseOutcome,
    Category,
    Conclusion,
    Decision,
    DrugClass,
    FindingCode,
    Generation,
    GuidelineSource,
    Priority,
    Reason,
    Sex,
    State,
    Subcategory,
)

SCHEMA_VERSION: Final = 1
"""Raised when the tables change in a way that readers of them have to know. It is in the metadata of each schema."""


class CitedBy(StrEnum):
    """The side whose decision a guideline was cited for."""

    CLAIMS_ADMINISTRATOR = "claims_administrator"  # utilization review, whose denial is disputed
    REVIEWER = "reviewer"  # the Independent Medical Review


class Same(StrEnum):
    """What a duplicate has in common with the letter that was kept."""

    CONTENT = "content"  # every byte of it
    CASE_NUMBER = "case number"  # but not the content: another copy of the letter, or an amended one


class ItemRow(NamedTuple):
    letter_id: str
    number: int
    item: DisputedItem
    extra: Mapping[str, Any]


class CitationRow(NamedTuple):
    letter_id: str
    item_index: int
    cited_by: CitedBy
    number: int
    guideline: Guideline


class FindingRow(NamedTuple):
    letter_id: str
    number: int
    finding: Finding


class EvidenceRow(NamedTuple):
    letter_id: str
    path: str
    span: Span


class DuplicateRow(NamedTuple):
    source: str
    letter_id: str
    case_number: str | None
    same: Same


@frozen
class Column:
    """A column of a table."""

    name: str
    """What it is called."""
    kind: Kind
    """What it holds: ``kind.type`` is its Arrow type."""
    meaning: str
    """What its values mean; in the metadata of the schema, too."""
    value: Callable[[Any], Any]
    """The value of a row."""


@frozen
class TableLayout:
    """A table: what its rows stand for, and its columns."""

    name: str
    """What it is called: ``"letters"``, ``"items"`` ..."""
    row: str
    """What a row of it stands for, in words."""
    columns: tuple[Column, ...]
    """Its columns, in order."""
    schema: pa.Schema = field(
        init=False, eq=False, repr=False, default=Factory(lambda self: self._schema(), takes_self=True)
    )
    """Its Arrow schema. The metadata have the name of the table and :data:`SCHEMA_VERSION`."""

    def _schema(self) -> pa.Schema:
        fields = [
            pa.field(column.name, column.kind.type, metadata={"description": column.meaning})
            for column in self.columns
        ]
        return pa.schema(fields, {"imrkit.table": self.name, "imrkit.schema_version": str(SCHEMA_VERSION)})


def meaning(column: pa.Field[Any]) -> str:
    """What *column*, of the schema of a table, means."""
    return (column.metadata or {}).get(b"description", b"").decode()


def _day(date: Date | None) -> dt.date | None:
    """A date32 for whoever reckons with days: nothing where the day is not known."""
    return date if isinstance(date, dt.date) else None


def _stated(date: Date | None) -> str | None:
    return None if date is None else date.isoformat()


def _low(number: Number | None) -> float | None:
    return number.low if isinstance(number, Range) else number


def _high(number: Number | None) -> float | None:
    return number.high if isinstance(number, Range) else number


def source_text(source: str) -> str:
    """The name of a source as text: file systems allow names that are none."""
    return source.encode("utf-8", errors="backslashreplace").decode("utf-8")


def _dates(name: str, meaning: str, value: Callable[[LetterRead], Date | None]) -> tuple[Column, Column]:
    return (
        Column(
            name, DAY, f"{meaning}; null where only its year or month is stated", lambda row: _day(value(row))
        ),
        Column(
            f"{name}_stated",
            TEXT,
            "the same as precise as it is stated: 2016-10-13, 2016-10 or 2016",
            lambda row: _stated(value(row)),
        ),
    )


_LETTER_ID: Final = Column("letter_id", TEXT, "the letter: see letters", lambda row: row.letter_id)
_ITEM_INDEX: Final = "the disputed item of the letter, from 0: see items"

LETTERS: Final = TableLayout(
    "letters",
    "a letter",
    (
        Column(
            "letter_id",
            TEXT,
            "key: the SHA-256 of the content that it was read from, in hexadecimal",
            lambda row: row.sha256,
        ),
        Column("source", TEXT, "where it came from", lambda row: source_text(row.name)),
        Column("case_number", TEXT, "the IMR case number", lambda row: row.letter.case.number),
        Column(
            "generation", words(Generation), "which layout the letter has", lambda row: row.letter.generation
        ),
        Column(
            "outcome", words(CaseOutcome), "the DWC's word for the whole case", lambda row: row.letter.outcome
        ),
        Column(
            "final_determination",
            words(CaseOutcome),
            "the outcome as a cover page states it",
            lambda row: row.letter.case.final_determination,
        ),
        Column("priority", words(Priority), "standard or expedited", lambda row: row.letter.case.priority),
        Column(
            "date_assigned",
            DAY,
            "when the case was assigned for review",
            lambda row: row.letter.case.date_assigned,
        ),
        Column(
            "decision_date",
            DAY,
            "when the final determination was made",
            lambda row: row.letter.case.decision_date,
        ),
        Column(
            "ur_denial_date",
            DAY,
            "of the utilization review decision in dispute",
            lambda row: row.letter.case.ur_denial_date,
        ),
        Column(
            "application_received",
            DAY,
            "when the application for IMR arrived",
            lambda row: row.letter.case.application_received,
        ),
        *_dates("date_of_injury", "as the header states it", lambda row: row.letter.case.date_of_injury),
        Column(
            "reviewer_licensed_in",
            lists_of(words(State)),
            "states of licensure",
            lambda row: row.letter.reviewer.licensed_in,
        ),
        Column(
            "reviewer_specialties",
            lists_of(TEXT),
            "board certifications and specialties",
            lambda row: row.letter.reviewer.specialties,
        ),
        Column(
            "reviewer_subspecialties",
            lists_of(TEXT),
            "where the letter says subspecialty",
            lambda row: row.letter.reviewer.subspecialties,
        ),
        Column("patient_age", WHOLE, "in years", lambda row: row.letter.patient.age),
        Column(
            "patient_sex",
            words(Sex),
            "as the case summary describes the injured worker",
            lambda row: row.letter.patient.sex,
        ),
        *_dates("injury_date", "as the case summary states it", lambda row: row.letter.injury.date),
        *_dates("injury_end_date", "the last day of a period", lambda row: row.letter.injury.end_date),
        Column(
            "injury_mechanism", TEXT, "how it happened, verbatim", lambda row: row.letter.injury.mechanism
        ),
        Column(
            "injury_cumulative",
            TRUTH,
            "the letter says cumulative, repetitive or continuous trauma",
            lambda row: row.letter.injury.cumulative,
        ),
        Column(
            "injury_diagnoses",
            lists_of(TEXT),
            "the diagnoses of the case summary, verbatim",
            lambda row: row.letter.injury.diagnoses,
        ),
        Column("item_count", WHOLE, "how many items are disputed", lambda row: len(row.letter.items)),
        Column(
            "findings",
            lists_of(words(FindingCode)),
            "what a careful reader would flag: the codes",
            lambda row: [finding.code for finding in row.letter.findings],
        ),
    ),
)


def _drug(row: ItemRow, field_of_drug: str) -> Any:
    drug = row.item.request.drug
    return None if drug is None else getattr(drug, field_of_drug)


def _range(name: str, meaning: str, kind: Kind) -> tuple[Column, Column]:
    """The two ends of a number that may be a range; a plain number is both."""
    return (
        Column(f"{name}_low", kind, meaning, lambda row: _low(getattr(row.item.request, name))),
        Column(
            f"{name}_high",
            kind,
            "the same, or the upper end where the letter gives a range",
            lambda row: _high(getattr(row.item.request, name)),
        ),
    )


def _guidelines(side: CitedBy, whose: str) -> tuple[Column, Column, Column]:
    name = f"{side}_guidelines"
    return (
        Column(
            f"{side}_guidelines_stated",
            TRUTH,
            f"the letter has a paragraph on the {whose}'s guidelines",
            lambda row: getattr(row.item, name).stated,
        ),
        Column(
            f"{side}_none_cited",
            TRUTH,
            "that paragraph says that nothing was cited",
            lambda row: getattr(row.item, name).none_cited,
        ),
        Column(
            f"{side}_outside_mtus",
            TRUTH,
            "it says that the decision rests on something outside the MTUS",
            lambda row: getattr(row.item, name).outside_mtus,
        ),
    )


ITEMS: Final = TableLayout(
    "items",
    "a disputed item",
    (
        _LETTER_ID,
        Column(
            "item_index",
            WHOLE,
            "key, together with letter_id: 0 for the first item of the letter",
            lambda row: row.number,
        ),
        Column("request", TEXT, "the request that is decided, verbatim", lambda row: row.item.request.text),
        Column(
            "original_request",
            TEXT,
            "what was requested, of a partly authorized request",
            lambda row: row.item.request.original,
        ),
        Column("authorized", TEXT, "what was authorized of it", lambda row: row.item.request.authorized),
        Column(
            "decision",
            words(Decision),
            "upheld: the denial stands; overturned: it does not",
            lambda row: row.item.decision,
        ),
        Column(
            "category",
            words(Category),
            "the DWC's treatment request taxonomy, first level",
            lambda row: row.item.request.category,
        ),
        Column(
            "subcategory",
            words((*Subcategory, *DrugClass)),
            "second level; a drug class for pharmaceuticals",
            lambda row: row.item.request.subcategory,
        ),
        Column(
            "body_parts",
            BODY_PARTS,
            "parts and sides that the request names",
            lambda row: row.item.request.body_parts,
        ),
        *_range("visits", "total visits, stated or computed", WHOLE),
        *_range("per_week", "visits a week", NUMBER),
        *_range("weeks", "duration in weeks", NUMBER),
        Column("drug_name", TEXT, "without strength and dosage form", lambda row: _drug(row, "name")),
        Column("drug_strength", TEXT, "verbatim", lambda row: _drug(row, "strength")),
        Column(
            "drug_quantity",
            NUMBER,
            "how many, or how much of a weight or volume",
            lambda row: _drug(row, "quantity"),
        ),
        Column("drug_refills", WHOLE, "how many refills", lambda row: _drug(row, "refills")),
        Column(
            "retrospective",
            TRUTH,
            "the service was already given when it was requested",
            lambda row: row.item.request.retrospective,
        ),
        *_guidelines(CitedBy.CLAIMS_ADMINISTRATOR, "claims administrator"),
        *_guidelines(CitedBy.REVIEWER, "reviewer"),
        Column(
            "conclusion",
            words(Conclusion),
            "what the rationale itself concludes",
            lambda row: row.item.rationale and row.item.rationale.conclusion,
        ),
        Column(
            "reasons",
            lists_of(words(Reason)),
            "the reasons that the reviewer gives",
            lambda row: row.item.rationale.reasons if row.item.rationale else (),
        ),
        Column(
            "cited_references",
            lists_of(TEXT),
            "author and year of what the rationale refers to",
            lambda row: row.item.rationale.references if row.item.rationale else (),
        ),
        Column(
            "rationale",
            TEXT,
            "the whole rationale",
            lambda row: row.item.rationale and row.item.rationale.text,
        ),
    ),
)

CITATIONS: Final = TableLayout(
    "citations",
    "a guideline that a side cited for an item",
    (
        _LETTER_ID,
        Column("item_index", WHOLE, _ITEM_INDEX, lambda row: row.item_index),
        Column("cited_by", words(CitedBy), "the side that cited it", lambda row: row.cited_by),
        Column(
            "citation_index",
            WHOLE,
            "key, together with the three before: 0 for the first that this side cited",
            lambda row: row.number,
        ),
        Column(
            "guideline_source", words(GuidelineSource), "who publishes it", lambda row: row.guideline.source
        ),
        Column(
            "mtus",
            TRUTH,
            "cited as part of the Medical Treatment Utilization Schedule",
            lambda row: row.guideline.mtus,
        ),
        Column(
            "title",
            TEXT,
            "the chapter's title; of other sources the whole citation",
            lambda row: row.guideline.title,
        ),
        Column("chapter", WHOLE, "the chapter's number", lambda row: row.guideline.chapter),
        Column("year", WHOLE, "its year", lambda row: row.guideline.year),
        Column("sections", TEXT, "sections or topic, verbatim", lambda row: row.guideline.sections),
        Column("pages", TEXT, "verbatim: 98, 99", lambda row: row.guideline.pages),
    ),
)

FINDINGS: Final = TableLayout(
    "findings",
    "something that a careful reader would flag",
    (
        _LETTER_ID,
        Column("finding_index", WHOLE, "key, together with letter_id", lambda row: row.number),
        Column("code", words(FindingCode), "what was found", lambda row: row.finding.code),
        Column("message", TEXT, "in words; never quotes the letter", lambda row: row.finding.message),
        Column(
            "spans",
            SPANS,
            "where: characters of the text that read_text gives, up to the end",
            lambda row: row.finding.spans,
        ),
    ),
)

EVIDENCE: Final = TableLayout(
    "evidence",
    "the place of a value in the text of a letter",
    (
        _LETTER_ID,
        Column("path", TEXT, "key, together with letter_id: items[0].decision", lambda row: row.path),
        Column(
            "start",
            WHOLE,
            "the first character, of the text that read_text gives",
            lambda row: row.span.start,
        ),
        Column("stop", WHOLE, "the one behind the last", lambda row: row.span.end),
    ),
)

FAILURES: Final = TableLayout(
    "failures",
    "a file that no letter was read from",
    (
        Column("source", TEXT, "where it came from", lambda row: source_text(row.name)),
        Column(
            "sha256", TEXT, "the SHA-256 of its content; null where it was not had", lambda row: row.sha256
        ),
        Column("reason", words(FailureReason), "why, in a word", lambda row: row.reason),
        Column("message", TEXT, "why, and what to do; never quotes the file", lambda row: row.message),
    ),
)

DUPLICATES: Final = TableLayout(
    "duplicates",
    "a letter that was left out because one before it is the same",
    (
        Column("source", TEXT, "where it came from", lambda row: source_text(row.source)),
        Column("letter_id", TEXT, "the SHA-256 of its content", lambda row: row.letter_id),
        Column("case_number", TEXT, "the IMR case number", lambda row: row.case_number),
        Column("same", words(Same), "what it has in common with the one that was kept", lambda row: row.same),
    ),
)

LAYOUTS: Final = {
    table.name: table for table in (LETTERS, ITEMS, CITATIONS, FINDINGS, EVIDENCE, FAILURES, DUPLICATES)
}
"""The tables by name: letters, items, citations, findings, evidence, failures, duplicates."""
