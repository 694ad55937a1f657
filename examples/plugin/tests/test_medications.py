"""What the plug-in finds, and that it holds what every extractor must."""

from __future__ import annotations

from imrkit_medications import MEDICATIONS, Medication

import imrkit
from imrkit import Parser, specimens
from imrkit.testing import check_extractor

PARSER = Parser(strict=True).with_extractor(MEDICATIONS)


def test_medications_with_their_strengths() -> None:
    letter = PARSER.parse(specimens.EXPERT_REVIEW)
    assert letter.extra["medications"] == (
        Medication("ibuprofen", "800 mg"),
        Medication("gabapentin", "300 mg"),
    )
    assert letter.text[letter.evidence["extra.medications[1].strength"].slice] == "300 mg"


def test_each_once() -> None:
    text = specimens.PHYSICIAN_REVIEW.replace(
        "He takes naproxen.", "He takes Naproxen. Naproxen 500mg helps."
    )
    assert PARSER.parse(text).extra["medications"] == (Medication("Naproxen"),)


def test_none() -> None:
    text = specimens.PHYSICIAN_REVIEW.replace("He takes naproxen.", "")
    assert PARSER.parse(text) == imrkit.parse_letter(text)


def test_it_holds_what_every_extractor_must() -> None:
    check_extractor(MEDICATIONS)
