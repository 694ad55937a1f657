"""The commands that make pages for a browser: ``imrkit view`` and ``imrkit report``."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

import click

from imrkit.cli.plugins import parser_with, with_plugins
from imrkit.cli.sources import letters, reason
from imrkit.cli.targets import STANDARD_OUTPUT, Problems, refuse_to_overwrite, write_file, written
from imrkit.errors import ImrkitError, MissingExtraError
from imrkit.printable import one_line

if TYPE_CHECKING:
    from imrkit.tables import Tables


@click.command(short_help="Make one letter a page for a browser.")
@click.argument("file", metavar="FILE")
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE",
    help="Write to FILE, which appears when it is complete.  [default: standard output, or a browser]",
)
@with_plugins
def view(file: str, target: str | None, plugins: bool) -> int:
    """Make one letter a page for a browser, with every value that was read from it marked.

    FILE is a PDF or a text file, or - for standard input. The page is a single HTML file that needs no network.
    Without an output it goes to standard output or, where that is a terminal, to a file for your eyes alone,
    which is opened in the browser.

    Exit codes: 0 the letter was read, 1 it was not, 2 the command cannot be carried out as given.
    """
    from imrkit.views import letter_html  # noqa: PLC0415 (of its own extra)

    problems = Problems()
    if target not in {None, STANDARD_OUTPUT}:
        refuse_to_overwrite(str(target), [file])
    for name, letter in letters([file], problems.refuse, parser_with(plugins)):
        try:
            page = letter_html(letter, source=name)
        except MissingExtraError as error:
            raise click.UsageError(str(error)) from error
        return _show(page, target, problems)
    return problems.status


@click.command(short_help="Make many letters a page of charts and tables.")
@click.argument("source", metavar="TABLES_OR_SOURCE")
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE",
    help="Write to FILE, which appears when it is complete.  [default: standard output, or a browser]",
)
@click.option(
    "--title",
    default="Independent Medical Review decisions",
    show_default=True,
    metavar="TEXT",
    help="The heading of the page.",
)
def report(source: str, target: str | None, title: str) -> int:
    """Make many letters a page of charts and tables: what analysts publish of them.

    TABLES_OR_SOURCE are tables that imrkit wrote, as Parquet in a folder or as a DuckDB database; or the letters
    themselves: a folder, a pattern, an archive (.zip, .tar, .tar.gz) or a file. The page is a single HTML file
    that needs no network. Without an output it goes to standard output or, where that is a terminal, to a file for
    your eyes alone, which is opened in the browser.

    Exit codes: 0 all letters were read, 1 some were not, 2 the command cannot be carried out as given.
    """
    from imrkit.views import opening  # noqa: PLC0415 (of its own extra)
    from imrkit.views import report as made  # noqa: PLC0415

    problems = Problems()
    if target not in {None, STANDARD_OUTPUT}:
        refuse_to_overwrite(str(target), [source])
    try:
        tables = source if opening.are_tables(Path(source)) else _tables_of(source, problems)
        page = made(tables, title=title)
    except (ImrkitError, OSError) as error:
        raise click.UsageError(one_line(f"{source}: {reason(error, source)}")) from error
    return _show(page, target, problems)


def _tables_of(source: str, problems: Problems) -> Tables:
    """The tables of the letters in *source*; what is not read is named."""
    from imrkit.corpus import read_letters  # noqa: PLC0415
    from imrkit.tables import to_arrow  # noqa: PLC0415 (of its own extra)

    made = to_arrow(read_letters(source))
    if not made.letters.num_rows and not made.failures.num_rows:
        raise click.UsageError(one_line(f"no letters in {source}: no files ending in .pdf or .txt"))
    for failure in made.failures.select(["source", "message"]).to_pylist():
        problems.refuse(failure["source"], failure["message"])
    return made


def _show(page: str, target: str | None, problems: Problems) -> int:
    """Write *page* to *target*, or show it where there is none; return the exit code."""
    if target is None and sys.stdout.isatty():
        _open_in_browser(page)
    elif target is None or target == STANDARD_OUTPUT:
        return written([page], "utf-8", problems)
    else:
        write_file([page], target)
    return problems.status


def _open_in_browser(page: str) -> None:
    """Show *page* in the user's browser, from a file that nobody else can read and that stays: the browser may
    take its time."""
    with NamedTemporaryFile("w", encoding="utf-8", prefix="imrkit-", suffix=".html", delete=False) as file:
        file.write(page)
    sys.stderr.write(f"imrkit: opening {file.name}, which holds what was read: delete it when you are done\n")
    click.launch(file.name)
