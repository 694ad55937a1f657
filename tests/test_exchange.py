"""Letters that travel: with extras, through older versions, by either JSON library, under a schema."""

from __future__ import annotations

import copy
import datetime as dt
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import attrs
import jsonschema
import orjson
import pytest
from attrs import evolve, frozen
from full_letter import FULL_LETTER
from hypothesis import given, settings
from hypothesis import strategies as st
from some_extractors import (
    COURSE,
    FIRST_VISIT,
    GUIDELINE_WORDS,
    TOOLS,
    VISITS,
    Colour,
    Course,
    Visit,
    Wound,
)
from writing import SUMMARY, WrittenItem, WrittenLetter

import imrkit
from imrkit import (
    BodyPart,
    Extractor,
    Found,
    Letter,
    Parser,
    Part,
    PartialDate,
    Range,
    Section,
    Sex,
    Span,
    codec,
)
from imrkit.codec import SCHEMA_VERSION, from_dict, from_json, to_dict, to_json
from imrkit.errors import DataError
from imrkit.model import Evidence, Extra
from imrkit.schema import json_schema

GOLDEN: Final = Path(__file__).parent / "golden"

EXTRA: Final = {
    "words": ("crates", "saws"),
    "count": 3,
    "share": 0.5,
    "seen": True,
    "first_day": dt.date(2015, 4, 2),
    "month": PartialDate(2015, 4),
    "days": (dt.date(2015, 4, 2), None, PartialDate(2015)),
    "dose": Range(1, 2.5),
    "nested": (("a",), ()),
}
FULL: Final = evolve(
    FULL_LETTER,
    extra=EXTRA,
    layout="physician review of Guam",
    evidence={**FULL_LETTER.evidence, "extra.words[1]": Span(0, 4), "extra.nested[0][0]": Span(0, 1)},
)


def letters(count: int) -> Iterator[str]:
    """Texts of letters, each different: the place where a generator of letters can be plugged in."""
    dice = random.Random(5)  # noqa: S311
    parts = ("knee", "left shoulder", "low back", "right wrist", "neck")
    requests = (
        "Massage therapy {n} sessions",
        "MRI of the {part}",
        "Ibuprofen 800mg #{n}0 with {n} refills",
        "Acupuncture {n} times a week for 3-4 weeks for the {part}",
        "Retrospective urine drug screen",
    )
    for number in range(count):
        part = dice.choice(parts)
        items = [
            WrittenItem(
                request=dice.choice(requests).format(n=dice.randint(1, 9), part=part),
                decision=dice.choice(("Upheld", "Overturned")),
                administrator=dice.choice((WrittenItem().administrator, None)),
            )
            for _ in range(dice.randint(0, 3))
        ]
        summary = SUMMARY.replace(
            "39 year old male", f"{dice.randint(19, 80)} year old {dice.choice(list(Sex))}"
        )
        yield str(
            WrittenLetter(
                number=f"CM15-{number:07}",
                date_of_injury=f"0{dice.randint(1, 4)}/0{dice.randint(1, 9)}/2015",
                header=dice.random() < 0.9,
                summary=f"{summary} An MRI of {dice.randint(1, 9)}-2-15 showed an {part} injury.",
                items=items,
            )
        )


@pytest.fixture(scope="module")
def read() -> list[Letter]:
    parser = (
        Parser(strict=True).with_extractor(TOOLS).with_extractor(FIRST_VISIT).with_extractor(GUIDELINE_WORDS)
    )
    return [parser.parse(text) for text in letters(500)]


@pytest.fixture(params=["orjson", "json"])
def either_library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """JSON is written and read with orjson, and then without it."""
    library: str = request.param
    monkeypatch.setattr(codec, "_orjson", lambda: orjson if library == "orjson" else None)
    return library


def assert_equal(one: Letter, other: Letter) -> None:
    """With all that equality leaves out."""
    assert one == other
    assert dict(one.evidence) == dict(other.evidence)
    assert [finding.spans for finding in one.findings] == [finding.spans for finding in other.findings]


class TestExtras:
    def test_come_back_equal_and_of_the_same_classes(self) -> None:
        again = from_json(to_json(FULL, text=True))
        assert_equal(again, FULL)
        assert [type(value) for value in again.extra.values()] == [type(value) for value in EXTRA.values()]
        assert again.layout == "physician review of Guam"
        assert len(again.extra) == len(EXTRA)

    def test_are_plain_in_data(self) -> None:
        data = to_dict(FULL)["extra"]
        assert data["words"] == ["crates", "saws"]
        assert data["first_day"] == {"date": "2015-04-02"}
        assert data["days"] == [{"date": "2015-04-02"}, None, {"date": "2015"}]
        assert data["dose"] == {"low": 1, "high": 2.5}

    def test_of_classes_of_their_own_come_back_with_the_parser_that_has_them(self) -> None:
        parser = Parser(strict=True).with_extractor(VISITS)
        letter = parser.parse(str(WrittenLetter(summary=f"{SUMMARY} An MRI of 4-2-15, an X-ray of 5-2-15.")))
        assert letter.extra["visits"][1] == Visit(dt.date(2015, 5, 2), "x-ray")
        assert to_dict(letter)["extra"] == {
            "visits": [{"day": "2015-04-02", "what": "mri"}, {"day": "2015-05-02", "what": "x-ray"}]
        }
        assert_equal(from_json(to_json(letter), parser=parser), letter)
        with pytest.raises(DataError, match=r"extra\.visits\[0\]: .*give the Parser"):
            from_json(to_json(letter))

    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            (str, "crates"),
            (float, 3),
            (dt.date, dt.date(2015, 4, 2)),
            (Colour, Colour.RED),
            (BodyPart, BodyPart(Part.KNEE)),
            (Wound, Wound(Colour.RED, 2.5, Sex.MALE, (dt.date(2015, 4, 2),))),
            (Wound, Wound(Colour.BLUE, None, Sex.FEMALE)),
            (tuple[Wound, ...], (Wound(Colour.BLUE, 1, Sex.FEMALE),)),
            (tuple[tuple[int, ...], ...], ((1, 2), ())),
            (PartialDate, PartialDate(2015)),
            (Course, Course(PartialDate(2015, 4), Range(1, 2.5))),
            (Course, Course(PartialDate(2015), Range(1, 2), ended=PartialDate(2016))),
            (Range, Range(1, 2)),
        ],
    )
    def test_of_any_class_come_back_with_the_parser_that_has_them(self, kind: type, value: Any) -> None:
        mine = Extractor(
            name="mine",
            reads=Section.SUMMARY,
            yields=kind,
            extract=lambda passage: Found(value, {"": passage.place(0, 3)}),
        )
        parser = Parser(strict=True).with_extractor(mine)
        letter = parser.parse(str(WrittenLetter()))
        again = from_json(to_json(letter), parser=parser)
        assert_equal(again, letter)
        assert type(again.extra["mine"]) is type(value)
        validator(parser).validate(to_dict(letter))

    def test_of_items_come_back(self) -> None:
        parser = Parser().with_extractor(GUIDELINE_WORDS)
        letter = parser.parse(str(WrittenLetter(items=(WrittenItem(), WrittenItem(rationale=None)))))
        assert letter.extra["guideline_words"] == (1, None)
        assert_equal(from_dict(to_dict(letter), parser=parser), letter)
        assert_equal(from_dict(to_dict(letter)), letter)

    @pytest.mark.parametrize(
        ("extra", "path", "problem"),
        [
            ([], "extra", "an object"),
            ({"Two Words": 1}, "extra", "a name"),
            ({"words": None}, "extra.words", "a value"),
            ({"words": {"colour": 1}}, "extra.words", "give the Parser"),
            ({"words": ["a", {"date": "soon"}]}, "extra.words[1]", "a date"),
            ({"words": {"low": 2, "high": 1}}, "extra.words", "lower end first"),
            ({"words": [float("inf")]}, "extra.words[0]", "a number"),
            ({"tools": "saws"}, "extra.tools", "a list"),
            ({"tools": ["saws", 3]}, "extra.tools[1]", "a value of class str"),
            ({"first_visit": "2015-04-02"}, "extra.first_visit", "a value of class date"),
            ({"first_visit": {"date": "2015"}}, "extra.first_visit", "a value of class date"),
            ({"visits": [{"day": "2015-04-02", "colour": 1}]}, "extra.visits[0].colour", "unknown field"),
            ({"visits": [{"what": "mri"}]}, "extra.visits[0].day", "missing"),
            ({"visits": [{"day": "2015-04"}]}, "extra.visits[0].day", "YYYY-MM-DD"),
            ({"visits": ["mri"]}, "extra.visits[0]", "an object"),
            (
                {"course": {"since": "2015-04-02", "dose": {"low": 1, "high": 2}}},
                "extra.course.since",
                "YYYY-MM",
            ),
            ({"course": {"since": "2015", "dose": 1}}, "extra.course.dose", "a range"),
        ],
    )
    def test_that_are_none_are_refused_with_their_path(self, extra: object, path: str, problem: str) -> None:
        parser = Parser([TOOLS, VISITS, FIRST_VISIT, COURSE])
        with pytest.raises(DataError) as caught:
            from_dict({**to_dict(FULL), "extra": extra}, parser=parser)
        assert caught.value.path == path
        assert problem in caught.value.problem

    @pytest.mark.parametrize(
        "value",
        [{"a": 1}, [1], {1}, b"x", 1j, dt.datetime(2015, 4, 2, tzinfo=dt.UTC), float("nan"), object()],
    )
    def test_that_are_not_plain_are_no_part_of_a_letter(self, value: Any) -> None:
        for extra in ({"mine": value}, {"mine": (value,)}):
            with pytest.raises(TypeError, match="the value of mine is not plain"):
                evolve(FULL, extra=extra)

    def test_cannot_be_changed(self) -> None:
        with pytest.raises(TypeError):
            FULL.extra["words"] = ()  # type: ignore[index]
        assert repr(Extra({"count": 3})) == "Extra({'count': 3})"
        assert len({FULL, evolve(FULL, extra=dict(FULL.extra)), evolve(FULL, extra={})}) == 2

    def test_of_classes_that_are_not_frozen_are_refused(self) -> None:
        @attrs.define
        class Open:
            name: str

        with pytest.raises(TypeError, match="not plain: Open"):
            Extra({"mine": Open("x")})


class TestVersions:
    @pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
    def test_what_any_version_wrote_is_read(self, version: int) -> None:
        written = (GOLDEN / f"letter-{version}.json").read_text(encoding="utf-8")
        assert json.loads(written)["schema_version"] == version
        letter = from_json(written)
        wanted = FULL_LETTER if version == 1 else FULL
        assert_equal(letter, wanted)
        assert letter.text == FULL_LETTER.text

    def test_what_this_version_writes_does_not_change_unnoticed(self) -> None:
        golden = json.loads((GOLDEN / f"letter-{SCHEMA_VERSION}.json").read_text(encoding="utf-8"))
        written = to_dict(FULL, text=True, source="letters/one.pdf")
        assert written == golden  # else: a new version, with an upgrade function and a golden file
        assert list(written) == list(golden)

    def test_the_schema_does_not_change_unnoticed(self) -> None:
        golden = json.loads((GOLDEN / f"schema-{SCHEMA_VERSION}.json").read_text(encoding="utf-8"))
        assert without_words(json_schema()) == golden

    def test_every_field_has_a_value_in_the_golden_letter(self) -> None:
        data = to_dict(FULL, text=True, source="letters/one.pdf")
        assert not [name for name, value in data.items() if value in (None, [], {})]
        for part in ("case", "reviewer", "patient", "injury"):
            assert None not in data[part].values()

    @pytest.mark.parametrize("name", ["extra", "layout"])
    def test_fields_of_a_later_version_are_unknown_to_an_earlier(self, name: str) -> None:
        data = {**to_dict(FULL_LETTER), "schema_version": 1}
        del data["extra" if name == "layout" else "layout"]
        with pytest.raises(DataError, match=f"{name}: an unknown field"):
            from_dict(data)


def without_words(schema: Any) -> Any:
    """A schema without what is only for people."""
    if isinstance(schema, list):
        return [without_words(held) for held in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: without_words(held)
        for key, held in schema.items()
        if not (key in {"description", "examples"} and not isinstance(held, dict))
    }


class TestJson:
    def test_letters_come_back_equal(self, read: list[Letter], either_library: str) -> None:
        for letter in read:
            assert_equal(from_json(to_json(letter)), letter)
            assert_equal(from_json(to_json(letter, text=True).encode()), letter)

    def test_is_the_same_by_either_library(self, read: list[Letter], monkeypatch: pytest.MonkeyPatch) -> None:
        by_orjson = [to_json(letter, text=True) for letter in read]
        monkeypatch.setattr(codec, "_orjson", lambda: None)
        assert [to_json(letter, text=True) for letter in read] == by_orjson

    @pytest.mark.parametrize("number", [2**63 - 1, 2**63, 2**64, 10**30, -(2**70)])
    def test_large_numbers_are_kept(self, either_library: str, number: int) -> None:
        letter = evolve(FULL, extra={"count": number}, text="1" * 40)
        assert_equal(from_json(to_json(letter, text=True)), letter)

    def test_half_characters_are_kept(self, either_library: str) -> None:
        letter = evolve(FULL, text="\ud83d\x9b\x7f\u2028")
        assert from_json(to_json(letter, text=True)).text == letter.text

    @pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan")])
    def test_numbers_without_end_are_never_written(self, either_library: str, number: float) -> None:
        item = evolve(FULL.items[1], request=evolve(FULL.items[1].request, weeks=number))
        with pytest.raises(ValueError, match="JSON compliant"):
            to_json(evolve(FULL, items=(item,)))

    @pytest.mark.parametrize("written", ["", "{", "[" * 100_000, b"\xff\xfe\xff", '{"a": NaN,}', "\ufeff{}"])
    def test_what_is_no_json_is_refused(self, either_library: str, written: str | bytes) -> None:
        with pytest.raises(DataError, match="no JSON"):
            from_json(written)

    @settings(max_examples=50, deadline=None)
    @given(st.text(max_size=60))
    def test_any_text_is_kept(self, text: str) -> None:
        letter = evolve(FULL, text=text, extra={"words": (text,)})
        again = from_json(to_json(letter, text=True))
        assert again == letter
        assert again.text == text

    def test_orjson_need_not_be_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "orjson", None)
        assert codec._orjson.__wrapped__() is None

    def test_is_written_without_orjson_where_it_is_not_installed(self) -> None:
        code = (
            "import sys; sys.modules['orjson'] = None\n"
            "from imrkit import Generation, Letter, codec\n"
            "letter = Letter(Generation.EXPERT_REVIEW)\n"
            "assert codec.from_json(codec.to_json(letter)) == letter"
        )
        subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603

    def test_the_json_of_a_letter_costs_less_than_reading_it(self) -> None:
        texts = list(letters(100))
        imrkit.codec.to_json(imrkit.parse_letter(texts[0]))
        start = time.process_time()
        read = [imrkit.parse_letter(text) for text in texts]
        middle = time.process_time()
        for letter in read:
            to_json(letter)
        assert time.process_time() - middle < (middle - start) / 2


def validator(parser: Parser | None = None) -> jsonschema.Draft202012Validator:
    schema = json_schema(parser)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def fields_of(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """All fields of the schema, with their paths."""
    for name, definition in {"Letter": schema, **schema["$defs"]}.items():
        for field, described in definition.get("properties", {}).items():
            yield f"{name}.{field}", described


SCHEMA: Final = json_schema()
FIELDS: Final = dict(fields_of(SCHEMA))


class TestSchema:
    def test_every_letter_fits(self, read: list[Letter]) -> None:
        general = validator()
        parser = Parser().with_extractor(TOOLS).with_extractor(FIRST_VISIT).with_extractor(GUIDELINE_WORDS)
        special = validator(parser)
        for letter in read:
            data = to_dict(letter, text=True, source="one.txt")
            general.validate(data)
            special.validate(data)

    def test_the_fullest_and_the_emptiest_letter_fit(self) -> None:
        validator().validate(to_dict(FULL, text=True, source="one.txt"))
        validator().validate(to_dict(Letter(imrkit.Generation.EXPERT_REVIEW)))

    def test_examples_fit(self, example_letters: Path) -> None:
        for path in example_letters.glob("*.txt"):
            validator().validate(to_dict(imrkit.read_letter(path)))

    @pytest.mark.parametrize(
        "change",
        [
            lambda data: data.update(colour="blue"),
            lambda data: data.update(schema_version=1),
            lambda data: data["patient"].update(age="48"),
            lambda data: data["patient"].update(sex="f"),
            lambda data: data["patient"].pop("sex"),
            lambda data: data["case"].update(decision_date="2014-04"),
            lambda data: data["case"].update(date_of_injury="7/2012"),
            lambda data: data["injury"].update(diagnoses="strain"),
            lambda data: data["items"][0]["request"].update(visits={"low": 4}),
            lambda data: data["items"][0]["request"]["body_parts"].append({"part": "soul", "side": None}),
            lambda data: data["evidence"].update({"patient.age": [9]}),
            lambda data: data["evidence"].update({"She is 48.": [9, 11]}),
            lambda data: data["extra"].update({"Two Words": 1}),
            lambda data: data["extra"].update(words=None),
        ],
    )
    def test_what_the_codec_refuses_does_not_fit(self, change: Callable[[dict[str, Any]], object]) -> None:
        data = copy.deepcopy(to_dict(FULL))
        change(data)
        assert not validator().is_valid(data)

    def test_with_a_parser_says_what_its_extra_fields_are(self) -> None:
        schema = json_schema(Parser().with_extractor(VISITS).with_extractor(GUIDELINE_WORDS))
        extra = schema["properties"]["extra"]
        assert extra["properties"] == {
            "visits": {"type": "array", "items": {"$ref": "#/$defs/some_extractors.Visit"}},
            "guideline_words": {"type": "array", "items": {"type": ["integer", "null"]}},
        }
        assert schema["$defs"]["some_extractors.Visit"]["properties"]["what"] == {"type": ["string", "null"]}
        fits = validator(Parser().with_extractor(VISITS)).is_valid
        data = to_dict(FULL_LETTER)
        assert fits({**data, "extra": {"visits": [{"day": "2015-04-02", "what": None}]}})
        assert not fits({**data, "extra": {"visits": [{"day": "2015-04", "what": None}]}})
        assert not fits({**data, "extra": {"words": []}})

    def test_dates_that_stand_by_themselves_are_marked(self) -> None:
        fits = validator(Parser().with_extractor(FIRST_VISIT)).is_valid
        data = to_dict(FULL_LETTER)
        assert fits({**data, "extra": {"first_visit": {"date": "2015-04-02"}}})
        assert not fits({**data, "extra": {"first_visit": "2015-04-02"}})

    def test_classes_of_the_same_name_are_kept_apart(self) -> None:
        @frozen
        class Drug:
            dose: int

        mine = Extractor(name="mine", reads=Section.SUMMARY, yields=Drug, extract=lambda passage: None)
        definitions = json_schema(Parser().with_extractor(mine))["$defs"]
        assert {"quantity", "name"} < set(definitions["Drug"]["properties"])
        (other,) = (name for name in definitions if name.endswith(".Drug"))
        assert set(definitions[other]["properties"]) == {"dose"}

    @pytest.mark.parametrize("path", FIELDS)
    def test_every_field_says_what_it_means_and_where_it_comes_from(self, path: str) -> None:
        described = FIELDS[path]
        assert described["description"].endswith(".")
        added = path in {"Letter.schema_version", "Letter.source"} or path.startswith("Range.")
        assert added or "From: " in described["description"]

    @pytest.mark.parametrize("path", FIELDS)
    def test_every_field_of_a_value_has_an_example_that_fits(self, path: str) -> None:
        described = FIELDS[path]
        by_itself = jsonschema.Draft202012Validator({"$defs": SCHEMA["$defs"], **described})
        if "examples" in described:
            by_itself.validate(described["examples"][0])
        else:
            objects = {
                "CaseHeader",
                "Reviewer",
                "Patient",
                "Injury",
                "DisputedItem",
                "Finding",
                "Drug",
                "Request",
            }
            objects |= {"Guideline", "Guidelines", "Rationale"}
            assert any(f"#/$defs/{name}" in json.dumps(described) for name in objects) or path in {
                "Letter.schema_version",
                "Letter.source",
            }

    def test_needs_no_source_of_the_classes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def lost(kind: type) -> str:
            raise OSError

        imrkit.documentation.of_fields.cache_clear()
        monkeypatch.setattr(imrkit.documentation.inspect, "getsource", lost)
        assert without_words(json_schema()) == without_words(SCHEMA)
        assert imrkit.documentation.of_members(Sex) == {}
        imrkit.documentation.of_fields.cache_clear()


def test_evidence_has_the_same_ends_by_either_way(read: list[Letter]) -> None:
    for letter in read[:20]:
        assert isinstance(letter.evidence, Evidence)
        ends = {path: Span(start, end) for path, (start, end) in letter.evidence.ends().items()}
        assert ends == dict(letter.evidence)
