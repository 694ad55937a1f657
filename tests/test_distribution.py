"""What is distributed: all of imrkit that is needed where it is installed, and nothing else. Slow."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import pytest
from installing import ROOT, run

pytestmark = pytest.mark.slow


def contents(wheel: Path) -> dict[str, str]:
    """The digest of each file in *wheel*, but for the list of them."""
    with zipfile.ZipFile(wheel) as archive:
        return {
            name: sha256(archive.read(name)).hexdigest()
            for name in archive.namelist()
            if not name.endswith(".dist-info/RECORD")
        }


def of_the_package(names: Iterable[str]) -> set[str]:
    return {name for name in names if name.startswith("imrkit/")}


def test_the_wheel_has_every_file_of_the_package(wheel: Path) -> None:
    there = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "imrkit").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert of_the_package(contents(wheel)) == there
    assert {Path(name).suffix for name in there} == {".py", ".typed", ".txt", ".html", ".css", ".js"}
    assert {
        "imrkit/py.typed",
        "imrkit/lexicon/drugs.txt",
        "imrkit/synth/grammars/letters.txt",
        "imrkit/views/templates/letter.html",
        "imrkit/views/templates/letter.css",
        "imrkit/views/templates/letter.js",
    } <= there


def test_the_wheel_has_nothing_but_the_package(wheel: Path) -> None:
    others = contents(wheel).keys() - of_the_package(contents(wheel))
    assert {name.partition("/")[2] for name in others} == {
        "METADATA",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
    }


def test_a_wheel_built_from_the_checkout_is_the_same(wheel: Path, tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path]
    run(*build, ROOT, folder=tmp_path)
    (direct,) = tmp_path.glob("*.whl")
    assert contents(direct) == contents(wheel)


def test_the_source_distribution_is_the_repository(distributions: Path) -> None:
    """All that the tests and the documentation need, and no file that happens to lie in somebody's checkout."""
    (source,) = distributions.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        packed = {name.partition("/")[2] for name in archive.getnames()} - {"PKG-INFO"}
    if (ROOT / "PKG-INFO").is_file():  # this is an unpacked source distribution itself
        assert packed <= {path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*")}
        return
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    kept = set(listed.stdout.strip("\0").split("\0"))
    assert kept - packed == set(), "to be named in pyproject.toml, where it describes the sdist"
    assert packed - kept == set(), "not in the repository"


def test_the_tools_of_the_index_find_nothing_wrong(distributions: Path, wheel: Path) -> None:
    said = run(
        sys.executable, "-m", "twine", "check", "--strict", *distributions.iterdir(), folder=distributions
    )
    assert said.count("PASSED") == 2
    said = run(sys.executable, "-m", "check_wheel_contents", wheel, folder=distributions)
    assert said.strip().endswith("OK")
