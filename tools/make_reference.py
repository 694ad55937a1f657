"""Makes the reference of all fields, and the JSON Schema, from the model's own documentation, and that of the commands
from their help.

    python tools/make_reference.py

writes docs/reference/fields.md, docs/reference/letter.schema.json and docs/reference/command-line.md. A test compares
them with what this script would write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from enum import EnumType, StrEnum
from pathlib import Path
from types import NoneType
from typing import Any

from click.testing import CliRunner

from imrkit import documentation, kinds, model, vocabulary
from imrkit.cli.commands import imrkit as program
from imrkit.model import Extra, Span
from imrkit.schema import json_schema

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"

CLASSES = (
    model.Letter,
    model.CaseHeader,
    model.Reviewer,
    model.Patient,
    model.Injury,
    model.DisputedItem,
    model.Request,
    model.BodyPart,
    model.Drug,
    model.Guidelines,
    model.Guideline,
    model.Rationale,
    model.Finding,
    model.Span,
    model.PartialDate,
    model.Range,
)
COMPUTED = {"outcome": vocabulary.CaseOutcome | None}
"""The properties of a letter that are written with it."""
NOT_OF_LETTERS = {vocabulary.Section, vocabulary.ItemPart}
"""What only extractors know of."""

HEAD = """<!-- Made by tools/make_reference.py from the documentation of the model. Change that, and run it again. -->

# What is extracted

{conventions}

`letter.evidence` gives the place of each value by its path, which is made of the names below: `"case.number"`,
`"items[0].request.drug.name"`. *From* says where in a letter a value is read. Examples are as [JSON](exchange.md) has
them; its schema is [letter.schema.json](letter.schema.json).
"""

COMMANDS_HEAD = """<!-- Made by tools/make_reference.py from the help of the commands. Change that, run it again. -->

# Command line

The program `imrkit` comes with the extra `cli`: `pip install 'imrkit[cli,pdf]'`. This page has the help of each of its
commands, as the program prints it. `python -m imrkit` is the same program.

Letters are read on your machine alone. Standard output has the result and nothing else; what could not be read is named
on standard error, with the reason, and never quoted.
"""
HELP_WIDTH = 78
"""What click makes lines of at most, in a terminal of 80 columns or more."""


def page() -> str:
    """The reference page."""
    conventions = (model.__doc__ or "").split("\n\n")[1]
    parts = [HEAD.format(conventions=_markdown(conventions))]
    for kind in CLASSES:
        parts.append(f"## {kind.__name__}\n\n{_markdown(documentation.of_class(kind))}\n")
        if kind is model.Letter:
            parts.append(_markdown(f"`extra`: {documentation.of_class(Extra)}") + "\n")
        parts.append("\n".join(_fields(kind)) + "\n")
    parts.append("## Vocabularies\n")
    for vocabulary_class in _vocabularies():
        parts.append(
            f"### {vocabulary_class.__name__}\n\n{_markdown(documentation.of_class(vocabulary_class))}\n"
        )
        parts.append("\n".join(_members(vocabulary_class)) + "\n")
    return "\n".join(parts)


def schema() -> str:
    """The JSON Schema, as a file."""
    return json.dumps(json_schema(), indent=2) + "\n"


def commands() -> str:
    """The page of the commands."""
    return "\n".join([COMMANDS_HEAD, _help(), *map(_help, sorted(program.commands))])


def _help(*command: str) -> str:
    printed = CliRunner().invoke(
        program, [*command, "--help"], prog_name="imrkit", terminal_width=HELP_WIDTH, catch_exceptions=False
    )
    name = " ".join(("imrkit", *command))
    return f"## {name}\n\n```console\n$ {name} --help\n{printed.output}```\n"


def _fields(kind: type) -> Iterator[str]:
    said = documentation.of_fields(kind)
    held: Mapping[str, Any] = kinds.fields_of(kind)
    if kind is model.Letter:
        held = {**COMPUTED, **held}
    yield "| field | type | meaning | example |"
    yield "|---|---|---|---|"
    for name, part in held.items():
        field = said[name]
        example = f"`{json.dumps(field.example)}`" if field.example is not None else ""
        meaning = field.meaning
        if field.unit:
            meaning += f" *Unit:* {field.unit}."
        if field.origin:
            meaning += f" *From:* {field.origin}."
        cells = (f"`{name}`", _type(part), meaning, example)
        yield f"| {' | '.join(_markdown(cell).replace('|', '&#124;') for cell in cells)} |"


def _type(kind: Any) -> str:
    if kind == Mapping[str, Span]:
        return "mapping of paths to `Span`"
    if kind == Mapping[str, Any]:
        return "mapping of names to values"
    member = kinds.member_of(kind)
    if member is not None:
        return f"tuple of {_type(member)}"
    options = [option for option in kinds.alternatives(kind) if option is not NoneType]
    if len(options) > 1:
        return " or ".join(map(_type, options))
    name = options[0].__name__
    has_place = options[0] in CLASSES or isinstance(options[0], EnumType)
    return f"[{name}](#{name.lower()})" if has_place else f"`{name}`"


def _vocabularies() -> list[type[StrEnum]]:
    return [
        member
        for member in vars(vocabulary).values()
        if isinstance(member, EnumType) and member is not StrEnum and member not in NOT_OF_LETTERS
    ]


def _members(kind: type[StrEnum]) -> Iterator[str]:
    said = documentation.of_members(kind)
    if not said:
        yield ", ".join(f"`{member.value}`" for member in kind)
        return
    yield "| value | meaning |"
    yield "|---|---|"
    for member in kind:
        yield f"| `{member.value}` | {_markdown(said.get(member.name, ''))} |"


def _markdown(words: str) -> str:
    """*words* of a docstring in Markdown."""
    return re.sub(r":[a-z]+:`~?(?:[a-z_]+\.)*([^`]+)`", r"`\1`", words).replace("``", "`")


def main() -> None:
    (REFERENCE / "fields.md").write_text(page(), encoding="utf-8")
    (REFERENCE / "command-line.md").write_text(commands(), encoding="utf-8")
    (REFERENCE / "letter.schema.json").write_text(schema(), encoding="utf-8")


if __name__ == "__main__":
    main()
