"""What a sentence says is missing.

    complaint := absence .. object        "there was no record of objective functional gains"
               | object .. absence        "the outcome of earlier visits was not recorded"

The reach of a word of absence ends at the next one, or where the sentence turns to something else ("no note to
support the use of .."). A complaint about a record whose content fits no other reason is a lack of documentation.
"""

from __future__ import annotations

from typing import Final

from imrkit.extractors.reason_phrases import Hit, Hits
from imrkit.vocabulary import Reason

_SHORT: Final = 7  # words behind a word of absence, up to which its object may stand before it


def complaints(
    absence: list[Hit], hits: Hits, told: list[Hit], first: int, last: int
) -> tuple[list[Hit], list[tuple[int, int]]]:
    """What the words of *absence* in the words *first* up to *last* say is missing, and the reach of each.

    A word of absence within a phrase of *told*, which gives a reason by itself, counts for what follows the phrase, but
    where the phrase is of a guideline or of studies: "no study suggests that it helps against headaches".
    """
    found: list[Hit] = []
    reaches: list[tuple[int, int]] = []
    # "has not failed to respond": the object begins with what looks like a second word of absence.
    objects = {hit.start for hit in hits.get("missing", []) if hit.end - hit.start > 2}
    # Of "nothing" and "nothing in the file", which begin with the same word, the longer one frames.
    ordered = sorted([hit for hit in absence if hit.start not in objects], key=lambda hit: hit[:2])
    frames = list({hit.start: hit for hit in ordered}.values())
    stops = sorted({hit.start for hit in frames} | {hit.start for hit in hits.get("until", [])} | {last})
    behind = first
    for frame in frames:
        stop = next((stop for stop in stops if stop >= frame.end), last)
        telling = [hit for hit in told if within(frame, [hit])]
        if telling:
            start = max(hit.end for hit in telling)
            if not any(hit.reason is Reason.NOT_RECOMMENDED_BY_GUIDELINE for hit in telling):
                found += longest([hit for hit in hits.get("missing", []) if start <= hit.start < stop])
            reaches.append((start, stop))
            behind = stop
            continue
        start = frame.start
        missing = _objects(hits, frame.end, stop)
        if not missing and frame.role == "absence" and stop - frame.end < _SHORT:
            missing = _objects(hits, behind, frame.start)
            if missing:
                start = behind
        found += by_whom(hits, missing) or _missing_record(hits, told, frame, stop)
        reaches.append((start, stop))
        behind = stop
    return found, reaches


def longest(hits: list[Hit]) -> list[Hit]:
    """*hits* without those that overlap a longer one."""
    if len(hits) < 2:
        return hits
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start)):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return kept


def within(hit: Hit, others: list[Hit]) -> bool:
    """Whether *hit* stands within one of *others*."""
    return any(other.start <= hit.start and hit.end <= other.end for other in others)


def _objects(hits: Hits, start: int, stop: int) -> list[Hit]:
    """What a word of absence with this reach says is missing: the telling objects, else the vague ones."""
    for role in ("missing", "vague"):
        objects = [hit for hit in hits.get(role, []) if start <= hit.start < stop]
        if objects:
            return _head(longest(objects), start)
    return []


def _head(objects: list[Hit], start: int) -> list[Hit]:
    """The object at the head of a complaint, if it is an explanation: all of "no rationale for the gains"."""
    first = min(objects, key=lambda hit: hit.start)
    if first.reason is Reason.INSUFFICIENT_DOCUMENTATION and first.start - start <= 1:
        return [first]
    return objects


def by_whom(hits: Hits, objects: list[Hit]) -> list[Hit]:
    """*objects*, where not the request leaves out a dose or frequency, but the records do, or of what was given."""
    if "history" not in hits and ("papers" not in hits or "asks" in hits):
        return objects
    return [
        hit._replace(reason=Reason.INSUFFICIENT_DOCUMENTATION)
        if hit.reason is Reason.INCOMPLETE_REQUEST
        else hit
        for hit in objects
    ]


def _missing_record(hits: Hits, told: list[Hit], frame: Hit, stop: int) -> list[Hit]:
    """A complaint about a record, unless the sentence asks why another treatment would not do."""
    if "record" not in hits or not any(frame.end <= hit.start < stop for hit in hits["record"]):
        return []
    if any(hit.reason is Reason.ALTERNATIVE_AVAILABLE for hit in told):
        return []
    return [Hit(frame.start, stop, "record", Reason.INSUFFICIENT_DOCUMENTATION)]
