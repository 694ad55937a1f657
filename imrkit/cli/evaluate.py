"""``imrkit evaluate``: how well letters are read that somebody has labelled."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Final

import click

from imrkit import evaluation as evaluations
from imrkit.cli.plugins import parser_with, with_plugins
from imrkit.cli.targets import Problems, Unusable, refuse_to_overwrite, write_file, written
from imrkit.cli.terminal import console, reading_bar
from imrkit.errors import LabelError, MissingExtraError, WorkerError
from imrkit.evaluation import FIELDS, Evaluation, Group
from imrkit.parser import Parser
from imrkit.printable import one_line

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

MOST_NAMES: Final = 5
"""Files that are passed over are named up to so many; JSON names all."""

_NAMES: Final = frozenset({*(field.name for field in FIELDS), *Group})


def _names(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    for name in given:
        if name not in _NAMES:
            raise click.BadParameter(f"{one_line(name)} is no field and no group; the table has their names")
    return given


def _bars(
    context: click.Context, option: click.Parameter, given: tuple[str, ...]
) -> tuple[tuple[str, float], ...]:
    """The fields and groups, each with the F1 that it must have."""
    bars = []
    for bar in given:
        name, _, least = bar.partition("=")
        _names(context, option, (name,))
        try:
            f1 = float(least)
        except ValueError:
            f1 = -1.0
        if not 0 <= f1 <= 1:
            raise click.BadParameter(f"behind {name} goes the F1 that it must have, from 0 to 1: {name}=0.95")
        bars.append((name, f1))
    return tuple(bars)


@click.command()
@click.argument("labels", metavar="GOLD")
@click.argument("source", nargs=-1, required=True, metavar="LETTERS...")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="How to write the scores.",
)
@click.option(
    "--errors",
    "most",
    type=click.IntRange(min=0),
    metavar="N",
    help="Show up to N errors of each field, with the passages of the letters; none by default.",
)
@click.option(
    "--field",
    "names",
    callback=_names,
    multiple=True,
    metavar="NAME",
    help="Show this field or group only, with all its errors; may be repeated. By default all fields, without errors.",
)
@click.option(
    "--html",
    "target",
    metavar="FILE",
    help="Write a page with the scores and all errors in their places to FILE, too; by default none is written.",
)
@click.option(
    "--fail-under",
    "bars",
    callback=_bars,
    multiple=True,
    metavar="NAME=F1",
    help="Exit with 1 if the F1 of this field or group is lower; may be repeated. By default no F1 is too low.",
)
@click.option(
    "-w",
    "--workers",
    type=click.IntRange(min=0),
    metavar="N",
    help="How many processes read; by default one for each processor.",
)
@with_plugins
def evaluate(
    *,
    labels: str,
    source: tuple[str, ...],
    form: str,
    most: int | None,
    names: tuple[str, ...],
    target: str | None,
    bars: tuple[tuple[str, float], ...],
    workers: int | None,
    plugins: bool,
) -> int:
    """Measure how well your own labelled letters are read.

    GOLD is a file of labelled letters, one JSON record each, as "imrkit parse --format labels" drafts them. LETTERS
    is a folder, an archive, a file or a pattern in quotes, as for batch. A record is about the letter whose file has
    the record's id for a stem: "id": "CM16-9900101" and CM16-9900101.pdf. Of several files with one stem the first
    that can be read is compared.

    Shown are, for each field, how many values are labelled, how many were read and how many of these are right;
    precision, recall and F1 with their 95% intervals. A labelled letter that cannot be read, or has no file, counts
    as one of which nothing was read, and is named.

    --errors and --field quote the letters, on standard output and not in csv; the page of --html does. No other
    output quotes them.

    Exit codes: 0 all labelled letters were read, 1 some were not or an F1 is too low, 2 the command cannot be carried
    out as given.
    """
    problems = Problems()
    if target is not None:
        refuse_to_overwrite(target, [labels, *source])
    evaluation = _evaluated(labels, source, parser_with(plugins), workers)
    _name_what_is_left_out(evaluation, problems)
    for name, least in bars:
        _check(evaluation, name, least, problems)
    if target is not None:
        _write_page(evaluation, target)
    from imrkit.cli import disagreements, scores  # noqa: PLC0415 (rich is slow to import)

    chosen = scores.chosen(evaluation, names)
    quoted = disagreements.by_field(evaluation, names) if most or (names and most is None) else None
    if form == "csv":
        return written(scores.csv_rows(chosen), "utf-8", problems)
    if form == "json":
        first = (
            None if quoted is None else [found for of_field in quoted.values() for found in of_field[:most]]
        )
        return written(scores.json_object(evaluation, chosen, first), "utf-8", problems)
    shown_on = console()
    pieces = chain(
        scores.table(evaluation, chosen, shown_on),
        disagreements.in_place(evaluation, quoted or {}, most, shown_on),
    )
    return written(pieces, shown_on.encoding, problems)


def _evaluated(
    labels: str, source: tuple[str, ...], parser: Parser | None, workers: int | None
) -> Evaluation:
    with ExitStack() as stack:
        progress = None
        if sys.stderr.isatty():
            bar = stack.enter_context(reading_bar())
            task = bar.add_task("", total=None)
            progress = partial(_show, bar, task)
        try:
            return evaluations.evaluate(
                labels,
                source[0] if len(source) == 1 else source,
                parser=parser,
                workers=workers,
                progress=progress,
            )
        except LabelError as error:
            raise Unusable(one_line(f"{labels}: {error}")) from error
        except OSError as error:
            about = "" if error.filename is None else f"{error.filename}: "
            raise Unusable(one_line(f"{about}{error.strerror}")) from error
        except (MissingExtraError, WorkerError, ValueError) as error:
            raise Unusable(one_line(str(error))) from error


def _write_page(evaluation: Evaluation, target: str) -> None:
    from imrkit.views import evaluation_html  # noqa: PLC0415 (of its own extra)

    try:
        page = evaluation_html(evaluation)
    except MissingExtraError as error:
        raise click.UsageError(str(error)) from error
    write_file([page], target)


def _show(bar: Progress, task: TaskID, files: int) -> None:
    bar.update(task, completed=files)


def _name_what_is_left_out(evaluation: Evaluation, problems: Problems) -> None:
    for letter in evaluation.missing:
        why = "there is no file with this stem" if letter.failure is None else letter.failure.message
        problems.refuse(letter.source or letter.letter, why)
    for failure in evaluation.failures:
        problems.refuse(failure.name, failure.message)
    _name("without a label", evaluation.unlabelled)
    _name("left out, as another file with its stem was read", evaluation.repeated)


def _name(what: str, files: Sequence[str]) -> None:
    for file in files[:MOST_NAMES]:
        sys.stderr.write(f"imrkit: {what}: {one_line(file)}\n")
    if len(files) > MOST_NAMES:
        sys.stderr.write(f"imrkit: {what}: {len(files) - MOST_NAMES:,} more; --format json names all\n")


def _check(evaluation: Evaluation, name: str, least: float, problems: Problems) -> None:
    f1 = evaluation.score(name).f1.rate
    if f1 is None:
        problems.report(f"below the bar: {name}: no letter states it, F1 {least:g} is asked for")
    elif f1 < least:
        problems.report(f"below the bar: {name}: F1 {f1:.4f}, {least:g} is asked for")
