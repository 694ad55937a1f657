"""The kinds of values that a column can hold: their Arrow types, and how Python's values become arrays of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from itertools import accumulate, chain
from typing import Any, Final

import pyarrow as pa
from attrs import frozen

from imrkit.model import BodyPart, Span
from imrkit.vocabulary import Part, Side

_LARGEST_WHOLE: Final = 2**31 - 1
_LARGEST_NUMBER: Final = 2**53


@frozen
class Kind:
    """What a column holds."""

    type: pa.DataType
    array: Callable[[Sequence[Any]], pa.Array[Any]]
    """Makes an array of this type of values."""


def _texts(values: Sequence[str | None]) -> pa.Array[Any]:
    try:
        return pa.array(values, pa.string())
    except UnicodeEncodeError:  # half of a character, as broken text extractors leave it
        return pa.array([None if value is None else _encodable(value) for value in values], pa.string())


def _encodable(text: str) -> str:
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _whole_numbers(values: Sequence[int | None]) -> pa.Array[Any]:
    return pa.array([_within(value, _LARGEST_WHOLE) for value in values], pa.int32())


def _numbers(values: Sequence[float | None]) -> pa.Array[Any]:
    return pa.array([_within(value, _LARGEST_NUMBER) for value in values], pa.float64())


def _within(value: float | None, largest: int) -> float | None:
    """*value*, if it can be held: what is asked for two thousand million times is no number of visits."""
    return value if value is not None and -largest <= value <= largest else None


def _lists(
    members: Callable[[Sequence[Any]], pa.Array[Any]],
) -> Callable[[Sequence[Sequence[Any]]], pa.Array[Any]]:
    def array(values: Sequence[Sequence[Any]]) -> pa.Array[Any]:
        offsets = pa.array(accumulate(map(len, values), initial=0), pa.int32())
        return pa.ListArray.from_arrays(offsets, members(list(chain.from_iterable(values))))

    return array


def words(vocabulary: Iterable[StrEnum | str]) -> Kind:
    """Words of a vocabulary: a dictionary that holds all of it, always in its order."""
    dictionary = pa.array([str(word) for word in vocabulary], pa.string())
    codes: dict[str | None, int | None] = {word: code for code, word in enumerate(dictionary.to_pylist())}
    codes[None] = None

    def array(values: Sequence[str | None]) -> pa.Array[Any]:
        return pa.DictionaryArray.from_arrays(
            pa.array([codes[value] for value in values], pa.int8()), dictionary
        )

    return Kind(pa.dictionary(pa.int8(), pa.string()), array)


def lists_of(kind: Kind) -> Kind:
    """Lists of a kind of values."""
    return Kind(pa.list_(kind.type), _lists(kind.array))


TEXT: Final = Kind(pa.string(), _texts)
TRUTH: Final = Kind(pa.bool_(), lambda values: pa.array(values, pa.bool_()))
WHOLE: Final = Kind(pa.int32(), _whole_numbers)
NUMBER: Final = Kind(pa.float64(), _numbers)
DAY: Final = Kind(pa.date32(), lambda values: pa.array(values, pa.date32()))

_PART: Final = words(Part)
_SIDE: Final = words(Side)


def _parts_and_sides(values: Sequence[BodyPart]) -> pa.Array[Any]:
    parts = _PART.array([value.part for value in values])
    sides = _SIDE.array([value.side for value in values])
    return pa.StructArray.from_arrays([parts, sides], ["part", "side"])


def _places(values: Sequence[Span]) -> pa.Array[Any]:
    starts, ends = WHOLE.array([span.start for span in values]), WHOLE.array([span.end for span in values])
    return pa.StructArray.from_arrays([starts, ends], ["start", "stop"])


BODY_PARTS: Final = lists_of(Kind(pa.struct([("part", _PART.type), ("side", _SIDE.type)]), _parts_and_sides))
SPANS: Final = lists_of(Kind(pa.struct([("start", pa.int32()), ("stop", pa.int32())]), _places))
