"""Age and sex of the patient, from the case summary."""

from __future__ import annotations

import pytest

from imrkit.document import Document, Region
from imrkit.extractors.base import Found
from imrkit.extractors.patient import patient
from imrkit.model import Patient
from imrkit.vocabulary import Sex


def read(text: str) -> Found[Patient]:
    document = Document(text)
    return patient(document, Region(0, len(document.folded)))


@pytest.mark.parametrize(
    "phrase",
    [
        "61 year old", "61-year-old", "61 years old", "61-yr.-old", "61 yr old", "61 y/o", "61 yo", "61 y.o.",
        "61 year-old", "61-yearold", "61years old", "61 years of age", "sixty-one year old", "sixty one-year-old",
    ],
)  # fmt: skip
def test_an_age_however_it_is_written(phrase: str) -> None:
    assert read(f"This {phrase} female baker burnt her hand.").value == Patient(age=61, sex=Sex.FEMALE)


@pytest.mark.parametrize("phrase", ["aged 47", "age 47", "age of 47", "age is 47", "age: 47"])
def test_an_age_named_as_such(phrase: str) -> None:
    assert read(f"The claimant, {phrase}, is a male roofer.").value.age == 47


@pytest.mark.parametrize(
    "sentence", ["She is 47.", "The claimant is 47, and works.", "Mr. is now 47 and works."]
)
def test_an_age_without_a_word_for_years(sentence: str) -> None:
    assert read(sentence).value.age == 47
    assert read("She is 47 inches tall.").value.age is None


def test_an_age_with_the_letter_of_the_sex_as_the_first_word() -> None:
    found = read("61F hurt on 2/9/2031.")
    assert (found.value.age, found.value.sex) == (61, Sex.FEMALE)
    assert read("He takes 61M of it.").value.age is None


@pytest.mark.parametrize(
    "sentence",
    ["The claimant is a 61F who fell.", "The applicant was a 61 F, hurt on 2/9/2031.", "The patient is 61F."],
)
def test_an_age_with_the_letter_of_the_sex_behind_who_it_is(sentence: str) -> None:
    found = read(sentence)
    assert found.value == Patient(age=61, sex=Sex.FEMALE)
    assert {path: sentence[slice(*place)] for path, place in found.places.items()} == {
        "age": "61",
        "sex": "F",
    }


def test_round_and_teen_ages_in_words() -> None:
    assert read("A thirty year old man.").value.age == 30
    assert read("A nineteen-year-old man.").value.age == 19
    assert read("A many year old man.").value.age is None


@pytest.mark.parametrize(
    "other",
    [
        "He cares for his 12-year-old son.",
        "She has a 22 year old daughter.",
        "A 10 year old injury is mentioned.",
        "She began to smoke at the age of 19.",
        "At age 15 she broke her arm.",
        "Her father died at 62 years of age.",
        "His mother is 70 years old.",
        "Since age 20 he has worked as a mason.",
        "A 9 year old scar is seen.",
        "Back pain for 20 years. The average 35 pound load.",
    ],
)
def test_other_peoples_ages_and_ages_long_past_are_passed_over(other: str) -> None:
    assert read(other).value.age is None
    assert read(f"{other} The worker is a 51-year-old mason.").value.age == 51


@pytest.mark.parametrize(
    ("phrase", "sex"),
    [
        ("a 45-year-old right-hand dominant man", Sex.MALE),
        ("a 45-year-old gentleman", Sex.MALE),
        ("a 45 year old, female,", Sex.FEMALE),
        ("a 45 year old woman", Sex.FEMALE),
        ("a 45-year-old lady", Sex.FEMALE),
        ("a 45 y/o M", Sex.MALE),
        ("a 45 yo F", Sex.FEMALE),
        ("a 45 yo M. DOI: unknown", Sex.MALE),
        ("a 45yof", Sex.FEMALE),
        ("a male nurse aged 45 years", Sex.MALE),
        ("a 45-year-old. He limps and his knee hurts", Sex.MALE),
        ("a 45-year-old. Ms. Doe limps", Sex.FEMALE),
    ],
)
def test_the_sex(phrase: str, sex: Sex) -> None:
    found = read(f"The patient is {phrase}, hurt at work.").value
    assert found.sex is sex
    assert found.age == 45


def test_pronouns_of_both_sexes_decide_nothing() -> None:
    assert read("The worker said that he was seen after she called.").value.sex is None


def test_nothing_is_made_up() -> None:
    assert read("The worker has knee pain.") == Found(Patient())
    assert read("") == Found(Patient())


def test_the_places_of_age_and_sex() -> None:
    text = "The applicant is a 34-year-old woman."
    found = read(text)
    assert {path: text[slice(*place)] for path, place in found.places.items()} == {
        "age": "34",
        "sex": "woman",
    }


def test_the_places_of_shorthand_and_pronouns() -> None:
    for text, age, sex in (
        ("The applicant is a 34 yoF with neck pain.", "34", "F"),
        ("The worker is 34 years old. Her knee hurts, and she rests.", "34", "she"),
    ):
        places = read(text).places
        assert {path: text[slice(*place)] for path, place in places.items()} == {"age": age, "sex": sex}


def test_the_sentence_that_introduces_every_summary_is_no_part_of_it() -> None:
    text = "The expert wrote the following, based on the file, including all medical records: A 30 year old male."
    assert read(text).value == Patient(age=30, sex=Sex.MALE)


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [
        ("The worker was pushed by a male customer. She has headaches.", None, Sex.FEMALE),
        ("The guard was bitten by a male prisoner.", None, None),
        ("A 34-year-old cook was hit by an angry 40 year old female guest; he fell.", 34, Sex.MALE),
        ("The nurse was lifting an 88-year-old man when her back gave way.", None, Sex.FEMALE),
        ("She is the wife of a 52-year-old man; she is 47 years old.", 47, Sex.FEMALE),
        ("His son, who is 21 years old, drives him.", None, Sex.MALE),
        ("A 50-year-old man, who was seen by a physician, limps.", 50, Sex.MALE),
    ],
)
def test_of_whom_the_patient_was_hit_by_or_lifted(text: str, age: int | None, sex: Sex | None) -> None:
    assert read(text).value == Patient(age=age, sex=sex)


@pytest.mark.parametrize(
    ("text", "age", "sex", "places"),
    [
        ("Age: 47 Sex: F", 47, Sex.FEMALE, ("47", "F")),
        ("Gender: Male. Aged 47.", 47, Sex.MALE, ("47", "Male")),
        ("Mr. Roe is a 47-year-old roofer.", 47, Sex.MALE, ("47", "Mr")),
        ("Ms. Roe is a 47-year-old roofer.", 47, Sex.FEMALE, ("47", "Ms")),
        ("He is a 47-year-old roofer.", 47, Sex.MALE, ("47", "He")),
        ("This 47 year woman limps.", 47, Sex.FEMALE, ("47", "woman")),
        ("The worker is a 47-year-old mother of two.", 47, Sex.FEMALE, ("47", "mother")),
        ("The worker is a 47-year-old single father of three sons.", 47, Sex.MALE, ("47", "father")),
    ],
)
def test_age_and_sex_in_fewer_words(text: str, age: int, sex: Sex, places: tuple[str, str]) -> None:
    found = read(text)
    assert found.value == Patient(age=age, sex=sex)
    assert tuple(text[slice(*found.places[name])] for name in ("age", "sex")) == places


@pytest.mark.parametrize(
    "sentence",
    [
        "An injury was reported by a right-handed 45-year-old male.",
        "A claim was filed by a 45-year-old male worker.",
        "He is described by a physician as a 45-year-old male.",
    ],
)
def test_who_does_something_may_be_the_patient(sentence: str) -> None:
    assert read(sentence).value == Patient(age=45, sex=Sex.MALE)
