"""The Hypothesis strategies that imrkit offers to those who test their own programs."""

from __future__ import annotations

import sys

import pytest
from hypothesis import HealthCheck, find, given, settings

import imrkit
from imrkit import testing
from imrkit.model import DisputedItem, Guidelines, Letter, Rationale, Request
from imrkit.vocabulary import Decision, Generation

PATIENTLY = settings(
    max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)


@given(testing.letters(max_items=2))
@PATIENTLY
def test_letters(letter: Letter) -> None:
    assert isinstance(letter, Letter)
    assert 1 <= len(letter.items) <= 2


@given(testing.letters_with_text(generations=[Generation.EXPERT_REVIEW], max_items=2))
@PATIENTLY
def test_letters_with_their_text(both: tuple[Letter, str]) -> None:
    letter, text = both
    read = imrkit.parse_letter(text)
    assert read.case == letter.case
    assert [item.request for item in read.items] == [item.request for item in letter.items]


@given(testing.disputed_items())
@PATIENTLY
def test_disputed_items(item: DisputedItem) -> None:
    assert item.decision in set(Decision)


@given(testing.requests(), testing.guidelines(), testing.rationales())
@PATIENTLY
def test_their_parts(request: Request, cited: Guidelines, rationale: Rationale) -> None:
    assert request.text
    assert cited.none_cited == (not cited.citations)
    assert rationale.reasons


def test_what_fails_shrinks_to_a_short_letter() -> None:
    smallest = find(
        testing.letter_texts(),
        lambda text: "Upheld" in text,
        settings=settings(
            max_examples=200, suppress_health_check=list(HealthCheck), deadline=None, database=None
        ),
    )
    assert len(smallest) < 3000
    assert len(imrkit.parse_letter(smallest).items) == 1


def test_what_it_does_not_offer() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'novels'"):
        _ = testing.novels


def test_without_hypothesis_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "imrkit.testing.strategies", raising=False)
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(imrkit.MissingExtraError, match=r'pip install "imrkit\[testing\]"'):
        _ = testing.letters
