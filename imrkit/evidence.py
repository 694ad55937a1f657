"""Evidence that is worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from imrkit.document import Document
from imrkit.extractors.base import Found, Places
from imrkit.model import Evidence, Span


class EvidenceInDocument(Evidence):
    """The places of a letter's values in its folded text, led back to the source one by one.

    Most readers of a letter never ask for a span, so none is made before somebody does.
    """

    __slots__ = ("_all", "_document", "_found")

    def __init__(self, document: Document, found: Found[Any]) -> None:
        super().__init__()
        self._document = document
        self._found = found
        self._all: Places = {}

    @property
    def _places(self) -> Places:
        if not self._all:
            self._all = self._found.all_places()
        return self._all

    def __getitem__(self, path: str) -> Span:
        return self._document.span(*self._places[path])

    def __contains__(self, path: object) -> bool:
        return path in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
