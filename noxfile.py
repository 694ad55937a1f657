"""What is done to imrkit again and again, each with one command: `nox -l` lists them, `nox -s tests lint` runs two.

Sessions run in the environment that nox is installed in, which `pip install --editable '.[dev]'` makes. CI runs the
same (.ci/run).
"""

from __future__ import annotations

import sys
from pathlib import Path

import nox

nox.needs_version = ">=2024.4.15"
nox.options.default_venv_backend = "none"
nox.options.sessions = ["tests", "lint", "types"]

BIN = Path(sys.executable).parent
LETTERS = "examples/letters"


def run(session: nox.Session, program: str, *arguments: str) -> None:
    """Run a program of this environment, wherever the shell would look for it."""
    session.run(str(BIN / program), *arguments, external=True)


@nox.session
def tests(session: nox.Session) -> None:
    """The tests that take seconds; `nox -s tests -- -k drugs` chooses among them."""
    run(session, "python", "-m", "pytest", "-q", *session.posargs)


COVERAGE = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "--cov", "--cov-report=term-missing:skip-covered")


@nox.session
def coverage(session: nox.Session) -> None:
    """All tests, the slow ones and those of the package included, with branch coverage. Minutes; needs Java."""
    run(session, "python", *COVERAGE, "-m", "")


@nox.session
def slow(session: nox.Session) -> None:
    """The slow tests alone; their coverage adds to what was measured before. Minutes; needs Java."""
    run(session, "python", *COVERAGE, "--cov-append", "-m", "slow")


@nox.session
def package(session: nox.Session) -> None:
    """What is distributed; each extra installed alone; a program that uses imrkit. All part of coverage."""
    files = [f"tests/test_{name}.py" for name in ("distribution", "extras", "consumer")]
    run(session, "python", "-m", "pytest", "-q", "-m", "", *files, *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, format, and the directions of imports."""
    run(session, "ruff", "check", ".")
    run(session, "ruff", "format", "--check", ".")
    run(session, "lint-imports")


@nox.session
def types(session: nox.Session) -> None:
    """mypy and pyright."""
    run(session, "mypy")
    run(session, "pyright", "--pythonpath", sys.executable)


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation, into the folder `site` or one named; broken links are errors. `-- serve`: as you write."""
    quiet = {"NO_MKDOCS_2_WARNING": "1"}
    if "serve" in session.posargs:
        session.run(str(BIN / "mkdocs"), "serve", "--strict", external=True, env=quiet)
        return
    site = session.posargs[0] if session.posargs else "site"
    built = ("build", "--strict", "--quiet", "--site-dir", site)
    session.run(str(BIN / "mkdocs"), *built, external=True, env=quiet)
    run(session, "python", "tools/check_links.py", site, *map(str, sorted(Path().glob("*.md"))))


@nox.session
def generated(session: nox.Session) -> None:
    """Make again what is made from the code: the reference of fields, the JSON Schema, the list of public names."""
    for tool in ("make_reference", "public_api"):
        run(session, "python", f"tools/{tool}.py")


@nox.session
def build(session: nox.Session) -> None:
    """A wheel and a source distribution, into the folder `dist`."""
    run(session, "python", "-m", "build", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Speed, hostile texts, and the report on 100,000 letters. Minutes; run it on a machine that does nothing else."""
    run(session, "python", "benchmarks/parse.py", LETTERS, "--rounds", "5")
    run(session, "python", "benchmarks/exchange.py", LETTERS, "--rounds", "5")
    run(session, "python", "benchmarks/hostile.py", "--megabytes", "0.5")
    run(session, "python", "benchmarks/corpus.py", LETTERS, "--letters", "200", "--rounds", "1")
    run(session, "python", "benchmarks/report.py")
