"""A letter in which every field that is measured has a value, and its labels to spoil."""

from __future__ import annotations

import re
from typing import Any

from writing import WrittenItem, written

import imrkit
from imrkit.gold import record

EVERYTHING = written(
    method="""HOW THE IMR FINAL DETERMINATION WAS MADE
MAXIMUS Federal Services sent the complete case file to an expert reviewer. The expert reviewer is Board Certified in
Internal Medicine, has a subspecialty in Pain Medicine and is licensed to practice in Oregon.""",
    summary="""The injured worker is a 39 year old male who sustained an industrial injury from 3-9-15 to 4-2-15. The
mechanism of injury was cumulative trauma. The diagnoses include lumbar strain and right knee contusion.""",
    items=(
        WrittenItem(
            request="Norco 10/325mg #90 was the original request. Norco 10/325mg #60 was authorized by the Claims "
            "Administrator. The remaining IMR eligible portion of the original request, Norco 10/325mg #30 with 2 "
            "refills is",
            administrator="The Claims Administrator did not cite any medical evidence for its decision.",
            reviewer="Decision based on MTUS Chronic Pain Treatment Guidelines Opioids Page(s): 78.",
            rationale="Opioids are not recommended for long (Doe, 2011). No urine drug screen is on file. The request "
            "is not medically necessary.",
        ),
        WrittenItem(
            request="Retrospective physical therapy 2 times a week for 4 weeks for the right knee",
            decision="Overturned",
            reviewer="Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Knee, Physical "
            "therapy. The Expert Reviewer based their decision on recommendation(s) outside of the MTUS Guidelines.",
            rationale="The criteria of the guideline are met. The request is medically necessary.",
        ),
        WrittenItem(request="Interpreter services"),
    ),
)


def label(text: str = EVERYTHING, name: str = "letter") -> dict[str, Any]:
    """The labels of a letter, as far as they are what is read of it."""
    return record(name, imrkit.parse_letter(text))


def spoilt(labels: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """*labels* with another value at *path*: ``items[0].drug.name``."""
    *steps, last = [int(step) if step.isdigit() else step for step in re.findall(r"\w+", path)]
    holder: Any = labels
    for step in steps:
        holder = holder[step]
    assert holder[last] != value
    holder[last] = value
    return labels
