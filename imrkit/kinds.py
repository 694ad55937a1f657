"""The classes that the values of extra fields may have, which are those that every data format can hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import attrs

from imrkit.model import PartialDate, Range

_SIMPLE: Final = frozenset({str, bool, int, float, dt.date, PartialDate, Range})


def problem(kind: Any, within: tuple[type, ...] = ()) -> str | None:
    """Why values of class *kind* cannot be kept; ``None`` if they can."""
    member = member_of(kind)
    if member is not None:
        return problem(member, within)
    if kind in _SIMPLE or (isinstance(kind, type) and issubclass(kind, StrEnum)):
        return None
    if not (isinstance(kind, type) and attrs.has(kind)):
        return f"{_named(kind)} is no class of plain values"
    if kind.__hash__ is None:
        return f"{_named(kind)} is not frozen"
    if kind in within:
        return f"{_named(kind)} holds objects of its own class"
    try:
        fields = fields_of(kind)
    except NameError as error:
        return f"{_named(kind)} has a field of a class that cannot be found: {error.name}"
    parts = (part for held in fields.values() for part in alternatives(held) if part is not NoneType)
    return next(filter(None, (problem(part, (*within, kind)) for part in parts)), None)


def fits(value: Any, kind: Any) -> bool:
    """Whether *value* is of class *kind*, with all that it holds. A whole number is a ``float`` too."""
    member = member_of(kind)
    if member is not None:
        return isinstance(value, tuple) and all(fits(held, member) for held in value)
    options = alternatives(kind)
    if len(options) > 1:
        return any(fits(value, option) for option in options)
    if kind in {int, float}:
        return type(value) in {int, kind} and is_finite(value)
    if kind in _SIMPLE:
        return type(value) is kind
    if not isinstance(value, kind):
        return False
    return not attrs.has(kind) or all(
        fits(getattr(value, name), part) for name, part in fields_of(kind).items()
    )


def is_finite(value: float) -> bool:
    """Whether *value* is a number that every data format can hold: a float, or a whole number that fits into one."""
    try:
        return isfinite(value)
    except OverflowError:
        return False


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The single values that *value* holds, with their paths from *path*; not what is ``None`` or a default."""
    if isinstance(value, tuple):
        for n, held in enumerate(value):
            yield from leaves(held, f"{path}[{n}]")
    elif is_object(type(value)):
        for field in attrs.fields(type(value)):
            held = getattr(value, field.name)
            if held != field.default:
                yield from leaves(held, f"{path}.{field.name}" if path else field.name)
    elif value is not None:
        yield path, value


def paths(value: Any, path: str = "") -> Iterator[str]:
    """The paths from *path* of all that *value* holds, stated or not, and *path* itself."""
    yield path
    if isinstance(value, tuple):
        for n, held in enumerate(value):
            yield from paths(held, f"{path}[{n}]")
    elif is_object(type(value)):
        for field in attrs.fields(type(value)):
            yield from paths(getattr(value, field.name), f"{path}.{field.name}" if path else field.name)


def around(path: str) -> Iterator[str]:
    """*path*, and the paths of the objects and tuples that the value at it is a part of, from the inside out."""
    while path:
        yield path
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    yield ""


def is_object(kind: type) -> bool:
    """Whether *kind* is an attrs class with fields that have names in plain data."""
    return attrs.has(kind) and kind not in _SIMPLE


def member_of(kind: Any) -> Any:
    """The class of the members of ``tuple[X, ...]``; ``None`` for any other class."""
    arguments = get_args(kind)
    is_list = get_origin(kind) is tuple and len(arguments) == 2 and arguments[1] is ...
    return arguments[0] if is_list else None


def alternatives(kind: Any) -> tuple[Any, ...]:
    """The classes of a union; any other class by itself."""
    return get_args(kind) if get_origin(kind) in {Union, UnionType} else (kind,)


@cache
def fields_of(kind: type) -> Mapping[str, Any]:
    """The classes of the fields of an attrs class, by their names."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in attrs.fields(kind)}


def _named(kind: Any) -> str:
    return kind.__name__ if isinstance(kind, type) else str(kind)
