"""Letters that never existed, each with its exact truth: for tests, demonstrations and load tests.

Every word is made up: the sentences come from small grammars in data files, the cases from a generator that
keeps the shape of the real population. The same seed gives the same letters on any machine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import count
from typing import Final

from attrs import evolve, frozen

from imrkit.model import Letter
from imrkit.synth.dice import SeededDice
from imrkit.synth.letters import invent_letter
from imrkit.synth.manuscripts import Manuscript
from imrkit.synth.renderings import RENDERINGS, Rendering
from imrkit.vocabulary import Generation

__all__ = ["GENERATIONS", "RENDERINGS", "Invented", "Rendering", "invent", "synthesize"]

GENERATIONS: Final = (
    *(Generation.EXPERT_REVIEW,) * 17,
    Generation.PHYSICIAN_REVIEW,
    Generation.NOTICE_OF_DETERMINATION,
    Generation.PROFESSIONAL_REVIEW,
)
"""Generations of letters, each as often as :func:`synthesize` picks it."""


@frozen
class Invented:
    """A letter that never existed."""

    letter: Letter
    """What it says: the truth. It has no evidence and no findings; its ``text`` is that of the rendering."""
    manuscript: Manuscript
    """How it is laid out; :func:`imrkit.synth.printing.print_letter` makes it a PDF."""
    text: str
    """The manuscript as a text extractor would give it."""


def invent(
    seed: int = 0,
    n: int | None = None,
    *,
    generations: Sequence[Generation] = GENERATIONS,
    renderings: Sequence[str] = tuple(RENDERINGS),
    items: int | None = None,
    boilerplate: float = 0.0,
) -> Iterator[Invented]:
    """Invent letters, each with its manuscript, so that it can be printed or rendered anew.

    Args:
        seed: as for :func:`synthesize`, as are all others.
        n: how many letters; without end where it is ``None``.
        generations: which layouts.
        renderings: in the manner of which text extractors.
        items: how many disputed items each letter has.
        boilerplate: the share of rationales, from 0 to 1, that are pasted.

    Yields:
        The letter, its manuscript and its text.

    Raises:
        ValueError: as for :func:`synthesize`.
    """
    if not 0 <= boilerplate <= 1:
        raise ValueError(f"boilerplate is a share, from 0 to 1, not {boilerplate}")
    if items is not None and items < 1:
        raise ValueError(f"a letter has 1 item or more, not {items}")
    _check("generations", generations, dict.fromkeys(GENERATIONS))
    _check("renderings", renderings, RENDERINGS)
    kinds = tuple(map(Generation, generations))
    return _invented(seed, n, kinds, tuple(renderings), items=items, boilerplate=boilerplate)


def _check(name: str, given: Collection[str], known: Collection[str]) -> None:
    if isinstance(given, str) or not given or any(word not in known for word in given):
        words = ", ".join(repr(str(word)) for word in known)
        raise ValueError(f"{name} is a list of one or more of {words}")


def _invented(
    seed: int,
    n: int | None,
    generations: Sequence[Generation],
    renderings: Sequence[str],
    *,
    items: int | None,
    boilerplate: float,
) -> Iterator[Invented]:
    for number in count() if n is None else range(n):
        dice = SeededDice(f"{seed}/{number}")
        letter, manuscript = invent_letter(
            dice, dice.choose(generations), items=items, boilerplate=boilerplate
        )
        text = RENDERINGS[dice.choose(renderings)].render(manuscript, dice)
        yield Invented(evolve(letter, text=text), manuscript, text)


def synthesize(
    seed: int = 0,
    n: int | None = None,
    *,
    generations: Sequence[Generation] = GENERATIONS,
    renderings: Sequence[str] = tuple(RENDERINGS),
    items: int | None = None,
    boilerplate: float = 0.0,
) -> Iterator[tuple[Letter, str]]:
    """Invent letters, each with the text that a text extractor would give of it.

    >>> from imrkit import parse_letter
    >>> from imrkit.synth import synthesize
    >>> for letter, text in synthesize(seed=7, n=3):
    ...     print(letter.case.number, letter.outcome, parse_letter(text).case == letter.case)
    CM17-5208812 partially overturn True
    CM15-3284941 uphold True
    CM16-9282313 uphold True

    Args:
        seed: the same seed gives the same letters; letter 7 is the same whether ten or a million are asked for.
        n: how many letters; without end where it is ``None``.
        generations: which layouts, of those in :data:`GENERATIONS`; those that stand in it more than once more often.
        renderings: in the manner of which text extractors, by the names in :data:`RENDERINGS`.
        items: how many disputed items each letter has; as many as real letters have where it is ``None``.
        boilerplate: the share of rationales, from 0 to 1, that are pasted from a common pool as reviewers do.

    Yields:
        The letter, with no evidence and no findings, and its text.

    Raises:
        ValueError: *boilerplate* is no share, *items* is below 1, there are no *generations* or *renderings*, or one of
            them is none of those that there are.
    """
    invented = invent(
        seed, n, generations=generations, renderings=renderings, items=items, boilerplate=boilerplate
    )
    return ((each.letter, each.text) for each in invented)
