"""Prints the letters of examples/letters on paper: a PDF beside each text that has a header block.

    python examples/make_letters.py [--out DIR]

The letters are invented, from the first word to the last; they follow the form of real ones. The PDFs look as
those do: the header is a table of two columns, lines are wrapped by the page's width, and paragraphs run over
the end of a page. Running this again writes the same bytes with the same version of fpdf2.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from fpdf import FPDF, FPDF_VERSION
from fpdf.enums import Align, VAlign, XPos, YPos
from fpdf.fonts import FontFace

LETTERS = Path(__file__).parent / "letters"
PRINTED_ON = dt.datetime(2017, 9, 1, 12, 0, tzinfo=dt.UTC)
HEADER_ROWS = (
    ("Case Number:",),
    ("Date Assigned:", "Date of Injury:"),
    ("Decision Date:", "UR Denial Date:"),
    ("Priority:", "Application Received:"),
)
LINE_HEIGHT = 14.0
GREY = (224, 224, 224)

LABEL = re.compile(r"(?:Claims Administrator guideline|MAXIMUS guideline|Decision rationale):")
DECISION_AT_END = re.compile(r":\s+(?:Upheld|Overturned)\Z")


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a text without its header block, lines joined but for the credentials."""
    for paragraph in re.split(r"\n{2,}", text.strip()):
        if paragraph.startswith("Case Number:"):
            continue
        if paragraph.startswith("The Expert Reviewer has the following credentials:"):
            yield from paragraph.splitlines()
        else:
            yield " ".join(paragraph.split())


def header_value(text: str, label: str) -> str:
    found = re.search(re.escape(label) + r" (\S+)", text)
    if found is None:
        raise ValueError(f"the header block lacks {label}")
    return found[1]


def print_header(pdf: FPDF, text: str) -> None:
    pdf.set_font("helvetica", size=10)
    label_style = FontFace(emphasis="BOLD", fill_color=GREY)
    with pdf.table(
        col_widths=(108, 148, 94, 118),
        first_row_as_headings=False,
        line_height=12,
        text_align=Align.L,
        v_align=VAlign.T,
        width=468,
    ) as table:
        for labels in HEADER_ROWS:
            row = table.row()
            for label in labels:
                row.cell(label, style=label_style)
                row.cell(header_value(text, label))
            if len(labels) == 1:
                row.cell("", colspan=2, style=label_style)
    pdf.ln(LINE_HEIGHT)


def print_paragraph(pdf: FPDF, paragraph: str) -> None:
    align, style = Align.L, ""
    if paragraph.isupper():
        align, style = Align.C, "B"
    elif DECISION_AT_END.search(paragraph):
        style = "B"
    label = LABEL.match(paragraph)
    if label:
        paragraph = f"**{label[0]}**{paragraph[label.end() :]}"
    pdf.set_font("times", style=style, size=12)
    pdf.multi_cell(
        0, LINE_HEIGHT, paragraph, align=align, markdown=bool(label), new_x=XPos.LMARGIN, new_y=YPos.NEXT
    )
    if not paragraph.startswith(("The Expert Reviewer has", "State(s) of Licensure:")):
        pdf.ln(LINE_HEIGHT / 2)


def make_pdf(text: str) -> bytes:
    """The letter *text*, which has a header block, as a PDF."""
    pdf = FPDF(unit="pt", format="letter")
    pdf.set_creation_date(PRINTED_ON)
    pdf.set_producer(f"fpdf2 {FPDF_VERSION}")
    pdf.set_compression(False)  # what zlib makes differs from one version to the next
    pdf.set_margins(72, 90, 72)
    pdf.set_auto_page_break(True, margin=80)
    pdf.add_page()
    print_header(pdf, text)
    for paragraph in paragraphs(text):
        print_paragraph(pdf, paragraph)
    return bytes(pdf.output())


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
