"""The credentials of the reviewer, in prose and as a list."""

from __future__ import annotations

import pytest

from imrkit.document import Document, Region
from imrkit.extractors.reviewer import reviewer
from imrkit.model import Reviewer
from imrkit.vocabulary import State

ABOUT = (
    "He/she has been in active clinical practice for more than five years. He/she is familiar with the laws."
)


def read(text: str) -> Reviewer:
    doc = Document(text)
    found = reviewer(doc, Region(0, len(doc.key)))
    for name in ("licensed_in", "specialties", "subspecialties"):
        assert len(getattr(found.value, name)) == sum(path.startswith(name) for path in found.places)
    for n, specialty in enumerate(found.value.specialties):
        assert doc.read(found.places[f"specialties[{n}]"]) == specialty
    return found.value


class TestList:
    def test_one_of_each(self) -> None:
        assert read(
            f"{ABOUT}\nState(s) of Licensure: Utah\nCertification(s)/Specialty: Dermatology"
        ) == Reviewer((State.UT,), ("Dermatology",))

    def test_several(self) -> None:
        found = read(
            "State(s) of Licensure: New York,Utah, District of Columbia,\nWest Virginia\n"
            "Certification(s)/Specialty: Dermatology, Family Practice"
        )
        assert found.licensed_in == (State.NY, State.UT, State.DC, State.WV)
        assert found.specialties == ("Dermatology", "Family Practice")

    def test_commas_inside_a_name(self) -> None:
        found = read(
            "State(s) of Licensure: Utah Certification(s)/Specialty: Internal Medicine, Endocrinology, Diabetes "
            "and Metabolism"
        )
        assert found.specialties == ("Internal Medicine", "Endocrinology, Diabetes and Metabolism")

    def test_specialty_first(self) -> None:
        found = read("Certification(s)/Specialty: Dermatology, Surgery\nState(s) of Licensure: Utah, Ohio")
        assert found == Reviewer((State.UT, State.OH), ("Dermatology", "Surgery"))

    @pytest.mark.parametrize(
        "label", ["Certification:", "Board Certifications:", "Certifications / Specialties :"]
    )
    def test_labels_in_other_words(self, label: str) -> None:
        assert read(f"State of Licensure: Utah {label} Dermatology").specialties == ("Dermatology",)

    def test_a_sentence_that_lost_its_place(self) -> None:
        found = read(
            "State(s) of Licensure: Utah Certification(s)/Specialty: Dermatology, Surgery of the Hand\n\n"
            "The case was summed up, including all letters, as below:"
        )
        assert found.specialties == ("Dermatology", "Surgery of the Hand")

    def test_what_is_too_long_for_a_name(self) -> None:
        found = read(
            "State(s) of Licensure: Utah Certification(s)/Specialty: Surgery, Dermatology Six visits of massage for "
            "both knees Upheld Guideline of the administrator"
        )
        assert found.specialties == ("Surgery",)

    def test_cut_off(self) -> None:
        assert read("State(s) of Licensure: Utah Certification(s)/Specialty:") == Reviewer((State.UT,))
        assert read("State(s) of Licensure:") == Reviewer()

    def test_a_state_stated_twice(self) -> None:
        assert read("State(s) of Licensure: Utah, Utah").licensed_in == (State.UT,)

    def test_what_is_no_state(self) -> None:
        assert read("State(s) of Licensure: Utahn, Canada").licensed_in == ()


class TestProse:
    def test_one_of_each(self) -> None:
        assert read(
            f"The expert reviewer is Board Certified in Dermatology and is licensed to practice in Utah. {ABOUT}"
        ) == Reviewer((State.UT,), ("Dermatology",))

    def test_subspecialty(self) -> None:
        assert read(
            "The physician reviewer is Board Certified in Dermatology, has a subspecialty in Dermatopathology and "
            "is licensed to practice in Utah and New Mexico."
        ) == Reviewer((State.UT, State.NM), ("Dermatology",), ("Dermatopathology",))

    def test_several_specialties(self) -> None:
        found = read(
            "The reviewer is Board Certified in Dermatology, Family Practice, and Surgery and has a subspecialty in "
            "Wound Care and Allergy, and is licensed to practice in Ohio, Utah, and Iowa. He/she works."
        )
        assert found.specialties == ("Dermatology", "Family Practice", "Surgery")
        assert found.subspecialties == ("Wound Care", "Allergy")
        assert found.licensed_in == (State.OH, State.UT, State.IA)

    def test_and_inside_a_name(self) -> None:
        found = read("is Board Certified in Obstetrics and Gynecology and is licensed to practice in Utah.")
        assert found.specialties == ("Obstetrics and Gynecology",)

    @pytest.mark.parametrize(
        "license_",
        [
            ", and is licensed to practice in Utah",
            " and licensed in Utah",
            " and holds an active license in the State of Utah",
            "; he/she is currently licensed to practice medicine in Utah",
            ". The reviewer is licensed to practice in the states of Utah",
        ],
    )
    def test_license_in_other_words(self, license_: str) -> None:
        assert read(f"The reviewer is board-certified in Dermatology{license_}.") == Reviewer(
            (State.UT,), ("Dermatology",)
        )

    def test_american_board(self) -> None:
        found = read(
            "The reviewer is Board Certified by the American Board of Dermatology and practices daily."
        )
        assert found.licensed_in == ()
        assert found.specialties[0].startswith("Dermatology")

    def test_not_stated(self) -> None:
        assert read(ABOUT) == Reviewer()
        assert read("") == Reviewer()


def test_names_are_bounded() -> None:
    found = read("Board Certified in " + "Dermatology, " * 10_000)
    assert len(found.specialties) < 50


@pytest.mark.parametrize(
    ("listed", "states"),
    [
        ("Washington, D.C., Ohio, and Utah.", (State.DC, State.OH, State.UT)),
        ("Ohio and Washington, D.C. The reviewer once lived elsewhere.", (State.OH, State.DC)),
        ("Washington and Utah", (State.WA, State.UT)),
        ("Ohio, Inactive: Utah", (State.OH,)),
        ("OH, UT", (State.OH, State.UT)),
        ("OH,UT and NY. OR was not asked.", (State.OH, State.UT, State.NY)),
        (": OH and UT.", (State.OH, State.UT)),
        ("IT and such", ()),
    ],
)
def test_states(listed: str, states: tuple[State, ...]) -> None:
    assert read(f"He is licensed to practice in {listed}").licensed_in == states
    assert read(f"State(s) of Licensure: {listed.lstrip(': ')}").licensed_in == states


def test_a_license_in_something_else_than_a_state() -> None:
    found = read("The reviewer is Licensed in Psychology and is licensed to practice in Utah. He/she is.")
    assert found.licensed_in == (State.UT,)


def test_a_list_with_semicolons() -> None:
    found = read("Certification(s)/Specialty: Internal Medicine; Rheumatology")
    assert found.specialties == ("Internal Medicine", "Rheumatology")


@pytest.mark.parametrize(
    "none", ["has no subspecialty", "has a subspecialty in None", "has a subspecialty in N/A"]
)
def test_no_subspecialty(none: str) -> None:
    found = read(
        f"The reviewer is Board Certified in Dermatology, {none} and is licensed to practice in Utah."
    )
    assert found == Reviewer((State.UT,), ("Dermatology",))


@pytest.mark.parametrize("none", ["None", "N/A", "Not applicable"])
def test_no_specialty(none: str) -> None:
    assert read(f"Certification(s)/Specialty: {none}\nState(s) of Licensure: Utah") == Reviewer((State.UT,))
