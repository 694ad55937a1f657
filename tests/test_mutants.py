"""The tool that makes imrkit wrong on purpose: what it makes, and that it tells who notices.

What the mutants of code are is cosmic-ray's business; patterns are the tool's own.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
A_PLACE_OF_TWO_PATTERNS = '''"""A module."""
import re
SIDE = re.compile(r"\\b(?:left|right)(?= knee)")
MANY = re.compile(rf"{SIDE.pattern}s?[*|]+|all$")
'''


@pytest.fixture(scope="module")
def mutants() -> ModuleType:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import mutants  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415
    finally:
        sys.path.remove(str(ROOT / "tools"))
    return mutants


def test_the_mutants_of_a_pattern(mutants: ModuleType, tmp_path: Path) -> None:
    module = tmp_path / "sides.py"
    module.write_text(A_PLACE_OF_TWO_PATTERNS)
    made = [(mutant.kind, mutant.place[0], mutant.source()) for mutant in mutants.pattern_mutants(module)]
    lines = [(kind, source.splitlines()[line - 1].split("compile(")[1]) for kind, line, source in made]
    assert lines == [
        ("DropAnchor", 'r"(?:left|right)(?= knee)")'),
        ("DropAlternative", r'r"\b(?:left)(?= knee)")'),
        ("DropLookaround", r'r"\b(?:left|right)")'),
        ("DropOption", 'rf"{SIDE.pattern}s[*|]+|all$")'),
        ("ReplaceRepeat", 'rf"{SIDE.pattern}s?[*|]*|all$")'),
        ("DropAlternative", 'rf"{SIDE.pattern}s?[*|]+")'),
        ("DropAnchor", 'rf"{SIDE.pattern}s?[*|]+|all")'),
    ]


@pytest.mark.parametrize("module", ["guidelines", "titles", "injury"])
def test_a_mutant_of_a_pattern_is_a_pattern(mutants: ModuleType, module: str) -> None:
    made = mutants.pattern_mutants(ROOT / "imrkit" / "extractors" / f"{module}.py")
    assert len(made) > 50
    for mutant in made:
        compile(mutant.source(), module, "exec")
        (before, after) = (line[1:] for line in mutant.difference().splitlines())
        assert before != after


def test_what_changes_no_value_is_no_mutant(mutants: ModuleType, tmp_path: Path) -> None:
    module = tmp_path / "sides.py"
    module.write_text("@cache\ndef one(): return 1\nif TYPE_CHECKING: import sys\n")

    def made(old: str, new: str) -> str | None:
        source: str | None = mutants.Mutant(
            module, "by hand", (1, 0), lambda text: text.replace(old, new)
        ).source()
        return source

    assert made("@cache", "") is None
    assert made("if TYPE", "if not TYPE") is None
    assert made("1", "2") is not None
    assert made("1", "]") is not None


def test_the_survivors_of_a_log(mutants: ModuleType) -> None:
    made = mutants.pattern_mutants(ROOT / "imrkit" / "extractors" / "verdicts.py")
    chosen = made[3]
    entry = {"kind": chosen.kind, "difference": chosen.difference()}
    assert mutants.known(made, [entry]) == [chosen]
    assert mutants.known(made, [entry | {"kind": "by hand"}]) == []


def test_the_tests_exist(mutants: ModuleType) -> None:
    assert [file for file in mutants.test_files() if not (ROOT / file).is_file()] == []
    assert mutants.naming(ROOT / "imrkit" / "dates.py") == ["tests/test_dates.py"]


def test_a_larger_module_has_more_mutants_run_within_bounds(mutants: ModuleType) -> None:
    def number(possible: int) -> int:
        made = [mutants.Mutant(ROOT, "by hand", (line, 0), str.upper) for line in range(possible)]
        chosen = mutants.drawn(made, random.Random(1), 10, (5, 20))  # noqa: S311
        assert chosen == sorted(chosen, key=lambda mutant: mutant.place)
        assert len({mutant.place for mutant in chosen}) == len(chosen)
        return len(chosen)

    assert [number(possible) for possible in (3, 40, 100, 900)] == [3, 5, 10, 20]


def test_the_share_of_all_is_that_of_each_module_by_its_size(mutants: ModuleType) -> None:
    share, half = mutants.in_all([mutants.Tally(300, 10, 10), mutants.Tally(100, 10, 5)])
    assert share == pytest.approx((300 * 1.0 + 100 * 0.5) / 400)
    assert 0.05 < half < 0.2
    share, half = mutants.in_all([mutants.Tally(10, 10, 9)])
    assert (share, half) == (0.9, 0)  # all were run


def test_tells_which_mutants_are_noticed_and_by_whom() -> None:
    script = """
import json, sys
sys.path.insert(0, "tools")
import mutants
mutants.prepare()
module = mutants.ROOT / "imrkit" / "extractors" / "verdicts.py"
before = module.read_bytes()
changes = (
    lambda text: text.replace("Decision.UPHELD if", "Decision.OVERTURNED if"),
    lambda text: text + "no Python",
    lambda text: text + "nothing = None",
)
made = [mutants.Mutant(module, "by hand", (1, 0), change) for change in changes]
usual = mutants.usual_times(["tests/test_items.py"])
verdicts = mutants.judged(made, usual)
print(json.dumps([[verdict.survived, verdict.by] for verdict in verdicts]))
assert module.read_bytes() == before
"""
    told = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script], check=True, cwd=ROOT, capture_output=True, text=True
    )
    assert json.loads(told.stdout) == [
        [False, "tests/test_items.py"],
        [False, "tests/test_items.py"],
        [True, ""],
    ]
