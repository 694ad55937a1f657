"""The label block at the head of a letter.

On paper it is a table of labels and values in two columns; every text extractor puts them in another order:

    Case Number: CM21-0000001 Date Assigned: 01/02/2021 ...          each label before its value
    Case Number: Date Assigned: ... CM21-0000001 01/02/2021 ...      a column of labels, then its values
    12/20/2020 Application Received:                                 a value before its label

so labels and values are first read as two kinds of marks in the order in which they stand, and then paired. A
label may have lost its value to the redaction; the label after it is no value.

Older letters have a cover page ("Final Determination: UPHOLD"), or tell in a sentence what the block does not:

    An application for Independent Medical Review was filed on 2/9/2031 disputing the Utilization Review Denial
    dated 1/30/2031.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache
from itertools import combinations, pairwise
from operator import itemgetter
from typing import Final, NamedTuple

from imrkit import dates, lexicon
from imrkit.document import Document, Region
from imrkit.extractors.base import Found, Places
from imrkit.model import CaseHeader, Date, PartialDate
from imrkit.vocabulary import CaseOutcome, Priority

Value = str | Date | Priority

_CASE_NUMBER: Final = re.compile(r"\bcm\d\d-? ?\d{7}\b")
_PRIORITY: Final = re.compile(
    r"\b(?:(?P<standard>(?:expedited to )?standard(?! to expedited)|(?:non-?|not) ?expedited)"
    r"|(?:standard to )?expedited)\b"
)
_OUTCOME: Final = re.compile(
    r"final determination ?: ?(?P<outcome>(?P<partial>partial(?:ly)? )?(?:(?P<uphold>uphold|upheld)|overturn(?:ed)?))\b"
)
_FILED: Final = re.compile(r"application for independent medical review was (?:filed|received|submitted) on ")
_DENIED: Final = re.compile(
    r"utilization review (?:denial|decision|determination|denial/modification|modification) (?:dated|of) "
)
_LONGEST_DATE: Final = 20
_NUMBER_LABEL: Final = "case number:"
_LONGEST_BLOCK: Final = 250


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


def header(doc: Document, region: Region, application: Region | None = None) -> Found[CaseHeader]:
    """The case header, from the text before the first heading.

    *application* is the section that tells when the review was applied for, in letters that have one.
    """
    places: Places = {}
    values: dict[str, Value | CaseOutcome] = {}
    labelled = _labelled(doc, region)
    if "number" not in labelled and (number := _unlabelled_number(doc, region)):
        labelled["number"] = number
    for name, value in labelled.items():
        values[name] = value.value
        places[name] = Region(value.start, value.end)
    if outcome := _OUTCOME.search(doc.key, *region):
        values["final_determination"] = _outcome(outcome)
        places["final_determination"] = Region(*outcome.span("outcome"))
    if application is not None:
        for name, told in (("application_received", _FILED), ("ur_denial_date", _DENIED)):
            day = _date_after(doc, application, told) if name not in values else None
            if day is not None:
                values[name] = day.value
                places[name] = Region(day.start, day.end)
    return Found(CaseHeader(**values), places)  # type: ignore[arg-type]


def _labelled(doc: Document, region: Region) -> _Pairs:
    labels = _labels(doc, region)
    return _pair(sorted([*labels, *_values(doc, region)], key=itemgetter(0))) if labels else {}


def _unlabelled_number(doc: Document, region: Region) -> _Value | None:
    """The only case number before the first heading, or else the only one that running heads give."""
    found = [(m[0], Region(*m.span())) for m in _CASE_NUMBER.finditer(doc.key, *region)]
    numbers = {_number(number): place for number, place in found or doc.in_furniture(_CASE_NUMBER)}
    if len(numbers) != 1:
        return None
    ((number, place),) = numbers.items()
    return _Value(*place, number)


def blocks(doc: Document) -> list[tuple[str, Region]]:
    """The case numbers of the label blocks in the whole of *doc*, each with its place.

    A label of the number alone makes no block: others stand beside it, and prose may name another case.
    """
    found: list[tuple[str, Region]] = []
    at = doc.key.find(_NUMBER_LABEL)
    while at >= 0:
        near = Region(max(at - _LONGEST_BLOCK, 0), min(at + _LONGEST_BLOCK, len(doc.key)))
        number = _CASE_NUMBER.search(doc.key, at, near.end)
        others = {label.field for label in _labels(doc, near)} - {"", "number"}
        if number and len(others) > 1:
            found.append((_number(number[0]), Region(*number.span())))
        at = doc.key.find(_NUMBER_LABEL, at + 1)
    return found


def _outcome(said: re.Match[str]) -> CaseOutcome:
    if said["partial"]:
        return CaseOutcome.PARTIALLY_OVERTURN
    return CaseOutcome.UPHOLD if said["uphold"] else CaseOutcome.OVERTURN


def _date_after(doc: Document, region: Region, words: re.Pattern[str]) -> _Value | None:
    said = words.search(doc.key, *region)
    if said is None:
        return None
    written = dates.first(doc.key, said.end(), min(said.end() + _LONGEST_DATE, region.end))
    if written is None or not isinstance(written.value, dt.date):
        return None
    return _Value(*written.region, written.value)


def _labels(doc: Document, region: Region) -> list[_Label]:
    fields = _fields()
    return [
        _Label(
            match.start(), match.end(), fields[match["label"]] if match["label"] else "application_received"
        )
        for match in _label_pattern().finditer(doc.key, *region)
    ]


@cache
def _fields() -> dict[str, str]:
    return {row[0]: row[1] for row in lexicon.rows("header_labels")}


@cache
def _label_pattern() -> re.Pattern[str]:
    labels = sorted(_fields(), key=len, reverse=True)
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
    found += [_Value(*m.span(), _number(m[0])) for m in _CASE_NUMBER.finditer(key, *region)]
    found += [
        _Value(*m.span(), Priority.STANDARD if m["standard"] else Priority.EXPEDITED)
        for m in _PRIORITY.finditer(key, *region)
    ]
    return found


def _number(said: str) -> str:
    """A case number as letters print it, whatever became of its hyphen."""
    return f"CM{said[2:4]}-{said[-7:]}"


def _fits(field: str, value: Value) -> bool:
    if isinstance(value, Priority):
        return field == "priority"
    if isinstance(value, str):
        return field == "number"
    return field == "date_of_injury" or (field in dates.CASE_ORDER and not isinstance(value, PartialDate))


def _pair(marks: _Marks) -> _Pairs:
    """Pair labels with values: the simplest reading that leaves none over, else the most plausible."""
    after = _label_then_value(marks)
    values = sum(isinstance(mark, _Value) for mark in marks)
    fields = {mark.field for mark in marks if isinstance(mark, _Label) and mark.field}
    if len(after) in (values, len(fields)):
        return after
    in_turn = _in_turn(marks)
    days = [mark for mark in marks if isinstance(mark, _Value) and not isinstance(mark.value, str)]
    dated = [name for name in dates.CASE_ORDER if name in fields]
    if len(days) < len(dated):  # nobody can tell by their turn whose value is missing
        labels = dict.fromkeys(
            mark.field for mark in marks if isinstance(mark, _Label) and mark.field in dated
        )
        sure = _surely_of(list(labels), days)
        in_turn = {name: value for name, value in in_turn.items() if name not in dated}
        before = _value_then_label(marks)
        if sure is not None and not (len(before) == values and not _dates_out_of_order(before)):
            return in_turn | sure
    readings = [in_turn, after, _value_then_label(marks)]
    return max(readings, key=lambda pairs: len(pairs) - 2 * _dates_out_of_order(pairs))


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


def _surely_of(labels: list[str], days: list[_Value]) -> _Pairs | None:
    """Of dates that are fewer than their labels, those that can be of one label only.

    Whichever labels are without a value, the others' follow each other as the labels do, and lie as in a case;
    ``None`` if they cannot.
    """
    readings = [dict(zip(named, days, strict=True)) for named in combinations(labels, len(days))]
    readings = [
        pairs
        for pairs in readings
        if not _dates_out_of_order(pairs) and all(_fits(name, day.value) for name, day in pairs.items())
    ]
    if not readings:
        return None
    return {
        name: day for name, day in readings[0].items() if all(pairs.get(name) is day for pairs in readings)
    }


def _dates_out_of_order(pairs: _Pairs) -> int:
    """How many of the dates do not follow the one before as in a case: injury, denial, application, ..."""
    found = [str(pairs[name].value) for name in dates.CASE_ORDER if name in pairs]
    return sum(earlier > later for earlier, later in pairwise(found))
