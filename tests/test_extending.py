"""What authors of extractors and layouts are promised."""

from __future__ import annotations

import datetime as dt
import pickle
import re
import timeit
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from attrs import define, evolve, frozen
from some_extractors import (
    ANOTHER_PATIENT,
    DECIDED,
    FAILS,
    FIRST_VISIT,
    GUIDELINE_WORDS,
    NO_KNEES,
    TOOLS,
    VISITS,
    Visit,
    Wound,
)
from writing import METHOD, SUMMARY, WrittenItem, written

import imrkit
from imrkit import (
    CaseHeader,
    Decision,
    Extractor,
    ExtractorError,
    FindingCode,
    Found,
    Generation,
    Guidelines,
    Injury,
    ItemPart,
    ItemParts,
    Layout,
    NotALetterError,
    Parser,
    Passage,
    Patient,
    PluginError,
    Rationale,
    Request,
    Section,
    Sex,
)
from imrkit.layouts import EXPERT_REVIEW

VISITED = f"{SUMMARY} An MRI of 4-2-15 and an X-ray of 4-\n9-15 were normal."
TEXT = written(summary=VISITED, items=(WrittenItem(), WrittenItem(rationale=None)))


def passages(text: str, reads: Section | ItemPart = Section.SUMMARY) -> list[Passage]:
    """What an extractor that reads *reads* is given of a letter."""
    seen: list[Passage] = []

    def look(passage: Passage) -> None:
        seen.append(passage)

    Parser(strict=True).with_extractor(
        Extractor(name="look", reads=reads, yields=str, extract=look, needs=("case", "patient"))
    ).parse(text)
    return seen


def an_extractor(extract: Callable[[Passage], Any], **changes: Any) -> Extractor[Any]:
    return Extractor(
        **{"name": "mine", "reads": Section.SUMMARY, "yields": str, "extract": extract, **changes}
    )


@pytest.fixture
def summary() -> Passage:
    (passage,) = passages(TEXT)
    return passage


class TestPassage:
    def test_has_the_text_of_a_section_in_two_views(self, summary: Passage) -> None:
        assert summary.text.startswith("The injured worker is a 39 year old male who")
        assert summary.text.endswith("An MRI of 4-2-15 and an X-ray of 4-9-15 were normal.")
        assert summary.key == summary.text.lower()
        assert summary.text is summary.text
        assert summary.key is summary.key

    def test_makes_values_from_matches_with_their_place_in_the_source(self, summary: Passage) -> None:
        match = re.search(r"x-ray of (4-9-15)", summary.key)
        assert match is not None
        found = summary.matched(match, 1)
        assert found.value == "4-9-15"
        place = summary.place_of(match, 1)
        assert found.places == {"": place}
        assert TEXT[summary.span(place).slice] == "4-\n9-15"
        assert summary.matched(match).value == "X-ray of 4-9-15"

    def test_makes_values_from_positions(self, summary: Passage) -> None:
        at = summary.text.index("crates")
        assert summary.quote(at, at + 6).value == "crates"

    @pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 4), (0, 100_000)])
    def test_refuses_positions_without_words(self, summary: Passage, start: int, end: int) -> None:
        with pytest.raises(ValueError, match="no words"):
            summary.quote(start, end)

    def test_refuses_matches_in_another_text(self, summary: Passage) -> None:
        match = re.search("male", "a male")
        assert match is not None
        with pytest.raises(ValueError, match="another text"):
            summary.matched(match)

    def test_refuses_a_group_that_took_no_part(self, summary: Passage) -> None:
        match = re.search("(female)?male", summary.text)
        assert match is not None
        with pytest.raises(ValueError, match="no words"):
            summary.matched(match, 1)

    @pytest.mark.parametrize("words", ["X-ray of 4-9-15", "x-ray  of\n4-9-15", "X\u2010RAY OF 4-9-15"])
    def test_finds_words_however_they_are_spaced_and_written(self, summary: Passage, words: str) -> None:
        found = summary.find(words)
        assert found is not None
        assert found.value == "X-ray of 4-9-15"

    @pytest.mark.parametrize("words", ["", "  ", "rate", "X-ray of 4-9-16", "crate"])
    def test_finds_whole_words_only(self, summary: Passage, words: str) -> None:
        assert summary.find(words) is None

    def test_finds_a_word_behind_one_that_contains_it(self) -> None:
        (summary,) = passages(written(summary="The patient's heart and art are well, as is all."))
        found = summary.find("art")
        assert found is not None
        assert summary.span(found.places[""]).start == summary.span(summary.place(0, 1)).start + 24

    def test_leads_to_other_sections(self, summary: Passage) -> None:
        method = summary.beside(Section.METHOD)
        assert method is not None
        assert "Internal Medicine" in method.text
        assert summary.beside(Section.GUIDELINES) is None
        assert summary.beside(ItemPart.RATIONALE) is None
        assert summary.decision is None

    def test_of_an_item_leads_to_its_other_parts_and_to_the_letter(self) -> None:
        first, second = passages(TEXT, ItemPart.REQUEST)
        assert first.decision is Decision.UPHELD
        rationale, summary = first.beside(ItemPart.RATIONALE), first.beside(Section.SUMMARY)
        assert rationale is not None
        assert rationale.text.startswith("The guideline allows")
        assert summary is not None
        assert summary.text.startswith("The injured worker")
        assert second.beside(ItemPart.RATIONALE) is None

    def test_the_whole_letter_is_a_passage_too(self) -> None:
        (letter,) = passages(TEXT, Section.LETTER)
        assert letter.text.startswith("Case Number:")
        assert letter.text.endswith("Section(s): Massage therapy.")

    def test_gives_what_others_found(self, summary: Passage) -> None:
        case = summary.needed("case", CaseHeader)
        assert case is not None
        assert case.number == "CM15-9900001"
        with pytest.raises(TypeError, match="no Patient"):
            summary.needed("case", Patient)
        with pytest.raises(ValueError, match="does not say that it needs 'injury'"):
            summary.needed("injury", Injury)


class TestOwnField:
    def test_is_under_extra_with_its_place(self) -> None:
        letter = Parser().with_extractor(TOOLS).parse(TEXT)
        assert letter.extra == {"tools": ("crates",)}
        assert TEXT[letter.evidence["extra.tools[0]"].slice] == "crates"

    def test_of_objects_has_a_place_for_each_of_their_values(self) -> None:
        letter = Parser().with_extractor(VISITS).parse(TEXT)
        assert letter.extra["visits"] == (
            Visit(dt.date(2015, 4, 2), "mri"),
            Visit(dt.date(2015, 4, 9), "x-ray"),
        )
        assert TEXT[letter.evidence["extra.visits[1].day"].slice] == "4-\n9-15"
        assert TEXT[letter.evidence["extra.visits[0].what"].slice] == "MRI"

    def test_is_not_there_where_nothing_was_found(self) -> None:
        letter = Parser().with_extractor(TOOLS).parse(written(summary="The injured worker fell."))
        assert dict(letter.extra) == {}
        assert letter == imrkit.parse_letter(letter.text)

    def test_is_not_there_without_its_section(self) -> None:
        letter = Parser(strict=True).with_extractor(FAILS).parse(written(summary=None))
        assert dict(letter.extra) == {}

    def test_of_items_has_a_value_or_none_for_each(self) -> None:
        parser = Parser().with_extractor(GUIDELINE_WORDS)
        letter = parser.parse(TEXT)
        assert letter.extra["guideline_words"] == (1, None)
        assert TEXT[letter.evidence["extra.guideline_words[0]"].slice] == "guideline"
        assert dict(parser.parse(written(items=(WrittenItem(rationale=None),))).extra) == {}

    def test_takes_part_in_equality(self) -> None:
        letter = Parser().with_extractor(TOOLS).parse(TEXT)
        assert letter != imrkit.parse_letter(TEXT)
        assert letter == Parser().with_extractor(TOOLS).parse("\n" + TEXT)
        assert hash(letter) == hash(Parser().with_extractor(TOOLS).parse("\n" + TEXT))

    def test_its_class_is_known_to_the_parser(self) -> None:
        parser = Parser().with_extractor(TOOLS).with_extractor(GUIDELINE_WORDS)
        assert dict(parser.extra) == {"tools": tuple[str, ...], "guideline_words": tuple[int | None, ...]}
        assert dict(Parser().extra) == {}

    def test_may_need_what_others_read_of_the_items(self) -> None:
        assert Parser().with_extractor(DECIDED).parse(TEXT).extra["decided"] == 2

    def test_everything_else_is_as_without_it(self) -> None:
        letter = Parser().with_extractor(TOOLS).parse(TEXT)
        assert evolve(letter, extra={}) == imrkit.parse_letter(TEXT)


class TestReplacing:
    def test_by_name(self) -> None:
        letter = Parser(strict=True).with_extractor(ANOTHER_PATIENT).parse(TEXT)
        assert letter.patient == Patient(age=39)
        assert "patient.sex" not in letter.evidence
        assert TEXT[letter.evidence["patient.age"].slice] == "39"

    def test_under_the_same_name(self) -> None:
        mine = evolve(ANOTHER_PATIENT, name="patient", replaces=None)
        letter = Parser().with_extractor(mine, replaces="patient").parse(TEXT)
        assert letter.patient == Patient(age=39)

    def test_is_undone_by_taking_it_away(self) -> None:
        parser = Parser().with_extractor(ANOTHER_PATIENT)
        assert parser.without("another_patient") == Parser()
        assert parser.without("another_patient").parse(TEXT).patient == Patient(age=39, sex=Sex.MALE)

    def test_what_needs_it_is_given_the_new_value(self) -> None:
        def sex(passage: Passage) -> Found[str]:
            patient = passage.needed("patient", Patient)
            assert patient is not None
            return Found(str(patient.sex), {"": passage.place(0, 3)})

        parser = Parser(strict=True).with_extractor(an_extractor(sex, needs=("patient",)))
        assert parser.parse(TEXT).extra["mine"] == "male"
        assert parser.with_extractor(ANOTHER_PATIENT).parse(TEXT).extra["mine"] == "None"

    def test_how_items_are_found(self) -> None:
        def split(letter: Passage) -> Found[tuple[ItemParts, ...]]:
            return Found((ItemParts(request=letter.place(0, 11), decision=Decision.UPHELD),))

        mine = an_extractor(split, reads=Section.LETTER, yields=tuple[ItemParts, ...], replaces="items")
        (item,) = Parser(strict=True).with_extractor(mine).parse(TEXT).items
        assert (item.request.text, item.decision) == ("Case Number", Decision.UPHELD)

    def test_a_field_from_outside(self) -> None:
        other = an_extractor(lambda passage: Found.together([passage.quote(0, 3)]), yields=tuple[str, ...])
        letter = Parser().with_extractor(TOOLS).with_extractor(other, replaces="tools").parse(TEXT)
        assert dict(letter.extra) == {"tools": ("The",)}


class TestRefining:
    def test_changes_one_field_and_its_places(self) -> None:
        usual = imrkit.parse_letter(TEXT)
        letter = Parser(strict=True).with_extractor(NO_KNEES).parse(TEXT)
        assert usual.injury.diagnoses == ("lumbar strain", "right knee contusion")
        assert letter.injury == evolve(usual.injury, diagnoses=("lumbar strain",))
        assert TEXT[letter.evidence["injury.diagnoses[0]"].slice] == "lumbar strain"
        assert "injury.diagnoses[1]" not in letter.evidence
        assert letter.evidence["injury.date"] == usual.evidence["injury.date"]

    def test_several_run_in_the_order_in_which_they_were_added(self) -> None:
        def blank(passage: Passage) -> Found[Injury] | None:
            assert passage.before is not None
            return passage.before.changed(mechanism=passage.quote(0, len(passage.before.value.diagnoses)))

        first = an_extractor(blank, name="first", yields=Injury, after="injury")
        parser = Parser(strict=True)
        assert parser.with_extractor(first).with_extractor(NO_KNEES).parse(TEXT).injury.mechanism == "Th"
        assert parser.with_extractor(NO_KNEES).with_extractor(first).parse(TEXT).injury.mechanism == "T"

    def test_a_value_from_a_running_head_is_kept(self) -> None:
        def again(passage: Passage) -> Found[CaseHeader] | None:
            return passage.before and passage.before.changed()

        head = "Final Determination Letter for IMR Case Number CM17-9900909  3"
        text = TEXT[TEXT.index(METHOD) :].replace("\n", f"\n{head}\n", 1)  # the first page is lost
        mine = an_extractor(again, reads=Section.HEADER, yields=CaseHeader, after="case")
        letter = Parser(strict=True).with_extractor(mine).parse(text)
        assert letter.case == CaseHeader(number="CM17-9900909")
        assert text[letter.evidence["case.number"].slice] == "CM17-9900909"

    def test_nothing_leaves_the_value_as_it_is(self) -> None:
        idle = an_extractor(lambda passage: None, yields=Injury)
        assert Parser().with_extractor(idle, after="injury").parse(TEXT) == imrkit.parse_letter(TEXT)

    def test_a_part_that_is_an_object(self) -> None:
        def named(passage: Passage) -> Found[Request]:
            assert passage.before is not None
            drug = Found(imrkit.Drug("Massage"), {"name": passage.place(0, 7)})
            return passage.before.changed(drug=drug)

        mine = an_extractor(named, reads=ItemPart.REQUEST, yields=Request, after="request")
        letter = Parser(strict=True).with_extractor(mine).parse(TEXT)
        assert letter.items[1].request.drug == imrkit.Drug("Massage")
        assert TEXT[letter.evidence["items[1].request.drug.name"].slice] == "Massage"
        assert TEXT[letter.evidence["items[1].request.visits"].slice] == "6"


class TestWithout:
    @pytest.mark.parametrize(
        ("name", "empty"), [("case", CaseHeader()), ("injury", Injury()), ("patient", Patient())]
    )
    def test_a_section_is_not_read(self, name: str, empty: object) -> None:
        letter = Parser(strict=True).without(name).parse(TEXT)
        assert getattr(letter, name) == empty
        assert not [path for path in letter.evidence if path.startswith(name)]

    def test_what_is_not_read_is_not_said_to_be_missing(self) -> None:
        text = written()
        for name in ("case", "items", "claims_administrator_guidelines", "reviewer_guidelines", "rationale"):
            assert Parser(strict=True).without(name).parse(text).findings == ()

    def test_the_words_of_a_request_are_still_known(self) -> None:
        letter = Parser().without("request").parse(TEXT)
        assert letter.items[0].request == Request("Massage therapy 6 sessions")
        assert TEXT[letter.evidence["items[0].request.text"].slice] == "Massage therapy 6 sessions"

    def test_parts_of_items(self) -> None:
        item = Parser().without("rationale").without("reviewer_guidelines").parse(TEXT).items[0]
        assert item.rationale is None
        assert item.reviewer_guidelines == Guidelines()
        assert item.claims_administrator_guidelines.stated

    def test_a_name_that_is_not_there(self) -> None:
        with pytest.raises(PluginError, match="called 'colour'"):
            Parser().without("colour")

    def test_only_some_extractors(self) -> None:
        letter = Parser([TOOLS]).parse(TEXT)
        assert letter.extra == {"tools": ("crates",)}
        assert letter.items == ()
        assert letter.findings == ()


def broken(kind: str) -> Extractor[Any]:
    """An extractor that does something that none may do."""
    wrong: dict[str, Callable[[Passage], Any]] = {
        "raises": lambda passage: passage.text["secret"],  # type: ignore[call-overload]
        "yields another class": lambda passage: Found(48, {"": passage.place(0, 2)}),
        "yields no Found": lambda passage: "fell",
        "has a place for another": lambda passage: Found("fell", {"day": passage.place(0, 2)}),
        "has no place": lambda passage: Found("fell"),
        "yields None as a value": lambda passage: Found(None),
        "stands outside": lambda passage: Found("fell", {"": imrkit.document.Region(10**6, 10**6 + 4)}),
        "stands nowhere": lambda passage: Found("fell", {"": imrkit.document.Region(4, 4)}),
        "runs without end": lambda passage: broken("runs without end").extract(passage),
    }
    return an_extractor(wrong[kind])


KINDS = {
    "raises": "TypeError",
    "yields another class": "it does not yield what it says",
    "yields no Found": "it does not yield what it says",
    "yields None as a value": "it does not yield what it says",
    "has a place for another": "it yields a place for what it does not yield",
    "has no place": "it yields a value that stands nowhere",
    "stands outside": "it yields a value that stands outside of the letter",
    "stands nowhere": "it yields a value that stands outside of the letter",
    "runs without end": "RecursionError",
}


class TestFailing:
    @pytest.mark.parametrize("kind", KINDS)
    def test_costs_its_own_field_and_nothing_else(self, kind: str) -> None:
        letter = Parser().with_extractor(TOOLS).with_extractor(broken(kind)).parse(TEXT)
        *others, finding = letter.findings
        assert finding.code is FindingCode.EXTRACTOR_FAILED
        assert finding.message == f"extractor 'mine' failed on summary: {KINDS[kind]}"
        assert TEXT[finding.spans[0].slice].startswith("The injured worker")
        assert evolve(letter, findings=tuple(others)) == Parser().with_extractor(TOOLS).parse(TEXT)

    @pytest.mark.parametrize("kind", KINDS)
    def test_is_an_error_in_a_strict_parser(self, kind: str) -> None:
        with pytest.raises(ExtractorError, match="extractor 'mine' failed on summary: ") as caught:
            Parser(strict=True).with_extractor(broken(kind)).parse(TEXT)
        assert caught.value.extractor == "mine"
        assert caught.value.place == "summary"
        assert caught.value.cause in {type(caught.value.__cause__).__name__, str(caught.value.__cause__)}
        again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301
        assert (again.extractor, again.place, again.cause) == ("mine", "summary", caught.value.cause)

    def test_does_not_quote_the_letter(self) -> None:
        finding = Parser().with_extractor(FAILS).parse(TEXT).findings[-1]
        assert finding.message == "extractor 'fails' failed on summary: ZeroDivisionError"
        with pytest.raises(ExtractorError) as caught:
            Parser(strict=True).with_extractor(FAILS).parse(TEXT)
        assert "male" not in str(caught.value)

    @pytest.mark.parametrize(
        ("field", "reads", "yields"),
        [
            ("case", Section.HEADER, CaseHeader),
            ("injury", Section.SUMMARY, Injury),
            ("request", ItemPart.REQUEST, Request),
            ("claims_administrator_guidelines", ItemPart.CLAIMS_ADMINISTRATOR_GUIDELINES, Guidelines),
            ("rationale", ItemPart.RATIONALE, Rationale),
            ("items", Section.LETTER, tuple[ItemParts, ...]),
        ],
    )
    def test_in_place_of_another_leaves_its_field_unread(
        self, field: str, reads: Section | ItemPart, yields: type
    ) -> None:
        failing = evolve(FAILS, reads=reads, yields=yields, replaces=field)
        text = written()
        letter = Parser().with_extractor(failing).parse(text)
        codes = [finding.code for finding in letter.findings]
        assert codes == [FindingCode.EXTRACTOR_FAILED]  # and none that says that the letter lacks it
        assert evolve(letter, findings=()) == Parser().without(field).parse(text)

    def test_of_one_item_leaves_the_others(self) -> None:
        def fussy(passage: Passage) -> Found[str]:
            if passage.text.startswith("MRI"):
                raise LookupError
            return passage.quote(0, 7)

        text = written(items=(WrittenItem(), WrittenItem(request="MRI of the knee")))
        letter = Parser().with_extractor(an_extractor(fussy, reads=ItemPart.REQUEST)).parse(text)
        assert letter.extra["mine"] == ("Massage", None)
        assert letter.findings[-1].message == "extractor 'mine' failed on items[1].request: LookupError"

    def test_to_refine_leaves_the_value_as_it_was(self) -> None:
        failing = evolve(FAILS, yields=Injury, after="injury")
        letter = Parser().with_extractor(failing).parse(TEXT)
        assert letter.injury == imrkit.parse_letter(TEXT).injury

    def test_items_outside_of_the_letter_are_refused(self) -> None:
        def split(letter: Passage) -> Found[tuple[ItemParts, ...]]:
            return Found((ItemParts(request=imrkit.document.Region(0, 10**6)),))

        mine = an_extractor(split, reads=Section.LETTER, yields=tuple[ItemParts, ...], replaces="items")
        letter = Parser().with_extractor(mine).parse(TEXT)
        assert letter.items == ()
        assert letter.findings[-1].code is FindingCode.EXTRACTOR_FAILED

    def test_an_interrupt_is_none(self) -> None:
        def interrupted(passage: Passage) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            Parser().with_extractor(an_extractor(interrupted)).parse(TEXT)


def idle(passage: Passage) -> None:
    """Finds nothing."""


@define
class Mutable:
    name: str


@frozen
class Nested:
    parts: tuple[Nested, ...]


class TestNotGoingTogether:
    @pytest.mark.parametrize(
        ("added", "problem"),
        [
            ([an_extractor(idle, name="patient")], "two extractors are called 'patient'"),
            ([TOOLS, TOOLS], "two extractors are called 'tools'"),
            ([ANOTHER_PATIENT, evolve(ANOTHER_PATIENT, name="third")], "both replace 'patient'"),
            ([an_extractor(idle, replaces="colour")], "replaces 'colour', which is not there"),
            ([an_extractor(idle, after="colour")], "runs after 'colour', which is not there"),
            ([an_extractor(idle, after="no_knees"), NO_KNEES], "runs after 'no_knees', which is not there"),
            ([an_extractor(idle, needs=("colour",))], "needs 'colour', which is not there"),
            ([an_extractor(idle, needs=("mine",))], "need each other: mine -> mine"),
            ([an_extractor(idle, needs=("tools",)), evolve(TOOLS, needs=("mine",))], "need each other"),
            (
                [an_extractor(idle, reads=ItemPart.REQUEST, needs=("items",))],
                "need each other: items -> items",
            ),
            ([an_extractor(idle, reads=ItemPart.REQUEST, needs=("decided",)), DECIDED], "need each other"),
            ([an_extractor(idle, replaces="patient")], "another class than the field 'patient' takes"),
            ([an_extractor(idle, after="injury")], "another class than the field 'injury' takes"),
            ([evolve(ANOTHER_PATIENT, reads=ItemPart.REQUEST)], "must read a section of the letter"),
            ([an_extractor(idle, yields=Rationale, replaces="rationale")], "must read a part of an item"),
            ([an_extractor(idle, yields=dict)], "dict is no class of plain values"),
            ([an_extractor(idle, yields=tuple[str, int])], r"tuple\[str, int\] is no class of plain values"),
            ([an_extractor(idle, yields=dt.datetime)], "datetime is no class of plain values"),
            ([an_extractor(idle, yields=Mutable)], "Mutable is not frozen"),
            ([an_extractor(idle, yields=Nested)], "Nested holds objects of its own class"),
        ],
    )
    def test_is_refused_when_the_parser_is_made(self, added: list[Extractor[Any]], problem: str) -> None:
        with pytest.raises(PluginError, match=problem):
            Parser([*Parser().extractors, *added])

    def test_a_class_with_a_field_that_cannot_be_resolved(self) -> None:
        @frozen
        class Lost:
            of: Nowhere  # type: ignore[name-defined]  # noqa: F821

        with pytest.raises(PluginError, match="Lost has a field of a class that cannot be found: Nowhere"):
            Parser().with_extractor(an_extractor(idle, yields=Lost))

    @pytest.mark.parametrize(
        "kind", [str, bool, float, dt.date, Sex, Wound, tuple[Wound, ...], tuple[Sex, ...]]
    )
    def test_classes_of_plain_values(self, kind: type) -> None:
        assert Parser().with_extractor(an_extractor(idle, yields=kind)).extra == {"mine": kind}

    @pytest.mark.parametrize(
        ("changes", "kind", "said"),
        [
            ({"name": "Two Words"}, ValueError, "name='Two Words' is no name: a lower case letter, then "),
            ({"name": ""}, ValueError, "name='' is no name: "),
            ({"name": 3}, TypeError, "name is a text, not int"),
            ({"replaces": "Pain Score"}, ValueError, "replaces='Pain Score' is no name: "),
            ({"reads": "summary"}, TypeError, "reads is a Section or an ItemPart, not str"),
            ({"extract": None}, TypeError, "extract is a function, not NoneType"),
            ({"needs": "case"}, TypeError, "needs is a tuple of the names of extractors"),
            ({"needs": ["case"]}, TypeError, "needs is a tuple of the names of extractors"),
            (
                {"replaces": "patient", "after": "patient"},
                ValueError,
                "'mine' cannot both replace an extractor",
            ),
        ],
    )
    def test_an_extractor_that_is_none_cannot_be_made(
        self, changes: dict[str, Any], kind: type[Exception], said: str
    ) -> None:
        with pytest.raises(kind) as caught:
            an_extractor(**{"extract": idle, **changes})
        assert str(caught.value).startswith(said)

    @pytest.mark.parametrize("replaces", [None, "patient"])
    def test_a_function_alone_is_no_extractor(self, replaces: str | None) -> None:
        with pytest.raises(TypeError, match="an Extractor is needed, not function: a function goes into one"):
            Parser().with_extractor(idle, replaces=replaces)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="Layout is needed, not function"):
            Parser().with_layout(idle)  # type: ignore[arg-type]

    @pytest.mark.parametrize("given", [{"extractors": [idle]}, {"layouts": ["expert"]}])
    def test_a_parser_of_other_things_cannot_be_made(self, given: dict[str, Any]) -> None:
        with pytest.raises(TypeError):
            Parser(**given)


MEMO = Layout(
    name="memo of 2027",
    telling=("memo of determination", "the panel finds as follows"),
    supporting=("independent medical review",),
    headings={"History:": Section.SUMMARY, "The panel finds as follows:": Section.ITEMS},
    required=(Section.SUMMARY, Section.ITEMS),
    items=lambda letter: [
        ItemParts(
            request=letter.place_of(match, "request"),
            decision=Decision.OVERTURNED if match["decision"] == "granted" else Decision.UPHELD,
            decision_at=letter.place_of(match, "decision"),
            rationale=letter.place_of(match, "why"),
        )
        for match in re.finditer(
            r"on (?P<request>[^:]{1,200}): (?P<decision>granted|refused), because (?P<why>[^.]{1,500}\.)",
            letter.key,
        )
    ],
    cites_administrator=False,
)
MEMO_TEXT = """MEMO OF DETERMINATION in an Independent Medical Review
History: The injured worker is a 51 year old woman.
The panel finds as follows: On a cane for the left foot: refused, because she walks well without.
On massage, 4 visits: granted, because it helped."""


class TestLayouts:
    def test_of_its_own_is_read_by_the_same_extractors(self) -> None:
        letter = Parser(strict=True).with_layout(MEMO).parse(MEMO_TEXT)
        assert (letter.generation, letter.layout) == (Generation.OTHER, "memo of 2027")
        assert letter.patient == Patient(age=51, sex=Sex.FEMALE)
        cane, massage = letter.items
        assert (cane.request.text, cane.decision) == ("a cane for the left foot", Decision.UPHELD)
        assert (massage.request.visits, massage.decision) == (4, Decision.OVERTURNED)
        assert cane.rationale is not None
        assert MEMO_TEXT[letter.evidence["items[0].decision"].slice] == "refused"

    def test_is_known_to_its_parser_only(self) -> None:
        with pytest.raises(NotALetterError):
            imrkit.parse_letter(MEMO_TEXT)
        with pytest.raises(NotALetterError):
            Parser().with_layout(MEMO).without("memo of 2027").parse(MEMO_TEXT)

    def test_the_others_are_read_as_before(self) -> None:
        assert Parser().with_layout(MEMO).parse(TEXT) == imrkit.parse_letter(TEXT)

    def test_a_variant_of_a_known_one_takes_the_letters_that_it_fits_better(self) -> None:
        variant = evolve(EXPERT_REVIEW, name="2027", telling=(*EXPERT_REVIEW.telling, "form imr-27"))
        parser = Parser().with_layout(variant)
        assert parser.parse("Form IMR-27\n" + TEXT).layout == "2027"
        assert parser.parse("Form IMR-27\n" + TEXT).generation is Generation.EXPERT_REVIEW
        assert parser.parse(TEXT).layout is None
        assert Parser(layouts=[variant]).parse(TEXT).layout == "2027"

    def test_that_fails_to_delimit_items_leaves_the_rest(self) -> None:
        failing = evolve(MEMO, items=lambda letter: [ItemParts(request=letter.place(5, 4))])
        letter = Parser().with_layout(failing).parse(MEMO_TEXT)
        assert letter.items == ()
        assert letter.patient.age == 51
        assert letter.findings[-1].message == "extractor 'items' failed on letter: ValueError"

    def test_needs_a_name_of_its_own(self) -> None:
        with pytest.raises(PluginError, match="two layouts are called 'expert review'"):
            Parser().with_layout(EXPERT_REVIEW)
        with pytest.raises(ValueError, match="needs a name"):
            evolve(MEMO, name="other")

    def test_without_any_nothing_is_a_letter(self) -> None:
        with pytest.raises(NotALetterError):
            Parser(layouts=()).parse(TEXT)


class TestParser:
    def test_the_usual_one_reads_as_parse_letter_does(self) -> None:
        assert Parser().parse(TEXT) == imrkit.parse_letter(TEXT)

    def test_reads_files_too(self) -> None:
        letter = imrkit.read_letter(TEXT.encode(), parser=Parser().with_extractor(TOOLS))
        assert letter.extra == {"tools": ("crates",)}

    def test_does_not_change(self) -> None:
        parser = Parser()
        parser.with_extractor(TOOLS)
        parser.without("injury")
        assert parser == Parser()
        with pytest.raises(AttributeError):
            parser.strict = True  # type: ignore[misc]
        with pytest.raises(TypeError):
            parser.extra["tools"] = str  # type: ignore[index]

    def test_survives_being_sent_to_another_process(self) -> None:
        parser = Parser(strict=True).with_extractor(TOOLS).with_extractor(NO_KNEES).without("case")
        again = pickle.loads(pickle.dumps(parser))  # noqa: S301
        assert again == parser
        assert hash(again) == hash(parser)
        assert again.parse(TEXT) == parser.parse(TEXT)

    def test_is_pickled_in_less_than_a_millisecond(self) -> None:
        parser = Parser().with_extractor(TOOLS).with_extractor(VISITS)
        packed = pickle.dumps(parser)
        assert min(timeit.repeat(lambda: pickle.dumps(parser), number=20, repeat=5)) / 20 < 0.001
        assert min(timeit.repeat(lambda: pickle.loads(packed), number=20, repeat=5)) / 20 < 0.001  # noqa: S301

    def test_is_shared_by_threads(self) -> None:
        parser = Parser().with_extractor(TOOLS).with_extractor(NO_KNEES)
        texts = [
            written(summary=f"The injured worker is a {age} year old man with crates.")
            for age in range(20, 80)
        ]
        with ThreadPoolExecutor(8) as pool:
            letters = list(pool.map(parser.parse, texts))
        assert [letter.patient.age for letter in letters] == list(range(20, 80))
        assert all(letter.extra["tools"] == ("crates",) for letter in letters)

    def test_its_extractors_may_be_added_in_any_order(self) -> None:
        needing = an_extractor(
            lambda passage: passage.matched(re.search(".", passage.text)), needs=("tools",)
        )  # type: ignore[arg-type]
        one = Parser(strict=True).with_extractor(TOOLS).with_extractor(needing)
        other = Parser([needing, TOOLS, *reversed(Parser().extractors)], strict=True)
        assert one.parse(TEXT) == other.parse(TEXT)


class TestFound:
    def test_dates_stand_by_themselves(self) -> None:
        letter = Parser(strict=True).with_extractor(FIRST_VISIT).parse(TEXT)
        assert letter.extra == {"first_visit": dt.date(2015, 4, 2)}
        assert TEXT[letter.evidence["extra.first_visit"].slice] == "4-2-15"
