"""Extractors as authors of plug-ins write them, in a module of their own, so that they can be pickled."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum

from attrs import frozen

from imrkit import (
    DisputedItem,
    Extractor,
    Found,
    Injury,
    ItemPart,
    PartialDate,
    Passage,
    Patient,
    Range,
    Section,
    Sex,
)

_TOOL = re.compile(r"\b(?:crates|ladders|saws)\b")
_CITED = re.compile(r"\b\d{4} guidelines?\b")


def _tools(passage: Passage) -> Found[tuple[str, ...]] | None:
    found = [passage.matched(match) for match in _TOOL.finditer(passage.key)]
    return Found.together(found) if found else None


TOOLS = Extractor(name="tools", reads=Section.SUMMARY, yields=tuple[str, ...], extract=_tools)


@frozen
class Visit:
    """A date with what was done then."""

    day: dt.date
    what: str | None = None


_VISIT = re.compile(r"(?P<what>x-ray|mri) of (?P<month>\d)-(?P<day>\d)-(?P<year>\d\d)")


def _visits(passage: Passage) -> Found[tuple[Visit, ...]] | None:
    found = []
    for match in _VISIT.finditer(passage.key):
        day = dt.date(2000 + int(match["year"]), int(match["month"]), int(match["day"]))
        places = {
            "day": passage.place(match.start("month"), match.end("year")),
            "what": passage.place_of(match, "what"),
        }
        found.append(Found(Visit(day, match["what"]), places))
    return Found.together(found) if found else None


VISITS = Extractor(name="visits", reads=Section.SUMMARY, yields=tuple[Visit, ...], extract=_visits)


def _first_visit(passage: Passage) -> Found[dt.date] | None:
    match = _VISIT.search(passage.key)
    if match is None:
        return None
    day = dt.date(2000 + int(match["year"]), int(match["month"]), int(match["day"]))
    return Found(day, {"": passage.place(match.start("month"), match.end("year"))})


FIRST_VISIT = Extractor(name="first_visit", reads=Section.SUMMARY, yields=dt.date, extract=_first_visit)


def _length(passage: Passage) -> Found[int] | None:
    """How many words the rationale has that begin with "guideline"."""
    match = re.search("guideline", passage.key)
    return Found(passage.key.count("guideline"), {"": passage.place_of(match)}) if match else None


GUIDELINE_WORDS = Extractor(name="guideline_words", reads=ItemPart.RATIONALE, yields=int, extract=_length)


def _one_patient(passage: Passage) -> Found[Patient] | None:
    match = re.search(r"(?P<age>\d\d) year old", passage.key)
    return Found(Patient(age=int(match["age"])), {"age": passage.place_of(match, "age")}) if match else None


ANOTHER_PATIENT = Extractor(
    name="another_patient", reads=Section.SUMMARY, yields=Patient, extract=_one_patient, replaces="patient"
)


def _shouted(passage: Passage) -> Found[Injury] | None:
    """Diagnoses without those of the knee."""
    if passage.before is None:
        return None
    kept = [
        found
        for words in passage.before.value.diagnoses
        if "knee" not in words and (found := passage.find(words))
    ]
    return passage.before.changed(diagnoses=Found.together(kept))


NO_KNEES = Extractor(name="no_knees", reads=Section.SUMMARY, yields=Injury, extract=_shouted, after="injury")


def _upheld(passage: Passage) -> Found[int] | None:
    items = passage.needed("items", tuple[DisputedItem, ...])
    decided = [item for item in items or () if item.decision is not None]
    return Found(len(decided), {"": passage.place(0, len(passage.text))}) if decided else None


DECIDED = Extractor(name="decided", reads=Section.ITEMS, yields=int, extract=_upheld, needs=("items",))


def _fails(passage: Passage) -> Found[str] | None:
    raise ZeroDivisionError(passage.text)


FAILS = Extractor(name="fails", reads=Section.SUMMARY, yields=str, extract=_fails)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@frozen
class Wound:
    colour: Colour
    size: float | None
    sex: Sex
    seen: tuple[dt.date, ...] = ()


@frozen
class Course:
    since: PartialDate
    dose: Range
    ended: PartialDate | None = None


def _course(passage: Passage) -> None:
    """Finds none."""


COURSE = Extractor(name="course", reads=Section.SUMMARY, yields=Course, extract=_course)
