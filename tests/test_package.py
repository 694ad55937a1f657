"""The package as users meet it: its public names, and what importing it costs."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

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


def test_importing_imrkit_imports_nothing_heavy() -> None:
    code = "import sys, imrkit; print(*sorted(set(sys.modules)))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    for heavy in ("attr", "cattrs", "dateutil", "pypdfium2", "click", "rich", "imrkit.parser"):
        assert heavy not in loaded


def test_reading_a_text_needs_neither_extras_nor_what_is_seldom_used() -> None:
    code = "import sys, imrkit; imrkit.read_letter('examples/letters/one-request.txt'); print(*sorted(set(sys.modules)))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    for unused in ("cattrs", "dateutil", "pypdfium2", "click", "rich"):
        assert unused not in loaded
