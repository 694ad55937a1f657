"""The JSON Schema of letters as :mod:`imrkit.codec` writes them, made from the classes of the model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from types import NoneType
from typing import Any, Final

from imrkit import documentation, kinds
from imrkit.codec import SCHEMA_VERSION
from imrkit.extractors.protocol import NAME
from imrkit.model import Letter, PartialDate, Span
from imrkit.parser import Parser
from imrkit.plain import PATH
from imrkit.vocabulary import CaseOutcome

__all__ = ["json_schema"]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
"""The version of JSON Schema that is written."""

_Schema = dict[str, Any]

_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_SIMPLE: Final[Mapping[Any, _Schema]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    NoneType: {"type": "null"},
    dt.date: {"type": "string", "format": "date", "pattern": f"^{_DAY}$"},
    PartialDate: {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2})?$"},
    Span: {
        "description": f"{documentation.of_class(Span)} As [start, end].",
        "type": "array",
        "items": {"type": "integer", "minimum": 0},
        "minItems": 2,
        "maxItems": 2,
    },
}
_ADDED: Final = {
    "schema_version": {"description": "The version of this schema.", "const": SCHEMA_VERSION},
    "source": {"description": "Where the letter came from, if that is known.", "type": "string"},
}
_NOT_ALWAYS_WRITTEN: Final = frozenset({"source", "text"})
_ANY_EXTRA: Final[_Schema] = {
    "description": (
        "A text, a number, true or false, a list of values (with null for none), an object of an extractor's own "
        "class, a date as {'date': '2016-10-13'} or a range as {'low': 4, 'high': 8}."
    ),
    "type": ["string", "number", "boolean", "array", "object"],
}


def json_schema(parser: Parser | None = None) -> dict[str, Any]:
    """The JSON Schema (2020-12) of what :func:`imrkit.codec.to_dict` gives, as plain data.

    >>> schema = json_schema()
    >>> schema["properties"]["schema_version"]["const"], schema["$defs"]["Decision"]["enum"]
    (2, ['upheld', 'overturned'])

    Args:
        parser: the one that reads the letters; the schema then says what its extra fields are. Without one it
            allows any.
    """
    definitions: dict[str, _Schema] = {}
    letter = _object(Letter, definitions)
    properties = letter["properties"]
    outcome = documentation.of_fields(Letter).get("outcome")
    properties = {
        **_ADDED,
        "outcome": _described(_schema(CaseOutcome | None, definitions), outcome),
        **properties,
        "extra": _extra(properties["extra"], None if parser is None else parser.extra, definitions),
    }
    return {
        "$schema": DIALECT,
        "$id": f"urn:imrkit:letter:{SCHEMA_VERSION}",
        "title": "Letter",
        **letter,
        "properties": properties,
        "required": [name for name in properties if name not in _NOT_ALWAYS_WRITTEN],
        "$defs": dict(sorted(definitions.items())),
    }


def _schema(kind: Any, definitions: dict[str, _Schema]) -> _Schema:
    """The schema of values of class *kind*; classes with names go to *definitions*."""
    if kind in _SIMPLE:
        return dict(_SIMPLE[kind])
    if kind == Mapping[str, Span]:
        return {
            "type": "object",
            "patternProperties": {f"^{PATH.pattern}$": _SIMPLE[Span]},
            "additionalProperties": False,
        }
    if kind == Mapping[str, Any]:
        return {"type": "object", "propertyNames": {"pattern": f"^{NAME.pattern}$"}}
    member = kinds.member_of(kind)
    if member is not None:
        return {"type": "array", "items": _schema(member, definitions)}
    options = kinds.alternatives(kind)
    if len(options) > 1:
        return _any_of([_schema(option, definitions) for option in options])
    name = (
        kind.__name__ if kind.__module__.startswith("imrkit.") else f"{kind.__module__}.{kind.__qualname__}"
    )
    if name not in definitions:
        definitions[name] = {}  # in case that it is met again within itself
        definitions[name] = _vocabulary(kind) if issubclass(kind, StrEnum) else _object(kind, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _any_of(options: list[_Schema]) -> _Schema:
    """A value that fits one of *options*; plain types are put together."""
    plain = [option["type"] for option in options if option.keys() == {"type"}]
    others = [option for option in options if option.keys() != {"type"}]
    if not others:
        return {"type": plain}
    return {"anyOf": [*others, *({"type": kind} for kind in plain)]}


def _vocabulary(kind: type[StrEnum]) -> _Schema:
    return {"description": documentation.of_class(kind), "enum": [member.value for member in kind]}


def _object(kind: type, definitions: dict[str, _Schema]) -> _Schema:
    said = documentation.of_fields(kind)
    properties = {
        name: _described(_schema(part, definitions), said.get(name))
        for name, part in kinds.fields_of(kind).items()
    }
    return {
        "description": documentation.of_class(kind),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _described(schema: _Schema, said: documentation.FieldDocumentation | None) -> _Schema:
    if said is None:
        return schema
    words = [
        said.meaning,
        f"Unit: {said.unit}." if said.unit else "",
        f"From: {said.origin}." if said.origin else "",
    ]
    described: _Schema = {"description": " ".join(filter(None, words)), **schema}
    if said.example is not None:
        described["examples"] = [said.example]
    return described


def _extra(schema: _Schema, classes: Mapping[str, Any] | None, definitions: dict[str, _Schema]) -> _Schema:
    if classes is None:
        return {**schema, "additionalProperties": _ANY_EXTRA}
    named = {name: _extra_value(kind, definitions) for name, kind in classes.items()}
    schema = {key: value for key, value in schema.items() if key not in {"examples", "propertyNames"}}
    return {**schema, "properties": named, "additionalProperties": False}


def _extra_value(kind: Any, definitions: dict[str, _Schema]) -> _Schema:
    """As :func:`_schema`, but for dates that stand by themselves, which are marked as such."""
    member = kinds.member_of(kind)
    if member is not None:
        return {"type": "array", "items": _extra_value(member, definitions)}
    options = kinds.alternatives(kind)
    if len(options) > 1:
        return _any_of([_extra_value(option, definitions) for option in options])
    schema = _schema(kind, definitions)
    if kind not in {dt.date, PartialDate}:
        return schema
    return {
        "type": "object",
        "properties": {"date": schema},
        "required": ["date"],
        "additionalProperties": False,
    }
