"""Labelled letters, read and checked: what careful readers wrote down in the format of :mod:`imrkit.gold`.

A label that is misspelt, or of another kind than its field takes, would silently count as an error of the program
that is measured with it. So nothing is taken but what the format has; a field that is left out says the same as
``null``: the letter does not state it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from imrkit import plain
from imrkit.errors import LabelError
from imrkit.plain import RefusedError
from imrkit.vocabulary import (
    SUBCATEGORIES,
    Category,
    Conclusion,
    Decision,
    GuidelineSource,
    Part,
    Priority,
    Reason,
    Sex,
    Side,
    State,
)

__all__ = ["Record", "check_labels", "read_labels"]

Record = Mapping[str, Any]
"""A labelled letter as plain data, as :func:`imrkit.gold.record` writes it."""

_NO_BLANK: Final = re.compile(r"[^ \t\r\n]")


def read_labels(path: str | os.PathLike[str]) -> tuple[Record, ...]:
    """The labelled letters in a file.

    Args:
        path: a file in UTF-8 with one JSON object for each letter, one after the other: one a line, or laid out over
            several lines.

    Raises:
        LabelError: the file holds something else, or the same letter twice.
        OSError: it cannot be read.
    """
    data = Path(path).read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LabelError(data.count(b"\n", 0, error.start) + 1, "", "a text in UTF-8 is expected") from None
    return _checked(_records(text))


def check_labels(records: Iterable[Record]) -> tuple[Record, ...]:
    """*records*, if they are labelled letters.

    Raises:
        LabelError: one of them is none, or labels the same letter as one before it.
    """
    return _checked(enumerate(records, start=1))


def _records(text: str) -> Iterator[tuple[int, Any]]:
    """The JSON values in *text*, each with the line that it begins on."""
    decoder = json.JSONDecoder()
    at, line = 0, 1
    while begins := _NO_BLANK.search(text, at):
        line += text.count("\n", at, begins.start())
        at = begins.start()
        try:
            record, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise LabelError(error.lineno, "", f"no JSON: {error.msg}, column {error.colno}") from None
        except (ValueError, RecursionError):  # a number or nesting without end
            raise LabelError(line, "", "no JSON that can be read") from None
        yield line, record
        line += text.count("\n", at, end)
        at = end


def _checked(records: Iterable[tuple[int, Any]]) -> tuple[Record, ...]:
    lines: dict[str, int] = {}
    checked: list[Record] = []
    for line, record in records:
        try:
            _LETTER(record)
        except RefusedError as error:
            raise LabelError(line, error.within, str(error)) from None
        if record["id"] in lines:
            raise LabelError(line, "id", f"the letter is labelled on line {lines[record['id']]} already")
        lines[record["id"]] = line
        checked.append(record)
    return tuple(checked)


_Check = Callable[[Any], object]
"""Raises :class:`RefusedError` where a value is not what its field takes."""


def _object(
    parts: Mapping[str, _Check], needed: frozenset[str] = frozenset(), together: _Check | None = None
) -> _Check:
    """An object that has nothing but *parts*, and those that are *needed*; *together* checks it as a whole.

    Any other part may be ``None``, or left out.
    """

    def check(value: Any) -> None:
        if not isinstance(value, Mapping):
            raise RefusedError("an object is expected")
        for name in value:
            if name not in parts:
                raise RefusedError(f"a field that is none of {', '.join(parts)}")
        for name, of_part in parts.items():
            if value.get(name) is not None:
                _within(name, of_part, value[name])
            elif name in needed:
                raise RefusedError("is missing", within=name)
        if together is not None:
            together(value)

    return check


def _list(of_member: _Check) -> _Check:
    def check(value: Any) -> None:
        if not isinstance(value, list | tuple):
            raise RefusedError("a list is expected, [] for none")
        for n, member in enumerate(value):
            _within(f"[{n}]", of_member, member)

    return check


def _within(name: str, check: _Check, value: Any) -> None:
    try:
        check(value)
    except RefusedError as error:
        joint = "." if error.within and not error.within.startswith("[") else ""
        raise RefusedError(str(error), within=f"{name}{joint}{error.within}") from None


def _word(vocabulary: type[StrEnum]) -> _Check:
    return lambda value: plain.vocabulary_word(value, vocabulary)


def _text(value: Any) -> None:
    if not plain.string(value).strip():
        raise RefusedError("a text that is not empty is expected, null for none")


def _count(value: Any) -> None:
    if plain.whole_number(value) < 0:
        raise RefusedError("a whole number, 0 or more, is expected")


def _number(value: Any) -> None:
    if plain.plain_number(value) < 0:
        raise RefusedError("a number, 0 or more, is expected")


def _or_range(check: _Check) -> _Check:
    def check_either(value: Any) -> None:
        if not isinstance(value, list | tuple):
            check(value)
            return
        if len(value) != 2:
            raise RefusedError("a number, or a range as [low, high], is expected")
        for n, end in enumerate(value):
            _within(f"[{n}]", check, end)
        if value[0] >= value[1]:
            raise RefusedError("a range with the lower end first is expected")

    return check_either


def _of_its_category(item: Record) -> None:
    """A subcategory is one of the item's category."""
    subcategory = item.get("subcategory")
    if subcategory is None:
        return
    category = item.get("category")
    known = () if category is None else SUBCATEGORIES[Category(category)]
    words = [term.value for term in known]
    if subcategory not in words:
        refused = plain.not_a_word(subcategory, "a subcategory of the item's category", words)
        raise RefusedError(str(refused), within="subcategory")


_GUIDELINES: Final = _object(
    {
        "none_cited": plain.truth,
        "outside_mtus": plain.truth,
        "citations": _list(
            _object(
                {
                    "source": _word(GuidelineSource),
                    "mtus": plain.truth,
                    "title": _text,
                    "chapter": _count,
                    "year": _count,
                    "sections": _text,
                    "pages": _text,
                },
                needed=frozenset({"source", "mtus"}),
            )
        ),
    }
)
_RATIONALE: Final = _object(
    {
        "first_words": _text,
        "last_words": _text,
        "conclusion": _word(Conclusion),
        "references": _list(_text),
        "reasons": _list(_word(Reason)),
    }
)
_ITEM: Final = _object(
    {
        "request": _text,
        "original_request": _text,
        "authorized": _text,
        "decision": _word(Decision),
        "category": _word(Category),
        "subcategory": plain.subcategory,
        "body_parts": _list(_object({"part": _word(Part), "side": _word(Side)}, needed=frozenset({"part"}))),
        "visits": _or_range(_count),
        "per_week": _or_range(_number),
        "weeks": _or_range(_number),
        "drug": _object(
            {
                "name": _text,
                "strength": _text,
                "quantity": _number,
                "refills": _count,
            }
        ),
        "retrospective": plain.truth,
        "ca_guidelines": _GUIDELINES,
        "reviewer_guidelines": _GUIDELINES,
        "rationale": _RATIONALE,
    },
    together=_of_its_category,
)
_LETTER: Final = _object(
    {
        "id": _text,
        "case_number": _text,
        "date_assigned": plain.date,
        "date_of_injury": plain.date,
        "decision_date": plain.date,
        "ur_denial_date": plain.date,
        "application_received": plain.date,
        "priority": _word(Priority),
        "reviewer": _object(
            {
                "states": _list(_word(State)),
                "specialties": _list(_text),
                "subspecialties": _list(_text),
            }
        ),
        "patient": _object({"age": _count, "sex": _word(Sex)}),
        "injury": _object(
            {
                "date": plain.date,
                "end_date": plain.date,
                "mechanism": _text,
                "cumulative": plain.truth,
                "diagnoses": _list(_text),
            }
        ),
        "items": _list(_ITEM),
        "notes": plain.string,
    },
    needed=frozenset({"id", "items"}),
)
