"""Where values stand in the text of a letter: those that were read, and those that should have been.

What was read has its place in the evidence. A labelled value has none and is looked for: the words of a text, a date
however it is written, a number where it can mean nothing else. A value that only a reader can find (a reason, a
category) and one that cannot be told from others like it have no place: none is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from imrkit import dates
from imrkit.document import Document
from imrkit.evaluation.comparison import Slot
from imrkit.evaluation.fields import Level, Wording
from imrkit.model import Letter, Span

_WORD: Final = re.compile(r"[^\W_]+")
_BETWEEN_WORDS: Final = r"[\W_]{1,6}+"
_LONGEST: Final = 60
"""Words of a text that are looked for; more would only slow the search."""


class Places:
    """The places of values in one letter."""

    def __init__(self, letter: Letter) -> None:
        self._letter = letter

    @cached_property
    def _document(self) -> Document:
        return Document(self._letter.text)

    @cached_property
    def _evidence(self) -> Mapping[str, Span]:
        return dict(self._letter.evidence)

    def of_read(self, slot: Slot, number: int) -> Span | None:
        """Where the value *number* of those that were read stands."""
        if slot.field.wording in {Wording.BEGINNING, Wording.END}:
            return self._looked_for(slot, slot.read[number])
        if slot.field.wording is Wording.COUNTED:
            return None
        path = _joined(slot.evidence, slot.field.evidence)
        return (
            self._evidence.get(path)
            or self._evidence.get(f"{path}[{number}]")
            or self._around(f"{path}[{number}].")
        )

    def of_labelled(self, slot: Slot, number: int) -> Span | None:
        """Where the labelled value *number* stands, as far as can be told."""
        return self._looked_for(slot, slot.labelled[number])

    def within(self, slot: Slot) -> Span | None:
        """The passage that the field belongs to, from the first to the last value that was read in it."""
        first = slot.field.evidence.partition(".")[0]
        if slot.field.level is Level.LETTER:
            return self._around(f"{first}.")
        if slot.field.level is Level.ITEM:
            part = f"{slot.evidence}.{first}"
            return self._around(f"{part}.") or self._evidence.get(part) or self._around(f"{slot.evidence}.")
        side, _, _ = slot.evidence.partition(".citations")
        return self._around(f"{side}.") or self._around(f"{side.partition('.')[0]}.")

    def _around(self, beginning: str) -> Span | None:
        """From the first to the last of the values whose paths have this *beginning*."""
        spans = [span for path, span in self._evidence.items() if path.startswith(beginning)]
        if not spans:
            return None
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    def _looked_for(self, slot: Slot, value: Any) -> Span | None:
        wording = slot.field.wording
        home = self.within(slot)
        if wording is Wording.NUMBER:
            return None if home is None else self._only(_number(value), home)
        if wording is Wording.DATE:
            return _nearest(self._dates(value), home)
        words = value.get("title") if wording is Wording.CITED else value
        if wording in {Wording.CODED, Wording.COUNTED} or words is None:
            return None
        if home is not None and wording is Wording.BEGINNING:
            home = Span(home.start, home.start)
        elif home is not None and wording is Wording.END:
            home = Span(home.end, home.end)
        return _nearest(self._texts(words), home)

    def _texts(self, text: str) -> Iterator[Span]:
        words = _WORD.findall(Document(text).key)[:_LONGEST]
        if words:
            yield from self._matches(_BETWEEN_WORDS.join(map(re.escape, words)))

    def _dates(self, stated: str) -> Iterator[Span]:
        key = self._document.key
        for written in dates.find(key, 0, len(key)):
            if str(written.value) == stated:
                yield self._document.span(*written.region)

    def _only(self, pattern: str, home: Span) -> Span | None:
        """The only match within *home*; ``None`` where there are more."""
        found = [span for span in self._matches(pattern) if home.start <= span.start and span.end <= home.end]
        return found[0] if len(found) == 1 else None

    def _matches(self, pattern: str) -> Iterator[Span]:
        for match in re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", self._document.key):
            yield self._document.span(*match.span())


def _joined(base: str, path: str) -> str:
    return f"{base}.{path}" if base else path


def _number(value: Any) -> str:
    if isinstance(value, tuple):
        return rf"{_number(value[0])}(?: ?- ?| to | or ){_number(value[1])}"
    return re.escape(f"{value:g}" if isinstance(value, float) else str(value))


def _nearest(found: Iterator[Span], home: Span | None) -> Span | None:
    """The place nearest to *home*, the first one where several are as near, or where there is no such passage."""

    def distance(span: Span) -> int:
        return 0 if home is None else max(home.start - span.end, span.start - home.end, 0)

    return min(found, key=distance, default=None)
