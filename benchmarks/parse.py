"""How fast letters are read, beside work that nobody can do without.

    python benchmarks/parse.py DIR [--rounds 15]

Reads every .txt and .pdf under DIR and prints

- letters per second of parse_letter, and its ratio to one pass of re.sub(r"\\s+", " ", text) over the same
  texts (those of the PDFs are extracted once, beforehand);
- letters per second of read_letter on the PDFs, from the file to the Letter, and its ratio to nothing but
  extracting their text with pypdfium2.

All of them take turns in every round, so that a busy moment of the machine hits them alike; the figures are
medians over the rounds. Files that are no letters are named and left out.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]

import imrkit

SHORTEST_ROUND = 0.1  # seconds; less is lost in the noise
LABEL_WIDTH = 34


def fold_blanks(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def extract_text(path: Path) -> str:
    """The text of a PDF by pypdfium2 and nothing else."""
    pages = []
    with closing(pypdfium2.PdfDocument(path)) as document:
        for index in range(len(document)):
            with closing(document[index]) as page, closing(page.get_textpage()) as text_page:
                pages.append(text_page.get_text_bounded())
    return "\f".join(pages)


def letters_in(folder: Path) -> dict[Path, str]:
    """The texts of the letters under *folder*."""
    texts: dict[Path, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in {".txt", ".pdf"}:
            continue
        try:
            texts[path] = imrkit.read_letter(path).text
        except imrkit.ImrkitError as error:
            print(f"left out: {path}: {type(error).__name__}: {error}", file=sys.stderr)
    return texts


class Task:
    """Something to do with each of a list of inputs, and how long a pass over them took in each round."""

    def __init__(self, label: str, work: Callable[..., object], inputs: Sequence[object]) -> None:
        self.label = label
        self.work = work
        self.inputs = inputs
        self.times: list[float] = []
        self.passes = 1
        self.passes = max(1, round(SHORTEST_ROUND / self.one_round()))  # the first round also warms up

    def one_round(self) -> float:
        """Seconds for a pass over the inputs."""
        start = time.perf_counter()
        for _ in range(self.passes):
            for value in self.inputs:
                self.work(value)
        return (time.perf_counter() - start) / self.passes

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    def report(self) -> str:
        each = self.median / len(self.inputs)
        spread = [
            f"{quantile / len(self.inputs) * 1e6:,.0f}" for quantile in (min(self.times), max(self.times))
        ]
        return (
            f"{self.label:<{LABEL_WIDTH}}{1 / each:>10,.0f} letters/s"
            f"{each * 1e6:>10,.0f} us each ({spread[0]} to {spread[1]})"
        )


def run(tasks: Sequence[Task], rounds: int) -> None:
    for _ in range(rounds):
        for task in tasks:
            task.times.append(task.one_round())


def peak_memory() -> float | None:
    """The most memory that this process ever held, in MB; ``None`` where the system does not say."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 (not on Windows)

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main() -> int:
    cli = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    cli.add_argument("folder", type=Path, metavar="DIR", help="folder with letters as .txt or .pdf")
    cli.add_argument("--rounds", type=int, default=15, help="how many rounds (default: %(default)s)")
    arguments = cli.parse_args()
    if arguments.rounds < 1:
        cli.error("at least one round is needed")
    if not arguments.folder.is_dir():
        cli.error(f"no such folder: {arguments.folder}")
    before = peak_memory()
    texts = letters_in(arguments.folder)
    if not texts:
        print(f"no letters in {arguments.folder}", file=sys.stderr)
        return 1
    pdfs = [path for path in texts if path.suffix.lower() == ".pdf"]

    parse = Task("parse_letter", imrkit.parse_letter, list(texts.values()))
    fold = Task('re.sub(r"\\s+", " ", text)', fold_blanks, list(texts.values()))
    tasks = [parse, fold]
    ratios = [("parse_letter / re.sub", parse, fold)]
    if pdfs:
        read = Task("read_letter on the PDFs", imrkit.read_letter, pdfs)
        extract = Task("bare pypdfium2 on the PDFs", extract_text, pdfs)
        tasks += [read, extract]
        ratios.append(("read_letter / bare pypdfium2", read, extract))
    run(tasks, arguments.rounds)

    characters = sum(map(len, texts.values()))
    print(
        f"{len(texts)} letters ({len(pdfs)} PDFs) of {characters / len(texts):,.0f} characters on average; "
        f"medians of {arguments.rounds} rounds (fastest to slowest round)"
    )
    for task in tasks:
        print(task.report())
    for label, task, base in ratios:
        print(f"{label:<{LABEL_WIDTH}}{task.median / base.median:>10.2f}")
    after = peak_memory()
    if before is not None and after is not None:
        print(f"{'peak memory':<{LABEL_WIDTH}}{after:>10.1f} MB ({before:.1f} MB after the imports)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
