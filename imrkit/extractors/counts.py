"""The numbers in a request that may count something.

Numbers come in digits, in words or both ("twelve (12)"), and as ranges ("2-3", "two to three"). Dates, spinal
levels, codes, decimals, fractions and percentages count nothing; "12.00" is a whole number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from imrkit.extractors.words import Words, stem
from imrkit.lexicon import rows
from imrkit.model import Range

_TENS: Final = frozenset(range(20, 100, 10))
_DECIMAL_ZEROS: Final = frozenset({"0", "00"})


class Count(NamedTuple):
    """A number in the text, or a range of numbers, and the words that it takes up."""

    value: int | Range
    first: int
    after: int


@cache
def kinds() -> dict[str, frozenset[str]]:
    """The words in which requests say how many, how often and for how long, by their kind."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for word, kind, *_ in rows("service_visits"):
        found[kind].add(stem(word))
    return {kind: frozenset(stems) for kind, stems in found.items()}


@cache
def _numbers() -> dict[str, int]:
    return {word: int(value[0]) for word, _, *value in rows("service_visits") if value}


def counts(words: Words) -> Iterator[Count]:
    """The numbers among *words* that may count something."""
    numbers = _numbers()
    resume = 0
    for at, word in enumerate(words.stems):
        if at < resume:
            continue
        if word.isdigit() and _is_code(words, at):
            resume = at + 1
            while _is_linked(words, resume):
                resume += 1
        elif word in numbers or word.isdigit():
            count = _count(words, at)
            yield count
            resume = count.after


def is_weeks_sign(words: Words, at: int) -> bool:
    """Whether the word at *at* is the sign of "2w6", two times a week for six weeks."""
    return (
        words.stems[at] == "w"
        and words.gaps[at] == words.gaps[at + 1] == ""
        and at > 0
        and words.stems[at - 1].isdigit()
        and _is_digit(words, at + 1)
    )


def _is_digit(words: Words, at: int) -> bool:
    return at < len(words.stems) and words.stems[at].isdigit()


def _is_linked(words: Words, at: int) -> bool:
    return _is_digit(words, at) and words.gaps[at].strip() in {"-", "/", "."}


def _is_code(words: Words, at: int) -> bool:
    """Whether the digits are part of a spinal level, a code, a date, a fraction or a percentage."""
    if len(words.stems[at]) > 3 or int(words.stems[at]) == 0 or words.gaps[at + 1].startswith("%"):
        return True
    if at and not words.stems[at - 1].isdigit():
        letters = words.stems[at - 1]
        if words.gaps[at] == "" and letters != "x" and not is_weeks_sign(words, at - 1):
            return True
        if words.gaps[at] == "-" and len(letters) == 1:
            return True
    if _has_decimal_zeros(words, at):
        return False
    linked = 0
    while linked < 3 and _is_linked(words, at + 1 + linked):
        linked += 1
    return linked > 1 or (linked == 1 and words.gaps[at + 1].strip() != "-")


def _has_decimal_zeros(words: Words, at: int) -> bool:
    """Whether the digits at *at* are a whole number that is written with decimals: "12.00"."""
    zeros = at + 1
    return (
        _is_digit(words, zeros)
        and words.gaps[zeros] == "."
        and words.stems[zeros] in _DECIMAL_ZEROS
        and not (_is_linked(words, zeros + 1) or words.gaps[zeros + 1].startswith("%"))
    )


def _number(words: Words, at: int) -> int | None:
    if at >= len(words.stems):
        return None
    word = words.stems[at]
    return int(word) if word.isdigit() and len(word) < 4 else _numbers().get(word)


def _count(words: Words, at: int) -> Count:
    """The number at *at*, with its figure in parentheses and with the end of its range."""
    low, after = _stated(words, at)
    value: int | Range = low
    to = after + (after < len(words.stems) and words.stems[after] in kinds()["to"])
    if to > after or words.gaps[after].strip() == "-":
        high = _number(words, to)
        if high is not None and high > low:
            value, (_, after) = Range(low, high), _stated(words, to)
    return Count(value, at, after)


def _stated(words: Words, at: int) -> tuple[int, int]:
    """The number at *at* and the word after it: "twelve", "twelve (12)", "twenty-four", "12.00"."""
    value, after = _number(words, at) or 0, at + 1
    if _has_decimal_zeros(words, at):
        return value, after + 1
    if value in _TENS and not words.stems[at].isdigit():
        ones = _number(words, after)
        if ones is not None and 0 < ones < 10 and words.gaps[after] in {" ", "-"}:
            value, after = value + ones, after + 1
    if words.gaps[after].strip() == "(" and _number(words, after) == value:
        after += 1
    return value, after
