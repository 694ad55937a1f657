"""Calling extractors: the boundary between imrkit and code from outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from attrs import astuple

from imrkit import kinds
from imrkit.document import Document, Region
from imrkit.errors import ExtractorError, PluginError
from imrkit.extractors.base import Found
from imrkit.extractors.protocol import Extractor, Passage, Reading
from imrkit.model import DisputedItem, Finding, Guidelines, Request
from imrkit.plan import FIELDS, ITEMS, Plan, Step
from imrkit.vocabulary import FindingCode

_NO_GUIDELINES: Final = Found(Guidelines())
_NO_RATIONALE: Final[Found[Any]] = Found(None)


class _RefusedError(PluginError):
    """What an extractor from outside must not yield; its message is imrkit's, and quotes no letter."""


class Calls:
    """The calls of extractors for one letter, and what became of those that failed."""

    __slots__ = ("findings", "strict", "unread")

    def __init__(self, strict: bool) -> None:
        self.strict = strict
        self.findings: list[Finding] = []
        self.unread: set[str] = set()

    def make(self, steps: Iterable[Step], reading: Reading, *, checked: bool = False) -> None:
        """Have extractors read what they read, if it is there; keep what they find."""
        for step in steps:
            extractor, fills, where, own = step
            region = where(reading.parts)
            if region is not None and not own:
                region = reading.document.words(region)
            if region is None:
                continue
            try:
                found = extractor.extract(Passage(extractor, reading, region))
                if checked or not own:
                    _check(found, extractor, reading.document)
            except Exception as error:  # noqa: BLE001
                # Whatever a plug-in does wrong, it may cost what the plug-in would have read and no more: here,
                # and nowhere else, foreign code is called.
                self._fail(step, reading, region, error)
            else:
                if found is not None:
                    reading.found[fills] = found

    def _fail(self, step: Step, reading: Reading, region: Region, error: Exception) -> None:
        cause = str(error) if isinstance(error, _RefusedError) else type(error).__name__
        failure = ExtractorError(step.extractor.name, reading.path(step.extractor.reads), cause)
        if self.strict:
            raise failure from error
        if step.fills not in reading.found:
            self.unread.add(reading.path(step.fills))
        place = reading.document.span(*region)
        self.findings.append(Finding(FindingCode.EXTRACTOR_FAILED, str(failure), (place,)))


def _check(found: object, extractor: Extractor[Any], document: Document) -> None:
    """Refuse what an extractor from outside must not yield."""
    if found is None:
        return
    if not isinstance(found, Found) or not kinds.fits(found.value, extractor.yields):
        raise _RefusedError("it does not yield what it says")
    places = found.all_places()
    if extractor.fills == ITEMS:
        size = len(document.key)
        parts = [
            part for item in found.value for part in astuple(item, recurse=False) if isinstance(part, Region)
        ]
        if not all(0 <= start <= end <= size for start, end in parts):
            raise _RefusedError("it yields parts of items that stand outside of the letter")
        return
    if not all(map(document.holds, places.values())):
        raise _RefusedError("it yields a value that stands outside of the letter")
    if not places.keys() <= set(kinds.paths(found.value)):
        raise _RefusedError("it yields a place for what it does not yield")
    for path, value in kinds.leaves(found.value):
        implied = isinstance(value, bool) and extractor.fills in FIELDS
        if not implied and places.keys().isdisjoint(kinds.around(path)):
            raise _RefusedError("it yields a value that stands nowhere")


def read_item(calls: Calls, plan: Plan, reading: Reading) -> Found[DisputedItem]:
    calls.make(plan.item, reading)
    read, parts = reading.found, reading.parts
    if "request" not in read:  # its words are known, if nothing else of it
        read["request"] = Found(Request(reading.document.read(parts.request)), {"text": parts.request})
    requested = read["request"]
    administrator = read.get("claims_administrator_guidelines", _NO_GUIDELINES)
    reviewer = read.get("reviewer_guidelines", _NO_GUIDELINES)
    why = read.get("rationale", _NO_RATIONALE)
    return Found(
        DisputedItem(requested.value, parts.decision, administrator.value, reviewer.value, why.value),
        {"decision": parts.decision_at} if parts.decision_at is not None else {},
        {
            "request": requested,
            "claims_administrator_guidelines": administrator,
            "reviewer_guidelines": reviewer,
            "rationale": why,
        },
    )


def read_extra(plan: Plan, letter: Reading, items: Sequence[Reading]) -> dict[str, Found[Any]]:
    """What was found for the extra fields, by their names."""
    found: dict[str, Found[Any]] = {}
    for name in plan.extra:
        if name not in plan.extra_of_items:
            if name in letter.found:
                found[name] = letter.found[name]
        elif any(name in item.found for item in items):
            members = {f"[{n}]": item.found[name] for n, item in enumerate(items) if name in item.found}
            values = (
                members[path].value if (path := f"[{n}]") in members else None for n in range(len(items))
            )
            found[name] = Found(tuple(values), parts=members)
    return found
