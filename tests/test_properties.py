"""What holds for every letter, stated over letters that never existed."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import re
import textwrap
from collections.abc import Callable

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import imrkit
from imrkit.document import Document
from imrkit.model import DisputedItem, Guidelines, Injury, Letter, Patient, Reviewer
from imrkit.synth import RENDERINGS, Invented, invent
from imrkit.synth.dice import SeededDice
from imrkit.synth.manuscripts import Kind, Manuscript
from imrkit.testing import letter_texts
from imrkit.vocabulary import FindingCode, Generation

EXPERT = (Generation.EXPERT_REVIEW,)
LETTERS = [*invent(101, 40, generations=EXPERT), *invent(102, 24)]
OF_SEVERAL_ITEMS = [*invent(103, 12, generations=EXPERT, items=3)]
SEEDS = st.integers(0, 10_000)


def named(invented: Invented) -> str:
    return f"{invented.letter.generation.name.lower()}-{invented.letter.case.number}"


def value_at(letter: Letter, path: str) -> object:
    value: object = letter
    for name, number in re.findall(r"(\w+)(?:\[(\d+)\])?", path):
        value = getattr(value, name)
        if number:
            assert isinstance(value, tuple | Guidelines)
            value = tuple(value)[int(number)]
    return value


def rendered(manuscript: Manuscript, seed: int = 0, rendering: str = "mupdf") -> str:
    return RENDERINGS[rendering].render(manuscript, SeededDice(seed))


class TestEvidence:
    @pytest.mark.parametrize("invented", LETTERS, ids=named)
    def test_every_span_lies_in_the_text_and_reads_as_its_value(self, invented: Invented) -> None:
        letter = imrkit.parse_letter(invented.text)
        assert len(letter.evidence) > 10
        for path, span in letter.evidence.items():
            assert 0 <= span.start <= span.end <= len(invented.text)
            under = Document(invented.text[span.slice]).folded
            value = value_at(letter, path)
            if path.endswith((".visits", "_cited", "_mtus", ".cumulative", ".retrospective")):
                continue  # computed from several words, or told by a phrase
            if isinstance(value, str) and type(value) is str:
                assert under == value, path
            elif isinstance(value, dt.date):
                assert str(value.year % 100).zfill(2) in under.replace("/", " ").replace("-", " "), path
            elif isinstance(value, int) and not isinstance(value, bool) and under.isdigit():
                assert int(under) == value, path

    @pytest.mark.parametrize("invented", OF_SEVERAL_ITEMS, ids=named)
    def test_the_spans_of_different_items_do_not_interleave(self, invented: Invented) -> None:
        letter = imrkit.parse_letter(invented.text)
        reach = []
        for n in range(len(letter.items)):
            spans = [span for path, span in letter.evidence.items() if path.startswith(f"items[{n}].")]
            reach.append((min(span.start for span in spans), max(span.end for span in spans)))
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(reach))


def rewrapped(text: str, width: int) -> str:
    return "\n".join(textwrap.wrap(Document(text).folded, width, break_on_hyphens=False))


class TestWhatALetterLooksLikeDoesNotMatter:
    @pytest.mark.parametrize(
        "changed",
        [
            lambda text: text.replace("\n", "\n\n"),
            lambda text: text.replace("\n", "\r\n"),
            lambda text: text.replace("\n", "\n      "),
            lambda text: text.replace("\n", "   \n"),
            lambda text: text.replace(" ", "   "),
            lambda text: rewrapped(text, 40),
            lambda text: rewrapped(text, 200),
            lambda text: Document(text).folded,
            lambda text: re.sub(r"\n(?=[a-z]{4,} )", "\n\f", text),
            lambda text: f"\ufeff\n\n{text}\n\n",
        ],
        ids=[
            *("blank lines", "line ends", "indented", "trailing blanks", "wide blanks", "narrow", "wide"),
            *("one line", "page breaks", "byte order mark"),
        ],
    )
    def test_lines_blanks_and_pages(self, changed: Callable[[str], str]) -> None:
        for invented in LETTERS[:40:2]:
            text = rendered(invented.manuscript, rendering="pypdf")
            assert imrkit.parse_letter(changed(text)) == imrkit.parse_letter(text), named(invented)


class TestLocality:
    @pytest.mark.parametrize("invented", OF_SEVERAL_ITEMS, ids=named)
    def test_changing_one_item_changes_no_other(self, invented: Invented) -> None:
        before = imrkit.parse_letter(rendered(invented.manuscript))
        blocks = list(invented.manuscript.blocks)
        at = [n for n, block in enumerate(blocks) if block.text.startswith("Decision rationale:")][1]
        blocks[at] = evolve(
            blocks[at], text="Decision rationale: The records are silent. It is not medically necessary."
        )
        blocks[at - 3] = evolve(
            blocks[at - 3], text="Cupping of the left elbow 3 sessions: Upheld", kind=Kind.TITLE
        )
        after = imrkit.parse_letter(rendered(evolve(invented.manuscript, blocks=tuple(blocks))))
        assert evolve(after, items=(), findings=()) == evolve(before, items=(), findings=())
        assert (after.items[0], after.items[2]) == (before.items[0], before.items[2])
        assert after.items[1].request.text == "Cupping of the left elbow 3 sessions"

    @pytest.mark.parametrize("invented", OF_SEVERAL_ITEMS[:6], ids=named)
    @pytest.mark.parametrize(
        ("heading", "gone"),
        [
            ("HOW THE IMR FINAL DETERMINATION WAS MADE", {"reviewer": Reviewer()}),
            ("CLINICAL CASE SUMMARY", {"patient": Patient(), "injury": Injury()}),
            ("IMR ISSUES, DECISIONS AND RATIONALES", {"items": ()}),
        ],
    )
    def test_deleting_a_section_leaves_the_others_and_a_finding(
        self, invented: Invented, heading: str, gone: dict[str, object]
    ) -> None:
        before = imrkit.parse_letter(rendered(invented.manuscript))
        kept, deleting = [], False
        for block in invented.manuscript.blocks:
            if block.kind is Kind.HEADING:
                deleting = block.text == heading
            if not deleting:
                kept.append(block)
        after = imrkit.parse_letter(rendered(evolve(invented.manuscript, blocks=tuple(kept))))
        assert evolve(after, findings=()) == evolve(before, findings=(), **gone)
        assert FindingCode.MISSING_SECTION in {finding.code for finding in after.findings}


def damaged(text: str, chance: random.Random) -> str:
    """*text* as a broken extractor might give it: characters lost, doubled or swapped, lines shuffled, cut off."""
    characters = list(text)
    for _ in range(chance.randrange(1, 60)):
        at = chance.randrange(len(characters) - 1)
        kind = chance.randrange(4)
        if kind == 0:
            del characters[at]
        elif kind == 1:
            characters.insert(at, characters[at])
        elif kind == 2:
            characters[at], characters[at + 1] = characters[at + 1], characters[at]
        else:
            characters[at] = chance.choice("\x00\n\f (){}[]:;.,#%0123456789\u00ad\u2019\ufffe\u0130ß")
    broken = "".join(characters)
    if chance.random() < 0.3:
        lines = broken.split("\n")
        chance.shuffle(lines)
        broken = "\n".join(lines)
    return broken[: chance.randrange(len(broken))] if chance.random() < 0.3 else broken


class TestRobustness:
    """On any text the outcome is a Letter or NotALetterError, and what was found is in the text."""

    @staticmethod
    def outcome(text: str) -> DisputedItem | Letter | None:
        try:
            letter = imrkit.parse_letter(text)
        except imrkit.NotALetterError:
            return None
        for span in letter.evidence.values():
            assert 0 <= span.start <= span.end <= len(text)
        return letter

    @given(st.text())
    def test_any_text(self, text: str) -> None:
        self.outcome(text)

    @given(st.lists(st.sampled_from(imrkit.parse_letter(LETTERS[0].text).text.split(" "))).map(" ".join))
    def test_the_words_of_a_letter_in_any_order(self, text: str) -> None:
        self.outcome(text)

    @pytest.mark.parametrize("seed", range(300))
    def test_damaged_letters(self, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311
        self.outcome(damaged(LETTERS[seed % len(LETTERS)].text, chance))

    @given(SEEDS, st.floats(0, 1))
    @settings(max_examples=60)
    def test_cut_off_anywhere(self, seed: int, share: float) -> None:
        text = LETTERS[seed % len(LETTERS)].text
        self.outcome(text[: int(len(text) * share)])

    @given(letter_texts(max_items=2))
    @settings(
        max_examples=15,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        deadline=None,
    )
    def test_letters_that_hypothesis_invents(self, text: str) -> None:
        assert self.outcome(text) is not None
