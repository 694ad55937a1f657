"""The scores of an evaluation: as a table to look over, as JSON and as CSV."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from imrkit.codec import json_line
from imrkit.evaluation import Disagreement, Evaluation, Group, Score, Stated
from imrkit.rates import Rate
from imrkit.spreadsheet import row

WIDE: Final = 110
"""On fewer characters a line, precision and recall are shown without their intervals."""
SCHEMA_VERSION: Final = 1
"""Raised when the JSON changes in a way that its readers have to know."""

_COUNTS: Final = ("labelled", "read", "right")
_SHARES: Final = ("precision", "recall", "f1")


def chosen(evaluation: Evaluation, names: Collection[str]) -> list[Score]:
    """The scores of *names*, or all if there are none: each group before its fields, which its name stands for."""
    scores = [
        score
        for group in evaluation.groups
        for score in (group, *(field for field in evaluation.scores if field.group is group.group))
    ]
    return [score for score in scores if not names or score.name in names or score.group in names]


def table(evaluation: Evaluation, scores: Iterable[Score], console: Console) -> Iterator[str]:
    """How many letters there are, and a line for each of *scores*, as *console* would show them."""
    wide = console.width >= WIDE
    lines = [Text(_letters(evaluation)), Text(), _heading(wide)]
    lines += (_line(score, wide) for score in scores)
    with console.capture() as captured:
        for line in lines:
            console.print(line, soft_wrap=True)
    yield captured.get()


def _letters(evaluation: Evaluation) -> str:
    missing = len(evaluation.missing)
    count = len(evaluation.letters)
    words = [f"{count:,} labelled letter{'s' * (count != 1)}: {count - missing:,} read"]
    if missing:
        words.append(f"{missing:,} not read, whose values count as missed")
    if evaluation.unlabelled:
        words.append(f"{len(evaluation.unlabelled):,} more without a label")
    if evaluation.repeated:
        words.append(f"{len(evaluation.repeated):,} left out, as another file of the letter was read")
    return "; ".join(words)


def _heading(wide: bool) -> Text:
    shares = ("precision", "recall", "F1") if wide else ("prec.", "recall", "F1")
    return Text(_cells("", _COUNTS, shares, wide).rstrip(), style="bold")


def _line(score: Score, wide: bool) -> Text:
    of_group = score.name == score.group
    counts = score.counts
    words = _cells(
        score.name if of_group else f"  {score.name}",
        [f"{number:,}" for number in (counts.labelled, counts.read, counts.right)],
        [_share(score.precision, wide), _share(score.recall, wide), _share(score.f1, interval=True)],
        wide,
    )
    return Text(words.rstrip(), style="bold" if of_group else "" if counts.labelled or counts.read else "dim")


def _cells(name: str, counts: Iterable[str], shares: Iterable[str], wide: bool) -> str:
    of_counts = "".join(f"{count:>{width}}" for count, width in zip(counts, (9, 6, 6), strict=True))
    return f"{name:25}{of_counts} " + "".join(f"{share:<{21 if wide else 7}}" for share in shares)


def _share(share: Rate, interval: bool) -> str:
    if share.rate is None:
        return "-"
    return f"{share.rate:.3f}" + (f" ({share.low:.3f}-{share.high:.3f})" if interval else "")


def json_object(
    evaluation: Evaluation, scores: Iterable[Score], disagreements: Iterable[Disagreement] | None
) -> Iterator[str]:
    """One object; it has *disagreements*, with what the letters say, only where they are asked for."""
    content: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "letters": {
            "labelled": len(evaluation.letters),
            "read": len(evaluation.letters) - len(evaluation.missing),
            "not_read": [
                {
                    "id": letter.letter,
                    "source": letter.source,
                    "reason": None if letter.failure is None else letter.failure.reason.value,
                }
                for letter in evaluation.missing
            ],
            "unlabelled": list(evaluation.unlabelled),
            "repeated": list(evaluation.repeated),
            "other_failures": [
                {"source": failure.name, "reason": failure.reason.value} for failure in evaluation.failures
            ],
        },
        "groups": [_plain(score) for score in scores if score.name in set(Group)],
        "fields": [_plain(score) for score in scores if score.name not in set(Group)],
    }
    if disagreements is not None:
        content["disagreements"] = [
            {
                "letter": found.letter,
                "field": found.field,
                "path": found.path,
                "labelled": list(map(_stated, found.labelled)),
                "read": list(map(_stated, found.read)),
            }
            for found in disagreements
        ]
    yield json_line(content) + "\n"


def _plain(score: Score) -> dict[str, Any]:
    return {
        "name": score.name,
        "group": score.group.value,
        **{name: getattr(score.counts, name) for name in _COUNTS},
        **{
            name: {"value": share.rate, "low": share.low, "high": share.high}
            for name, share in ((name, getattr(score, name)) for name in _SHARES)
        },
    }


def _stated(stated: Stated) -> dict[str, Any]:
    span = stated.span
    return {"value": stated.value, "span": None if span is None else [span.start, span.end]}


def csv_rows(scores: Iterable[Score]) -> Iterator[str]:
    """A heading, then a row for each of *scores*; a group is one whose name is that of its group."""
    ends = [f"{name}{end}" for name in _SHARES for end in ("", "_low", "_high")]
    yield row(["name", "group", *_COUNTS, *ends])
    for score in scores:
        counts = [getattr(score.counts, name) for name in _COUNTS]
        shares = [end for name in _SHARES for end in getattr(score, name)]
        yield row([score.name, score.group.value, *counts, *shares])
