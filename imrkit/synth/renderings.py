"""Invented letters as the common text extractors would give them.

Every extractor gives the words of a page in an order and with blanks, line ends and marks of its own. The
header, a table of two columns on paper, shows it most: some go by rows, some by columns, some by cells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from attrs import frozen

from imrkit.synth.dice import Dice
from imrkit.synth.manuscripts import Block, Kind, Manuscript, Rows

_LINES_OF_A_PAGE: Final = (44, 52)
_SPLIT_LABEL: Final = "Application Received:"  # on paper it takes two lines


@frozen
class Rendering:
    """The habits of a text extractor."""

    name: str
    """What it is called, after the program whose habits these are."""
    header: Callable[[Rows], list[str]]
    """The lines of the label block."""
    width: tuple[int, int] = (88, 102)
    """How many characters a line holds, from letter to letter."""
    line_end: str = "\n"
    """How a line ends."""
    trailing: str = ""
    """What is left at the end of a line that a paragraph goes on after."""
    between: str = ""
    """What an empty line between blocks holds; ``-`` for no empty line."""
    hyphen: str = "-\n"
    """What becomes of a hyphen at a line end and of the line end."""
    page_break: str = "\n"
    """What stands between the last line of a page and the first of the next."""
    centred: bool = False
    """Whether headings stand in the middle."""

    def render(self, manuscript: Manuscript, dice: Dice) -> str:
        """The text of *manuscript*; *dice* say how wide its lines are and where its pages end."""
        width = dice.between(*self.width)
        lines: list[str] = []
        for block in manuscript.front:
            lines += self._lines(block, width)
        lines += self.header(manuscript.rows)
        if self.between != "-":
            lines.append(self.between)
        for block in manuscript.blocks:
            lines += self._lines(block, width)
            if self.between != "-" and block.kind is not Kind.LINE:
                lines.append(self.between)
        pages = self._pages(lines, manuscript.running_head, dice)
        text = self.page_break.join("\n".join(page) for page in pages)
        text = text.replace("-\x00\n", self.hyphen)
        return text.replace("\n", self.line_end) if self.line_end != "\n" else text

    def _lines(self, block: Block, width: int) -> list[str]:
        lines = wrapped(block.text, width)
        if self.centred and block.kind is Kind.HEADING:
            return [line.center(width).rstrip() for line in lines]
        if self.trailing:
            return [line if line.endswith("-\x00") else line + self.trailing for line in lines]
        return lines

    def _pages(self, lines: list[str], running_head: str, dice: Dice) -> list[list[str]]:
        pages: list[list[str]] = []
        at = 0
        while at < len(lines):
            stop = at + dice.between(*_LINES_OF_A_PAGE)
            while stop < len(lines) and lines[stop - 1].endswith("-\x00"):
                stop += 1
            page = lines[at:stop]
            if running_head:
                page.append(running_head.replace("{page}", str(len(pages) + 1)))
            pages.append(page)
            at = stop
        return pages


def wrapped(text: str, width: int) -> list[str]:
    """*text* in lines of at most *width* characters; a hyphen at which a line ends has a mark behind it."""
    lines = []
    start = 0
    while len(text) - start > width:
        stop = text.rfind(" ", start, start + width + 1)
        hyphen = text.rfind("-", start, start + width - 1)
        if hyphen > stop and hyphen > start and text[hyphen - 1].isalnum() and text[hyphen + 1].isalnum():
            lines.append(f"{text[start : hyphen + 1]}\x00")
            start = hyphen + 1
            continue
        if stop <= start:
            stop = text.find(" ", start + width)
            if stop < 0:
                break
        lines.append(text[start:stop].rstrip())
        start = stop + 1
        while text.startswith(" ", start):
            start += 1
    lines.append(text[start:])
    return lines


def _by_rows(rows: Rows) -> list[str]:
    lines = []
    for row in rows:
        line = " ".join(f"{label} {value}".strip() for label, value in row if label != _SPLIT_LABEL)
        if row[-1][0] == _SPLIT_LABEL:
            lines += [f"{line} Application ", "Received: ", row[-1][1]]
        else:
            lines.append(line)
    return lines


def _by_wide_rows(rows: Rows) -> list[str]:
    return [line.replace(": ", ":  ") + "  " for line in _by_rows(rows)]


def _by_cells(rows: Rows) -> list[str]:
    lines = []
    for row in rows:
        for label, value in row:
            lines += [*(f"{line} " for line in label.replace("n R", "n\nR").split("\n")), f"{value} "]
    return lines


def _by_columns(rows: Rows) -> list[str]:
    if any(not value for row in rows for _, value in row):  # nobody could tell whose value is missing
        return _by_rows(rows)
    left, right = [row[0] for row in rows], [row[1] for row in rows if len(row) > 1]
    lines = [*(label for label, _ in left), "", *(value for _, value in left)]
    if right:
        labels = [line for label, _ in right for line in label.replace("n R", "n\nR").split("\n")]
        lines += ["", *labels, "", *(value for _, value in right)]
    return lines


def _by_columns_then_rows(rows: Rows) -> list[str]:
    if any(not value for row in rows for _, value in row):
        return _by_rows(rows)
    left, right = [row[0] for row in rows], [row[1] for row in rows if len(row) > 1]
    lines = [*(f"{label} " for label, _ in left), "", *(f"{value} " for _, value in left)]
    if right:
        lines.append("")
    for label, value in right:
        lines += (
            ["Application ", f"{value} ", "Received:  "] if label == _SPLIT_LABEL else [f"{label}  {value} "]
        )
    return lines


def _aligned(rows: Rows) -> list[str]:
    lines = []
    for row in rows:
        line = f"{row[0][0]:<22}{row[0][1]}"
        for label, value in row[1:]:
            first, _, rest = label.partition(" ") if label == _SPLIT_LABEL else (label, "", "")
            line = f"{line:<54}{first:<21}{value}"
            if rest:
                lines += [line, f"{'':<54}{rest}"]
                line = ""
        if line:
            lines.append(line)
    return lines


RENDERINGS: Final[Mapping[str, Rendering]] = MappingProxyType(
    {
        rendering.name: rendering
        for rendering in (
            Rendering("mupdf", _by_cells, trailing=" ", between=" "),
            Rendering(
                "pdfium",
                _by_rows,
                trailing=" ",
                between="-",
                line_end="\r\n",
                hyphen="\x02",
                page_break="\n\f",
            ),
            Rendering("pypdf", _by_wide_rows, trailing=" ", between=" "),
            Rendering("pdfminer", _by_columns_then_rows, trailing=" ", page_break="\n\n\f"),
            Rendering("poppler", _by_columns, between="-", page_break="\n\f"),
            Rendering("poppler layout", _aligned, centred=True, page_break="\n\f"),
            Rendering("pdfium, newer", _by_rows, between="-", hyphen="\ufffe", page_break="\f"),
        )
    }
)
"""The habits of text extractors, by their names."""
