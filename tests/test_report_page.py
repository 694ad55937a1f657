"""The report in a real browser: its charts, its tables, its downloads, and what cannot happen."""

from __future__ import annotations

import datetime as dt
import re
import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import pytest
from attrs import evolve
from browser import DESKTOP, PHONE, Opened, Pages, accessibility_faults
from playwright.sync_api import Locator, Page, expect

import imrkit
from imrkit import LetterRead, tables
from imrkit.cli import main
from imrkit.errors import MissingExtraError
from imrkit.model import CaseHeader, DisputedItem, Guideline, Guidelines, Letter, Rationale, Request, Reviewer
from imrkit.tables import Tables
from imrkit.views import charts, figures, report
from imrkit.views.report import MOST_ROWS
from imrkit.vocabulary import Category, Decision, DrugClass, Generation, GuidelineSource, Reason, State

ON_A_PHONE: Final[dict[str, Any]] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
HOSTILE: Final = (
    "<script>window.broken = 1</script><img src=x onerror='window.broken = 2'>\"'</style></script>"
)
SPECIALTIES: Final = ("Neurology", "Pain Management", "Family Practice")


def letters() -> list[Letter]:
    """Some hundred letters of two years, of which some things can be said."""
    norco = Request("Norco", category=Category.PHARMACEUTICALS, subcategory=DrugClass.OPIOIDS)
    visit = Request("Consult", category=Category.EVALUATION_AND_MANAGEMENT)
    made = []
    for number in range(240):
        request = norco if number % 4 else visit
        overturned = number % 16 == 1 or (request is visit and number % 8 == 0)
        decision = Decision.OVERTURNED if overturned else Decision.UPHELD
        reason = Reason.GUIDELINE_CRITERIA_MET if overturned else Reason.INSUFFICIENT_DOCUMENTATION
        cited = Guidelines(
            (Guideline(GuidelineSource.MTUS, mtus=True, title="Opioids"),) if number % 3 else (), stated=True
        )
        decided = dt.date(2016 + number // 120, 1 + number // 10 % 12, 3)
        made.append(
            Letter(
                Generation.EXPERT_REVIEW,
                CaseHeader(
                    number=f"CM16-99{number:05}",
                    decision_date=decided,
                    date_assigned=decided - dt.timedelta(days=20 + number % 17),
                    date_of_injury=decided - dt.timedelta(days=number * 20),
                ),
                Reviewer((State.CA,), (SPECIALTIES[number % 3],)),
                items=(
                    DisputedItem(
                        request, decision, cited, cited, rationale=Rationale("Why.", reasons=(reason,))
                    ),
                )
                * (1 + number % 2),
            )
        )
    return made


def made(some: list[Letter]) -> Tables:
    return tables.to_arrow(LetterRead(f"{n}.txt", f"{n:064x}", letter) for n, letter in enumerate(some))


@pytest.fixture(scope="module")
def corpus() -> Tables:
    return made(letters())


@pytest.fixture(scope="module")
def html(corpus: Tables) -> str:
    return report(corpus, title="Letters that never were")


def drawn(pages: Pages, html: str, **window: Any) -> Opened:
    """The page when its charts are there."""
    opened = pages.open(html, **window)
    opened.page.wait_for_selector("html[data-drawn]", state="attached")
    return opened


def column(page: Page, figure: str, heading: str) -> list[str]:
    """The cells under *heading* in the table of *figure*, as they stand."""
    table = page.locator(f"#{figure} table")
    headings = table.locator("th").all_inner_texts()
    at = [text.strip() for text in headings].index(heading) + 1
    return table.locator(f"tbody td:nth-child({at})").all_inner_texts()


def heading(page: Page, figure: str, name: str) -> Locator:
    return page.locator(f"#{figure} th", has_text=re.compile(f"^{name}"))


class TestWhatIsShown:
    def test_says_on_top_what_it_is_about_and_what_stands_out(self, pages: Pages, html: str) -> None:
        opened = drawn(pages, html)
        page = opened.page
        expect(page.get_by_role("heading", level=1)).to_have_text("Letters that never were")
        expect(page.locator(".head")).to_contain_text("January 2016 to December 2017 · 240 letters")
        expect(page.locator(".numbers")).to_contain_text("Disputed items360 1.50 a letter")
        remarks = page.locator(".summary li")
        assert remarks.count() == 3
        expect(remarks.first).to_contain_text(
            "Evaluation & Management: overturned more often, in 50.0% of 60 decisions"
        )
        remarks.first.get_by_role("link").click()
        assert page.url.endswith("#categories")
        assert opened.requests == []
        assert opened.complaints == []

    def test_every_figure_with_rows_has_its_place_in_the_page(
        self, pages: Pages, html: str, corpus: Tables
    ) -> None:
        page = drawn(pages, html).page
        with_rows = [name for name, figure in figures(corpus).items() if figure.rows and name != "totals"]
        assert sorted(page.locator(".figure").evaluate_all("all => all.map(one => one.id)")) == sorted(
            with_rows
        )
        linked = page.locator("nav a").evaluate_all("all => all.map(one => one.hash.slice(1))")
        assert sorted(linked) == sorted(with_rows)

    def test_every_chart_is_drawn_and_named(self, pages: Pages, html: str) -> None:
        page = drawn(pages, html).page
        places = page.locator("[data-chart]")
        assert places.count() > 20
        for place in places.all():
            assert place.locator("svg").count() == 1
            assert place.get_attribute("aria-hidden") == "true"
        named = page.get_by_role("img").evaluate_all("all => all.map(one => one.ariaLabel)")
        assert len(named) == places.count()
        assert "Overturned by drug class: a chart of the numbers in the table" in named

    def test_a_chart_has_its_groups_and_the_numbers_under_the_pointer(self, pages: Pages, html: str) -> None:
        page = drawn(pages, html).page
        bars = page.locator('[data-chart="categories-0"]')
        expect(bars).to_contain_text("Pharmaceuticals")
        expect(bars).to_contain_text("300")
        bars.locator(".mark-rect path").first.hover()
        expect(page.locator("#card")).to_have_text("PharmaceuticalsItems300Share83.3%")
        page.mouse.move(2, 2)
        expect(page.locator("#card")).to_be_hidden()

    def test_rates_come_with_counts_intervals_and_small_groups_as_such(self, pages: Pages) -> None:
        rare = [
            evolve(
                one, items=(evolve(one.items[0], request=Request("Ride", category=Category.TRANSPORTATION)),)
            )
            for one in letters()[:4]
        ]
        page = drawn(pages, report(made([*letters()[4:], *rare]))).page
        page.locator("#categories summary").click()
        row = page.locator("#categories tr", has_text="Transportation")
        expect(row).to_have_class("few")
        expect(row).to_contain_text("4")
        expect(row).to_contain_text(re.compile(r"\d+\.\d% to \d+\.\d%"))
        expect(page.locator("#categories tr", has_text="Pharmaceuticals")).not_to_have_class("few")
        faint = page.locator('[data-chart="categories-1"] [stroke="var(--faint)"]')
        assert faint.count() == 1

    def test_of_many_years_the_years_are_told_and_of_many_items_that_they_are_more(
        self, pages: Pages
    ) -> None:
        months = [dt.date(2012 + number // 12, 1 + number % 12, 9) for number in range(60)]
        some = [
            evolve(one, case=evolve(one.case, decision_date=month))
            for one, month in zip(letters(), months, strict=False)
        ]
        page = drawn(
            pages, report(made([*some, evolve(some[0], case=CaseHeader(), items=some[0].items * 12)]))
        ).page
        labels = page.locator('[data-chart="months-0"] .role-axis-label text').all_text_contents()
        assert {"2012", "2013", "2014", "2015", "2016"} <= set(labels)
        page.locator("#sizes summary").click()
        assert column(page, "sizes", "Items") == ["1", "2", "11 or more"]

    def test_of_no_letters_there_is_nothing_to_count(self, pages: Pages) -> None:
        opened = drawn(pages, report(made([])))
        expect(opened.page.locator(".summary")).to_contain_text("nothing to count")
        assert opened.complaints == []

    def test_of_a_few_letters(self, pages: Pages, example_letters: Path) -> None:
        read = imrkit.read_letters(sorted(example_letters.glob("*.txt")), workers=0)
        opened = drawn(pages, report(tables.to_arrow(read)))
        expect(opened.page.locator(".summary li")).to_have_count(3)
        assert opened.complaints == []


class TestTables:
    def test_sort_by_any_column(self, pages: Pages, html: str) -> None:
        page = drawn(pages, html).page
        page.locator("#months summary").click()
        expect(page.locator("#months table")).to_be_visible()
        months = column(page, "months", "Month")
        assert months[:2] == ["Jan 2016", "Feb 2016"]
        heading(page, "months", "Month").get_by_role("button").click()
        expect(heading(page, "months", "Month")).to_have_attribute("aria-sort", "ascending")
        heading(page, "months", "Month").get_by_role("button").click()
        assert column(page, "months", "Month") == months[::-1]
        heading(page, "months", "Overturned, share").get_by_role("button").press("Enter")
        rates = [float(text.rstrip("%")) for text in column(page, "months", "Overturned, share")]
        assert rates == sorted(rates, reverse=True)
        expect(heading(page, "months", "Overturned, share")).to_have_attribute("aria-sort", "descending")
        assert page.locator("#months [aria-sort]").count() == 1

    def test_what_is_missing_comes_last_either_way(self, pages: Pages, html: str) -> None:
        page = drawn(pages, html).page
        page.locator("#claim_ages summary").click()
        for _ in range(2):
            heading(page, "claim_ages", "Overturned, share").get_by_role("button").click()
            rates = column(page, "claim_ages", "Overturned, share")
            assert rates[-1] == "–"
            assert rates[0] != "–"

    def test_the_numbers_behind_a_chart_can_be_had_as_csv(
        self, pages: Pages, html: str, corpus: Tables
    ) -> None:
        page = drawn(pages, html).page
        made = {name: figure for name, figure in figures(corpus).items() if figure.rows and name != "totals"}
        for name in ("categories", "months", "chapters"):
            with page.expect_download() as begun:
                page.locator(f"#{name} .csv").click()
            assert begun.value.suggested_filename == f"imrkit-{name}.csv"
            assert begun.value.path().read_bytes().decode("utf-8") == made[name].to_csv()
        for name, figure in made.items():
            address = page.locator(f"#{name} .csv").get_attribute("href") or ""
            assert unquote(address.removeprefix("data:text/csv;charset=utf-8,")) == figure.to_csv()

    def test_a_long_table_is_cut_and_the_csv_has_all(self, pages: Pages) -> None:
        many = [
            evolve(one, reviewer=Reviewer(specialties=(f"Specialty {number}",)))
            for number, one in enumerate(letters()[: MOST_ROWS + 7])
        ]
        page = drawn(pages, report(made(many))).page
        assert page.locator("#specialties tbody tr").count() == MOST_ROWS
        expect(page.locator("#specialties")).to_contain_text("7 more rows are in the CSV.")


class TestAnyScreen:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("window", [{}, ON_A_PHONE], ids=["desktop", "phone"])
    def test_axe_finds_no_serious_fault(
        self, pages: Pages, html: str, window: dict[str, Any], scheme: str
    ) -> None:
        page = drawn(pages, html, color_scheme=scheme, **window).page
        page.locator("#categories summary").click()
        assert accessibility_faults(page) == []

    def test_charts_fit_a_phone(self, pages: Pages, html: str) -> None:
        page = drawn(pages, html, **ON_A_PHONE).page
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        widths = page.locator("svg").evaluate_all("all => all.map(one => one.getBoundingClientRect().width)")
        assert 200 < max(widths) <= PHONE["width"]

    def test_charts_follow_from_light_to_dark(self, pages: Pages, html: str) -> None:
        page = drawn(pages, html).page
        label = page.locator('[data-chart="categories-0"] .mark-text text').first
        colours = []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            colours.append(label.evaluate("element => getComputedStyle(element).fill"))
        assert colours == ["rgb(31, 30, 27)", "rgb(232, 230, 225)"]

    def test_prints_charts_and_tables(self, pages: Pages, html: str) -> None:
        page = drawn(pages, html, viewport=DESKTOP).page
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        expect(page.locator("#categories table")).to_be_visible()
        expect(page.locator("nav")).to_be_hidden()
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen")
        expect(page.locator("#categories table")).to_be_hidden()


class TestUntrustedText:
    def test_markup_in_letters_is_shown_as_text(self, pages: Pages) -> None:
        hostile = [
            evolve(
                one,
                reviewer=Reviewer(specialties=(HOSTILE,)),
                items=(
                    evolve(
                        one.items[0],
                        reviewer_guidelines=Guidelines(
                            (Guideline(GuidelineSource.OTHER, mtus=False, title=HOSTILE),), stated=True
                        ),
                    ),
                ),
            )
            for one in letters()[:40]
        ]
        opened = drawn(pages, report(made(hostile), title=HOSTILE))
        page = opened.page
        expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
        page.locator("#specialties summary").click()
        assert column(page, "specialties", "Specialty") == [HOSTILE]
        page.locator('[data-chart="specialties-0"] .mark-rect path').first.hover()
        expect(page.locator("#card")).to_contain_text(HOSTILE)
        assert page.evaluate("window.broken") is None
        assert page.locator("img, iframe, object, base, form:not(.vega-bindings)").count() == 0
        assert (opened.requests, opened.complaints) == ([], [])

    def test_nothing_else_could_run_or_load(self, pages: Pages, html: str) -> None:
        opened = drawn(pages, html)
        opened.page.evaluate(
            """() => {
                document.body.insertAdjacentHTML("beforeend", "<img src='https://example.org/' onerror='broken = 1'>");
                const script = document.createElement("script");
                script.textContent = "window.broken = 2";
                document.body.append(script);
            }"""
        )
        opened.page.wait_for_timeout(100)
        assert opened.page.evaluate("window.broken") is None
        assert opened.answered == []
        assert "unsafe" not in html[: html.index("<style>")]


class TestCommand:
    def test_makes_a_report_of_letters(
        self, example_letters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        target = tmp_path / "report.html"
        assert main(["report", str(example_letters), "-o", str(target), "--title", "Four letters"]) == 0
        html = target.read_text(encoding="utf-8")
        assert "<h1>Four letters</h1>" in html
        assert "<dd>4</dd>" in html
        assert capsys.readouterr() == ("", "")

    def test_makes_a_report_of_tables(
        self, corpus: Tables, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        tables.write_parquet(corpus, tmp_path / "tables")
        assert main(["report", str(tmp_path / "tables")]) == 0
        assert capsysbinary.readouterr().out.decode() == report(corpus)

    def test_names_what_was_not_read(
        self, example_letters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "bill.txt").write_text("Jane Roe owes twelve dollars.", encoding="utf-8")
        (tmp_path / "letter.txt").write_bytes((example_letters / "one-request.txt").read_bytes())
        assert main(["report", str(tmp_path), "-o", str(tmp_path / "report.html")]) == 1
        errors = capsys.readouterr().err
        assert "bill.txt" in errors
        assert "Roe" not in errors
        assert (tmp_path / "report.html").exists()

    @pytest.mark.parametrize("source", ["nowhere", "csv"])
    def test_what_cannot_be_read_is_said(
        self, source: str, corpus: Tables, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        tables.write_csv(corpus, tmp_path / "csv")
        assert main(["report", str(tmp_path / source), "-o", str(tmp_path / "report.html")]) == 2
        errors = capsys.readouterr().err
        assert f"Error: {tmp_path / source}: " in errors
        assert "Errno" not in errors
        assert not (tmp_path / "report.html").exists()

    def test_a_folder_without_letters_makes_no_page(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "empty").mkdir()
        assert main(["report", str(tmp_path / "empty"), "-o", str(tmp_path / "report.html")]) == 2
        assert (
            f"no letters in {tmp_path / 'empty'}: no files ending in .pdf or .txt" in capsys.readouterr().err
        )
        assert not (tmp_path / "report.html").exists()

    def test_needs_the_extra(
        self,
        corpus: Tables,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        tmp_path: Path,
    ) -> None:
        charts.library.cache_clear()
        monkeypatch.setitem(sys.modules, "vl_convert", None)
        with pytest.raises(MissingExtraError, match=r"imrkit\[views\]"):
            report(corpus)
        tables.write_parquet(corpus, tmp_path / "tables")
        assert main(["report", str(tmp_path / "tables")]) == 2
        assert 'pip install "imrkit[views]"' in capsys.readouterr().err
