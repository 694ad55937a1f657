"""The small values that the domain is made of: places in a text, and dates and numbers as precise as a letter has them.

Also the checks that the fields of frozen classes make of what they are given: each is a ``TypeError`` that names the
field and the classes, never the value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import NoneType
from typing import Any

from attrs import Attribute, field, frozen
from attrs.validators import ge, in_, optional

Validator = Callable[[object, "Attribute[Any]", Any], None]
"""A check of a value for a field, as attrs calls it."""


def is_a(*kinds: type) -> Validator:
    """A validator: the value is an object of one of *kinds*."""

    def check(_: object, attribute: Attribute[Any], value: Any) -> None:
        if not isinstance(value, kinds):
            expected = " or ".join(kind.__name__ for kind in kinds)
            raise TypeError(f"{attribute.name} must be {expected}, not {type(value).__name__}")

    return check


def may_be(*kinds: type) -> Validator:
    """A validator: the value is an object of one of *kinds*, or ``None``."""
    return is_a(*kinds, NoneType)


def tuple_of(kind: type) -> Validator:
    """A validator: the value is a tuple of nothing but *kind*."""

    def check(_: object, attribute: Attribute[Any], value: Any) -> None:
        if not isinstance(value, tuple):
            raise TypeError(f"{attribute.name} must be a tuple, not {type(value).__name__}")
        for member in value:
            if not isinstance(member, kind):
                raise TypeError(
                    f"{attribute.name} must hold nothing but {kind.__name__}, not {type(member).__name__}"
                )

    return check


@frozen
class Span:
    """A place in the text of a letter: characters ``start`` up to, not including, ``end``. Its length is theirs.

    >>> from imrkit import Span
    >>> "Patient age: 48."[Span(13, 15).slice], len(Span(13, 15))
    ('48', 2)

    Raises:
        ValueError: it ends before it starts, or starts before 0.
    """

    start: int = field(validator=[is_a(int), ge(0)])
    """The first character, counted from 0. Unit: characters. Example: 761. From: the text."""
    end: int = field(validator=is_a(int))
    """Behind the last character. Unit: characters. Example: 763. From: the text."""

    def __attrs_post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a span ends before it starts: {self.start}..{self.end}")

    @property
    def slice(self) -> slice:
        """The span as a slice: ``text[span.slice]`` is the text under it."""
        return slice(self.start, self.end)

    def __len__(self) -> int:
        return self.end - self.start


@frozen(order=True)
class PartialDate:
    """A date of which only the year, or the year and the month, is stated.

    Written as ISO 8601 has it. A year comes before its months in order.

    >>> from imrkit import PartialDate
    >>> str(PartialDate(2016, 10)), f"{PartialDate(2016)}"
    ('2016-10', '2016')

    Raises:
        ValueError: there is no such month, or the year is not from 1 to 9999.
    """

    year: int = field(validator=[is_a(int), in_(range(1, 10000))])
    """The year. Example: 2016. From: the text."""
    month: int | None = field(
        default=None, validator=optional(in_(range(1, 13))), order=lambda month: month or 0
    )
    """The month, if it is stated. Example: 10. From: the text."""

    def __str__(self) -> str:
        return f"{self.year:04}" if self.month is None else f"{self.year:04}-{self.month:02}"

    isoformat = __str__
    """The date in ISO 8601, ``"2016-10"``; a method of the same name as that of :class:`datetime.date`."""


Date = dt.date | PartialDate
"""A date as precise as the letter states it."""


@frozen
class Range:
    """A number that the letter states as a range: "2-3 times a week". Both ends are included.

    Raises:
        ValueError: the lower end is not below the upper one.
    """

    low: int | float = field(validator=is_a(int, float))
    """The lower end. Unit: that of the field. Example: 2. From: the text."""
    high: int | float = field(validator=is_a(int, float))
    """The upper end. Unit: that of the field. Example: 3. From: the text."""

    def __attrs_post_init__(self) -> None:
        if self.high <= self.low:
            raise ValueError(f"a range needs its lower end first: {self.low}..{self.high}")

    def __str__(self) -> str:
        return f"{self.low}-{self.high}"


Number = int | float | Range
"""A number, or the range that the letter gives in its place."""
