"""Shares and rates with what is known of them: their counts and a 95 % interval."""

from __future__ import annotations

from math import sqrt
from typing import Final, NamedTuple

SMALL: Final = 30
"""A group of fewer is small: its rate is shown, but as one that says little."""
_Z: Final = 1.959963984540054  # 95 % of a normal distribution lie within so many standard deviations


class Rate(NamedTuple):
    """A share of a number, between 0 and 1; all ``None`` where there is nothing to have a share of."""

    rate: float | None
    low: float | None
    """The lower end of Wilson's 95 % interval."""
    high: float | None
    """The upper end."""


def rate(count: float, of: float, z: float = _Z) -> Rate:
    """*count* as a share *of* a number, with Wilson's score interval, which holds for small numbers too.

    *z* says how wide the interval is, in standard deviations: 95 % unless something else is asked for.
    """
    if of <= 0:
        return Rate(None, None, None)
    share = count / of
    square = z * z / of
    middle = (share + square / 2) / (1 + square)
    half = z / (1 + square) * sqrt(share * (1 - share) / of + square / (4 * of))
    low = 0.0 if count == 0 else middle - half  # reckoned, they would be off by a rounding error
    high = 1.0 if count == of else middle + half
    return Rate(share, low, high)
