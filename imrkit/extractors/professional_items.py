"""Where the disputed items of a professional review stand, whose parts have headings. One of them is the decision:

    ISSUE AT DISPUTE: Whether the request for a back brace is medically necessary.
    ...
    MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY: ...
    RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT MEDICALLY NECESSARY: ...

Several issues are numbered, and so may be what is said of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from imrkit.document import Document, Region
from imrkit.extractors.afterword import end_of_rationale
from imrkit.extractors.base import ItemParts
from imrkit.extractors.sides import Sides, sides
from imrkit.extractors.titles import numbered_parts, request_portions
from imrkit.extractors.verdicts import last_verdict
from imrkit.vocabulary import Decision

_HEADING: Final = re.compile(
    r"\b(?:(?P<issue>issues?(?:\(s\))? (?:at|in) dispute)|"
    r"(?P<guidelines>medical treatment guidelines?(?:\(s\))? relied upon by(?: the)? professional reviewer"
    r"(?: and why)?)|"
    r"(?P<rationale>rationale for why the requested treatments?(?: ?/ ?services?)?(?P<said>[a-z/ ]{1,40}?)"
    r"(?P<necessary>medically necessary(?: and appropriate)?))|"
    r"(?P<other>case summary|documents reviewed|medical reviewer qualifications))(?: ?:|\b)"
)
_QUESTION: Final = re.compile(
    r"(?:the )?(?:(?:issue|question)(?: at dispute| in dispute)? is )?(?:whether(?: or not)?|is|are|was|were) |"
    r"(?:the )?medical necessity (?:of|for) "
)
_ASKED: Final = re.compile(
    r"(?: (?:is|are|was|were))?(?:,? \(?(?:or )?(?:is |was )?not\)?)? medically (?:necessary|appropriate)"
)


class _Part(NamedTuple):
    heading: re.Match[str]
    text: Region


def professional_review_items(doc: Document) -> list[ItemParts]:
    """The items of a professional review: what each issue is, and what the parts up to the next say of it."""
    items: list[ItemParts] = []
    about: dict[str, _Part] = {}
    for part in _parts(doc):
        if part.heading["issue"]:
            items += _items(doc, about)
            about = {}
        about.setdefault(part.heading.lastgroup or "", part)
    return [*items, *_items(doc, about)]


def _parts(doc: Document) -> Iterator[_Part]:
    headings = [match for match in _HEADING.finditer(doc.key) if _is_heading(doc, match)]
    end = end_of_rationale(doc, headings[-1].end(), len(doc.key)) if headings else 0
    ends = [*(match.start() for match in headings[1:]), end]
    for heading, stop in zip(headings, ends, strict=False):
        yield _Part(heading, doc.trim(heading.end(), max(stop, heading.end()), " :"))


def _is_heading(doc: Document, match: re.Match[str]) -> bool:
    printed = doc.folded[match.start() : match.end()]
    return printed.replace("(s)", "").isupper() or (printed[0].isupper() and printed.endswith(":"))


def _items(doc: Document, about: dict[str, _Part]) -> Iterator[ItemParts]:
    if "issue" not in about or not doc.read(about["issue"].text):
        return
    issue, reasons, guidelines = about["issue"].text, about.get("rationale"), about.get("guidelines")
    issues = numbered_parts(doc, issue) or [issue]
    rationales: list[Region | None] = [reasons.text if reasons else None] * len(issues)
    of_each = numbered_parts(doc, reasons.text) if reasons and len(issues) > 1 else []
    if len(of_each) == len(issues):
        rationales = [*of_each]
    said = sides(doc, guidelines.text) if guidelines else Sides(None, None)
    for asked, rationale in zip(issues, rationales, strict=True):
        decision, place = _decision(doc, reasons, rationale if of_each or len(issues) == 1 else None)
        request, original, authorized = request_portions(doc, _asked(doc, asked))
        yield ItemParts(
            request=request,
            original=original,
            authorized=authorized,
            decision=decision,
            decision_at=place,
            claims_administrator_guidelines=said.claims_administrator,
            reviewer_guidelines=said.reviewer,
            rationale=rationale,
        )


def _asked(doc: Document, issue: Region) -> Region:
    """The request that is in dispute, without the question that is asked of it."""
    question = _QUESTION.match(doc.key, *issue)
    asked = _ASKED.search(doc.key, *issue)
    start = question.end() if question else issue.start
    return doc.trim(start, max(asked.start() if asked else issue.end, start), " .,:;?")


def _decision(
    doc: Document, reasons: _Part | None, own: Region | None
) -> tuple[Decision | None, Region | None]:
    """What the heading of the rationale decides; an item's own reasons may decide otherwise of it."""
    if reasons is None:
        return None, None
    heading = reasons.heading
    words = re.split("[ /]", heading["said"])
    verdict = last_verdict(doc, own) if own else None
    if verdict and ("or" in words or own != reasons.text):
        return verdict.decision, verdict.place
    if "or" in words:
        return None, None
    start = heading.start("necessary") - (len("not ") if "not" in words else 0)
    return (Decision.UPHELD if "not" in words else Decision.OVERTURNED), Region(
        start, heading.end("necessary")
    )
