"""Coverage-guided fuzzing of parse_letter: whatever the text, a Letter or NotALetterError.

    pip install atheris "imrkit[synth]"
    python fuzz/make_corpus.py corpus/
    python fuzz/fuzz_parse.py corpus/ -max_len=20000 -max_total_time=1800

The fuzzer changes the letters of the corpus, byte by byte and by each other's pieces, and keeps what reaches new
branches of imrkit. Of every Letter it also checks that each span of the evidence lies in the text.
"""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-not-found, unused-ignore]

with atheris.instrument_imports(include=["imrkit"]):
    from imrkit.codec import from_dict, to_dict
    from imrkit.errors import NotALetterError
    from imrkit.parser import parse_letter


def check(data: bytes) -> None:
    text = data.decode("utf-8", errors="replace")
    try:
        letter = parse_letter(text)
    except NotALetterError:
        return
    for path in letter.evidence:
        span = letter.evidence[path]
        if not 0 <= span.start <= span.end <= len(text):
            raise AssertionError(f"the span of {path} is outside the text")
    if from_dict(to_dict(letter)) != letter:
        raise AssertionError("a letter that does not survive plain data")


def main() -> None:
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
