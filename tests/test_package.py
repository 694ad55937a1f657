"""The package as users meet it: its public names, and what importing it costs."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import imrkit


def test_every_public_name_is_there() -> None:
    for name in imrkit.__all__:
        assert getattr(imrkit, name).__module__.startswith("imrkit."), name
    assert set(imrkit.__all__) <= set(dir(imrkit))


def test_public_names_are_sorted_and_each_has_a_home() -> None:
    assert imrkit.__all__ == sorted(imrkit._HOME)


def test_a_name_that_is_not_public_is_refused() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'parse_leter'"):
        _ = imrkit.parse_leter  # type: ignore[attr-defined]


def test_the_version_is_that_of_the_distribution() -> None:
    assert imrkit.__version__ == version("imrkit")


def modules_after(code: str) -> set[str]:
    """What is loaded in a fresh interpreter once it has run *code*."""
    code = f"import sys\n{code}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    return set(done.stdout.split())


def test_importing_imrkit_loads_nothing_else() -> None:
    loaded = modules_after("import imrkit")
    assert loaded.isdisjoint({"attr", "cattrs", "dateutil", "pypdfium2", "click", "rich", "imrkit.parser"})


def test_reading_a_text_needs_neither_extras_nor_what_is_seldom_used() -> None:
    letter = Path(__file__).parents[1] / "examples" / "letters" / "one-request.txt"
    loaded = modules_after(f"import imrkit; imrkit.read_letter({str(letter)!r})")
    assert loaded.isdisjoint({"cattrs", "dateutil", "pypdfium2", "click", "rich"})
