"""What the fields of a class mean, as its own documentation says.

A field's docstring stands below it and ends in up to three statements::

    age: int | None = field(default=None)
    \"""How old the injured worker is. Unit: years. Example: 48. From: the case summary.\"""

of which the example is in JSON. Everything that describes the model, such as the JSON Schema and the reference page, is
made from these.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from attrs import frozen

_STATEMENT: Final = re.compile(r"\s*\b(Unit|Example|From): ")
_MEMBER: Final = re.compile(
    r"^(?:    [#][ ](?P<above>.+)\n)?    (?P<name>[A-Z_0-9]+)[ ]=[ ][^#\n]*(?:[#][ ](?P<behind>.+))?$",
    re.MULTILINE,
)
_ROLE: Final = re.compile(r":[a-z]+:`~?(?:[a-z_]+\.)*([^`]+)`")


@frozen
class FieldDocumentation:
    """What is said of one field; ``None`` for what is not."""

    meaning: str
    """What it means, as plain text."""
    unit: str | None = None
    """What its numbers count."""
    example: Any = None
    """A value, as it is written in JSON."""
    origin: str | None = None
    """Where in a letter it comes from."""


def of_class(kind: type) -> str:
    """The first paragraph of the documentation of *kind*, as plain text."""
    return _plain(inspect.cleandoc(kind.__dict__.get("__doc__") or "").partition("\n\n")[0])


@cache
def of_fields(kind: type) -> Mapping[str, FieldDocumentation]:
    """What is said of the fields and properties of *kind*, by their names.

    Empty where its source cannot be had.
    """
    try:
        source = textwrap.dedent(inspect.getsource(kind))
    except (OSError, TypeError):
        return {}
    (definition,) = ast.parse(source).body
    found: dict[str, FieldDocumentation] = {}
    if isinstance(definition, ast.ClassDef):
        for statement, below in zip(definition.body, [*definition.body[1:], None], strict=True):
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
                    found[statement.target.id] = _parsed(str(below.value.value))
            elif isinstance(statement, ast.FunctionDef) and (words := ast.get_docstring(statement)):
                found[statement.name] = _parsed(words)
    return found


def of_members(kind: type) -> Mapping[str, str]:
    """What is said of the members of *kind*, an enum, in comments above or behind them, by their names.

    Empty where its source cannot be had.
    """
    try:
        source = inspect.getsource(kind)
    except (OSError, TypeError):
        return {}
    return {
        member["name"]: said
        for member in _MEMBER.finditer(source)
        if (said := member["above"] or member["behind"])
    }


def _parsed(words: str) -> FieldDocumentation:
    meaning, *statements = _STATEMENT.split(inspect.cleandoc(words))
    said = {
        name: _plain(part).removesuffix(".")
        for name, part in zip(statements[::2], statements[1::2], strict=True)
    }
    return FieldDocumentation(
        meaning=_plain(meaning),
        unit=said.get("Unit"),
        example=json.loads(said["Example"]) if "Example" in said else None,
        origin=said.get("From"),
    )


def _plain(words: str) -> str:
    return " ".join(_ROLE.sub(r"\1", words).replace("``", "`").split())
