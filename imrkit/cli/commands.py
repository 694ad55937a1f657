"""The commands and their options."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Final

import click

from imrkit import __version__
from imrkit.cli import formats, output
from imrkit.cli.batch import batch
from imrkit.cli.inventing import synth
from imrkit.cli.plugins import listing
from imrkit.cli.sources import STANDARD_INPUT, expanded, letters
from imrkit.cli.status import ALL_READ, INTERRUPTED, READER_GONE, SOME_NOT_READ, UNUSABLE
from imrkit.errors import ImrkitError, MissingExtraError, PluginError
from imrkit.parser import Parser
from imrkit.printable import one_line
from imrkit.schema import json_schema

if TYPE_CHECKING:
    from rich.console import Console

    from imrkit.tables import Tables

STANDARD_OUTPUT: Final = "-"
MORE_THAN_A_FEW: Final = 5
"""More files than this are read behind a progress bar."""
WIDTH_WITHOUT_TERMINAL: Final = 120
"""Characters a line of what no terminal shows."""

_FORMATS: Final[dict[str, Callable[[formats.Named, Parser | None], Iterator[str]]]] = {
    "json": lambda found, parser: formats.json_array(found),
    "jsonl": lambda found, parser: formats.json_lines(found),
    "csv": formats.csv_rows,
}

_with_plugins = click.option(
    "--plugins", is_flag=True, help="Read with all installed plug-ins too; see the command plugins."
)


def run(arguments: Sequence[str]) -> int:
    """Carry out the command that *arguments* give; return the exit code."""
    try:
        status = imrkit.main(list(arguments), prog_name="imrkit", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    return status if isinstance(status, int) else ALL_READ


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="imrkit", message="%(prog)s %(version)s")
def imrkit() -> None:
    """Read California workers' compensation Independent Medical Review decision letters.

    Exit codes: 0 all letters were read, 1 some were not (each is named on standard error with the reason),
    2 the command cannot be carried out as given.
    """


@imrkit.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", *_FORMATS]),
    default="table",
    show_default=True,
    help="How to write the letters.",
)
@click.option(
    "-o",
    "--output",
    "target",
    default=STANDARD_OUTPUT,
    metavar="FILE",
    help="Write to FILE instead of standard output; it appears when it is complete.",
)
@_with_plugins
def parse(paths: tuple[str, ...], form: str, target: str, plugins: bool) -> int:
    """Read the letters in files and folders.

    PATH is a PDF or a text file, whatever its name; a folder, of which all files ending in .pdf and .txt are read,
    those in folders within it too, but no hidden ones; or - for standard input. The output is in the order of
    the arguments, folders sorted by name.

    \b
    table  a line for each letter, and under it one for each disputed item
    json   an array with an object for each letter
    jsonl  an object for each letter, one a line
    csv    a row for each disputed item, with the columns of its letter
           repeated; UTF-8, as RFC 4180 has it; the fields that plug-ins
           add are columns of their own

    In csv, a text that begins with = + - @ or a control character that spreadsheet programs take for the
    beginning of a formula has a quote (') put before it, and a range reads "4 to 8".
    """
    problems = Problems()
    parser = _parser(plugins)
    files = list(expanded(paths, problems.refuse))
    to_file = target != STANDARD_OUTPUT
    if to_file:
        _refuse_to_overwrite(target, files)
    to_terminal = not to_file and sys.stdout.isatty()
    behind_bar = len(files) > MORE_THAN_A_FEW and sys.stderr.isatty() and (form == "table" or not to_terminal)
    found = letters(_behind_a_bar(files) if behind_bar else files, problems.refuse, parser)
    encoding = "utf-8"
    if form == "table":
        from imrkit.cli.table import table  # noqa: PLC0415 (rich is slow to import)

        console = _console(to_file)
        pieces = table(found, console)
        if not to_file:
            encoding = console.encoding
    else:
        pieces = _FORMATS[form](found, parser)
    if behind_bar and to_terminal:
        pieces = iter(list(pieces))  # one terminal cannot show a bar and grow a table at the same time
    if to_file:
        _write_file(pieces, target)
        return problems.status
    return _written(pieces, encoding, problems)


@imrkit.command()
@click.argument("file", metavar="FILE")
@_with_plugins
def show(file: str, plugins: bool) -> int:
    """Show one letter with every value that was read from it marked.

    FILE is a PDF or a text file, or - for standard input. A terminal shows the values in colours by kind, with a
    legend; without colours they are in brackets after their names: [patient.age: 48]. What a careful reader
    would flag follows the letter.
    """
    from imrkit.cli.show import show as shown  # noqa: PLC0415 (rich is slow to import)

    problems = Problems()
    parser = _parser(plugins)
    console = _console(to_file=False)
    found = letters([file], problems.refuse, parser)
    pieces = (piece for _, letter in found for piece in shown(letter, console))
    return _written(pieces, console.encoding, problems)


@imrkit.command()
@click.argument("file", metavar="FILE")
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE",
    help="Write to FILE; it appears when it is complete.",
)
@_with_plugins
def view(file: str, target: str | None, plugins: bool) -> int:
    """Make one letter a page for a browser, with every value that was read from it marked.

    FILE is a PDF or a text file, or - for standard input. The page is a single HTML file that needs no network.
    Without an output it goes to standard output or, where that is a terminal, to a file for your eyes alone,
    which is opened in the browser.
    """
    from imrkit.views import letter_html  # noqa: PLC0415 (of its own extra)

    problems = Problems()
    if target not in {None, STANDARD_OUTPUT}:
        _refuse_to_overwrite(str(target), [file])
    for name, letter in letters([file], problems.refuse, _parser(plugins)):
        try:
            page = letter_html(letter, source=name)
        except MissingExtraError as error:
            raise click.UsageError(str(error)) from error
        return _show(page, target, problems)
    return problems.status


@imrkit.command()
@click.argument("source", metavar="TABLES_OR_SOURCE")
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE",
    help="Write to FILE; it appears when it is complete.",
)
@click.option(
    "--title", default="Independent Medical Review decisions", help="Stands at the head of the page."
)
def report(source: str, target: str | None, title: str) -> int:
    """Make many letters a page of charts and tables: what analysts publish of them.

    TABLES_OR_SOURCE are tables that imrkit wrote, as Parquet in a folder or as a DuckDB database; or the letters
    themselves: a folder, a pattern, an archive (.zip, .tar, .tar.gz) or a file. The page is a single HTML file
    that needs no network. Without an output it goes to standard output or, where that is a terminal, to a file for
    your eyes alone, which is opened in the browser.
    """
    from imrkit.views import opening  # noqa: PLC0415 (of its own extra)
    from imrkit.views import report as made  # noqa: PLC0415

    problems = Problems()
    if target not in {None, STANDARD_OUTPUT}:
        _refuse_to_overwrite(str(target), [source])
    try:
        tables = source if opening.are_tables(Path(source)) else _tables_of(source, problems)
        page = made(tables, title=title)
    except (ImrkitError, OSError) as error:
        raise click.UsageError(one_line(f"{source}: {error}")) from error
    return _show(page, target, problems)


def _tables_of(source: str, problems: Problems) -> Tables:
    """The tables of the letters in *source*; what is not read is named."""
    from imrkit.corpus import read_letters  # noqa: PLC0415
    from imrkit.tables import to_arrow  # noqa: PLC0415 (of its own extra)

    made = to_arrow(read_letters(source))
    for failure in made.failures.select(["source", "message"]).to_pylist():
        problems.refuse(failure["source"], failure["message"])
    return made


def _show(page: str, target: str | None, problems: Problems) -> int:
    """Write *page* to *target*, or show it where there is none; return the exit code."""
    if target is None and sys.stdout.isatty():
        _open_in_browser(page)
    elif target is None or target == STANDARD_OUTPUT:
        return _written([page], "utf-8", problems)
    else:
        _write_file([page], target)
    return problems.status


imrkit.add_command(batch)
imrkit.add_command(synth)


@imrkit.command("plugins")
def list_plugins() -> int:
    """List the extractors and layouts that installed packages offer.

    They are used by parse and show with the option --plugins. The exit code is 1 if one of them cannot be used.
    """
    lines, wrong = listing()
    problems = Problems()
    for problem in wrong:
        problems.report(f"unusable plug-in: {problem}")
    return _written((f"{line}\n" for line in lines), "utf-8", problems)


@imrkit.command()
@_with_plugins
def schema(plugins: bool) -> int:
    """Write the JSON Schema of what parse writes as json and jsonl: for json, that of an element of the array."""
    described = json_schema(_parser(plugins))
    return _written([json.dumps(described, indent=2) + "\n"], "utf-8", Problems())


class Unusable(click.ClickException):
    """The output cannot be written to where it should go, or a plug-in cannot be used."""

    exit_code = UNUSABLE


class Problems:
    """Names what is not read on standard error, and knows the exit code that follows from it."""

    def __init__(self) -> None:
        self.status = ALL_READ

    def refuse(self, name: str, reason: str) -> None:
        """Report that the source *name* was not read, and why."""
        self.report(f"not read: {one_line(name)}: {reason}")

    def report(self, problem: str) -> None:
        """Report that something could not be used."""
        self.status = SOME_NOT_READ
        sys.stderr.write(f"imrkit: {problem}\n")  # a progress bar makes way for this


def _parser(plugins: bool) -> Parser | None:
    """The parser with all plug-ins, or ``None`` for the usual one."""
    if not plugins:
        return None
    try:
        return Parser.with_plugins()
    except PluginError as error:
        raise Unusable(one_line(str(error))) from error


def _console(to_file: bool) -> Console:
    from rich.console import Console  # noqa: PLC0415 (slow to import)

    if to_file:
        return Console(width=WIDTH_WITHOUT_TERMINAL, color_system=None, highlight=False)
    watched = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(width=None if watched else WIDTH_WITHOUT_TERMINAL, highlight=False)


def _behind_a_bar(files: Sequence[str]) -> Iterator[str]:
    """*files*, with a progress bar on standard error that moves as they are taken."""
    from rich.console import Console  # noqa: PLC0415 (slow to import)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("", total=len(files))
        for file in files:
            yield file
            progress.advance(task)


def _refuse_to_overwrite(target: str, files: Iterable[str]) -> None:
    if os.path.isdir(target):  # noqa: PTH112 (Path refuses some names)
        raise click.UsageError(f"the output {one_line(target)} is a folder")
    if not os.path.isfile(target):  # noqa: PTH113
        return
    for file in files:
        if file != STANDARD_INPUT and os.path.exists(file) and os.path.samefile(file, target):  # noqa: PTH110, PTH121
            raise click.UsageError(f"the output {one_line(target)} is also among the letters to read")


def _write_file(pieces: Iterable[str], target: str) -> None:
    try:
        output.write_file(pieces, Path(target))
    except OSError as error:
        raise _cannot_write(target, error) from error


def _open_in_browser(page: str) -> None:
    """Show *page* in the user's browser, from a file that nobody else can read and that stays: the browser may
    take its time."""
    with NamedTemporaryFile("w", encoding="utf-8", prefix="imrkit-", suffix=".html", delete=False) as file:
        file.write(page)
    sys.stderr.write(f"imrkit: opening {file.name}, which holds what was read: delete it when you are done\n")
    click.launch(file.name)


def _written(pieces: Iterable[str], encoding: str, problems: Problems) -> int:
    """Write *pieces* to standard output; return the exit code."""
    try:
        output.write(pieces, sys.stdout.buffer, encoding)
    except BrokenPipeError:
        _drop_output()
        return READER_GONE
    except OSError as error:
        _drop_output()
        raise _cannot_write("standard output", error) from error
    return problems.status


def _drop_output() -> None:
    """Keep Python from complaining, when it ends, about what it could not write."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _cannot_write(name: str, error: OSError) -> click.ClickException:
    return Unusable(f"cannot write {one_line(name)}: {error.strerror or 'unknown error'}")
