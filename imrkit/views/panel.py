"""The fields of a letter in the order in which people check them: sections, rows, values with their paths.

What the letter does not say is shown as such where every letter says it, and left out where few do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from textwrap import shorten
from typing import Final

from attrs import field, frozen

from imrkit.model import BodyPart, DisputedItem, Guideline, Guidelines, Letter, Rationale, Request
from imrkit.vocabulary import Decision
from imrkit.wording import phrase

NOT_STATED: Final = "not stated"
LONGEST_EXCERPT: Final = 180
"""Of a rationale the panel shows the beginning; its place shows the rest."""


@frozen
class Shown:
    """A value in words, and the path under which :attr:`~imrkit.model.Letter.evidence` may have its place."""

    text: str
    path: str
    name: str = ""
    """What the value is, where its row holds values of several kinds: "Year"."""
    decision: Decision | None = None
    """The decision that the value is, if it is one."""


@frozen
class Row:
    """One or more values under a label; ``note`` stands in the place of values."""

    label: str
    values: tuple[Shown, ...] = ()
    note: str = ""


@frozen
class Group:
    """Rows under a heading of their own; the heading may be empty."""

    heading: str
    rows: tuple[Row, ...]


@frozen
class Section:
    """A part of the letter; *prefix* is where the paths of its values begin: "case", "items[0]"."""

    prefix: str
    title: str
    groups: tuple[Group, ...]
    item: DisputedItem | None = None
    number: int = field(default=0)
    """Of an item, counted from 1."""


def sections(letter: Letter) -> tuple[Section, ...]:
    """The sections of *letter*: the case, the people, the injury, then each disputed item."""
    return (
        Section("case", "Case", (Group("", tuple(_case(letter))),)),
        Section("reviewer", "Reviewer", (Group("", tuple(_reviewer(letter))),)),
        Section("patient", "Patient", (Group("", tuple(_patient(letter))),)),
        Section("injury", "Injury", (Group("", tuple(_injury(letter))),)),
        *(
            Section(f"items[{n}]", f"Item {n + 1}", item_groups(f"items[{n}]", item), item, n + 1)
            for n, item in enumerate(letter.items)
        ),
    )


def _case(letter: Letter) -> Iterator[Row]:
    case = letter.case
    yield _always("Number", case.number, "case.number")
    yield _always("Date of injury", case.date_of_injury, "case.date_of_injury")
    yield _always("UR denial", case.ur_denial_date, "case.ur_denial_date")
    yield _always("Application", case.application_received, "case.application_received")
    yield _always("Assigned", case.date_assigned, "case.date_assigned")
    yield _always("Decided", case.decision_date, "case.decision_date")
    yield _always("Priority", case.priority, "case.priority")
    yield from _if_stated("Cover page says", case.final_determination, "case.final_determination")


def _reviewer(letter: Letter) -> Iterator[Row]:
    reviewer = letter.reviewer
    yield _several("Licensed in", reviewer.licensed_in, "reviewer.licensed_in", NOT_STATED)
    yield _several("Specialties", reviewer.specialties, "reviewer.specialties", NOT_STATED)
    if reviewer.subspecialties:
        yield _several("Subspecialties", reviewer.subspecialties, "reviewer.subspecialties")


def _patient(letter: Letter) -> Iterator[Row]:
    yield _always("Age", letter.patient.age, "patient.age")
    yield _always("Sex", letter.patient.sex, "patient.sex")


def _injury(letter: Letter) -> Iterator[Row]:
    injury = letter.injury
    yield _always("Date" if injury.end_date is None else "From", injury.date, "injury.date")
    yield from _if_stated("Until", injury.end_date, "injury.end_date")
    yield _always("Mechanism", injury.mechanism, "injury.mechanism")
    yield from _if_true("Cumulative", injury.cumulative, "injury.cumulative")
    yield _several("Diagnoses", injury.diagnoses, "injury.diagnoses", NOT_STATED)


def item_groups(prefix: str, item: DisputedItem) -> tuple[Group, ...]:
    """The fields of *item*, whose paths begin with *prefix*: the request, what either side cited, the rationale."""
    return (
        Group("", (*_request(f"{prefix}.request", item.request), _decision(prefix, item.decision))),
        *(
            Group(heading, tuple(_guidelines(f"{prefix}.{name}", getattr(item, name))))
            for name, heading in (
                ("claims_administrator_guidelines", "Claims administrator’s guideline"),
                ("reviewer_guidelines", "Reviewer’s guideline"),
            )
        ),
        Group("Rationale", tuple(_rationale(f"{prefix}.rationale", item.rationale))),
    )


def _decision(prefix: str, decision: Decision | None) -> Row:
    if decision is None:
        return Row("Decision", note=NOT_STATED)
    return Row("Decision", (Shown(decision.value, f"{prefix}.decision", decision=decision),))


def _request(path: str, request: Request) -> Iterator[Row]:
    yield Row("Request", (Shown(request.text, f"{path}.text"),))
    yield from _if_stated("Originally", request.original, f"{path}.original")
    yield from _if_stated("Authorized", request.authorized, f"{path}.authorized")
    levels = [Shown(request.category.value, f"{path}.category", "Category")]
    if request.subcategory is not None:
        levels.append(Shown(request.subcategory.value, f"{path}.subcategory", "Subcategory"))
    yield Row("Category", tuple(levels))
    if request.body_parts:
        yield _several("Body parts", map(body_part, request.body_parts), f"{path}.body_parts")
    yield from _if_stated("Visits", request.visits, f"{path}.visits")
    yield from _if_stated("Per week", request.per_week, f"{path}.per_week")
    yield from _if_stated("Weeks", request.weeks, f"{path}.weeks")
    if request.drug is not None:
        yield from _if_stated("Drug", request.drug.name, f"{path}.drug.name")
        yield from _if_stated("Strength", request.drug.strength, f"{path}.drug.strength")
        yield from _if_stated("Quantity", request.drug.quantity, f"{path}.drug.quantity")
        yield from _if_stated("Refills", request.drug.refills, f"{path}.drug.refills")
    yield from _if_true("Retrospective", request.retrospective, f"{path}.retrospective")


def _guidelines(path: str, guidelines: Guidelines) -> Iterator[Row]:
    if not guidelines.stated:
        yield Row("Cited", note="no such paragraph")
        return
    for n, guideline in enumerate(guidelines):
        yield Row("Cited", tuple(_citation(f"{path}.citations[{n}]", guideline)))
    if guidelines.none_cited:
        yield Row("Cited", (Shown("none, says the letter", f"{path}.none_cited"),))
    yield from _if_true("Outside the MTUS", guidelines.outside_mtus, f"{path}.outside_mtus")


def _citation(path: str, guideline: Guideline) -> Iterator[Shown]:
    yield Shown(guideline.source.value, f"{path}.source", "Source")
    for name, text in (
        ("chapter", "ch. {}"),
        ("title", "{}"),
        ("year", "{}"),
        ("sections", "{}"),
        ("pages", "p. {}"),
    ):
        value = getattr(guideline, name)
        if value is not None:
            yield Shown(text.format(value), f"{path}.{name}", name.capitalize())


def _rationale(path: str, rationale: Rationale | None) -> Iterator[Row]:
    if rationale is None:
        yield Row("Text", note="no such paragraph")
        return
    yield Row("Text", (Shown(shorten(rationale.text, LONGEST_EXCERPT, placeholder=" …"), f"{path}.text"),))
    yield _always("Concludes", rationale.conclusion, f"{path}.conclusion")
    yield _several("Reasons", rationale.reasons, f"{path}.reasons", "none found")
    if rationale.references:
        yield _several("References", rationale.references, f"{path}.references")


def body_part(part: BodyPart) -> str:
    """A body part in words: "left low back"."""
    return phrase(part.part if part.side is None else f"{part.side} {part.part}")


def _always(label: str, value: object, path: str) -> Row:
    return next(_if_stated(label, value, path), Row(label, note=NOT_STATED))


def _if_stated(label: str, value: object, path: str) -> Iterator[Row]:
    if value is not None:
        yield Row(label, (Shown(_words(value), path),))


def _if_true(label: str, value: bool, path: str) -> Iterator[Row]:
    if value:
        yield Row(label, (Shown("yes", path),))


def _several(label: str, values: Iterable[object], path: str, otherwise: str = "") -> Row:
    shown = tuple(Shown(_words(value), f"{path}[{n}]") for n, value in enumerate(values))
    return Row(label, shown, "" if shown else otherwise)


def _words(value: object) -> str:
    return phrase(value.value) if isinstance(value, StrEnum) else str(value)
