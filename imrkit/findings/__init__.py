"""What a careful reader would flag in a letter: gaps, contradictions, odd dates.

Each check takes what was read and yields findings. A finding says what was found in words of its own, with the
paths and places of the values concerned; it never quotes the letter.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from imrkit.document import Document, Region
from imrkit.extractors.base import Found
from imrkit.findings.dating import dates_of_injury, dates_out_of_order, implausible_dates, ur_denial_dates
from imrkit.findings.gaps import cut_off, missing_sections
from imrkit.findings.items import decision_against_rationale, other_body_parts, quantities
from imrkit.findings.reading import Read
from imrkit.findings.several import several_letters
from imrkit.layouts import Layout
from imrkit.model import Finding, Letter
from imrkit.vocabulary import Section


def findings(
    letter: Letter,
    layout: Layout,
    sections: Mapping[Section, Region],
    doc: Document,
    found: Found[Any],
    *,
    unread: Set[str] = frozenset(),
) -> tuple[Finding, ...]:
    """All that is to be flagged in *letter*: first of the whole letter, then of each item.

    Args:
        letter: what was read.
        layout: the layout it has, which says which sections are to be there.
        sections: where its sections stand in *doc*.
        doc: the text that it was read from, as extractors see it.
        found: the places of its values in *doc*.
        unread: the fields that no extractor read, or whose extractor failed: the letter may well state them.
    """
    read = Read(letter, layout, sections, doc, found, unread)
    flagged = [
        *missing_sections(read),
        *cut_off(read),
        *several_letters(read),
        *dates_of_injury(read),
        *ur_denial_dates(read),
        *dates_out_of_order(read),
        *implausible_dates(read),
    ]
    for n, item in enumerate(letter.items):
        flagged += decision_against_rationale(read, n, item)
        flagged += quantities(read, n, item)
        flagged += other_body_parts(read, n, item)
    return tuple(flagged)
