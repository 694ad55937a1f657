"""``imrkit synth``: a folder of letters that never existed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import click

from imrkit.cli.targets import Unusable
from imrkit.errors import MissingExtraError
from imrkit.gold import line
from imrkit.synth import GENERATIONS, Invented, invent

_LAYOUTS: Final = {generation.value.replace(" ", "-"): generation for generation in GENERATIONS}


@click.command(short_help="Invent letters that never existed.")
@click.option(
    "-n", "count", type=click.IntRange(min=0), default=10, show_default=True, help="How many letters."
)
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same letters.")
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="Folder to write them to; it is made where it is missing, and must be empty.",
)
@click.option("--pdf", is_flag=True, help="Write PDFs, not texts; needs the extra synth.")
@click.option(
    "--truth",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what the letters say to FILE, one JSON record a letter.  [default: nowhere]",
)
@click.option(
    "--layout",
    "layouts",
    type=click.Choice(list(_LAYOUTS)),
    multiple=True,
    help="Letters of this generation only; may be repeated.  [default: all, as often as they occur]",
)
@click.option(
    "--boilerplate",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="The share of rationales, from 0 to 1, that are pasted from a common pool, as reviewers do.",
)
def synth(
    count: int,
    seed: int,
    folder: Path,
    *,
    pdf: bool,
    truth: Path | None,
    layouts: tuple[str, ...],
    boilerplate: float,
) -> None:
    """Invent letters that never existed: for tests, demonstrations and load tests.

    Every letter is made up, from the first word to the last, and its truth is known. The files are called
    letter-000001 and so on; the records of --truth carry the same names.

    Exit codes: 0 all were written, 2 they cannot be.
    """
    generations = tuple(_LAYOUTS[name] for name in layouts) or GENERATIONS
    try:
        invented = invent(seed, count, generations=generations, boilerplate=boilerplate)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    written = _as_pdf() if pdf else _as_text
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise click.UsageError(f"the folder {folder} is not empty")
        with ExitStack() as stack:
            records = stack.enter_context(truth.open("w", encoding="utf-8")) if truth else None
            for number, letter in enumerate(invented, 1):
                name = f"letter-{number:06}"
                (folder / f"{name}.{'pdf' if pdf else 'txt'}").write_bytes(written(letter))
                if records:
                    records.write(line(name, letter.letter))
    except OSError as error:
        raise Unusable(f"cannot write {error.filename or folder}: {error.strerror}") from error


def _as_text(letter: Invented) -> bytes:
    return letter.text.encode()


def _as_pdf() -> Callable[[Invented], bytes]:
    try:
        from imrkit.synth.printing import print_letter  # noqa: PLC0415 (needs an extra)
    except MissingExtraError as error:
        raise click.UsageError(str(error)) from error
    return lambda letter: print_letter(letter.manuscript)
