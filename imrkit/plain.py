"""Single values of plain data, read strictly: a value of another type is refused, never converted.

Each function takes what stands in the data and returns the value that it stands for, or raises
:class:`RefusedError`, which says what is expected and never quotes what was found.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from typing import Any, Final

from imrkit.kinds import is_finite
from imrkit.model import Date, Evidence, Number, PartialDate, Range, Span
from imrkit.vocabulary import DrugClass, Subcategory

_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_FEW: Final = 6
_LONGEST_WORD: Final = 60
PATH: Final = re.compile(  # the path of a value, or the name of a field
    r"[a-z_0-9]{1,40}(?:\[[0-9]{1,9}\]){0,9}(?:\.[a-z_0-9]{1,40}(?:\[[0-9]{1,9}\]){0,9}){0,9}"
)


class RefusedError(Exception):
    """A value that is refused: what is expected instead, and the way to it within the value that was given."""

    def __init__(self, expected: str, within: str = "") -> None:
        super().__init__(expected)
        self.within = within


def string(value: Any) -> str:
    if not isinstance(value, str):
        raise RefusedError("a text is expected")
    return value


def truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise RefusedError("true or false is expected")
    return value


def whole_number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise RefusedError("a whole number is expected")
    if not is_finite(value):
        raise RefusedError("a smaller number is expected")
    return value


def plain_number(value: Any) -> int | float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise RefusedError("a number is expected")
    if not is_finite(value):
        raise RefusedError(
            "a smaller number is expected" if isinstance(value, int) else "a number is expected"
        )
    return value


def number_or_range(value: Any, number: Callable[[Any], int | float]) -> Number:
    return range_of(value, number) if isinstance(value, dict) else number(value)


def range_of(value: Any, number: Callable[[Any], int | float]) -> Range:
    if not isinstance(value, dict) or value.keys() != {"low", "high"}:
        raise RefusedError('a number, or a range as {"low": .., "high": ..}, is expected')
    low, high = number(value["low"]), number(value["high"])
    if high <= low:
        raise RefusedError("a range with the lower end first is expected")
    return Range(low, high)


def date(value: Any) -> Date:
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    try:
        if match is not None and match[3]:
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
        if match is not None:
            return PartialDate(int(match[1]), int(match[2]) if match[2] else None)
    except ValueError:
        pass  # a day or a month that the calendar does not have
    raise RefusedError("a date as YYYY-MM-DD, YYYY-MM or YYYY is expected")


def day(value: Any) -> dt.date:
    if isinstance(value, str) and len(value) == len("YYYY-MM-DD"):
        found = date(value)
        if isinstance(found, dt.date):
            return found
    raise RefusedError("a date as YYYY-MM-DD is expected")


def partial_date(value: Any) -> PartialDate:
    found = date(value)
    if not isinstance(found, PartialDate):
        raise RefusedError("a date as YYYY-MM or YYYY is expected")
    return found


@cache
def _subcategories() -> Mapping[str, Subcategory | DrugClass]:
    return {member.value: member for kind in (Subcategory, DrugClass) for member in kind}


def subcategory(value: Any) -> Subcategory | DrugClass:
    found = _subcategories().get(value) if isinstance(value, str) else None
    if found is None:
        raise not_a_word(value, "a word of the vocabularies Subcategory and DrugClass", _subcategories())
    return found


def vocabulary_word(value: Any, vocabulary: type[StrEnum]) -> StrEnum:
    if isinstance(value, str):
        try:
            return vocabulary(value)
        except ValueError:
            pass
    raise not_a_word(
        value, f"a word of the vocabulary {vocabulary.__name__}", [word.value for word in vocabulary]
    )


def not_a_word(value: Any, expected: str, words: Collection[str]) -> RefusedError:
    """What is *expected*, one of *words*: all of them where they are few, else those that come near to *value*."""
    near = words
    if len(words) > _FEW:
        by_letters = {word.casefold(): word for word in words}
        given = value.casefold() if isinstance(value, str) and len(value) <= _LONGEST_WORD else ""
        near = [by_letters[match] for match in get_close_matches(given, by_letters)]
    return RefusedError(f"{expected} is expected" + (f": {' or '.join(map(repr, near))}" if near else ""))


def span(value: Any) -> Span:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise RefusedError("a span as [start, end] is expected")
    start, end = whole_number(value[0]), whole_number(value[1])
    if not 0 <= start <= end:
        raise RefusedError("a span as [start, end], not negative and the start first, is expected")
    return Span(start, end)


def evidence(value: Any) -> Mapping[str, Span]:
    if not isinstance(value, dict):
        raise RefusedError("an object is expected")
    spans: dict[str, Span] = {}
    for path, ends in value.items():
        if not isinstance(path, str) or not PATH.fullmatch(path):
            raise RefusedError("a name that is no path of a value")
        try:
            spans[path] = span(ends)
        except RefusedError as error:
            raise RefusedError(str(error), within=f'["{path}"]') from None
    return Evidence(spans)
