"""Makes Markdown of imrkit's docstrings for the reference of its Python (an extension of griffe, see mkdocs.yml).

Docstrings are written as Python's own are: with roles (:class:`~imrkit.Letter`), doctests and literal blocks. What
:mod:`imrkit.documentation` reads is read here, too: comments on the members of enums become a table, and what is stated
of a field (its unit, an example, where it comes from) a line of its own.
"""

from __future__ import annotations

import re
from enum import StrEnum
from html import escape
from importlib import import_module
from typing import Any

import griffe

from imrkit import documentation

_ROLE = re.compile(r":[a-z]+:`(?P<short>~?)(?P<target>[^`]+)`")
_DOCTEST = re.compile(r"^(?P<indent> *)>>> .*\n(?:(?P=indent).*\S.*\n?)*", re.MULTILINE)
_DIRECTIVE = re.compile(r" *# doctest: .*")
_LITERAL = re.compile(r"::$", re.MULTILINE)
_STATEMENT = re.compile(r"\s*\b(Unit|Example|From): ")
DEFINED_IN_THEIR_LIKE = {"imrkit.batch.run", "imrkit.views.figures", "imrkit.views.report"}
"""Functions that are defined in a module of the same name, which griffe finds in their place."""


class Docstrings(griffe.Extension):
    """Docstrings as Markdown."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Called with each object once its package is loaded."""
        if isinstance(obj, griffe.Attribute) and isinstance(obj.value, griffe.ExprCall):
            obj.value = _default(obj.value)
        if obj.docstring is None:
            return
        words = obj.docstring.value
        if obj.is_attribute:
            words = _with_statements(words)
        words = _ROLE.sub(lambda role: _link(role, obj), words)
        words = _LITERAL.sub(":", words).replace("\\ ", "")
        obj.docstring.value = _DOCTEST.sub(_fenced, words)

    def on_class(self, *, cls: griffe.Class, **_: Any) -> None:
        """Called with each class once its package is loaded."""
        if "StrEnum" in map(str, cls.bases):
            cls.docstring = griffe.Docstring(f"{_said(cls)}\n\n{_table(cls)}", parent=cls)
            for name in [name for name, member in cls.members.items() if member.is_attribute]:
                del cls.members[name]


def _default(made: griffe.ExprCall) -> griffe.Expr | str | None:
    """What a field is without a value, of ``field(...)`` of attrs; any other call is left as it is."""
    if str(made.function) != "field":
        return made
    given = {part.name: part.value for part in made.arguments if isinstance(part, griffe.ExprKeyword)}
    default = given.get("default", f"{given['factory']}()" if "factory" in given else None)
    inside = isinstance(default, griffe.ExprCall) or str(default).startswith("_")
    return "..." if inside else default


def _said(cls: griffe.Class) -> str:
    return cls.docstring.value if cls.docstring is not None else ""


def _table(cls: griffe.Class) -> str:
    """The members of an enum: their names, their values and what is said of them."""
    enum: type[StrEnum] = getattr(import_module(cls.module.path), cls.name)
    meanings = {
        name: said for name, said in documentation.of_members(enum).items() if not said.startswith("noqa")
    }
    if not meanings and all(member.name == member.value for member in enum):
        return ", ".join(f"`{member.name}`" for member in enum)
    rows = [(f"`{member.name}`", f"`{member.value}`", meanings.get(member.name, "")) for member in enum]
    table = [("member", "value", "meaning"), ("---",) * 3, *rows]
    columns = 3 if meanings else 2
    return "\n".join(f"| {' | '.join(row[:columns])} |" for row in table)


def _with_statements(words: str) -> str:
    """*words*, on a field, with the statements on it in a line below."""
    meaning, *statements = _STATEMENT.split(words)
    if not statements:
        return words
    said = dict(zip(statements[::2], statements[1::2], strict=True))
    said = {name: " ".join(what.split()) for name, what in said.items()}
    if "Example" in said:
        said["Example"] = f"`{said['Example'].removesuffix('.')}`."
    return f"{meaning}  \n{' '.join(f'*{name}:* {what}' for name, what in said.items())}"


def _link(role: re.Match[str], obj: griffe.Object) -> str:
    """A link to what a *role* in the docstring of *obj* names; only its name where the site has no such place."""
    target = role["target"]
    shown = target.rpartition(".")[2] if role["short"] else target
    first, dot, rest = target.partition(".")
    try:
        path = target if first == "imrkit" else obj.resolve(first) + dot + rest
    except griffe.NameResolutionError:
        return f"`{shown}`"
    if path in DEFINED_IN_THEIR_LIKE:
        path += f".{path.rpartition('.')[2]}"
    return f'<autoref identifier="{escape(path)}" optional><code>{escape(shown)}</code></autoref>'


def _fenced(doctest: re.Match[str]) -> str:
    code = _DIRECTIVE.sub("", doctest[0]).rstrip("\n")
    return f"{doctest['indent']}```pycon\n{code}\n{doctest['indent']}```\n"
