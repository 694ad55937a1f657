"""One letter in the terminal, with every value that was read from it marked, and its findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Console
from rich.text import Text

from imrkit.marks import Kind, Mark, bracketed, kind, marks, pieces
from imrkit.model import Finding, Letter
from imrkit.printable import printable
from imrkit.wording import phrase

_STYLES: Final = {
    Kind.CASE: "cyan",
    Kind.REVIEWER: "blue",
    Kind.PATIENT: "bright_yellow",
    Kind.INJURY: "yellow",
    Kind.REQUEST: "bold green",
    Kind.REQUEST_DETAIL: "green underline",
    Kind.DECISION: "bold reverse",
    Kind.ADMINISTRATOR_GUIDELINE: "bright_blue",
    Kind.REVIEWER_GUIDELINE: "bright_cyan",
    Kind.RATIONALE: "italic",
    Kind.REASON: "magenta",
    Kind.CONCLUSION: "bold magenta",
    Kind.REFERENCE: "magenta underline",
    Kind.EXTRA: "bright_magenta",
    Kind.OTHER: "underline",
}


def show(letter: Letter, console: Console) -> Iterator[str]:
    """The letter as *console* would show it: in colours with a legend, or with marks in brackets."""
    found = marks(letter)
    text = printable(letter.text)  # character for character, so that the marks still fit
    if console.color_system is not None and not console.no_color:
        parts = [_legend(found), Text(), _coloured(text, found), Text(), *_findings(letter)]
        with console.capture() as captured:
            for part in parts:
                console.print(part, overflow="fold")
        yield captured.get()
    else:
        yield bracketed(text, found).rstrip("\n") + "\n\n"
        yield "".join(f"{part.plain}\n" for part in _findings(letter))


def _legend(found: Iterable[Mark]) -> Text:
    present = {kind(value.path) for mark in found for value in mark.values}
    return Text("  ").join(Text(named, style=style) for named, style in _STYLES.items() if named in present)


def _coloured(text: str, found: Iterable[Mark]) -> Text:
    """*text* with each value in the colour of its kind, and behind it what it was taken for, if not verbatim."""
    coloured = Text()
    for piece in pieces(text, found):
        style = _STYLES[kind(piece.around[-1].values[-1].path)] if piece.around else ""
        coloured.append(text[piece.start : piece.end], style)
        for mark in reversed(piece.around):
            coded = [phrase(value.coded) for value in mark.values if value.coded]
            if coded and mark.span.end == piece.end:
                coloured.append(f" ‹{', '.join(dict.fromkeys(coded))}›", "dim")
    coloured.rstrip()
    return coloured


def _findings(letter: Letter) -> Iterator[Text]:
    count = len(letter.findings)
    yield Text(f"{count} finding{'s' * (count != 1)}" if count else "no findings", style="bold")
    for finding in letter.findings:
        line = Text("  ")
        line.append(phrase(finding.code), "yellow")
        line.append(_lines(letter, finding), "dim")
        yield line.append(f": {printable(finding.message)}")


def _lines(letter: Letter, finding: Finding) -> str:
    """The lines of the text that *finding* is about."""
    numbers = sorted({letter.text.count("\n", 0, span.start) + 1 for span in finding.spans})
    if not numbers:
        return ""
    return f" (line{'s' * (len(numbers) != 1)} {', '.join(map(str, numbers))})"
