"""The command line: what it reads, in which formats it writes, and what it says when something is amiss."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from terminal import on_a_terminal

import imrkit
from imrkit.cli import main, sources
from imrkit.cli.formats import csv_rows, json_array, json_lines
from imrkit.cli.output import write_file
from imrkit.cli.show import show
from imrkit.cli.table import NARROW, table
from imrkit.codec import from_dict, from_json
from imrkit.marks import bracketed, marks, pieces
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
from imrkit.printable import one_line, printable
from imrkit.vocabulary import (
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

POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="pipes, devices and terminals of POSIX")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")

PHYSICAL_THERAPY = DisputedItem(
    Request(
        "Physical therapy, 4 to 8 sessions, left knee",
        original="Physical therapy, 12 sessions, left knee",
        authorized="Physical therapy, 4 sessions, left knee",
        category=Category.REHABILITATION,
        subcategory=Subcategory.PHYSICAL_THERAPY,
        body_parts=(BodyPart(Part.KNEE, Side.LEFT), BodyPart(Part.LOW_BACK)),
        visits=Range(4, 8),
    ),
    Decision.UPHELD,
    claims_administrator_guidelines=Guidelines(none_cited=True, stated=True),
    reviewer_guidelines=Guidelines(
        (
            Guideline(
                GuidelineSource.ACOEM, mtus=True, title="Knee Complaints", chapter=13, year=2004, pages="338"
            ),
            Guideline(GuidelineSource.ODG, mtus=False, title="Knee", sections="Exercise"),
            Guideline(GuidelineSource.OTHER, mtus=False, title="A textbook of knees"),
        ),
        outside_mtus=True,
        stated=True,
    ),
    rationale=Rationale(
        "Home exercise will do.",
        Conclusion.NOT_NECESSARY,
        reasons=(Reason.EXCEEDS_GUIDELINE_QUANTITY, Reason.ALTERNATIVE_AVAILABLE),
    ),
)
OINTMENT = DisputedItem(
    Request(
        "Capsaicin 0.025% ointment 60g",
        category=Category.PHARMACEUTICALS,
        subcategory=DrugClass.TOPICAL_ANALGESICS,
        drug=Drug("Capsaicin", strength="0.025%", quantity=60),
        retrospective=True,
    ),
    Decision.OVERTURNED,
)
CUT_OFF = DisputedItem(Request("Transportation to the clinic", category=Category.TRANSPORTATION))
LETTER = Letter(
    Generation.EXPERT_REVIEW,
    case=CaseHeader(number="CM17-9900999", decision_date=dt.date(2017, 6, 27)),
    reviewer=Reviewer(licensed_in=(State.CA, State.NV), specialties=("Neurology", "Pain Management")),
    patient=Patient(age=48, sex=Sex.FEMALE),
    injury=Injury(date=PartialDate(2016, 10), diagnoses=("knee sprain", "low back pain")),
    items=(PHYSICAL_THERAPY, OINTMENT),
    findings=(Finding(FindingCode.IMPLAUSIBLE_DATE, "a year to come"),),
)
TEXT = "Decided 06/27/2017.\nA woman of 48 fell.\fHer left knee is sprained.\n"


def placed(**phrases: str) -> dict[str, Span]:
    """Evidence: each phrase where it stands in TEXT, by its path with _ for the dots."""
    return {
        path.replace("__", "."): Span(TEXT.index(phrase), TEXT.index(phrase) + len(phrase))
        for path, phrase in phrases.items()
    }


SHOWN = attrs.evolve(
    LETTER,
    text=TEXT,
    evidence={
        **placed(
            case__decision_date="06/27/2017",
            patient__sex="woman",
            patient__age="48",
            injury__date="left knee",
        ),
        "items[0].request.text": Span(TEXT.index("Her"), len(TEXT) - 2),
        "items[0].request.body_parts[0]": Span(TEXT.index("left"), TEXT.index(" is")),
        "items[0].request.category": Span(TEXT.index("left"), TEXT.index(" is")),
        "items[0].rationale.reasons[1]": Span(TEXT.index("knee"), TEXT.index(".\n", 20)),
    },
    findings=(
        Finding(FindingCode.IMPLAUSIBLE_DATE, "a year to come", (Span(8, 18), Span(22, 24))),
        Finding(FindingCode.MISSING_SECTION, "there is no rationale"),
    ),
)


def a_console(width: int = 100, *, colours: bool = False) -> Console:
    system: Any = "standard" if colours else None
    return Console(
        file=io.StringIO(), width=width, color_system=system, force_terminal=colours, highlight=False
    )


def shown_table(*letters: Letter, width: int = 100) -> str:
    return "".join(table([(f"{n}.txt", letter) for n, letter in enumerate(letters)], a_console(width)))


@pytest.fixture
def letter_text(example_letters: Path) -> bytes:
    """A letter with a header and one request."""
    return (example_letters / "one-request.txt").read_bytes()


@pytest.fixture
def folder(tmp_path: Path, letter_text: bytes) -> Path:
    """A folder with three letters, files that are none, and a hidden one."""
    for name in ("b.txt", "a.TXT", "older/c.txt", "older/notes.doc", ".hidden.txt", ".old/d.txt"):
        path = tmp_path / "letters" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(letter_text)
    return tmp_path / "letters"


@pytest.fixture
def standard_input(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    def give(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return give


def read_sources(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The sources of the letters that were written as lines of JSON."""
    return [json.loads(line)["source"] for line in capsys.readouterr().out.splitlines()]


class TestWhatIsRead:
    def test_a_folder_is_read_sorted_with_the_folders_in_it(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["parse", "--format", "jsonl", str(folder)]) == 0
        assert read_sources(capsys) == [str(folder / name) for name in ("a.TXT", "b.txt", "older/c.txt")]

    def test_arguments_keep_their_order(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        paths = [str(folder / "b.txt"), str(folder / "older"), str(folder / "a.TXT")]
        assert main(["parse", "-f", "jsonl", *paths]) == 0
        assert read_sources(capsys) == [paths[0], str(folder / "older/c.txt"), paths[2]]

    def test_a_file_that_is_named_is_read_whatever_its_name(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert (
            main(["parse", "-f", "jsonl", str(folder / "older/notes.doc"), str(folder / ".hidden.txt")]) == 0
        )
        assert len(read_sources(capsys)) == 2

    def test_standard_input_may_be_text(
        self,
        standard_input: Callable[[bytes], None],
        letter_text: bytes,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        standard_input(letter_text)
        assert main(["parse", "-f", "jsonl", "-"]) == 0
        assert read_sources(capsys) == ["standard input"]

    def test_standard_input_may_be_a_pdf(
        self,
        standard_input: Callable[[bytes], None],
        example_letters: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        standard_input((example_letters / "one-request.pdf").read_bytes())
        assert main(["parse", "-f", "jsonl", "-"]) == 0
        (line,) = capsys.readouterr().out.splitlines()
        assert from_json(line) == imrkit.read_letter(example_letters / "one-request.txt")


class TestWhatIsNotRead:
    def refused(self, capsys: pytest.CaptureFixture[str], *paths: str | Path) -> str:
        assert main(["parse", "-f", "jsonl", *map(str, paths)]) == 1
        return capsys.readouterr().err

    def test_a_missing_file_is_named_and_the_others_are_read(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["parse", "-f", "jsonl", "no-such.pdf", str(folder / "b.txt")]) == 1
        written = capsys.readouterr()
        assert written.err == "imrkit: not read: no-such.pdf: No such file or directory\n"
        assert len(written.out.splitlines()) == 1

    def test_a_text_that_is_no_letter_is_named_and_not_quoted(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "bill.txt").write_text("Jane Roe owes twelve dollars.", encoding="utf-8")
        errors = self.refused(capsys, tmp_path / "bill.txt")
        assert "bill.txt: no determination letter" in errors
        assert "Roe" not in errors
        assert len(errors.splitlines()) == 1
        assert len(errors) < len(str(tmp_path)) + 300

    def test_an_empty_file_is_named_once(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "empty.txt").touch()
        assert self.refused(capsys, tmp_path / "empty.txt").count("empty.txt") == 1

    def test_nothing_on_standard_input(
        self, standard_input: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]
    ) -> None:
        standard_input(b"")
        assert self.refused(capsys, "-").startswith("imrkit: not read: standard input: empty")

    def test_a_folder_without_letters(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert "no .pdf or .txt in this folder" in self.refused(capsys, tmp_path)

    def test_a_folder_is_none_to_show(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["show", str(tmp_path)]) == 1
        assert f"{tmp_path}: a folder; read_letters() and `imrkit parse` read" in capsys.readouterr().err

    def test_a_folder_that_cannot_be_listed(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def forbidden(path: str) -> Iterator[Any]:
            raise PermissionError(13, "Permission denied", path)

        monkeypatch.setattr(os, "scandir", forbidden)
        assert f"{tmp_path}: Permission denied" in self.refused(capsys, tmp_path)

    def test_a_name_that_no_file_can_have(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert "name too long" in self.refused(capsys, "x" * 5000)

    def test_escape_sequences_in_a_name_do_not_reach_the_terminal(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        errors = self.refused(capsys, "\x1b[2J\x9b2J\n.pdf")
        assert "\x1b" not in errors
        assert "\x9b" not in errors
        assert len(errors.splitlines()) == 1

    def test_a_pdf_without_the_extra_says_which_one_to_install(
        self, example_letters: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "pypdfium2", None)
        paths = [str(example_letters / name) for name in ("one-request.pdf", "one-request.txt")]
        assert main(["parse", "-f", "jsonl", *paths]) == 1
        written = capsys.readouterr()
        assert 'pip install "imrkit[pdf]"' in written.err
        assert len(written.out.splitlines()) == 1


class TestJson:
    def test_lines_read_back_as_the_same_letters(
        self, example_letters: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["parse", "-f", "jsonl", str(example_letters)]) == 0
        for line in capsys.readouterr().out.splitlines():
            assert from_json(line) == imrkit.read_letter(json.loads(line)["source"])

    def test_an_array_holds_the_same(self, example_letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["parse", "-f", "json", str(example_letters)]) == 0
        array = json.loads(capsys.readouterr().out)
        assert main(["parse", "-f", "jsonl", str(example_letters)]) == 0
        assert array == [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert from_dict(array[0]).items

    def test_an_array_of_nothing_is_an_array(self) -> None:
        assert json.loads("".join(json_array([]))) == []
        assert "".join(json_lines([])) == ""

    def test_no_format_waits_for_the_last_letter(self) -> None:
        def endless() -> Iterator[tuple[str, Letter]]:
            while True:
                yield "one.txt", LETTER

        for form in (json_array, json_lines, csv_rows, lambda letters: table(letters, a_console())):
            written = form(endless())
            assert all(next(written) for _ in range(4))


class TestCsv:
    def rows(self, *letters: Letter) -> list[dict[str, str]]:
        written = "".join(csv_rows([("one.txt", letter) for letter in letters]))
        return list(csv.DictReader(io.StringIO(written, newline="")))

    def test_has_a_row_for_each_item_with_the_columns_of_its_letter(self) -> None:
        first, second = self.rows(LETTER)
        for row in (first, second):
            assert row["source"] == "one.txt"
            assert row["case_number"] == "CM17-9900999"
            assert row["outcome"] == "partially overturn"
            assert row["decision_date"] == "2017-06-27"
            assert row["injury_date"] == "2016-10"
            assert row["reviewer_licensed_in"] == "CA; NV"
            assert row["injury_diagnoses"] == "knee sprain; low back pain"
            assert row["patient_age"] == "48"
            assert row["findings"] == "implausible_date"
        assert [first["item"], second["item"]] == ["1", "2"]
        assert [first["decision"], second["decision"]] == ["upheld", "overturned"]

    def test_tells_the_request_and_the_guidelines_in_words(self) -> None:
        first, second = self.rows(LETTER)
        assert first["visits"] == "4 to 8"
        assert first["body_parts"] == "left knee; low_back"
        assert first["claims_administrator_guidelines"] == "none cited"
        assert first["reviewer_guidelines"] == (
            "MTUS ACOEM Chapter 13 Knee Complaints 2004, Page(s): 338; "
            "ODG Knee, Section(s): Exercise; A textbook of knees"
        )
        assert (first["reviewer_outside_mtus"], second["reviewer_outside_mtus"]) == ("true", "false")
        assert first["reasons"] == "exceeds_guideline_quantity; alternative_available"
        assert (second["drug_name"], second["drug_strength"], second["drug_quantity"]) == (
            "Capsaicin",
            "0.025%",
            "60",
        )
        assert second["reviewer_guidelines"] == second["reasons"] == second["rationale"] == ""

    def test_a_letter_without_items_has_a_row(self) -> None:
        (row,) = self.rows(Letter(Generation.EXPERT_REVIEW, case=CaseHeader(number="CM17-9900998")))
        assert row["case_number"] == "CM17-9900998"
        assert row["item"] == row["request"] == ""

    @pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t", "\r"])
    def test_no_cell_is_a_formula(self, beginning: str) -> None:
        (row,) = self.rows(
            attrs.evolve(LETTER, items=(DisputedItem(Request(f"{beginning}cmd|' /C calc'!A0")),))
        )
        assert row["request"].startswith("'")

    def test_no_control_character_is_left(self) -> None:
        (row,) = self.rows(attrs.evolve(LETTER, items=(DisputedItem(Request("a\x1b[2J\x00\x9b b")),)))
        assert row["request"] == "a␛[2J␀\ufffd b"

    def test_lines_end_and_cells_are_quoted_as_rfc_4180_has_it(self) -> None:
        item = DisputedItem(Request('Brace, "hinged"'))
        written = "".join(csv_rows([("one.txt", attrs.evolve(LETTER, items=(item,)))]))
        assert written.endswith("\r\n")
        assert written.count("\r\n") == 2
        assert '"Brace, ""hinged"""' in written

    def test_arrives_byte_for_byte(
        self, example_letters: Path, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        assert main(["parse", "-f", "csv", str(example_letters / "one-request.txt")]) == 0
        assert capfdbinary.readouterr().out.count(b"\r\n") == 2


class TestTable:
    def test_has_a_line_for_the_letter_and_for_each_item(self) -> None:
        lines = shown_table(LETTER).splitlines()
        (letter,) = (line for line in lines if "CM17-9900999" in line)
        assert letter.split() == [
            *("CM17-9900999", "2017-06-27", "48", "female", "2016-10"),
            *("Neurology,", "Pain", "Management", "1"),
        ]
        (therapy,) = (line for line in lines if "Physical therapy" in line)
        assert therapy.split()[0] == "upheld"
        assert "Rehabilitation: PT/OT" in therapy
        assert "exceeds guideline" in therapy
        assert lines[-1] == "1 letter, 2 disputed items: 1 upheld, 1 overturned"

    def test_a_letter_without_a_number_has_the_name_of_its_file(self) -> None:
        unnumbered = Letter(Generation.EXPERT_REVIEW)
        assert "0  " in shown_table(unnumbered)
        assert shown_table(unnumbered).endswith("1 letter, 0 disputed items\n")

    def test_says_where_a_decision_is_missing(self) -> None:
        shown = shown_table(attrs.evolve(LETTER, items=(CUT_OFF,)))
        assert "- " in next(line for line in shown.splitlines() if "Transportation to" in line)
        assert shown.endswith("1 disputed item: 0 upheld, 0 overturned, 1 without a decision\n")
        assert "Transportation: Transportation" not in shown

    def test_long_requests_are_cut_at_a_word(self) -> None:
        long = attrs.evolve(LETTER, items=(DisputedItem(Request("acupuncture " * 40), Decision.UPHELD),))
        shown = shown_table(long, width=200)
        assert "acupuncture …" in shown
        assert shown.count("acupuncture") < 9

    @pytest.mark.parametrize("width", [40, 100])
    def test_names_the_file_of_each_letter(self, width: int) -> None:
        letters = [("in/knee.pdf", LETTER), ("in/kn\x1bee.txt", LETTER)]
        shown = "".join(table(letters, Console(width=width, color_system=None)))
        assert "in/knee.pdf\nCM17-9900999" in shown
        assert re.search("in/kn.ee.txt\nCM17-9900999", shown)
        assert "\x1b" not in shown

    def test_of_no_letters_is_nothing(self) -> None:
        assert shown_table() == ""

    @given(st.integers(1, 160))
    def test_fits_any_width(self, width: int) -> None:
        shown = shown_table(LETTER, attrs.evolve(LETTER, items=(CUT_OFF,)), width=width)
        assert max(map(len, shown.splitlines())) <= width
        for word in ("CM17-9900999", "overturned", "Capsaicin", "Topical", "alternative"):
            assert width < 15 or word in shown

    def test_on_narrow_terminals_stands_below_each_other(self) -> None:
        shown = shown_table(LETTER, width=NARROW - 1)
        assert "  upheld: Physical therapy, 4 to 8 sessions, left knee\n    Rehabilitation: PT/OT\n" in shown
        assert "decided 2017-06-27, 48 female, injured 2016-10" in shown
        assert "findings: 1" in shown

    def test_has_no_control_characters_of_the_letter(self) -> None:
        nasty = attrs.evolve(
            LETTER,
            case=CaseHeader(number="\x1b]0;title\x07"),
            items=(DisputedItem(Request("a\x1b[2J\rb\x9bc")),),
            reviewer=Reviewer(specialties=("\x1b[8m",)),
        )
        for width in (40, 100):
            shown = shown_table(nasty, width=width)
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", shown)

    def test_is_what_parse_writes_by_default(
        self, example_letters: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("COLUMNS", raising=False)
        assert main(["parse", str(example_letters / "one-request.txt")]) == 0
        wide = capsys.readouterr().out
        assert "Reviewer" in wide.splitlines()[0]
        assert "\x1b" not in wide
        monkeypatch.setenv("COLUMNS", "50")
        assert main(["parse", str(example_letters / "one-request.txt")]) == 0
        narrow = capsys.readouterr().out
        assert max(map(len, narrow.splitlines())) <= 50 < max(map(len, wide.splitlines())) <= 120


class TestMarks:
    def test_each_value_is_in_brackets_after_its_path(self) -> None:
        written = bracketed(TEXT, marks(SHOWN))
        assert "[case.decision_date: 06/27/2017]" in written
        assert "of [patient.age: 48] fell" in written

    def test_a_value_in_other_words_has_its_word_too(self) -> None:
        assert "A [patient.sex=female: woman] of" in bracketed(TEXT, marks(SHOWN))

    def test_values_at_one_place_share_their_brackets(self) -> None:
        place = (
            "[injury.date, items[0].request.body_parts[0], items[0].request.category=Rehabilitation: left "
        )
        assert place in bracketed(TEXT, marks(SHOWN))

    def test_a_value_within_another_is_within_its_brackets(self) -> None:
        assert "[items[0].request.text: Her [injury.date" in bracketed(TEXT, marks(SHOWN))

    def test_a_value_that_crosses_another_is_closed_and_opened_again(self) -> None:
        reason = "[items[0].rationale.reasons[1]=alternative_available: "
        assert f"left {reason}knee]]{reason} is sprained]" in bracketed(TEXT, marks(SHOWN))

    @given(
        st.text("abc\n", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6)
    )
    def test_pieces_make_up_the_text_and_lie_wholly_within_their_marks(
        self, text: str, ends: list[tuple[int, int]]
    ) -> None:
        spans = [Span(min(pair), max(pair)) for pair in ends]
        letter = attrs.evolve(
            LETTER, text=text, evidence={f"items[{n % 2}].decision": s for n, s in enumerate(spans)}
        )
        found = list(pieces(text, marks(letter)))
        assert "".join(text[piece.start : piece.end] for piece in found) == text
        for piece in found:
            within = {mark.span for mark in marks(letter) if mark.span.end <= len(text)} & {
                span for span in spans if span.start <= piece.start < piece.end <= span.end
            }
            assert {mark.span for mark in piece.around} == within

    @given(st.text("abc\n", max_size=30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
    def test_without_the_marks_the_text_is_as_it_was(self, text: str, one: int, two: int, three: int) -> None:
        low, middle, high = sorted((one, two, three))
        evidence = {"patient.age": Span(low, high), "case.number": Span(middle, high)}
        written = bracketed(text, marks(attrs.evolve(LETTER, text=text, evidence=evidence)))
        assert re.sub(r"\[[a-z_., ]+: |\]", "", written) == text


class TestShow:
    def test_without_colours_has_marks_and_findings(self) -> None:
        written = "".join(show(SHOWN, a_console()))
        assert written.startswith("Decided [case.decision_date: 06/27/2017].\n")
        assert "fell.\n[items[0]" in written
        assert written.endswith(
            "2 findings\n  implausible date (lines 1, 2): a year to come\n  missing section: there is no rationale\n"
        )

    def test_says_when_there_is_nothing_to_flag(self) -> None:
        assert "".join(show(attrs.evolve(SHOWN, findings=()), a_console())).endswith("\n\nno findings\n")

    def test_with_colours_has_a_legend_and_no_brackets(self) -> None:
        written = "".join(show(SHOWN, a_console(colours=True)))
        assert "[patient.age" not in written
        plain = COLOURS.sub("", written)
        assert plain.startswith(
            "case  patient  injury  request  detail of the request  reason\n\nDecided 06/27"
        )
        assert "A woman ‹female› of 48 fell." in plain
        assert "left knee ‹Rehabilitation› is sprained ‹alternative available›" in plain
        assert "\x1b[36m06/27/2017\x1b[0m" in written

    def test_names_values_of_kinds_that_it_does_not_know(self) -> None:
        unknown = attrs.evolve(SHOWN, evidence={"generation": Span(0, 7)})
        written = COLOURS.sub("", "".join(show(unknown, a_console(colours=True))))
        assert written.startswith("other\n\nDecided ‹expert review› 06/27")

    @pytest.mark.parametrize("colours", [False, True])
    def test_escape_sequences_of_a_letter_do_not_reach_the_terminal(self, colours: bool) -> None:
        text = "\x1b[2J\x1b]0;owned\x07 A \x9b31m woman\x7f\r of 48\x08\u202e, \ud83d\n"
        nasty = attrs.evolve(
            LETTER, text=text, evidence={"patient.age": Span(text.index("48"), text.index("48") + 2)}
        )
        written = COLOURS.sub("", "".join(show(nasty, a_console(colours=colours))))
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", written)
        assert "␛[2J␛]0;owned␇" in written
        assert "48" in written

    def test_writes_to_standard_output(
        self, example_letters: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["show", str(example_letters / "one-request.pdf")]) == 0
        assert "[case.number: CM17-9900101]" in capsys.readouterr().out

    def test_of_what_cannot_be_read(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["show", "no-such.pdf"]) == 1
        written = capsys.readouterr()
        assert written.out == ""
        assert "no-such.pdf: No such file" in written.err


class TestPrintable:
    @given(st.text())
    def test_keeps_every_character_in_its_place(self, text: str) -> None:
        assert len(printable(text)) == len(text)
        assert len(one_line(text)) == len(text)
        assert len(one_line(text).splitlines()) <= 1


class TestOutputFile:
    def test_holds_what_would_have_been_written(
        self, example_letters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for form in ("jsonl", "csv", "table"):
            target = tmp_path / f"out.{form}"
            assert main(["parse", "-f", form, "-o", str(target), str(example_letters)]) == 0
            assert capsys.readouterr().out == ""
            assert "CM17-9900101" in target.read_text(encoding="utf-8")
        assert {path.name for path in tmp_path.iterdir()} == {"out.jsonl", "out.csv", "out.table"}

    def test_keeps_what_it_held_when_writing_fails(self, tmp_path: Path) -> None:
        target = tmp_path / "letters.csv"
        target.write_text("yesterday's", encoding="utf-8")

        def fails() -> Iterator[str]:
            yield "today's"
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            write_file(fails(), target)
        assert target.read_text(encoding="utf-8") == "yesterday's"
        assert list(tmp_path.iterdir()) == [target]

    @POSIX_ONLY
    def test_a_link_stays_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "link.csv").symlink_to(tmp_path / "letters.csv")
        write_file(["today's"], tmp_path / "link.csv")
        assert (tmp_path / "link.csv").is_symlink()
        assert (tmp_path / "letters.csv").read_text(encoding="utf-8") == "today's"

    @POSIX_ONLY
    def test_a_device_stays_a_device(self, folder: Path) -> None:
        assert main(["parse", "-f", "csv", "-o", "/dev/null", str(folder)]) == 0
        assert not Path("/dev/null").is_file()

    def test_may_not_be_one_of_the_letters(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        before = (folder / "b.txt").read_bytes()
        assert main(["parse", "-o", str(folder / "b.txt"), "-", str(folder)]) == 2
        assert "also among the letters" in capsys.readouterr().err
        assert (folder / "b.txt").read_bytes() == before

    def test_may_not_be_a_folder(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["parse", "-o", str(folder), str(folder)]) == 2
        assert "is a folder" in capsys.readouterr().err

    def test_needs_a_folder_to_be_in(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["parse", "-o", str(folder / "no/such.csv"), str(folder)]) == 2
        assert "cannot write" in capsys.readouterr().err


class TestCommand:
    @pytest.mark.parametrize(
        "arguments",
        [["parse"], ["show"], ["parse", "--format", "xml", "x"], ["read", "x"], ["show", "x", "y"]],
    )
    def test_wrong_usage(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert main(arguments) == 2
        assert "Usage: imrkit" in capsys.readouterr().err

    def test_says_its_version(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--version"]) == 0
        assert capsys.readouterr().out == f"imrkit {imrkit.__version__}\n"

    def test_help_tells_of_the_quote_before_formulas(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["parse", "--help"]) == 0
        assert "quote (')" in capsys.readouterr().out

    def test_is_a_module_to_run(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(sys, "argv", ["imrkit", "--version"])
        with pytest.raises(SystemExit) as ended:
            runpy.run_module("imrkit", run_name="__main__")
        assert ended.value.code == 0
        assert capsys.readouterr().out.startswith("imrkit ")

    def test_interrupted_from_the_keyboard(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(path: object, parser: object) -> Letter:
            raise KeyboardInterrupt

        monkeypatch.setattr(sources, "read_letter", interrupted)
        assert main(["parse", str(folder)]) == 130

    @pytest.mark.parametrize(
        ("missing", "needed_by"), [("click", "imrkit.cli.commands"), ("rich.console", "imrkit.cli.table")]
    )
    def test_without_the_extra_says_which_one_to_install(
        self,
        missing: str,
        needed_by: str,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.delitem(sys.modules, needed_by, raising=False)
        monkeypatch.setitem(sys.modules, missing, None)
        assert main(["parse", str(folder)]) == 2
        written = capsys.readouterr()
        assert written.out == ""
        assert written.err == (
            'imrkit: the command line needs the extra "cli", which is not installed: pip install "imrkit[cli]"\n'
        )

    def test_another_module_that_is_missing_is_no_matter_of_extras(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delitem(sys.modules, "imrkit.cli.commands", raising=False)
        monkeypatch.setitem(sys.modules, "imrkit.cli.sources", None)
        with pytest.raises(ModuleNotFoundError, match=r"imrkit\.cli\.sources"):
            main(["--version"])

    def test_does_not_load_the_table_maker_for_lines(self, folder: Path) -> None:
        code = (
            "import sys; from imrkit.cli import main; "
            f"main(['parse', '-f', 'jsonl', {str(folder)!r}]); sys.exit('rich' in sys.modules)"
        )
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)  # noqa: S603
        assert ended.returncode == 0


@POSIX_ONLY
class TestStreams:
    def test_a_reader_who_has_gone_ends_it_quietly(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "w") as pipe:
            monkeypatch.setattr(sys, "stdout", pipe)
            assert main(["parse", "-f", "jsonl", str(folder)]) == 141
        monkeypatch.undo()
        assert capsys.readouterr().err == ""

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
    def test_a_full_disk_is_an_error_without_a_traceback(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with Path("/dev/full").open("w", encoding="utf-8") as full:
            monkeypatch.setattr(sys, "stdout", full)
            assert main(["parse", "-f", "jsonl", str(folder)]) == 2
        monkeypatch.undo()
        assert capsys.readouterr().err == "Error: cannot write standard output: No space left on device\n"

    def test_more_than_a_few_files_are_read_behind_a_bar(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        status, bar = on_a_terminal(
            monkeypatch,
            partial(main, ["parse", "-f", "jsonl", str(folder), str(folder), "no-such.pdf"]),
            "stderr",
        )
        assert status == 1
        assert "7/7" in bar
        assert "\r\x1b[2Kimrkit: not read: no-such.pdf: No such file or directory\r\n" in bar
        assert len(capsys.readouterr().out.splitlines()) == 6

    def test_a_few_files_have_no_bar(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        status, bar = on_a_terminal(
            monkeypatch, partial(main, ["parse", "-f", "jsonl", str(folder)]), "stderr"
        )
        assert (status, bar) == (0, "")

    def test_no_bar_without_a_terminal(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["parse", "-f", "jsonl", str(folder), str(folder)]) == 0
        assert capsys.readouterr().err == ""

    def test_a_table_on_the_same_terminal_comes_after_the_bar(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        arguments = ["parse", str(folder), str(folder)]
        status, shown = on_a_terminal(monkeypatch, partial(main, arguments), "stdout", "stderr")
        assert status == 0
        assert "6/6" in shown
        assert shown.rindex("6/6") < shown.index("CM17-9900101")
        assert "\x1b[32m" in shown

    def test_lines_on_the_same_terminal_have_no_bar(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        arguments = ["parse", "-f", "jsonl", str(folder), str(folder)]
        _, shown = on_a_terminal(monkeypatch, partial(main, arguments), "stdout", "stderr")
        assert "6/6" not in shown
        assert len(shown.splitlines()) == 6

    def test_colours_are_for_terminals_that_want_them(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        arguments = ["show", str(folder / "b.txt")]
        _, coloured = on_a_terminal(monkeypatch, partial(main, arguments), "stdout")
        assert "\x1b[36mCM17-9900101" in coloured
        monkeypatch.setenv("NO_COLOR", "1")
        terminal, end = os.openpty()
        with os.fdopen(end, "w", encoding="utf-8") as stream:
            monkeypatch.setattr(sys, "stdout", stream)
            console = Console(highlight=False)
            letter = imrkit.read_letter(folder / "b.txt")
            assert "[case.number: CM17-9900101]" in next(show(letter, console))
        os.close(terminal)
