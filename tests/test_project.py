"""The files about the project are what the tools that read them expect."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest
from installing import ROOT, environment, run

import imrkit


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"]
    assert project["tool"]["hatch"]["version"]["path"] == "imrkit/__init__.py"
    assert "\nversion:" not in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert run(sys.executable, "-m", "imrkit", "--version", folder=ROOT) == f"imrkit {imrkit.__version__}\n"


def test_the_changelog_begins_with_what_is_not_released() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert changes.index("## [Unreleased]") == changes.index("## [")


def test_the_hooks_are_as_pre_commit_wants_them() -> None:
    run(sys.executable, "-m", "pre_commit", "validate-config", folder=ROOT)


@pytest.mark.slow
def test_the_citation_is_valid(tmp_path: Path) -> None:
    # In an environment of its own: cffconvert wants an old jsonschema.
    cffconvert = environment(tmp_path, "cffconvert>=2.0").with_name("cffconvert")
    said = run(cffconvert, "--validate", "--infile", ROOT / "CITATION.cff", folder=tmp_path)
    assert "Citation metadata are valid" in said
