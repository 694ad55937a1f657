"""The credentials of the anonymous reviewer, in the section on how the determination was made.

Two styles. Prose, where specialties and states are joined as in a sentence:

    The expert reviewer is Board Certified in Dermatology, has a subspecialty in Dermatopathology and is
    licensed to practice in Utah and Idaho.

and a list:

    State(s) of Licensure: Utah, Idaho Certification(s)/Specialty: Dermatology, Family Practice
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from imrkit import lexicon
from imrkit.document import Document, Region
from imrkit.extractors.base import Found, Places
from imrkit.model import Reviewer
from imrkit.vocabulary import State

_LICENSE_LABEL: Final = "of licensure:"
_SPECIALTY_LABEL: Final = "certification(s)/specialty:"
_OTHER_SPECIALTY_LABEL: Final = re.compile(
    r"\b(?:board )?certifications?(?:\(s\))?(?: ?/ ?specialt(?:y|ies))? ?:"
)
_LICENSED_IN: Final = re.compile(
    r"licensed? (?:to practice )?(?:medicine )?(?:with)?in ?:? ?(?:the )?(?:states? of )?"
)
_CERTIFIED_IN: Final = re.compile(r"board[ -]?certified (?:in|by the american board of) ")
_SUBSPECIALTY_IN: Final = re.compile(r"sub-?specialt(?:y|ies) in ")
_END_OF_LIST: Final = (  # "Washington, D.C." ends no list, but a sentence may end with it
    r"\.(?!c\.)(?!(?<=\bd\.c\.)(?:,| and\b| &))|"
    r",? (?:and |who |with )?(?:(?:ha(?:s|ve) )?(?:an?|no) sub-?specialty|"
    r"(?:(?:is|holds an?) )?(?:currently |active |actively |unrestricted ){0,2}licensed?\b)|(?:,? and)? he/she"
)
_END_OF_NAMES: Final = re.compile(_END_OF_LIST)
_END_OF_CLAUSE: Final = re.compile(f"{_END_OF_LIST}|;")
_NO_LONGER_LICENSED: Final = re.compile(r"\b(?:inactive|expired|lapsed|retired|formerly|previously)\b")
_STATE_CODE: Final = re.compile(r"(?: ?(?:[,;/&]|\band\b)){0,2} ?\(?(?P<code>[A-Z]{2})\b\)?")
_NO_SPECIALTY: Final = frozenset({"n/a", "na", "none", "not applicable", "not stated", "none listed"})
_LIST_SEPARATOR: Final = re.compile(r" ?[,;] ?")
_PROSE_SEPARATOR: Final = re.compile(r" ?[,;] ?(?:and )?| and ")
_LONGEST: Final = 400
_LONGEST_NAME: Final = 70  # what is longer is no specialty but a text that lost its order


def reviewer(doc: Document, region: Region) -> Found[Reviewer]:
    """The reviewer's states of licensure, specialties and subspecialties."""
    key = doc.key
    places: Places = {}
    licensed_in: tuple[State, ...] = ()
    specialties: tuple[str, ...] = ()
    subspecialties: tuple[str, ...] = ()
    at = key.find(_LICENSE_LABEL, *region)
    label = _specialty_label(doc, region)
    if at >= 0:
        start = at + len(_LICENSE_LABEL)
        end = label.start if label is not None and label.start > at else region.end
        licensed_in = _states(doc, Region(start, min(end, start + _LONGEST)), places)
    if label is not None:
        end = key.rfind("state", label.end, at) if at > label.end else region.end
        # Behind a list stands a heading. Where pages lost their order, it is a sentence, and no name begins with "The".
        sentence = doc.folded.find(" The ", label.end, end)
        names = _until(_END_OF_NAMES, doc, label.end, end if sentence < 0 else sentence)
        specialties = _names(doc, names, _LIST_SEPARATOR, "specialties", places)
    if not licensed_in:
        for lead in _LICENSED_IN.finditer(key, *region):  # "licensed in psychology" names none
            licensed_in = _states(doc, _until(_END_OF_CLAUSE, doc, lead.end(), region.end), places)
            if licensed_in:
                break
    if not specialties:
        names = _clause(doc, region, _CERTIFIED_IN)
        specialties = _names(doc, names, _PROSE_SEPARATOR, "specialties", places)
        names = _clause(doc, region, _SUBSPECIALTY_IN)
        subspecialties = _names(doc, names, _PROSE_SEPARATOR, "subspecialties", places)
    return Found(Reviewer(licensed_in, specialties, subspecialties), places)


def _specialty_label(doc: Document, region: Region) -> Region | None:
    at = doc.key.find(_SPECIALTY_LABEL, *region)
    if at >= 0:
        return Region(at, at + len(_SPECIALTY_LABEL))
    match = _OTHER_SPECIALTY_LABEL.search(doc.key, *region)
    return Region(*match.span()) if match else None


def _clause(doc: Document, region: Region, lead: re.Pattern[str]) -> Region:
    """What stands after *lead* up to the end of the clause; empty where there is no such clause."""
    match = lead.search(doc.key, *region)
    if match is None:
        return Region(region.start, region.start)
    return _until(_END_OF_CLAUSE, doc, match.end(), region.end)


def _until(ending: re.Pattern[str], doc: Document, start: int, end: int) -> Region:
    limit = min(start + _LONGEST, end)
    ends = ending.search(doc.key, start, limit)
    return Region(start, ends.start() if ends else limit)


def _states(doc: Document, region: Region, places: Places) -> tuple[State, ...]:
    no_longer = _NO_LONGER_LICENSED.search(doc.key, *region)
    end = no_longer.start() if no_longer else region.end
    named = [
        (_state_names()[match[0]], Region(*match.span()))
        for match in _state_pattern().finditer(doc.key, region.start, end)
    ]
    found: list[State] = []
    for state, place in named or _states_by_code(doc, Region(region.start, end)):
        if state not in found:
            places[f"licensed_in[{len(found)}]"] = place
            found.append(state)
    return tuple(found)


def _states_by_code(doc: Document, region: Region) -> Iterator[tuple[State, Region]]:
    """States of a list of the codes of the Postal Service, up to the first word that is none: "CA, NV"."""
    at = region.start
    while (match := _STATE_CODE.match(doc.folded, at, region.end)) and match["code"] in _state_codes():
        yield State(match["code"]), Region(*match.span("code"))
        at = match.end()


@cache
def _state_codes() -> frozenset[str]:
    return frozenset(State)


@cache
def _state_names() -> dict[str, State]:
    return {name: State(code) for name, code in lexicon.rows("states")}


@cache
def _state_pattern() -> re.Pattern[str]:
    names = sorted(_state_names(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})(?!\w)")


def _names(
    doc: Document, region: Region, separator: re.Pattern[str], field: str, places: Places
) -> tuple[str, ...]:
    """The names of a list, split at *separator* but not inside a name that has one of its own."""
    key = doc.key[region.start : region.end]
    whole = [
        at.span() for name in _compound_names() if name in key for at in re.finditer(re.escape(name), key)
    ]
    edges = [region.start]
    for match in separator.finditer(doc.key, *region):
        if not any(start <= match.start() - region.start < end for start, end in whole):
            edges += match.span()
    edges.append(region.end)
    found: list[str] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        place = doc.trim(start, end, " .,:;")
        name = doc.key[place.start : place.end]
        if 0 < len(name) <= _LONGEST_NAME and name not in _NO_SPECIALTY:
            places[f"{field}[{len(found)}]"] = place
            found.append(doc.read(place))
    return tuple(found)


@cache
def _compound_names() -> tuple[str, ...]:
    return tuple(row[0] for row in lexicon.rows("specialties"))
