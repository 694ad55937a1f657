"""Where chance comes from: a generator of letters asks dice, and does not care who throws them."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice(ABC):
    """A source of choices. Every choice is made of one kind of throw, so that a source is easily written."""

    @abstractmethod
    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, *limit*, each as likely as the other."""

    def between(self, low: int, high: int) -> int:
        """A whole number from *low* to *high*, both included."""
        return low + self.below(high - low + 1)

    def chance(self, percent: float) -> bool:
        """True in *percent* of all cases."""
        return self.below(1000) >= 1000 - 10 * percent

    def choose(self, options: Sequence[T]) -> T:
        """One of *options*; simple ones stand first in well-ordered lists."""
        return options[self.below(len(options))]

    def sample(self, options: Sequence[T], count: int) -> list[T]:
        """*count* different ones of *options*, or all of them where there are fewer."""
        left = list(options)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]


class SeededDice(Dice):
    """The same seed gives the same throws on any machine and any version of Python."""

    def __init__(self, seed: int | str) -> None:
        self._throw = random.Random(str(seed)).random  # noqa: S311 (no secret depends on it)

    def below(self, limit: int) -> int:
        return int(self._throw() * limit)
