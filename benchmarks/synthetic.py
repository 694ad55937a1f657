"""How many synthetic letters are read as what they say, and how fast they are made.

    python benchmarks/synthetic.py [--letters 10000] [--seed 1] [--layout expert-review]

Invents letters, reads each and compares what was read with the truth. Prints the share of letters with every
stated field right, with the reasons of the rationales and without them (which reasons a rationale gives is a
matter of judgement, of which readers agree less), the fields that differ, and letters made per second.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterator

import attrs

import imrkit
from imrkit.synth import GENERATIONS, synthesize

LAYOUTS = {generation.value.replace(" ", "-"): generation for generation in GENERATIONS}
REASONS = "items.rationale.reasons"


def differing(one: object, other: object, path: str = "") -> Iterator[str]:
    """The paths, without numbers, of the fields in which two objects of the model differ."""
    if attrs.has(type(one)) and type(one) is type(other):
        for field in attrs.fields(type(one)):
            if field.eq:
                yield from differing(
                    getattr(one, field.name), getattr(other, field.name), f"{path}.{field.name}"
                )
    elif (
        isinstance(one, tuple)
        and isinstance(other, tuple)
        and len(one) == len(other)
        and "reasons" not in path
    ):
        for mine, yours in zip(one, other, strict=True):
            yield from differing(mine, yours, path)
    elif one != other:
        yield path.lstrip(".")


def speed(count: int, seed: int) -> float:
    """Letters made per second."""
    start = time.perf_counter()
    for _ in synthesize(seed, count):
        pass
    return count / (time.perf_counter() - start)


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--letters", type=int, default=10_000, help="how many (default: %(default)s)")
    cli.add_argument("--seed", type=int, default=1)
    cli.add_argument("--layout", choices=LAYOUTS, help="of one layout only")
    arguments = cli.parse_args()
    generations = (LAYOUTS[arguments.layout],) if arguments.layout else GENERATIONS
    wrong: Counter[str] = Counter()
    flawless = without_reasons = stated = found = right = 0
    for letter, text in synthesize(arguments.seed, arguments.letters, generations=generations):
        read = imrkit.parse_letter(text)
        differences = {re.sub(r"\[\d+\]", "", path) for path in differing(letter, read)} - {"findings"}
        flawless += not differences
        without_reasons += not differences - {REASONS}
        wrong.update(differences)
        for mine, yours in zip(letter.items, read.items, strict=False):
            if mine.rationale and yours.rationale:
                stated += len(mine.rationale.reasons)
                found += len(yours.rationale.reasons)
                right += len(set(mine.rationale.reasons) & set(yours.rationale.reasons))
    print(
        f"{arguments.letters:,} letters, every stated field right but the reasons: "
        f"{without_reasons / arguments.letters:.2%}; the reasons too: {flawless / arguments.letters:.2%}"
    )
    print(
        f"reasons: F1 {2 * right / (stated + found):.3f} (precision {right / found:.3f}, recall {right / stated:.3f})"
    )
    for path, count in wrong.most_common():
        print(f"{count:>7,} letters differ in {path}")
    print(f"made: {speed(min(arguments.letters, 2_000), arguments.seed):,.0f} letters/s")


if __name__ == "__main__":
    main()
