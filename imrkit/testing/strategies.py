"""Hypothesis strategies for letters and their parts, built on the generator of synthetic letters.

What they give is plausible and coherent, and shrinks to short letters in plain words: the dice that the
generator throws are drawn by Hypothesis, and the simplest choice is always the first.
"""

from __future__ import annotations

from collections.abc import Sequence

from imrkit.errors import MissingExtraError
from imrkit.model import DisputedItem, Guidelines, Letter, Rationale, Request
from imrkit.synth import GENERATIONS, RENDERINGS
from imrkit.synth.cases import Case, invent_case
from imrkit.synth.citations import invent_citations
from imrkit.synth.dice import Dice
from imrkit.synth.items import WrittenItem, invent_items
from imrkit.synth.letters import invent_letter
from imrkit.synth.requests import Asked, invent_request
from imrkit.vocabulary import Generation

try:
    from hypothesis import strategies as st
except ImportError as error:
    raise MissingExtraError(
        'for the Hypothesis strategies, install the extra "testing": pip install "imrkit[testing]"'
    ) from error


class _DrawnDice(Dice):
    """Dice that Hypothesis throws, and throws lower to shrink what they made."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def below(self, limit: int) -> int:
        return self._draw(st.integers(0, limit - 1))


def _invented(draw: st.DrawFn, generations: Sequence[Generation]) -> tuple[Dice, Case]:
    dice = _DrawnDice(draw)
    return dice, invent_case(dice, dice.choose(generations))


@st.composite
def letters_with_text(
    draw: st.DrawFn,
    generations: Sequence[Generation] = GENERATIONS,
    renderings: Sequence[str] = tuple(RENDERINGS),
    max_items: int = 4,
) -> tuple[Letter, str]:
    """Letters with their text, in the manner of a text extractor: a strategy of pairs.

    Args:
        draw: given by Hypothesis; not to be passed.
        generations: which layouts, those that stand in it more than once more often.
        renderings: in the manner of which text extractors, by the names in ``imrkit.synth.RENDERINGS``.
        max_items: the most disputed items that a letter has.
    """
    dice = _DrawnDice(draw)
    generation = dice.choose(generations)
    letter, manuscript = invent_letter(dice, generation, items=dice.between(1, max_items))
    return letter, RENDERINGS[dice.choose(renderings)].render(manuscript, dice)


def letters(generations: Sequence[Generation] = GENERATIONS, max_items: int = 4) -> st.SearchStrategy[Letter]:
    """Letters as objects: what :func:`imrkit.parse_letter` gives, without evidence and findings.

    Args:
        generations: as for :func:`letters_with_text`.
        max_items: the most disputed items that a letter has.
    """
    return letters_with_text(generations, max_items=max_items).map(lambda both: both[0])


def letter_texts(
    generations: Sequence[Generation] = GENERATIONS,
    renderings: Sequence[str] = tuple(RENDERINGS),
    max_items: int = 4,
) -> st.SearchStrategy[str]:
    """The texts of letters: what :func:`imrkit.parse_letter` takes.

    Args:
        generations: as for :func:`letters_with_text`.
        renderings: likewise.
        max_items: the most disputed items that a letter has.
    """
    return letters_with_text(generations, renderings, max_items).map(lambda both: both[1])


@st.composite
def _items(draw: st.DrawFn) -> WrittenItem:
    dice, case = _invented(draw, (Generation.EXPERT_REVIEW,))
    return invent_items(dice, case, 1, 0.0, formal=True)[0]


@st.composite
def _asked(draw: st.DrawFn) -> Asked:
    return invent_request(*_invented(draw, (Generation.EXPERT_REVIEW,)))


@st.composite
def guidelines(draw: st.DrawFn) -> Guidelines:
    """What a side of a disputed item cites. *draw* is given by Hypothesis, not to be passed."""
    dice, case = _invented(draw, (Generation.EXPERT_REVIEW,))
    topic = invent_request(dice, case).topic
    return invent_citations(dice, case, topic, dice.choose(("reviewer", "admin"))).guidelines


def disputed_items() -> st.SearchStrategy[DisputedItem]:
    """Disputed items of expert reviews, each with its rationale."""
    return _items().map(lambda written: written.item)


def requests() -> st.SearchStrategy[Request]:
    """Treatment requests of all categories."""
    return _asked().map(lambda asked: asked.request)


def rationales() -> st.SearchStrategy[Rationale]:
    """Decision rationales, with what they conclude, refer to and give as reasons."""
    return disputed_items().map(_rationale_of)


def _rationale_of(item: DisputedItem) -> Rationale:
    assert item.rationale is not None  # noqa: S101 (every invented item has one)
    return item.rationale
