"""The fields that are measured.

Of each is told where it stands in a record, when two of its values are the same, and where the place of a value that
was read is to be had.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum, StrEnum, auto
from typing import Any, Final

from attrs import frozen

from imrkit.evaluation.sameness import equal, near, same_citation, same_letters, same_part, same_text


class Group(StrEnum):
    """What kind of reading a field takes."""

    STRUCTURE = "structure"  # labels, headings and formulas lead to it
    NARRATIVE = "narrative"  # it is told in free prose
    CODING = "coding"  # the letter's words have to be put into a vocabulary, or into numbers


class Level(Enum):
    """What a field is stated of: the base of its path."""

    LETTER = auto()  # ""
    ITEM = auto()  # "items[0]"
    SIDE = auto()  # "items[0].ca_guidelines"
    CITATION = auto()  # "items[0].ca_guidelines.citations[0]"


class Wording(Enum):
    """How a value stands in a letter, if it does."""

    VERBATIM = auto()
    BEGINNING = auto()  # verbatim, where the passage begins
    END = auto()  # verbatim, where it ends
    DATE = auto()
    NUMBER = auto()
    CITED = auto()  # by its title
    CODED = auto()  # in words that only a reader knows
    COUNTED = auto()  # not at all: it is how many members a list has


Same = Callable[[Any, Any], bool]


@frozen
class Field:
    """A field whose values are counted."""

    name: str
    """What it is called in tables and options: ``"item.drug.name"``."""
    group: Group
    """What kind of reading it takes."""
    level: Level
    """What it is stated of."""
    path: str
    """Where it stands in a record, below the base of its level."""
    evidence: str
    """Where its values stand in :attr:`~imrkit.model.Letter.evidence`, below the same base."""
    wording: Wording
    """How its values stand in a letter."""
    same: Same
    """Whether a labelled value and one that was read are the same."""

    def values(self, holder: Mapping[str, Any]) -> tuple[Any, ...]:
        """The values in *holder*, the object at the base.

        A list has as many as it has members, any other field one or none. Nothing, ``False`` and 0 are none: they
        say that the letter does not state it, and to leave out what is not there is no achievement.
        """
        value: Any = holder
        for name in self.path.split("."):
            value = (value or {}).get(name)
        if isinstance(value, list | tuple):
            if self.wording is Wording.COUNTED:
                value = len(value)
            elif self.wording is Wording.NUMBER:  # a range
                value = tuple(value)
            else:
                return tuple(value)
        return (value,) if value else ()


def _fields(group: Group, level: Level, *rows: tuple[str, str, str, Wording, Same]) -> tuple[Field, ...]:
    """Fields that have their group and their level in common."""
    return tuple(
        Field(name, group, level, path, evidence, wording, same)
        for name, path, evidence, wording, same in rows
    )


FIELDS: Final = (
    *_fields(Group.STRUCTURE, Level.LETTER,
        ("case_number", "case_number", "case.number", Wording.VERBATIM, equal),
        ("date_assigned", "date_assigned", "case.date_assigned", Wording.DATE, equal),
        ("date_of_injury", "date_of_injury", "case.date_of_injury", Wording.DATE, equal),
        ("decision_date", "decision_date", "case.decision_date", Wording.DATE, equal),
        ("ur_denial_date", "ur_denial_date", "case.ur_denial_date", Wording.DATE, equal),
        ("application_received", "application_received", "case.application_received", Wording.DATE, equal),
        ("priority", "priority", "case.priority", Wording.CODED, equal),
        ("reviewer.states", "reviewer.states", "reviewer.licensed_in", Wording.CODED, same_text),
        ("reviewer.specialties", "reviewer.specialties", "reviewer.specialties", Wording.VERBATIM, same_text),
        ("reviewer.subspecialties", "reviewer.subspecialties", "reviewer.subspecialties", Wording.VERBATIM, same_text),
        ("item.count", "items", "items", Wording.COUNTED, equal),
    ),
    *_fields(Group.STRUCTURE, Level.ITEM,
        ("item.request", "request", "request.text", Wording.VERBATIM, same_letters),
        ("item.original_request", "original_request", "request.original", Wording.VERBATIM, same_letters),
        ("item.authorized", "authorized", "request.authorized", Wording.VERBATIM, same_letters),
        ("item.decision", "decision", "decision", Wording.CODED, equal),
    ),
    *_fields(Group.STRUCTURE, Level.SIDE,
        ("guideline.none_cited", "none_cited", "none_cited", Wording.CODED, equal),
        ("guideline.outside_mtus", "outside_mtus", "outside_mtus", Wording.CODED, equal),
        ("guideline.citation", "citations", "citations", Wording.CITED, same_citation),
    ),
    *_fields(Group.STRUCTURE, Level.CITATION,
        ("guideline.sections", "sections", "sections", Wording.VERBATIM, same_letters),
        ("guideline.pages", "pages", "pages", Wording.VERBATIM, same_letters),
    ),
    *_fields(Group.STRUCTURE, Level.ITEM,
        ("rationale.first_words", "rationale.first_words", "rationale.text", Wording.BEGINNING, same_letters),
        ("rationale.last_words", "rationale.last_words", "rationale.text", Wording.END, same_letters),
    ),
    *_fields(Group.NARRATIVE, Level.LETTER,
        ("patient.age", "patient.age", "patient.age", Wording.NUMBER, equal),
        ("patient.sex", "patient.sex", "patient.sex", Wording.CODED, equal),
        ("injury.date", "injury.date", "injury.date", Wording.DATE, equal),
        ("injury.end_date", "injury.end_date", "injury.end_date", Wording.DATE, equal),
        ("injury.mechanism", "injury.mechanism", "injury.mechanism", Wording.VERBATIM, near),
        ("injury.cumulative", "injury.cumulative", "injury.cumulative", Wording.CODED, equal),
        ("injury.diagnoses", "injury.diagnoses", "injury.diagnoses", Wording.VERBATIM, near),
    ),
    *_fields(Group.NARRATIVE, Level.ITEM,
        ("rationale.conclusion", "rationale.conclusion", "rationale.conclusion", Wording.CODED, equal),
        ("rationale.references", "rationale.references", "rationale.references", Wording.VERBATIM, same_letters),
    ),
    *_fields(Group.CODING, Level.ITEM,
        ("item.category", "category", "request.category", Wording.CODED, equal),
        ("item.subcategory", "subcategory", "request.subcategory", Wording.CODED, equal),
        ("item.body_parts", "body_parts", "request.body_parts", Wording.CODED, same_part),
        ("item.visits", "visits", "request.visits", Wording.NUMBER, equal),
        ("item.per_week", "per_week", "request.per_week", Wording.NUMBER, equal),
        ("item.weeks", "weeks", "request.weeks", Wording.NUMBER, equal),
        ("item.drug.name", "drug.name", "request.drug.name", Wording.VERBATIM, near),
        ("item.drug.strength", "drug.strength", "request.drug.strength", Wording.VERBATIM, same_letters),
        ("item.drug.quantity", "drug.quantity", "request.drug.quantity", Wording.NUMBER, equal),
        ("item.drug.refills", "drug.refills", "request.drug.refills", Wording.NUMBER, equal),
        ("item.retrospective", "retrospective", "request.retrospective", Wording.CODED, equal),
        ("rationale.reasons", "rationale.reasons", "rationale.reasons", Wording.CODED, equal),
    ),
)  # fmt: skip
"""All fields that are measured, group by group, in the order of a letter."""

BY_LEVEL: Final = {level: tuple(field for field in FIELDS if field.level is level) for level in Level}
CITATIONS: Final = next(field for field in FIELDS if field.wording is Wording.CITED)
SIDES: Final = {
    "ca_guidelines": "claims_administrator_guidelines",
    "reviewer_guidelines": "reviewer_guidelines",
}
"""What either side cites: its name in a record, and in :attr:`~imrkit.model.Letter.evidence`."""
