"""The domain: what a determination letter says, as frozen attrs classes.

A record says what the letter *says*, not what is medically so. Texts are verbatim, with line breaks and runs of
whitespace folded to one space; the letter's own typos are kept, and a word that is broken at a line end keeps the
hyphen that is printed there ("medi-cal"). What is not stated is ``None``, ``False`` or an empty tuple. A two-digit
year is the latest one that is not after the decision. A date that no calendar has, or in a year that no letter can
mean, has no value; the latter is a finding.

Everything is immutable, hashable where its content is, and validated when it is made: a value of another class than
its field has is a ``TypeError`` that names the field and the classes, never the value. To change an object is to make
another, by ``attrs.evolve``.

Below each field stands what it means, its unit, an example as it is written in JSON, and where in a letter it comes
from; the reference page and the JSON Schema are made from that (:mod:`imrkit.documentation`). The small values that
fields have in common, such as :class:`Span`, are at home in :mod:`imrkit.values`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from math import isfinite
from types import MappingProxyType
from typing import Any

from attrs import field, fields, frozen, has

from imrkit.values import Date, Number, PartialDate, Range, Span, is_a, may_be, tuple_of
from imrkit.vocabulary import (
    SUBCATEGORIES,
    CaseOutcome,
    Category,
    Conclusion,
    Decision,
    DrugClass,
    FindingCode,
    Generation,
    GuidelineSource,
    Part,
    Priority,
    Reason,
    Sex,
    Side,
    State,
    Subcategory,
)

__all__ = [
    "BodyPart",
    "CaseHeader",
    "Date",
    "DisputedItem",
    "Drug",
    "Evidence",
    "Extra",
    "Finding",
    "Guideline",
    "Guidelines",
    "Injury",
    "Letter",
    "Number",
    "PartialDate",
    "Patient",
    "Range",
    "Rationale",
    "Request",
    "Reviewer",
    "Span",
]

_text = may_be(str)
_flag = is_a(bool)
_count = may_be(int)
_number = may_be(int, float, Range)
_date = may_be(dt.date, PartialDate)
_day = may_be(dt.date)


def _in_notebooks(value: Any) -> str | None:
    """*value* as HTML for notebooks; ``None``, which makes them show its text, without the extra ``views``."""
    from imrkit.views.notebook import html  # noqa: PLC0415 (only those who look at letters need it)

    return html(value)


@frozen
class CaseHeader:
    """The label block at the head of a letter: the dates of the case. All ``None`` where a letter has none."""

    number: str | None = field(default=None, validator=_text)
    """The IMR case number, with a plain hyphen.
    Example: "CM16-9900101". From: the label "Case Number" in the header."""
    date_assigned: dt.date | None = field(default=None, validator=_day)
    """When the case was assigned to the review organization (8 CCR 9792.10.3, 9792.10.4).
    Example: "2016-12-09". From: the label "Date Assigned"."""
    date_of_injury: Date | None = field(default=None, validator=_date)
    """The date of injury as the header states it, perhaps without its day; see :attr:`Injury.date` for the case
    summary's.
    Example: "2016-10-13". From: the label "Date of Injury"."""
    decision_date: dt.date | None = field(default=None, validator=_day)
    """When the final determination was made (8 CCR 9792.10.6).
    Example: "2017-01-03". From: the label "Decision Date", or "Dated"."""
    ur_denial_date: dt.date | None = field(default=None, validator=_day)
    """When utilization review denied or modified the request, the decision in dispute (8 CCR 9792.9.1).
    Example: "2016-11-16". From: the label "UR Denial Date", or the sentence on the application."""
    application_received: dt.date | None = field(default=None, validator=_day)
    """When the application for IMR arrived, the form DWC IMR (8 CCR 9792.10.1).
    Example: "2016-11-28". From: the label "Application Received", or the sentence on the application."""
    priority: Priority | None = field(default=None, validator=may_be(Priority))
    """How fast the review had to be made (8 CCR 9792.10.6). Example: "standard". From: the label "Priority"."""
    final_determination: CaseOutcome | None = field(default=None, validator=may_be(CaseOutcome))
    """The outcome of the case as a cover page states it; only older letters have one. Compare
    :attr:`Letter.outcome`.
    Example: "uphold". From: "Final Determination" on a cover page."""


@frozen
class Reviewer:
    """The physician who decided, by their credentials; their name is confidential (Labor Code 4610.6(f))."""

    licensed_in: tuple[State, ...] = field(default=(), validator=tuple_of(State))
    """States in which they hold a license, in the letter's order.
    Example: ["CA", "NC"]. From: the reviewer's credentials."""
    specialties: tuple[str, ...] = field(default=(), validator=tuple_of(str))
    """Board certifications and specialties, verbatim, split at the commas of the list, in the letter's order.
    Example: ["Family Practice"]. From: the reviewer's credentials."""
    subspecialties: tuple[str, ...] = field(default=(), validator=tuple_of(str))
    """Subspecialties, verbatim: only where the letter says "has a subspecialty in".
    Example: ["Pain Medicine"]. From: the reviewer's credentials."""


@frozen
class Patient:
    """The injured worker, as the case summary describes them. Letters are published without names."""

    age: int | None = field(default=None, validator=_count)
    """How old the injured worker is, by the summary; not their age when something happened.
    Unit: full years. Example: 48. From: the case summary."""
    sex: Sex | None = field(default=None, validator=may_be(Sex))
    """The injured worker's sex. Example: "male". From: the case summary."""


@frozen
class Injury:
    """The industrial injury, as the case summary (not the header) describes it."""

    date: Date | None = field(default=None, validator=_date)
    """The date of injury, or the first day of a period of cumulative trauma, as precise as it is stated.
    Example: "2016-10-13". From: the case summary."""
    end_date: Date | None = field(default=None, validator=_date)
    """The last day of a period ("from .. to .."); ``None`` for a single date.
    Example: "2017-02". From: the case summary."""
    mechanism: str | None = field(default=None, validator=_text)
    """How it happened, verbatim: the shortest complete phrase, not the body part, not the diagnosis.
    Example: "a slip and fall". From: the case summary."""
    cumulative: bool = field(default=False, validator=_flag)
    """The letter says cumulative, repetitive or continuous trauma (Labor Code 3208.1).
    Example: false. From: the case summary."""
    diagnoses: tuple[str, ...] = field(default=(), validator=tuple_of(str))
    """Each diagnosis that the summary lists, verbatim, without lead-in words; complaints alone are none.
    Example: ["right shoulder contusion", "neck strain"]. From: the case summary."""


@frozen
class BodyPart:
    """A body part that a request names, and its side if it names one: "bilateral shoulders" is one."""

    part: Part = field(validator=is_a(Part))
    """The part of the body, as coarse as requests name them. Example: "shoulder". From: the request."""
    side: Side | None = field(default=None, validator=may_be(Side))
    """Its side, if one is named. Example: "right". From: the request."""


@frozen
class Drug:
    """The drug of a pharmaceutical request."""

    name: str = field(validator=is_a(str))
    """The drug or compound as the letter names it, without its strength. The dosage form is left out ("Naproxen
    tablets" is Naproxen), also behind a brand ("Terocin patch" is Terocin); a generic topical keeps the one right
    behind its name ("Lidocaine ointment"). A compound keeps its percentages ("Flurbiprofen 20%/Lidocaine 5%").
    Example: "Norco". From: the request."""
    strength: str | None = field(default=None, validator=_text)
    """How strong a tablet, a patch ... is, verbatim and with its unit. Example: "10/325mg". From: the request."""
    quantity: int | float | None = field(default=None, validator=may_be(int, float))
    """How many are requested ("#60" is 60), or the amount where only a weight or volume is given.
    Unit: tablets, capsules, patches ...; grams, milliliters or ounces. Example: 60. From: the request."""
    refills: int | None = field(default=None, validator=_count)
    """How often the prescription may be filled again; 0 for "no refills".
    Unit: refills. Example: 2. From: the request."""


@frozen
class Request:
    """The treatment request that is decided. Of a partly authorized request, the part still in dispute.

    Raises:
        ValueError: the subcategory does not belong to the category; see
            :data:`~imrkit.vocabulary.SUBCATEGORIES`.
    """

    text: str = field(validator=is_a(str))
    """The request in the letter's words, without the decision.
    Example: "Physical Therapy, Quantity: 8 sessions". From: the title of the item."""
    original: str | None = field(default=None, validator=_text)
    """What the physician had requested, verbatim, where utilization review authorized a part of it.
    Example: "Acupuncture 18 sessions". From: the title of the item: "X was the original request"."""
    authorized: str | None = field(default=None, validator=_text)
    """The part that the claims administrator authorized, verbatim.
    Example: "Acupuncture 6 sessions". From: the title of the item: "Y was authorized"."""
    category: Category = field(default=Category.OTHER, validator=is_a(Category))
    """First level of the DWC's taxonomy of treatment requests. Of several services, that of the
    main one, as a rule the first.
    Example: "Rehabilitation". From: what the request is for."""
    subcategory: Subcategory | DrugClass | None = field(
        default=None, validator=may_be(Subcategory, DrugClass)
    )
    """Second level: a drug class for pharmaceuticals, ``None`` for :attr:`Category.OTHER`.
    Example: "Acupuncture". From: what the request is for."""
    body_parts: tuple[BodyPart, ...] = field(default=(), validator=tuple_of(BodyPart))
    """Body parts that the request itself names. Example: [{"part": "shoulder", "side": "right"}]. From: the request."""
    visits: int | Range | None = field(default=None, validator=may_be(int, Range))
    """Total visits or sessions, stated or computed from rate and duration.
    Unit: visits. Example: 8. From: the request."""
    per_week: Number | None = field(default=None, validator=_number)
    """How often, as stated. Unit: visits per week. Example: {"low": 2, "high": 3}. From: the request."""
    weeks: Number | None = field(default=None, validator=_number)
    """How long, as stated. Unit: weeks. Example: 4. From: the request."""
    drug: Drug | None = field(default=None, validator=may_be(Drug))
    """The drug, where the request is for one; ``None`` for any other request. From: the request."""
    retrospective: bool = field(default=False, validator=_flag)
    """The service was already given when it was requested: the request says so, or names a past date of
    service.
    Example: false. From: the request."""

    def __attrs_post_init__(self) -> None:
        if self.subcategory is not None and self.subcategory not in SUBCATEGORIES[self.category]:
            raise ValueError(f"{self.subcategory.name} is no subcategory of {self.category.name}")


@frozen
class Guideline:
    """One guideline that is cited."""

    source: GuidelineSource = field(validator=is_a(GuidelineSource))
    """Who publishes it. Example: "ACOEM". From: the citation."""
    mtus: bool = field(validator=_flag)
    """Cited as part of the Medical Treatment Utilization Schedule (MTUS, 8 CCR 9792.20 and following).
    Example: true. From: the citation."""
    title: str | None = field(default=None, validator=_text)
    """The chapter's title, verbatim; for other sources the whole citation.
    Example: "Low Back Complaints". From: the citation."""
    chapter: int | None = field(default=None, validator=_count)
    """The chapter's number, where stated. Example: 12. From: the citation: "ACOEM Chapter 12"."""
    year: int | None = field(default=None, validator=_count)
    """The year of the edition. Example: 2004. From: the citation."""
    sections: str | None = field(default=None, validator=_text)
    """The sections, or for the ODG the topic, verbatim and not split.
    Example: "Initial Care, Physical Methods". From: the citation: "Section(s)"."""
    pages: str | None = field(default=None, validator=_text)
    """The pages, verbatim and not split. Example: "300-301". From: the citation: "Page(s)"."""

    _repr_html_ = _in_notebooks


@frozen
class Guidelines:
    """What one side based its decision on, of the standards that Labor Code 4610.5(c)(2) ranks.

    Three states are kept apart: a paragraph that cites (``citations``), one that says that nothing was cited
    (``none_cited``), and no paragraph at all (``stated`` is false). Its length is the number of its citations,
    over which it iterates.
    """

    citations: tuple[Guideline, ...] = field(default=(), validator=tuple_of(Guideline))
    """What is cited, in the letter's order. From: the paragraph on the guidelines of one side."""
    none_cited: bool = field(default=False, validator=_flag)
    """The letter says that this side cited no medical evidence.
    Example: false. From: the paragraph on the guidelines of one side."""
    outside_mtus: bool = field(default=False, validator=_flag)
    """The letter says that the decision rests, at least in part, on something outside the MTUS.
    Example: false. From: the paragraph on the guidelines of one side."""
    stated: bool = field(default=False, validator=_flag)
    """The letter has a paragraph on this. Example: true. From: the labels of the item's paragraphs."""

    def __iter__(self) -> Iterator[Guideline]:
        return iter(self.citations)

    def __len__(self) -> int:
        return len(self.citations)


@frozen
class Rationale:
    """Why the reviewer decided as they did: the clinical reasons, which 8 CCR 9792.10.6(d) asks for."""

    text: str = field(validator=is_a(str))
    """The whole paragraph, with line breaks folded to spaces.
    Example: "The guideline allows a short course. The request is not medically necessary.". From: the label
    "Decision rationale"."""
    conclusion: Conclusion | None = field(default=None, validator=may_be(Conclusion))
    """What the text itself concludes, whatever the decision says; ``None`` where it never says.
    Example: "not_necessary". From: the rationale."""
    references: tuple[str, ...] = field(default=(), validator=tuple_of(str))
    """Author and year of what is referred to, in order and each once, without parentheses.
    Example: ["Fritz, 2007"]. From: the rationale."""
    reasons: tuple[Reason, ...] = field(default=(), validator=tuple_of(Reason))
    """All reasons given, in the order of the vocabulary; empty where none is recognized.
    Example: ["no_functional_improvement"]. From: the rationale."""

    _repr_html_ = _in_notebooks


@frozen
class DisputedItem:
    """One disputed item or service, and what was decided of it.

    The law calls it disputed medical treatment: what a utilization review decision has modified, delayed or denied
    (Labor Code 4610.5(c)(1)).
    """

    request: Request = field(validator=is_a(Request))
    """What was requested. From: the title of the item."""
    decision: Decision | None = field(default=None, validator=may_be(Decision))
    """What was decided; ``None`` only where the letter is cut off before it.
    Example: "upheld". From: the end of the title, or the determination."""
    claims_administrator_guidelines: Guidelines = field(factory=Guidelines, validator=is_a(Guidelines))
    """What utilization review based its decision on. From: the label "Claims Administrator guideline"."""
    reviewer_guidelines: Guidelines = field(factory=Guidelines, validator=is_a(Guidelines))
    """What the reviewer based their decision on. From: the label "MAXIMUS guideline"."""
    rationale: Rationale | None = field(default=None, validator=may_be(Rationale))
    """Why it was decided so; ``None`` where the letter has no such paragraph.
    From: the label "Decision rationale"."""

    _repr_html_ = _in_notebooks


@frozen
class Finding:
    """Something in the letter that a careful reader would flag."""

    code: FindingCode = field(validator=is_a(FindingCode))
    """What kind of thing it is. Example: "date_of_injury_disagrees". From: imrkit."""
    message: str = field(validator=is_a(str))
    """What was found, in words; never quotes the letter.
    Example: "date of injury: 2017-01-19 in the header, 2017-01-09 in the case summary". From: imrkit."""
    spans: tuple[Span, ...] = field(default=(), validator=tuple_of(Span), eq=False)
    """Where in the text; empty for something that is missing.
    Example: [[101, 111], [840, 855]]. From: the places of the values concerned."""


class Evidence(Mapping[str, Span]):
    """Where each value of a letter stands in its text: spans by the paths of the values. Read-only.

    A path is made of the names of fields and of places in tuples, from 0. Values that are not stated, and those that
    are worked out, such as :attr:`Letter.outcome`, have none.

    >>> import imrkit
    >>> letter = imrkit.read_letter("examples/letters/one-request.txt")
    >>> letter.evidence["items[0].request.weeks"]
    Span(start=1628, end=1635)
    >>> [path for path in letter.evidence if path.startswith("patient")]
    ['patient.age', 'patient.sex']
    >>> "injury.end_date" in letter.evidence
    False

    Args:
        spans: by the paths of the values.
    """

    __slots__ = ("_spans",)

    def __init__(self, spans: Mapping[str, Span] = MappingProxyType({})) -> None:
        self._spans = dict(spans)

    def __getitem__(self, path: str) -> Span:
        return self._spans[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)

    def ends(self) -> dict[str, list[int]]:
        """The start and end of each span as ``[start, end]``, by paths, in less time than the spans themselves take."""
        return {path: [span.start, span.end] for path, span in self.items()}

    def __repr__(self) -> str:
        return f"<Evidence for {len(self)} values>"


class Extra(Mapping[str, Any]):
    """What extractors that were added from outside read from a letter: values by the names of their fields.

    Read-only. A value is plain: a text, a number, true or false, a date, a :class:`Range`, an object of a frozen
    attrs class with such fields, or a tuple of these. ``None`` stands in tuples only.

    Args:
        values: by the names of their fields.

    Raises:
        TypeError: a value is not plain.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any] = MappingProxyType({})) -> None:
        for name, value in values.items():
            if value is None or not _is_plain(value):
                raise TypeError(f"the value of {name} is not plain: {type(value).__name__}")
        self._values = dict(values)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        return f"Extra({self._values!r})"


def _is_plain(value: object) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, tuple):
        return all(map(_is_plain, value))
    kind = type(value)
    if has(kind):
        frozen_kind = kind.__hash__ is not None
        return frozen_kind and all(_is_plain(getattr(value, part.name)) for part in fields(kind))
    return value is None or (isinstance(value, str | int | dt.date) and not isinstance(value, dt.datetime))


def _read_only(values: Mapping[str, Any]) -> Extra:
    return values if isinstance(values, Extra) else Extra(values)


_NO_EXTRA = Extra()


@frozen
class Letter:
    """A final determination letter of an Independent Medical Review (Labor Code 4610.6, 8 CCR 9792.10.6).

    Two letters with the same content are equal wherever their text stood: :attr:`text`, :attr:`evidence` and
    the spans of findings take no part in equality.

    >>> import imrkit
    >>> letter = imrkit.read_letter("examples/letters/one-request.txt")
    >>> letter.case.number, letter.patient.age, letter.outcome
    ('CM17-9900101', 41, <CaseOutcome.UPHOLD: 'uphold'>)
    >>> letter.items[0].request.visits
    8
    >>> letter.text[letter.evidence["items[0].request.per_week"].slice]
    '2 times a week'
    """

    generation: Generation = field(validator=is_a(Generation))
    """Which layout the letter has. Example: "expert review". From: its headings and labels."""
    case: CaseHeader = field(factory=CaseHeader, validator=is_a(CaseHeader))
    """The label block at the head: case number, dates, priority. From: the header."""
    reviewer: Reviewer = field(factory=Reviewer, validator=is_a(Reviewer))
    """Who decided, by their credentials. From: the section on how the determination was made."""
    patient: Patient = field(factory=Patient, validator=is_a(Patient))
    """Who was injured: age and sex. From: the case summary."""
    injury: Injury = field(factory=Injury, validator=is_a(Injury))
    """What happened, when, and what was diagnosed. From: the case summary."""
    items: tuple[DisputedItem, ...] = field(default=(), validator=tuple_of(DisputedItem))
    """The disputed items in the letter's order. From: the section on the issues, decisions and rationales."""
    findings: tuple[Finding, ...] = field(default=(), validator=tuple_of(Finding))
    """What a careful reader would flag: missing sections, contradictions, odd dates. From: imrkit."""
    extra: Mapping[str, Any] = field(default=_NO_EXTRA, converter=_read_only)
    """What extractors that were added from outside read, by the names of their fields; see :class:`Extra`.
    Example: {"medications": ["ibuprofen", "gabapentin"]}. From: wherever those extractors look."""
    layout: str | None = field(default=None, validator=_text)
    """The name of a layout that was added from outside; ``None`` for the layouts that imrkit knows.
    Example: "expert review of 2027". From: its headings and labels."""
    text: str = field(default="", validator=is_a(str), eq=False, repr=False)
    """The text that was parsed, as it was passed in; empty for a letter from data without it. Not written unless it
    is asked for. Where a PDF breaks a word at a line end, it may hold U+FFFE or U+0002, which PDF readers leave for the
    hyphen; in the other fields a hyphen stands there.
    Example: "Case Number: CM16-9900101 ...". From: the document."""
    evidence: Mapping[str, Span] = field(factory=Evidence, eq=False, repr=False)
    """Where each value stands in :attr:`text`, by the value's path; see :class:`Evidence`.
    Example: {"patient.age": [761, 763], "items[0].decision": [1830, 1836]}. From: the places that the values
    were read from."""

    _repr_html_ = _in_notebooks

    @property
    def outcome(self) -> CaseOutcome | None:
        """The DWC's word for the whole case, worked out from the decisions; without any, what the cover page says.
        Example: "uphold". From: the decisions of the items."""
        decisions = {item.decision for item in self.items if item.decision is not None}
        if not decisions:
            return self.case.final_determination
        if decisions == {Decision.UPHELD}:
            return CaseOutcome.UPHOLD
        if decisions == {Decision.OVERTURNED}:
            return CaseOutcome.OVERTURN
        return CaseOutcome.PARTIALLY_OVERTURN
