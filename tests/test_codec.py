"""Letters as plain data and JSON: there and back without loss, and a clear refusal of anything else."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imrkit.codec import SCHEMA_VERSION, from_dict, from_json, to_dict, to_json
from imrkit.errors import DataError
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
    Priority,
    Reason,
    Sex,
    Side,
    State,
    Subcategory,
)

WORDS = st.text(max_size=12)
DAYS = st.dates()
PARTIAL_DATES = st.builds(PartialDate, st.integers(1, 9999), st.none() | st.integers(1, 12))
DATES = DAYS | PARTIAL_DATES
WHOLE = st.integers(0, 500)
NUMBERS = WHOLE | st.floats(0, 500)
SPANS = st.tuples(WHOLE, WHOLE).map(lambda ends: Span(min(ends), max(ends)))


def ranges(numbers: st.SearchStrategy[Any]) -> st.SearchStrategy[Range]:
    ends = st.tuples(numbers, numbers).filter(lambda pair: pair[0] < pair[1])
    return ends.map(lambda pair: Range(*pair))


def tuples(members: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(members, max_size=3).map(tuple)


def maybe(values: st.SearchStrategy[Any] | type) -> st.SearchStrategy[Any]:
    return st.none() | (st.sampled_from(values) if isinstance(values, type) else values)


CASES = st.builds(
    CaseHeader,
    number=maybe(WORDS),
    date_assigned=maybe(DAYS),
    date_of_injury=maybe(DATES),
    decision_date=maybe(DAYS),
    ur_denial_date=maybe(DAYS),
    application_received=maybe(DAYS),
    priority=maybe(Priority),
    final_determination=maybe(CaseOutcome),
)
REVIEWERS = st.builds(
    Reviewer,
    licensed_in=tuples(st.sampled_from(State)),
    specialties=tuples(WORDS),
    subspecialties=tuples(WORDS),
)
PATIENTS = st.builds(Patient, age=maybe(WHOLE), sex=maybe(Sex))
INJURIES = st.builds(
    Injury,
    date=maybe(DATES),
    end_date=maybe(DATES),
    mechanism=maybe(WORDS),
    cumulative=st.booleans(),
    diagnoses=tuples(WORDS),
)
TAXONOMY = st.sampled_from(
    [(category, term) for category, terms in SUBCATEGORIES.items() for term in [None, *sorted(terms)]]
)
DRUGS = st.builds(Drug, name=WORDS, strength=maybe(WORDS), quantity=maybe(NUMBERS), refills=maybe(WHOLE))
BODY_PARTS = st.builds(BodyPart, part=st.sampled_from(Part), side=maybe(Side))


@st.composite
def requests(draw: st.DrawFn) -> Request:
    category, subcategory = draw(TAXONOMY)
    return Request(
        text=draw(WORDS),
        original=draw(maybe(WORDS)),
        authorized=draw(maybe(WORDS)),
        category=category,
        subcategory=subcategory,
        body_parts=draw(tuples(BODY_PARTS)),
        visits=draw(maybe(WHOLE | ranges(WHOLE))),
        per_week=draw(maybe(NUMBERS | ranges(NUMBERS))),
        weeks=draw(maybe(NUMBERS | ranges(NUMBERS))),
        drug=draw(maybe(DRUGS)),
        retrospective=draw(st.booleans()),
    )


CITATIONS = st.builds(
    Guideline,
    source=st.sampled_from(GuidelineSource),
    mtus=st.booleans(),
    title=maybe(WORDS),
    chapter=maybe(WHOLE),
    year=maybe(WHOLE),
    sections=maybe(WORDS),
    pages=maybe(WORDS),
)
GUIDELINES = st.builds(
    Guidelines,
    citations=tuples(CITATIONS),
    none_cited=st.booleans(),
    outside_mtus=st.booleans(),
    stated=st.booleans(),
)
RATIONALES = st.builds(
    Rationale,
    text=WORDS,
    conclusion=maybe(Conclusion),
    references=tuples(WORDS),
    reasons=tuples(st.sampled_from(Reason)),
)
ITEMS = st.builds(
    DisputedItem,
    request=requests(),
    decision=maybe(Decision),
    claims_administrator_guidelines=GUIDELINES,
    reviewer_guidelines=GUIDELINES,
    rationale=maybe(RATIONALES),
)
FINDINGS = st.builds(Finding, code=st.sampled_from(FindingCode), message=WORDS, spans=tuples(SPANS))
PATHS = st.sampled_from(
    ["case.number", "injury.diagnoses[1]", "items[0].request.drug.name", "items[12].decision"]
)
LETTERS = st.builds(
    Letter,
    generation=st.sampled_from(Generation),
    case=CASES,
    reviewer=REVIEWERS,
    patient=PATIENTS,
    injury=INJURIES,
    items=tuples(ITEMS),
    findings=tuples(FINDINGS),
    text=WORDS,
    evidence=st.dictionaries(PATHS, SPANS, max_size=3),
)

LETTER = Letter(
    Generation.EXPERT_REVIEW,
    case=CaseHeader(
        number="CM17-9900101", date_assigned=dt.date(2017, 6, 2), date_of_injury=PartialDate(2016, 10)
    ),
    reviewer=Reviewer(licensed_in=(State.CA, State.NV), specialties=("Neurology",)),
    patient=Patient(age=48, sex=Sex.FEMALE),
    injury=Injury(date=PartialDate(2016), diagnoses=("neck strain",)),
    items=(
        DisputedItem(
            Request(
                "Acupuncture 1-2 times a week, 4 to 8 sessions",
                category=Category.REHABILITATION,
                subcategory=Subcategory.ACUPUNCTURE,
                body_parts=(BodyPart(Part.NECK),),
                visits=Range(4, 8),
                per_week=Range(1, 2),
            ),
            Decision.OVERTURNED,
            reviewer_guidelines=Guidelines((Guideline(GuidelineSource.ODG, mtus=False),), stated=True),
        ),
        DisputedItem(
            Request(
                "Ibuprofen 800mg #60",
                category=Category.PHARMACEUTICALS,
                subcategory=DrugClass.NSAID,
                drug=Drug("Ibuprofen", strength="800mg", quantity=60),
            ),
            Decision.UPHELD,
            rationale=Rationale("Too long.", Conclusion.NOT_NECESSARY, reasons=(Reason.LONG_TERM_USE,)),
        ),
    ),
    findings=(Finding(FindingCode.IMPLAUSIBLE_DATE, "a year to come", (Span(3, 7),)),),
    text="She is 48.",
    evidence={"patient.sex": Span(0, 3), "patient.age": Span(7, 9)},
)


def some_letters(test: Callable[..., None]) -> Callable[..., None]:
    """Runs *test* on letters of every kind. The first of them waits for the converter to be built."""
    return settings(max_examples=50, deadline=None)(given(letter=LETTERS)(test))


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The data of the letter above after *change*."""
    data = copy.deepcopy(to_dict(LETTER))
    change(data)
    return data


def within_lists(depth: int) -> list[Any]:
    """A list in a list in a list ..."""
    made: list[Any] = []
    for _ in range(depth):
        made = [made]
    return made


def refusal(data: Any) -> DataError:
    with pytest.raises(DataError) as caught:
        from_dict(data)
    return caught.value


class TestThereAndBack:
    @some_letters
    def test_any_letter_comes_back_equal_from_plain_data(self, letter: Letter) -> None:
        again = from_dict(to_dict(letter))
        assert again == letter
        assert again.evidence == letter.evidence
        assert [finding.spans for finding in again.findings] == [finding.spans for finding in letter.findings]
        assert again.text == ""

    @some_letters
    def test_any_letter_comes_back_equal_from_json(self, letter: Letter) -> None:
        again = from_json(to_json(letter, text=True))
        assert again == letter
        assert again.text == letter.text
        assert again.evidence == letter.evidence

    @some_letters
    def test_data_and_json_say_the_same(self, letter: Letter) -> None:
        assert json.loads(to_json(letter)) == to_dict(letter)

    @some_letters
    def test_json_is_one_line_that_any_terminal_and_file_can_take(self, letter: Letter) -> None:
        written = to_json(letter, text=True)
        assert len(written.splitlines()) == 1
        assert written.isprintable() or not any(
            character < " " or "\x7f" <= character < "\xa0" for character in written
        )
        assert written.encode("utf-8").decode("utf-8") == written

    def test_half_a_character_survives(self) -> None:
        letter = Letter(Generation.EXPERT_REVIEW, case=CaseHeader(number="\ud83d\x9b\x7f\u2028"))
        assert to_json(letter).count("\\u") == 4
        assert from_json(to_json(letter).encode()) == letter

    def test_a_decoded_letter_can_be_sent_to_another_process(self) -> None:
        letter = from_dict(to_dict(LETTER))
        again = pickle.loads(pickle.dumps(letter))  # noqa: S301
        assert again == letter
        assert again.evidence == LETTER.evidence


def leaves(data: Any) -> Iterator[Any]:
    if isinstance(data, dict | list):
        for member in data.values() if isinstance(data, dict) else data:
            yield from leaves(member)
    else:
        yield data


class TestPlainData:
    @some_letters
    def test_is_plain(self, letter: Letter) -> None:
        assert {type(leaf) for leaf in leaves(to_dict(letter))} <= {str, int, float, bool, type(None)}

    def test_says_its_version_and_outcome(self) -> None:
        data = to_dict(LETTER)
        assert data["schema_version"] == SCHEMA_VERSION == 2
        assert data["outcome"] == "partially overturn"
        assert to_dict(Letter(Generation.EXPERT_REVIEW))["outcome"] is None

    def test_has_words_for_enums_and_iso_dates(self) -> None:
        data = to_dict(LETTER)
        assert data["generation"] == "expert review"
        assert data["case"]["date_assigned"] == "2017-06-02"
        assert data["case"]["date_of_injury"] == "2016-10"
        assert data["injury"]["date"] == "2016"
        assert data["patient"] == {"age": 48, "sex": "female"}

    def test_has_lists_for_tuples_and_objects_for_ranges(self) -> None:
        data = to_dict(LETTER)
        assert data["reviewer"]["licensed_in"] == ["CA", "NV"]
        assert data["items"][0]["request"]["visits"] == {"low": 4, "high": 8}
        assert data["items"][1]["request"]["drug"]["quantity"] == 60

    def test_has_the_places_of_values_and_findings(self) -> None:
        data = to_dict(LETTER)
        assert data["evidence"] == {"patient.sex": [0, 3], "patient.age": [7, 9]}
        assert data["findings"] == [
            {"code": "implausible_date", "message": "a year to come", "spans": [[3, 7]]}
        ]

    def test_has_the_letters_text_only_on_request(self) -> None:
        assert "text" not in to_dict(LETTER)
        assert to_dict(LETTER, text=True)["text"] == "She is 48."

    def test_has_the_source_where_it_is_known(self) -> None:
        data = to_dict(LETTER, source="letters/one.pdf")
        assert data["source"] == "letters/one.pdf"
        assert from_dict(data) == LETTER
        assert "source" not in to_dict(LETTER)

    def test_may_leave_out_what_has_a_default(self) -> None:
        assert from_dict({"schema_version": 1, "generation": "expert review"}) == Letter(
            Generation.EXPERT_REVIEW
        )

    def test_evidence_that_was_written_down_is_a_mapping_that_does_not_change(self) -> None:
        evidence = from_dict(to_dict(LETTER)).evidence
        assert list(evidence) == ["patient.sex", "patient.age"]
        assert repr(evidence) == "<Evidence for 2 values>"
        assert not hasattr(evidence, "__setitem__")


class TestRefusal:
    @pytest.mark.parametrize(
        ("change", "path", "problem"),
        [
            (lambda data: data.update(schema_version=3), "schema_version", "newer needs a newer imrkit"),
            (lambda data: data.update(schema_version=0), "schema_version", "1 to 2 are expected"),
            (lambda data: data.update(schema_version=True), "schema_version", "1 to 2 are expected"),
            (lambda data: data.pop("schema_version"), "schema_version", "1 to 2 are expected"),
            (lambda data: data.pop("generation"), "generation", "missing"),
            (lambda data: data.update(colour="blue"), "colour", "unknown field"),
            (lambda data: data["patient"].update(shoe_size=9), "patient.shoe_size", "unknown field"),
            (lambda data: data["patient"].update({"She is 48.": 9}), "patient", "unknown field"),
            (lambda data: data.update(patient=[]), "patient", "an object"),
            (lambda data: data["patient"].update(age="48"), "patient.age", "a whole number"),
            (lambda data: data["patient"].update(age=True), "patient.age", "a whole number"),
            (lambda data: data["patient"].update(sex="f"), "patient.sex", "vocabulary Sex"),
            (lambda data: data["patient"].update(sex=1), "patient.sex", "vocabulary Sex"),
            (lambda data: data["injury"].update(cumulative=0), "injury.cumulative", "true or false"),
            (lambda data: data["injury"].update(mechanism=3), "injury.mechanism", "a text"),
            (lambda data: data["injury"].update(diagnoses="strain"), "injury.diagnoses", "a list"),
            (lambda data: data["injury"].update(diagnoses=["a", 2]), "injury.diagnoses[1]", "a text"),
            (lambda data: data["injury"].update(date="2016-13"), "injury.date", "a date as"),
            (lambda data: data["injury"].update(date="10/13/2016"), "injury.date", "a date as"),
            (lambda data: data["injury"].update(date=2016), "injury.date", "a date as"),
            (lambda data: data["case"].update(decision_date="2017-06"), "case.decision_date", "YYYY-MM-DD"),
            (lambda data: data["case"].update(decision_date="2017-02-30"), "case.decision_date", "a date"),
            (lambda data: data["case"].update(decision_date="20170602"), "case.decision_date", "a date"),
            (lambda data: data["case"].update(decision_date="2017-W22-5"), "case.decision_date", "a date"),
            (
                lambda data: data["items"][0]["request"].update(visits=2.5),
                "items[0].request.visits",
                "a whole number",
            ),
            (
                lambda data: data["items"][0]["request"].update(visits={"low": 4}),
                "items[0].request.visits",
                "a range as",
            ),
            (
                lambda data: data["items"][0]["request"].update(visits={"low": 8, "high": 4}),
                "items[0].request.visits",
                "lower end first",
            ),
            (
                lambda data: data["items"][0]["request"].update(per_week=float("nan")),
                "items[0].request.per_week",
                "a number",
            ),
            (
                lambda data: data["items"][0]["request"].update(weeks=10**400),
                "items[0].request.weeks",
                "a smaller number",
            ),
            (
                lambda data: data.update(extra={"score": 10**400}),
                "extra.score",
                "a smaller number",
            ),
            (
                lambda data: data.update(extra={"score": within_lists(3000)}),
                "extra",
                "lists within lists",
            ),
            (
                lambda data: data["items"][1]["request"]["drug"].update(quantity="60"),
                "items[1].request.drug.quantity",
                "a number",
            ),
            (
                lambda data: data["items"][0]["request"].update(subcategory="DME"),
                "items[0].request",
                "no subcategory of REHABILITATION",
            ),
            (
                lambda data: data["items"][0]["request"].update(subcategory="Needles"),
                "items[0].request.subcategory",
                "Subcategory and DrugClass",
            ),
            (
                lambda data: data["items"][0]["request"]["body_parts"][0].update(part="soul"),
                "items[0].request.body_parts[0].part",
                "vocabulary Part",
            ),
            (lambda data: data["items"].append(None), "items[2]", "an object"),
            (lambda data: data.update(outcome="uphold"), "outcome", "decisions"),
            (lambda data: data.update(source=3), "source", "a text"),
            (lambda data: data.update(evidence=[]), "evidence", "an object"),
            (
                lambda data: data["evidence"].update({"patient.age": [9, 7]}),
                'evidence["patient.age"]',
                "the start first",
            ),
            (lambda data: data["evidence"].update({"case.number": [9]}), 'evidence["case.number"]', "a span"),
            (lambda data: data["evidence"].update({"She is 48.": [1, 2]}), "evidence", "no path"),
            (
                lambda data: data["findings"][0].update(spans=[[1, "2"]]),
                "findings[0].spans[0]",
                "a whole number",
            ),
        ],
    )
    def test_names_the_place_and_what_is_expected(
        self, change: Callable[[dict[str, Any]], object], path: str, problem: str
    ) -> None:
        error = refusal(changed(change))
        assert error.path == path
        assert problem in error.problem
        assert str(error).startswith(path)

    @pytest.mark.parametrize("data", [None, [], "letter", 3])
    def test_of_what_is_no_object_at_all(self, data: object) -> None:
        assert refusal(data).path == ""
        assert str(refusal(data)) == "an object is expected"

    def test_does_not_quote_what_it_refuses(self) -> None:
        private = "Jane Roe slipped"
        for change in (
            lambda data: data["patient"].update(age=private),
            lambda data: data["patient"].update({private: 1}),
            lambda data: data["evidence"].update({private: [0, 1]}),
            lambda data: data.update(generation=private),
        ):
            assert "Roe" not in str(refusal(changed(change)))

    def test_survives_being_sent_to_another_process(self) -> None:
        error = pickle.loads(pickle.dumps(DataError("patient.age", "a whole number is expected")))  # noqa: S301
        assert (error.path, error.problem) == ("patient.age", "a whole number is expected")

    @pytest.mark.parametrize(
        "written",
        [
            "",
            "{",
            '{"schema_version": 1,}',
            b"\xff\xfe\xff",
            "[" * 200_000,
            '{"schema_version": %s}' % ("1" * 5000),
        ],
    )
    def test_of_what_is_no_json(self, written: str | bytes) -> None:
        with pytest.raises(DataError, match="no JSON"):
            from_json(written)

    def test_a_number_without_end_is_never_written(self) -> None:
        endless = Letter(
            Generation.EXPERT_REVIEW,
            items=(DisputedItem(Request("cream", drug=Drug("cream", quantity=float("inf")))),),
        )
        with pytest.raises(ValueError, match="JSON compliant"):
            to_json(endless)


def test_reading_letters_does_not_import_cattrs() -> None:
    code = "import sys, imrkit, imrkit.codec; sys.exit('cattrs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
