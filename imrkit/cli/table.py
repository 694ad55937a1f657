"""Letters as a table to look over: where each comes from, a line for it, and a line for each disputed item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import shorten
from typing import Final

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from imrkit.cli.formats import Named
from imrkit.model import DisputedItem, Letter
from imrkit.printable import one_line
from imrkit.vocabulary import Decision
from imrkit.wording import category, phrase

LONGEST_REQUEST: Final = 90
"""Longer requests are cut at a word."""
NARROW: Final = 80
"""On fewer characters a line, the values of a letter and of an item stand below each other."""

_DECISION_STYLES: Final = {Decision.UPHELD: "red", Decision.OVERTURNED: "green", None: "dim"}
_NOT_STATED: Final = "-"
_INDENT: Final = (0, 0, 0, 2)


def table(letters: Named, console: Console) -> Iterator[str]:
    """The table as *console* would show it, a piece for each letter, and the count of decisions at its end."""
    narrow = console.width < NARROW
    number = 0
    decisions: Counter[Decision | None] = Counter()
    for source, letter in letters:
        if number == 0 and not narrow:
            yield _shown(console, _heading())
        number += 1
        decisions.update(item.decision for item in letter.items)
        parts = _narrow_letter(source, letter) if narrow else _wide_letter(source, letter)
        yield _shown(console, [Text(one_line(source), style="dim", overflow="fold"), *parts, Text()])
    if number:
        yield _shown(console, [Text(_count(number, decisions), style="bold")])


def _shown(console: Console, parts: Iterable[RenderableType]) -> str:
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    shown = captured.get()
    if console.color_system is None:
        shown = "".join(f"{line.rstrip()}\n" for line in shown.splitlines())
    return shown


def _heading() -> Iterator[RenderableType]:
    letter = _letter_grid()
    letter.add_row("Case", "Decided", "Patient", "Injured", "Reviewer", "Findings", style="bold")
    yield letter
    item = _item_grid()
    item.add_row("Decision", "Request", "Category", "Reasons", style="bold")
    yield Padding(item, _INDENT)
    yield Rule(style="dim")


def _wide_letter(source: str, letter: Letter) -> Iterator[RenderableType]:
    line = _letter_grid()
    line.add_row(_case(source, letter), *_facts(letter), _specialties(letter), _findings(letter))
    yield line
    items = _item_grid()
    for item in letter.items:
        items.add_row(_decision(item), _request(item), Text(category(item.request)), _reasons(item))
    if letter.items:
        yield Padding(items, _INDENT)


def _letter_grid() -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for width in (12, 10, 9, 10):
        grid.add_column(width=width, no_wrap=True, overflow="ellipsis")
    grid.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    grid.add_column(width=8, no_wrap=True, justify="right")
    return grid


def _item_grid() -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=10)
    grid.add_column(ratio=4, overflow="fold")
    grid.add_column(ratio=3, width=22, overflow="fold")
    grid.add_column(ratio=4, overflow="fold")
    return grid


def _narrow_letter(source: str, letter: Letter) -> Iterator[RenderableType]:
    yield _case(source, letter)
    facts = zip(
        ("decided {}", "{}", "injured {}", "{}"), [*_facts(letter), _specialties(letter)], strict=True
    )
    stated = [words.format(fact.plain) for words, fact in facts if fact.plain != _NOT_STATED]
    yield Padding(Text(", ".join(stated)), _INDENT)
    if letter.findings:
        yield Padding(Text("findings: ").append_text(_findings(letter)), _INDENT)
    for item in letter.items:
        yield Padding(_decision(item).append(": ").append_text(_request(item)), _INDENT)
        for detail in (Text(category(item.request)), _reasons(item)):
            if detail.plain:
                yield Padding(detail, (0, 0, 0, 4))


def _case(source: str, letter: Letter) -> Text:
    """The case number, or the name of the file where the letter has none."""
    return Text(one_line(letter.case.number or Path(source).stem), style="bold cyan")


def _facts(letter: Letter) -> list[Text]:
    """When the case was decided, who the patient is, and when they were injured."""
    patient = " ".join(str(word) for word in (letter.patient.age, letter.patient.sex) if word is not None)
    return [
        _stated(letter.case.decision_date),
        _stated(patient or None),
        _stated(letter.injury.date or letter.case.date_of_injury),
    ]


def _stated(value: object) -> Text:
    return Text(_NOT_STATED, style="dim") if value is None else Text(str(value))


def _specialties(letter: Letter) -> Text:
    return _stated(one_line(", ".join(letter.reviewer.specialties)) or None)


def _findings(letter: Letter) -> Text:
    return Text(str(len(letter.findings)) if letter.findings else "", style="yellow")


def _decision(item: DisputedItem) -> Text:
    return Text().append(str(item.decision or _NOT_STATED), _DECISION_STYLES[item.decision])


def _request(item: DisputedItem) -> Text:
    return Text(shorten(one_line(item.request.text), LONGEST_REQUEST, placeholder=" …"))


def _reasons(item: DisputedItem) -> Text:
    reasons = item.rationale.reasons if item.rationale is not None else ()
    return Text(", ".join(map(phrase, reasons)), style="dim")


def _count(letters: int, decisions: Counter[Decision | None]) -> str:
    items = decisions.total()
    count = f"{letters} letter{'s' * (letters != 1)}, {items} disputed item{'s' * (items != 1)}"
    if not items:
        return count
    by_decision = [f"{decisions[decision]} {decision}" for decision in Decision]
    if decisions[None]:
        by_decision.append(f"{decisions[None]} without a decision")
    return f"{count}: {', '.join(by_decision)}"
