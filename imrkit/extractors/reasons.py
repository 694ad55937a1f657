"""Why the reviewer decided as they did: the reasons that a rationale gives.

A rationale runs from guideline text, pasted or retold, to sentences about the case, to a conclusion::

    rationale  := (guideline sentence | case sentence)* conclusion [advice on weaning]
    complaint  := absence .. object        "there was no record of objective functional gains"
                | object .. absence        "the outcome of earlier visits was not recorded"
    statement  := phrase                   "the request exceeds the recommended number of visits"

The reasons stand in the sentences about the case. A complaint is a word of absence ("no", "lack", "failed
to") with an object in its reach ("red flags", "functional improvement"), and the object says which reason it
is; a complaint about a record whose content fits no other reason is a lack of documentation. A statement
needs no word of absence. The phrases stand in ``lexicon/reasons.txt``, the words that frame them in
``lexicon/reason_frames.txt``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from imrkit import lexicon
from imrkit.document import Document, Region
from imrkit.extractors.base import Found, Places
from imrkit.extractors.reason_phrases import Hit, Phrase, Phrases
from imrkit.vocabulary import Decision, Reason

_Hits = dict[str, list[Hit]]

_PUNCTUATION: Final = str.maketrans(dict.fromkeys(',:;-/()[]"*<>', " ") | {"?": ".", "!": "."})
_ROLES: Final = {
    "source": frozenset({"case", "opening", "lean", "quote", "guideline", "patient", "hearsay", "aside"}),
    "guideline": frozenset({"relied", "anywhere"}),
    "case": frozenset(
        {"absence", "until", "record", "nothing", "missing", "vague"}
        | {"said", "outright", "relied", "anywhere"}
    ),
    "support": frozenset({"support"}),
}
_LONG: Final = 150  # words of a sentence that are looked at together
_SHORT: Final = 6  # words behind a word of absence, up to which its object may stand before it
_OPENING: Final = {"opening": 1, "patient": 4}  # roles that count among the first words of a sentence alone
_SILENCED: Final = (
    "absence",
    "until",
    "record",
    "missing",
    "vague",
    "said",
)  # within a phrase that says nothing


def reasons(doc: Document, region: Region, decision: Decision | None) -> Found[tuple[Reason, ...]]:
    """The reasons that the rationale in *region* gives for *decision*, in the order of the vocabulary."""
    overturned = decision is Decision.OVERTURNED
    places: dict[Reason, Region] = {}
    relied: dict[Reason, Region] = {}
    about_case = False
    for start, stop, words in _sentences(doc, region):
        sources = _sources(words)
        if "aside" in sources:
            break
        if "hearsay" in sources:
            continue
        case = _is_about_case(sources, about_case)
        if sources:
            about_case = case
        for role, reason in _support(words, case) if overturned else _denial(words, case):
            given = relied if role == "relied" else places
            if reason not in given:
                given[reason] = doc.trim(start, stop, " .")
    if overturned and Reason.CLINICAL_NEED_SHOWN not in places:
        places.setdefault(Reason.GUIDELINE_CRITERIA_MET, doc.trim(*region, " ."))
    places = places or relied
    value = tuple(reason for reason in Reason if reason in places)
    found: Places = {f"reasons[{place}]": places[reason] for place, reason in enumerate(value)}
    return Found(value, found)


@cache
def _vocabulary() -> dict[str, Phrases]:
    """The phrases of the data files, by the question that they answer about a sentence."""
    frames = [Phrase.parse(role, None, text) for role, text in lexicon.rows("reason_frames")]
    given = [
        Phrase.parse(role, None if reason == "-" else Reason(reason), text)
        for role, reason, text in lexicon.rows("reasons")
    ]
    return {
        question: Phrases(phrase for phrase in frames + given if phrase.role in roles)
        for question, roles in _ROLES.items()
    }


def _sentences(doc: Document, region: Region) -> Iterator[tuple[int, int, list[str]]]:
    """The sentences of *region*: start, end and words, very long ones in pieces."""
    stop = region.start
    for sentence in doc.key[region.start : region.end].translate(_PUNCTUATION).rstrip(" .").split(". "):
        start = stop
        stop += len(sentence) + 2
        words = sentence.split()
        if len(words) <= _LONG:
            yield start, stop - 2, words
        else:
            for at in range(0, len(words), _LONG):
                yield start, stop - 2, words[at : at + _LONG]


def _sources(words: list[str]) -> set[str]:
    """What the words of a sentence say about where it comes from: a guideline, the case, the denial."""
    hits = _vocabulary()["source"].hits(words, last="case")
    return {role for role in hits if role not in _OPENING or hits[role][0].start < _OPENING[role]}


def _is_about_case(sources: set[str], before: bool) -> bool:
    """Whether a sentence is about the case, given whether the one *before* it was."""
    if "case" in sources:
        return True
    if "quote" in sources:
        return False
    if "lean" in sources or "opening" in sources:
        return True
    return "guideline" not in sources and ("patient" in sources or before)


def _support(words: list[str], case: bool) -> list[tuple[str, Reason]]:
    """The reasons for necessity in a sentence: the case's own only in sentences about it."""
    return [
        (role, hit.reason)
        for role, hits in _vocabulary()["support"].hits(words).items()
        for hit in hits
        if hit.reason is Reason.GUIDELINE_CRITERIA_MET or (case and hit.reason)
    ]


def _denial(words: list[str], case: bool) -> list[tuple[str, Reason]]:
    """The reasons against necessity in a sentence, each with the role of the phrase that gives it."""
    if not case:
        hits = _vocabulary()["guideline"].hits(words)
        return [(role, hit.reason) for role in hits for hit in hits[role] if hit.reason]
    hits = _vocabulary()["case"].hits(words)
    if "nothing" in hits:
        _silence(hits)
    outright = hits.get("outright", [])
    complaints, reaches = _complaints(hits, len(words)) if "absence" in hits else ([], [])
    said = [
        hit for hit in hits.get("said", []) if not any(start <= hit.start < stop for start, stop in reaches)
    ]
    stated = _longest(said + outright) if said or outright else []
    kinds = {hit.reason for hit in stated}
    if Reason.INCOMPLETE_REQUEST in kinds:
        complaints = []  # what the request leaves out, not what the records do
    if Reason.LONG_TERM_USE in kinds:  # a drug taken too long "exceeds" as well
        stated = [hit for hit in stated if hit.reason is not Reason.EXCEEDS_GUIDELINE_QUANTITY]
    found = [("said", hit.reason) for hit in complaints + stated + hits.get("anywhere", []) if hit.reason]
    return found + [("relied", hit.reason) for hit in hits.get("relied", []) if hit.reason]


def _silence(hits: _Hits) -> None:
    """Take out of *hits* what stands within a phrase that looks like a reason but is none."""
    nothing = [(hit.start, hit.end) for hit in hits["nothing"]]
    for role in _SILENCED:
        if role in hits:
            hits[role] = [
                hit
                for hit in hits[role]
                if not any(start <= hit.start and hit.end <= end for start, end in nothing)
            ]


def _complaints(hits: _Hits, length: int) -> tuple[list[Hit], list[tuple[int, int]]]:
    """The objects of the words of absence in a sentence of *length* words, and the reach of each word."""
    found: list[Hit] = []
    reaches: list[tuple[int, int]] = []
    # "has not failed to respond": the object begins with what looks like a second word of absence.
    objects = {hit.start for hit in hits.get("missing", []) if hit.end - hit.start > 2}
    frames = [hit for hit in hits["absence"] if hit.start not in objects]
    stops = sorted({hit.start for hit in frames} | {hit.start for hit in hits.get("until", [])} | {length})
    behind = 0
    for frame in frames:
        stop = next(stop for stop in stops if stop >= frame.end or stop == length)
        start = frame.start
        objects_found = _objects(hits, frame.end, stop)
        if not objects_found and stop - frame.end < _SHORT:
            objects_found = _objects(hits, behind, frame.start)
            if objects_found:
                start = behind
        found += objects_found or _missing_record(hits, frame, stop)
        reaches.append((start, stop))
        behind = stop
    return found, reaches


def _objects(hits: _Hits, start: int, stop: int) -> list[Hit]:
    """What a word of absence with this reach says is missing: the telling objects, else the vague ones."""
    for role in ("missing", "vague"):
        objects = [hit for hit in hits.get(role, []) if start <= hit.start < stop]
        if objects:
            return _longest(objects)
    return []


def _missing_record(hits: _Hits, frame: Hit, stop: int) -> list[Hit]:
    """A complaint about a record, unless the sentence asks why another treatment would not do."""
    if not any(frame.end <= hit.start < stop for hit in hits.get("record", [])):
        return []
    if any(hit.reason is Reason.ALTERNATIVE_AVAILABLE for hit in hits.get("outright", [])):
        return []
    return [Hit(frame.start, stop, Reason.INSUFFICIENT_DOCUMENTATION)]


def _longest(hits: list[Hit]) -> list[Hit]:
    """*hits* without those that overlap a longer one."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start)):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return kept
