"""Letters as HTML: the panel's fields, notebooks, the command, and what is said without the extra."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.core.formatters import DisplayFormatter
from writing import WrittenItem, written

import imrkit
from imrkit.cli import main
from imrkit.errors import MissingExtraError
from imrkit.marks import Kind, in_order, kind
from imrkit.model import (
    BodyPart,
    CaseHeader,
    DisputedItem,
    Finding,
    Guideline,
    Guidelines,
    Injury,
    Letter,
    PartialDate,
    Rationale,
    Request,
    Span,
)
from imrkit.views import letter_html, notebook, page
from imrkit.views.panel import NOT_STATED, Row, sections
from imrkit.views.text import BLOCK, Place, text_html
from imrkit.vocabulary import (
    CaseOutcome,
    Decision,
    FindingCode,
    Generation,
    GuidelineSource,
    Part,
    Side,
)

EXAMPLES = ("contradictions", "drugs-and-imaging", "no-header", "one-request")


class Elements(HTMLParser):
    """The text of a page's elements, and whether each that begins also ends, in the right order."""

    VOID = frozenset({"meta", "img", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.feed(str(html))
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def without_jinja(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if the extra "views" were not installed."""
    page.templates.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    yield
    page.templates.cache_clear()


def read(folder: Path, name: str) -> Letter:
    return imrkit.read_letter(folder / f"{name}.txt")


def rows(letter: Letter) -> dict[str, Row]:
    """The rows of the panel, by the titles of their section and group and their label."""
    return {
        ", ".join(filter(None, (section.title, group.heading, row.label))): row
        for section in sections(letter)
        for group in section.groups
        for row in group.rows
    }


def said(row: Row) -> str:
    return " ".join(value.text for value in row.values) or row.note


class TestPanel:
    @pytest.mark.parametrize("name", EXAMPLES)
    def test_shows_every_value_that_has_a_place_once(self, example_letters: Path, name: str) -> None:
        letter = read(example_letters, name)
        paths = [
            value.path
            for section in sections(letter)
            for group in section.groups
            for row in group.rows
            for value in row.values
        ]
        assert len(paths) == len(set(paths))
        assert set(letter.evidence) <= set(paths)

    def test_says_what_a_letter_does_not_say(self) -> None:
        shown = rows(Letter(Generation.EXPERT_REVIEW))
        for label in (
            "Case, Number",
            "Case, Decided",
            "Reviewer, Licensed in",
            "Patient, Age",
            "Injury, Mechanism",
        ):
            assert said(shown[label]) == NOT_STATED
        assert "Case, Cover page says" not in shown
        assert "Injury, Cumulative" not in shown

    def test_says_what_few_letters_say(self) -> None:
        item = DisputedItem(
            Request("Brace", body_parts=(BodyPart(Part.LOW_BACK, Side.LEFT),), retrospective=True),
            claims_administrator_guidelines=Guidelines(none_cited=True, stated=True),
            reviewer_guidelines=Guidelines(
                (Guideline(GuidelineSource.ACOEM, mtus=True, chapter=12, pages="300"),),
                outside_mtus=True,
                stated=True,
            ),
        )
        shown = rows(
            Letter(
                Generation.PHYSICIAN_REVIEW,
                case=CaseHeader(final_determination=CaseOutcome.UPHOLD),
                injury=Injury(PartialDate(2012, 3), end_date=PartialDate(2013), cumulative=True),
                items=(item,),
            )
        )
        assert said(shown["Case, Cover page says"]) == "uphold"
        assert said(shown["Injury, From"]), said(shown["Injury, Until"]) == ("2012-03", "2013")
        assert said(shown["Injury, Cumulative"]) == said(shown["Item 1, Retrospective"]) == "yes"
        assert said(shown["Item 1, Body parts"]) == "left low back"
        assert said(shown["Item 1, Decision"]) == NOT_STATED
        assert said(shown["Item 1, Claims administrator’s guideline, Cited"]) == "none, says the letter"
        assert said(shown["Item 1, Reviewer’s guideline, Cited"]) == "ACOEM ch. 12 p. 300"
        assert said(shown["Item 1, Reviewer’s guideline, Outside the MTUS"]) == "yes"
        assert said(shown["Item 1, Rationale, Text"]) == "no such paragraph"

    def test_a_value_that_it_does_not_know_is_shown_all_the_same(self) -> None:
        letter = imrkit.parse_letter(written())
        at = letter.text.index("crates")
        evidence = {**letter.evidence, "injury.weather": Span(at, at + len("crates"))}
        html = letter_html(attrs.evolve(letter, evidence=evidence))
        assert "Other values" in html
        assert re.search(r'data-path="injury\.weather"[^>]*>crates</a>', html)

    def test_no_kind_is_without_a_colour(self) -> None:
        style = page.source(("letter.css",))
        for named in Kind:
            assert f".{named.name.lower().replace('_', '-')}" in style
        assert kind("items[3].rationale.reasons[1]") is Kind.REASON
        assert kind("extra.weather") is Kind.EXTRA


class TestText:
    @settings(deadline=None)
    @given(st.data())
    def test_every_mark_is_well_nested_and_no_character_is_lost(self, data: st.DataObject) -> None:
        text = data.draw(st.text(alphabet="ab<>&\"' \n", max_size=60))
        spans = data.draw(
            st.sets(st.tuples(*[st.integers(0, len(text))] * 2).map(sorted).map(tuple), max_size=8)
        )
        places = [
            Place(Span(*span), number, Kind.CASE, (number,), (0,) if number % 2 else ())
            for number, span in enumerate(sorted(spans))
        ]
        html = text_html(text, in_order(places), ["a <finding>"])
        assert Elements(html).text == text

    def test_a_long_text_is_cut_into_blocks_between_lines(self) -> None:
        line = "The worker lifts crates all day long, says the file.\n"
        html = text_html(line * 500, [], [])
        blocks = [
            Elements(block).text for block in re.findall(r'<div class="block">.*?</div>', html, re.DOTALL)
        ]
        assert "".join(blocks) == line * 500
        assert all(block.endswith("\n") for block in blocks)
        assert max(map(len, blocks)) <= BLOCK + len(line)

    def test_blocks_end_outside_marks(self) -> None:
        letter = imrkit.parse_letter(written(items=[WrittenItem()] * 40))
        html = letter_html(letter)
        blocks = re.findall(r'<div class="block">(.*?)</div>', html, re.DOTALL)
        assert len(blocks) > len(letter.text) // BLOCK // 2
        for block in blocks:
            assert block.count("<mark ") == block.count("</mark>")

    def test_a_short_page_has_no_soft_line_ends(self) -> None:
        assert "soft" not in text_html("one\ntwo\nthree", [], [])


class TestPage:
    def test_is_one_well_formed_file_without_addresses(self, example_letters: Path) -> None:
        html = letter_html(read(example_letters, "drugs-and-imaging"))
        Elements(html)
        assert not re.search(r"""(?:src|href)=["'](?!#)|url\(|@import|https?:""", html)

    def test_is_the_same_every_time(self, example_letters: Path) -> None:
        letter = read(example_letters, "contradictions")
        assert letter_html(letter) == letter_html(read(example_letters, "contradictions"))

    def test_needs_the_extra(self, without_jinja: None, example_letters: Path) -> None:
        with pytest.raises(MissingExtraError, match=r"imrkit\[views\]"):
            letter_html(read(example_letters, "one-request"))


class TestNotebook:
    def test_a_letter_shows_itself(self, example_letters: Path) -> None:
        shown = Elements(read(example_letters, "contradictions")._repr_html_() or "").text
        for words in (
            "CM17-9900303 · partially overturn",
            "Hinged brace for the left knee",
            "no objective findings",
            "DMEPOS: Prosthetics/Orthotics",
            "date of injury disagrees: date of injury: 2017-01-19 in the header",
        ):
            assert words in shown

    def test_so_do_its_parts(self, example_letters: Path) -> None:
        item = read(example_letters, "drugs-and-imaging").items[3]
        shown = Elements(item._repr_html_() or "").text
        assert "Flurbiprofen 20%/Lidocaine 5% cream 120gm" in shown
        assert "compound ingredient" in shown
        (guideline,) = item.claims_administrator_guidelines
        assert (
            "ODG Pain, Section(s): Compound drugs (ODG, not part of the MTUS)"
            in Elements(guideline._repr_html_() or "").text
        )
        assert item.rationale is not None
        shown = Elements(item.rationale._repr_html_() or "").text
        assert item.rationale.text in shown
        assert "not necessary" in shown
        shown = Elements(Rationale("It helps.", references=("Hollis, 2009",))._repr_html_() or "").text
        assert re.search(r"Concludes\s*not stated\s*Reasons\s*none found\s*References\s*Hollis, 2009", shown)

    def test_a_list_of_letters_is_a_table(self, example_letters: Path) -> None:
        letters = [read(example_letters, name) for name in EXAMPLES]
        shown = Elements(notebook.html(letters) or "").text
        assert re.search(r"CM17-9900303\s*2017-06-27\s*28 male", shown)
        assert "4 letters" in shown
        assert "100 letters, the first 60 shown" in (notebook.html(letters * 25) or "")

    @pytest.mark.parametrize("other", [[], [1, 2], ["a"], [Letter(Generation.EXPERT_REVIEW), 1], {}, None, 1])
    def test_other_values_stay_as_they_are(self, other: Any) -> None:
        assert notebook.html(other) is None

    def test_markup_is_shown_as_text(self) -> None:
        letter = Letter(
            Generation.EXPERT_REVIEW,
            case=CaseHeader("<script>alert(1)</script>"),
            injury=Injury(mechanism="<img src=x onerror=alert(1)>", diagnoses=('"><hr>', "\u202e")),
            items=(DisputedItem(Request("<hr>"), Decision.UPHELD, rationale=Rationale("</p><script>")),),
            findings=(Finding(FindingCode.CUT_OFF, "<hr>"),),
        )
        shown = [letter._repr_html_(), letter.items[0]._repr_html_(), notebook.html([letter])]
        assert letter.items[0].rationale is not None
        shown.append(letter.items[0].rationale._repr_html_())
        for html in shown:
            assert html is not None
            assert not re.search(r"<(?:script|img|hr)", html)
            assert "\u202e" not in html

    def test_without_the_extra_the_text_is_shown(self, without_jinja: None) -> None:
        assert Letter(Generation.EXPERT_REVIEW)._repr_html_() is None
        assert notebook.html([Letter(Generation.EXPERT_REVIEW)]) is None

    def test_a_display_formatter_is_taught_lists(self, example_letters: Path) -> None:
        formatter = DisplayFormatter()
        notebook.show_lists(SimpleNamespace(display_formatter=formatter))
        letters = [read(example_letters, "one-request")]
        assert "1 letter" in formatter.format(letters)[0]["text/html"]
        assert "text/html" not in formatter.format([1])[0]

    def test_ipython_shows_lists_of_letters_and_leaves_others_alone(
        self, example_letters: Path, tmp_path: Path
    ) -> None:
        code = (
            "from IPython.core.interactiveshell import InteractiveShell\n"
            "shell = InteractiveShell.instance()\n"
            "import imrkit\n"
            f"letter = imrkit.read_letter({str(example_letters / 'one-request.txt')!r})\n"
            "shown = [shell.display_formatter.format(value)[0] for value in ([letter], (letter,), letter, [1], [])]\n"
            "print([sorted(formats) for formats in shown])"
        )
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "IPYTHONDIR": str(tmp_path)},
        )
        both, plain = ["text/html", "text/plain"], ["text/plain"]
        assert done.stdout.strip().splitlines()[-1] == str([both, both, both, plain, plain])


class TestCommand:
    def test_writes_the_page_to_a_file(
        self, example_letters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        target = tmp_path / "letter.html"
        assert main(["view", str(example_letters / "one-request.pdf"), "-o", str(target)]) == 0
        html = target.read_text(encoding="utf-8")
        assert "one-request.pdf" in Elements(html).text
        assert "CM17-9900101" in html
        assert capsys.readouterr() == ("", "")

    @pytest.mark.parametrize("output", [[], ["-o", "-"]])
    def test_writes_to_standard_output(
        self, example_letters: Path, capsysbinary: pytest.CaptureFixture[bytes], output: list[str]
    ) -> None:
        path = str(example_letters / "no-header.txt")
        assert main(["view", path, *output]) == 0
        assert capsysbinary.readouterr().out.decode() == letter_html(imrkit.read_letter(path), source=path)

    def test_opens_the_browser_where_standard_output_is_a_terminal(
        self,
        example_letters: Path,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        opened: list[str] = []
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(click, "launch", opened.append)
        assert main(["view", str(example_letters / "one-request.txt")]) == 0
        (path,) = map(Path, opened)
        assert path.parent == tmp_path
        assert path.stat().st_mode & 0o077 == 0
        assert "CM17-9900101" in path.read_text(encoding="utf-8")
        assert f"opening {path}" in capsys.readouterr().err

    def test_what_is_no_letter_leaves_no_page(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "bill.txt").write_text("Jane Roe owes twelve dollars.", encoding="utf-8")
        target = tmp_path / "bill.html"
        assert main(["view", str(tmp_path / "bill.txt"), "-o", str(target)]) == 1
        assert "not read" in capsys.readouterr().err
        assert not target.exists()

    def test_the_letter_is_not_overwritten(
        self, example_letters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        letter = tmp_path / "letter.txt"
        letter.write_bytes((example_letters / "one-request.txt").read_bytes())
        assert main(["view", str(letter), "-o", str(letter)]) == 2
        assert "also among the letters" in capsys.readouterr().err

    def test_an_output_that_cannot_be_written(
        self, example_letters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        target = tmp_path / "no such folder" / "letter.html"
        assert main(["view", str(example_letters / "one-request.txt"), "-o", str(target)]) == 2
        assert "cannot write" in capsys.readouterr().err

    def test_needs_the_extra(
        self, without_jinja: None, example_letters: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["view", str(example_letters / "one-request.txt")]) == 2
        assert 'pip install "imrkit[views]"' in capsys.readouterr().err
