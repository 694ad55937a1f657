"""Each extra, installed alone, does what it is for; what needs another one says which.

The scripts in ``tests/extras`` say what that is. Slow, and needs a package index.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from installing import ROOT, environment, run

SCRIPTS = ROOT / "tests" / "extras"
EXTRAS: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
    "optional-dependencies"
]
FOR_DEVELOPERS = {"dev", "docs", "mutants"}
OF_USERS = sorted(EXTRAS.keys() - FOR_DEVELOPERS - {"all"})


def test_each_extra_has_its_script() -> None:
    assert sorted(path.stem for path in SCRIPTS.glob("with_*.py")) == sorted(
        f"with_{name}" for name in ("nothing", *OF_USERS)
    )


def test_all_of_them_are_in_the_extra_of_all() -> None:
    (all_of_them,) = EXTRAS["all"]
    named = re.fullmatch(r"imrkit\[(.*)\]", all_of_them)
    assert named is not None
    assert sorted(named[1].split(",")) == OF_USERS


@pytest.mark.slow
@pytest.mark.parametrize("extra", ["nothing", *OF_USERS])
def test_an_extra_alone_does_what_it_is_for(
    extra: str, wheel: Path, example_letters: Path, tmp_path: Path
) -> None:
    python = environment(tmp_path, str(wheel) if extra == "nothing" else f"{wheel}[{extra}]")
    said = run(python, "-W", "error", SCRIPTS / f"with_{extra}.py", example_letters, folder=tmp_path)
    assert said == "" or extra == "spark"  # Spark talks
