"""Labelled letters: what is taken for one, and what is said of anything else."""

from __future__ import annotations

import json
import pickle
import re
from pathlib import Path
from typing import Any

import pytest
from labelled import label, spoilt

import imrkit
from imrkit import gold
from imrkit.errors import DataError, LabelError
from imrkit.labels import check_labels, read_labels
from imrkit.synth import synthesize

NOT_WORDS = [
    ("priority", "Priority"),
    ("patient.sex", "Sex"),
    ("reviewer.states[0]", "State"),
    ("items[0].decision", "Decision"),
    ("items[0].category", "Category"),
    ("items[1].body_parts[0].part", "Part"),
    ("items[1].body_parts[0].side", "Side"),
    ("items[0].reviewer_guidelines.citations[0].source", "GuidelineSource"),
    ("items[0].rationale.conclusion", "Conclusion"),
    ("items[0].rationale.reasons[0]", "Reason"),
]
MALFORMED: list[tuple[str, Any, str]] = [
    ("id", "", "a text that is not empty is expected, null for none"),
    ("id", None, "is missing"),
    ("items", None, "is missing"),
    ("items", {}, "a list is expected, [] for none"),
    ("items[1]", "physical therapy", "an object is expected"),
    ("case_number", 16, "a text is expected"),
    ("decision_date", "06/16/2017", "a date as YYYY-MM-DD, YYYY-MM or YYYY is expected"),
    ("injury.date", "2017-02-30", "a date as YYYY-MM-DD, YYYY-MM or YYYY is expected"),
    ("injury.cumulative", "yes", "true or false is expected"),
    ("injury.diagnoses[1]", " ", "a text that is not empty is expected, null for none"),
    ("patient.age", 48.5, "a whole number is expected"),
    ("patient.age", True, "a whole number is expected"),
    ("patient.age", -1, "a whole number, 0 or more, is expected"),
    ("items[1].weeks", float("nan"), "a number is expected"),
    ("items[1].weeks", 10**400, "a smaller number is expected"),
    ("items[1].visits", 10**400, "a smaller number is expected"),
    ("items[1].weeks", -2, "a number, 0 or more, is expected"),
    ("items[1].visits", [4, 6, 8], "a number, or a range as [low, high], is expected"),
    ("items[1].visits", [8, 4], "a range with the lower end first is expected"),
    ("items[0].subcategory", "Acupuncture", "a subcategory of the item's category is expected"),
    ("items[2].subcategory", "Acupuncture", "a subcategory of the item's category is expected"),
    ("items[0].drug", "Norco", "an object is expected"),
    ("items[0].ca_guidelines.citations", "MTUS", "a list is expected, [] for none"),
    ("items[0].reviewer_guidelines.citations[0].mtus", None, "is missing"),
]


def refused(record: Any) -> LabelError:
    with pytest.raises(LabelError) as caught:
        check_labels([record])
    return caught.value


class TestRecords:
    def test_what_imrkit_writes_is_taken(self) -> None:
        for letter, _ in synthesize(seed=5, n=50):
            (checked,) = check_labels([gold.record("letter", letter)])
            assert checked["items"]

    def test_what_is_left_out_is_not_stated(self) -> None:
        (checked,) = check_labels([{"id": "letter", "items": [{"rationale": None}], "patient": None}])
        assert checked["items"] == [{"rationale": None}]

    def test_ranges_and_partial_dates(self) -> None:
        labels = spoilt(spoilt(label(), "items[1].visits", [4, 8]), "injury.date", "2015-03")
        assert check_labels([labels]) == (labels,)

    @pytest.mark.parametrize(("path", "value", "expected"), MALFORMED)
    def test_a_value_of_another_kind(self, path: str, value: Any, expected: str) -> None:
        error = refused(spoilt(label(), path, value))
        assert error.line == 1
        assert error.problem.partition(": ")[0] == expected
        assert error.path.startswith(path)
        assert str(error) == f"line 1: {error.path}: {error.problem}"

    @pytest.mark.parametrize(("path", "vocabulary"), NOT_WORDS)
    def test_a_word_that_the_vocabulary_has_not(self, path: str, vocabulary: str) -> None:
        error = refused(spoilt(label(), path, "Jane Roe"))
        assert error.path == path
        assert error.problem.startswith(f"a word of the vocabulary {vocabulary} is expected")
        assert "Roe" not in str(error)

    @pytest.mark.parametrize(
        ("path", "value", "words"),
        [
            ("items[0].decision", "denied", "'upheld' or 'overturned'"),
            ("items[0].category", "surgury", "'Surgery'"),
            ("items[1].body_parts[0].part", "lower back", "'low_back'"),
            ("items[1].subcategory", "chiropractor", "'Chiropractic'"),
        ],
    )
    def test_a_misspelt_word_is_told_the_right_ones(self, path: str, value: str, words: str) -> None:
        problem = refused(spoilt(label(), path, value)).problem
        assert words in problem
        assert value not in problem

    @pytest.mark.parametrize("path", ["", "items[0]", "items[0].drug", "reviewer"])
    def test_a_misspelt_field(self, path: str) -> None:
        labels = label()
        spoilt_ = {"": labels, "reviewer": labels["reviewer"]}.get(path) or labels["items"][0]
        (spoilt_["drug"] if path.endswith("drug") else spoilt_)["nmae"] = "x"
        error = refused(labels)
        assert error.path == path
        assert error.problem.startswith("a field that is none of ")

    def test_anything_but_an_object(self) -> None:
        assert refused(["letter"]).problem == "an object is expected"

    def test_the_same_letter_twice(self) -> None:
        with pytest.raises(LabelError, match="line 2: id: the letter is labelled on line 1 already"):
            check_labels([label(), label()])

    def test_the_error_is_one_of_data_and_travels(self) -> None:
        error = refused(spoilt(label(), "patient.age", "48"))
        assert isinstance(error, DataError)
        assert isinstance(error, imrkit.LabelError)
        again = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert (str(again), again.line, again.path) == (str(error), error.line, error.path)


class TestFiles:
    def test_a_record_a_line(self, tmp_path: Path) -> None:
        file = tmp_path / "labels.jsonl"
        letters = [letter for letter, _ in synthesize(seed=2, n=3)]
        lines = [gold.line(f"letter-{n}", letter) for n, letter in enumerate(letters)]
        file.write_text("\ufeff" + "\n".join(lines) + "\n\n", encoding="utf-8")
        assert read_labels(file) == tuple(
            gold.record(f"letter-{n}", letter) for n, letter in enumerate(letters)
        )

    def test_records_over_several_lines(self, tmp_path: Path) -> None:
        file = tmp_path / "labels.json"
        records = [label(name="one"), label(name="two")]
        file.write_text("\n".join(json.dumps(record, indent=2) for record in records), encoding="utf-8")
        assert list(read_labels(file)) == records

    def test_an_empty_file_has_none(self, tmp_path: Path) -> None:
        file = tmp_path / "labels.jsonl"
        file.write_text(" \n")
        assert read_labels(file) == ()

    @pytest.mark.parametrize(
        ("spoils", "line", "problem"),
        [
            (b'{"id": "b", "items": [}', 3, "no JSON: Expecting value, column 23"),
            (b'{"id": "b",\n "items": ["Roe]}', 4, "no JSON: Invalid control character at, column 18"),
            (b'{"id": "b", "items": [], "notes": "\xff"}', 3, "a text in UTF-8 is expected"),
            (b"[" * 100_000, 3, "no JSON that can be read"),
            (b'{"id": "a", "items": []}', 3, "id: the letter is labelled on line 1 already"),
            (b'{\n"id": "b"}', 3, "items: is missing"),
            (b'{"id": "a2", "items": []} {"id": "b"}', 3, "items: is missing"),
        ],
    )
    def test_the_line_of_an_error(self, spoils: bytes, line: int, problem: str, tmp_path: Path) -> None:
        file = tmp_path / "labels.jsonl"
        file.write_bytes(b'{"id": "a",\n "items": []}\n' + spoils + b"\n")
        with pytest.raises(LabelError) as caught:
            read_labels(file)
        assert str(caught.value).startswith(f"line {line}: {problem}")
        assert "Roe" not in str(caught.value)

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            read_labels(tmp_path / "none.jsonl")


class TestDocumentation:
    PAGE = (Path(__file__).parents[1] / "docs" / "reference" / "labelled-letters.md").read_text("utf-8")

    def test_every_field_is_described(self) -> None:
        described = set(re.findall(r"^\| `([a-z_.]+)` \| ", self.PAGE, re.MULTILINE))
        labels = label()
        item = labels["items"][0]
        citation = item["reviewer_guidelines"]["citations"][0]
        parts = ("reviewer", "patient", "injury", "drug", "rationale")
        plain = {*labels, *item, *item["ca_guidelines"], *citation} - set(parts)
        nested = {f"{part}.{name}" for part in parts for name in (labels.get(part) or item[part])}
        assert described == plain | nested
