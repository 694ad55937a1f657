"""What stands after the last rationale of a letter and is no part of it: its effect, disclaimer, signature."""

from __future__ import annotations

import re
from typing import Final

from imrkit.document import Document

_BEGINNINGS: Final = (
    "effect of the decision",
    "effect of the determination",
    "effect of this determination",
    "disclaimer:",
    "disclaimer :",
    "sincerely,",
    "respectfully,",
    "respectfully submitted",
    "the determination of maximus federal services",
    "in accordance with labor code section 4610.6",
    "in accordance with california labor code section 4610.6",
    "pursuant to labor code section 4610.6",
    "maximus is providing an independent review service",
    "cc: department of",
    "note to the parties",
    "end of determination",
    "end of report",
    "the reviewer certifies that",
    "this determination addresses medical necessity only",
    "this determination concerns medical necessity only",
    "a party that wishes to contest",
    "a party that disagrees with this determination",
    "the names of the parties have been",
)
_SIGNATORY: Final = "medical director"
_NAME_BEFORE: Final = re.compile(
    r"[.!?\"] (?P<name>(?:[^\W\d_][\w.'-]{0,20} ){1,4}?[^\W\d_][\w'-]{1,24}, (?:[mdph.]{2,5},? ?){1,3})$"
)


def end_of_rationale(doc: Document, start: int, end: int) -> int:
    """Where the last rationale ends, of which the text from *start* on is known to be a part."""
    key = doc.key
    for beginning in _BEGINNINGS:
        at = key.find(beginning, start, end)
        if at >= 0:
            end = at
    at = key.find(_SIGNATORY, start, end)
    name = _NAME_BEFORE.search(key, max(start, at - 80), at) if at >= 0 else None
    return name.start("name") if name else end
