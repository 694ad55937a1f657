"""Letters on paper: a manuscript as a PDF. Needs the extra ``synth``."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from imrkit.errors import MissingExtraError
from imrkit.synth.manuscripts import Block, Kind, Manuscript, Rows

try:
    from fpdf import FPDF, FPDF_VERSION
    from fpdf.enums import Align, VAlign, XPos, YPos
    from fpdf.fonts import FontFace
except ImportError as error:
    raise MissingExtraError(
        'to print letters, install the extra "synth": pip install "imrkit[synth]"'
    ) from error

__all__ = ["print_letter"]

_PRINTED_ON: Final = dt.datetime(
    2017, 9, 1, 12, 0, tzinfo=dt.UTC
)  # so that the same letter gives the same bytes
_LINE_HEIGHT: Final = 14.0
_GREY: Final = (224, 224, 224)
_COLUMNS: Final = (108, 148, 94, 118)
_LABEL: Final = re.compile(r"(?:Claims Administrator guideline|MAXIMUS guideline|Decision rationale):")


class _Paper(FPDF):
    """Letter paper with a running head at the foot of each page."""

    def __init__(self, running_head: str) -> None:
        super().__init__(unit="pt", format="letter")
        self._running_head = running_head
        self.set_creation_date(_PRINTED_ON)
        self.set_producer(f"fpdf2 {FPDF_VERSION}")
        self.set_compression(False)  # what zlib makes differs from one version to the next
        self.set_margins(72, 90, 72)
        self.set_auto_page_break(True, margin=80)

    def footer(self) -> None:
        if self._running_head:
            self.set_y(-60)
            self.set_font("times", size=9)
            self.cell(0, 10, self._running_head.replace("{page}", str(self.page_no())), align=Align.C)


def print_letter(manuscript: Manuscript) -> bytes:
    """*manuscript* as a PDF, on letter paper. The same manuscript gives the same bytes with the same version of fpdf2.

    >>> from imrkit import read_letter
    >>> from imrkit.synth import invent
    >>> (invented,) = invent(seed=7, n=1)
    >>> read_letter(print_letter(invented.manuscript)).case == invented.letter.case
    True
    """
    paper = _Paper(manuscript.running_head)
    paper.add_page()
    for block in manuscript.front:
        _print_block(paper, block)
    if manuscript.rows:
        _print_rows(paper, manuscript.rows)
    for block in manuscript.blocks:
        _print_block(paper, block)
    return bytes(paper.output())


def _print_rows(paper: FPDF, rows: Rows) -> None:
    paper.set_font("helvetica", size=10)
    label_style = FontFace(emphasis="BOLD", fill_color=_GREY)
    two_columns = any(len(row) > 1 for row in rows)
    with paper.table(
        col_widths=_COLUMNS if two_columns else _COLUMNS[:2],
        first_row_as_headings=False,
        line_height=12,
        text_align=Align.L,
        v_align=VAlign.T,
        width=sum(_COLUMNS if two_columns else _COLUMNS[:2]),
        align=Align.L,
    ) as table:
        for cells in rows:
            row = table.row()
            for label, value in cells:
                row.cell(label, style=label_style)
                row.cell(value)
            if two_columns and len(cells) == 1:
                row.cell("", colspan=2, style=label_style)
    paper.ln(_LINE_HEIGHT)


def _print_block(paper: FPDF, block: Block) -> None:
    bold = block.kind in {Kind.HEADING, Kind.TITLE}
    label = _LABEL.match(block.text)
    # Asterisks of the letter's own are no marks of emphasis.
    text = f"**{label[0]}**{block.text[label.end() :]}" if label and "*" not in block.text else block.text
    paper.set_font("times", style="B" if bold else "", size=12)
    paper.multi_cell(
        0,
        _LINE_HEIGHT,
        text,
        align=Align.C if block.kind is Kind.HEADING else Align.L,
        markdown=text is not block.text,
        new_x=XPos.LMARGIN,
        new_y=YPos.NEXT,
    )
    if block.kind is not Kind.LINE:
        paper.ln(_LINE_HEIGHT / 2)
