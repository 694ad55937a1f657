"""The case that an invented letter is about: who was hurt, where, when, and what is written of it."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Final

from attrs import field, frozen

from imrkit import lexicon
from imrkit.model import BodyPart
from imrkit.synth.dice import Dice
from imrkit.vocabulary import Generation, Part, Sex, Side

TABLES: Final = "imrkit.synth.grammars"

_YEARS: Final = {  # in which letters of each generation were issued
    Generation.EXPERT_REVIEW: (dt.date(2014, 7, 1), dt.date(2018, 11, 30)),
    Generation.PHYSICIAN_REVIEW: (dt.date(2013, 11, 1), dt.date(2014, 6, 30)),
    Generation.NOTICE_OF_DETERMINATION: (dt.date(2013, 7, 1), dt.date(2013, 12, 20)),
    Generation.PROFESSIONAL_REVIEW: (dt.date(2013, 2, 1), dt.date(2013, 6, 28)),
}
_PATIENTS: Final = (
    "the patient",
    "the injured worker",
    "the claimant",
    "the applicant",
    "this patient",
    "the worker",
)
_PROVIDERS: Final = (
    "the treating physician",
    "the provider",
    "the requesting physician",
    "the treating provider",
    "the primary treating physician",
)
_GUIDELINES: Final = ("the MTUS", "the guidelines", "the ACOEM guidelines", "the ODG", "the CA MTUS")
_TREATMENTS: Final = (
    "ibuprofen",
    "physical therapy",
    "naproxen",
    "a home exercise program",
    "chiropractic care",
    "acetaminophen",
    "a brace",
    "ice and rest",
)


@frozen
class Site:
    """A part of the body as requests name it, and what that names."""

    words: str
    parts: tuple[Part, ...]


@frozen
class Picture:
    """A clinical picture: what hurts, what it is called, and which guidelines deal with it."""

    key: str
    sites: tuple[str, ...]
    """As a case names it: "lumbar spine"."""
    requested: tuple[Site, ...]
    has_sides: bool
    diagnoses: tuple[str, ...]
    mtus_chapter: str
    acoem_chapter: int | None
    odg_chapter: str


@cache
def pictures() -> dict[str, Picture]:
    """All clinical pictures by their keys."""
    return {row[0]: _picture(row) for row in lexicon.rows("pictures", TABLES)}


def listed(cell: str) -> tuple[str, ...]:
    """The entries of a table's cell."""
    return tuple(filter(None, map(str.strip, cell.split(";"))))


def _picture(row: tuple[str, ...]) -> Picture:
    key, sites, requested, sides, diagnoses, mtus, acoem, odg = row
    named = (entry.rpartition("=") for entry in listed(requested))
    return Picture(
        key,
        listed(sites),
        tuple(Site(words.strip(), tuple(map(Part, parts.strip().split("+")))) for words, _, parts in named),
        sides == "yes",
        listed(diagnoses),
        mtus,
        int(acoem) if acoem else None,
        odg,
    )


@frozen
class Case:
    """One case, before anything is written about it."""

    number: str
    generation: Generation
    picture: Picture
    side: Side | None
    site: str
    sex: Sex
    age: int
    injured: dt.date
    injured_until: dt.date | None
    denied: dt.date
    applied: dt.date
    assigned: dt.date
    decided: dt.date
    date_style: str
    words: dict[str, str] = field(factory=dict)
    """How the letter speaks of the people in it."""

    def written(self, day: dt.date) -> str:
        """*day* as this letter's summary writes dates."""
        if self.date_style == "Month d, yyyy":
            return f"{day:%B} {day.day}, {day.year}"
        separator = "-" if "-" in self.date_style else "/"
        year = f"{day.year % 100:02}" if self.date_style.endswith(("/yy", "-yy")) else str(day.year)
        if self.date_style.startswith("mm"):
            return f"{day.month:02}{separator}{day.day:02}{separator}{year}"
        return f"{day.month}{separator}{day.day}{separator}{year}"


_DATE_STYLES: Final = (
    "m/d/yyyy",
    "mm/dd/yyyy",
    "m-d-yy",
    "Month d, yyyy",
    "m/d/yy",
    "mm-dd-yyyy",
    "mm/dd/yy",
)


def invent_case(dice: Dice, generation: Generation) -> Case:
    """A case as the population of such cases has them."""
    first, last = _YEARS[generation]
    decided = first + dt.timedelta(days=dice.below((last - first).days + 1))
    assigned = decided - dt.timedelta(days=dice.between(10, 45))
    applied = assigned - dt.timedelta(days=dice.between(3, 35))
    denied = applied - dt.timedelta(days=dice.between(2, 30))
    # Most claims are a few years old, some are decades old.
    age_of_claim = dice.between(60, 1500) if dice.chance(70) else dice.between(1500, 9000)
    injured = denied - dt.timedelta(days=age_of_claim)
    until = None
    if dice.chance(8):
        until = injured
        injured = until - dt.timedelta(days=dice.between(90, 2500))
    sex = dice.choose((Sex.MALE, Sex.FEMALE))
    at_injury = dice.between(19, 60)
    age = min(at_injury + ((decided - (until or injured)).days // 365), 88)
    picture = dice.choose(tuple(pictures().values()))
    side = dice.choose((Side.RIGHT, Side.LEFT, Side.BILATERAL)) if picture.has_sides else None
    place = dice.choose(picture.sites)
    male = sex is Sex.MALE
    words = {
        "patient": dice.choose(_PATIENTS),
        "provider": dice.choose(_PROVIDERS),
        "guideline": dice.choose(_GUIDELINES),
        "tried": dice.choose(_TREATMENTS),
        "he": "he" if male else "she",
        "his": "his" if male else "her",
        "him": "him" if male else "her",
        "male": sex.value,
        "man": dice.choose(("man", "gentleman") if male else ("woman", "lady")),
        "age": str(age),
        "part": f"{side.value} {place}" if side else place,
        "hole": " " * dice.between(6, 18),
    }
    return Case(
        number=f"CM{decided.year % 100}-{dice.below(10_000_000):07}",
        generation=generation,
        picture=picture,
        side=side,
        site=words["part"],
        sex=sex,
        age=age,
        injured=injured,
        injured_until=until,
        denied=denied,
        applied=applied,
        assigned=assigned,
        decided=decided,
        date_style=dice.choose(_DATE_STYLES),
        words=words,
    )


def passing_values(dice: Dice, case: Case) -> dict[str, str]:
    """Values for a passage: those of the case, and numbers and a date that mean nothing further."""
    past = case.denied - dt.timedelta(days=dice.between(3, 200))
    return case.words | {
        "small": str(dice.between(2, 6)),
        "many": str(dice.between(8, 30)),
        "months": str(dice.between(3, 18)),
        "score": str(dice.between(4, 9)),
        "low": str(dice.between(1, 3)),
        "date": case.written(past),
    }


def requested_site(dice: Dice, picture: Picture, side: Side | None) -> tuple[str, tuple[BodyPart, ...]]:
    """A site of *picture* as a request names it, with its side, and what that names."""
    site = dice.choose(picture.requested)
    words = site.words if side is None else f"{side.value} {site.words}"
    return words, tuple(BodyPart(part, side) for part in site.parts)
