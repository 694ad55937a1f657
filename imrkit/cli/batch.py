"""The command ``imrkit batch``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import click

from imrkit.cli.meter import Meter
from imrkit.cli.plugins import parser_with, with_plugins
from imrkit.cli.status import ALL_READ, SOME_NOT_READ, UNUSABLE
from imrkit.errors import BatchError, MissingExtraError, WorkerError
from imrkit.printable import one_line

if TYPE_CHECKING:
    from imrkit.batch import Summary

FORMATS: Final = ("parquet", "csv", "jsonl", "duckdb")


class CannotRun(click.ClickException):
    """The run cannot be begun or carried on."""

    exit_code = UNUSABLE


@click.command()
@click.argument("source", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o",
    "--out",
    required=True,
    metavar="DIR",
    help="The folder to write to: a new or an empty one, or with --resume that of the run.",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="parquet",
    show_default=True,
    help="How to write the tables; duckdb needs the extra of that name.",
)
@click.option("--resume", is_flag=True, help="Go on with the run in DIR; begin one if there is none.")
@click.option(
    "-w",
    "--workers",
    type=click.IntRange(min=0),
    metavar="N",
    help="How many processes read; with 0 the command itself does, without a time limit.  [default: one for each "
    "processor]",
)
@click.option("--findings", is_flag=True, help="Make a table of findings, too.")
@click.option("--evidence", is_flag=True, help="Make a table of the places of all values, too.")
@click.option(
    "--by-decision-year", is_flag=True, help="Partition the Parquet datasets by the year of the decision."
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="How long a file may take; one that takes longer is not read.",
)
@click.option(
    "--part",
    "part_size",
    type=click.IntRange(min=1),
    default=2000,
    show_default=True,
    metavar="FILES",
    help="How many files make a part: what they gave is safe on the disk when all are read.",
)
@with_plugins
def batch(
    *,
    source: tuple[str, ...],
    out: str,
    form: str,
    resume: bool,
    workers: int | None,
    findings: bool,
    evidence: bool,
    by_decision_year: bool,
    time_limit: float,
    part_size: int,
    plugins: bool,
) -> int:
    """Turn many letters into tables.

    SOURCE is a folder, of which all files ending in .pdf and .txt are read, those in folders within it too; an
    archive (.zip, .tar, .tar.gz, .tgz); a file; or a pattern in quotes ("2017-*/**/*.pdf").

    DIR gets the tables letters, items and citations; quarantine.jsonl, which names each file that was not read
    with the reason; duplicates.jsonl, which names each letter that was left out because its content or its case
    number is that of one before it; and last of all manifest.json. Until then nothing is there that looks
    finished. If the command is stopped, whatever by, the same with --resume completes it.

    Exit codes: 0 all files were read, 1 some were not, 2 the run cannot be begun or carried on, 130 it was
    interrupted.
    """
    parser = parser_with(plugins)
    try:
        from imrkit import batch as batches  # noqa: PLC0415 (needs an extra, and is slow to import)

        with Meter() as meter:
            summary = batches.run(
                source[0] if len(source) == 1 else source,
                out,
                form=form,
                findings=findings,
                evidence=evidence,
                by_decision_year=by_decision_year,
                workers=workers,
                time_limit=time_limit,
                part_size=part_size,
                resume=resume,
                parser=parser,
                progress=meter.show,
            )
    except KeyboardInterrupt:
        sys.stderr.write(f"imrkit: interrupted; the same with --resume completes {one_line(out)}\n")
        raise
    except FileNotFoundError as error:
        raise CannotRun(f"{one_line(str(error.filename))}: {error.strerror}") from error
    except (BatchError, MissingExtraError, WorkerError) as error:
        raise CannotRun(one_line(str(error))) from error
    except ValueError as error:
        raise click.UsageError(one_line(str(error))) from error
    for line in _lines(summary, out):
        click.echo(line)
    return SOME_NOT_READ if summary.failures else ALL_READ


def _lines(summary: Summary, out: str) -> Iterator[str]:
    """*summary* for people."""
    yield f"{_counted(summary.files, 'file')}, {_counted(summary.letters, 'letter')}"
    if summary.failures:
        yield f"not read: {_listed(summary.failures)}; see quarantine.jsonl"
    if summary.duplicates:
        same = {f"same {name}": number for name, number in summary.duplicates.items()}
        yield f"left out: {_listed(same)}; see duplicates.jsonl"
    if summary.decisions:
        rate = summary.overturn_rate
        overturned = "" if rate is None else f"; {rate:.1%} overturned"
        yield f"items: {_listed(summary.decisions)}{overturned}"
    if summary.findings:
        yield f"findings: {_listed(summary.findings)}"
    rows = ", ".join(f"{name} ({number:,})" for name, number in summary.rows.items())
    yield f"tables in {one_line(out)}: {rows}"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def _listed(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in numbers.items())
