"""``imrkit evaluate``: what it shows, what it quotes, and how it ends; and drafts of labels."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from labelled import EVERYTHING, label, spoilt
from rich.console import Console
from terminal import on_a_terminal

from imrkit import evaluation
from imrkit.cli import main
from imrkit.cli.disagreements import by_field, in_place
from imrkit.cli.scores import WIDE, chosen, table
from imrkit.errors import WorkerError
from imrkit.evaluation import FIELDS, Group, evaluate
from imrkit.labels import read_labels

ROOT = Path(__file__).parents[1]
QUOTED = re.compile("Norco|crates|knee|trauma", re.IGNORECASE)
"""Words of the letters."""


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """Two letters."""
    folder = tmp_path / "letters"
    folder.mkdir()
    for name in ("first", "second"):
        (folder / f"{name}.txt").write_text(EVERYTHING)
    return folder


def labelled(folder: Path, *labels: dict[str, Any]) -> Path:
    file = folder / "labels.jsonl"
    file.write_text("".join(f"{json.dumps(record)}\n" for record in labels))
    return file


@pytest.fixture
def right(tmp_path: Path) -> Path:
    return labelled(tmp_path, label(name="first"), label(name="second"))


@pytest.fixture
def wrong(tmp_path: Path, letters: Path) -> Path:
    """Two labels of the first letter are wrong, and one of the second."""
    first = spoilt(spoilt(label(name="first"), "patient.age", 40), "injury.mechanism", "an industrial injury")
    return labelled(tmp_path, first, spoilt(label(name="second"), "patient.age", 41))


def run(*arguments: object) -> int:
    return main(["evaluate", *map(str, arguments), "--workers", "0"])


def line_of(shown: str, name: str) -> list[str]:
    """The cells of the line of a field in the table."""
    (line,) = [line for line in shown.splitlines() if line.split()[:1] == [name]]
    return line.split()[1:]


class TestTable:
    def test_right_labels(self, right: Path, letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(right, letters) == 0
        shown = capsys.readouterr()
        assert shown.err == ""
        first, blank, heading, *lines = shown.out.splitlines()
        assert first == "2 labelled letters: 2 read"
        assert blank == ""
        assert heading.split() == ["labelled", "read", "right", "precision", "recall", "F1"]
        assert [line.split()[0] for line in lines if line[0] != " "] == list(Group)
        assert [line.split()[0] for line in lines if line[0] == " "] == [field.name for field in FIELDS]
        of_ages = line_of(shown.out, "patient.age")
        assert of_ages == ["2", "2", "2", *["1.000", of_ages[4]] * 3]
        assert re.fullmatch(r"\(0\.\d{3}-1\.000\)", of_ages[4])
        assert not QUOTED.search(shown.out)

    def test_wrong_labels_are_no_failure(
        self, wrong: Path, letters: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(wrong, letters) == 0
        shown = capsys.readouterr().out
        assert line_of(shown, "patient.age")[:4] == ["2", "2", "0", "0.000"]
        assert line_of(shown, "injury.mechanism")[:4] == ["2", "2", "1", "0.500"]
        assert not QUOTED.search(shown)

    def test_a_field_that_nobody_stated_has_no_shares(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = tmp_path / "letters"
        folder.mkdir()
        (folder / "first.txt").write_text(EVERYTHING.replace(" to 4-2-15", ""))
        labels = labelled(tmp_path, spoilt(label(name="first"), "injury.end_date", None))
        assert run(labels, folder) == 0
        assert line_of(capsys.readouterr().out, "injury.end_date") == ["0", "0", "0", "-", "-", "-"]

    def test_on_a_narrow_terminal(
        self, right: Path, letters: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "80")
        assert run(right, letters) == 0
        lines = capsys.readouterr().out.splitlines()
        assert max(map(len, lines)) <= 80
        monkeypatch.setenv("COLUMNS", str(WIDE))
        assert run(right, letters) == 0
        lines = capsys.readouterr().out.splitlines()
        assert 80 < max(map(len, lines)) <= WIDE

    def test_of_a_field_and_a_group(
        self, right: Path, letters: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(right, letters, "--field", "patient.age", "--field", "coding") == 0
        lines = capsys.readouterr().out.splitlines()[3:]
        of_coding = [field.name for field in FIELDS if field.group is Group.CODING]
        assert [line.split()[0] for line in lines] == ["patient.age", "coding", *of_coding]

    def test_colours_where_there_are_any(self, wrong: Path, letters: Path) -> None:
        found = evaluate(wrong, letters, workers=0)
        console = Console(force_terminal=True, color_system="standard", width=120, highlight=False)
        shown = "".join(table(found, chosen(found, ()), console))
        assert "\x1b[1mnarrative" in shown


class TestErrors:
    def test_in_place(self, wrong: Path, letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(wrong, letters, "--errors", "1") == 0
        shown = capsys.readouterr()
        assert shown.err == ""
        errors = shown.out[shown.out.index("patient.age: 2") :]
        number = EVERYTHING[: EVERYTHING.index("The injured worker")].count("\n") + 1
        assert errors.splitlines()[:8] == [
            "patient.age: 2 not as labelled, 1 shown",
            "",
            "first: patient.age",
            "  labelled  40",
            "  read      39",
            f"{number - 1:>6} | CLINICAL CASE SUMMARY",
            f"{number:>6} | The injured worker is a [read: 39] year old male who sustained an industrial injury from "
            "3-9-15 to 4-2-15. The",
            "",
        ]
        assert errors.splitlines()[8:12] == [
            "injury.mechanism: 1 not as labelled",
            "",
            "first: injury.mechanism",
            "  labelled  an industrial injury",
        ]
        assert "sustained [labelled: an industrial injury] from 3-9-15" in errors
        assert "mechanism of injury was [read: cumulative trauma]." in errors

    def test_all_of_a_field(self, wrong: Path, letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(wrong, letters, "--field", "patient.age") == 0
        shown = capsys.readouterr().out
        assert "patient.age: 2 not as labelled\n" in shown
        assert "second: patient.age" in shown
        assert "mechanism" not in shown

    def test_none_if_none_are_wanted(
        self, wrong: Path, letters: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(wrong, letters, "--field", "patient.age", "--errors", "0") == 0
        assert not QUOTED.search(capsys.readouterr().out)

    def test_one_place_for_both(
        self, letters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        labels = spoilt(label(name="first"), "reviewer.subspecialties[0]", "Pain-Medicine")
        labels["items"][0]["rationale"]["reasons"] = []
        assert run(labelled(tmp_path, labels), letters / "first.txt", "--errors", "9") == 0
        shown = capsys.readouterr().out
        assert "has a subspecialty in [labelled, read: Pain Medicine] and is licensed" in shown
        assert "  labelled  no such value\n  read      insufficient_documentation\n" in shown

    def test_in_colours(self, wrong: Path, letters: Path) -> None:
        found = evaluate(wrong, letters, workers=0)
        console = Console(force_terminal=True, color_system="standard", width=120, highlight=False)
        shown = "".join(in_place(found, by_field(found, ["injury.mechanism"]), None, console))
        assert "\x1b[4;32man industrial injury\x1b[0m" in shown
        assert "\x1b[4;31mcumulative trauma\x1b[0m" in shown

    def test_of_a_letter_that_was_not_read(
        self, tmp_path: Path, letters: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        labels = labelled(tmp_path, label(name="third"))
        assert run(labels, letters, "--field", "patient.age") == 1
        assert capsys.readouterr().out.endswith(
            "third: patient.age\n  labelled  39\n  read      nothing: the letter was not read\n"
        )

    def test_no_character_that_a_terminal_obeys(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = EVERYTHING.replace("while stacking", "\x1b[2J while").replace("cumulative", "cumu\u202elative")
        (tmp_path / "first.txt").write_text(text)
        labels = spoilt(label(text, "first"), "injury.mechanism", "a \x1b[2Jfall")
        assert run(labelled(tmp_path, labels), tmp_path / "first.txt", "--errors", "3") == 0
        shown = capsys.readouterr().out
        assert not re.search("[\x1b\u202e]", shown)
        assert "a ␛[2Jfall" in shown

    def test_a_line_cut_within(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        folded = " ".join(EVERYTHING.split())
        (tmp_path / "first.txt").write_text(folded)
        labels = labelled(tmp_path, spoilt(label(folded, "first"), "patient.age", 40))
        assert run(labels, tmp_path / "first.txt", "--field", "patient.age") == 0
        quoted = capsys.readouterr().out.splitlines()[-1]
        assert quoted.startswith("     1 | …")
        assert quoted.endswith("…")


class TestForPrograms:
    def test_json(self, wrong: Path, letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (letters / "third.txt").write_text(EVERYTHING)
        assert run(wrong, letters, "--format", "json") == 0
        written = capsys.readouterr().out
        content = json.loads(written)
        assert content["schema_version"] == 1
        assert content["letters"] == {
            "labelled": 2,
            "read": 2,
            "not_read": [],
            "unlabelled": [f"{letters}/third.txt"],
            "repeated": [],
            "other_failures": [],
        }
        assert [group["name"] for group in content["groups"]] == list(Group)
        assert [field["name"] for field in content["fields"]] == [field.name for field in FIELDS]
        (ages,) = [field for field in content["fields"] if field["name"] == "patient.age"]
        assert (ages["group"], ages["labelled"], ages["read"], ages["right"]) == ("narrative", 2, 2, 0)
        assert ages["f1"]["value"] == ages["f1"]["low"] == 0 < ages["f1"]["high"] < 1
        assert "disagreements" not in content
        assert not QUOTED.search(written)

    def test_json_with_errors(self, wrong: Path, letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(wrong, letters, "--format", "json", "--errors", "1") == 0
        age, mechanism = json.loads(capsys.readouterr().out)["disagreements"]
        at = EVERYTHING.index("39 year")
        assert age == {
            "letter": "first",
            "field": "patient.age",
            "path": "patient.age",
            "labelled": [{"value": 40, "span": None}],
            "read": [{"value": 39, "span": [at, at + 2]}],
        }
        assert mechanism["labelled"][0]["value"] == "an industrial injury"

    def test_json_of_what_was_not_read(
        self, wrong: Path, letters: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (letters / "first.txt").write_text("A recipe for soup.")
        (letters / "second.txt").unlink()
        (letters / "bad.zip").write_bytes(b"PK\x03\x04")
        assert run(wrong, letters, letters / "bad.zip", "--format", "json") == 1
        content = json.loads(capsys.readouterr().out)["letters"]
        assert content["not_read"] == [
            {"id": "first", "source": f"{letters}/first.txt", "reason": "not a letter"},
            {"id": "second", "source": None, "reason": None},
        ]
        assert content["other_failures"] == [{"source": f"{letters}/bad.zip", "reason": "corrupt archive"}]

    def test_csv(self, wrong: Path, letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(wrong, letters, "--format", "csv", "--errors", "1") == 0
        written = capsys.readouterr().out
        rows = {row["name"]: row for row in csv.DictReader(io.StringIO(written))}
        assert set(rows) == {*Group, *(field.name for field in FIELDS)}
        mechanism = rows["injury.mechanism"]
        assert (mechanism["labelled"], mechanism["right"], mechanism["f1"]) == ("2", "1", "0.5")
        assert 0 < float(mechanism["f1_low"]) < 0.5 < float(mechanism["f1_high"]) < 1
        assert not QUOTED.search(written)


class TestOutcome:
    def test_what_is_not_read_is_named_without_its_text(
        self, tmp_path: Path, letters: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (letters / "second.txt").write_text("Norco for Jane Roe")
        labels = labelled(tmp_path, *(label(name=name) for name in ("first", "second", "third")))
        assert run(labels, letters) == 1
        shown = capsys.readouterr()
        assert shown.out.startswith("3 labelled letters: 1 read; 2 not read, whose values count as missed\n")
        second, third = shown.err.splitlines()
        assert second.startswith(f"imrkit: not read: {letters}/second.txt: ")
        assert third == "imrkit: not read: third: there is no file with this stem"
        assert not QUOTED.search(shown.err)
        assert "Roe" not in shown.err

    def test_what_takes_no_part_is_named_up_to_a_few(
        self, tmp_path: Path, letters: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (letters / "more").mkdir()
        for name in ("first", *(f"other-{n}" for n in range(7))):
            (letters / "more" / f"{name}.txt").write_text(EVERYTHING)
        assert run(labelled(tmp_path, label(name="first"), label(name="second")), letters) == 0
        shown = capsys.readouterr()
        assert shown.out.startswith(
            "2 labelled letters: 2 read; 7 more without a label; "
            "1 left out, as another file of the letter was read\n"
        )
        assert shown.err.splitlines() == [
            *(f"imrkit: without a label: {letters}/more/other-{n}.txt" for n in range(5)),
            "imrkit: without a label: 2 more; --format json names all",
            f"imrkit: left out, as another file with its stem was read: {letters}/more/first.txt",
        ]

    @pytest.mark.parametrize(
        ("bars", "code", "said"),
        [
            (["structure=1", "patient.sex=0.95"], 0, ""),
            (["patient.age=0"], 0, ""),
            (["patient.age=0.5"], 1, "imrkit: below the bar: patient.age: F1 0.0000, 0.5 is asked for\n"),
            (["narrative=.95"], 1, "imrkit: below the bar: narrative: F1 0.8750, 0.95 is asked for\n"),
        ],
    )
    def test_a_bar(
        self, bars: list[str], code: int, said: str, wrong: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert (
            run(wrong, wrong.parent / "letters", *(word for bar in bars for word in ("--fail-under", bar)))
            == code
        )
        assert capsys.readouterr().err == said

    def test_a_bar_for_what_no_letter_states(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "empty").mkdir()
        labels = labelled(tmp_path, {"id": "first", "items": []})
        assert run(labels, tmp_path / "empty", "--fail-under", "coding=0.9") == 1
        assert "coding: no letter states it, F1 0.9 is asked for" in capsys.readouterr().err

    @pytest.mark.parametrize(
        "options",
        [
            ["--field", "patient.agee"],
            ["--fail-under", "patient.agee=1"],
            ["--fail-under", "patient.age"],
            ["--fail-under", "patient.age=2"],
            ["--fail-under", "patient.age=nan"],
            ["--fail-under", "patient.age=high"],
            ["--errors", "-1"],
        ],
    )
    def test_options_that_mean_nothing(
        self, options: list[str], right: Path, letters: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(right, letters, *options) == 2
        assert "Error: Invalid value for" in capsys.readouterr().err

    def test_a_bar_without_a_number(
        self, right: Path, letters: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(right, letters, "--fail-under", "structure") == 2
        assert "behind structure goes the F1 that it must have" in capsys.readouterr().err

    def test_labels_that_are_none(
        self, tmp_path: Path, letters: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        labels = labelled(tmp_path, label(name="first"), spoilt(label(name="second"), "patient.age", "Roe"))
        assert run(labels, letters) == 2
        assert (
            capsys.readouterr().err == f"Error: {labels}: line 2: patient.age: a whole number is expected\n"
        )

    def test_files_that_are_not_there(
        self, tmp_path: Path, right: Path, letters: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(tmp_path / "none.jsonl", letters) == 2
        assert run(right, tmp_path / "none") == 2
        assert capsys.readouterr().err.splitlines() == [
            f"Error: {tmp_path}/none.jsonl: No such file or directory",
            f"Error: {tmp_path}/none: No such file or directory",
        ]

    def test_a_text_in_place_of_a_source(self, right: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(right, EVERYTHING) == 2
        assert not QUOTED.search(capsys.readouterr().err)

    def test_processes_that_do_not_work(
        self, right: Path, letters: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def fails(*arguments: object, **options: object) -> None:
            raise WorkerError("a worker process ended before it began")

        monkeypatch.setattr(evaluation, "evaluate", fails)
        assert run(right, letters) == 2
        assert capsys.readouterr().err == "Error: a worker process ended before it began\n"

    def test_by_several_processes_and_sources(
        self, right: Path, letters: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        sources = [str(letters / "first.txt"), str(letters / "second.txt")]
        assert main(["evaluate", str(right), *sources, "--workers", "1"]) == 0
        assert capsys.readouterr().out.startswith("2 labelled letters: 2 read\n")

    def test_with_plug_ins(self, right: Path, letters: Path) -> None:
        assert run(right, letters, "--plugins") == 0

    @pytest.mark.skipif(os.name != "posix", reason="terminals of POSIX")
    def test_behind_a_bar_on_a_terminal(
        self, right: Path, letters: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        status, shown = on_a_terminal(monkeypatch, lambda: run(right, letters), "stderr")
        assert status == 0
        assert "reading" in shown


class TestDrafts:
    def test_what_parse_drafts_is_what_it_reads(
        self, letters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        draft = tmp_path / "draft.jsonl"
        assert main(["parse", str(letters), "--format", "labels", "--output", str(draft)]) == 0
        assert list(read_labels(draft)) == [label(name="first"), label(name="second")]
        assert run(draft, letters, "--fail-under", "coding=1", "--errors", "9") == 0
        assert "not as labelled" not in capsys.readouterr().out


class TestExamples:
    def test_the_example_letters_are_labelled_as_a_reader_has_them(self, example_letters: Path) -> None:
        found = evaluate(ROOT / "examples" / "labelled.jsonl", example_letters, workers=0)
        assert {letter.letter for letter in found.letters} == {
            path.stem for path in example_letters.iterdir()
        }
        assert not found.missing
        assert not found.unlabelled
        # What imrkit does not read as a careful reader does. Everything else agrees.
        assert [(wrong.letter, wrong.path) for wrong in found.disagreements] == [
            ("drugs-and-imaging", "items[3].rationale.reasons"),
            ("no-header", "injury.mechanism"),
            ("one-request", "items[0].rationale.reasons"),
        ]
