"""Where the disputed items of a notice of determination stand. Decisions and reasons are apart:

    1) MAXIMUS Federal Services, Inc. has determined the request for a back brace is not medically necessary and
    appropriate.
    ...
    1) Regarding the request for a back brace:
    Medical Treatment Guideline(s) Relied Upon by the Expert Reviewer to Make His/Her Decision: ...
    Rationale for the Decision: ...

The list of decisions is given twice, on the first page and with the application; each item counts once.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from imrkit.document import Document, Region
from imrkit.extractors.afterword import end_of_rationale
from imrkit.extractors.base import ItemParts
from imrkit.extractors.sides import Sides, sides
from imrkit.extractors.titles import request_portions, without_lead_in
from imrkit.extractors.verdicts import last_verdict, verdicts
from imrkit.vocabulary import Decision

_DETERMINED: Final = re.compile(r"federal services,?(?: inc\.?,?)? has determined (?:that )?")
_NUMBER_BEFORE: Final = re.compile(r"(?<!\w)\(?(?P<number>\d{1,3})\.?[.)] ?(?:maximus )?$")
_LONGEST_TITLE: Final = 2500

_REGARDING: Final = re.compile(
    r"(?:regarding|(?:in|with) regards? to) (?=(?:the )?(?:\w{1,14} )?requests? (?:for|of)\b)"
)
_RELIED_UPON: Final = re.compile(
    r"(?:sections?|medical treatment guidelines?)(?: ?\(s\))?(?: of the (?:medical treatment utilization schedule|"
    r"mtus))?(?: \(mtus\))? relied upon by(?: the)?(?: \w{4,12})? reviewer"
    r"(?: to make (?:his/ ?her|his|her|their|the) decision)? ?:?"
)
_RATIONALE: Final = re.compile(
    r"rationale for (?:the |his/her )?decision(?P<colon> ?:)?|decision rationale(?P<other_colon> ?:)"
)


class _Determination(NamedTuple):
    number: int | None
    title: Region
    decision: Decision | None
    place: Region | None


class _Reasons(NamedTuple):
    """What is said of one request, or of several together."""

    number: int | None
    title: Region
    guidelines: Region
    rationale: Region | None  # None where the letter is cut off before it


def notice_items(doc: Document) -> list[ItemParts]:
    """The items of a notice of determination, in the order of its list of decisions."""
    determinations = _once(doc, _determinations(doc))
    reasons = _reasons(doc)
    if not determinations:
        determinations = [_decided_in(doc, given) for given in reasons]
    matched: list[_Reasons | None] = [*reasons]
    if len(determinations) != len(reasons):
        matched = _matched(doc, determinations, reasons)
    return [_parts(doc, decided, given) for decided, given in zip(determinations, matched, strict=True)]


def _determinations(doc: Document) -> list[_Determination]:
    found: list[_Determination] = []
    said = list(_DETERMINED.finditer(doc.key))
    ends = [*(match.start() for match in said[1:]), len(doc.key)]
    for match, end in zip(said, ends, strict=False):
        verdict = next(verdicts(doc, match.end(), min(end, match.end() + _LONGEST_TITLE)), None)
        if verdict:
            title = Region(match.end(), verdict.start)
            found.append(
                _Determination(_number_before(doc, match.start()), title, verdict.decision, verdict.place)
            )
    return found


def _once(doc: Document, stated: list[_Determination]) -> list[_Determination]:
    """The decisions without their repetition: the longest list, where a list begins with the first one again."""
    lists: list[list[_Determination]] = []
    first = ""
    for determination in stated:
        wording = _wording(doc, determination.title)
        again = determination.number == 1 and lists and lists[-1][-1].number not in (1, None)
        if not lists or wording == first or again:
            lists.append([])
            first = wording
        lists[-1].append(determination)
    return max(lists, key=len, default=[])


def _decided_in(doc: Document, given: _Reasons) -> _Determination:
    """The decision that the reasons end in, where the letter has lost its list."""
    verdict = last_verdict(doc, given.rationale) if given.rationale else None
    return _Determination(
        given.number, given.title, verdict.decision if verdict else None, verdict.place if verdict else None
    )


def _reasons(doc: Document) -> list[_Reasons]:
    titles: list[tuple[int, re.Match[str] | None]] = []
    edge = 0
    for label in _RATIONALE.finditer(doc.key):
        if not (label["colon"] or label["other_colon"] or _is_heading(doc, label)):
            continue
        begins = _last_title(doc, edge, label.start())
        if begins is not None:
            titles.append((begins, label))
        edge = label.end()
    end = end_of_rationale(doc, edge, len(doc.key))
    begins = _last_title(doc, edge, end)
    if begins is not None and _RELIED_UPON.search(doc.key, begins, min(begins + _LONGEST_TITLE, end)):
        titles.append((begins, None))  # cut off before its rationale
    ends = [*(_start_of_number(doc, begins) for begins, _ in titles[1:]), end]
    return [_read(doc, begins, label, stop) for (begins, label), stop in zip(titles, ends, strict=False)]


def _is_heading(doc: Document, label: re.Match[str]) -> bool:
    """Whether a label without a colon is one: "Rationale for the Decision" after the end of a sentence."""
    printed = doc.folded[label.start() : label.end()]
    before = doc.key[max(label.start() - 2, 0) : label.start()].strip()
    return printed[0].isupper() and printed.endswith("Decision") and before[-1:] in {".", ":", '"', ")"}


def _last_title(doc: Document, start: int, end: int) -> int | None:
    """Where the last "Regarding the request" begins before the label at *end*: one with a number, if any has."""
    last = numbered = None
    for match in _REGARDING.finditer(doc.key, start, end):
        if doc.folded[match.start()].isupper():
            last = match.start()
            numbered = last if _number_before(doc, last) is not None else numbered
    return last if numbered is None else numbered


def _read(doc: Document, begins: int, label: re.Match[str] | None, end: int) -> _Reasons:
    lead = _REGARDING.match(doc.key, begins)
    start = lead.end() if lead else begins
    limit = label.start() if label else end
    relied_upon = _RELIED_UPON.search(doc.key, start, limit)
    if relied_upon:
        stop, guidelines = relied_upon.span()
    else:
        colon = doc.key.find(":", start, limit)
        stop = guidelines = colon + 1 if colon >= 0 else limit
    return _Reasons(
        _number_before(doc, begins),
        doc.trim(start, stop, " .,:;"),
        doc.trim(guidelines, limit, " :"),
        doc.trim(label.end(), max(end, label.end())) if label else None,
    )


def _matched(
    doc: Document, determinations: list[_Determination], reasons: list[_Reasons]
) -> list[_Reasons | None]:
    """The reasons for each decision: those of the same wording, else of the same number, else all in one."""
    by_wording = {_wording(doc, given.title): given for given in reversed(reasons)}
    by_number = {given.number: given for given in reversed(reasons) if given.number is not None}
    of_all = next(iter(by_wording)) if len(reasons) == 1 else ""
    found: list[_Reasons | None] = []
    for decided in determinations:
        wording = _wording(doc, decided.title)
        given = by_wording.get(wording) or by_number.get(decided.number or 0)
        found.append(reasons[0] if given is None and wording and wording in of_all else given)
    return found


def _parts(doc: Document, decided: _Determination, given: _Reasons | None) -> ItemParts:
    request, original, authorized = request_portions(doc, decided.title)
    said = sides(doc, given.guidelines) if given else Sides(None, None)
    return ItemParts(
        request=request,
        original=original,
        authorized=authorized,
        decision=decided.decision,
        decision_at=decided.place,
        claims_administrator_guidelines=said.claims_administrator,
        reviewer_guidelines=said.reviewer,
        rationale=given.rationale if given else None,
    )


def _wording(doc: Document, title: Region) -> str:
    """The letters and digits of what *title* requests, which two printings of it share."""
    request = without_lead_in(doc, title)
    return "".join(filter(str.isalnum, doc.key[request.start : request.end]))


def _number_before(doc: Document, position: int) -> int | None:
    match = _NUMBER_BEFORE.search(doc.key, max(0, position - 14), position)
    return int(match["number"]) if match else None


def _start_of_number(doc: Document, position: int) -> int:
    match = _NUMBER_BEFORE.search(doc.key, max(0, position - 14), position)
    return match.start() if match else position
