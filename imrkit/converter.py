"""The one converter between the objects of the model and plain data, and what its errors mean.

cattrs does the work; :mod:`imrkit.plain` reads the single values, strictly. Importing this module is slow, so
:mod:`imrkit.codec` does so when it is first used.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from enum import StrEnum
from math import isfinite
from types import GenericAlias, NoneType
from typing import Any, Final

import attrs
from cattrs import (
    BaseValidationError,
    ClassValidationError,
    Converter,
    ForbiddenExtraKeysError,
    IterableValidationError,
)
from cattrs.gen import make_dict_structure_fn

from imrkit import kinds, plain
from imrkit.errors import DataError
from imrkit.extractors.protocol import NAME
from imrkit.model import Date, Evidence, Extra, Letter, Number, PartialDate, Range, Span
from imrkit.plain import RefusedError
from imrkit.vocabulary import DrugClass, Subcategory

_OWN_CLASS: Final = (
    "an object of an extractor's own class: give the Parser that has the extractor as parser= to read it"
)


def to_data(letter: Letter) -> dict[str, Any]:
    """All fields of *letter* as plain data."""
    data: dict[str, Any] = _CONVERTER.unstructure(letter)
    return data


def from_data(data: dict[str, Any], extra: Mapping[str, Any]) -> Letter:
    """The letter whose fields *data* has; *extra* has the classes of extra fields that are known.

    Raises:
        DataError: a value is not what the model takes.
    """
    try:
        return _letter(data, extra)
    except RecursionError:  # in nothing else is there a depth of its own
        raise DataError("extra", "lists within lists, deeper than can be read") from None


def _letter(data: dict[str, Any], extra: Mapping[str, Any]) -> Letter:
    values = data.get("extra", {})
    if not isinstance(values, dict):
        raise DataError("extra", "an object is expected")
    for name in values:
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise DataError("extra", "a name that is none of a field")
    read = {name: _extra(value, extra.get(name), f"extra.{name}") for name, value in values.items()}
    for name, value in read.items():
        if value is None:
            raise DataError(f"extra.{name}", "a value is expected")
    try:
        return _CONVERTER.structure({**data, "extra": Extra(read)}, Letter)
    except (BaseValidationError, RefusedError) as error:
        raise _refusal(error) from None


def _extra(value: Any, kind: Any, path: str) -> Any:
    """The value of an extra field, of class *kind* or, if that is ``None``, of whichever class the data shows."""
    member = kinds.member_of(kind)
    if member is not None and not isinstance(value, list | tuple):
        raise DataError(path, "a list is expected")
    if isinstance(value, list | tuple) and (member is not None or kind is None):
        return tuple(_extra(held, member, f"{path}[{n}]") for n, held in enumerate(value))
    options = [option for option in kinds.alternatives(kind) if option is not NoneType]
    if len(options) < len(kinds.alternatives(kind)) and value is None:
        return None
    kind = options[0]
    try:
        if kind is None:
            return _of_any_class(value)
        if isinstance(kind, type) and (issubclass(kind, StrEnum) or kinds.is_object(kind)):
            return _CONVERTER.structure(value, kind)
        found = _of_any_class(value)
    except (BaseValidationError, RefusedError) as error:
        raise _refusal(error, path) from None
    if not kinds.fits(found, kind):
        raise DataError(path, f"a value of class {kind.__name__} is expected")
    return found


def _of_any_class(value: Any) -> Any:
    if value is None or isinstance(value, str | bool):
        return value
    if not isinstance(value, dict):
        return plain.plain_number(value)
    if value.keys() == {"date"}:
        return plain.date(value["date"])
    if value.keys() == {"low", "high"}:
        return plain.number_or_range(value, plain.plain_number)
    raise RefusedError(_OWN_CLASS)


def _extra_data(value: Any) -> Any:
    """A value of an extra field as plain data. A date is marked as one: nothing else tells it from a text."""
    if isinstance(value, tuple):
        return [_extra_data(held) for held in value]
    if isinstance(value, dt.date | PartialDate):
        return {"date": value.isoformat()}
    return _CONVERTER.unstructure(value)


def _evidence_data(evidence: Mapping[str, Span]) -> dict[str, list[int]]:
    return (evidence if isinstance(evidence, Evidence) else Evidence(evidence)).ends()


def _finite(value: float) -> float:
    if not isfinite(value):
        raise ValueError("a number without end, or that is none, is not JSON compliant")
    return value


def _made() -> Converter:
    converter = Converter(forbid_extra_keys=True, unstruct_collection_overrides={tuple: list})
    converter.register_unstructure_hook(StrEnum, lambda member: member.value)
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    converter.register_unstructure_hook(PartialDate, str)
    converter.register_unstructure_hook(float, _finite)
    converter.register_unstructure_hook(Span, lambda span: [span.start, span.end])
    converter.register_unstructure_hook_func(_is_evidence, _evidence_data)
    converter.register_unstructure_hook_func(
        _is_extra, lambda extra: {name: _extra_data(value) for name, value in extra.items()}
    )

    def object_hook(kind: type[Any]) -> Callable[[Any, Any], Any]:
        build = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True)

        def structure(value: Any, _: Any) -> Any:
            if not isinstance(value, dict):
                raise RefusedError("an object is expected")
            return build(value, kind)

        return structure

    def list_hook(kind: Any) -> Callable[[Any, Any], Any]:
        members: Any = GenericAlias(list, kind.__args__[:1])

        def structure(value: Any, _: Any) -> Any:
            if not isinstance(value, list | tuple):
                raise RefusedError("a list is expected")
            return tuple(converter.structure(value, members))

        return structure

    converter.register_structure_hook_factory(attrs.has, object_hook)
    converter.register_structure_hook_factory(
        lambda kind: getattr(kind, "__origin__", None) is tuple, list_hook
    )
    converter.register_structure_hook_func(_is_evidence, _ignoring_kind(plain.evidence))
    converter.register_structure_hook_func(_is_extra, _ignoring_kind(lambda extra: extra))
    converter.register_structure_hook(StrEnum, plain.vocabulary_word)
    hooks: dict[Any, Callable[[Any], Any]] = {
        str: plain.string,
        bool: plain.truth,
        int: plain.whole_number,
        float: plain.plain_number,
        dt.date: plain.day,
        PartialDate: plain.partial_date,
        Range: lambda value: plain.range_of(value, plain.plain_number),
        Date | None: _optional(plain.date),
        int | float | None: _optional(plain.plain_number),
        int | Range | None: _optional(lambda value: plain.number_or_range(value, plain.whole_number)),
        Number | None: _optional(lambda value: plain.number_or_range(value, plain.plain_number)),
        Subcategory | DrugClass | None: _optional(plain.subcategory),
        Span: plain.span,
    }
    for kind, hook in hooks.items():
        converter.register_structure_hook(kind, _ignoring_kind(hook))
    return converter


def _is_evidence(kind: Any) -> bool:
    return bool(kind == Mapping[str, Span])


def _is_extra(kind: Any) -> bool:
    return bool(kind == Mapping[str, Any])


def _ignoring_kind(hook: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda value, _: hook(value)


def _optional(hook: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else hook(value)


_CONVERTER: Final = _made()


def _refusal(error: Exception, path: str = "") -> DataError:
    """What is wrong with the first value that is refused within *error*, and where it is, from *path*."""
    while True:
        if isinstance(error, ClassValidationError):
            fields, others = error.group_exceptions()
            error, name = (fields[0][0], f".{fields[0][1].name}") if fields else (others[0], "")
        elif isinstance(error, IterableValidationError):
            members, others = error.group_exceptions()
            error, name = (members[0][0], f"[{members[0][1].index}]") if members else (others[0], "")
        else:
            break
        path += name
    if isinstance(error, RefusedError):
        path, problem = path + error.within, str(error)
    elif isinstance(error, KeyError):
        problem = "missing"
    elif isinstance(error, ForbiddenExtraKeysError):
        names = sorted(name for name in map(str, error.extra_fields) if plain.PATH.fullmatch(name))
        path, problem = path + (f".{names[0]}" if names else ""), "an unknown field"
    else:  # what the model itself refuses, in its words
        problem = str(error.args[0])
    return DataError(path.removeprefix("."), problem)
