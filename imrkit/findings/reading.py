"""What the checks look at, and how they say what they found."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any, NamedTuple

from imrkit.document import Document, Region
from imrkit.extractors.base import Found
from imrkit.layouts import Layout
from imrkit.model import Finding, Letter
from imrkit.vocabulary import FindingCode, Section


class Read(NamedTuple):
    """A letter that has been read, with what it was read from."""

    letter: Letter
    layout: Layout
    sections: Mapping[Section, Region]
    doc: Document
    found: Found[Any]
    unread: Set[str]
    """Fields that nobody read: ``"case"``, ``"rationale"`` for that of all items, ``"items[0].rationale"``."""


def flag(read: Read, code: FindingCode, message: str, *regions: Region | None) -> Finding:
    """A finding at *regions*, those of them that are known."""
    return Finding(code, message, tuple(read.doc.span(*region) for region in regions if region is not None))
