"""The decision rationale: its text, what it concludes, what it refers to, and the reasons it gives.

References are an author and a year in parentheses: (Doe, 2001), (Doe, 2001; Roe-Poe, 2002a).
"""

from __future__ import annotations

import re
from typing import Final

from imrkit.document import Document, Region
from imrkit.extractors.base import Found, Places
from imrkit.extractors.conclusions import conclusion
from imrkit.extractors.reasons import reasons
from imrkit.model import Rationale
from imrkit.vocabulary import Decision

_PARENTHESIS: Final = re.compile(r"\((?P<inside>[a-z][^()]{2,160}?(?:19|20)\d\d[a-z]?)\)")
_REFERENCE: Final = re.compile(
    r"(?:(?:van|von|de|der|la|le|el|al)[ -]){0,2}(?P<author>[^\W\d_][^()\d;]{0,80}?)"
    r"(?P<comma>,? ?)\b(?:19|20)\d\d[a-z]?"
)
_NO_AUTHOR: Final = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|page|pages|version|edition|date|dated|revised|updated|effective|adopted|"
    r"in|since|until|from|mri|ct|x-?rays?|emg|doi|dos|injured|injury|surgery|performed|done)\b"
)


def rationale(doc: Document, region: Region | None, decision: Decision | None) -> Found[Rationale] | None:
    """The rationale in *region*, the paragraph without its label; ``None`` where the letter has none."""
    if region is None or region.end <= region.start:
        return None
    places: Places = {"text": region}
    concluded = conclusion(doc, region)
    if concluded:
        places["conclusion"] = concluded[1]
    references = _references(doc, region)
    for n, place in enumerate(references):
        places[f"references[{n}]"] = place
    given = reasons(doc, region, decision)
    places |= given.places
    return Found(
        Rationale(
            doc.read(region),
            conclusion=concluded[0] if concluded else None,
            references=tuple(doc.read(place) for place in references),
            reasons=given.value,
        ),
        places,
    )


def _references(doc: Document, region: Region) -> list[Region]:
    found: dict[str, Region] = {}
    if doc.key.find("(", *region) < 0:
        return []
    for parenthesis in _PARENTHESIS.finditer(doc.key, *region):
        for match in _REFERENCE.finditer(doc.key, *parenthesis.span("inside")):
            author = doc.folded[match.start()]
            if not (author.isupper() or match.start("author") > match.start()):
                continue
            if _NO_AUTHOR.search(match["author"]) or (not match["comma"].strip() and " " in match["author"]):
                continue
            place = Region(*match.span())
            found.setdefault(doc.read(place), place)
    return list(found.values())
