"""Mutation testing: imrkit is made wrong in one place, and a test should fail.

    pip install -e ".[dev,mutants]"
    python tools/mutants.py                                      # a sample of all that reads letters: an hour
    python tools/mutants.py imrkit/extractors/sides.py --percent 100 --most 9999   # every mutant of one module
    python tools/mutants.py imrkit/extractors/sides.py --patterns                  # its regular expressions instead
    python tools/mutants.py --log log.jsonl; python tools/mutants.py --again log.jsonl    # the survivors once more

Each mutant is run in a process of its own, forked from one that has loaded the tests' libraries: nothing is written
to the checkout, and a mutant costs a second or two. The tests are those of reading letters, first those that name the
module. A mutant that takes 15 seconds and three times the usual processor time counts as killed. Mutants of
annotations and caches are not made: those change no value. Of the changes of one kind in one place, such as all the
other comparisons for one comparison, one is drawn. Prints the survivors as they turn up, and a table.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import difflib
import importlib
import json
import math
import os
import random
import re
import resource
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType

import attrs
import parso
import pytest
from hypothesis import Phase, settings

ROOT = Path(__file__).parents[1]
READ_LETTERS = (
    *("imrkit/document.py", "imrkit/layouts.py", "imrkit/parser.py", "imrkit/plan.py", "imrkit/calls.py"),
    *("imrkit/dates.py", "imrkit/extractors"),
)
TESTS = (
    *("document", "layouts", "parser", "items", "older_layouts", "guidelines", "rationale", "reasons"),
    *(
        "header",
        "reviewer",
        "patient",
        "injury",
        "diagnoses",
        "requests",
        "taxonomy",
        "body_parts",
        "counts",
        "visits",
    ),
    *("drugs", "dates", "examples", "findings", "extending", "plugins", "properties"),
)
"""The tests of reading letters. Not those of what is done with letters that were read, which take long and say less."""
OPTIONS = (
    *("-x", "-q", "-p", "no:cacheprovider", "-p", "no:cov"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning", "-k", "not proportion and not linear"),
)
"""Tests of the time that hostile texts take are left out: they measure, and take long."""
LOADED_BEFORE = ("cattrs", "dateutil.parser", "fpdf", "hypothesis.strategies", "playwright.sync_api")
TIMES_LONGER = 3
LEAST_LIMIT = 15  # seconds of processor time
LONGEST_PAUSE = 900  # seconds of any clock, for mutants that wait
MEMORY = 8 << 30


Place = tuple[int, int]
"""A line, from 1, and a column, from 0."""


@attrs.frozen
class Mutant:
    """A module with one thing wrong."""

    module: Path
    kind: str
    place: Place
    change: Callable[[str], str | None]

    def source(self) -> str | None:
        """The wrong module, or None if it is right after all, slower at most."""
        right = self.module.read_text(encoding="utf-8")
        wrong = self.change(right)
        return None if wrong is None or _meaning(wrong) == _meaning(right) else wrong

    def difference(self) -> str:
        """The lines that differ."""
        right, wrong = self.module.read_text(encoding="utf-8"), self.source() or ""
        lines = difflib.unified_diff(right.splitlines(), wrong.splitlines(), n=0, lineterm="")
        return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


class _Essence(ast.NodeTransformer):
    """A module without what changes nothing that it does: caches, and imports for the sake of types."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.decorator_list = [one for one in node.decorator_list if "cache" not in ast.unparse(one)]
        self.generic_visit(node)
        return node

    def visit_If(self, node: ast.If) -> ast.If | None:
        self.generic_visit(node)
        return None if "TYPE_CHECKING" in ast.unparse(node.test) else node


@lru_cache(maxsize=4)
def _meaning(source: str) -> str:
    try:
        return ast.dump(_Essence().visit(ast.parse(source)))
    except SyntaxError:
        return source


def code_mutants(module: Path) -> list[Mutant]:
    """The mutants that cosmic-ray's operators make: comparisons, arithmetic, numbers, conditions, loops and so on."""
    from cosmic_ray.ast import ast_nodes, get_ast  # noqa: PLC0415  # of an extra of its own
    from cosmic_ray.mutating import mutate_code  # noqa: PLC0415
    from cosmic_ray.plugins import get_operator, operator_names  # noqa: PLC0415

    source = module.read_text(encoding="utf-8")
    nodes = list(ast_nodes(get_ast(source)))
    annotations = list(_annotations(source))
    found = []
    for name in operator_names():
        if get_operator(name).arguments():
            continue
        operator, occurrence = get_operator(name)(), 0
        for node in nodes:
            for start, end in operator.mutation_positions(node):
                if not any(first <= start and end <= last for first, last in annotations):
                    change = partial(mutate_code, operator=operator, occurrence=occurrence)
                    found.append(Mutant(module, name.removeprefix("core/"), start, change))
                occurrence += 1
    return found


def _annotations(source: str) -> Iterator[tuple[Place, Place]]:
    for node in ast.walk(ast.parse(source)):
        notes = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        for note in notes:
            if note is not None:
                yield (note.lineno, note.col_offset), (note.end_lineno, note.end_col_offset)


def pattern_mutants(module: Path) -> list[Mutant]:
    """Mutants of raw strings: an alternative, an anchor, a look around or an option less, `*` and `+` exchanged."""
    found = []
    source = module.read_text(encoding="utf-8")
    begins = [0]
    for line in source.splitlines(keepends=True):
        begins.append(begins[-1] + len(line))
    leaf = parso.parse(source).get_first_leaf()
    raw = False
    while leaf is not None:
        if leaf.type == "fstring_start":
            raw = "r" in leaf.value.lower()
        text, skipped = "", 0
        if leaf.type == "string":
            prefix, quote, rest = leaf.value.partition(leaf.value[-1])
            if "r" in prefix.lower() and not rest.startswith(quote * 2):  # no docstring
                text, skipped = rest[:-1], len(prefix + quote)
        elif leaf.type == "fstring_string" and raw:
            text = leaf.value
        if text:
            line, column = leaf.start_pos
            offset = begins[line - 1] + column + skipped
            for start, end, instead, kind in _pattern_edits(text):
                change = partial(_edited, start=offset + start, end=offset + end, instead=instead)
                found.append(Mutant(module, kind, (line, column + skipped + start), change))
        leaf = leaf.get_next_leaf()
    return found


def _edited(text: str, *, start: int, end: int, instead: str) -> str:
    return text[:start] + instead + text[end:]


_PIECE = re.compile(
    r"(?P<escaped>\\.)|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<open>\((?P<look>\?<?[=!])?(?:\?(?:P<\w+>|:))?)|(?P<close>\))|"
    r"(?P<bar>\|)|(?P<end>[\^$])|(?P<repeat>[*+?]|\{\{?[\d,]+\}\}?)(?P<how>[+?])?|.",
    re.DOTALL,
)


def _pattern_edits(text: str) -> Iterator[tuple[int, int, str, str]]:
    """What may be changed in the pattern *text*: from where to where, what to, and what that is called."""
    pieces = list(_PIECE.finditer(text))
    for n, piece in enumerate(pieces):
        start, end = piece.span()
        if piece["bar"] or piece["look"]:
            stop = _end_of_group(pieces[n + 1 :], alternative=piece["bar"] is not None)
            if stop is not None:
                yield start, stop, "", "DropAlternative" if piece["bar"] else "DropLookaround"
        elif piece["end"] or piece["escaped"] == r"\b":
            yield start, end, "", "DropAnchor"
        elif piece["repeat"] in {"*", "+"}:
            instead = "+" if piece["repeat"] == "*" else "*"
            yield start, start + 1, instead, "ReplaceRepeat"
        elif piece["repeat"] == "?":
            yield start, end, "", "DropOption"


def _end_of_group(pieces: Sequence[re.Match[str]], *, alternative: bool) -> int | None:
    """Where the *alternative* or the group ends whose inside begins with *pieces*; None if behind them."""
    depth = 0
    for piece in pieces:
        if alternative and depth == 0 and (piece["bar"] or piece["close"]):
            return piece.start()
        if piece["close"] and depth == 0:
            return piece.end()
        depth += (piece["open"] is not None) - (piece["close"] is not None)
    return pieces[-1].end() if pieces and alternative and depth == 0 else None


@attrs.frozen
class Verdict:
    """What became of a mutant."""

    mutant: Mutant
    survived: bool
    by: str
    """The test file that failed, or "time"."""


class _Wrong(SourceFileLoader):
    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._source, self.path, "exec")


@attrs.frozen
class _Finder(MetaPathFinder):
    name: str
    loader: Loader
    path: Path

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        return spec_from_file_location(fullname, self.path, loader=self.loader)


def module_name(path: Path) -> str:
    """The name under which *path* is imported."""
    name = ".".join(path.resolve().relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


def test_files() -> list[str]:
    """The test files that may notice."""
    return [f"tests/test_{name}.py" for name in TESTS]


def naming(module: Path) -> list[str]:
    """The test files that import from *module*: the likeliest to notice."""
    package, _, name = module_name(module).rpartition(".")
    names = re.compile(rf"from {package}(?:\.{name}| import [^\n]*\b{name})\b")
    return [file for file in test_files() if names.search((ROOT / file).read_text("utf-8"))]


@attrs.frozen
class _Witness:
    """A plugin of pytest that tells which test file failed first."""

    told: int

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._note(report)

    def _note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.failed:
            os.write(self.told, f"{report.nodeid.partition('::')[0]}\n".encode())


@attrs.frozen
class Run:
    """What came of running tests."""

    passed: bool
    by: str
    """The test file that failed, or "time"."""
    seconds: float
    """of processor time"""


def run(tests: Sequence[str], limit: int, mutant: Mutant | None = None) -> Run:
    """Runs *tests* against *mutant* in a process of its own, with at most *limit* seconds of processor time."""
    hears, tells = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            signal.alarm(LONGEST_PAUSE)
            quiet = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(quiet, stream)
            if mutant is not None:
                name, path = module_name(mutant.module), mutant.module
                loader = _Wrong(name, str(path), mutant.source() or "")
                sys.meta_path.insert(0, _Finder(name, loader, path))
            status = int(pytest.main([*tests, *OPTIONS], plugins=[_Witness(tells)]))
        finally:
            os._exit(status)
    os.close(tells)
    _, status, used = os.wait4(child, 0)
    by = "time" if os.WIFSIGNALED(status) else os.read(hears, 1000).decode().partition("\n")[0]
    os.close(hears)
    return Run(status == 0, by, used.ru_utime + used.ru_stime)


def prepare() -> None:
    """Loads what is the same for all mutants. imrkit itself is not: each mutant loads its own."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    sys.dont_write_bytecode = True
    for name in LOADED_BEFORE:
        importlib.import_module(name)
    settings.register_profile(
        "mutants",
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=30,
        phases=[Phase.explicit, Phase.generate],  # the smallest example is of no interest
    )
    settings.load_profile("mutants")
    if "imrkit" in sys.modules:
        raise SystemExit("imrkit is loaded already: mutants would go unnoticed")


def usual_times(tests: Iterable[str]) -> dict[str, float]:
    """The processor time that each test file takes as things are."""
    times = {}
    for test in tests:
        done = run([test], LONGEST_PAUSE)
        if not done.passed:
            raise SystemExit(f"without any mutant, {test} fails")
        times[test] = done.seconds
    return times


def judged(mutants: Iterable[Mutant], usual: Mapping[str, float]) -> Iterator[Verdict]:
    """Runs the tests of *usual* against each mutant of a module: first those that noticed others of it, then all."""
    noticed: Counter[str] = Counter()
    for mutant in mutants:
        if not noticed:
            noticed.update(file for file in naming(mutant.module) if file in usual)
        likely = [file for file, _ in noticed.most_common(2)]
        last = Run(passed=True, by="", seconds=0)
        for files in (likely, [file for file in usual if file not in likely]):
            if files and last.passed:
                limit = TIMES_LONGER * sum(usual[file] for file in files) + LEAST_LIMIT
                last = run(files, round(limit), mutant)
        if last.by in usual:
            noticed[last.by] += 1
        yield Verdict(mutant, survived=last.passed, by=last.by)


def one_of_each_kind(mutants: Iterable[Mutant], chance: random.Random) -> list[Mutant]:
    """One mutant for each place and kind of change: `<` for `>=` is as good as `==` for `>=`."""
    alike: dict[tuple[Place, str], list[Mutant]] = {}
    for mutant in mutants:
        alike.setdefault((mutant.place, mutant.kind.partition("_")[0]), []).append(mutant)
    return [chance.choice(group) for group in alike.values()]


def drawn(
    mutants: Sequence[Mutant], chance: random.Random, percent: float, bounds: tuple[int, int]
) -> list[Mutant]:
    """A sample of *percent* of the mutants, between *bounds* in number, in their order."""
    least, most = bounds
    number = min(len(mutants), max(least, min(most, round(len(mutants) * percent / 100))))
    return sorted(chance.sample(mutants, number), key=lambda mutant: mutant.place)


def known(mutants: Iterable[Mutant], survivors: Iterable[Mapping[str, object]]) -> list[Mutant]:
    """The mutants that are among *survivors*, the entries of a log, wherever their lines stand by now."""
    before = {(entry["kind"], entry["difference"]) for entry in survivors}
    kinds = {kind for kind, _ in before}
    return [
        mutant for mutant in mutants if mutant.kind in kinds and (mutant.kind, mutant.difference()) in before
    ]


@attrs.define
class Tally:
    """The verdicts on one module."""

    possible: int
    run: int = 0
    killed: int = 0

    @property
    def share(self) -> float:
        return self.killed / self.run if self.run else 1.0


def in_all(tallies: Iterable[Tally]) -> tuple[float, float]:
    """The share killed of all that is possible, estimated from each module's sample, and half its 95 % interval.

    The variance of a stratified sample without replacement; with one added to either side, so that a module of which
    all were killed is not taken for certain.
    """
    ran = [tally for tally in tallies if tally.run]
    every = sum(tally.possible for tally in ran)
    share = sum(tally.share * tally.possible for tally in ran) / every
    variance = 0.0
    for tally in ran:
        likely = (tally.killed + 1) / (tally.run + 2)
        left = 1 - tally.run / tally.possible
        variance += (tally.possible / every) ** 2 * likely * (1 - likely) / tally.run * left
    return share, 1.96 * math.sqrt(variance)


def table(tallies: Mapping[str, Tally]) -> Iterator[str]:
    """A table in Markdown."""
    yield "| module | possible | run | killed | share |"
    yield "|---|---:|---:|---:|---:|"
    for name, tally in tallies.items():
        yield f"| {name} | {tally.possible} | {tally.run} | {tally.killed} | {tally.share:.0%} |"
    share, half = in_all(tallies.values())
    possible, ran, killed = (
        sum(getattr(tally, name) for tally in tallies.values()) for name in ("possible", "run", "killed")
    )
    yield f"| in all | {possible} | {ran} | {killed} | {share:.1%} ± {half:.1%} |"


def modules(paths: Iterable[str]) -> Iterator[Path]:
    """The modules at *paths*, files or folders."""
    for path in (ROOT / path for path in paths):
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def main(arguments: Sequence[str] | None = None) -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("paths", nargs="*", default=READ_LETTERS, help="modules or folders")
    asked.add_argument("--patterns", action="store_true", help="mutants of regular expressions")
    asked.add_argument("--percent", type=float, default=10, help="of the mutants of each module")
    asked.add_argument("--least", type=int, default=5, help="of a module, at least")
    asked.add_argument("--most", type=int, default=25, help="of a module, at most")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--log", type=Path, help="a file for the verdicts, one line of JSON each")
    asked.add_argument(
        "--again", type=Path, metavar="LOG", help="only those that survived according to a log"
    )
    given = asked.parse_args(arguments)
    entries = [json.loads(line) for line in given.again.read_text().splitlines()] if given.again else []
    survivors = [entry for entry in entries if entry["survived"]]
    prepare()
    make = pattern_mutants if given.patterns else code_mutants
    usual = usual_times(test_files())
    tallies = {}
    with contextlib.ExitStack() as stack:
        log = stack.enter_context(given.log.open("a", encoding="utf-8")) if given.log else None
        for module in modules(given.paths):
            name = str(module.relative_to(ROOT))
            chance = random.Random(f"{given.seed} {name}")  # noqa: S311
            if given.again:
                possible = known(make(module), (entry for entry in survivors if entry["module"] == name))
                chosen = possible
            else:
                possible = one_of_each_kind(make(module), chance)
                chosen = drawn(possible, chance, given.percent, (given.least, given.most))
            if not possible:
                continue
            tally = tallies[name] = Tally(len(possible))
            for verdict in judged((mutant for mutant in chosen if mutant.source() is not None), usual):
                tally.run += 1
                tally.killed += not verdict.survived
                mutant, difference = verdict.mutant, verdict.mutant.difference()
                if verdict.survived:
                    print(f"survived: {name}:{mutant.place[0]} {mutant.kind}\n{difference}\n", flush=True)
                if log:
                    entry = {
                        "module": name,
                        "line": mutant.place[0],
                        "kind": mutant.kind,
                        "survived": verdict.survived,
                        "by": verdict.by,
                        "difference": difference,
                    }
                    log.write(json.dumps(entry) + "\n")
                    log.flush()
            print(f"{name}: {tally.killed} of {tally.run} killed", flush=True)
    print("\n".join(table(tallies)))


if __name__ == "__main__":
    main()
