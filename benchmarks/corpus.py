"""What many letters cost: processes, tables, memory.

    python benchmarks/corpus.py DIR [--letters 2000] [--rounds 5] [--memory 10000] [--spark]

Reads the letters under DIR (.pdf and .txt), again and again until there are --letters of each kind, and prints ratios:

- from PDF to Letter in this process, to nothing but extracting the text with pypdfium2;
- letters per second with two processes, to one; and what that would be on two processors with nothing else to do,
  from the processor time that the processes took (reading) and that this one took (handing on);
- turning letters into rows and writing them as Parquet, to reading them, from PDF and from text;
- a run of ``imrkit batch`` in one process, to reading the same texts;
- with --memory N (Linux only), the most memory that a run over N and over 10 N texts took, in the program and in
  a worker;
- with --spark, letters per second on Spark with two threads, to read_letters with two processes.

What is compared takes turns in every round; the figures are medians over the rounds. Each text gets a case number of
its own, so that none is a duplicate.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
from attrs import evolve
from parse import extract_text

import imrkit
from imrkit import LetterRead, batch, read_letters
from imrkit.tables.columns import LAYOUTS
from imrkit.tables.parquet import write_part
from imrkit.tables.rows import ALWAYS, rows

CASE_NUMBER = re.compile(r"CM1[0-9]-[0-9]{7}")
LETTERS_A_BATCH = 16
WIDTH = 58
PEAKS = Path(__file__).with_name("peaks.py")


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def processor_time() -> tuple[float, float]:
    """The processor time of this process, and of those that it started and that have ended."""
    times = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    own, others = (usage.ru_utime + usage.ru_stime for usage in times)
    return own, others


def medians(rounds: int, *works: Callable[[], object]) -> list[float]:
    """The median of the seconds that each of *works* takes, in turns."""
    taken = [[seconds(work) for work in works] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def report(what: str, figure: str) -> None:
    print(f"{what:<{WIDTH}}{figure:>12}", flush=True)


def again_and_again(members: Sequence[Path], number: int) -> list[Path]:
    return [members[n % len(members)] for n in range(number)]


def numbered(texts: Sequence[str], number: int) -> list[tuple[str, str]]:
    """*texts* with a case number of its own for each."""
    return [(f"{n:06}.txt", CASE_NUMBER.sub(f"CM15-{n:07}", texts[n % len(texts)])) for n in range(number)]


def consume(results: object) -> None:
    for _ in results:  # type: ignore[attr-defined]
        pass


def processes(source: Sequence[object], kind: str, rounds: int) -> None:
    one, two = medians(
        rounds,
        lambda: consume(read_letters(source, workers=1)),  # type: ignore[arg-type]
        lambda: consume(read_letters(source, workers=2)),  # type: ignore[arg-type]
    )
    report(f"{kind}: letters per second, two processes / one", f"{one / two:.2f}")
    own, others = processor_time()
    consume(read_letters(source, workers=2))  # type: ignore[arg-type]
    own, others = (after - before for before, after in zip((own, others), processor_time(), strict=True))
    report(f"{kind}: the same on two idle processors, by their time", f"{2 * others / (own + others):.2f}")


def write(letters: Sequence[LetterRead], folder: Path) -> None:
    """Turn *letters* into rows and write them, as a run does."""
    batches: dict[str, list[pa.RecordBatch]] = {table.name: [] for table in ALWAYS}
    for start in range(0, len(letters), LETTERS_A_BATCH):
        for name, made in rows(letters[start : start + LETTERS_A_BATCH], ALWAYS).items():
            batches[name].append(made.batch)
    tables = {name: pa.Table.from_batches(made, LAYOUTS[name].schema) for name, made in batches.items()}
    write_part(tables, folder, 0, by_year=False)


def peaks(folder: Path, out: Path) -> tuple[float, float]:
    """The most memory of a run, and of one of its workers, in MB."""
    command = [sys.executable, str(PEAKS), "batch", str(folder), "--out", str(out), "--workers", "2"]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    *_, own, worker = ended.stdout.split()
    return int(own) / 1000, int(worker) / 1000


def memory(texts: Sequence[str], number: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        found = []
        for count in (number, 10 * number):
            folder = Path(place, f"{count}")
            folder.mkdir()
            for name, text in numbered(texts, count):
                (folder / name).write_text(text, encoding="utf-8")
            found.append(peaks(folder, Path(place, f"out of {count}")))
            report(
                f"memory of a run over {count:,} texts: program, worker",
                "{:.0f}, {:.0f} MB".format(*found[-1]),
            )
        (own, worker), (later_own, later_worker) = found
        report("memory at ten times as many", f"{later_own / own:.2f}, {later_worker / worker:.2f}")


def spark(texts: Sequence[tuple[str, str]], rounds: int) -> None:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession  # noqa: PLC0415 (an extra, and slow to import)

    from imrkit.spark import parse_letters  # noqa: PLC0415

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    df = session.createDataFrame(list(texts), "path string, content string").repartition(2).persist()
    df.count()
    on_spark, here = medians(
        rounds, parse_letters(df).items.count, lambda: consume(read_letters(texts, workers=2))
    )
    report("text: letters per second, Spark local[2] / read_letters", f"{here / on_spark:.2f}")
    session.stop()


def main() -> int:
    cli = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    cli.add_argument("folder", type=Path, metavar="DIR", help="folder with letters as .pdf and .txt")
    cli.add_argument("--letters", type=int, default=2000, help="how many letters (default: %(default)s)")
    cli.add_argument("--rounds", type=int, default=5, help="how many rounds (default: %(default)s)")
    cli.add_argument("--memory", type=int, metavar="N", help="measure memory with N and 10 N letters")
    cli.add_argument("--spark", action="store_true", help="measure Spark, too")
    arguments = cli.parse_args()
    read = [result for result in read_letters(arguments.folder) if isinstance(result, LetterRead)]
    pdfs = [Path(result.name) for result in read if result.name.lower().endswith(".pdf")]
    texts = [result.letter.text for result in read if CASE_NUMBER.search(result.letter.text)]
    if not pdfs or not texts:
        print(f"no letters as PDF, or none with a case number, in {arguments.folder}", file=sys.stderr)
        return 1
    print(f"{len(pdfs)} PDFs, {len(texts)} texts; medians of {arguments.rounds} rounds")

    bare, whole = medians(
        arguments.rounds,
        lambda: [extract_text(path) for path in pdfs],
        lambda: [imrkit.read_letter(path) for path in pdfs],
    )
    report("PDF: read_letter / bare pypdfium2", f"{whole / bare:.2f}")

    many_texts = numbered(texts, arguments.letters)
    processes(again_and_again(pdfs, arguments.letters), "PDF", arguments.rounds)
    processes(many_texts, "text", arguments.rounds)

    letters = list(read_letters(many_texts, workers=0, on_error="skip"))
    of_pdfs = [evolve(one, sha256=f"{n:064x}") for n, one in enumerate(letters[: len(pdfs)])]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "letters")
        folder.mkdir()
        for name, text in many_texts:
            (folder / name).write_text(text, encoding="utf-8")
        outs = (Path(place, f"out {n}") for n in itertools.count())
        parse, writing, run = medians(
            arguments.rounds,
            lambda: [imrkit.parse_letter(text) for _, text in many_texts],
            lambda: write(letters, Path(place, "parts")),
            lambda: batch.run(folder, next(outs), workers=0),
        )
        pdf, writing_pdfs = medians(
            arguments.rounds,
            lambda: [imrkit.read_letter(path) for path in pdfs],
            lambda: write(of_pdfs, Path(place, "parts")),
        )
    report("PDF: rows and Parquet / reading", f"{writing_pdfs / pdf:.3f}")
    report("text: rows and Parquet / reading", f"{writing / parse:.3f}")
    report("text: imrkit batch in one process / reading", f"{run / parse:.2f}")

    if arguments.memory:
        memory(texts, arguments.memory)
    if arguments.spark:
        spark(many_texts, arguments.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
