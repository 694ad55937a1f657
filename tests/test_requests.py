"""A request is read into its coded fields."""

from __future__ import annotations

import pytest

from imrkit.document import Document, Region
from imrkit.extractors.base import Found
from imrkit.extractors.requests import request
from imrkit.model import BodyPart, Request
from imrkit.vocabulary import Category, DrugClass, Part, Side, Subcategory


def found_in(text: str) -> tuple[Document, Found[Request]]:
    doc = Document(text)
    return doc, request(doc, Region(0, len(doc.folded)))


def read(text: str) -> Request:
    return found_in(text)[1].value


def test_service_with_its_course_and_parts() -> None:
    doc, found = found_in("Physical Therapy twice a week for 3 weeks, right knee and ankle")
    assert found.value == Request(
        text="Physical Therapy twice a week for 3 weeks, right knee and ankle",
        category=Category.REHABILITATION,
        subcategory=Subcategory.PHYSICAL_THERAPY,
        body_parts=(BodyPart(Part.KNEE, Side.RIGHT), BodyPart(Part.ANKLE, Side.RIGHT)),
        visits=6,
        per_week=2,
        weeks=3,
    )
    assert {path: doc.read(place) for path, place in found.all_places().items()} == {
        "text": "Physical Therapy twice a week for 3 weeks, right knee and ankle",
        "category": "Physical Therapy",
        "subcategory": "Physical Therapy",
        "body_parts[0]": "right knee",
        "body_parts[1]": "ankle",
        "visits": "twice a week for 3 weeks",
        "per_week": "twice a week",
        "weeks": "3 weeks",
    }


@pytest.mark.parametrize(
    ("text", "course"),
    [
        ("Physical therapy 2x5 and acupuncture 1x5", (10, 2, 5)),
        ("3x4 physical therapy and 1x4 acupuncture", (12, 3, 4)),
        ("Five physical therapy visits and four chiropractic visits", (5, None, None)),
        ("Five sessions of acupuncture and four sessions of physical therapy", (5, None, None)),
        ("Five physical therapy visits for the hip and four physical therapy visits", (9, None, None)),
    ],
)
def test_course_of_the_first_of_several_services(text: str, course: tuple[int | None, ...]) -> None:
    value = read(text)
    assert (value.visits, value.per_week, value.weeks) == course


@pytest.mark.parametrize(
    ("text", "visits"),
    [
        ("Crown #12", None),
        ("Root canal, tooth #20", None),
        ("Extraction of teeth #4 and #5", None),
        ("Zirconia implant #11", None),
        ("Dental visits x 3", 3),
        ("Acupuncture #9", 9),
    ],
)
def test_number_of_a_tooth_counts_no_visits(text: str, visits: int | None) -> None:
    assert read(text).visits == visits


def test_portions_of_a_partly_authorized_request() -> None:
    doc = Document("Acupuncture 9 visits; Acupuncture 3 visits; Acupuncture 6 visits")
    found = request(doc, Region(44, 64), original=Region(0, 20), authorized=Region(22, 42))
    assert found.value.text == "Acupuncture 6 visits"
    assert found.value.original == "Acupuncture 9 visits"
    assert found.value.authorized == "Acupuncture 3 visits"
    assert found.value.visits == 6
    assert found.all_places()["original"] == Region(0, 20)
    assert found.all_places()["authorized"] == Region(22, 42)


def test_drug_with_its_places() -> None:
    doc, found = found_in("Associated surgical service: Norco 10/325mg #40")
    assert found.value.category is Category.PHARMACEUTICALS
    assert found.value.subcategory is DrugClass.OPIOIDS
    assert found.value.drug is not None
    assert found.value.drug.name == "Norco"
    assert found.value.visits is None
    assert doc.read(found.all_places()["drug.name"]) == "Norco"
    assert doc.read(found.all_places()["subcategory"]) == "Norco"


@pytest.mark.parametrize(
    ("text", "drug_class"),
    [
        ("Ibuprofen 600mg #60, 30 day supply", DrugClass.NSAID),
        ("Thirty day supply of ibuprofen 600mg", DrugClass.NSAID),
        ("Ambien 5mg #15 at bedtime", DrugClass.SEDATIVE_HYPNOTICS),
        ("Pre-operative antibiotics (Keflex 250mg #12)", DrugClass.ANTI_INFECTIVES),
        ("Post-op medication: Tramadol ER 100mg", DrugClass.OPIOIDS),
        ("Omeprazole 20mg #30 and a knee brace", DrugClass.PROTON_PUMP_INHIBITORS),
        ("Two Orthovisc injections, right knee", DrugClass.VISCOSUPPLEMENTATION),
        ("Seroquel XR 50mg #30", DrugClass.ATYPICAL_ANTIPSYCHOTIC),
    ],
)
def test_request_for_a_drug(text: str, drug_class: DrugClass) -> None:
    assert read(text).subcategory is drug_class
    assert read(text).drug is not None


@pytest.mark.parametrize(
    ("text", "subcategory"),
    [
        ("Urine drug screen for opioids", Subcategory.LABORATORY),
        ("Six visits of acupuncture with capsaicin patch", Subcategory.ACUPUNCTURE),
        ("Trigger point injection with lidocaine", Subcategory.INJECTION),
        ("Lumbar epidural steroid injection", Subcategory.INJECTION),
        ("Injection of lidocaine 1% and dexamethasone, left heel", Subcategory.INJECTION),
        ("Right hip kenalog injection", Subcategory.INJECTION),
        ("Depo-Medrol 40mg injection", Subcategory.INJECTION),
        ("Kenalog 40mg injection", Subcategory.INJECTION),
        ("Testosterone level", Subcategory.LABORATORY),
        ("XR of the right hip", Subcategory.IMAGING),
        ("Left knee arthroscopy, then Norco 5/325mg #30", Subcategory.ARTHROSCOPIC_SURGERY),
        ("Twelve sessions of physical therapy with ibuprofen 600mg", Subcategory.PHYSICAL_THERAPY),
    ],
)
def test_request_for_a_service_that_mentions_a_drug(text: str, subcategory: Subcategory) -> None:
    assert read(text).subcategory is subcategory
    assert read(text).drug is None


@pytest.mark.parametrize(
    "text",
    [
        "Retrospective request for a knee brace",
        "Retro: knee brace",
        "Knee brace, DOS 9/2/15",
        "Knee brace (date of service: 9/2/15)",
        "Knee brace dispensed on 9/2/15",
        "Knee brace, dispensed 9/2/15",
    ],
)
def test_retrospective(text: str) -> None:
    doc, found = found_in(text)
    assert found.value.retrospective
    assert doc.read(found.all_places()["retrospective"]).lower()[:4] in {"retr", "dos ", "date", "disp"}


@pytest.mark.parametrize(
    "text",
    [
        "Knee brace",
        "Prospective knee brace",
        "Retro-calcaneal injection",
        "Brace per 9/2/15 order",
        "DOS unknown",
    ],
)
def test_not_retrospective(text: str) -> None:
    assert not read(text).retrospective


@pytest.mark.parametrize(
    "text",
    [
        "Ibuprofen 600mg #60",
        "EKG times 3",
        "Trigger point injections x 4",
        "TENS unit, daily, #30",
        "Batteries, quantity 6",
        "One pain management consultation",
    ],
)
def test_what_is_not_given_in_visits_has_none(text: str) -> None:
    assert read(text).visits is None


@pytest.mark.parametrize(("text", "visits"), [("Office visits x 3", 3), ("Six acupuncture", 6), ("PT 8", 8)])
def test_visits(text: str, visits: int) -> None:
    assert read(text).visits == visits


def test_unknown_request_is_other() -> None:
    _, found = found_in("Something unheard of")
    assert found.value.category is Category.OTHER
    assert found.value.subcategory is None
    assert set(found.all_places()) == {"text"}


def test_named_service_of_no_category_is_other_with_its_place() -> None:
    doc, found = found_in("Interpreter for the visit")
    assert found.value.category is Category.OTHER
    assert doc.read(found.all_places()["category"]) == "Interpreter"
    assert "subcategory" not in found.all_places()


def test_text_that_is_far_too_long_keeps_its_text_but_is_not_read_to_its_end() -> None:
    text = "x " * 3000 + "MRI"
    found = read(text)
    assert found.text == text
    assert found.category is Category.OTHER
