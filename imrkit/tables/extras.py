"""The columns of extra fields: what extractors that were added to a parser read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import accumulate, chain
from types import NoneType
from typing import Any, Final

import pyarrow as pa
from attrs import evolve

from imrkit import kinds
from imrkit.parser import Parser
from imrkit.tables.columns import ITEMS, LETTERS, Column, ItemRow, TableLayout
from imrkit.tables.kinds import DAY, NUMBER, TEXT, TRUTH, WHOLE, Kind, words

PREFIX: Final = "extra_"
_LONGEST_DICTIONARY: Final = 127  # words; what the codes of dictionary columns can tell apart

_WRITTEN: Final = Kind(
    pa.string(), lambda values: TEXT.array([None if value is None else str(value) for value in values])
)
_OF_CLASSES: Final[dict[Any, Kind]] = {
    str: TEXT,
    bool: TRUTH,
    int: WHOLE,
    float: NUMBER,
    dt.date: DAY,
}


def with_extra(table: TableLayout, parser: Parser) -> TableLayout:
    """*table* with a column for each extra field of *parser* that its rows have: ``extra_`` and the field's name.

    Fields of the letter are columns of ``letters``, those of items of ``items``; other tables have none. A list is a
    list, an object a struct. What has no type of its own in Arrow (a range, a date that may lack its day) is text.
    """
    if table.name not in {LETTERS.name, ITEMS.name}:
        return table
    of_items = table.name == ITEMS.name
    columns = [
        Column(
            f"{PREFIX}{name}",
            _kind(_of_one_item(cls) if of_items else cls),
            f"What the extractor {name} read.",
            _item_value(name) if of_items else _letter_value(name),
        )
        for name, cls in parser.extra.items()
        if (name in parser.extra_of_items) == of_items
    ]
    return evolve(table, columns=(*table.columns, *columns))


def _letter_value(name: str) -> Callable[[Any], Any]:
    return lambda read: read.letter.extra.get(name)


def _item_value(name: str) -> Callable[[ItemRow], Any]:
    return lambda row: row.extra[name][row.number] if name in row.extra else None


def _of_one_item(cls: Any) -> Any:
    return kinds.member_of(cls)


def _kind(cls: Any) -> Kind:
    """The kind of column for values of *cls* or ``None``."""
    member = kinds.member_of(cls)
    if member is not None:
        return _lists(_kind(member))
    options = [option for option in kinds.alternatives(cls) if option is not NoneType]
    if len(options) != 1:
        return _WRITTEN
    if options != [cls]:
        return _kind(options[0])
    if kinds.is_object(cls):
        return _structs({name: _kind(part) for name, part in kinds.fields_of(cls).items()})
    if isinstance(cls, type) and issubclass(cls, StrEnum):
        return words(cls) if len(cls) <= _LONGEST_DICTIONARY else TEXT
    return _OF_CLASSES.get(cls, _WRITTEN)


def _lists(kind: Kind) -> Kind:
    def array(values: Sequence[Any]) -> pa.Array[Any]:
        offsets = pa.array(accumulate((len(value or ()) for value in values), initial=0), pa.int32())
        members = kind.array(list(chain.from_iterable(value or () for value in values)))
        return pa.ListArray.from_arrays(offsets, members, mask=_missing(values))

    return Kind(pa.list_(kind.type), array)


def _structs(parts: dict[str, Kind]) -> Kind:
    def array(values: Sequence[Any]) -> pa.Array[Any]:
        arrays = [
            kind.array([None if value is None else getattr(value, name) for value in values])
            for name, kind in parts.items()
        ]
        return pa.StructArray.from_arrays(arrays, list(parts), mask=_missing(values))

    return Kind(pa.struct([(name, kind.type) for name, kind in parts.items()]), array)


def _missing(values: Sequence[Any]) -> pa.Array[Any]:
    return pa.array([value is None for value in values], pa.bool_())
