"""A letter as plain data and as JSON, and back.

:func:`to_dict` gives what ``json.dumps`` takes: objects as dictionaries, tuples as lists, enums as their values,
dates in ISO 8601 as precise as they are known (``"2016-10-13"``, ``"2016-10"``, ``"2016"``), a range as
``{"low": 4, "high": 8}``, a span as ``[start, end]``. Beside the fields of :class:`~imrkit.model.Letter` stand
``schema_version``, the computed ``outcome`` and, where the caller knows it, the ``source`` of the letter.

:func:`from_dict` takes back what :func:`to_dict` gives and nothing else: an unknown field, a value of another
type, a word outside a vocabulary is a :class:`~imrkit.errors.DataError` with the path to it. Fields that the
model has a default for may be missing.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from types import GenericAlias
from typing import TYPE_CHECKING, Any, Final

import attrs

from imrkit import plain
from imrkit.errors import DataError
from imrkit.model import Date, Letter, Number, PartialDate, Range, Span
from imrkit.plain import RefusedError
from imrkit.vocabulary import DrugClass, Subcategory

if TYPE_CHECKING:
    from cattrs import Converter

SCHEMA_VERSION: Final = 1
"""Raised when what is written changes in a way that readers of the data have to know."""

# Characters that end a line for some readers, steer a terminal, or cannot be written in UTF-8.
_ESCAPED_IN_JSON: Final = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def to_dict(letter: Letter, *, text: bool = False, source: str | None = None) -> dict[str, Any]:
    """*letter* as plain data.

    Args:
        letter: the letter.
        text: include the text that the letter was read from, which its evidence points into.
        source: where the letter came from, noted as ``source``; :func:`from_dict` passes over it.
    """
    content: dict[str, Any] = _converter().unstructure(letter)
    if not text:
        del content["text"]
    head: dict[str, Any] = {"schema_version": SCHEMA_VERSION}
    if source is not None:
        head["source"] = source
    outcome = letter.outcome
    return {**head, "outcome": None if outcome is None else outcome.value, **content}


def from_dict(data: Mapping[str, Any]) -> Letter:
    """The letter that *data* holds, equal to the one that :func:`to_dict` was given.

    Raises:
        DataError: *data* is no letter as :func:`to_dict` writes it, or of another schema version.
    """
    if not isinstance(data, Mapping):
        raise DataError("", "an object is expected")
    content = dict(data)
    version = content.pop("schema_version", None)
    if type(version) is not int or version != SCHEMA_VERSION:
        raise DataError("schema_version", f"{SCHEMA_VERSION} is expected, the version that this imrkit reads")
    outcome = content.pop("outcome", None)
    if not isinstance(content.pop("source", ""), str):
        raise DataError("source", "a text is expected")
    from cattrs import BaseValidationError  # noqa: PLC0415 (slow to import)

    try:
        letter = _converter().structure(content, Letter)
    except (BaseValidationError, RefusedError) as error:
        raise DataError(*_first_problem(error)) from None
    if "outcome" in data and outcome != letter.outcome:
        raise DataError("outcome", "not what the decisions of the items amount to")
    return letter


def to_json(letter: Letter, *, text: bool = False, source: str | None = None) -> str:
    """*letter* as JSON on one line; the arguments are those of :func:`to_dict`."""
    return json_line(to_dict(letter, text=text, source=source))


def json_line(content: Mapping[str, Any]) -> str:
    """Plain data, and dates, as JSON on one line that nothing takes for two, and that no terminal obeys."""
    written = json.dumps(
        content,
        ensure_ascii=False,
        allow_nan=False,
        check_circular=False,
        separators=(",", ":"),
        default=dt.date.isoformat,
    )
    if written.isascii() and "\x7f" not in written:
        return written
    return _ESCAPED_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def from_json(data: str | bytes) -> Letter:
    """The letter that :func:`to_json` wrote as *data*.

    Raises:
        DataError: *data* is no JSON, or :func:`from_dict` refuses it.
    """
    try:
        content = json.loads(data)
    except json.JSONDecodeError as error:
        raise DataError("", f"no JSON: {error.msg} at character {error.pos}") from None
    except (ValueError, RecursionError):  # not UTF-8, a number without end, nesting without end
        raise DataError("", "no JSON that can be read") from None
    return from_dict(content)


@cache
def _converter() -> Converter:
    from cattrs import Converter  # noqa: PLC0415 (slow to import)
    from cattrs.gen import make_dict_structure_fn  # noqa: PLC0415

    converter = Converter(forbid_extra_keys=True, unstruct_collection_overrides={tuple: list})

    converter.register_unstructure_hook(StrEnum, lambda member: member.value)
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    converter.register_unstructure_hook(PartialDate, str)
    converter.register_unstructure_hook(Span, lambda span: [span.start, span.end])
    converter.register_unstructure_hook_func(
        _is_evidence,
        lambda evidence: {path: [span.start, span.end] for path, span in evidence.items()},
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
    converter.register_structure_hook(StrEnum, plain.vocabulary_word)
    hooks: dict[Any, Callable[[Any], Any]] = {
        str: plain.string,
        bool: plain.truth,
        int: plain.whole_number,
        dt.date: plain.day,
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


def _ignoring_kind(hook: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda value, _: hook(value)


def _optional(hook: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else hook(value)


def _first_problem(error: Exception) -> tuple[str, str]:
    """The path to the first value that is refused within *error*, and what is wrong with it."""
    from cattrs import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError  # noqa: PLC0415

    path = ""
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
    return path.removeprefix("."), problem
