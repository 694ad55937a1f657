"""The label block at the head of a letter.

On paper it is a table of labels and values in two columns; every text extractor puts them in another order:

    Case Number: CM21-0000001 Date Assigned: 01/02/2021 ...          each label before its value
    Case Number: Date Assigned: ... CM21-0000001 01/02/2021 ...      a column of labels, then its values
    12/20/2020 Application Received:                                 a value before its label

so labels and values are first read as two kinds of marks in the order in which they stand, and then paired.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final, NamedTuple

from imrkit import dates, lexicon
from imrkit.document import Document, Region
from imrkit.extractors.base import Found, Places
from imrkit.model import CaseHeader, Date
from imrkit.vocabulary import CaseOutcome, Priority

Value = str | Date | Priority | CaseOutcome

_DATES_IN_ORDER: Final = (
    "date_of_injury",
    "ur_denial_date",
    "application_received",
    "date_assigned",
    "decision_date",
)
_CASE_NUMBER: Final = re.compile(r"\bcm\d\d-? ?\d{7}\b")
_PRIORITY: Final = re.compile(r"\b(?:standard|expedited)\b")
_OUTCOME: Final = re.compile(r"\b(?P<partial>partial(?:ly)? )?(?P<word>uphold|overturn)(?:ed)?\b")


class _Label(NamedTuple):
    start: int
    end: int
    field: str  # empty for a label that is known but not read


class _Value(NamedTuple):
    start: int
    end: int
    value: Value


_Marks = list[_Label | _Value]
_Pairs = dict[str, _Value]


def header(doc: Document, region: Region) -> Found[CaseHeader]:
    """The case header, from the text before the first heading."""
    labels = _labels(doc, region)
    if not labels:
        number = _CASE_NUMBER.search(doc.key, *region)
        if number is None:
            return Found(CaseHeader())
        place = Region(*number.span())
        return Found(CaseHeader(number=_number(doc, place)), {"number": place})
    marks: _Marks = sorted([*labels, *_values(doc, region)])
    pairs = _pair(marks)
    places: Places = {name: Region(value.start, value.end) for name, value in pairs.items()}
    return Found(CaseHeader(**{name: value.value for name, value in pairs.items()}), places)  # type: ignore[arg-type]


def _labels(doc: Document, region: Region) -> list[_Label]:
    fields = dict(lexicon.rows("header_labels"))
    found = [
        _Label(
            match.start(), match.end(), fields[match["label"]] if match["label"] else "application_received"
        )
        for match in _label_pattern().finditer(doc.key, *region)
    ]
    return found


@cache
def _label_pattern() -> re.Pattern[str]:
    labels = sorted((label for label, _ in lexicon.rows("header_labels")), key=len, reverse=True)
    # "Application" and "Received:" may be torn apart; either then stands for the label.
    return re.compile(
        rf"\b(?:(?P<label>{'|'.join(map(re.escape, labels))}) ?:|application(?! ?received)|received ?:)"
    )


def _values(doc: Document, region: Region) -> list[_Value]:
    key = doc.key
    found = [
        _Value(*written.region, written.value)
        for written in dates.find(key, *region)
        if written.value is not None
    ]
    found += [_Value(*m.span(), _number(doc, Region(*m.span()))) for m in _CASE_NUMBER.finditer(key, *region)]
    found += [_Value(*m.span(), Priority(m[0])) for m in _PRIORITY.finditer(key, *region)]
    for match in _OUTCOME.finditer(key, *region):
        outcome = CaseOutcome.PARTIALLY_OVERTURN if match["partial"] else CaseOutcome(match["word"])
        found.append(_Value(*match.span(), outcome))
    return found


def _number(doc: Document, place: Region) -> str:
    return doc.read(place).upper().replace(" ", "")


def _fits(field: str, value: Value) -> bool:
    if isinstance(value, Priority):
        return field == "priority"
    if isinstance(value, CaseOutcome):
        return field == "final_determination"
    if isinstance(value, str):
        return field == "number"
    return field == "date_of_injury" or (
        field in _DATES_IN_ORDER and not isinstance(value, dates.PartialDate)
    )


def _pair(marks: _Marks) -> _Pairs:
    """Pair labels with values: the simplest reading that leaves no value over, else the most plausible."""
    after = _label_then_value(marks)
    values = sum(isinstance(mark, _Value) for mark in marks)
    if len(after) == values:
        return after
    readings = [_in_turn(marks), after, _value_then_label(marks)]
    return max(readings, key=lambda pairs: (len(pairs), _dates_in_order(pairs)))


def _label_then_value(marks: _Marks) -> _Pairs:
    """Each value belongs to the label right before it."""
    return _neighbours(marks, lambda n: n - 1)


def _value_then_label(marks: _Marks) -> _Pairs:
    """Each value belongs to the label right after it."""
    return _neighbours(marks, lambda n: n + 1)


def _neighbours(marks: _Marks, beside: Callable[[int], int]) -> _Pairs:
    pairs: _Pairs = {}
    for n, mark in enumerate(marks):
        label = marks[beside(n)] if 0 <= beside(n) < len(marks) else None
        if isinstance(mark, _Value) and isinstance(label, _Label) and _fits(label.field, mark.value):
            pairs.setdefault(label.field, mark)
    return pairs


def _in_turn(marks: _Marks) -> _Pairs:
    """Labels wait for the next value that fits them, values for the next label, first come first served."""
    pairs: _Pairs = {}
    waiting_labels: list[str] = []
    waiting_values: list[_Value] = []
    for mark in marks:
        if isinstance(mark, _Value):
            field = next((name for name in waiting_labels if _fits(name, mark.value)), None)
            if field is None:
                waiting_values.append(mark)
            else:
                waiting_labels.remove(field)
                pairs[field] = mark
        elif mark.field and mark.field not in pairs and mark.field not in waiting_labels:
            value = next((value for value in waiting_values if _fits(mark.field, value.value)), None)
            if value is None:
                waiting_labels.append(mark.field)
            else:
                waiting_values.remove(value)
                pairs[mark.field] = value
    return pairs


def _dates_in_order(pairs: _Pairs) -> int:
    """How many of the dates follow each other as a case does: injury, denial, application, review, decision."""
    found = [str(pairs[name].value) for name in _DATES_IN_ORDER if name in pairs]
    return sum(earlier <= later for earlier, later in zip(found, found[1:], strict=False))
