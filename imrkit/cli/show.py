"""One letter in the terminal, with every value that was read from it marked, and its findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Console
from rich.text import Text

from imrkit.cli.marks import Mark, bracketed, marks, pieces
from imrkit.cli.terminal import printable
from imrkit.model import Finding, Letter

_KINDS: Final = (
    # the path of a value (without numbers) begins with, what it is called, how it is shown
    ("case", "case", "cyan"),
    ("reviewer", "reviewer", "blue"),
    ("patient", "patient", "bright_yellow"),
    ("injury", "injury", "yellow"),
    ("items.request.text", "request", "bold green"),
    ("items.request", "detail of the request", "green underline"),
    ("items.decision", "decision", "bold reverse"),
    ("items.claims_administrator_guidelines", "claims administrator's guideline", "bright_blue"),
    ("items.reviewer_guidelines", "reviewer's guideline", "bright_cyan"),
    ("items.rationale.text", "rationale", "italic"),
    ("items.rationale.reasons", "reason", "magenta"),
    ("items.rationale.conclusion", "conclusion", "bold magenta"),
    ("items.rationale.references", "reference", "magenta underline"),
)
_OTHER_KIND: Final = ("", "other", "underline")
_NUMBER: Final = re.compile(r"\[[0-9]+\]")


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


def _kind(path: str) -> tuple[str, str, str]:
    """The line of :data:`_KINDS` for the value at *path*."""
    name = _NUMBER.sub("", path)
    return next((kind for kind in _KINDS if f"{name}.".startswith(f"{kind[0]}.")), _OTHER_KIND)


def _legend(found: Iterable[Mark]) -> Text:
    present = {_kind(value.path) for mark in found for value in mark.values}
    kinds = [kind for kind in (*_KINDS, _OTHER_KIND) if kind in present]
    return Text("  ").join(Text(name, style=style) for _, name, style in kinds)


def _coloured(text: str, found: Iterable[Mark]) -> Text:
    """*text* with each value in the colour of its kind, and behind it what it was taken for, if not verbatim."""
    coloured = Text()
    for piece in pieces(text, found):
        style = _kind(piece.around[-1].values[-1].path)[2] if piece.around else ""
        coloured.append(text[piece.start : piece.end], style)
        for mark in reversed(piece.around):
            coded = [value.coded.replace("_", " ") for value in mark.values if value.coded]
            if coded and mark.span.end == piece.end:
                coloured.append(f" ‹{', '.join(dict.fromkeys(coded))}›", "dim")
    coloured.rstrip()
    return coloured


def _findings(letter: Letter) -> Iterator[Text]:
    count = len(letter.findings)
    yield Text(f"{count} finding{'s' * (count != 1)}" if count else "no findings", style="bold")
    for finding in letter.findings:
        line = Text("  ")
        line.append(str(finding.code).replace("_", " "), "yellow")
        line.append(_lines(letter, finding), "dim")
        yield line.append(f": {printable(finding.message)}")


def _lines(letter: Letter, finding: Finding) -> str:
    """The lines of the text that *finding* is about."""
    numbers = sorted({letter.text.count("\n", 0, span.start) + 1 for span in finding.spans})
    if not numbers:
        return ""
    return f" (line{'s' * (len(numbers) != 1)} {', '.join(map(str, numbers))})"
