"""Where each value of a letter stands: a mapping from the path of a value to its span in the source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from imrkit.document import Document, Region
from imrkit.model import Span


class Evidence(Mapping[str, Span]):
    """The spans of a letter's values by their paths.

    The places are noted in the folded text while the letter is read. Each span in the source is worked out when
    it is asked for: most readers of a letter never ask.
    """

    __slots__ = ("_document", "_places")

    def __init__(self, document: Document, places: dict[str, Region]) -> None:
        self._document = document
        self._places = places

    def __getitem__(self, path: str) -> Span:
        return self._document.span(*self._places[path])

    def __contains__(self, path: object) -> bool:
        return path in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __repr__(self) -> str:
        return f"<Evidence for {len(self)} values>"
