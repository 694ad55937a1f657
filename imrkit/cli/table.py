"""Letters as a table to look over: a line for each letter, and under it a line for each disputed item."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from textwrap import shorten
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from imrkit.cli.formats import Named
from imrkit.cli.terminal import one_line
from imrkit.model import DisputedItem, Letter, Request
from imrkit.vocabulary import CaseOutcome, Decision

LONGEST_REQUEST: Final = 90
"""Longer requests are cut at a word."""
SIDE_BY_SIDE: Final = 72
"""On fewer characters a line, the parts of an item stand below each other."""

_DECISION_STYLES: Final = {Decision.UPHELD: "red", Decision.OVERTURNED: "green", None: "dim"}
_UNKNOWN: Final = "-"


def table(letters: Named, console: Console) -> Iterator[str]:
    """The table as *console* would show it, a piece for each letter, and the count of decisions at its end."""
    decisions: Counter[Decision | None] = Counter()
    outcomes: Counter[CaseOutcome | None] = Counter()
    for source, letter in letters:
        if not outcomes:
            yield _shown(console, _heading(console.width))
        outcomes[letter.outcome] += 1
        decisions.update(item.decision for item in letter.items)
        yield _shown(console, [_letter_line(source, letter, console.width), *_items(letter, console.width)])
    if outcomes:
        yield _shown(console, [Text(), Text(_summary(outcomes, decisions), style="bold")])


def _shown(console: Console, parts: Iterable[Table | Padding | Text]) -> str:
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    return captured.get()


def _heading(width: int) -> Iterator[Table | Padding | Text]:
    line = _letter_grid(width)
    line.add_row("Case", "Decided", "Patient", "Injured", "Reviewer", "Findings", style="bold")
    yield line
    if width >= SIDE_BY_SIDE:
        item = _item_grid()
        item.add_row("Decision", "Request", "Category", "Reasons", style="bold")
        yield Padding(item, (0, 0, 0, 2))
    yield Text("─" * width, style="dim", no_wrap=True)


def _letter_grid(width: int) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=12, no_wrap=True, overflow="ellipsis")
    grid.add_column(width=10, no_wrap=True, overflow="ellipsis")
    grid.add_column(width=9, no_wrap=True, overflow="ellipsis")
    grid.add_column(width=10, no_wrap=True, overflow="ellipsis")
    grid.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    grid.add_column(width=8, no_wrap=True, justify="right")
    return grid


def _letter_line(source: str, letter: Letter, width: int) -> Table:
    grid = _letter_grid(width)
    findings = len(letter.findings)
    grid.add_row(
        Text(one_line(letter.case.number or os.path.basename(source)), style="bold cyan"),  # noqa: PTH119
        _cell(letter.case.decision_date),
        _cell(" ".join(str(word) for word in (letter.patient.age, letter.patient.sex) if word is not None)),
        _cell(letter.injury.date or letter.case.date_of_injury),
        _cell(", ".join(letter.reviewer.specialties)),
        Text(str(findings) if findings else "", style="yellow"),
    )
    return grid


def _item_grid() -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=10)
    grid.add_column(ratio=5)
    grid.add_column(ratio=3)
    grid.add_column(ratio=4)
    return grid


def _items(letter: Letter, width: int) -> Iterator[Padding]:
    if width >= SIDE_BY_SIDE:
        grid = _item_grid()
        for item in letter.items:
            grid.add_row(_decision(item), _request(item), _category(item.request), _reasons(item))
    else:
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(width=10)
        grid.add_column(overflow="fold")
        for item in letter.items:
            grid.add_row(_decision(item), _request(item))
            grid.add_row("", _category(item.request))
            grid.add_row("", _reasons(item))
    yield Padding(grid, (0, 0, 0, 2))


def _cell(value: object) -> Text:
    return Text(one_line(str(value))) if value else Text(_UNKNOWN, style="dim")


def _decision(item: DisputedItem) -> Text:
    return Text(str(item.decision or _UNKNOWN), style=_DECISION_STYLES[item.decision])


def _request(item: DisputedItem) -> Text:
    return Text(shorten(one_line(item.request.text), LONGEST_REQUEST, placeholder=" …"))


def _category(request: Request) -> Text:
    category = request.category.value
    if request.subcategory is not None and request.subcategory.value != category:
        category += f": {request.subcategory}"
    return Text(category)


def _reasons(item: DisputedItem) -> Text:
    reasons = item.rationale.reasons if item.rationale is not None else ()
    return Text(", ".join(str(reason).replace("_", " ") for reason in reasons), style="dim")


def _summary(outcomes: Counter[CaseOutcome | None], decisions: Counter[Decision | None]) -> str:
    letters, items = outcomes.total(), decisions.total()
    words = f"{letters} letter{'s' * (letters != 1)}, {items} disputed item{'s' * (items != 1)}"
    if not items:
        return words
    counts = [f"{decisions[decision]} {decision}" for decision in Decision]
    if decisions[None]:
        counts.append(f"{decisions[None]} undecided")
    return f"{words}: {', '.join(counts)}"
