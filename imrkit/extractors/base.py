"""What every extractor yields: a value and where each part of it stands."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from attrs import define, field

from imrkit.document import Region

T = TypeVar("T")

Places = dict[str, Region]
"""Where values stand in a folded text, by the names of their fields: ``"age"``, ``"diagnoses[1]"``."""


@define
class Found(Generic[T]):
    """An object read from a letter, with the place of each of its values in the folded text.

    What was found of the objects that it holds is kept beside it, not copied into it: paths are put together
    only for those who ask.
    """

    value: T
    places: Places = field(factory=dict)
    """The places of its own values."""
    parts: dict[str, Found[Any]] = field(factory=dict)
    """What was found of the objects in its fields: ``"drug"``, ``"citations[0]"``."""

    def place(self, path: str) -> Region | None:
        """Where the value at *path* stands, such as ``"request.drug.name"``."""
        first, _, rest = path.partition(".")
        part = self.parts.get(first) if rest else None
        return part.place(rest) if part is not None else self.places.get(path)

    def all_places(self) -> Places:
        """Where all values stand, those of the objects that it holds included, by their paths."""
        places = dict(self.places)
        for name, part in self.parts.items():
            places |= {f"{name}.{path}": region for path, region in part.all_places().items()}
        return places
