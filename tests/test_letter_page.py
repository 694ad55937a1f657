"""A letter's page in a real browser: what is seen, what hovering, clicking and keys do, and what cannot happen."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Final

import attrs
import pytest
from browser import DESKTOP, PHONE, Pages, accessibility_faults
from playwright.sync_api import Locator, Page, expect
from writing import WrittenItem, written

import imrkit
from imrkit.model import Finding, Letter, Span
from imrkit.views import letter_html
from imrkit.vocabulary import FindingCode

EXAMPLES: Final = ("contradictions", "drugs-and-imaging", "no-header", "one-request")
ON_A_PHONE: Final[dict[str, Any]] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}


@pytest.fixture
def example(example_letters: Path) -> Letter:
    """A letter with four items, partly authorized requests among them."""
    return imrkit.read_letter(example_letters / "drugs-and-imaging.txt")


@pytest.fixture
def contradictory(example_letters: Path) -> Letter:
    """A letter with two findings."""
    return imrkit.read_letter(example_letters / "contradictions.txt")


def field(page: Page, path: str) -> Locator:
    return page.locator(f'[data-path="{path}"]')


def mark(page: Page, path: str) -> Locator:
    """The place of the value at *path*."""
    return page.locator(field(page, path).get_attribute("href") or "no place")


def text_lit(page: Page) -> list[str]:
    return [place.inner_text() for place in page.locator("mark.on").all()]


def in_sight(place: Locator, page: Page) -> bool:
    """Whether all of *place* can be seen: within the window, and not under the panel of a phone."""
    box, window = place.bounding_box(), page.viewport_size
    assert box is not None
    assert window is not None
    bottom = window["height"]
    panel = page.locator("#panel")
    if panel.evaluate("element => getComputedStyle(element).position") == "fixed" and not place.evaluate(
        "element => document.getElementById('panel').contains(element)"
    ):
        over = panel.bounding_box()
        assert over is not None
        bottom = int(over["y"])
    return box["y"] > -1 and box["y"] + box["height"] < bottom + 1


def top_of(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["y"]


class TestWhatIsShown:
    @pytest.mark.parametrize("name", EXAMPLES)
    def test_the_text_is_as_written(self, pages: Pages, example_letters: Path, name: str) -> None:
        letter = imrkit.read_letter(example_letters / f"{name}.txt")
        opened = pages.open(letter_html(letter))
        assert opened.page.locator(".text").evaluate("element => element.textContent") == letter.text
        assert opened.requests == []
        assert opened.complaints == []

    def test_every_value_is_marked_and_every_mark_has_a_field(self, pages: Pages, example: Letter) -> None:
        page = pages.open(letter_html(example)).page
        for path, span in example.evidence.items():
            assert mark(page, path).evaluate("element => element.textContent") == example.text[span.slice]
        assert page.locator("mark[id]:not([data-f])").count() == 0
        assert page.locator("mark[id]").count() == len(set(example.evidence.values()))

    def test_each_kind_has_its_colour(self, pages: Pages, example: Letter) -> None:
        page = pages.open(letter_html(example)).page
        paths = (
            "case.number",
            "reviewer.specialties[0]",
            "patient.age",
            "injury.date",
            "items[0].request.text",
        )
        colours = {
            mark(page, path).evaluate("element => getComputedStyle(element).textDecorationColor")
            for path in paths
        }
        assert len(colours) == len(paths)

    def test_values_that_cross_are_marked_in_pieces_that_light_up_together(self, pages: Pages) -> None:
        letter = imrkit.parse_letter(written())
        start = letter.text.index("stacking")
        crossing = {
            "injury.mechanism": Span(start, start + len("stacking\ncrates")),
            "injury.diagnoses[0]": Span(start + len("stacking "), start + len("stacking crates. The")),
        }
        page = pages.open(letter_html(attrs.evolve(letter, evidence=crossing))).page
        assert page.locator(".text").evaluate("element => element.textContent") == letter.text
        field(page, "injury.diagnoses[0]").click()
        assert "".join(text_lit(page)) == "crates. The"
        assert page.locator("mark.on").count() == 2

    def test_a_letter_whose_text_was_not_kept_shows_its_fields(self, pages: Pages, example: Letter) -> None:
        page = pages.open(letter_html(attrs.evolve(example, text=""))).page
        expect(page.locator("main")).to_contain_text("was not kept")
        expect(field(page, "patient.age")).to_have_text("56")
        assert page.locator("mark").count() == 0

    def test_what_the_letter_does_not_say_is_said(self, pages: Pages, example_letters: Path) -> None:
        page = pages.open(letter_html(imrkit.read_letter(example_letters / "no-header.txt"))).page
        number = page.locator("[data-title=Case] dl > div", has_text="Number")
        expect(number).to_contain_text("not stated")


class TestPointing:
    def test_hovering_a_field_marks_its_place_and_scrolls_there(self, pages: Pages, example: Letter) -> None:
        page = pages.open(letter_html(example)).page
        conclusion = field(page, "items[0].rationale.conclusion")
        conclusion.hover()
        expect(mark(page, "items[0].rationale.conclusion")).to_have_class("conclusion on")
        assert text_lit(page) == ["not medically necessary"]
        assert in_sight(page.locator("mark.on"), page)
        page.mouse.move(5, 5)
        expect(page.locator("mark.on")).to_have_count(0)

    def test_one_click_leads_from_any_value_to_its_place(self, pages: Pages, example: Letter) -> None:
        page = pages.open(letter_html(example)).page
        for path in example.evidence:
            field(page, path).click()
            place = mark(page, path)
            assert "on" in (place.get_attribute("class") or "")
            assert path.endswith("rationale.text") or in_sight(place, page), path

    def test_clicking_a_mark_names_its_field(self, pages: Pages, example: Letter) -> None:
        page = pages.open(letter_html(example)).page
        mark(page, "items[3].request.drug.quantity").click()
        card = page.locator("#card")
        expect(card).to_have_text("Item 4: Quantity120items[3].request.drug.quantity")
        assert in_sight(card, page)
        expect(field(page, "items[3].request.drug.quantity")).to_have_class("value request-detail on")
        assert in_sight(field(page, "items[3].request.drug.quantity"), page)
        page.keyboard.press("Escape")
        expect(card).to_be_hidden()
        expect(page.locator(".on")).to_have_count(0)

    def test_a_mark_of_several_fields_names_them_all(self, pages: Pages, example: Letter) -> None:
        page = pages.open(letter_html(example)).page
        mark(page, "items[1].request.drug.name").click()
        named = page.locator("#card code").all_inner_texts()
        assert named == [
            "items[1].request.category",
            "items[1].request.subcategory",
            "items[1].request.drug.name",
        ]
        assert page.locator("a.value.on").count() == 3

    def test_text_can_be_selected_across_marks(self, pages: Pages, example: Letter) -> None:
        page = pages.open(letter_html(example)).page
        age, sex = mark(page, "patient.age").bounding_box(), mark(page, "patient.sex").bounding_box()
        assert age is not None
        assert sex is not None
        page.mouse.move(age["x"] + 1, age["y"] + 9)
        page.mouse.down()
        page.mouse.move(sex["x"] + sex["width"] - 1, sex["y"] + 9, steps=4)
        page.mouse.up()
        assert page.evaluate("getSelection().toString()") == "56-year-old male"
        expect(page.locator("#card")).to_be_hidden()

    def test_without_scripts_a_field_is_a_link_to_its_place(self, pages: Pages, example: Letter) -> None:
        page = pages.open(letter_html(example), java_script_enabled=False).page
        field(page, "items[3].decision").click()
        assert page.url.endswith(field(page, "items[3].decision").get_attribute("href") or "no place")
        box = mark(page, "items[3].decision").bounding_box()
        assert box is not None
        assert 0 <= box["y"] < DESKTOP["height"]


class TestKeyboard:
    def test_focusing_a_field_marks_its_place(self, pages: Pages, example: Letter) -> None:
        page = pages.open(letter_html(example)).page
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(field(page, "case.number")).to_be_focused()
        assert text_lit(page) == ["CM17-9900202"]
        for _ in range(17):
            page.keyboard.press("ArrowDown")
        expect(field(page, "injury.diagnoses[2]")).to_be_focused()
        assert text_lit(page) == ["right elbow contusion"]
        assert in_sight(page.locator("mark.on"), page)
        page.keyboard.press("ArrowUp")
        assert text_lit(page) == ["cervical strain"]

    def test_enter_leads_across_and_back(self, pages: Pages, example: Letter) -> None:
        page = pages.open(letter_html(example)).page
        field(page, "items[2].decision").focus()
        page.keyboard.press("Enter")
        expect(mark(page, "items[2].decision")).to_be_focused()
        expect(page.locator("#card")).to_contain_text("Item 3: Decision")
        page.keyboard.press("Enter")
        expect(field(page, "items[2].decision")).to_be_focused()

    def test_one_stop_for_the_letter_and_arrows_within(self, pages: Pages, example: Letter) -> None:
        page = pages.open(letter_html(example)).page
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(mark(page, "case.number")).to_be_focused()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        expect(mark(page, "case.date_of_injury")).to_be_focused()
        expect(page.locator("#card")).to_contain_text("Case: Date of injury")
        page.keyboard.press("ArrowLeft")
        expect(mark(page, "case.date_assigned")).to_be_focused()
        page.keyboard.press("Tab")
        expect(field(page, "case.number")).to_be_focused()
        page.keyboard.press("Shift+Tab")
        expect(mark(page, "case.date_assigned")).to_be_focused()

    def test_the_card_is_announced(self, pages: Pages, example: Letter) -> None:
        assert pages.open(letter_html(example)).page.locator("#card").get_attribute("role") == "status"


class TestFindings:
    def test_stand_in_their_sections_and_behind_their_places(
        self, pages: Pages, contradictory: Letter
    ) -> None:
        page = pages.open(letter_html(contradictory)).page
        for title in ("Case", "Injury"):
            expect(page.locator(f"[data-title={title}] .finding")).to_contain_text("2017-01-19 in the header")
        expect(page.locator("details").nth(0).locator(".finding")).to_contain_text("shoulder")
        flags = page.locator(".flag")
        assert flags.count() == 4
        behind = flags.evaluate_all("flags => flags.map(flag => flag.previousElementSibling.textContent)")
        assert behind == ["01/19/2017", "January 9, 2017", "left knee", "Shoulder Complaints"]
        assert "2017-01-09 in the case summary" in (flags.nth(1).get_attribute("aria-label") or "")

    def test_lead_to_each_other(self, pages: Pages, contradictory: Letter) -> None:
        page = pages.open(letter_html(contradictory)).page
        page.locator(".flag").nth(3).click()
        expect(page.locator("#finding-2")).to_be_focused()
        assert in_sight(page.locator("#finding-2"), page)
        page.locator("#finding-2 .place").nth(1).click()
        assert text_lit(page) == ["left knee"] or text_lit(page) == ["Shoulder Complaints"]

    def test_without_a_field_are_named_by_their_mark(self, pages: Pages) -> None:
        letter = imrkit.parse_letter(written())
        span = Span(letter.text.index("non-certified"), letter.text.index("the requests."))
        odd = attrs.evolve(
            letter, findings=(Finding(FindingCode.IMPLAUSIBLE_DATE, "a year to come", (span,)),)
        )
        page = pages.open(letter_html(odd)).page
        page.locator("mark.flagged").click()
        expect(page.locator("#card")).to_have_text("Finding 1: implausible datea year to come")
        expect(page.locator(".section", has_text="The letter as a whole")).to_contain_text("a year to come")

    def test_of_what_is_missing_stand_first(self, pages: Pages, example_letters: Path) -> None:
        page = pages.open(letter_html(imrkit.read_letter(example_letters / "no-header.txt"))).page
        expect(page.locator(".section").first).to_contain_text("no case header")
        page.get_by_role("link", name="1 finding").click()
        assert in_sight(page.locator("#finding-1"), page)


class TestAnyScreen:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("window", [{}, ON_A_PHONE], ids=["desktop", "phone"])
    @pytest.mark.parametrize("name", EXAMPLES)
    def test_axe_finds_no_serious_fault(
        self, pages: Pages, example_letters: Path, name: str, window: dict[str, Any], scheme: str
    ) -> None:
        letter = imrkit.read_letter(example_letters / f"{name}.txt")
        page = pages.open(letter_html(letter), color_scheme=scheme, **window).page
        assert accessibility_faults(page) == []
        page.locator("mark.decision").first.click()
        assert accessibility_faults(page) == []

    def test_the_dark_is_dark(self, pages: Pages, example: Letter) -> None:
        for scheme, dark in (("light", False), ("dark", True)):
            page = pages.open(letter_html(example), color_scheme=scheme).page
            for place in ("body", ".text"):
                ground = page.locator(place).evaluate("element => getComputedStyle(element).backgroundColor")
                red = int(ground.removeprefix("rgb(").split(",")[0])
                assert (red < 60) is dark

    def test_on_a_phone_a_tap_leads_from_field_to_place_and_back(self, pages: Pages, example: Letter) -> None:
        page = pages.open(letter_html(example), **ON_A_PHONE).page
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        for path in ("injury.mechanism", "items[2].rationale.conclusion"):
            field(page, path).tap()
            assert in_sight(mark(page, path), page)
            assert in_sight(field(page, path), page)
        mark(page, "items[2].rationale.conclusion").tap()
        expect(page.locator("#card")).to_contain_text("Item 3, Rationale: Concludes")

    def test_on_a_phone_the_panel_folds_and_a_tap_on_a_mark_unfolds_it(
        self, pages: Pages, example: Letter
    ) -> None:
        page = pages.open(letter_html(example), **ON_A_PHONE).page
        page.get_by_role("button", name="Fields").tap()
        expect(field(page, "case.number")).to_be_hidden()
        mark(page, "case.number").tap()
        expect(field(page, "case.number")).to_be_visible()

    def test_on_a_phone_lines_are_those_of_the_phone(self, pages: Pages, example: Letter) -> None:
        page = pages.open(letter_html(example), **ON_A_PHONE).page
        words = "A physician outside this dispute was given everything in the case file and decided it. The physician"
        assert words in page.locator(".text").inner_text()
        assert top_of(mark(page, "case.date_of_injury")) > top_of(mark(page, "case.date_assigned"))
        wide = pages.open(letter_html(example)).page
        assert "decided it. The\nphysician" in wide.locator(".text").inner_text()
        assert top_of(mark(wide, "case.date_of_injury")) == top_of(mark(wide, "case.date_assigned"))

    def test_prints_the_letter_and_then_every_field(self, pages: Pages) -> None:
        items = [WrittenItem(request=f"Massage therapy {n} sessions") for n in range(2, 14)]
        page = pages.open(letter_html(imrkit.parse_letter(written(items=items))), color_scheme="dark").page
        expect(field(page, "items[11].decision")).to_be_hidden()
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        expect(field(page, "items[11].decision")).to_be_visible()
        letter, panel = page.locator("main").bounding_box(), page.locator("#panel").bounding_box()
        assert letter is not None
        assert panel is not None
        assert panel["y"] >= letter["y"] + letter["height"]
        assert page.locator("body").evaluate("element => getComputedStyle(element).backgroundColor") == (
            "rgb(255, 255, 255)"
        )
        page.emulate_media(media="screen")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(field(page, "items[11].decision")).to_be_hidden()


HOSTILE: Final = (
    "<script>window.broken = 1</script> </mark></div></main></style></script><img src=x onerror='window.broken = 2'> "
    '"><svg onload="window.broken=3"> &lt;b&gt; &amp; {{ 7 * 7 }} {% raw %} <!-- \' "'
)


class TestUntrustedText:
    def test_markup_in_a_letter_is_shown_as_text(self, pages: Pages) -> None:
        text = written(
            number="CM15-9900001",
            summary=f"The injured worker is a 39 year old male who was hit by {HOSTILE}. "
            f"The diagnoses include lumbar strain and {HOSTILE}.",
            items=[
                WrittenItem(
                    request=f"Massage therapy 6 sessions {HOSTILE}",
                    administrator=f"Decision based on Non-MTUS Citation {HOSTILE}.",
                    rationale=f"The guideline says {HOSTILE}. The request is not medically necessary.",
                )
            ],
        )
        letter = imrkit.parse_letter(text)
        assert HOSTILE in letter.items[0].request.text
        opened = pages.open(letter_html(letter, source=HOSTILE))
        page = opened.page
        assert page.locator(".text").evaluate("element => element.textContent") == text
        expect(field(page, "items[0].request.text")).to_have_text(letter.items[0].request.text)
        expect(page.locator(".source")).to_have_text(HOSTILE)
        mark(page, "items[0].request.text").dispatch_event("click")
        expect(page.locator("#card")).to_contain_text(HOSTILE)
        assert page.evaluate("window.broken") is None
        assert page.locator("script, style, img, svg, iframe, object, base, form").count() == 2
        assert (opened.requests, opened.complaints) == ([], [])

    def test_nothing_else_could_run_or_load(self, pages: Pages, example: Letter) -> None:
        opened = pages.open(letter_html(example))
        opened.page.evaluate(
            """() => {
                const markup = '<img src="https://example.org/a.png" onerror="window.broken = 1">' +
                    '<p id="styled" style="position: fixed" onclick="window.broken = 2">p</p>' +
                    '<iframe src="https://example.org/"></iframe><style>body { display: none }</style>';
                document.body.insertAdjacentHTML("beforeend", markup);
                const script = document.createElement("script");
                script.textContent = "window.broken = 3";
                document.body.append(script);
                document.getElementById("styled").click();
            }"""
        )
        opened.page.wait_for_timeout(100)
        assert opened.page.evaluate("window.broken") is None
        assert opened.page.locator("body").is_visible()
        assert all("Content Security Policy" in complaint for complaint in opened.complaints)
        assert len(opened.complaints) >= 5
        assert opened.answered == []

    def test_text_that_turns_the_direction_of_writing_is_shown_for_what_it_is(self, pages: Pages) -> None:
        letter = imrkit.parse_letter(written(summary="The worker \u202edleif a ni\u202c fell.\x00\x1b[31m"))
        shown = pages.open(letter_html(letter)).page.locator(".text").inner_text()
        assert "\ufffddleif a ni\ufffd fell.\u2400\u241b[31m" in shown

    def test_line_ends_of_any_system(self, pages: Pages) -> None:
        text = written()
        for ends in ("\r\n", "\r"):
            page = pages.open(letter_html(imrkit.parse_letter(text.replace("\n", ends)))).page
            assert page.locator(".text").evaluate("element => element.textContent") == text


@pytest.mark.parametrize("given", ["letter.pdf", Path("letter.pdf"), None])
def test_what_is_no_letter_is_a_mistake_in_the_program(given: Any) -> None:
    with pytest.raises(TypeError, match=f"a Letter is expected, .* not {type(given).__name__}"):
        letter_html(given)


class TestALongLetter:
    ITEMS = 1000
    PATIENCE = 1.0
    """Seconds within which something must be seen to happen. It takes a tenth of that on two shared cores."""

    def test_stays_responsive(self, pages: Pages) -> None:
        items = [
            WrittenItem(request=f"Physical therapy {n % 9 + 2} visits for the left knee, course {n}")
            for n in range(self.ITEMS)
        ]
        letter = imrkit.parse_letter(written(items=items))
        assert len(letter.items) == self.ITEMS
        page = pages.open(letter_html(letter)).page
        assert page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive") < 5000
        for number in (700, 20, self.ITEMS - 1):
            took = self.seconds(lambda n=number: page.locator("summary").nth(n).click())
            path = f"items[{number}].rationale.conclusion"
            took = max(took, self.seconds(lambda p=path: field(page, p).click()))
            assert in_sight(mark(page, path), page)
            decision = f"items[{number}].decision"
            took = max(took, self.seconds(lambda p=decision: mark(page, p).click()))
            assert in_sight(field(page, decision), page)
            assert took < self.PATIENCE

    @staticmethod
    def seconds(act: Any) -> float:
        begun = time.perf_counter()
        act()
        return time.perf_counter() - begun
