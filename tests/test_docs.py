"""The documentation of the tables is what the tables are."""

from __future__ import annotations

from pathlib import Path

import pytest

from imrkit.tables import LAYOUTS, SCHEMA_VERSION, TableLayout

DOCS = Path(__file__).parents[1] / "docs"

TYPES = {
    "string": "text",
    "bool": "true or false",
    "int32": "int32",
    "double": "double",
    "date32[day]": "date32",
    "dictionary<values=string, indices=int8, ordered=0>": "word",
}


def shown(kind: str) -> str:
    """An Arrow type as the documentation has it."""
    if kind.startswith("list<"):
        member = kind.removeprefix("list<item: ").removesuffix(">")
        return f"list of {shown(member)}"
    if kind.startswith("struct<"):
        return "place" if "start" in kind else "body part"
    return TYPES[kind]


def documented(layout: TableLayout) -> str:
    """The table of the columns of *layout*, as it should stand in the documentation."""
    lines = [
        f"## `{layout.name}`: a row for {layout.row}",
        "",
        "| column | type | meaning |",
        "|---|---|---|",
    ]
    lines += [
        f"| `{column.name}` | {shown(str(column.kind.type))} | {column.meaning} |"
        for column in layout.columns
    ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_column_is_described_as_it_is(name: str) -> None:
    assert documented(LAYOUTS[name]) in (DOCS / "tables.md").read_text(encoding="utf-8")


def test_the_version_of_the_schema() -> None:
    assert f"schema version {SCHEMA_VERSION}" in (DOCS / "tables.md").read_text(encoding="utf-8")
