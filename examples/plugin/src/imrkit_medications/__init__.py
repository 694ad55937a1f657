"""A plug-in for imrkit: the medications that the case summary mentions.

Grammar::

    medication = name [strength]        "ibuprofen 800 mg", "Norco 10/325mg", "gabapentin"
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from attrs import frozen

from imrkit import Extractor, Found, Passage, Section

_STRENGTH = r"[0-9]{1,4}(?:\.[0-9]{1,3})?(?:/[0-9]{1,4})? ?(?:mg|mcg|ml|%)"


@frozen
class Medication:
    """A medication that the patient takes, took or was prescribed."""

    name: str
    """As the letter writes it. Example: "ibuprofen". From: the case summary."""
    strength: str | None = None
    """Of one dose, verbatim. Example: "800 mg". From: the case summary."""


def medications(passage: Passage) -> Found[tuple[Medication, ...]] | None:
    """Each medication once, where it is first mentioned."""
    found: dict[str, Found[Medication]] = {}
    for match in _pattern().finditer(passage.key):
        if match["name"] not in found:
            found[match["name"]] = _medication(passage, match)
    return Found.together(found.values()) if found else None


def _medication(passage: Passage, match: re.Match[str]) -> Found[Medication]:
    name = passage.matched(match, "name")
    if not match["strength"]:
        return Found(Medication(name.value), parts={"name": name})
    strength = passage.matched(match, "strength")
    return Found(Medication(name.value, strength.value), parts={"name": name, "strength": strength})


@cache
def _pattern() -> re.Pattern[str]:
    names = (files("imrkit_medications") / "names.txt").read_text(encoding="utf-8").split()
    return re.compile(rf"\b(?P<name>{'|'.join(names)})\b(?: (?P<strength>{_STRENGTH}))?")


MEDICATIONS = Extractor(
    name="medications", reads=Section.SUMMARY, yields=tuple[Medication, ...], extract=medications
)
