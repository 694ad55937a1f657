"""The generations of determination letters, as data: how each is known and where its sections begin.

Detecting a layout is cheap: a handful of literal searches. A text that fits none is not a letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from attrs import Attribute, Factory, field, frozen
from attrs.validators import deep_iterable, deep_mapping, instance_of, is_callable

from imrkit.document import Document, Region
from imrkit.errors import NotALetterError
from imrkit.extractors import splitters
from imrkit.extractors.base import ItemParts
from imrkit.extractors.protocol import Passage
from imrkit.vocabulary import Generation, Section

__all__ = [
    "EXPERT_REVIEW",
    "LAYOUTS",
    "NOTICE_OF_DETERMINATION",
    "PHYSICIAN_REVIEW",
    "PROFESSIONAL_REVIEW",
    "Layout",
]

_phrases: Callable[[object, Attribute[Any], Any], None] = deep_iterable(instance_of(str), instance_of(tuple))


@frozen(kw_only=True)
class Layout:
    """One generation of letters, or one that was added from outside: then with a name of its own.

    A text has the layout of which it has most phrases: a telling one counts two, a supporting one counts one, and a sum
    below three is none.

    Raises:
        TypeError: a field has a value of another class.
        ValueError: a layout of :attr:`Generation.OTHER` has no name.
    """

    generation: Generation = field(default=Generation.OTHER, validator=instance_of(Generation))
    """Which generation its letters are of; of one that was added from outside, as a rule the default."""
    name: str = field(
        default=Factory(lambda self: self.generation.value, takes_self=True), validator=instance_of(str)
    )
    """How parsers and errors call it, and :attr:`Letter.layout` if it is not that of a generation."""
    telling: tuple[str, ...] = field(validator=_phrases)
    """Phrases, in lower case, that hardly any other text has."""
    supporting: tuple[str, ...] = field(default=(), validator=_phrases)
    """Phrases, in lower case, that other letters and reports may have too."""
    headings: Mapping[str, Section] = field(
        hash=False, validator=deep_mapping(instance_of(str), instance_of(Section))
    )
    """Which section each heading opens, as the heading is printed."""
    required: tuple[Section, ...] = field(validator=deep_iterable(instance_of(Section), instance_of(tuple)))
    """The sections that a whole letter has, the header apart."""
    items: Callable[[Passage], Sequence[ItemParts]] = field(validator=is_callable())
    """Where the parts of its items stand, one :class:`ItemParts` for each item, from the whole letter."""
    cites_administrator: bool = True
    """Its letters say what the claims administrator based its decision on: where one does not, that is a finding."""
    has_header: bool = True
    """Its letters have a case number and dates before the first section: where one has none, that is a finding."""
    items_last: bool = True
    """Nothing that looks like a heading after the items' is one."""

    def __attrs_post_init__(self) -> None:
        if self.generation is Generation.OTHER and self.own_name is None:
            raise ValueError("a layout of another generation than those that imrkit knows needs a name")

    @property
    def own_name(self) -> str | None:
        """Its name; ``None`` if that is the name of a generation."""
        return self.name if self.name != self.generation.value else None


EXPERT_REVIEW: Final = Layout(
    generation=Generation.EXPERT_REVIEW,
    telling=(
        "claims administrator guideline:",
        "maximus guideline:",
        "imr issues, decisions and rationales",
        "the expert reviewer developed the following clinical case summary",
        "date assigned:",
    ),
    supporting=(
        "how the imr final determination was made",
        "clinical case summary",
        "the final determination was based on decisions for the disputed items/services",
        "decision rationale:",
        "maximus federal services",
        "the expert reviewer",
        "case number: cm1",
        "ur denial date:",
    ),
    headings={
        "HOW THE IMR FINAL DETERMINATION WAS MADE": Section.METHOD,
        "DOCUMENTS REVIEWED": Section.DOCUMENTS,
        "CLINICAL CASE SUMMARY": Section.SUMMARY,
        "IMR ISSUES, DECISIONS AND RATIONALES": Section.ITEMS,
    },
    items=splitters.expert_review,
    required=(Section.METHOD, Section.SUMMARY, Section.ITEMS),
)
"""The letters from mid-2014 to today: items with a title that ends in the decision, and three labelled paragraphs."""

PHYSICIAN_REVIEW: Final = Layout(
    generation=Generation.PHYSICIAN_REVIEW,
    telling=(
        "imr decision(s) and rationale(s)",
        "physician reviewer's decision rationale",
        "physician reviewer based his/her decision on",
        "the physician reviewer developed the following clinical case summary",
        "imr application received:",
    ),
    supporting=(
        "how the imr final determination was made",
        "the physician reviewer",
        "the claims administrator based its decision on",
        "documents reviewed",
        "clinical case summary",
        "the final determination was based on decisions for the disputed items/services",
        "final determination letter for imr case number",
        "maximus case number:",
        "imr case number:",
        "claims number:",
        "date of ur decision:",
        "medically necessary and appropriate",
        "maximus federal services",
    ),
    headings={
        "HOW THE IMR FINAL DETERMINATION WAS MADE": Section.METHOD,
        "DOCUMENTS REVIEWED": Section.DOCUMENTS,
        "CLINICAL CASE SUMMARY": Section.SUMMARY,
        "IMR DECISION(S) AND RATIONALE(S)": Section.ITEMS,
        "IMR DECISIONS AND RATIONALES": Section.ITEMS,
        "IMR ISSUES, DECISIONS AND RATIONALES": Section.ITEMS,
    },
    items=splitters.physician_review,
    required=(Section.METHOD, Section.SUMMARY, Section.ITEMS),
)
"""The letters from late 2013 to mid-2014: numbered items, "is not medically necessary and appropriate"."""

NOTICE_OF_DETERMINATION: Final = Layout(
    generation=Generation.NOTICE_OF_DETERMINATION,
    telling=(
        "notice of independent medical review determination",
        "independent medical review decision and rationale",
        "inc. has determined the request for",
        "medical qualifications of the expert reviewer",
        "an application for independent medical review was filed on",
        "rationale for the decision:",
    ),
    supporting=(
        "documents reviewed for determination",
        "regarding the request for",
        "relied upon by the expert reviewer",
        "disputing the utilization review denial dated",
        "the following case summary was taken",
        "case summary:",
        "maximus case number:",
        "date of ur decision:",
        "medically necessary and appropriate",
        "maximus federal services",
    ),
    headings={
        "MAXIMUS Federal Services, Inc. has determined": Section.DETERMINATIONS,
        "MAXIMUS Federal Services has determined": Section.DETERMINATIONS,
        "INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE": Section.APPLICATION,
        "Medical Qualifications of the Expert Reviewer": Section.METHOD,
        "Case Summary:": Section.SUMMARY,
        "Documents Reviewed for Determination": Section.DOCUMENTS,
        "1) Regarding the request": Section.ITEMS,
        "Regarding the request": Section.ITEMS,
        "1) In regard to the request": Section.ITEMS,
        "1) With regard to the request": Section.ITEMS,
    },
    items=splitters.notice_of_determination,
    required=(Section.METHOD, Section.SUMMARY, Section.ITEMS),
)
"""The letters from mid to late 2013: a list of determinations first, then "Regarding the request for"."""

PROFESSIONAL_REVIEW: Final = Layout(
    generation=Generation.PROFESSIONAL_REVIEW,
    telling=(
        "medical professional review",
        "relied upon by professional reviewer",
        "rationale for why the requested treatment",
        "medical reviewer qualifications",
    ),
    supporting=(
        "issue at dispute",
        "issues at dispute",
        "issue(s) at dispute",
        "case summary:",
        "documents reviewed for determination",
        "maximus federal services",
    ),
    headings={
        "ISSUE AT DISPUTE": Section.ITEMS,
        "ISSUES AT DISPUTE": Section.ITEMS,
        "ISSUE(S) AT DISPUTE": Section.ITEMS,
        "CASE SUMMARY": Section.SUMMARY,
        "DOCUMENTS REVIEWED FOR DETERMINATION": Section.DOCUMENTS,
        "MEDICAL TREATMENT GUIDELINE": Section.GUIDELINES,
        "RATIONALE FOR WHY": Section.RATIONALE,
        "MEDICAL REVIEWER QUALIFICATIONS": Section.METHOD,
    },
    items=splitters.professional_review,
    required=(Section.METHOD, Section.SUMMARY, Section.ITEMS, Section.RATIONALE),
    cites_administrator=False,
    has_header=False,
    items_last=False,
)
"""The letters from early 2013: issues at dispute, with guidelines and rationale in sections of their own."""

LAYOUTS: Final = (EXPERT_REVIEW, PHYSICIAN_REVIEW, NOTICE_OF_DETERMINATION, PROFESSIONAL_REVIEW)
"""The layouts that imrkit knows, the newest first."""

_NAMED: Final = 3  # headings, in the message
_LONGEST_PATH: Final = 4096
_ENOUGH: Final = 3  # a telling phrase counts two, a supporting one counts one
_LABELLED: Final = EXPERT_REVIEW.telling[:2]
_OLDER: Final = frozenset(
    {Generation.PHYSICIAN_REVIEW, Generation.NOTICE_OF_DETERMINATION, Generation.PROFESSIONAL_REVIEW}
)

_TAKEN_FROM_DENIAL: Final = re.compile(
    r"[: ]*(?:disclaimer ?: ?)?the following case summary was taken (?:directly )?from the [^.:\"]{0,100}?"
    r"(?:\bdated (?:[a-z]{3,9}\.? \d{1,2}, ?\d{4}|\d{1,2}[/-]\d{1,2}[/-]\d{2,4})|(?=[.:\"]))[ .:,\"]*|"
    r"[: ]*(?=[^.:\"]{0,200}utilization review)(?=[^.:\"]{0,200}(?:summary|summarized|described))[^.:\"]{10,220}:[ \"]*"
)


def detect(doc: Document, known: Sequence[Layout] = LAYOUTS) -> Layout:
    """The layout of the letter in *doc*: the one of those *known* with most of its phrases, of equals the first.

    Raises:
        NotALetterError: the text has too few of the phrases of any layout.
    """
    if all(phrase in doc.key for phrase in _LABELLED):  # as in nearly every letter, and in no older one
        newer = [layout for layout in known if layout.generation not in _OLDER]
        if len(newer) == 1:
            return newer[0]
        known = newer or known
    scores = [_score(doc, layout) for layout in known]
    if max(scores, default=0) < _ENOUGH:
        raise NotALetterError(f"no determination letter: {_what_it_is(doc, known)}")
    return known[scores.index(max(scores))]


def _what_it_is(doc: Document, known: Sequence[Layout]) -> str:
    """What a text is that is no letter, without quoting it."""
    if not doc.key.strip():
        return "an empty text"
    if len(doc.text) <= _LONGEST_PATH and doc.key.strip().endswith((".pdf", ".txt")) and "\n" not in doc.text:
        return "a text that looks like the path of a file, which read_letter() takes"
    headings = dict.fromkeys(heading.upper() for layout in known for heading in layout.headings)
    wanted = ", ".join(map(repr, islice(headings, _NAMED)))
    return (
        f"a text of {len(doc.text)} characters with too few of the phrases that tell one; looked for headings such as "
        f"{wanted}"
    )


def _score(doc: Document, layout: Layout) -> int:
    return 2 * sum(phrase in doc.key for phrase in layout.telling) + sum(
        phrase in doc.key for phrase in layout.supporting
    )


def sections(doc: Document, layout: Layout) -> dict[Section, Region]:
    """Where the text of each section of *doc* stands, without its heading, if it has *layout*.

    What comes before all headings is the header. A section that is not there is not in the dictionary.
    """
    found: list[tuple[int, int, Section]] = []
    for heading, section in layout.headings.items():
        at = _find_heading(doc, heading)
        if at >= 0:
            found.append((at, at + len(heading), section))
    found.sort()
    regions: dict[Section, Region] = {}
    regions[Section.HEADER] = Region(0, found[0][0] if found else len(doc.key))
    for n, (_, start, section) in enumerate(found):
        last = layout.items_last and section is Section.ITEMS
        end = len(doc.key) if last or n + 1 == len(found) else found[n + 1][0]
        begin = _past_disclaimer(doc, start, end) if section is Section.SUMMARY else start
        regions.setdefault(section, Region(begin, end))
        if last:
            break
    return regions


def _past_disclaimer(doc: Document, start: int, end: int) -> int:
    """Where a summary begins that is said to be taken from the denial: "dated May 2, 2031." is none of its."""
    disclaimer = _TAKEN_FROM_DENIAL.match(doc.key, start, end)
    return disclaimer.end() if disclaimer else start


def _find_heading(doc: Document, heading: str) -> int:
    """Where *heading* stands as printed, or in other capitals so long as it begins with one; else -1."""
    at = doc.folded.find(heading)
    if at >= 0:
        return at
    wanted = heading.lower()
    at = doc.key.find(wanted)
    while at >= 0 and doc.folded[at] == doc.key[at] and not wanted[0].isdigit():
        at = doc.key.find(wanted, at + 1)
    return at
