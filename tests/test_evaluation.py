"""How well labelled letters are read: what is counted, what is right, and where what is wrong stands."""

from __future__ import annotations

import importlib.util
import json
import os
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from labelled import EVERYTHING, label, spoilt
from writing import written

import imrkit
from imrkit import gold
from imrkit.evaluation import FIELDS, Counts, Disagreement, Evaluation, Group, evaluate
from imrkit.evaluation.intervals import share
from imrkit.evaluation.passages import CONTEXT, LONGEST_WITHOUT_MARK, passages
from imrkit.evaluation.sameness import near, same_citation, same_letters, same_part, same_text
from imrkit.evaluation.words import in_words, listed
from imrkit.model import Span
from imrkit.synth import synthesize

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("IMRKIT_SHARED", ROOT.parent / "shared"))
BY_NAME = {field.name: field for field in FIELDS}


def against(labels: dict[str, Any], text: str = EVERYTHING) -> Evaluation:
    """The evaluation of one letter."""
    return evaluate([labels], [(f"{labels['id']}.txt", text)], workers=0)


def counted(evaluation: Evaluation) -> dict[str, Counts]:
    return {score.name: score.counts for score in evaluation.scores}


WRONG: list[tuple[str, str, Any]] = [
    ("case_number", "case_number", "CM15-9900002"),
    ("date_assigned", "date_assigned", "2015-06-02"),
    ("date_of_injury", "date_of_injury", "2015-03"),
    ("decision_date", "decision_date", "2015-06-21"),
    ("ur_denial_date", "ur_denial_date", "2015-05-03"),
    ("application_received", "application_received", "2015"),
    ("priority", "priority", "expedited"),
    ("reviewer.states", "reviewer.states[0]", "UT"),
    ("reviewer.specialties", "reviewer.specialties[0]", "Family Practice"),
    ("reviewer.subspecialties", "reviewer.subspecialties[0]", "Hand Surgery"),
    ("item.request", "items[0].request", "Norco 10/325mg #30"),
    ("item.original_request", "items[0].original_request", "Norco 10/325mg #60"),
    ("item.authorized", "items[0].authorized", "Norco 10/325mg #90"),
    ("item.decision", "items[0].decision", "overturned"),
    ("guideline.none_cited", "items[0].ca_guidelines.none_cited", False),
    ("guideline.outside_mtus", "items[2].ca_guidelines.outside_mtus", True),
    ("guideline.citation", "items[1].reviewer_guidelines.citations[0].source", "other"),
    ("guideline.sections", "items[0].reviewer_guidelines.citations[0].sections", "Muscle relaxants"),
    ("guideline.pages", "items[0].reviewer_guidelines.citations[0].pages", None),
    ("rationale.first_words", "items[0].rationale.first_words", "Drugs"),
    ("rationale.last_words", "items[0].rationale.last_words", None),
    ("patient.age", "patient.age", 40),
    ("patient.sex", "patient.sex", None),
    ("injury.date", "injury.date", "2015-04-02"),
    ("injury.end_date", "injury.end_date", None),
    ("injury.mechanism", "injury.mechanism", "a fall"),
    ("injury.cumulative", "injury.cumulative", False),
    ("injury.diagnoses", "injury.diagnoses[1]", "left knee contusion"),
    ("rationale.conclusion", "items[1].rationale.conclusion", "not_necessary"),
    ("rationale.references", "items[0].rationale.references[0]", "Doe, 2012"),
    ("item.category", "items[2].category", "Transportation"),
    ("item.subcategory", "items[1].subcategory", "Chiropractic"),
    ("item.body_parts", "items[1].body_parts[0].side", "left"),
    ("item.visits", "items[1].visits", [4, 8]),
    ("item.per_week", "items[1].per_week", 2.5),
    ("item.weeks", "items[1].weeks", None),
    ("item.drug.name", "items[0].drug.name", "Vicodin"),
    ("item.drug.strength", "items[0].drug.strength", "5/325mg"),
    ("item.drug.quantity", "items[0].drug.quantity", 60),
    ("item.drug.refills", "items[0].drug.refills", 0),
    ("item.retrospective", "items[1].retrospective", None),
    ("rationale.reasons", "items[0].rationale.reasons[0]", "safety"),
]
"""A label of each field that is not what the letter says."""


class TestCounts:
    def test_right_labels_score_one(self) -> None:
        for score in against(label()).scores:
            assert score.counts.labelled == score.counts.read == score.counts.right > 0, score.name
            assert score.precision.rate == score.recall.rate == score.f1.rate == 1

    def test_right_labels_of_invented_letters_score_one(self) -> None:
        texts = {f"letter-{n}": text for n, (_, text) in enumerate(synthesize(seed=8, n=60))}
        evaluation = evaluate(
            [label(text, name) for name, text in texts.items()],
            [(f"{name}.txt", text) for name, text in texts.items()],
            workers=0,
        )
        assert not list(evaluation.disagreements)
        assert {score.f1.rate for score in evaluation.scores} <= {1.0, None}
        assert {group.name: group.f1.rate for group in evaluation.groups} == dict.fromkeys(Group, 1.0)

    def test_every_field_is_spoilt_in_turn(self) -> None:
        assert [name for name, _, _ in WRONG] == [name for name in BY_NAME if name != "item.count"]

    @pytest.mark.parametrize(("name", "path", "value"), WRONG, ids=[name for name, _, _ in WRONG])
    def test_a_wrong_label_costs_its_field_and_no_other(self, name: str, path: str, value: Any) -> None:
        right = counted(against(label()))
        evaluation = against(spoilt(label(), path, value))
        found = counted(evaluation)
        assert found.pop(name).right == right[name].right - (not path.endswith("outside_mtus"))
        assert found == {other: counts for other, counts in right.items() if other != name}
        (disagreement,) = evaluation.disagreements
        assert disagreement.field == name
        assert path.startswith(disagreement.path)
        assert (f1 := evaluation.score(name).f1.rate) is not None
        assert f1 < 1

    def test_what_is_not_labelled_was_read_in_vain(self) -> None:
        evaluation = against(spoilt(label(), "injury.mechanism", None))
        assert counted(evaluation)["injury.mechanism"] == Counts(labelled=0, read=1, right=0)
        score = evaluation.score("injury.mechanism")
        assert (score.precision.rate, score.recall.rate, score.f1.rate) == (0, None, 0)

    def test_nothing_false_and_zero_are_not_stated(self) -> None:
        labels = spoilt(spoilt(label(), "items[0].drug.refills", 0), "injury.cumulative", False)
        text = EVERYTHING.replace(" with 2 refills", "").replace("cumulative trauma", "a fall")
        found = counted(against(labels, text))
        assert found["item.drug.refills"] == found["injury.cumulative"] == Counts(0, 0, 0)

    def test_a_missing_item_costs_all_its_fields(self) -> None:
        labels = label()
        labels["items"].append(labels["items"][1])
        found = counted(against(labels))
        assert found["item.count"] == Counts(1, 1, 0)
        assert found["item.request"] == Counts(4, 3, 3)
        assert found["item.visits"] == Counts(2, 1, 1)
        assert found["guideline.citation"] == Counts(7, 5, 5)

    def test_an_extra_item_costs_all_its_fields(self) -> None:
        labels = label()
        del labels["items"][2]
        evaluation = against(labels)
        found = counted(evaluation)
        assert found["item.count"] == Counts(1, 1, 0)
        assert found["item.decision"] == Counts(2, 3, 2)
        # Sections and pages of a citation that nobody labelled are not counted: the citation is.
        assert found["guideline.citation"] == Counts(3, 5, 3)
        assert found["guideline.sections"] == Counts(1, 1, 1)
        assert evaluation.score("item.decision").precision.rate == pytest.approx(2 / 3)

    def test_a_citation_that_was_not_found_costs_its_sections(self) -> None:
        labels = spoilt(label(), "items[0].reviewer_guidelines.citations[0].year", 2009)
        found = counted(against(labels))
        assert found["guideline.citation"] == Counts(5, 5, 4)
        assert found["guideline.sections"] == Counts(2, 1, 1)
        assert found["guideline.pages"] == Counts(1, 0, 0)

    def test_values_of_a_list_may_stand_in_any_order_but_count_once(self) -> None:
        labels = label()
        labels["injury"]["diagnoses"].reverse()
        assert counted(against(labels))["injury.diagnoses"] == Counts(2, 2, 2)
        labels["injury"]["diagnoses"] = ["lumbar strain", "lumbar strain"]
        assert counted(against(labels))["injury.diagnoses"] == Counts(2, 2, 1)

    def test_a_group_has_all_values_of_its_fields(self) -> None:
        evaluation = against(spoilt(label(), "patient.age", 40))
        for group in evaluation.groups:
            of_fields = [score.counts for score in evaluation.scores if score.group is group.group]
            assert group.counts == sum(of_fields, Counts())
        assert [group.f1.rate == 1 for group in evaluation.groups] == [True, False, True]

    def test_a_score_that_is_not_there(self) -> None:
        with pytest.raises(KeyError):
            against(label()).score("item.price")


class TestSameness:
    @pytest.mark.parametrize(
        ("same", "labelled", "read", "expected"),
        [
            (same_letters, "MRI - left knee.", "mri left-knee", True),
            (same_letters, "MRI left knee", "MRI right knee", False),
            (same_text, "Physical Medicine & Rehabilitation", "physical  medicine & rehabilitation,", True),
            (same_text, "Physical Medicine/Pain", "Physical Medicine / Pain", True),
            (same_text, "Physical Medicine", "Physical-Medicine", False),
            (near, "right shoulder contusion", "contusion, right shoulder", True),
            (near, "strain of the left knee and ankle", "strain of the left knee", True),
            (near, "left knee strain", "left knee", True),
            (near, "left knee strain", "knee", False),
            (near, "...", "...", False),
        ],
    )
    def test_of_texts(
        self, same: Callable[[str, str], bool], labelled: str, read: str, expected: bool
    ) -> None:
        assert same(labelled, read) is expected
        assert same(read, labelled) is expected

    def test_of_body_parts(self) -> None:
        assert same_part({"part": "knee"}, {"part": "knee", "side": None})
        assert not same_part({"part": "knee", "side": "left"}, {"part": "knee", "side": None})

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({}, True),
            ({"title": "low back complaints"}, True),
            ({"title": "Low Back Complaints Guideline"}, True),
            ({"title": "Shoulder Complaints"}, False),
            ({"title": None}, False),
            ({"year": None}, False),
            ({"chapter": None}, False),
            ({"source": "MTUS"}, False),
            ({"mtus": False}, False),
            ({"sections": "Surgery", "pages": "300"}, True),
        ],
    )
    def test_of_citations_of_the_mtus(self, changes: dict[str, Any], expected: bool) -> None:
        cited = {"source": "ACOEM", "mtus": True, "title": "Low Back Complaints", "chapter": 12, "year": 2004}
        assert same_citation(cited, cited | changes) is expected

    @pytest.mark.parametrize(
        ("title", "sections", "expected"),
        [
            ("Low Back", "MRI", True),
            ("MRI, Low Back Chapter", None, True),
            ("Low Back", None, True),
            ("Neck", "MRI", False),
            (None, None, False),
        ],
    )
    def test_of_citations_outside_of_it(
        self, title: str | None, sections: str | None, expected: bool
    ) -> None:
        cited = {"source": "ODG", "mtus": False, "title": "Low Back", "sections": "MRI"}
        assert same_citation(cited, cited | {"title": title, "sections": sections}) is expected

    def test_of_citations_without_a_name(self) -> None:
        cited = {"source": "ODG", "mtus": False}
        assert same_citation(cited, cited | {"title": None})


class TestLetters:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        letters = tmp_path / "letters"
        (letters / "more").mkdir(parents=True)
        for name in ("one.txt", "more/one.txt", "unlabelled.txt"):
            (letters / name).write_text(EVERYTHING)
        (letters / "two.txt").write_text("A recipe for soup.")
        (letters / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
        (letters / "broken.txt").write_text(EVERYTHING)
        return letters

    def test_are_paired_by_the_stems_of_their_files(self, folder: Path) -> None:
        names = ["one", "two", "three", "broken"]
        evaluation = evaluate([label(name=name) for name in names], folder, workers=1)
        one, two, three, broken = evaluation.letters
        assert (one.letter, one.source, one.was_read) == ("one", f"{folder}/one.txt", True)
        assert (two.source, two.was_read) == (f"{folder}/two.txt", False)
        assert two.failure is not None
        assert two.failure.reason is imrkit.FailureReason.NOT_A_LETTER
        assert (three.source, three.failure, three.was_read) == (None, None, False)
        assert broken.source == f"{folder}/broken.txt"
        assert evaluation.missing == (two, three)
        assert evaluation.unlabelled == (f"{folder}/unlabelled.txt",)
        assert evaluation.repeated == (f"{folder}/more/one.txt",)
        assert [failure.name for failure in evaluation.failures] == [f"{folder}/broken.pdf"]
        # What was not read counts as missed.
        assert evaluation.score("case_number").counts == Counts(labelled=4, read=2, right=2)
        assert evaluation.score("item.count").counts == Counts(4, 2, 2)

    def test_a_letter_that_was_not_read_lacks_all_that_is_labelled(self) -> None:
        (missing,) = evaluate([label()], [], workers=0).letters
        assert all(found.labelled and not found.read for found in missing.disagreements)
        assert {found.field for found in missing.disagreements} == set(BY_NAME)
        assert missing.text == ""

    def test_files_without_a_label_are_not_read(self, tmp_path: Path) -> None:
        (tmp_path / "one.txt").write_text(EVERYTHING)
        (tmp_path / "other.pdf").write_bytes(b"%PDF-1.4 and no more")
        told: list[int] = []
        evaluation = evaluate([label(name="one")], tmp_path, workers=0, progress=told.append)
        assert told == [1]
        assert evaluation.unlabelled == (f"{tmp_path}/other.pdf",)
        assert evaluation.failures == ()

    def test_a_file_by_another_name_is_read_where_it_is_given(self, tmp_path: Path) -> None:
        letter = tmp_path / "one.letter"
        letter.write_text(EVERYTHING)
        assert evaluate([label(name="one")], letter, workers=0).letters[0].was_read
        assert evaluate([label(name="two")], letter, workers=0).unlabelled == (str(letter),)

    def test_in_archives(self, tmp_path: Path) -> None:
        archive = tmp_path / "letters.zip"
        with zipfile.ZipFile(archive, "w") as members:
            members.writestr("2015/one.txt", EVERYTHING)
        evaluation = evaluate([label(name="one")], archive, workers=0)
        assert evaluation.letters[0].source == f"{archive}/2015/one.txt"
        archive.write_bytes(b"PK\x03\x04")
        evaluation = evaluate([label(name="one")], archive, workers=0)
        assert [failure.name for failure in evaluation.failures] == [str(archive)]

    def test_by_a_parser_with_less_in_it(self) -> None:
        parser = imrkit.Parser().without("injury")
        evaluation = evaluate([label()], [("letter.txt", EVERYTHING)], parser=parser, workers=0)
        assert evaluation.score("injury.diagnoses").recall.rate == 0
        assert evaluation.score("patient.age").recall.rate == 1

    def test_from_a_file_of_labels(self, tmp_path: Path) -> None:
        labels = tmp_path / "labels.jsonl"
        labels.write_text(gold.line("letter", imrkit.parse_letter(EVERYTHING)))
        assert not list(evaluate(labels, [("letter.txt", EVERYTHING)], workers=0).disagreements)

    def test_what_is_no_letter_text_shows_in_no_representation(self) -> None:
        evaluation = against(spoilt(label(), "patient.age", 40))
        assert evaluation.letters[0].text == EVERYTHING
        assert "crates" not in repr(evaluation)
        assert "Norco" not in repr(evaluation)


def under(spans: Iterator[Span | None] | list[Span | None], text: str = EVERYTHING) -> list[str | None]:
    return [None if span is None else " ".join(text[span.slice].split()) for span in spans]


def only(labels: dict[str, Any], text: str = EVERYTHING) -> Disagreement:
    (found,) = against(labels, text).disagreements
    return found


ENDING = "is documented. The request is not medically necessary"
ODG = "Official Disability Guidelines (ODG), Knee, Physical therapy"
PLACES: list[tuple[str, Any, str | None, str]] = [
    ("injury.date", "2015-04-02", "4-2-15", "3-9-15"),
    ("decision_date", "2015-05-20", "05/20/2015", "06/20/2015"),
    ("injury.mechanism", "an Industrial  injury", "an industrial injury", "cumulative trauma"),
    ("items[0].request", "Norco 10/325mg #60", "Norco 10/325mg #60", "Norco 10/325mg #30 with 2 refills"),
    ("items[0].drug.quantity", 60, "60", "30"),
    ("items[1].visits", [2, 4], None, "2 times a week for 4 weeks"),
    ("items[1].weeks", 2, "2", "4 weeks"),
    ("patient.age", 50, None, "39"),
    ("items[0].decision", "overturned", None, "Upheld"),
    ("items[0].rationale.reasons[0]", "safety", None, "No urine drug screen is on file"),
    ("items[0].rationale.first_words", "No urine", "No urine", "Opioids are not recommended for long (Doe, 2011"),
    ("items[2].rationale.last_words", "No benefit", "No benefit", ENDING),
    ("items[1].reviewer_guidelines.citations[0].source", "ACOEM", "Knee", ODG),
    ("items[0].reviewer_guidelines.citations[0].sections", "Page(s)", "Page(s", "Opioids"),
    ("items[1].body_parts[0].part", "hip", None, "right knee"),
    ("injury.diagnoses[1]", "...", None, "right knee contusion"),
]  # fmt: skip
"""A wrong label, the words where it stands, if it does, and those of what was read."""


class TestPlaces:
    @pytest.mark.parametrize(("path", "value", "labelled", "read"), PLACES)
    def test_of_both_values(self, path: str, value: Any, labelled: str | None, read: str) -> None:
        found = only(spoilt(label(), path, value))
        assert under([stated.span for stated in found.labelled]) == [labelled]
        assert under([stated.span for stated in found.read]) == [read]

    def test_the_nearest_of_several(self) -> None:
        text = EVERYTHING.replace("The diagnoses include", "He takes Norco 10/325mg. The diagnoses include")
        found = only(spoilt(label(text), "items[0].drug.name", "10/325mg"), text)
        (stated,) = found.labelled
        assert stated.span is not None
        assert stated.span.start > text.index("ISSUES")

    def test_a_passage_where_no_value_has_a_place(self) -> None:
        labels = label()
        labels["items"][0]["rationale"]["reasons"].append("safety")
        found = only(labels)
        assert [stated.span for stated in found.labelled] == [None]
        (passage,) = passages(found, EVERYTHING)
        assert passage.text.startswith("Opioids are not recommended")
        assert passage.marked == ()
        assert not passage.ends_within_line
        long = EVERYTHING.replace("No urine drug screen", "The file is long. " * 60 + "No urine drug screen")
        (passage,) = passages(only(labels, long), long)
        assert passage.ends_within_line
        assert LONGEST_WITHOUT_MARK - 20 < len(passage.text) <= LONGEST_WITHOUT_MARK

    def test_no_passage_where_the_letter_says_nothing_near(self) -> None:
        text = written(header=False)
        found = only(spoilt(label(text), "case_number", "CM15-9900001"), text)
        assert found.within is None
        assert passages(found, text) == ()

    def test_how_many_items_there_are_stands_nowhere(self) -> None:
        labels = label()
        labels["items"].append({})
        found = only(labels)
        assert (found.field, found.path) == ("item.count", "items")
        assert passages(found, EVERYTHING) == ()

    def test_an_item_that_was_not_read_is_looked_for_in_the_whole_letter(self) -> None:
        labels = label()
        labels["items"].append({"request": "Interpreter services", "per_week": 2})
        request, rate = (found for found in against(labels).disagreements if found.field != "item.count")
        assert under([request.labelled[0].span]) == ["Interpreter services"]
        assert (rate.labelled[0].span, rate.within) == (None, None)

    def test_passages_are_cut_at_lines_and_words(self) -> None:
        found = only(spoilt(label(), "injury.date", "2015-04-02"))
        (passage,) = passages(found, EVERYTHING)
        lines = EVERYTHING.split("\n")
        assert passage.text.split("\n")[0] == lines[passage.line - 1]
        assert [passage.text[mark.span.slice] for mark in passage.marked] == ["3-9-15", "4-2-15"]
        assert [(mark.labelled, mark.read) for mark in passage.marked] == [(False, True), (True, False)]
        folded = " ".join(EVERYTHING.split())
        (passage,) = passages(only(spoilt(label(), "injury.date", "2015-04-02"), folded), folded)
        assert passage.line == 1
        assert passage.begins_within_line
        assert passage.ends_within_line
        assert len(passage.text) <= 2 * CONTEXT + len("3-9-15 to 4-2-15")
        assert f" {passage.text} " in folded

    def test_values_far_apart_have_passages_of_their_own(self) -> None:
        filler = "\n".join(["The applicant was seen again and nothing was found."] * 12)
        text = EVERYTHING.replace(
            "The diagnoses include", f"{filler}\nIt began after a fall. The diagnoses include"
        )
        labels = spoilt(label(text), "injury.mechanism", "a fall")
        first, second = passages(only(labels, text), text)
        assert second.line > first.line + 8
        assert not first.begins_within_line
        assert not second.ends_within_line

    def test_a_word_too_long_for_a_passage(self) -> None:
        text = "x" * 500 + "39" + "y" * 500
        found = Disagreement("letter", "patient.age", "patient.age", (), (), within=None)
        assert passages(found, text) == ()
        stated = against(spoilt(label(), "patient.age", 40)).letters[0].disagreements[0].read[0]
        placed = Disagreement("letter", "patient.age", "patient.age", (type(stated)(40, Span(500, 502)),), ())
        (passage,) = passages(placed, text)
        assert passage.text == "x" * CONTEXT + "39" + "y" * CONTEXT


class TestWords:
    @pytest.mark.parametrize(
        ("value", "words"),
        [
            (True, "yes"),
            (8, "8"),
            ((4, 8), "4 to 8"),
            ("not_necessary", "not_necessary"),
            ({"part": "low_back"}, "low_back"),
            ({"part": "knee", "side": "left"}, "left knee"),
            ({"source": "ACOEM", "mtus": True, "chapter": 12, "title": "Low Back"}, "MTUS ACOEM Chapter 12 Low Back"),
            ({"source": "other", "mtus": False}, "other"),
        ],
    )  # fmt: skip
    def test_of_values(self, value: Any, words: str) -> None:
        assert in_words(value) == words

    def test_of_no_value(self) -> None:
        assert listed([]) == "no such value"


class TestIntervals:
    def test_of_nothing(self) -> None:
        assert share([]) == share([(0, 0), (0, 0)]) == (None, None, None)

    def test_letters_without_an_error_are_no_certainty(self) -> None:
        few, many = share([(1, 1)] * 4), share([(1, 1)] * 100)
        assert few.rate == few.high == many.rate == 1
        assert few.low is not None
        assert many.low is not None
        assert few.low < 0.6
        assert many.low > 0.95

    def test_values_of_one_letter_tell_little(self) -> None:
        one, twenty = share([(18, 20)]), share([(1, 1)] * 18 + [(0, 1)] * 2)
        assert one.rate == twenty.rate == 0.9
        assert one.low is not None
        assert twenty.low is not None
        assert one.low < 0.4
        assert twenty.low > 0.65

    def test_errors_in_few_letters_leave_more_doubt_than_scattered_ones(self) -> None:
        scattered = share([(4, 5)] * 20)
        together = share([(5, 5)] * 16 + [(0, 5)] * 4)
        assert scattered.rate == together.rate == 0.8
        assert together.low is not None
        assert scattered.low is not None
        assert together.low < scattered.low

    @pytest.mark.parametrize(("letters", "alike"), [(10, 0.0), (30, 0.3), (65, 0.3)])
    def test_nine_in_ten_hold_the_truth(self, letters: int, alike: float) -> None:
        """Letters of one to six values, 90 % of which are right, those of a letter more or less alike."""
        dice = random.Random(f"{letters}/{alike}")  # noqa: S311
        samples, holding = 400, 0
        for _ in range(samples):
            counts = []
            for _ in range(letters):
                size = dice.choice((1, 1, 1, 1, 2, 3, 6))
                within = 0.9 if not alike else dice.betavariate(0.9 * (1 / alike - 1), 0.1 * (1 / alike - 1))
                counts.append((sum(dice.random() < within for _ in range(size)), size))
            found = share(counts)
            holding += found.low is not None and found.high is not None and found.low <= 0.9 <= found.high
        assert holding >= 0.9 * samples


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    """The reference scorer that comes with the labelled letters."""
    path = SHARED / "tools" / "score.py"
    if not path.is_file():
        pytest.skip(f"no reference scorer in {SHARED}: agreement with it is not checked")
    spec = importlib.util.spec_from_file_location("reference_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def mixed_up(records: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """*records* with values lost, taken from others, or changed in a letter or two; every field is hit."""
    dice = random.Random(seed)  # noqa: S311
    drawn: list[dict[str, Any]] = json.loads(json.dumps(records))
    others: list[dict[str, Any]] = json.loads(json.dumps(records))

    def mix(value: Any, other: Any) -> Any:
        if isinstance(value, dict) and isinstance(other, dict):
            if "source" in value or "part" in value:
                return {name: dice.choice((value, value, value, other))[name] for name in value}
            category = dice.random() < 0.1  # with its subcategory
            return {
                name: other[name] if name in {"category", "subcategory"} and category
                else value[name] if name in {"id", "category", "subcategory"}
                else mix(value[name], other[name])
                for name in value
            }  # fmt: skip
        if isinstance(value, list) and isinstance(other, list):
            if value and isinstance(value[0], int | float):
                return dice.choice((value, other))
            members = [mix(one, two) for one, two in zip(value, [*other, *value], strict=False)]
            if dice.random() < 0.2:
                members += other[:1]
            if members and dice.random() < 0.2:
                members.pop(dice.randrange(len(members)))
            return members
        if isinstance(value, str) and dice.random() < 0.1:
            return (
                dice.choice((value.upper(), f" {value}. ", value.replace(" ", "-")))
                if " " in value
                else value
            )
        return dice.choice((value, value, value, value, other))

    return [mix(record, dice.choice(others)) for record in drawn]


class TestReferenceScorer:
    """The counts are those of the reference scorer, on every field."""

    def agree(
        self, scorer: ModuleType, labels: list[dict[str, Any]], evaluation: Evaluation, read: Any
    ) -> None:
        board = scorer.score(labels, read)
        assert {name for names in scorer.GROUPS.values() for name in names.split()} == set(BY_NAME)
        wrong = Counter(found.field for found in evaluation.disagreements)
        for group, names in scorer.GROUPS.items():
            for name in names.split():
                score = evaluation.score(name)
                counts = score.counts
                assert [counts.labelled, counts.read, counts.right] == board.n[name], name
                assert wrong[name] == len(board.wrong[name]), name
                assert score.group == group
                precision, recall, f1 = scorer.ratios(*board.n[name])
                if counts.read:
                    assert score.precision.rate == pytest.approx(precision)
                if counts.labelled:
                    assert score.recall.rate == pytest.approx(recall)
                if counts.labelled or counts.read:
                    assert score.f1.rate == pytest.approx(f1)
            of_group = [board.n[name] for name in names.split()]
            total = scorer.ratios(*(sum(column) for column in zip(*of_group, strict=True)))
            assert evaluation.score(group).f1.rate == pytest.approx(total[2])

    def test_on_real_letters(self, scorer: ModuleType) -> None:
        paths = [
            *(SHARED / "letters" / "pdf").glob("*.pdf"),
            *(SHARED / "letters" / "text" / "original").glob("*.txt"),
        ]
        labels = [
            json.loads(line) for line in (SHARED / "gold" / "dev.jsonl").read_text("utf-8").splitlines()
        ]
        evaluation = evaluate(SHARED / "gold" / "dev.jsonl", paths[3:], workers=0)
        assert len(evaluation.missing) == 3
        read = [gold.record(path.stem, imrkit.read_letter(path)) for path in paths[3:]]
        self.agree(scorer, labels, evaluation, read)

    @pytest.mark.parametrize("seed", range(3))
    def test_on_labels_that_are_mixed_up(self, scorer: ModuleType, seed: int) -> None:
        letters = [(f"letter-{n}", letter, text) for n, (letter, text) in enumerate(synthesize(seed, 60))]
        labels = mixed_up([gold.record(name, letter) for name, letter, _ in letters], seed)
        evaluation = evaluate(labels, [(f"{name}.txt", text) for name, _, text in letters[2:]], workers=0)
        read = [gold.record(name, imrkit.parse_letter(text)) for name, _, text in letters[2:]]
        self.agree(scorer, labels, evaluation, read)
        assert len({found.field for found in evaluation.disagreements}) >= len(FIELDS) - 5


class TestDocumentation:
    PAGE = (ROOT / "docs" / "how-to" / "evaluate.md").read_text("utf-8")

    def test_the_intervals_of_samples(self) -> None:
        rows = re.findall(r"^\| (\d+) \| (.+) \| (.+) \| (.+) \|$", self.PAGE, re.MULTILINE)
        assert [int(letters) for letters, *_ in rows] == [20, 50, 100, 200, 400]
        for letters, *shown in rows:
            for percent, interval in zip((0, 5, 10), shown, strict=True):
                wrong = round(int(letters) * percent / 100)
                _, low, high = share([(1, 1)] * (int(letters) - wrong) + [(0, 1)] * wrong)
                assert interval == f"{low:.2f} to {high:.2f}"
