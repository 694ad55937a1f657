"""Accuracy and invariance on real, labelled letters, where they are at hand.

The letters are public but no part of this repository. They are looked for in a folder ``shared`` beside the
checkout (or where IMRKIT_SHARED says): ``letters/pdf``, ``letters/text/<extractor>``, ``gold/dev.jsonl`` with
their truth and ``tools/score.py``, the scorer. Without them these tests are skipped, and say so.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest

import imrkit
from imrkit import Letter
from imrkit.gold import record

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("IMRKIT_SHARED", ROOT.parent / "shared"))
LETTERS = SHARED / "letters"
FLOORS = json.loads((Path(__file__).parent / "accuracy_floors.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(
    not LETTERS.is_dir(),
    reason=f"no labelled letters in {SHARED}: accuracy and extractor invariance are not checked",
)

EXTRACTORS = ("pdfminer", "pdftotext", "pdftotext_layout", "pymupdf", "pypdf", "pypdfium2")


def _load(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def from_pdf() -> dict[str, Letter]:
    strict = imrkit.Parser(strict=True)
    return {
        path.stem: imrkit.read_letter(path, parser=strict) for path in sorted((LETTERS / "pdf").glob("*.pdf"))
    }


@pytest.fixture(scope="module")
def scores(from_pdf: dict[str, Letter]) -> dict[str, float]:
    """F1 of each field and group, by the scorer that comes with the labelled letters."""
    scorer = _load("imrkit_score", SHARED / "tools" / "score.py")
    letters = dict(from_pdf)
    for path in (LETTERS / "text" / "original").glob("*.txt"):
        letters[path.stem] = imrkit.read_letter(path)
    gold = [json.loads(line) for line in (SHARED / "gold" / "dev.jsonl").read_text("utf-8").splitlines()]
    board = scorer.score(gold, [record(name, letter) for name, letter in letters.items()])
    found: dict[str, float] = {}
    for group, names in scorer.GROUPS.items():
        counts = [board.n[name] for name in names.split()]
        found |= {name: scorer.ratios(*board.n[name])[2] for name in names.split()}
        found[f"group {group}"] = scorer.ratios(*(sum(column) for column in zip(*counts, strict=True)))[2]
    return found


@pytest.mark.parametrize("field", FLOORS)
def test_accuracy_never_falls_below_its_floor(scores: dict[str, float], field: str) -> None:
    assert scores[field] >= FLOORS[field]


def test_every_field_has_a_floor(scores: dict[str, float]) -> None:
    assert set(scores) == set(FLOORS)


def _comparable(value: Any) -> Any:
    """What a letter says, its texts without hyphens: extractors keep or drop one that ends a line."""
    if isinstance(value, str):
        return re.sub(r"\s*[-\u2010-\u2014]\s*", "", value)
    if isinstance(value, tuple | list):
        return [_comparable(entry) for entry in value]
    if attrs.has(type(value)):
        return {
            field.name: _comparable(getattr(value, field.name))
            for field in attrs.fields(type(value))
            if field.eq
        }
    return value


@pytest.mark.parametrize("extractor", EXTRACTORS)
def test_a_letter_is_the_same_through_any_text_extractor(extractor: str, from_pdf: dict[str, Letter]) -> None:
    differing = []
    for name, letter in from_pdf.items():
        other = imrkit.read_letter(LETTERS / "text" / extractor / f"{name}.txt")
        if _comparable(other) != _comparable(letter):
            differing.append(name)
    assert differing == []


def test_every_value_reads_as_its_place_in_the_text_says(from_pdf: dict[str, Letter]) -> None:
    for letter in from_pdf.values():
        for path, span in letter.evidence.items():
            assert 0 <= span.start < span.end <= len(letter.text), path
        number = letter.evidence["case.number"]
        assert letter.text[number.slice] == letter.case.number
