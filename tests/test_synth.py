"""Letters that never existed: plausible, coherent, the same from the same seed, and read as what they say."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner

import imrkit
from imrkit.cli.commands import imrkit as command
from imrkit.gold import record
from imrkit.model import Letter
from imrkit.synth import GENERATIONS, RENDERINGS, invent, synthesize
from imrkit.synth.dice import SeededDice
from imrkit.synth.grammar import Grammar, grammar
from imrkit.synth.printing import print_letter
from imrkit.synth.renderings import wrapped
from imrkit.synth.slips import slipped
from imrkit.vocabulary import SUBCATEGORIES, Category, Decision, DrugClass, Generation

EXPERT = (Generation.EXPERT_REVIEW,)
OLDER = [
    generation for generation in dict.fromkeys(GENERATIONS) if generation is not Generation.EXPERT_REVIEW
]
MANY = 600
NOT_HERE = ".findings"  # the generator states none


@pytest.fixture(scope="module")
def many() -> list[tuple[Letter, str]]:
    return list(synthesize(seed=41, n=MANY))


def told_apart(one: object, other: object, path: str = "") -> Iterator[str]:
    """The paths at which two objects of the model differ."""
    if attrs.has(type(one)) and type(one) is type(other):
        for field in attrs.fields(type(one)):
            if field.eq:
                yield from told_apart(
                    getattr(one, field.name), getattr(other, field.name), f"{path}.{field.name}"
                )
    elif isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for n, (mine, yours) in enumerate(zip(one, other, strict=True)):
            yield from told_apart(mine, yours, f"{path}[{n}]")
    elif one != other:
        yield path


class TestTheGenerator:
    def test_the_same_seed_gives_the_same_bytes_on_any_machine(self) -> None:
        digest = hashlib.sha256()
        for letter, text in synthesize(seed=7, n=40):
            digest.update(text.encode())
            digest.update(json.dumps(record("letter", letter)).encode())
        assert digest.hexdigest() == ("2fa3e234fee9425020093813865e5ee10747242f78395f81ea0f15f95948c859")

    def test_a_letter_is_the_same_however_many_are_asked_for(self) -> None:
        assert list(synthesize(seed=3, n=5)) == list(islice(synthesize(seed=3), 5))

    def test_other_seeds_give_other_letters(self) -> None:
        assert [text for _, text in synthesize(1, 5)] != [text for _, text in synthesize(2, 5)]

    def test_the_text_is_kept_with_the_letter(self) -> None:
        for letter, text in synthesize(9, 3):
            assert letter.text == text

    def test_all_layouts_occur_and_the_expert_review_most(self, many: list[tuple[Letter, str]]) -> None:
        layouts = Counter(letter.generation for letter, _ in many)
        assert set(layouts) == set(GENERATIONS)
        assert layouts.most_common(1)[0][0] is Generation.EXPERT_REVIEW

    def test_the_population_has_its_shape(self, many: list[tuple[Letter, str]]) -> None:
        items = [item for letter, _ in many for item in letter.items]
        single = sum(len(letter.items) == 1 for letter, _ in many) / MANY
        overturned = sum(item.decision is Decision.OVERTURNED for item in items) / len(items)
        drugs = sum(item.request.category is Category.PHARMACEUTICALS for item in items) / len(items)
        assert 0.55 < single < 0.68
        assert max(len(letter.items) for letter, _ in many) > 9
        assert 0.09 < overturned < 0.17
        assert 0.28 < drugs < 0.4
        assert {item.request.category for item in items} == set(Category) - {Category.OTHER}
        assert len({item.request.subcategory for item in items}) > 45

    def test_cases_are_coherent(self, many: list[tuple[Letter, str]]) -> None:
        for letter, _ in many:
            assert letter.patient.age is not None
            assert 18 <= letter.patient.age <= 88
            case = letter.case
            if (
                case.date_assigned
                and case.decision_date
                and case.application_received
                and case.ur_denial_date
            ):
                assert (
                    case.ur_denial_date < case.application_received < case.date_assigned < case.decision_date
                )
            for item in letter.items:
                of_category = SUBCATEGORIES[item.request.category]
                assert item.request.subcategory in of_category
                assert (item.request.drug is not None) == isinstance(item.request.subcategory, DrugClass)

    def test_no_two_rationales_are_equal(self) -> None:
        rationales = [item.rationale.text for item in items_of(synthesize(5, 500)) if item.rationale]
        assert len(rationales) > 1000
        assert len(set(rationales)) == len(rationales)

    def test_boilerplate_is_pasted_as_often_as_asked(self) -> None:
        rationales = Counter(
            item.rationale.text for item in items_of(synthesize(5, 700, boilerplate=0.5)) if item.rationale
        )
        pasted = sum(count for count in rationales.values() if count > 1)
        assert 0.2 < pasted / sum(rationales.values()) < 0.55

    def test_a_share_is_no_percentage(self) -> None:
        with pytest.raises(ValueError, match="a share, from 0 to 1, not 30"):
            next(synthesize(boilerplate=30))

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({"items": -3}, "1 item or more, not -3"),
            ({"items": 0}, "1 item or more, not 0"),
            (
                {"generations": []},
                "generations is a list of one or more of 'expert review', 'physician review'",
            ),
            ({"generations": ["expert-review"]}, "generations is a list of one or more of 'expert review'"),
            ({"generations": "expert review"}, "generations is a list of one or more of 'expert review'"),
            ({"generations": [Generation.OTHER]}, "generations is a list of one or more of 'expert review'"),
            ({"renderings": []}, "renderings is a list of one or more of "),
            ({"renderings": ["pencil"]}, "renderings is a list of one or more of "),
        ],
    )
    def test_what_makes_no_letter_is_refused_at_once(self, options: dict[str, Any], said: str) -> None:
        with pytest.raises(ValueError, match=said):
            synthesize(**options)

    def test_a_generation_may_be_given_by_its_word(self) -> None:
        ((letter, text),) = synthesize(3, 1, generations=["professional review"])  # type: ignore[list-item]
        assert letter.generation is Generation.PROFESSIONAL_REVIEW
        assert imrkit.parse_letter(text).generation is Generation.PROFESSIONAL_REVIEW

    def test_as_many_items_as_asked(self) -> None:
        assert [len(letter.items) for letter, _ in synthesize(1, 3, generations=EXPERT, items=7)] == [7, 7, 7]

    def test_once_in_a_while_a_key_is_missed(self) -> None:
        sentence = "The examination described tenderness about the shoulder."
        said = Counter(slipped(SeededDice(n), sentence) for n in range(600))
        assert said[sentence] > 550
        assert len(said) > 3
        assert slipped(SeededDice(1), "No long word.") == "No long word."


def items_of(letters: Iterator[tuple[Letter, str]]) -> Iterator[imrkit.DisputedItem]:
    for letter, _ in letters:
        yield from letter.items


class TestReadingThem:
    """What the parser reads of a synthetic letter is what the letter says."""

    @pytest.mark.parametrize("rendering", list(RENDERINGS))
    def test_expert_reviews_are_read_as_they_are(self, rendering: str) -> None:
        wrong: Counter[str] = Counter()
        for letter, text in synthesize(17, 120, generations=EXPERT, renderings=[rendering]):
            read = imrkit.parse_letter(text)
            wrong.update(
                path
                for path in told_apart(letter, read)
                if not path.startswith(NOT_HERE) and "reasons" not in path
            )
        assert not wrong

    @pytest.mark.parametrize("generation", OLDER)
    def test_older_letters_are_read_as_they_are(self, generation: Generation) -> None:
        wrong = 0
        for letter, text in synthesize(17, 400, generations=(generation,)):
            paths = set(told_apart(letter, imrkit.parse_letter(text)))
            wrong += any(not path.startswith(NOT_HERE) and "reasons" not in path for path in paths)
        assert wrong <= 2  # half a percent

    @pytest.mark.parametrize("generation", list(dict.fromkeys(GENERATIONS)))
    def test_the_same_letter_reads_the_same_through_any_rendering(self, generation: Generation) -> None:
        for invented in invent(23, 60, generations=(generation,)):
            through = [
                imrkit.parse_letter(rendering.render(invented.manuscript, SeededDice(n)))
                for n, rendering in enumerate(RENDERINGS.values())
            ]
            assert all(read == through[0] for read in through), invented.letter.case.number

    def test_printed_and_read_back(self) -> None:
        for invented in invent(29, 12, generations=EXPERT):
            read = imrkit.read_letter(print_letter(invented.manuscript))
            wrong = set(told_apart(invented.letter, read))
            assert not {path for path in wrong if not path.startswith(NOT_HERE) and "reasons" not in path}

    @pytest.mark.parametrize("generation", OLDER)
    def test_older_letters_printed_and_read_back(self, generation: Generation) -> None:
        for invented in invent(29, 6, generations=(generation,)):
            read = imrkit.read_letter(print_letter(invented.manuscript))
            wrong = set(told_apart(invented.letter, read))
            assert not {path for path in wrong if not path.startswith(NOT_HERE) and "reasons" not in path}

    @pytest.mark.parametrize("generation", OLDER)
    def test_no_older_letter_has_an_unexpected_finding(self, generation: Generation) -> None:
        codes = Counter(
            finding.code
            for _, text in synthesize(31, 150, generations=(generation,))
            for finding in imrkit.parse_letter(text).findings
        )
        assert set(codes) <= {imrkit.FindingCode.GUIDELINE_FOR_OTHER_BODY_PART}

    def test_no_letter_has_a_finding_that_its_author_did_not_mean(self) -> None:
        codes = Counter(
            finding.code
            for _, text in synthesize(31, 150, generations=EXPERT)
            for finding in imrkit.parse_letter(text).findings
        )
        assert set(codes) <= {
            imrkit.FindingCode.MISSING_SECTION,
            imrkit.FindingCode.GUIDELINE_FOR_OTHER_BODY_PART,
        }


class TestGrammars:
    def test_choices_slots_and_capitals(self) -> None:
        said = Grammar("# greeting\n[greeting]\n{Name}<, hello|>.\n\n[name]\n3* dear <friend|foe>\n")
        used: set[str] = set()
        assert said.say("greeting", SeededDice(1), {}) in {
            "Dear friend.", "Dear friend, hello.", "Dear foe.", "Dear foe, hello.",
        }  # fmt: skip
        assert said.say("greeting", SeededDice(1), {"name": "you"}, used).startswith("You")
        assert used == {"name"}
        assert said.rules == ["greeting", "name"]
        assert "name" in said

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("loose words", "line 1 .* before its first rule"),
            ("[rule]\nan <open bracket", "line 2 .* not closed"),
            ("[rule]\na {brace", "line 2 .* not closed"),
            ("[rule]\na | bar", None),
        ],
    )
    def test_a_broken_line_is_named(self, text: str, message: str | None) -> None:
        if message is None:
            assert Grammar(text).say("rule", SeededDice(1), {}) == "a | bar"
        else:
            with pytest.raises(ValueError, match=message):
                Grammar(text)

    @pytest.mark.parametrize(
        "name", ["letters", "summaries", "rationales", "reasons", "visits", "drug_requests", "citations"]
    )
    def test_every_rule_says_something_without_doubled_blanks(self, name: str) -> None:
        said = grammar("rationales", "reasons") if name in {"rationales", "reasons"} else grammar(name)
        values = dict.fromkeys(said.slots(), "value")
        for rule in said.rules:
            for seed in range(5):
                text = said.say(rule, SeededDice(seed), values)
                assert text.strip() == text
                assert text
                assert "  " not in text, rule
                assert text.isascii()


def test_lines_are_wrapped_at_blanks_and_hyphens() -> None:
    assert wrapped("the follow-up visit", 12) == ["the follow-\x00", "up visit"]
    assert wrapped("unbreakable-", 5) == ["unbreakable-"]
    assert wrapped("one two", 30) == ["one two"]


class TestTheCommand:
    def run(self, *arguments: object) -> tuple[int, str]:
        result = CliRunner().invoke(command, ["synth", *map(str, arguments)])
        return result.exit_code, result.output

    def test_letters_and_their_truth(self, tmp_path: Path) -> None:
        truth = tmp_path / "truth.jsonl"
        assert self.run("-n", 3, "--seed", 7, "--out", tmp_path / "letters", "--truth", truth)[0] == 0
        files = sorted((tmp_path / "letters").iterdir())
        assert [file.name for file in files] == [f"letter-00000{n}.txt" for n in (1, 2, 3)]
        records = [json.loads(line) for line in truth.read_text("utf-8").splitlines()]
        assert [record["id"] for record in records] == [file.stem for file in files]
        for file, (_, text) in zip(files, synthesize(7, 3), strict=True):
            assert file.read_bytes() == text.encode()

    def test_as_pdf_of_one_layout(self, tmp_path: Path) -> None:
        assert (
            self.run("-n", 2, "--pdf", "--layout", "notice-of-determination", "--out", tmp_path / "n")[0] == 0
        )
        for file in (tmp_path / "n").iterdir():
            assert imrkit.read_letter(file).generation is Generation.NOTICE_OF_DETERMINATION

    def test_a_folder_with_files_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "mine.txt").write_text("mine")
        status, output = self.run("-n", 1, "--out", tmp_path)
        assert status == 2
        assert "is not empty" in output
        assert len(list(tmp_path.iterdir())) == 1

    def test_a_share_that_is_no_number(self, tmp_path: Path) -> None:
        status, output = self.run("--boilerplate", "nan", "--out", tmp_path / "n")
        assert status == 2
        assert "a share, from 0 to 1, not nan" in output
        assert not (tmp_path / "n").exists()

    def test_where_nothing_can_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        status, output = self.run("-n", 1, "--out", tmp_path / "file" / "folder")
        assert status == 2
        assert "cannot write" in output

    def test_pdfs_need_an_extra(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delitem(sys.modules, "imrkit.synth.printing", raising=False)
        monkeypatch.setitem(sys.modules, "fpdf", None)
        status, output = self.run("--pdf", "--out", tmp_path / "n")
        assert status == 2
        assert 'pip install "imrkit[synth]"' in output
