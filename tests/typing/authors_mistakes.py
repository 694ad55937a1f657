"""What authors of plug-ins get wrong, and type checkers must find: an error on each line that says so, no other."""

from __future__ import annotations

import re

import imrkit
from imrkit import CaseHeader, Extractor, Found, Parser, Passage, Patient, Section


def right(passage: Passage) -> Found[str] | None:
    match = re.search("[0-9]+", passage.key)
    return passage.matched(match) if match else None


def of_a_text(text: str) -> Found[str] | None:
    return None


def misspelled(passage: Passage) -> Found[str]:
    return passage.quote(0, len(passage.txt))  # error


def no_match(passage: Passage) -> Found[str]:
    return passage.matched(re.search("[0-9]+", passage.key))  # error


def bare(passage: Passage) -> Found[str]:
    return passage.text  # error


def nowhere(passage: Passage) -> Found[int]:
    return Found(48, {"": 3})  # error


def other_value(passage: Passage) -> Found[int]:
    return passage.quote(0, 3)  # error


def not_checked(passage: Passage) -> Found[str] | None:
    case = passage.needed("case", CaseHeader)
    return passage.find(case.number)  # error


def of_another_class(passage: Passage) -> Found[int] | None:
    patient = passage.needed("patient", Patient)
    return Found(patient.number, {}) if patient else None  # error


GOOD = Extractor(name="good", reads=Section.SUMMARY, yields=str, extract=right, needs=("case",))
Extractor(name="bad", reads="summary", yields=str, extract=right)  # error
Extractor(name="bad", reads=Section.SUMARY, yields=str, extract=right)  # error
Extractor(name="bad", reads=Section.SUMMARY, yields=int, extract=right)  # error
Extractor(name="bad", reads=Section.SUMMARY, yields=tuple[str, ...], extract=right)  # error
Extractor(name="bad", reads=Section.SUMMARY, yields=str, extract=of_a_text)  # error
Extractor(name="bad", reads=Section.SUMMARY, yields=str, extract=right, needs="case")  # error
Extractor(name="bad", reads=Section.SUMMARY, extract=right)  # error
Extractor("bad", Section.SUMMARY, str, right)  # error

Parser().with_extractor(right)  # error
Parser().with_extractor(GOOD, instead="patient")  # error
Parser([right])  # error
imrkit.read_letter("letter.pdf", parser=GOOD)  # error
imrkit.parse_letter("").extra["good"] = "48"  # error
