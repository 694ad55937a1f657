"""What was not read as it is labelled, in its place, for the terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from rich.console import Console
from rich.text import Text

from imrkit.evaluation import FIELDS, Disagreement, Evaluation
from imrkit.evaluation.passages import Marked, Passage, passages
from imrkit.evaluation.words import listed
from imrkit.marks import nested, pieces
from imrkit.printable import one_line, printable

_ELIDED: Final = "…"
_LABELLED: Final = "green"
_READ: Final = "red"
_BOTH: Final = "yellow"


def by_field(evaluation: Evaluation, names: Collection[str]) -> dict[str, list[Disagreement]]:
    """The disagreements of each field of *names*, or of all if there are none, in the order of the fields.

    The name of a group stands for its fields.
    """
    found: dict[str, list[Disagreement]] = {
        field.name: [] for field in FIELDS if not names or field.name in names or field.group in names
    }
    for disagreement in evaluation.disagreements:
        if disagreement.field in found:
            found[disagreement.field].append(disagreement)
    return {name: members for name, members in found.items() if members}


def in_place(
    evaluation: Evaluation, found: Mapping[str, list[Disagreement]], most: int | None, console: Console
) -> Iterator[str]:
    """Up to *most* of the disagreements of each field, each with the passage that it is about."""
    letters = {letter.letter: letter for letter in evaluation.letters}
    coloured = console.color_system is not None and not console.no_color
    for name, members in found.items():
        shown = members[:most]
        more = f", {len(shown)} shown" if len(shown) < len(members) else ""
        lines = [Text(), Text(f"{name}: {len(members)} not as labelled{more}", style="bold")]
        for disagreement in shown:
            letter = letters[disagreement.letter]
            lines += _head(disagreement, was_read=letter.was_read)
            for passage in passages(disagreement, letter.text):
                lines += _numbered(passage, coloured)
        with console.capture() as captured:
            for line in lines:
                console.print(line, soft_wrap=True)
        yield captured.get()


def _head(found: Disagreement, *, was_read: bool) -> Iterator[Text]:
    yield Text()
    yield Text(f"{one_line(found.letter)}: {found.path}", "cyan")
    yield Text("  labelled  ").append(one_line(listed(found.labelled)), _LABELLED)
    read = one_line(listed(found.read)) if was_read else "nothing: the letter was not read"
    yield Text("  read      ").append(read, _READ)


def _numbered(passage: Passage, coloured: bool) -> Iterator[Text]:
    """The lines of *passage*, each behind its number."""
    text = printable(passage.text)  # character for character, so that the marks still fit
    marked = _in_colours(text, passage.marked) if coloured else Text(_in_brackets(text, passage.marked))
    if passage.begins_within_line:
        marked = Text(_ELIDED).append_text(marked)
    if passage.ends_within_line:
        marked.append(_ELIDED)
    for number, line in enumerate(marked.split("\n", allow_blank=True), start=passage.line):
        yield Text().append(f"{number:>6} | ", "dim").append_text(line)


def _in_colours(text: str, marked: Iterable[Marked]) -> Text:
    coloured = Text()
    for start, end, around in pieces(text, marked):
        coloured.append(text[start:end], f"{_colour(around[-1])} underline" if around else "")
    return coloured


def _in_brackets(text: str, marked: Iterable[Marked]) -> str:
    written: list[str] = []
    for closing, opening, start, end in nested(text, marked):
        written.append("]" * closing)
        written += (f"[{_sides(mark)}: " for mark in opening)
        written.append(text[start:end])
    return "".join(written)


def _colour(mark: Marked) -> str:
    return _BOTH if mark.labelled and mark.read else _LABELLED if mark.labelled else _READ


def _sides(mark: Marked) -> str:
    """Whose value stands at a mark."""
    return ", ".join(side for side, stands in (("labelled", mark.labelled), ("read", mark.read)) if stands)
