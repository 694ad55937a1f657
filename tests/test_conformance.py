"""What authors of extractors are told of theirs."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from some_extractors import ANOTHER_PATIENT, FAILS, GUIDELINE_WORDS, NO_KNEES, TOOLS, VISITS
from writing import SUMMARY, written

import imrkit
from imrkit import (
    DisputedItem,
    Extractor,
    Found,
    ItemPart,
    ItemParts,
    Layout,
    Parser,
    Passage,
    Section,
    specimens,
)
from imrkit.extractors.builtin import BUILT_IN
from imrkit.testing import check_extractor

LETTERS = (written(summary=f"{SUMMARY} An MRI of 4-2-15 and an X-ray of 4-\n9-15 were normal."),)


@pytest.mark.parametrize("extractor", BUILT_IN, ids=lambda extractor: extractor.name)
def test_imrkits_own_extractors_hold_what_they_must(extractor: Extractor[Any]) -> None:
    check_extractor(evolve(extractor, replaces=extractor.name), letters=LETTERS)


@pytest.mark.parametrize(
    "extractor",
    [TOOLS, VISITS, GUIDELINE_WORDS, ANOTHER_PATIENT, NO_KNEES],
    ids=lambda extractor: extractor.name,
)
def test_extractors_that_hold_what_they_must(extractor: Extractor[Any]) -> None:
    check_extractor(extractor, letters=LETTERS)


def test_the_letters_to_try_extractors_on_are_whole() -> None:
    for text in specimens.LETTERS:
        letter = imrkit.parse_letter(text)
        assert letter.findings == ()
        assert letter.items
    parts = {
        part
        for text in specimens.LETTERS
        for section in (*Section, *ItemPart)
        for part in [section]
        if _has(text, section)
    }
    assert parts == {*Section, *ItemPart}


def _has(text: str, reads: Section | ItemPart) -> bool:
    seen: list[Passage] = []

    def look(passage: Passage) -> None:
        seen.append(passage)

    Parser([*BUILT_IN, Extractor(name="look", reads=reads, yields=str, extract=look)], strict=True).parse(
        text
    )
    return bool(seen)


def first_word(passage: Passage) -> Found[str]:
    return passage.quote(0, 1)


def fails_on_capitals(passage: Passage) -> Found[str]:
    return passage.quote(passage.text.index("e"), len(passage.text))


_dice = itertools.count()


def another_each_time(passage: Passage) -> Found[int]:
    return Found(next(_dice), {"": passage.place(0, 1)})


def nowhere(passage: Passage) -> Found[int]:
    return Found(48)


def untruthful(passage: Passage) -> Found[str]:
    return Found("ibuprofen", {"": passage.place(0, 3)})


def a_blank(passage: Passage) -> Found[int]:
    at = passage.text.index(" ")
    return Found(3, {"": passage.place(at, at + 1)})


def quadratic(passage: Passage) -> Found[str] | None:
    match = re.search(r"\d+x", passage.key) or re.search("[a-z]+", passage.key)
    return passage.matched(match) if match else None


def nothing(passage: Passage) -> None:
    return None


class Colours:
    """A function that cannot be pickled."""

    def __reduce__(self) -> Any:
        raise TypeError("no")

    def __call__(self, passage: Passage) -> Found[str]:
        return first_word(passage)


def in_a_function() -> Callable[[Passage], Found[str]]:
    def first(passage: Passage) -> Found[str]:
        return first_word(passage)

    return first


class TestRefusal:
    @pytest.mark.parametrize(
        ("extract", "yields", "problem"),
        [
            (FAILS.extract, str, "failed on summary: ZeroDivisionError"),
            (fails_on_capitals, str, r"failed on summary: ValueError \(on specimen 0, in capitals\)"),
            (another_each_time, int, "does not find the same in .* a second time"),
            (nowhere, int, "failed on summary: it yields a value that stands nowhere"),
            (untruthful, str, "extra.mine in specimen 0 reads otherwise in its place"),
            (a_blank, int, "stands where there are no words"),
            (quadratic, str, "takes ever more time for longer runs of '1234567890'"),
            (nothing, str, "finds nothing: give letters="),
            (Colours(), str, "cannot be sent to another process"),
            (in_a_function(), str, "cannot be sent to another process"),
        ],
    )
    def test_says_what_is_wrong(self, extract: Callable[[Passage], Any], yields: type, problem: str) -> None:
        mine = Extractor(name="mine", reads=Section.SUMMARY, yields=yields, extract=extract)
        with pytest.raises(AssertionError, match=problem):
            check_extractor(mine)

    def test_of_what_is_never_called(self) -> None:
        layout = Layout(
            name="mine", telling=("my letter", "my words"), headings={}, required=(), items=lambda letter: ()
        )
        mine = Extractor(name="mine", reads=Section.SUMMARY, yields=str, extract=first_word)
        with pytest.raises(AssertionError, match=r"no letter here has the part that it reads \(summary\)"):
            check_extractor(mine, parser=Parser(layouts=[layout]), letters=["My letter: my words."])

    def test_does_not_quote_letters(self) -> None:
        mine = Extractor(name="mine", reads=Section.SUMMARY, yields=str, extract=untruthful)
        with pytest.raises(AssertionError) as caught:
            check_extractor(mine, letters=[written(summary="A secret.")])
        assert "secret" not in str(caught.value)


def generic(passage: Passage) -> Found[str] | None:
    match = re.search(r"\bnorco|crates", passage.key)
    return Found("wooden boxes", {"": passage.place_of(match)}) if match else None


def count(passage: Passage) -> Found[int]:
    items = passage.needed("items", tuple[DisputedItem, ...])
    return Found(len(items or ()), {"": passage.place(0, 1)})


def test_values_in_other_words_are_said_to_be_so() -> None:
    mine = Extractor(name="mine", reads=Section.SUMMARY, yields=str, extract=generic)
    with pytest.raises(AssertionError, match="reads otherwise"):
        check_extractor(mine, letters=LETTERS)
    check_extractor(mine, letters=LETTERS, coded=["mine"])


def test_what_needs_others_is_checked_among_them() -> None:
    check_extractor(
        Extractor(name="mine", reads=Section.HEADER, yields=int, extract=count, needs=("items", "tools")),
        parser=Parser().with_extractor(TOOLS),
    )


def one_item(letter: Passage) -> Found[tuple[ItemParts, ...]]:
    return Found((ItemParts(request=letter.place(0, 4)),))


def test_items_too() -> None:
    check_extractor(
        Extractor(
            name="mine",
            reads=Section.LETTER,
            yields=tuple[ItemParts, ...],
            extract=one_item,
            replaces="items",
        )
    )


def day(passage: Passage) -> Found[dt.date]:
    return Found(dt.date(2015, 4, 2), {"": passage.place(0, 4)})


def test_the_place_of_an_object_is_that_of_its_values() -> None:
    check_extractor(Extractor(name="mine", reads=ItemPart.ORIGINAL, yields=dt.date, extract=day))
