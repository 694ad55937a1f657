"""The page of an evaluation, in a browser: the scores, every error in its place, and nothing that a letter brings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from browser import PHONE, Pages, accessibility_faults
from labelled import EVERYTHING, label, spoilt
from playwright.sync_api import expect

from imrkit.cli import main
from imrkit.errors import MissingExtraError
from imrkit.evaluation import FIELDS, Evaluation, Group, evaluate
from imrkit.views import evaluation_html
from imrkit.views.page import templates

ON_A_PHONE: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
HOSTILE = "<img src=x onerror='window.broken = 1'>"


@pytest.fixture(scope="module")
def wrong() -> Evaluation:
    """Of two labelled letters one was read; two of its labels are wrong."""
    labels = spoilt(label(name="first"), "injury.mechanism", "an industrial injury")
    labels["items"][0]["rationale"]["reasons"].append("safety")
    return evaluate([labels, label(name="second")], [("first.txt", EVERYTHING)], workers=0)


@pytest.fixture(scope="module")
def html(wrong: Evaluation) -> str:
    return evaluation_html(wrong)


class TestScores:
    def test_of_every_group_and_field(self, pages: Pages, html: str) -> None:
        opened = pages.open(html)
        page = opened.page
        rows = page.get_by_role("table").get_by_role("rowheader").all_inner_texts()
        assert set(rows) == {*Group, *(field.name for field in FIELDS)}
        row = page.get_by_role("row").filter(has_text="injury.mechanism")
        assert row.get_by_role("cell").all_inner_texts()[:3] == ["2", "1", "0"]
        expect(row.locator("svg circle")).to_have_count(1)
        assert (opened.requests, opened.complaints) == ([], [])

    def test_lead_to_the_errors(self, pages: Pages, html: str) -> None:
        page = pages.open(html).page
        page.get_by_role("link", name="rationale.reasons").click()
        assert page.url.endswith("#rationale.reasons")
        expect(page.locator("details").filter(has_text="rationale.reasons").first).to_be_visible()

    def test_name_the_letters_that_were_not_read(self, pages: Pages, html: str) -> None:
        page = pages.open(html).page
        expect(page.locator("header")).to_contain_text("1 not read, whose values count as missed")
        expect(page.get_by_role("listitem")).to_have_text(["second: there is no file with this stem"])

    def test_of_labels_that_all_are_right(self, pages: Pages) -> None:
        letters = [(f"{name}.txt", EVERYTHING) for name in ("first", "other")]
        page = pages.open(evaluation_html(evaluate([label(name="first")], letters, workers=0))).page
        expect(page.get_by_text("Everything was read as it is labelled.")).to_be_visible()
        expect(page.locator("header")).to_contain_text("1 labelled letter 1 more without a label")

    def test_of_nothing(self, pages: Pages) -> None:
        page = pages.open(evaluation_html(evaluate([], [], workers=0), title="Nothing yet")).page
        expect(page.get_by_role("heading", level=1)).to_have_text("Nothing yet")
        expect(page.locator("svg")).to_have_count(0)


class TestErrors:
    def test_stand_in_their_places(self, pages: Pages, html: str) -> None:
        page = pages.open(html).page
        error = page.locator("article").filter(has_text="an industrial injury").first
        assert error.locator("dd").all_inner_texts() == ["an industrial injury", "cumulative trauma"]
        assert error.locator("mark.labelled").inner_text() == "an industrial injury"
        assert error.locator("mark.read").inner_text() == "cumulative trauma"
        expect(error.locator("figcaption")).to_have_text(["from line 10"])

    def test_without_a_place_have_their_passage(self, pages: Pages, html: str) -> None:
        page = pages.open(html).page
        error = page.locator("article").filter(has_text="safety").first
        assert error.locator("dd").all_inner_texts() == ["safety", "no such value"]
        expect(error.locator(".text")).to_contain_text("Opioids are not recommended for long")
        expect(error.locator("mark")).to_have_count(0)

    def test_of_a_letter_that_was_not_read(self, pages: Pages, html: str) -> None:
        page = pages.open(html).page
        error = page.locator("article").filter(has_text="second patient.age")
        assert error.locator("dd").all_inner_texts() == ["39", "nothing: the letter was not read"]

    def test_within_a_line_and_at_one_place(self, pages: Pages) -> None:
        folded = " ".join(EVERYTHING.split())
        labels = spoilt(label(folded), "reviewer.subspecialties[0]", "Pain-Medicine")
        page = pages.open(evaluation_html(evaluate([labels], [("letter.txt", folded)], workers=0))).page
        quoted = page.locator(".text").inner_text()
        assert quoted.startswith("…")
        assert quoted.endswith("…")
        expect(page.locator("mark.both")).to_have_text("Pain Medicine")


class TestAnyScreen:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("window", [{}, ON_A_PHONE], ids=["desktop", "phone"])
    def test_axe_finds_no_serious_fault(
        self, pages: Pages, html: str, window: dict[str, Any], scheme: str
    ) -> None:
        assert accessibility_faults(pages.open(html, color_scheme=scheme, **window).page) == []

    def test_fits_a_phone(self, pages: Pages, html: str) -> None:
        page = pages.open(html, **ON_A_PHONE).page
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


class TestUntrustedText:
    def test_markup_is_shown_as_text(self, pages: Pages) -> None:
        text = EVERYTHING.replace("cumulative trauma", f"cumulative trauma {HOSTILE}")
        labels = spoilt(label(text, HOSTILE.replace("/", "")), "injury.mechanism", f"a fall {HOSTILE}")
        found = evaluate([labels], [(f"{labels['id']}.txt", text)], workers=0)
        opened = pages.open(evaluation_html(found, title=HOSTILE))
        expect(opened.page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
        expect(opened.page.locator("dd.labelled")).to_have_text(f"a fall {HOSTILE}")
        expect(opened.page.locator(".text")).to_contain_text(HOSTILE)
        assert opened.page.evaluate("window.broken") is None
        assert opened.page.locator("img").count() == 0
        assert (opened.requests, opened.complaints) == ([], [])


class TestCommand:
    LABELS = str(Path(__file__).parents[1] / "examples" / "labelled.jsonl")

    def test_writes_the_page(
        self, example_letters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        target = tmp_path / "page.html"
        letters = str(example_letters / "*.txt")
        assert main(["evaluate", self.LABELS, letters, "--html", str(target), "-w", "0"]) == 0
        assert "slipped on a wet stair" in target.read_text("utf-8")
        assert "wet stair" not in capsys.readouterr().out

    def test_does_not_write_over_what_it_reads(
        self, example_letters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        letter = tmp_path / "one-request.txt"
        letter.write_text("a letter")
        assert main(["evaluate", self.LABELS, str(letter), "--html", str(letter), "-w", "0"]) == 2
        assert main(["evaluate", self.LABELS, str(letter), "--html", str(tmp_path), "-w", "0"]) == 2
        assert "is a folder" in capsys.readouterr().err
        assert letter.read_text() == "a letter"

    def test_needs_the_extra(
        self,
        wrong: Evaluation,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        tmp_path: Path,
    ) -> None:
        templates.cache_clear()
        monkeypatch.setitem(sys.modules, "jinja2", None)
        with pytest.raises(MissingExtraError, match=r"imrkit\[views\]"):
            evaluation_html(wrong)
        (tmp_path / "letters").mkdir()
        arguments = [self.LABELS, str(tmp_path / "letters"), "--html", str(tmp_path / "page.html"), "-w", "0"]
        assert main(["evaluate", *arguments]) == 2
        assert 'pip install "imrkit[views]"' in capsys.readouterr().err
