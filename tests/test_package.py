"""The package as users meet it: its public names, and what importing it costs."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import public_api
import pytest

import imrkit

ROOT = Path(__file__).parents[1]


def test_every_public_name_is_there() -> None:
    for name in imrkit.__all__:
        assert getattr(imrkit, name).__module__.startswith("imrkit."), name
    assert set(imrkit.__all__) <= set(dir(imrkit))


def test_public_names_are_sorted_and_each_has_a_home() -> None:
    assert imrkit.__all__ == sorted(imrkit._HOME)


def test_a_name_that_is_not_public_is_refused() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'parse_leter'"):
        _ = imrkit.parse_leter  # type: ignore[attr-defined]


def test_the_public_names_and_signatures_are_those_written_down() -> None:
    kept = public_api.GOLDEN.read_text(encoding="utf-8")
    assert kept == public_api.written(), "if that is meant, run tools/public_api.py"


def test_each_public_module_says_what_is_public_of_it() -> None:
    versions = (ROOT / "docs" / "project" / "versions.md").read_text(encoding="utf-8")
    for name in public_api.MODULES:
        assert import_module(name).__all__, name
        assert f"`{name}`" in versions, name


def test_the_version_is_that_of_the_distribution() -> None:
    assert imrkit.__version__ == version("imrkit")


def printed(code: str) -> str:
    """What *code* prints in a fresh interpreter."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603


def modules_after(code: str) -> set[str]:
    """What is loaded in a fresh interpreter once it has run *code*."""
    return set(printed(f"import sys\n{code}\nprint(*sys.modules)").split())


def test_importing_imrkit_loads_nothing_else() -> None:
    loaded = modules_after("import imrkit")
    assert loaded.isdisjoint({"attr", "cattrs", "dateutil", "pypdfium2", "click", "rich", "imrkit.parser"})


def test_reading_a_text_needs_neither_extras_nor_what_is_seldom_used() -> None:
    letter = ROOT / "examples" / "letters" / "one-request.txt"
    loaded = modules_after(f"import imrkit; imrkit.read_letter({str(letter)!r})")
    assert loaded.isdisjoint({"cattrs", "dateutil", "pypdfium2", "click", "rich"})


def packages_after(code: str) -> set[str]:
    """The packages beyond Python's own that *code* loads."""
    there = modules_after("")
    packages = {name.partition(".")[0] for name in modules_after(code) - there}
    return {name for name in packages - sys.stdlib_module_names if not name.startswith("_")}


@pytest.mark.parametrize(
    "module",
    ["codec", "corpus", "layouts", "parser", "schema", "synth", "testing", "views", "views.notebook"],
)
def test_what_needs_no_extra_loads_none(module: str) -> None:
    light = {"imrkit", "attr", "attrs", "cattrs", "dateutil", "six", "typing_extensions"}
    assert packages_after(f"import imrkit.{module}") <= light


@pytest.mark.parametrize("module", ["tables", "batch"])
def test_tables_load_no_library_that_only_some_want(module: str) -> None:
    # pyarrow loads pandas by itself where that is installed.
    assert packages_after(f"import imrkit.{module}").isdisjoint(
        {"click", "duckdb", "jinja2", "polars", "pyspark"}
    )


def seconds(code: str) -> float:
    """How long *code* takes in a fresh interpreter; the best of a few."""
    timed = f"import time\nstart = time.perf_counter()\n{code}\nprint(time.perf_counter() - start)"
    return min(float(printed(timed)) for _ in range(5))


def test_importing_imrkit_takes_less_than_importing_what_it_depends_on() -> None:
    assert seconds("import imrkit") < seconds("import attrs, cattrs, dateutil.parser")
