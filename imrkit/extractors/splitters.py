"""How each generation of letters delimits its disputed items: from the whole letter to the parts of each item."""

from __future__ import annotations

from imrkit.document import Region
from imrkit.extractors.base import ItemParts
from imrkit.extractors.items import expert_review_items
from imrkit.extractors.notice_items import notice_items
from imrkit.extractors.physician_items import physician_review_items
from imrkit.extractors.professional_items import professional_review_items
from imrkit.extractors.protocol import Passage
from imrkit.vocabulary import Section


def expert_review(letter: Passage) -> list[ItemParts]:
    region = _items(letter)
    return expert_review_items(letter.document, region) if region is not None else []


def physician_review(letter: Passage) -> list[ItemParts]:
    region = _items(letter)
    return physician_review_items(letter.document, region) if region is not None else []


def notice_of_determination(letter: Passage) -> list[ItemParts]:
    return notice_items(letter.document)


def professional_review(letter: Passage) -> list[ItemParts]:
    return professional_review_items(letter.document)


def _items(letter: Passage) -> Region | None:
    """The section of the items, or where they may stand in a letter that has lost its heading."""
    region_of, key = letter.reading.region, letter.document.key
    region = region_of(Section.ITEMS)
    if region is not None:
        return region
    before = region_of(Section.SUMMARY) or region_of(Section.HEADER) or letter.region
    rest = Region(before.start, len(key))
    return rest if key.find("rationale:", *rest) >= 0 else None
