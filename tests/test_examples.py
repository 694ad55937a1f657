"""The example letters, read as a person would read them."""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import fpdf
import pytest

import imrkit
from imrkit.reading import read_text
from imrkit.vocabulary import (
    CaseOutcome,
    Category,
    Conclusion,
    Decision,
    DrugClass,
    FindingCode,
    GuidelineSource,
    Part,
    Priority,
    Reason,
    Sex,
    Side,
    State,
    Subcategory,
)

PRINTED = ["contradictions", "drugs-and-imaging", "one-request"]


@pytest.fixture(scope="module")
def make_letters(example_letters: Path) -> ModuleType:
    path = example_letters.parent / "make_letters.py"
    spec = importlib.util.spec_from_file_location("make_letters", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_one_request(example_letters: Path) -> None:
    letter = imrkit.read_letter(example_letters / "one-request.txt")
    assert letter.case.number == "CM17-9900101"
    assert letter.case.date_assigned == dt.date(2017, 5, 22)
    assert letter.case.date_of_injury == dt.date(2017, 2, 8)
    assert letter.case.decision_date == dt.date(2017, 6, 16)
    assert letter.case.ur_denial_date == dt.date(2017, 4, 25)
    assert letter.case.application_received == dt.date(2017, 5, 9)
    assert letter.case.priority is Priority.STANDARD
    assert letter.reviewer.licensed_in == (State.CA, State.OR)
    assert letter.reviewer.specialties == ("Physical Medicine & Rehabilitation",)
    assert letter.patient.age == 41
    assert letter.patient.sex is Sex.FEMALE
    assert letter.injury.date == dt.date(2017, 2, 8)
    assert letter.injury.mechanism == "lifting crates of produce"
    assert letter.injury.diagnoses == ("lumbar strain", "left sacroiliac joint dysfunction")
    assert letter.outcome is CaseOutcome.UPHOLD
    assert letter.findings == ()

    (item,) = letter.items
    assert item.decision is Decision.UPHELD
    assert item.request.text == "Physical therapy 2 times a week for 4 weeks for the low back"
    assert item.request.category is Category.REHABILITATION
    assert item.request.subcategory is Subcategory.PHYSICAL_THERAPY
    assert (item.request.per_week, item.request.weeks, item.request.visits) == (2, 4, 8)
    assert [part.part for part in item.request.body_parts] == [Part.LOW_BACK]
    assert [guideline.title for guideline in item.claims_administrator_guidelines] == [
        "Low Back Complaints",
        "Chronic Pain Medical Treatment",
    ]
    (guideline,) = item.reviewer_guidelines
    assert (guideline.source, guideline.year) == (GuidelineSource.MTUS, 2016)
    assert guideline.sections == "Physical medicine treatment"
    assert item.rationale is not None
    assert item.rationale.text.startswith("Supervised therapy should taper off")
    assert item.rationale.text.endswith("not medically necessary.")
    assert item.rationale.conclusion is Conclusion.NOT_NECESSARY
    assert Reason.NO_FUNCTIONAL_IMPROVEMENT in item.rationale.reasons
    assert Reason.EXCEEDS_GUIDELINE_QUANTITY in item.rationale.reasons
    assert letter.text[letter.evidence["patient.age"].slice] == "41"


def test_drugs_and_imaging(example_letters: Path) -> None:
    letter = imrkit.read_letter(example_letters / "drugs-and-imaging.txt")
    assert letter.reviewer.licensed_in == (State.TX, State.CA)
    assert letter.reviewer.specialties == ("Anesthesiology", "Pain Management")
    assert letter.patient.age == 56
    assert letter.injury.date == dt.date(2016, 11, 14)
    assert letter.injury.mechanism == "a fall from a loading dock"
    assert letter.injury.diagnoses == ("right rotator cuff tear", "cervical strain", "right elbow contusion")
    assert letter.outcome is CaseOutcome.PARTIALLY_OVERTURN
    assert letter.findings == ()

    norco, omeprazole, imaging, cream = letter.items
    assert norco.request.text == "Norco 10/325mg #30"
    assert norco.request.original == "Norco 10/325mg #90"
    assert norco.request.authorized == "Norco 10/325mg #60"
    assert norco.request.subcategory is DrugClass.OPIOIDS
    assert norco.request.drug is not None
    assert norco.request.drug.name == "Norco"
    assert norco.request.drug.strength == "10/325mg"
    assert norco.request.drug.quantity == 30
    assert norco.rationale is not None
    assert norco.rationale.text.endswith("to plan with the patient.")

    assert omeprazole.request.subcategory is DrugClass.PROTON_PUMP_INHIBITORS
    assert omeprazole.request.drug is not None
    assert (omeprazole.request.drug.quantity, omeprazole.request.drug.refills) == (60, 1)

    assert imaging.decision is Decision.OVERTURNED
    assert imaging.request.subcategory is Subcategory.IMAGING
    assert [(part.part, part.side) for part in imaging.request.body_parts] == [(Part.SHOULDER, Side.RIGHT)]
    assert imaging.claims_administrator_guidelines.none_cited
    assert imaging.rationale is not None
    assert imaging.rationale.conclusion is Conclusion.NECESSARY

    assert cream.request.subcategory is DrugClass.TOPICAL_COMPOUNDS
    assert cream.claims_administrator_guidelines.outside_mtus
    assert [guideline.source for guideline in cream.claims_administrator_guidelines] == [GuidelineSource.ODG]


def test_no_header(example_letters: Path) -> None:
    letter = imrkit.read_letter(example_letters / "no-header.txt")
    assert letter.case.number is None
    assert [finding.code for finding in letter.findings] == [FindingCode.MISSING_SECTION]
    assert letter.reviewer.specialties == ("Physical Medicine & Rehabilitation",)
    assert letter.reviewer.subspecialties == ("Pain Medicine",)
    assert letter.reviewer.licensed_in == (State.NV,)
    assert (letter.patient.age, letter.patient.sex) == (61, Sex.FEMALE)
    assert letter.injury.date == dt.date(2011, 9, 9)
    assert letter.injury.diagnoses == ("lumbar radiculopathy", "lumbar disc herniation")

    injection, acupuncture = letter.items
    assert injection.decision is Decision.OVERTURNED
    assert injection.request.category is Category.INJECTION
    (low_back, odg) = injection.claims_administrator_guidelines
    assert (low_back.source, low_back.chapter, low_back.pages) == (GuidelineSource.ACOEM, 12, "300")
    assert odg.source is GuidelineSource.ODG
    assert [guideline.pages for guideline in injection.reviewer_guidelines] == ["46"]
    assert injection.rationale is not None
    assert injection.rationale.references == ("Hollis, 2009",)
    assert acupuncture.decision is Decision.UPHELD
    assert acupuncture.request.visits == 12


def test_contradictions_are_found(example_letters: Path) -> None:
    letter = imrkit.read_letter(example_letters / "contradictions.txt")
    assert letter.case.date_of_injury == dt.date(2017, 1, 19)
    assert letter.injury.date == dt.date(2017, 1, 9)
    assert [finding.code for finding in letter.findings] == [
        FindingCode.DATE_OF_INJURY_DISAGREES,
        FindingCode.GUIDELINE_FOR_OTHER_BODY_PART,
    ]
    stated = {letter.text[span.slice] for finding in letter.findings for span in finding.spans}
    assert {"01/19/2017", "January 9, 2017"} <= stated


@pytest.mark.parametrize("name", PRINTED)
def test_on_paper_and_as_text_a_letter_is_the_same(example_letters: Path, name: str) -> None:
    printed = imrkit.read_letter(example_letters / f"{name}.pdf")
    assert printed == imrkit.read_letter(example_letters / f"{name}.txt")
    assert printed.items


def test_every_text_with_a_header_block_is_printed(example_letters: Path) -> None:
    assert sorted(path.stem for path in example_letters.glob("*.pdf")) == PRINTED


@pytest.mark.parametrize("name", PRINTED)
def test_the_pdfs_are_what_the_script_makes(
    example_letters: Path, make_letters: ModuleType, name: str
) -> None:
    text = (example_letters / f"{name}.txt").read_text(encoding="utf-8")
    kept = (example_letters / f"{name}.pdf").read_bytes()
    made = make_letters.make_pdf(text)
    assert made == make_letters.make_pdf(text)
    assert read_text(made) == read_text(kept)
    printed_by = re.search(rb"/Producer \(fpdf2 ([\d.]+)\)", kept)
    assert printed_by is not None
    if printed_by[1].decode() == fpdf.FPDF_VERSION:  # another version may write the same page in other words
        assert made == kept
