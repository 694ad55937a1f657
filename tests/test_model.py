"""The domain objects: what they refuse, what equality means, and what follows from their values."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

from imrkit import model
from imrkit.model import (
    BodyPart,
    CaseHeader,
    DisputedItem,
    Drug,
    Finding,
    Guideline,
    Guidelines,
    Injury,
    Letter,
    PartialDate,
    Patient,
    Range,
    Rationale,
    Request,
    Reviewer,
    Span,
)
from imrkit.vocabulary import (
    SUBCATEGORIES,
    CaseOutcome,
    Category,
    Conclusion,
    Decision,
    DrugClass,
    FindingCode,
    Generation,
    GuidelineSource,
    Part,
    Reason,
    Sex,
    Side,
    State,
    Subcategory,
)

CLASSES = [kind for kind in vars(model).values() if isinstance(kind, type) and attrs.has(kind)]

ONE_OF_EACH = [
    Span(3, 8),
    PartialDate(2016, 10),
    Range(4, 8),
    CaseHeader(number="CM17-9900101", date_assigned=dt.date(2017, 6, 2)),
    Reviewer(licensed_in=(State.NV,), specialties=("Neurology",)),
    Patient(age=48, sex=Sex.FEMALE),
    Injury(date=PartialDate(2016), cumulative=True, diagnoses=("neck strain",)),
    BodyPart(Part.KNEE, Side.LEFT),
    Drug("Ibuprofen", strength="800mg", quantity=60, refills=1),
    Request("MRI of the left knee"),
    Guideline(GuidelineSource.ODG, mtus=False, title="Knee"),
    Guidelines(stated=True),
    Rationale("Nothing new was found.", conclusion=Conclusion.NOT_NECESSARY, reasons=(Reason.NO_INDICATION,)),
    DisputedItem(Request("MRI of the left knee"), Decision.UPHELD),
    Finding(FindingCode.MISSING_SECTION, "there is no case summary"),
    Letter(Generation.EXPERT_REVIEW),
]


def letter_with(*decisions: Decision | None, **parts: Any) -> Letter:
    items = tuple(DisputedItem(Request(f"service {n}"), decision) for n, decision in enumerate(decisions))
    return Letter(Generation.EXPERT_REVIEW, items=items, **parts)


def test_there_is_an_example_of_every_class() -> None:
    assert {type(example) for example in ONE_OF_EACH} == set(CLASSES)


@pytest.mark.parametrize("example", ONE_OF_EACH, ids=lambda example: type(example).__name__)
class TestEveryClass:
    def test_is_frozen(self, example: Any) -> None:
        for field in attrs.fields(type(example)):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(example, field.name, None)

    def test_is_slotted(self, example: Any) -> None:
        assert not hasattr(example, "__dict__")
        with pytest.raises(AttributeError):
            object.__setattr__(example, "colour", "blue")

    def test_refuses_a_value_of_a_type_that_none_of_its_fields_has(self, example: Any) -> None:
        for field in attrs.fields(type(example)):
            if field.validator is not None:
                with pytest.raises((TypeError, ValueError)):
                    attrs.evolve(example, **{field.name: object()})

    def test_equals_its_like_and_hashes_alike(self, example: Any) -> None:
        again = attrs.evolve(example)
        assert again is not example
        assert again == example
        assert hash(again) == hash(example)


class TestVocabulariesAreNotStrings:
    def test_a_decision_is_a_decision(self) -> None:
        with pytest.raises(TypeError):
            DisputedItem(Request("MRI"), "upheld")  # type: ignore[arg-type]

    def test_states_are_a_tuple_of_states(self) -> None:
        with pytest.raises(TypeError):
            Reviewer(licensed_in=["CA"])  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            Reviewer(licensed_in=("CA",))  # type: ignore[arg-type]

    def test_a_date_is_a_date(self) -> None:
        with pytest.raises(TypeError):
            CaseHeader(date_assigned="06/02/2017")  # type: ignore[arg-type]

    def test_the_decision_date_needs_its_day(self) -> None:
        with pytest.raises(TypeError):
            CaseHeader(decision_date=PartialDate(2017, 6))  # type: ignore[arg-type]


class TestSpan:
    def test_cuts_its_place_out_of_a_text(self) -> None:
        assert "a 48 year old"[Span(2, 4).slice] == "48"
        assert len(Span(2, 4)) == 2

    @pytest.mark.parametrize(("start", "end"), [(4, 2), (-1, 2)])
    def test_lies_within_a_text_and_forwards(self, start: int, end: int) -> None:
        with pytest.raises(ValueError, match=r"span|start"):
            Span(start, end)


class TestPartialDate:
    def test_prints_as_much_as_it_knows(self) -> None:
        assert str(PartialDate(2016)) == "2016"
        assert str(PartialDate(2016, 3)) == PartialDate(2016, 3).isoformat() == "2016-03"

    @pytest.mark.parametrize(("year", "month"), [(0, 1), (10000, 1), (2016, 0), (2016, 13)])
    def test_refuses_what_no_calendar_has(self, year: int, month: int) -> None:
        with pytest.raises(ValueError, match="must be in"):
            PartialDate(year, month)

    def test_months_of_a_year_have_an_order(self) -> None:
        assert PartialDate(2015, 12) < PartialDate(2016, 1) < PartialDate(2016, 2)

    def test_a_year_comes_before_its_months(self) -> None:
        assert PartialDate(2015, 12) < PartialDate(2016) < PartialDate(2016, 1)


class TestRange:
    def test_reads_as_letters_write_it(self) -> None:
        assert str(Range(2, 3)) == "2-3"

    @pytest.mark.parametrize(("low", "high"), [(3, 2), (2, 2)])
    def test_has_its_lower_end_first(self, low: int, high: int) -> None:
        with pytest.raises(ValueError, match="lower end first"):
            Range(low, high)


class TestRequest:
    def test_a_subcategory_belongs_to_its_category(self) -> None:
        with pytest.raises(ValueError, match="ACUPUNCTURE is no subcategory of SURGERY"):
            Request("needles", category=Category.SURGERY, subcategory=Subcategory.ACUPUNCTURE)

    def test_a_drug_has_its_class_for_a_subcategory(self) -> None:
        opioid = Request("Norco", category=Category.PHARMACEUTICALS, subcategory=DrugClass.OPIOIDS)
        assert opioid.subcategory is DrugClass.OPIOIDS
        with pytest.raises(ValueError, match="no subcategory"):
            Request("Norco", category=Category.PHARMACEUTICALS, subcategory=Subcategory.SUPPLIES)

    def test_every_subcategory_has_one_category(self) -> None:
        placed = [term for terms in SUBCATEGORIES.values() for term in terms]
        assert len(placed) == len(Subcategory) + len(DrugClass)
        assert {*Subcategory, *DrugClass} == set(placed)
        assert set(SUBCATEGORIES) == set(Category)


class TestGuidelines:
    def test_iterate_over_their_citations(self) -> None:
        knee = Guideline(GuidelineSource.MTUS, mtus=True, title="Knee Complaints", year=2004)
        guidelines = Guidelines(citations=(knee,), stated=True)
        assert list(guidelines) == [knee]
        assert len(guidelines) == 1

    def test_nothing_cited_is_not_the_same_as_nothing_said(self) -> None:
        assert Guidelines(none_cited=True, stated=True) != Guidelines()
        assert not Guidelines().stated


class TestLetter:
    def test_is_equal_wherever_its_text_stood(self) -> None:
        one = letter_with(
            Decision.UPHELD,
            findings=(Finding(FindingCode.IMPLAUSIBLE_DATE, "a year to come", (Span(9, 13),)),),
            text="one",
            evidence={"patient.age": Span(0, 2)},
        )
        other = letter_with(
            Decision.UPHELD,
            findings=(Finding(FindingCode.IMPLAUSIBLE_DATE, "a year to come", (Span(1, 5),)),),
            text="another",
        )
        assert one == other
        assert hash(one) == hash(other)

    def test_is_not_equal_with_another_decision(self) -> None:
        assert letter_with(Decision.UPHELD) != letter_with(Decision.OVERTURNED)

    def test_does_not_print_the_text_it_was_read_from(self) -> None:
        letter = letter_with(
            Decision.UPHELD, text="She slipped on ice.", evidence={"patient.sex": Span(0, 3)}
        )
        assert "slipped" not in repr(letter)
        assert "evidence" not in repr(letter)

    def test_its_empty_evidence_cannot_be_added_to(self) -> None:
        with pytest.raises(TypeError):
            Letter(Generation.EXPERT_REVIEW).evidence["patient.age"] = Span(0, 2)  # type: ignore[index]


class TestOutcome:
    @pytest.mark.parametrize(
        ("decisions", "outcome"),
        [
            ((Decision.UPHELD,), CaseOutcome.UPHOLD),
            ((Decision.UPHELD, Decision.UPHELD), CaseOutcome.UPHOLD),
            ((Decision.OVERTURNED, Decision.OVERTURNED), CaseOutcome.OVERTURN),
            ((Decision.UPHELD, Decision.OVERTURNED), CaseOutcome.PARTIALLY_OVERTURN),
            ((Decision.UPHELD, None), CaseOutcome.UPHOLD),
            ((None,), None),
            ((), None),
        ],
    )
    def test_follows_from_the_decisions(
        self, decisions: tuple[Decision | None, ...], outcome: CaseOutcome | None
    ) -> None:
        assert letter_with(*decisions).outcome is outcome

    def test_without_decisions_is_what_the_cover_page_says(self) -> None:
        cover = CaseHeader(final_determination=CaseOutcome.OVERTURN)
        assert letter_with(case=cover).outcome is CaseOutcome.OVERTURN

    def test_the_decisions_outweigh_the_cover_page(self) -> None:
        cover = CaseHeader(final_determination=CaseOutcome.OVERTURN)
        assert letter_with(Decision.UPHELD, case=cover).outcome is CaseOutcome.UPHOLD
