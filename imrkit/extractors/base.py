"""What every extractor yields: a value and where each part of it stands."""

from __future__ import annotations

from typing import Generic, TypeVar

from attrs import field, frozen

from imrkit.document import Region

T = TypeVar("T")

Places = dict[str, Region]
"""Where values stand in a folded text, by their path within an object: ``"diagnoses[1]"``."""


@frozen
class Found(Generic[T]):
    """An object read from a letter, with the place of each of its values in the folded text."""

    value: T
    places: Places = field(factory=dict)


def under(prefix: str, places: Places) -> Places:
    """*places* with *prefix* before each path: what an object contributes to the one that holds it."""
    return {f"{prefix}.{path}": region for path, region in places.items()}
