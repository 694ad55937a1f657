"""What every extractor yields: a value and where each part of it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from attrs import evolve, field, frozen

from imrkit.document import Region
from imrkit.vocabulary import Decision

T = TypeVar("T")
M = TypeVar("M")

Places = dict[str, Region]
"""Where values stand in a folded text, by the names of their fields: ``"age"``, ``"diagnoses[1]"``."""


@frozen
class Found(Generic[T]):
    """An object read from a letter, with the place of each of its values in the folded text.

    What was found of the objects that it holds is kept beside it, not copied into it: paths are put together
    only for those who ask.
    """

    value: T
    """The object, of the class that the extractor says it yields."""
    places: Places = field(factory=dict)
    """The places of its own values. The name of a value that has no name of its own is ``""``; those in a tuple
    are ``"[0]"``, ``"[1]"`` and so on."""
    parts: dict[str, Found[Any]] = field(factory=dict)
    """What was found of the objects in its fields: ``"drug"``, ``"citations[0]"``."""

    @staticmethod
    def together(members: Iterable[Found[M]]) -> Found[tuple[M, ...]]:
        """The values of *members* as one tuple, each with its places."""
        parts: dict[str, Found[Any]] = {f"[{n}]": member for n, member in enumerate(members)}
        return Found(tuple(member.value for member in parts.values()), parts=parts)

    def changed(self, **fields: Found[Any]) -> Found[T]:
        """The object with other values in *fields*, by their names, each in its own place; for frozen attrs classes."""
        value: Any = self.value
        kept = {path: place for path, place in self.all_places().items() if _field(path) not in fields}
        for name, found in fields.items():
            found._add_places(name, kept)
        return Found(evolve(value, **{name: found.value for name, found in fields.items()}), kept)

    def place(self, path: str) -> Region | None:
        """Where the value at *path* stands, such as ``"request.drug.name"``; ``None`` if it has no place."""
        first, _, rest = path.partition(".")
        part = self.parts.get(first) if rest else None
        return part.place(rest) if part is not None else self.places.get(path)

    def all_places(self) -> Places:
        """Where all values stand, those of the objects that it holds included, by their paths."""
        places: Places = {}
        self._add_places("", places)
        return places

    def _add_places(self, at: str, places: Places) -> None:
        """Add the places of all values to *places*, by their paths from *at*."""
        within = f"{at}." if at else ""
        for path, region in self.places.items():
            places[(within if path and path[0] != "[" else at) + path] = region
        for name, part in self.parts.items():
            part._add_places((within if name[0] != "[" else at) + name, places)


def _field(path: str) -> str:
    """The field that the value at *path* is in, or a part of."""
    return path.partition(".")[0].partition("[")[0]


@frozen
class ItemParts:
    """Where the parts of one disputed item stand. A part that the letter lacks is ``None``."""

    request: Region
    """The decided request."""
    original: Region | None = None
    """Of a partly authorized request, what was asked for."""
    authorized: Region | None = None
    """And what the claims administrator authorized of it."""
    decision: Decision | None = None
    """What was decided."""
    decision_at: Region | None = None
    """The word or the sentence that says so."""
    claims_administrator_guidelines: Region | None = None
    """The paragraph on what utilization review based its decision on, without its label."""
    reviewer_guidelines: Region | None = None
    """The paragraph on what the reviewer based theirs on, without its label."""
    rationale: Region | None = None
    """The paragraphs of the rationale, without its label."""
