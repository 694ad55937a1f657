"""How far shares of values can be trusted where letters, not values, were drawn.

The values of one letter tend to be right or wrong together, so many values of few letters tell less than as many of
many letters. A share has Wilson's 95 % interval for fewer values than there are: their number divided by the design
effect, which is how much more the share varies between samples of letters than between samples of values. It is
estimated from the letters themselves, as surveys do it, with one more letter thrown in that is of average size and
half right: without that, a few letters without an error would pass for certainty.
"""

from __future__ import annotations

from collections.abc import Iterable

from imrkit.rates import Rate, rate


def share(letters: Iterable[tuple[float, float]]) -> Rate:
    """The share of right values, and its interval.

    Args:
        letters: of each letter, how many values are right, and how many there are.

    Returns:
        The share over all letters, between the ends of its interval; all ``None`` where there is no value.
    """
    counted = [(right, of) for right, of in letters if of]
    total = sum(of for _, of in counted)
    if not total:
        return rate(0, 0)
    right = sum(right for right, _ in counted)
    as_many = total / _design_effect(counted)
    _, low, high = rate(right / total * as_many, as_many)
    return Rate(right / total, low, high)


def _design_effect(counted: list[tuple[float, float]]) -> float:
    """How many values of these letters tell as much as one that was drawn by itself."""
    average = sum(of for _, of in counted) / len(counted)
    letters = [*counted, (average / 2, average)]
    total = sum(of for _, of in letters)
    known = sum(right for right, _ in letters) / total
    spread = sum((right - known * of) ** 2 for right, of in letters)
    variance = len(letters) / (len(letters) - 1) * spread / total**2
    return max(variance / (known * (1 - known) / total), 1.0)
