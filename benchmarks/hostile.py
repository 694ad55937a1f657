"""Whether the time for a text grows no faster than the text, however nasty it is.

    python benchmarks/hostile.py [--megabytes 10] [--letters DIR] [--only WORD ...]

Makes texts that are hard on pattern matching, such as letters glued together, one label repeated, parentheses
that are never closed, only digits, only blanks, each alone and in the midst of every section of a letter, at
sizes that double up to --megabytes, and prints how much longer each size takes than the one before. Twice the
time for twice the text is linear.

A case fails if the last doubling, or the one before it, takes more than 2.5 times as long. The half above 2
is for noise: of the garbage collector, of caches that a text no longer fits. A case over the limit is
therefore measured again, up to three times, and the shortest time for each size counts. Texts that are done in
less than a tenth of a second are not judged. Exit code 1 if a case fails.

All cases take some ten minutes; --megabytes 1, about one.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import imrkit

LIMIT = 2.5
JUDGED_FROM = 0.1  # seconds
HOPELESS_RATIO = 3.0  # of texts that take a second and more: no noise; not doubled any more, and fails
HOPELESS_FROM = 1.0  # seconds
RUNS = 3
DOUBLINGS = 6
STRICT = imrkit.Parser(strict=True)
EXAMPLES = Path(__file__).parent.parent / "examples" / "letters"

NUISANCES = {
    "a header label": "Date of Injury: ",
    "a guideline label": "Claims Administrator guideline: ",
    "a rationale label": "Decision rationale: ",
    "a section heading": "CLINICAL CASE SUMMARY\n",
    "a decision": ": Upheld\n",
    "one title": "Physical therapy 2 times a week for 4 weeks for the low back: Upheld\n",
    "one sentence of a partly granted request": "Norco 10mg #90 was the original request. ",
    "all of a partly granted request": "Norco 10mg #90 was the original request. Norco 10mg #60 was "
    "authorized by the Claims Administrator. The remaining IMR eligible portion of the original request, ",
    "a conclusion": "the request is not medically necessary ",
    "a citation": "Decision based on MTUS Low Back Complaints 2004, Section(s): Special Studies, and ",
    "a non-MTUS citation": "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), ",
    "the start of a diagnosis list": "diagnosed with strain, sprain; 1. pain, and ",
    "the start of a mechanism": "the mechanism of injury is when the patient was lifting ",
    "an age": "a 48 year old 48-year-old male female ",
    "drugs": "Norco 10/325mg #60, ibuprofen 800mg #90 with 2 refills ",
    "visits": "3 times a week for 4 weeks 2x4 ",
    "body parts": "left right bilateral knee cervical L4-5 ",
    "dates": "10/13/2016 10-13-16 October 13, 2016 03/ 2014 ",
    "unclosed parentheses": "(",
    "unclosed parentheses with a name": "(Fritz, ",
    "quotation marks": "\"“'",
    "colons": ": ",
    "commas": "word, ",
    "full stops": "No. e.g. Dr. ",
    "digits": "1234567890",
    "digits and hyphens": "1-2/3-",
    "blanks": " ",
    "line breaks": "\n",
    "page breaks": "\n 12\n\f",
    "hyphens at line ends": "non-\n",
    "hyphens": "-",
    "a word without end": "a",
    "words without a full stop": "the injured worker is ",
    "capitals": "NOT A HEADING BUT LIKE ONE ",
    "letters that grow in lower case": "İ",
    "soft hyphens": "non\u00ad\ncertified \u200b",
}

PLACES = {
    "in the header": "Date of Injury: ",
    "in the credentials": "Certification(s)/Specialty: ",
    "in the case summary": "CLINICAL CASE SUMMARY\n\n",
    "in a title": "set forth below:\n\n",
    "in a guideline": "MAXIMUS guideline: ",
    "in a rationale": "Decision rationale: ",
}


def repeated(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


class Case:
    """A text of any size: a nuisance repeated, in the midst of a letter or alone."""

    def __init__(self, name: str, piece: str, before: str = "", after: str = "") -> None:
        self.name = name
        self.piece = piece
        self.before = before
        self.after = after

    def text(self, size: int) -> str:
        return self.before + repeated(self.piece, size) + self.after


def cases(folder: Path) -> Iterator[Case]:
    texts = [imrkit.read_letter(path).text for path in sorted(folder.rglob("*.txt"))]
    if not texts:
        raise SystemExit(f"no letters (.txt) in {folder}")
    yield Case("letters glued together", "\n".join(texts))
    for text in texts[:1]:
        yield Case("one letter again and again", text)
    host = (EXAMPLES / "one-request.txt").read_text(encoding="utf-8")
    for nuisance, piece in NUISANCES.items():
        yield Case(nuisance, piece)
        for place, anchor in PLACES.items():
            before, found, after = host.partition(anchor)
            yield Case(f"{nuisance} {place}", piece, before + found, " " + after)


def seconds(text: str) -> float:
    start = time.process_time()
    with contextlib.suppress(imrkit.NotALetterError):
        STRICT.parse(text)
    return time.process_time() - start


class Growth:
    """The shortest time for each size of a case."""

    def __init__(self, case: Case, sizes: list[int]) -> None:
        self.case = case
        self.sizes = sizes
        self.best: list[float] = []
        for _ in range(RUNS):
            self.measure()
            if not self.too_fast_growing:
                break

    def measure(self) -> None:
        for index, size in enumerate(self.sizes):
            taken = seconds(self.case.text(size))
            if index < len(self.best):
                self.best[index] = min(self.best[index], taken)
            else:
                self.best.append(taken)
            if index and taken > HOPELESS_FROM and taken > HOPELESS_RATIO * self.best[index - 1]:
                break

    @property
    def ratios(self) -> list[float]:
        return [large / small for small, large in zip(self.best, self.best[1:], strict=False)]

    @property
    def too_fast_growing(self) -> bool:
        judged = zip(self.ratios[-2:], self.best[-2:], strict=True)
        return len(self.best) < len(self.sizes) or any(
            ratio > LIMIT and time_taken > JUDGED_FROM for ratio, time_taken in judged
        )


def main() -> int:
    cli = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    cli.add_argument("--megabytes", type=float, default=10.0, help="the largest size (default: %(default)s)")
    cli.add_argument("--letters", type=Path, default=EXAMPLES, metavar="DIR", help="letters to glue together")
    cli.add_argument("--only", nargs="+", default=[], metavar="WORD", help="only cases with all these words")
    arguments = cli.parse_args()
    largest = round(arguments.megabytes * 1_000_000)
    sizes = [largest >> halvings for halvings in range(DOUBLINGS, -1, -1)]
    seconds((EXAMPLES / "one-request.txt").read_text(encoding="utf-8"))  # loads the vocabularies

    failed = []
    print(f"{'ratios of times up to ' + format(arguments.megabytes, 'g') + ' MB':<62}{'at the top':>48}")
    for case in cases(arguments.letters):
        if not all(word in case.name for word in arguments.only):
            continue
        growth = Growth(case, sizes)
        ratios = "".join(f"{ratio:>6.1f}" for ratio in growth.ratios)
        verdict = "  GROWS TOO FAST" if growth.too_fast_growing else ""
        print(f"{case.name:<62}{ratios:<36}{growth.best[-1]:>10.3f} s{verdict}", flush=True)
        if growth.too_fast_growing:
            failed.append(case.name)
    print(f"{len(failed)} case(s) grow faster than their text")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
