"""Evidence that is worked out when it is asked for."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

from imrkit.document import Document
from imrkit.extractors.base import Found, Places
from imrkit.model import Evidence, Span


class EvidenceInDocument(Evidence):
    """The places of a letter's values in its folded text, led back to the source one by one.

    Most readers of a letter never ask for a span, so none is made before somebody does. For their sake, too, what
    comes out of a pickle stays packed until then: most of the time that a letter takes from one process to
    another would go into its evidence.
    """

    __slots__ = ("_all", "_origin")

    def __init__(self, origin: tuple[Document, Found[Any]] | bytes) -> None:
        super().__init__()
        self._origin = origin
        self._all: Places = {}

    def __reduce__(self) -> tuple[type[EvidenceInDocument], tuple[bytes]]:
        packed = self._origin
        if not isinstance(packed, bytes):
            packed = pickle.dumps(packed, pickle.HIGHEST_PROTOCOL)
        return type(self), (packed,)

    @property
    def _read_from(self) -> tuple[Document, Found[Any]]:
        origin = self._origin
        if isinstance(origin, bytes):
            origin = self._origin = _unpacked(origin)
        return origin

    @property
    def _places(self) -> Places:
        if not self._all:
            self._all = self._read_from[1].all_places()
        return self._all

    def __getitem__(self, path: str) -> Span:
        return self._read_from[0].span(*self._places[path])

    def ends(self) -> dict[str, list[int]]:
        return self._read_from[0].ends(self._places)

    def __contains__(self, path: object) -> bool:
        return path in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _unpacked(packed: bytes) -> tuple[Document, Found[Any]]:
    unpacked: tuple[Document, Found[Any]] = pickle.loads(packed)  # noqa: S301 (from the pickle it was part of)
    return unpacked
