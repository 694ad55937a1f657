"""How fast letters travel, and what extractors from outside cost.

    python benchmarks/exchange.py DIR [--rounds 15]

Reads every .txt and .pdf under DIR once, and prints

- letters per second of codec.to_json, by orjson and by json, of letters whose evidence nobody has asked for yet,
  and of codec.from_json;
- the ratio of the times of a Parser with an extractor that looks for a word that no letter has, to one without,
  and of the latter to another without, which shows the noise;
- milliseconds to pickle a Parser, and to unpickle it.

What is compared takes turns in every round; the figures are medians over the rounds, in seconds of computing.
"""

from __future__ import annotations

import argparse
import pickle
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from parse import letters_in

import imrkit
from imrkit import Extractor, Found, Parser, Passage, Section, codec

LABEL_WIDTH = 46
PASSES = 10


def no_such_word(passage: Passage) -> Found[str] | None:
    at = passage.key.find("xylophone")
    return passage.quote(at, at + len("xylophone")) if at >= 0 else None


TRIVIAL = Extractor(name="xylophone", reads=Section.SUMMARY, yields=str, extract=no_such_word)


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def report(label: str, figure: str) -> None:
    print(f"{label:<{LABEL_WIDTH}}{figure:>16}")


def per_second(times: Sequence[float], count: int) -> str:
    return f"{count / statistics.median(times):,.0f} letters/s"


def json_times(texts: Sequence[str], rounds: int) -> dict[str, list[float]]:
    """Seconds for all letters, by what was done with them."""
    with_orjson, libraries = (
        codec._orjson,
        {"to_json by orjson": codec._orjson, "to_json by json": lambda: None},
    )
    times: dict[str, list[float]] = {label: [] for label in (*libraries, "from_json")}
    for _ in range(rounds):
        for label, library in libraries.items():
            letters = [imrkit.parse_letter(text) for text in texts]
            codec._orjson = library
            times[label].append(
                seconds(lambda letters=letters: [codec.to_json(letter) for letter in letters])
            )
        codec._orjson = with_orjson
        written = [codec.to_json(letter) for letter in letters]
        times["from_json"].append(
            seconds(lambda written=written: [codec.from_json(line) for line in written])
        )
    return times


def parse_times(texts: Sequence[str], rounds: int) -> dict[str, list[float]]:
    parsers = {"usual": Parser(), "the same": Parser(), "with": Parser().with_extractor(TRIVIAL)}
    times: dict[str, list[float]] = {label: [] for label in parsers}
    for turn in range(rounds):
        for label in list(parsers)[:: 1 if turn % 2 else -1]:
            parse = parsers[label].parse
            times[label].append(seconds(lambda parse=parse: [parse(text) for text in texts]))
    return times


def main() -> int:
    cli = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    cli.add_argument("folder", type=Path, metavar="DIR", help="folder with letters as .txt or .pdf")
    cli.add_argument("--rounds", type=int, default=15, help="how many rounds (default: %(default)s)")
    arguments = cli.parse_args()
    texts = list(letters_in(arguments.folder).values())
    if not texts:
        print(f"no letters in {arguments.folder}", file=sys.stderr)
        return 1
    texts *= max(1, 60 // len(texts))
    codec.to_json(imrkit.parse_letter(texts[0]))  # loads the converter

    print(f"{len(texts)} letters of {sum(map(len, texts)) / len(texts):,.0f} characters on average")
    for label, times in json_times(texts, arguments.rounds).items():
        report(label, per_second(times, len(texts)))
    times = parse_times(texts, arguments.rounds)
    for label in ("the same", "with"):
        ratio = statistics.median(
            one / other for one, other in zip(times[label], times["usual"], strict=True)
        )
        report(
            f"parse, {label} extractor / usual" if label == "with" else "parse, usual / usual", f"{ratio:.3f}"
        )
    parser = Parser().with_extractor(TRIVIAL)
    packed = pickle.dumps(parser)
    for label, work in (
        ("pickle a Parser", lambda: pickle.dumps(parser)),
        ("unpickle it", lambda: pickle.loads(packed)),  # noqa: S301
    ):
        each = statistics.median(
            seconds(lambda work=work: [work() for _ in range(PASSES)]) / PASSES
            for _ in range(arguments.rounds)
        )
        report(label, f"{each * 1e3:.2f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
