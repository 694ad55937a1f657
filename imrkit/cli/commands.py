"""The commands and their options."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import click

from imrkit import __version__
from imrkit.cli import formats
from imrkit.cli.batch import batch
from imrkit.cli.evaluate import evaluate
from imrkit.cli.inventing import synth
from imrkit.cli.pages import report, view
from imrkit.cli.plugins import list_plugins, parser_with, schema, with_plugins
from imrkit.cli.sources import expanded, letters
from imrkit.cli.status import ALL_READ, INTERRUPTED
from imrkit.cli.targets import STANDARD_OUTPUT, Problems, refuse_to_overwrite, write_file, written
from imrkit.cli.terminal import console, reading_bar
from imrkit.parser import Parser

MORE_THAN_A_FEW: Final = 5
"""More files than this are read behind a progress bar."""

_FORMATS: Final[dict[str, Callable[[formats.Named, Parser | None], Iterator[str]]]] = {
    "json": lambda found, parser: formats.json_array(found),
    "jsonl": lambda found, parser: formats.json_lines(found),
    "csv": formats.csv_rows,
    "labels": lambda found, parser: formats.labels(found),
}


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
    2 the command cannot be carried out as given, 130 it was interrupted, 141 whatever read its output stopped reading.
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
    help="Write to FILE, which appears when it is complete.  [default: standard output]",
)
@with_plugins
def parse(paths: tuple[str, ...], form: str, target: str, plugins: bool) -> int:
    """Read the letters in files and folders.

    PATH is a PDF or a text file, whatever its name; a folder, of which all files ending in .pdf and .txt are read,
    those in folders within it too, but no hidden ones; or - for standard input. The output is in the order of
    the arguments, folders sorted by name. Every file counts: of a letter that is there twice, as PDF and as
    text say, both are written; batch leaves duplicates out.

    \b
    table   for each letter its file, a line of what it says, and one for
            each disputed item
    json    an array with an object for each letter
    jsonl   an object for each letter, one a line
    csv     a row for each disputed item, with the columns of its letter
            repeated; UTF-8, as RFC 4180 has it; the fields that plug-ins
            add are columns of their own
    labels  a record for each letter, one a line, in the format of labelled
            letters: a draft for a reader to correct; see evaluate

    In csv, a text that begins with = + - @ or a control character that spreadsheet programs take for the
    beginning of a formula has a quote (') put before it, and a range reads "4 to 8".

    Exit codes: 0 all letters were read, 1 some were not, 2 the command cannot be carried out as given.
    """
    problems = Problems()
    parser = parser_with(plugins)
    files = list(expanded(paths, problems.refuse))
    to_file = target != STANDARD_OUTPUT
    if to_file:
        refuse_to_overwrite(target, files)
    to_terminal = not to_file and sys.stdout.isatty()
    behind_bar = len(files) > MORE_THAN_A_FEW and sys.stderr.isatty() and (form == "table" or not to_terminal)
    found = letters(_behind_a_bar(files) if behind_bar else files, problems.refuse, parser)
    encoding = "utf-8"
    if form == "table":
        from imrkit.cli.table import table  # noqa: PLC0415 (rich is slow to import)

        shown_on = console(to_file=to_file)
        pieces = table(found, shown_on)
        if not to_file:
            encoding = shown_on.encoding
    else:
        pieces = _FORMATS[form](found, parser)
    if behind_bar and to_terminal:
        pieces = iter(list(pieces))  # one terminal cannot show a bar and grow a table at the same time
    if to_file:
        write_file(pieces, target)
        return problems.status
    return written(pieces, encoding, problems)


@imrkit.command()
@click.argument("file", metavar="FILE")
@with_plugins
def show(file: str, plugins: bool) -> int:
    """Show one letter with every value that was read from it marked.

    FILE is a PDF or a text file, or - for standard input. A terminal shows the values in colours by kind, with a
    legend; without colours they are in brackets after their names: [patient.age: 48]. What a careful reader
    would flag follows the letter.

    Exit codes: 0 the letter was read, 1 it was not, 2 the command cannot be carried out as given.
    """
    from imrkit.cli.show import show as shown  # noqa: PLC0415 (rich is slow to import)

    problems = Problems()
    parser = parser_with(plugins)
    shown_on = console()
    found = letters([file], problems.refuse, parser)
    pieces = (piece for _, letter in found for piece in shown(letter, shown_on))
    return written(pieces, shown_on.encoding, problems)


for command in (batch, evaluate, view, report, synth, list_plugins, schema):
    imrkit.add_command(command)


def _behind_a_bar(files: Sequence[str]) -> Iterator[str]:
    """*files*, with a progress bar on standard error that moves as they are taken."""
    with reading_bar() as progress:
        task = progress.add_task("", total=len(files))
        for file in files:
            yield file
            progress.advance(task)
