"""Labelled values, and values that were read, in words for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from imrkit.evaluation.results import Stated
from imrkit.model import Guideline
from imrkit.vocabulary import GuidelineSource
from imrkit.wording import citation

NO_SUCH_VALUE: Final = "no such value"


def listed(values: Iterable[Stated]) -> str:
    """The values of one side of a disagreement."""
    return "; ".join(in_words(stated.value) for stated in values) or NO_SUCH_VALUE


def in_words(value: Any) -> str:
    """A value as records have it: the words of vocabularies as they stand there, an object in one phrase."""
    if value is True:
        return "yes"
    if isinstance(value, tuple):
        return " to ".join(map(str, value))
    if isinstance(value, Mapping):
        return _citation(value) if "source" in value else _part(value)
    return str(value)


def _part(part: Mapping[str, Any]) -> str:
    side = part.get("side")
    return part["part"] if side is None else f"{side} {part['part']}"


def _citation(cited: Mapping[str, Any]) -> str:
    details = {name: cited.get(name) for name in ("title", "chapter", "year", "sections", "pages")}
    words = citation(Guideline(GuidelineSource(cited["source"]), cited["mtus"], **details))
    return words or cited["source"]
