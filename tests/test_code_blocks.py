"""Every code block of the README and the documentation does what the page says.

A page is a walk: its blocks run one after the other, in a folder of the page's own that looks like a checkout
(`examples/`, `benchmarks/`) with the example letters in `letters/` and one of them as `letter.pdf`. `python`
is run, and the output of its prompts compared; functions called test_... are called. `sh` (or `bash`) is run
by bash, line by line, in a terminal of 88 columns, and must succeed; `console` is the same with dollar
prompts and output. `sql` is put to the DuckDB database that the page has made. `text` is what the block
before it printed, exactly but for blanks at line ends. `toml`, `json` and `yaml` are parsed. `letter` is a
passage of an example letter, word for word; `diagram` is a drawing. Any other language, and code that is only
indented, fails. A command that would install something, needs a cluster or starts the tests themselves is not
run here, but only where it fits `ELSEWHERE`, which says where it is run.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stdout
from doctest import DocTestParser, DocTestRunner
from pathlib import Path
from types import ModuleType
from typing import Final, NoReturn

import duckdb
import pytest
import yaml
from sybil import Document, Example, Region, Sybil
from sybil.example import SybilFailure
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SLOW = {"docs/how-to/spark.md"}
"""Pages that start a Spark."""

ELSEWHERE: Final = {
    r"python3 -m venv \S+": ".ci/run, for both of the README's commands",
    r"\S*python -m pytest -q": ".ci/run",
    r"\S*pip install( --\S+)* \S+": ".ci/run, for both of the README's commands; extras are looked up here",
    r"python fuzz/\w+\.py .+": "by hand: it takes as long as one lets it, and needs atheris",
    r"python tools/mutants\.py.*": "tests/test_mutants.py, on a few mutants: the others take an hour",
    r"venv-pack -o \S+": "on the machine of whoever has a cluster",
    r"PYSPARK_PYTHON=.+ spark-submit .+ examples/spark_tables\.py \S+ \S+": "tests/test_example_scripts.py",
}
"""Commands that are not run here, and where they are."""

FENCED = RawFencedCodeBlockLexer(re.compile(r"(?P<language>[^\n]*)\n"))
INDENTED = re.compile(r"(?:^|\n)(?! *(?:[-*+]|\d+\.|===|!!!|\?\?\?) )\S.*\n\n+(?=(?: {4}|\t)\S)")


def commands(script: str) -> list[str]:
    """The commands of *script*: its lines, cut where the next command depends on the one before."""
    lines = re.sub(r"\\\n\s*", "", script).splitlines()
    bare = [re.sub(r"\s+#.*|^#.*", "", line) for line in lines]
    return [command.strip() for line in bare for command in line.split(" && ") if command.strip()]


def place_of(command: str) -> str | None:
    """The entry of ELSEWHERE that *command* fits."""
    return next((pattern for pattern in ELSEWHERE if re.fullmatch(pattern, command)), None)


class Walk:
    """Goes through the blocks of a page in *folder*."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.printed: str | None = None
        """What the last block printed, until it was compared."""

    def blocks(self, document: Document) -> Iterable[Region]:
        languages = {
            "python": self.python,
            "sh": self.sh,
            "bash": self.sh,
            "console": self.console,
            "sql": self.sql,
            "text": self.text,
            "letter": self.letter,
            "diagram": self.diagram,
            "toml": lambda example: _read_by(tomllib.loads, example),
            "json": lambda example: _read_by(json.loads, example),
            "yaml": lambda example: _read_by(yaml.safe_load, example),
        }
        for region in FENCED(document):
            region.parsed = region.lexemes["source"]
            region.evaluator = languages.get(region.lexemes["language"].split(" ")[0], self.unknown)
            yield region

    def python(self, example: Example) -> str | None:
        source = "\n" * (example.line + example.parsed.line_offset) + example.parsed
        said = io.StringIO()
        namespace = sys.modules["page"].__dict__
        if ">>> " in source:
            prompts = DocTestParser().get_doctest(example.parsed, {}, "the prompts", None, 0)
            prompts.globs = namespace
            DocTestRunner().run(prompts, out=said.write, clear_globs=False)
            return said.getvalue()
        before = set(namespace)
        with redirect_stdout(said):
            exec(compile(source, example.path, "exec", dont_inherit=True), namespace)  # noqa: S102
            for name in sorted(set(namespace) - before):
                if name.startswith("test_"):
                    namespace[name]()
        self.printed = said.getvalue()
        return None

    def sh(self, example: Example) -> None:
        self.printed = self.run(example, example.parsed)

    def console(self, example: Example) -> None:
        for shown in re.split(r"^\$ ", example.parsed, flags=re.MULTILINE)[1:]:
            command, _, expected = shown.partition("\n")
            _compare(example, expected, self.run(example, command))

    def run(self, example: Example, script: str) -> str:
        """What *script* prints, errors included, without the commands that are run elsewhere."""
        here = [command for command in commands(script) if place_of(command) is None]
        done = subprocess.run(  # noqa: S603
            ["bash", "-e", "-o", "pipefail", "-c", "\n".join(here).replace(".venv/bin/", "")],  # noqa: S607
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=300,
            env={
                **os.environ,
                "COLUMNS": "88",
                "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
                "PYTHONIOENCODING": "utf-8",
                "PYTHONPATH": str(ROOT),
            },
        )
        if done.returncode:
            raise SybilFailure(example, f"exit code {done.returncode}:\n{done.stdout}")
        return done.stdout

    def sql(self, example: Example) -> None:
        (database,) = self.folder.rglob("*.duckdb")
        with duckdb.connect(database, read_only=True) as connection:
            self.printed = str(connection.sql(example.parsed))

    def text(self, example: Example) -> None:
        if self.printed is None:
            raise SybilFailure(example, "no block before it printed this")
        _compare(example, example.parsed, self.printed)
        self.printed = None

    def letter(self, example: Example) -> None:
        letters = (path.read_text("utf-8") for path in (ROOT / "examples" / "letters").glob("*.txt"))
        if not any(_folded(example.parsed) in _folded(letter) for letter in letters):
            raise SybilFailure(example, "stands in none of the example letters")

    def diagram(self, example: Example) -> None:
        if "─" not in example.parsed:
            raise SybilFailure(example, "draws nothing")

    def unknown(self, example: Example) -> NoReturn:
        raise SybilFailure(example, "says no language that is known here")


def _read_by(parser: Callable[[str], object], example: Example) -> None:
    parser(example.parsed)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")


def _compare(example: Example, expected: str, printed: str) -> None:
    if _trimmed(expected) != _trimmed(printed):
        raise SybilFailure(example, f"shown:\n{_trimmed(expected)}\n\nprinted:\n{_trimmed(printed)}")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def walk(page: Path, folder: Path) -> None:
    for example in Sybil(parsers=[Walk(folder).blocks], path=str(page.parent)).parse(page):
        example.evaluate()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like a checkout, with letters."""
    for name in ("examples", "benchmarks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "examples" / "letters", tmp_path / "letters")
    shutil.copy(ROOT / "examples" / "letters" / "contradictions.pdf", tmp_path / "letter.pdf")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(
        sys.modules, "page", ModuleType("page")
    )  # so that what is defined there can be pickled
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    return tmp_path


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, id=named(page), marks=[pytest.mark.slow] if named(page) in SLOW else [])
        for page in PAGES
    ],
)
def test_the_blocks_of_a_page_do_what_it_says(page: Path, folder: Path) -> None:
    walk(page, folder)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_code_is_only_indented(page: Path) -> None:
    text = re.sub(r"^( *)```.*?^\1```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    found = INDENTED.search(text)
    assert found is None, f"{named(page)}: {text[found.end() :].splitlines()[0]}"


def shell_commands() -> Iterator[str]:
    """Every command of every page."""
    for page in PAGES:
        for region in FENCED(Document.parse(str(page))):
            source = region.lexemes["source"]
            if region.lexemes["language"] in {"sh", "bash"}:
                yield from commands(source)
            elif region.lexemes["language"] == "console":
                yield from re.findall(r"^\$ (.*)", source, re.MULTILINE)


class TestWhatIsRunElsewhere:
    def test_is_on_a_page(self) -> None:
        assert {place_of(command) for command in shell_commands()} - {None} == ELSEWHERE.keys()

    def test_is_no_command_of_imrkit(self) -> None:
        assert not [command for command in shell_commands() if "imrkit " in command and place_of(command)]

    def test_installs_extras_that_are_there(self) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        named_extras = {
            extra
            for command in shell_commands()
            for extras in re.findall(r"pip install.*?\[([\w,]+)\]", command)
            for extra in extras.split(",")
        }
        assert named_extras
        assert named_extras <= project["optional-dependencies"].keys()


class TestAWrongPageFails:
    @pytest.mark.parametrize(
        "block",
        [
            "```python\nassert False\n```",
            "```python\n>>> 1 + 1\n3\n```",
            "```python\nprint('yes')\n```\n\n```text\nno\n```",
            "```python\ndef test_it():\n    assert False\n```",
            "```sh\nimrkit parse missing.pdf\n```",
            "```sh\necho yes\n```\n\n```text\nno\n```",
            "```console\n$ echo yes\nno\n```",
            "```text\nshown without a command\n```",
            "```toml\nthis = is = not\n```",
            "```letter\nNo letter says this.\n```",
            "```diagram\nnothing\n```",
            "```brainfuck\n+\n```",
            "```\nno language\n```",
        ],
    )
    def test(self, block: str, folder: Path) -> None:
        page = folder / "page.md"
        page.write_text(f"# A page\n\n{block}\n", encoding="utf-8")
        with pytest.raises((SybilFailure, AssertionError, ValueError)):
            walk(page, folder)
