"""A letter as plain data and as JSON, and back.

:func:`to_dict` gives what ``json.dumps`` takes: objects as dictionaries, tuples as lists, enums as their values,
dates in ISO 8601 as precise as they are known (``"2016-10-13"``, ``"2016-10"``, ``"2016"``), a range as
``{"low": 4, "high": 8}``, a span as ``[start, end]``. Beside the fields of :class:`~imrkit.model.Letter` stand
``schema_version``, the computed ``outcome`` and, where the caller knows it, the ``source`` of the letter. In ``extra``,
where no schema says what a text is, a date that stands by itself is ``{"date": "2016-10-13"}``.

:func:`from_dict` takes back what :func:`to_dict` gives, this version's or an older one's, and nothing else: an
unknown field, a value of another type, a word outside a vocabulary is a :class:`~imrkit.errors.DataError` with
the path to it. Fields that the model has a default for may be missing.

JSON is written and read by orjson where that is installed (the extra ``json``), with the same result.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from types import ModuleType
from typing import Any, Final

from imrkit.errors import DataError
from imrkit.model import Letter
from imrkit.parser import Parser

__all__ = ["SCHEMA_VERSION", "from_dict", "from_json", "to_dict", "to_json"]

SCHEMA_VERSION: Final = 2
"""Raised when what is written changes in a way that readers of the data have to know. Older versions are still read."""

# Characters that end a line for some readers, steer a terminal, or cannot be written in UTF-8.
_ESCAPED_IN_JSON: Final = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# Numbers that orjson reads as floats, with a loss, and json does not.
_LONG_NUMBER: Final = re.compile("[0-9]{19}")
_LONG_NUMBER_IN_BYTES: Final = re.compile(b"[0-9]{19}")


def to_dict(letter: Letter, *, text: bool = False, source: str | None = None) -> dict[str, Any]:
    """*letter* as plain data: what ``json.dumps`` takes.

    >>> import imrkit
    >>> data = to_dict(imrkit.read_letter("examples/letters/one-request.txt"))
    >>> data["case"]["decision_date"], data["items"][0]["decision"], data["evidence"]["patient.age"]
    ('2017-06-16', 'upheld', [761, 763])

    Args:
        letter: the letter.
        text: include the text that the letter was read from, which its evidence points into.
        source: where the letter came from, noted as ``source``; :func:`from_dict` passes over it.

    Raises:
        ValueError: a number is infinite.
    """
    from imrkit import converter  # noqa: PLC0415 (slow to import)

    content = converter.to_data(letter)
    if not text:
        del content["text"]
    head: dict[str, Any] = {"schema_version": SCHEMA_VERSION}
    if source is not None:
        head["source"] = source
    outcome = letter.outcome
    return {**head, "outcome": None if outcome is None else outcome.value, **content}


def from_dict(data: Mapping[str, Any], *, parser: Parser | None = None) -> Letter:
    """The letter that *data* holds, equal to the one that :func:`to_dict` was given.

    Args:
        data: what :func:`to_dict` gave, in this version or an older one.
        parser: has the extractors that read ``extra``. Needed where they yield objects of classes of their own;
            the values of its extra fields must then be of the classes that it says.

    Raises:
        DataError: *data* is no letter as :func:`to_dict` writes it, or of a newer schema version. Its ``path`` is the
            place of the value that is wrong.
    """
    from imrkit import converter  # noqa: PLC0415 (slow to import)

    if not isinstance(data, Mapping):
        raise DataError("", "an object is expected")
    content = _upgraded(dict(data))
    outcome = content.pop("outcome", None)
    if not isinstance(content.pop("source", ""), str):
        raise DataError("source", "a text is expected")
    letter = converter.from_data(content, {} if parser is None else parser.extra)
    if "outcome" in data and outcome != letter.outcome:
        raise DataError("outcome", "not what the decisions of the items amount to")
    return letter


def to_json(letter: Letter, *, text: bool = False, source: str | None = None) -> str:
    """*letter* as JSON on one line, without the line end; *text* and *source* are those of :func:`to_dict`.

    >>> import imrkit
    >>> letter = imrkit.read_letter("examples/letters/one-request.txt")
    >>> to_json(letter)[:67]
    '{"schema_version":2,"outcome":"uphold","generation":"expert review"'

    Raises:
        ValueError: a number is infinite.
    """
    return json_line(to_dict(letter, text=text, source=source))


def json_line(content: Mapping[str, Any]) -> str:
    """*content*, plain data and dates, as JSON on one line that nothing takes for two, and that no terminal obeys."""
    written = _written(content)
    if written.isascii() and "\x7f" not in written:
        return written
    return _ESCAPED_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def from_json(data: str | bytes, *, parser: Parser | None = None) -> Letter:
    """The letter that :func:`to_json` wrote as *data*; *parser* is that of :func:`from_dict`.

    >>> import imrkit
    >>> letter = imrkit.read_letter("examples/letters/one-request.txt")
    >>> from_json(to_json(letter)) == letter
    True

    Raises:
        DataError: *data* is no JSON, or :func:`from_dict` refuses it.
    """
    return from_dict(_read(data), parser=parser)


def _upgraded(content: dict[str, Any]) -> dict[str, Any]:
    """*content*, of whichever version, as this version writes it, and without its version."""
    version = content.pop("schema_version", None)
    if type(version) is not int or not 1 <= version <= SCHEMA_VERSION:
        raise DataError(
            "schema_version", f"1 to {SCHEMA_VERSION} are expected; what is newer needs a newer imrkit"
        )
    for step in range(version, SCHEMA_VERSION):
        content = _UPGRADES[step](content)
    return content


def _with_extra(content: dict[str, Any]) -> dict[str, Any]:
    """From version 1, which knew no extractors and layouts from outside, to version 2."""
    for name in ("extra", "layout"):
        if name in content:
            raise DataError(name, "an unknown field")
    return {**content, "extra": {}, "layout": None}


_UPGRADES: Final[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {1: _with_extra}
"""From each older version to the one after it."""


@cache
def _orjson() -> ModuleType | None:
    try:
        import orjson  # noqa: PLC0415 (optional)
    except ImportError:
        return None
    return orjson


def _written(content: Mapping[str, Any]) -> str:
    orjson = _orjson()
    if orjson is not None:
        try:
            written: str = orjson.dumps(content).decode()
        except TypeError:  # a number of more than 64 bits, or half a character
            pass
        else:
            return written
    return json.dumps(
        content,
        ensure_ascii=False,
        allow_nan=False,
        check_circular=False,
        separators=(",", ":"),
        default=dt.date.isoformat,
    )


def _read(data: str | bytes) -> Any:
    orjson = _orjson()
    if orjson is not None and not _has_long_number(data):
        try:
            return orjson.loads(data)
        except ValueError:  # no JSON, or half a character
            pass
    try:
        return json.loads(data)
    except json.JSONDecodeError as error:
        raise DataError("", f"no JSON: {error.msg} at character {error.pos}") from None
    except (ValueError, RecursionError):  # not UTF-8, a number without end, nesting without end
        raise DataError("", "no JSON that can be read") from None


def _has_long_number(data: str | bytes) -> bool:
    found = _LONG_NUMBER.search(data) if isinstance(data, str) else _LONG_NUMBER_IN_BYTES.search(data)
    return found is not None
