"""The domain: what a determination letter says, as frozen attrs classes.

A record says what the letter *says*, not what is medically so. Texts are verbatim, with line breaks and runs of blanks
folded to one blank; the letter's own typos are kept. What is not stated is ``None``, ``False`` or an empty tuple. A
two-digit year is the latest one that is not after the decision. A date that no calendar has, or in a year that no
letter can mean, has no value; the latter is a finding.

Everything is immutable, hashable where its content is, and validated when it is made. Below each field stands what it
means, its unit, an example as it is written in JSON, and where in a letter it comes from; the reference page and the
JSON Schema are made from that (:mod:`imrkit.documentation`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from types import MappingProxyType, NoneType
from typing import Any

from attrs import Attribute, field, fields, frozen, has
from attrs.validators import ge, in_, optional

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

_Validator = Callable[[object, "Attribute[Any]", Any], None]


def _is(*kinds: type) -> _Validator:
    """A validator: the value is one of *kinds*. The error names the field and the types, never the value."""

    def check(_: object, attribute: Attribute[Any], value: Any) -> None:
        if not isinstance(value, kinds):
            expected = " or ".join(kind.__name__ for kind in kinds)
            raise TypeError(f"{attribute.name} must be {expected}, not {type(value).__name__}")

    return check


def _may_be(*kinds: type) -> _Validator:
    """A validator: the value is one of *kinds*, or ``None``."""
    return _is(*kinds, NoneType)


def _tuple_of(kind: type) -> _Validator:
    """A validator: the value is a tuple of nothing but *kind*."""

    def check(_: object, attribute: Attribute[Any], value: Any) -> None:
        if not isinstance(value, tuple):
            raise TypeError(f"{attribute.name} must be a tuple, not {type(value).__name__}")
        for member in value:
            if not isinstance(member, kind):
                raise TypeError(
                    f"{attribute.name} must hold nothing but {kind.__name__}, not {type(member).__name__}"
                )

    return check


_text = _may_be(str)
_flag = _is(bool)
_count = _may_be(int)


def _in_notebooks(value: Any) -> str | None:
    """*value* as HTML for notebooks; ``None``, which makes them show its text, without the extra ``views``."""
    from imrkit.views.notebook import html  # noqa: PLC0415 (only those who look at letters need it)

    return html(value)


@frozen
class Span:
    """A place in the text of a letter: characters ``start`` up to, not including, ``end``."""

    start: int = field(validator=[_is(int), ge(0)])
    """The first character. Unit: characters. Example: 761. From: the text."""
    end: int = field(validator=_is(int))
    """Behind the last character. Unit: characters. Example: 763. From: the text."""

    def __attrs_post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a span ends before it starts: {self.start}..{self.end}")

    @property
    def slice(self) -> slice:
        """The span as a slice: ``text[span.slice]`` is the text under it."""
        return slice(self.start, self.end)

    def __len__(self) -> int:
        return self.end - self.start


@frozen(order=True)
class PartialDate:
    """A date of which only the year, or the year and the month, is stated."""

    year: int = field(validator=[_is(int), in_(range(1, 10000))])
    """The year. Example: 2016. From: the text."""
    month: int | None = field(default=None, validator=optional(in_(range(1, 13))))
    """The month, if it is stated. Example: 10. From: the text."""

    def __str__(self) -> str:
        return f"{self.year:04}" if self.month is None else f"{self.year:04}-{self.month:02}"

    isoformat = __str__


Date = dt.date | PartialDate
"""A date as precise as the letter states it."""

_date = _may_be(dt.date, PartialDate)
_day = _may_be(dt.date)


@frozen
class Range:
    """A number that the letter states as a range: "2-3 times a week"."""

    low: int | float = field(validator=_is(int, float))
    """The lower end. Example: 2. From: the text."""
    high: int | float = field(validator=_is(int, float))
    """The upper end. Example: 3. From: the text."""

    def __attrs_post_init__(self) -> None:
        if self.high <= self.low:
            raise ValueError(f"a range needs its lower end first: {self.low}..{self.high}")

    def __str__(self) -> str:
        return f"{self.low}-{self.high}"


Number = int | float | Range
"""A number, or the range that the letter gives in its place."""

_number = _may_be(int, float, Range)


@frozen
class CaseHeader:
    """The label block at the head of a letter. All ``None`` where a letter has none."""

    number: str | None = field(default=None, validator=_text)
    """The IMR case number. Example: "CM16-0213037". From: the label "Case Number" in the header."""
    date_assigned: dt.date | None = field(default=None, validator=_day)
    """When the case was assigned for review. Example: "2016-12-09". From: the label "Date Assigned"."""
    date_of_injury: Date | None = field(default=None, validator=_date)
    """The date of injury as the header states it; see :attr:`Injury.date` for the case summary's.
    Example: "2016-10-13". From: the label "Date of Injury"."""
    decision_date: dt.date | None = field(default=None, validator=_day)
    """When the final determination was made.
    Example: "2017-01-03". From: the label "Decision Date", or "Dated"."""
    ur_denial_date: dt.date | None = field(default=None, validator=_day)
    """The date of the utilization review decision in dispute.
    Example: "2016-11-16". From: the label "UR Denial Date", or the sentence on the application."""
    application_received: dt.date | None = field(default=None, validator=_day)
    """When the application for IMR arrived.
    Example: "2016-11-28". From: the label "Application Received", or the sentence on the application."""
    priority: Priority | None = field(default=None, validator=_may_be(Priority))
    """How fast the review had to be made. Example: "standard". From: the label "Priority"."""
    final_determination: CaseOutcome | None = field(default=None, validator=_may_be(CaseOutcome))
    """The outcome of the case as a cover page states it; only older letters have one.
    Example: "uphold". From: "Final Determination" on a cover page."""


@frozen
class Reviewer:
    """The anonymous physician who decided: the credentials that the letter gives."""

    licensed_in: tuple[State, ...] = field(default=(), validator=_tuple_of(State))
    """States of licensure, in the letter's order. Example: ["CA", "NC"]. From: the reviewer's credentials."""
    specialties: tuple[str, ...] = field(default=(), validator=_tuple_of(str))
    """Board certifications and specialties, verbatim, split at the commas of the list, in the letter's order.
    Example: ["Family Practice"]. From: the reviewer's credentials."""
    subspecialties: tuple[str, ...] = field(default=(), validator=_tuple_of(str))
    """Only where the letter says "has a subspecialty in".
    Example: ["Pain Medicine"]. From: the reviewer's credentials."""


@frozen
class Patient:
    """The injured worker, as the case summary describes them."""

    age: int | None = field(default=None, validator=_count)
    """How old the injured worker is, at the time of the review.
    Unit: years. Example: 48. From: the case summary."""
    sex: Sex | None = field(default=None, validator=_may_be(Sex))
    """The injured worker's sex. Example: "male". From: the case summary."""


@frozen
class Injury:
    """The industrial injury, as the case summary (not the header) describes it."""

    date: Date | None = field(default=None, validator=_date)
    """The date of injury, or the first day of a period of cumulative trauma.
    Example: "2016-10-13". From: the case summary."""
    end_date: Date | None = field(default=None, validator=_date)
    """The last day of a period ("from .. to .."); ``None`` for a single date.
    Example: "2017-02". From: the case summary."""
    mechanism: str | None = field(default=None, validator=_text)
    """How it happened, verbatim: the shortest complete phrase, not the body part, not the diagnosis.
    Example: "a slip and fall". From: the case summary."""
    cumulative: bool = field(default=False, validator=_flag)
    """The letter says cumulative, repetitive or continuous trauma. Example: false. From: the case summary."""
    diagnoses: tuple[str, ...] = field(default=(), validator=_tuple_of(str))
    """Each diagnosis that the summary lists, verbatim, without lead-in words; complaints alone are none.
    Example: ["right shoulder contusion", "neck strain"]. From: the case summary."""


@frozen
class BodyPart:
    """A body part that a request names, and its side if it names one."""

    part: Part = field(validator=_is(Part))
    """The part of the body, as coarse as requests name them. Example: "shoulder". From: the request."""
    side: Side | None = field(default=None, validator=_may_be(Side))
    """Its side, if one is named. Example: "right". From: the request."""


@frozen
class Drug:
    """The drug of a pharmaceutical request."""

    name: str = field(validator=_is(str))
    """The drug or compound as the letter names it, without strength and dosage form.
    Example: "Norco". From: the request."""
    strength: str | None = field(default=None, validator=_text)
    """Verbatim. Example: "10/325mg". From: the request."""
    quantity: int | float | None = field(default=None, validator=_may_be(int, float))
    """How many are requested ("#60" is 60), or the amount where only a weight or volume is given.
    Unit: tablets, capsules, patches ...; grams or milliliters. Example: 60. From: the request."""
    refills: int | None = field(default=None, validator=_count)
    """How often the prescription may be filled again. Unit: refills. Example: 2. From: the request."""


@frozen
class Request:
    """The treatment request that is decided. Of a partly authorized request, the part still in dispute."""

    text: str = field(validator=_is(str))
    """The request in the letter's words.
    Example: "Physical Therapy, Quantity: 8 sessions". From: the title of the item."""
    original: str | None = field(default=None, validator=_text)
    """What the physician had requested, where utilization review authorized a part of it.
    Example: "Acupuncture 18 sessions". From: the title of the item: "X was the original request"."""
    authorized: str | None = field(default=None, validator=_text)
    """The part that the claims administrator authorized.
    Example: "Acupuncture 6 sessions". From: the title of the item: "Y was authorized"."""
    category: Category = field(default=Category.OTHER, validator=_is(Category))
    """First level of the DWC's treatment request taxonomy.
    Example: "Rehabilitation". From: what the request is for."""
    subcategory: Subcategory | DrugClass | None = field(
        default=None, validator=_may_be(Subcategory, DrugClass)
    )
    """Second level: a drug class for pharmaceuticals, ``None`` for :attr:`Category.OTHER`.
    Example: "Acupuncture". From: what the request is for."""
    body_parts: tuple[BodyPart, ...] = field(default=(), validator=_tuple_of(BodyPart))
    """Named in the request itself. Example: [{"part": "shoulder", "side": "right"}]. From: the request."""
    visits: int | Range | None = field(default=None, validator=_may_be(int, Range))
    """Total visits or sessions, stated or computed from rate and duration.
    Unit: visits. Example: 8. From: the request."""
    per_week: Number | None = field(default=None, validator=_number)
    """How often, as stated. Unit: visits per week. Example: {"low": 2, "high": 3}. From: the request."""
    weeks: Number | None = field(default=None, validator=_number)
    """How long, as stated. Unit: weeks. Example: 4. From: the request."""
    drug: Drug | None = field(default=None, validator=_may_be(Drug))
    """The drug, where the request is for one. From: the request."""
    retrospective: bool = field(default=False, validator=_flag)
    """The service was already given when it was requested: the request says so, or names a past date of
    service.
    Example: false. From: the request."""

    def __attrs_post_init__(self) -> None:
        if self.subcategory is not None and self.subcategory not in SUBCATEGORIES[self.category]:
            raise ValueError(f"{self.subcategory.name} is no subcategory of {self.category.name}")


@frozen
class Guideline:
    """One cited guideline."""

    source: GuidelineSource = field(validator=_is(GuidelineSource))
    """Who publishes it. Example: "ACOEM". From: the citation."""
    mtus: bool = field(validator=_flag)
    """Cited as part of the Medical Treatment Utilization Schedule. Example: true. From: the citation."""
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
    """Verbatim. Example: "300-301". From: the citation: "Page(s)"."""

    _repr_html_ = _in_notebooks


@frozen
class Guidelines:
    """What one side based its decision on. Iterates over its citations.

    Three states are kept apart: a paragraph that cites (``citations``), one that says that nothing was cited
    (``none_cited``), and no paragraph at all (``stated`` is false).
    """

    citations: tuple[Guideline, ...] = field(default=(), validator=_tuple_of(Guideline))
    """What is cited, in the letter's order. From: the paragraph on the guidelines of one side."""
    none_cited: bool = field(default=False, validator=_flag)
    """The letter says that no medical evidence was cited.
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
    """Why the reviewer decided as they did."""

    text: str = field(validator=_is(str))
    """The whole paragraph, with line breaks folded to blanks.
    Example: "The guideline allows a short course. The request is not medically necessary.". From: the label
    "Decision rationale"."""
    conclusion: Conclusion | None = field(default=None, validator=_may_be(Conclusion))
    """What the text itself concludes, whatever the decision says; ``None`` where it never says.
    Example: "not_necessary". From: the rationale."""
    references: tuple[str, ...] = field(default=(), validator=_tuple_of(str))
    """Author and year of what is referred to, in order, without parentheses.
    Example: ["Fritz, 2007"]. From: the rationale."""
    reasons: tuple[Reason, ...] = field(default=(), validator=_tuple_of(Reason))
    """All reasons given, in the order of the vocabulary.
    Example: ["no_functional_improvement"]. From: the rationale."""

    _repr_html_ = _in_notebooks


@frozen
class DisputedItem:
    """One disputed item or service and what was decided of it."""

    request: Request = field(validator=_is(Request))
    """What was requested. From: the title of the item."""
    decision: Decision | None = field(default=None, validator=_may_be(Decision))
    """What was decided; ``None`` only where the letter is cut off before it.
    Example: "upheld". From: the end of the title, or the determination."""
    claims_administrator_guidelines: Guidelines = field(factory=Guidelines, validator=_is(Guidelines))
    """What utilization review based its decision on. From: the label "Claims Administrator guideline"."""
    reviewer_guidelines: Guidelines = field(factory=Guidelines, validator=_is(Guidelines))
    """What the reviewer based their decision on. From: the label "MAXIMUS guideline"."""
    rationale: Rationale | None = field(default=None, validator=_may_be(Rationale))
    """Why it was decided so; ``None`` where the letter has no such paragraph.
    From: the label "Decision rationale"."""

    _repr_html_ = _in_notebooks


@frozen
class Finding:
    """Something in the letter that a careful reader would flag."""

    code: FindingCode = field(validator=_is(FindingCode))
    """What kind of thing it is. Example: "date_of_injury_disagrees". From: imrkit."""
    message: str = field(validator=_is(str))
    """What was found, in words; never quotes the letter.
    Example: "date of injury: 2017-01-19 in the header, 2017-01-09 in the case summary". From: imrkit."""
    spans: tuple[Span, ...] = field(default=(), validator=_tuple_of(Span), eq=False)
    """Where in the text; empty for something that is missing.
    Example: [[101, 111], [840, 855]]. From: the places of the values concerned."""


class Evidence(Mapping[str, Span]):
    """Where each value of a letter stands in its text: spans by the paths of the values. Read-only."""

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
        """The start and end of each span, by paths: what exporters need, in less time than the spans take."""
        return {path: [span.start, span.end] for path, span in self.items()}

    def __repr__(self) -> str:
        return f"<Evidence for {len(self)} values>"


class Extra(Mapping[str, Any]):
    """What extractors that were added from outside read from a letter: values by the names of their fields.

    Read-only. A value is plain: a text, a number, true or false, a date, a :class:`Range`, an object of a frozen
    attrs class with such fields, or a tuple of these. ``None`` stands in tuples only.

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
    """A determination letter.

    Two letters with the same content are equal wherever their text stood: :attr:`text`, :attr:`evidence` and
    the spans of findings take no part in equality.
    """

    generation: Generation = field(validator=_is(Generation))
    """Which layout the letter has. Example: "expert review". From: its headings and labels."""
    case: CaseHeader = field(factory=CaseHeader, validator=_is(CaseHeader))
    """The label block at the head. From: the header."""
    reviewer: Reviewer = field(factory=Reviewer, validator=_is(Reviewer))
    """Who decided. From: the section on how the determination was made."""
    patient: Patient = field(factory=Patient, validator=_is(Patient))
    """Who was injured. From: the case summary."""
    injury: Injury = field(factory=Injury, validator=_is(Injury))
    """What happened. From: the case summary."""
    items: tuple[DisputedItem, ...] = field(default=(), validator=_tuple_of(DisputedItem))
    """The disputed items in the letter's order. From: the section on the issues, decisions and rationales."""
    findings: tuple[Finding, ...] = field(default=(), validator=_tuple_of(Finding))
    """What a careful reader would flag: missing sections, contradictions, odd dates. From: imrkit."""
    extra: Mapping[str, Any] = field(default=_NO_EXTRA, converter=_read_only)
    """What extractors that were added from outside read; see :class:`Extra`.
    Example: {"medications": ["ibuprofen", "gabapentin"]}. From: wherever those extractors look."""
    layout: str | None = field(default=None, validator=_text)
    """The name of a layout that was added from outside; ``None`` for the layouts that imrkit knows.
    Example: "expert review of 2027". From: its headings and labels."""
    text: str = field(default="", validator=_is(str), eq=False, repr=False)
    """The text that was parsed, as it was passed in. Not written unless it is asked for.
    Example: "Case Number: CM16-0213037 ...". From: the document."""
    evidence: Mapping[str, Span] = field(factory=Evidence, eq=False, repr=False)
    """Where each value stands in :attr:`text`, by the value's path.
    Example: {"patient.age": [761, 763], "items[0].decision": [1830, 1836]}. From: the places that the values
    were read from."""

    _repr_html_ = _in_notebooks

    @property
    def outcome(self) -> CaseOutcome | None:
        """The DWC's word for the whole case, from the decisions; without any, what the cover page says.
        Example: "uphold". From: the decisions of the items."""
        decisions = {item.decision for item in self.items if item.decision is not None}
        if not decisions:
            return self.case.final_determination
        if decisions == {Decision.UPHELD}:
            return CaseOutcome.UPHOLD
        if decisions == {Decision.OVERTURNED}:
            return CaseOutcome.OVERTURN
        return CaseOutcome.PARTIALLY_OVERTURN
