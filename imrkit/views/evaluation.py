"""How well labelled letters were read, as a page: the scores, and every error in its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from imrkit.evaluation import FIELDS, Disagreement, Evaluation, LetterResult, Score
from imrkit.evaluation.passages import Marked, Passage, passages
from imrkit.evaluation.words import listed
from imrkit.marks import nested
from imrkit.printable import printable
from imrkit.views.page import page, templates

if TYPE_CHECKING:
    from markupsafe import Markup


@frozen
class Quoted:
    """A passage as the page shows it."""

    line: int
    html: Markup


@frozen
class Shown:
    """A disagreement as the page shows it."""

    letter: LetterResult
    path: str
    labelled: str
    read: str
    passages: tuple[Quoted, ...]


def evaluation_html(evaluation: Evaluation, *, title: str = "Accuracy on labelled letters") -> str:
    """*evaluation* as one HTML page that needs no network and no other file. It quotes the letters.

    Args:
        evaluation: what :func:`imrkit.evaluation.evaluate` gave.
        title: stands at the head of the page.

    Raises:
        MissingExtraError: the extra ``views`` is not installed.
        TypeError: *evaluation* is none.
    """
    if not isinstance(evaluation, Evaluation):
        raise TypeError(f"an Evaluation is expected, as evaluate() gives it, not {type(evaluation).__name__}")
    templates()  # says what is missing before anything else needs it
    shown: dict[str, list[Shown]] = {field.name: [] for field in FIELDS}
    letters = {letter.letter: letter for letter in evaluation.letters}
    for found in evaluation.disagreements:
        shown[found.field].append(_shown(found, letters[found.letter]))
    return page(
        "evaluation.html",
        ["base.css", "evaluation.css"],
        [],
        title=title,
        evaluation=evaluation,
        scores=list(_by_group(evaluation)),
        errors={name: members for name, members in shown.items() if members},
    )


def _by_group(evaluation: Evaluation) -> Iterator[tuple[Score, list[Score]]]:
    for group in evaluation.groups:
        yield group, [score for score in evaluation.scores if score.group is group.group]


def _shown(found: Disagreement, letter: LetterResult) -> Shown:
    return Shown(
        letter,
        found.path,
        listed(found.labelled),
        listed(found.read) if letter.was_read else "nothing: the letter was not read",
        tuple(Quoted(passage.line, _html(passage)) for passage in passages(found, letter.text)),
    )


def _html(passage: Passage) -> Markup:
    """The words of *passage*, with an element around each place that is marked."""
    from markupsafe import Markup, escape  # noqa: PLC0415 (of the extra)

    text = printable(passage.text)  # character for character, so that the marks still fit
    parts = [Markup("…")] if passage.begins_within_line else []
    for closing, opening, start, end in nested(text, passage.marked):
        parts += [Markup("</mark>")] * closing
        parts += (Markup('<mark class="{}">').format(_side(mark)) for mark in opening)
        parts.append(escape(text[start:end]))
    if passage.ends_within_line:
        parts.append(Markup("…"))
    return Markup("").join(parts)


def _side(mark: Marked) -> str:
    return "both" if mark.labelled and mark.read else "labelled" if mark.labelled else "read"
