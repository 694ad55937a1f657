"""Prints the letters of examples/letters on paper: a PDF beside each text that has a header block.

    python examples/make_letters.py [--out DIR]

The letters are invented, from the first word to the last; they follow the form of real ones. The PDFs look as
those do: the header is a table of two columns, lines are wrapped by the page's width, and paragraphs run over
the end of a page. Running this again writes the same bytes with the same version of fpdf2.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from imrkit.synth.manuscripts import Block, Kind, Manuscript
from imrkit.synth.printing import print_letter

LETTERS = Path(__file__).parent / "letters"
HEADER_ROWS = (
    ("Case Number:",),
    ("Date Assigned:", "Date of Injury:"),
    ("Decision Date:", "UR Denial Date:"),
    ("Priority:", "Application Received:"),
)

CREDENTIALS = "The Expert Reviewer has the following credentials:"
DECISION_AT_END = re.compile(r":\s+(?:Upheld|Overturned)\Z")


def blocks(text: str) -> Iterator[Block]:
    """The paragraphs of a text without its header block, lines joined but for the credentials."""
    for paragraph in re.split(r"\n{2,}", text.strip()):
        if paragraph.startswith("Case Number:"):
            continue
        joined = " ".join(paragraph.split())
        if paragraph.startswith(CREDENTIALS):
            *lines, last = paragraph.splitlines()
            yield from (Block(line, Kind.LINE) for line in lines)
            yield Block(last)
        elif joined.isupper():
            yield Block(joined, Kind.HEADING)
        else:
            yield Block(joined, Kind.TITLE if DECISION_AT_END.search(joined) else Kind.PARAGRAPH)


def header_value(text: str, label: str) -> str:
    found = re.search(re.escape(label) + r" (\S+)", text)
    if found is None:
        raise ValueError(f"the header block lacks {label}")
    return found[1]


def make_pdf(text: str) -> bytes:
    """The letter *text*, which has a header block, as a PDF."""
    rows = tuple(tuple((label, header_value(text, label)) for label in labels) for labels in HEADER_ROWS)
    return print_letter(Manuscript(tuple(blocks(text)), rows=rows))


def main() -> None:
    cli = argparse.ArgumentParser(description="Print the example letters that have a header block as PDFs.")
    cli.add_argument(
        "--out", type=Path, default=LETTERS, help="folder to write to (default: beside the texts)"
    )
    out = cli.parse_args().out
    for path in sorted(LETTERS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        if text.startswith("Case Number:"):
            target = out / f"{path.stem}.pdf"
            target.write_bytes(make_pdf(text))
            print(target)


if __name__ == "__main__":
    main()
