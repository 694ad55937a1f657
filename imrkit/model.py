"""The domain: what a determination letter says, as frozen attrs classes.

Everything is immutable, hashable where its content is, and validated when it is made. What a letter does not
say is ``None`` or an empty tuple. The words of the field are explained where they stand; the meaning of each
field follows the reading guide in the documentation ("What is extracted").
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
    end: int = field(validator=_is(int))

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
    month: int | None = field(default=None, validator=optional(in_(range(1, 13))))

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
    high: int | float = field(validator=_is(int, float))

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
    """The IMR case number: "CM16-0213037"."""
    date_assigned: dt.date | None = field(default=None, validator=_day)
    """When the case was assigned for review."""
    date_of_injury: Date | None = field(default=None, validator=_date)
    """The date of injury as the header states it; see :attr:`Injury.date` for the case summary's."""
    decision_date: dt.date | None = field(default=None, validator=_day)
    """When the final determination was made."""
    ur_denial_date: dt.date | None = field(default=None, validator=_day)
    """The date of the utilization review decision in dispute."""
    application_received: dt.date | None = field(default=None, validator=_day)
    """When the application for IMR arrived."""
    priority: Priority | None = field(default=None, validator=_may_be(Priority))
    final_determination: CaseOutcome | None = field(default=None, validator=_may_be(CaseOutcome))
    """The outcome of the case as a cover page states it; only older letters have one."""


@frozen
class Reviewer:
    """The anonymous physician who decided: the credentials that the letter gives."""

    licensed_in: tuple[State, ...] = field(default=(), validator=_tuple_of(State))
    """States of licensure, in the letter's order."""
    specialties: tuple[str, ...] = field(default=(), validator=_tuple_of(str))
    """Board certifications and specialties, verbatim, in the letter's order."""
    subspecialties: tuple[str, ...] = field(default=(), validator=_tuple_of(str))
    """Only where the letter says "has a subspecialty in"."""


@frozen
class Patient:
    """The injured worker, as the case summary describes them."""

    age: int | None = field(default=None, validator=_count)
    """In years, at the time of the review."""
    sex: Sex | None = field(default=None, validator=_may_be(Sex))


@frozen
class Injury:
    """The industrial injury, as the case summary (not the header) describes it."""

    date: Date | None = field(default=None, validator=_date)
    """The date of injury, or the first day of a period of cumulative trauma."""
    end_date: Date | None = field(default=None, validator=_date)
    """The last day of a period ("from .. to .."); ``None`` for a single date."""
    mechanism: str | None = field(default=None, validator=_text)
    """How it happened, verbatim: "a slip and fall", "lifting a box"."""
    cumulative: bool = field(default=False, validator=_flag)
    """True where the letter says cumulative, repetitive or continuous trauma."""
    diagnoses: tuple[str, ...] = field(default=(), validator=_tuple_of(str))
    """Each diagnosis that the summary lists, verbatim, without lead-in words."""


@frozen
class BodyPart:
    """A body part that a request names, and its side if it names one."""

    part: Part = field(validator=_is(Part))
    side: Side | None = field(default=None, validator=_may_be(Side))


@frozen
class Drug:
    """The drug of a pharmaceutical request."""

    name: str = field(validator=_is(str))
    """The drug or compound as the letter names it, without strength and dosage form."""
    strength: str | None = field(default=None, validator=_text)
    """Verbatim: "10/325mg", "5%"."""
    quantity: int | float | None = field(default=None, validator=_may_be(int, float))
    """How many are requested ("#60" is 60), or the amount where only a weight or volume is given."""
    refills: int | None = field(default=None, validator=_count)


@frozen
class Request:
    """The treatment request that is decided. Of a partly authorized request, the part still in dispute."""

    text: str = field(validator=_is(str))
    """The request in the letter's words."""
    original: str | None = field(default=None, validator=_text)
    """What the physician had requested, where utilization review authorized a part of it."""
    authorized: str | None = field(default=None, validator=_text)
    """The part that the claims administrator authorized."""
    category: Category = field(default=Category.OTHER, validator=_is(Category))
    """First level of the DWC's treatment request taxonomy."""
    subcategory: Subcategory | DrugClass | None = field(
        default=None, validator=_may_be(Subcategory, DrugClass)
    )
    """Second level: a drug class for pharmaceuticals, ``None`` for :attr:`Category.OTHER`."""
    body_parts: tuple[BodyPart, ...] = field(default=(), validator=_tuple_of(BodyPart))
    """Named in the request itself."""
    visits: int | Range | None = field(default=None, validator=_may_be(int, Range))
    """Total visits or sessions, stated or computed from rate and duration."""
    per_week: Number | None = field(default=None, validator=_number)
    """Visits per week."""
    weeks: Number | None = field(default=None, validator=_number)
    """Duration in weeks."""
    drug: Drug | None = field(default=None, validator=_may_be(Drug))
    retrospective: bool = field(default=False, validator=_flag)
    """The service was already given when it was requested."""

    def __attrs_post_init__(self) -> None:
        if self.subcategory is not None and self.subcategory not in SUBCATEGORIES[self.category]:
            raise ValueError(f"{self.subcategory.name} is no subcategory of {self.category.name}")


@frozen
class Guideline:
    """One cited guideline."""

    source: GuidelineSource = field(validator=_is(GuidelineSource))
    mtus: bool = field(validator=_flag)
    """Cited as part of the Medical Treatment Utilization Schedule."""
    title: str | None = field(default=None, validator=_text)
    """The chapter's title, verbatim; for other sources the whole citation."""
    chapter: int | None = field(default=None, validator=_count)
    """The chapter's number, where stated ("ACOEM Chapter 12")."""
    year: int | None = field(default=None, validator=_count)
    sections: str | None = field(default=None, validator=_text)
    """The sections, or for the ODG the topic, verbatim and not split."""
    pages: str | None = field(default=None, validator=_text)
    """Verbatim: "98, 99", "300-301"."""

    _repr_html_ = _in_notebooks


@frozen
class Guidelines:
    """What one side based its decision on. Iterates over its citations.

    Three states are kept apart: a paragraph that cites (``citations``), one that says that nothing was cited
    (``none_cited``), and no paragraph at all (``stated`` is false).
    """

    citations: tuple[Guideline, ...] = field(default=(), validator=_tuple_of(Guideline))
    none_cited: bool = field(default=False, validator=_flag)
    """The letter says that no medical evidence was cited."""
    outside_mtus: bool = field(default=False, validator=_flag)
    """The letter says that the decision rests, at least in part, on something outside the MTUS."""
    stated: bool = field(default=False, validator=_flag)
    """The letter has a paragraph on this."""

    def __iter__(self) -> Iterator[Guideline]:
        return iter(self.citations)

    def __len__(self) -> int:
        return len(self.citations)


@frozen
class Rationale:
    """Why the reviewer decided as they did."""

    text: str = field(validator=_is(str))
    """The whole paragraph, with line breaks folded to blanks."""
    conclusion: Conclusion | None = field(default=None, validator=_may_be(Conclusion))
    """What the text itself concludes; ``None`` where it never says."""
    references: tuple[str, ...] = field(default=(), validator=_tuple_of(str))
    """Author-year references in the text, in order, without parentheses: "Fritz, 2007"."""
    reasons: tuple[Reason, ...] = field(default=(), validator=_tuple_of(Reason))
    """The reasons given, in the order of the vocabulary."""

    _repr_html_ = _in_notebooks


@frozen
class DisputedItem:
    """One disputed item or service and what was decided of it."""

    request: Request = field(validator=_is(Request))
    decision: Decision | None = field(default=None, validator=_may_be(Decision))
    """``None`` only where the letter is cut off before it."""
    claims_administrator_guidelines: Guidelines = field(factory=Guidelines, validator=_is(Guidelines))
    reviewer_guidelines: Guidelines = field(factory=Guidelines, validator=_is(Guidelines))
    rationale: Rationale | None = field(default=None, validator=_may_be(Rationale))

    _repr_html_ = _in_notebooks


@frozen
class Finding:
    """Something in the letter that a careful reader would flag."""

    code: FindingCode = field(validator=_is(FindingCode))
    message: str = field(validator=_is(str))
    """What was found, in words; never quotes the letter."""
    spans: tuple[Span, ...] = field(default=(), validator=_tuple_of(Span), eq=False)
    """Where in the text; empty for something that is missing."""


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
    case: CaseHeader = field(factory=CaseHeader, validator=_is(CaseHeader))
    reviewer: Reviewer = field(factory=Reviewer, validator=_is(Reviewer))
    patient: Patient = field(factory=Patient, validator=_is(Patient))
    injury: Injury = field(factory=Injury, validator=_is(Injury))
    items: tuple[DisputedItem, ...] = field(default=(), validator=_tuple_of(DisputedItem))
    """The disputed items in the letter's order."""
    findings: tuple[Finding, ...] = field(default=(), validator=_tuple_of(Finding))
    """What a careful reader would flag: missing sections, contradictions, odd dates."""
    extra: Mapping[str, Any] = field(default=_NO_EXTRA, converter=_read_only)
    """What extractors that were added from outside read; see :class:`Extra`."""
    layout: str | None = field(default=None, validator=_text)
    """The name of a layout that was added from outside; ``None`` for the layouts that imrkit knows."""
    text: str = field(default="", validator=_is(str), eq=False, repr=False)
    """The text that was parsed, as it was passed in."""
    evidence: Mapping[str, Span] = field(factory=Evidence, eq=False, repr=False)
    """Where each value stands in :attr:`text`, by the value's path: ``"patient.age"``,
    ``"items[0].decision"``, ``"injury.diagnoses[1]"``."""

    _repr_html_ = _in_notebooks

    @property
    def outcome(self) -> CaseOutcome | None:
        """The DWC's word for the whole case, from the decisions; without any, what the cover page says."""
        decisions = {item.decision for item in self.items if item.decision is not None}
        if not decisions:
            return self.case.final_determination
        if decisions == {Decision.UPHELD}:
            return CaseOutcome.UPHOLD
        if decisions == {Decision.OVERTURNED}:
            return CaseOutcome.OVERTURN
        return CaseOutcome.PARTIALLY_OVERTURN
