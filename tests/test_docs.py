"""What the documentation tells of the model, the tables and the failures is what there is."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from writing import WrittenItem, written

import imrkit
from imrkit import documentation
from imrkit.corpus.results import FailureReason
from imrkit.tables import LAYOUTS, SCHEMA_VERSION, TableLayout
from imrkit.vocabulary import Decision, FindingCode, Reason

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "tools" / "make_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_up_to_date(reference: ModuleType) -> None:
    kept = (DOCS / "reference" / "fields.md").read_text(encoding="utf-8")
    assert kept == reference.page(), "run tools/make_reference.py"


def test_the_schema_is_up_to_date(reference: ModuleType) -> None:
    kept = (DOCS / "reference" / "letter.schema.json").read_text(encoding="utf-8")
    assert kept == reference.schema(), "run tools/make_reference.py"


def test_the_help_of_the_commands_is_up_to_date(reference: ModuleType) -> None:
    kept = (DOCS / "reference" / "command-line.md").read_text(encoding="utf-8")
    assert kept == reference.commands(), "run tools/make_reference.py"


def test_the_reference_is_written(
    reference: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference, "REFERENCE", tmp_path)
    reference.main()
    assert {path.name for path in tmp_path.iterdir()} == {
        "fields.md",
        "letter.schema.json",
        "command-line.md",
    }


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
    assert documented(LAYOUTS[name]) in (DOCS / "reference" / "tables.md").read_text(encoding="utf-8")


def test_the_version_of_the_schema() -> None:
    assert f"schema version {SCHEMA_VERSION}" in (DOCS / "reference" / "tables.md").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("reason", FailureReason)
def test_every_reason_of_a_failure_is_described(reason: FailureReason) -> None:
    assert f"\n| {reason} | " in (DOCS / "how-to" / "batch.md").read_text(encoding="utf-8")


def table_rows(page: str) -> list[list[str]]:
    """The rows of the tables of *page* that begin with a word of code, as their cells."""
    lines = (DOCS / page).read_text(encoding="utf-8").splitlines()
    return [
        [cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")
    ]


REASONS = {code: (meaning, example) for code, meaning, example in table_rows("reference/reasons.md")}
FOR_THE_TREATMENT = {Reason.GUIDELINE_CRITERIA_MET, Reason.CLINICAL_NEED_SHOWN}


def test_every_reason_is_described() -> None:
    meanings = documentation.of_members(Reason)
    assert {code: meaning for code, (meaning, _) in REASONS.items()} == {
        reason.value: meanings[reason.name] for reason in Reason
    }
    assert list(REASONS) == list(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_the_example_of_a_reason_is_read_as_that_reason(reason: Reason) -> None:
    example = REASONS[reason][1]
    decision = Decision.OVERTURNED if reason in FOR_THE_TREATMENT else Decision.UPHELD
    conclusion = f"The request is {'' if decision is Decision.OVERTURNED else 'not '}medically necessary."
    item = WrittenItem(decision=decision.capitalize(), rationale=f"{example} {conclusion}")
    letter = imrkit.parse_letter(written(items=[item]))
    rationale = letter.items[0].rationale
    assert rationale is not None
    assert rationale.reasons == (reason,)
    assert example.rstrip(".") in letter.text[letter.evidence["items[0].rationale.reasons[0]"].slice]


def test_every_finding_is_described() -> None:
    rows = table_rows("reference/findings.md")
    assert [code for code, *_ in rows] == list(FindingCode)
    assert all(len(row) == 3 and all(row) for row in rows)
