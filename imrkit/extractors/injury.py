"""The injury: its date or period, how it happened, whether it was cumulative, and the diagnoses.

Grammar of the dates, on the case summary::

    date  = "date of injury" ["(DOI)"] ["of" | "is" | ":" ...] DATE    "DOI: 2/9/31"
          | DATE "date of injury"                                      "with a 2/9/31 date of injury"
          | "injury" ... ["on" | "of" | "dated" ...] DATE              "an industrial injury of May 2, 2031"
          | "claim" ("from" | "of" | "dated") DATE
          | "on" DATE "," ... "sustained an injury"
          | "CT" range                                                 "a baker (CT 2/9/30 - 2/9/31)"
          | mechanism ["on" | "in"] DATE | mechanism ("from" | "between") range
    range = date ("to" | "through" | "-" ...) DATE

Between the injury and its date stand no words of another event (a visit, an examination, a surgery).
"""

from __future__ import annotations

import datetime as dt
import re
from math import inf
from typing import Final

from imrkit import dates
from imrkit.document import Document, Region
from imrkit.extractors.base import Found, Places
from imrkit.extractors.diagnoses import diagnoses
from imrkit.extractors.mechanism import mechanism
from imrkit.extractors.narrative import sentence_end, sentence_start, told
from imrkit.model import Injury

_LABELS: Final = ("date", "doi", "d.o.i")
_LABEL: Final = re.compile(r"dates? of (?:the )?(?:injur(?:y|ies)|loss|accident|onset)|doi\b|d\.o\.i\.?")
_INJURY_BEFORE: Final = re.compile(r"(?:injur(?:y|ies)|accident|onset) $")
_INJURY: Final = re.compile(
    r"injur(?!ed worker)|claim |sustained|suffered|accident|trauma|incident|hurt |fell "
    r"|(?:strained|sprained|twisted|tore) (?:his|her|the) "
    r"|(?:repetitive|cumulative|continuous) (?:stress|strain|motion)|symptoms to (?:work|duties|employment)"
)
_OPENING: Final = 500
"""The beginning of the summary, where the injury is told first."""
_FURTHEST_FROM_LABEL: Final = 45
_FURTHEST_FROM_INJURY: Final = 170
_FURTHEST_FROM_TRAUMA: Final = 70
_TOLD_THEN: Final = re.compile(r"\b(?:report|stat|told|describ|claim|alleg|recall|explain|relat|not)\w*\b")
"""What makes a date beside an event that of its report: "On 6/1/2036 she reported that she had slipped"."""
_SLIP: Final = 7  # days, by which two statements of one date may differ
_OTHER_EVENT: Final = re.compile(
    r"complain(?!ts (?:\w+ly )?(?:associated|stemming|related|since|following|from|due|resulting))|"
    r"progress|\bnotes?\b|exam|evaluat|underw|surg|\bmri|x-ray|request|diagnos|\bseen\b|denied|deny|utiliz|"
    r"visit|therap|prescri|\brfa\b|author|presented|presents|treat|report(?:s\b| dated)|certif(?!ied nurs)|imaging|"
    r"approv|prior|previous|non-?industrial|application|review"
)
_NOT_THIS_INJURY: Final = re.compile(
    r"\b(?:prior|previous|non-?industrial|pre-?existing|earlier|subsequent|another|report of)"
    r"(?:(?: [\w-]{1,14})?|(?: (?!to\b|the\b|and\b|or\b|with\b|of\b|on\b)[\w-]{1,14}){2,3}) $"
)
_UP_TO: Final = re.compile(
    r"[ ,]{0,2}(?:and )?(?:(?:continuing|ending|extending|up|continued|lasting) )?"
    r"(?:to|through|thru|until|till|-|and ending)(?: (?:on|and including|the present date of))? ?"
)
_BETWEEN: Final = re.compile(r"between (?:(?:the )?dates (?:of )?)?$")
_AND: Final = re.compile(r",? and ")
_ON: Final = re.compile(r"(?: at (?:work|the job)| on the job| on duty)?,? (?:on|in) ")
_CUMULATIVE_TRAUMA: Final = re.compile(
    r"\bct:? (?:trauma |injury |claim |period |dates?:? )?(?:from |of |between )?(?=\d|[a-z]{3,9} \d)"
)


def injury(document: Document, summary: Region, not_after: dt.date | None = None) -> Found[Injury]:
    """Read the injury from the case summary; two-digit years are not after *not_after*, the decision."""
    region = told(document, summary)
    places: Places = {}
    how, trauma = mechanism(document, region)
    first = _date_of_injury(document, region, not_after) or _date_around(document, region, how, not_after)
    last = _end_of_period(document.key, region, first, not_after) if first else None
    if first and not last and trauma:
        period = _period_of_trauma(document, region, trauma, not_after)
        if period and first.value in {period[0].value, period[1].value}:
            first, last = period
    if (
        how
        and first
        and not trauma
        and _is_of_another_month(document, region, how, (first, last or first), not_after)
    ):
        how = None
    if first:
        places["date"] = first.region
    if last:
        places["end_date"] = last.region
    listed = diagnoses(document, region)
    if trauma and any(named.start <= trauma.start < named.end for named in listed):
        how, trauma = (
            (how if how != trauma else None),
            None,
        )  # "repetitive strain injury", one of the diagnoses
    if how:
        places["mechanism"] = how
    places |= {f"diagnoses[{i}]": place for i, place in enumerate(listed)}
    return Found(
        Injury(
            date=first.value if first else None,
            end_date=last.value if last else None,
            mechanism=document.read(how) if how else None,
            cumulative=trauma is not None,
            diagnoses=tuple(document.read(place) for place in listed),
        ),
        places,
    )


def _date_of_injury(document: Document, region: Region, not_after: dt.date | None) -> dates.Written | None:
    """At the beginning of the summary if it is there, or else in the rest."""
    opening = min(region.end, region.start + _OPENING)
    for part in (Region(region.start, opening), Region(opening, region.end)):
        date = _labelled(document, part, region, not_after) or _told(document, part, region, not_after)
        if date:
            return date
    return None


def _labelled(
    document: Document, part: Region, region: Region, not_after: dt.date | None
) -> dates.Written | None:
    key = document.key
    for literal in _LABELS:
        at = key.find(literal, *part)
        while at >= 0:
            label = _LABEL.match(key, at, region.end)
            after = label.end() if label else at + len(literal)
            if label or _INJURY_BEFORE.search(key, max(region.start, at - 12), at):
                date = _before(key, region, at, not_after) if label else None
                date = date or _after(document, after, region.end, _FURTHEST_FROM_LABEL, not_after)
                if date:
                    return date
            at = key.find(literal, after, part.end)
    for trauma in _CUMULATIVE_TRAUMA.finditer(key, *part):  # not a CT scan: a period
        if date := _beginning_period(key, region, trauma.end(), not_after):
            return date
    return None


def _told(
    document: Document, part: Region, region: Region, not_after: dt.date | None
) -> dates.Written | None:
    key = document.key
    for word in _INJURY.finditer(key, *part):
        if not _NOT_THIS_INJURY.search(key, max(region.start, word.start() - 50), word.start()):
            date = _after(document, word.end(), region.end, _FURTHEST_FROM_INJURY, not_after)
            date = date or _earlier_in_sentence(document, region, word.start(), not_after)
            if date:
                return date
    return None


def _before(key: str, region: Region, at: int, not_after: dt.date | None) -> dates.Written | None:
    """A date right before *at*: "a 2/9/31 date of injury"."""
    written = dates.find(key, max(region.start, at - 30), at, not_after)
    if written and written[-1].value and at - written[-1].region.end <= 1:
        return written[-1]
    return None


def _after(
    document: Document, start: int, end: int, furthest: int, not_after: dt.date | None
) -> dates.Written | None:
    """The first date after *start* in its sentence, unless other events are told before it."""
    key = document.key
    date = dates.first(key, start, min(end, start + furthest + 20), not_after)
    if date is None or date.value is None or date.region.start - start > furthest:
        return None
    between = Region(start, date.region.start)
    if sentence_end(document, *between) < between.end - 1 or _OTHER_EVENT.search(key, *between):
        return None
    return date


def _earlier_in_sentence(
    document: Document, region: Region, at: int, not_after: dt.date | None
) -> dates.Written | None:
    """A date before the injury in its sentence: "On 2/9/31 the patient sustained"."""
    key = document.key
    start = sentence_start(document, at, max(region.start, at - 160))
    for date in dates.find(key, start, at, not_after):
        dated = key.endswith(("on ", "in ", "from "), start, date.region.start)
        if date.value and dated and not _OTHER_EVENT.search(key, start, at):
            return date
    return None


def _date_around(
    document: Document, region: Region, how: Region | None, not_after: dt.date | None
) -> dates.Written | None:
    """The date beside the mechanism, where no injury is spoken of: "since she missed a stair on 2/9/31"."""
    if how is None:
        return None
    key = document.key
    if on := _ON.match(key, how.end, region.end):
        date = dates.first(key, how.end, min(region.end, on.end() + 36), not_after)
        return date if date and date.value and date.region.start - on.end() <= 14 else None
    if key.startswith((" from ", " between "), how.end):
        return _beginning_period(key, region, key.find(" ", how.end + 1) + 1, not_after)
    for date in reversed(dates.find(key, max(region.start, how.start - 50), how.start, not_after)):
        between = Region(date.region.end, how.start)
        if date.value and "." not in key[slice(*between)] and not _OTHER_EVENT.search(key, *between):
            return date
    return None


def _is_of_another_month(
    document: Document,
    region: Region,
    how: Region,
    period: tuple[dates.Written, dates.Written],
    not_after: dt.date | None,
) -> bool:
    """Whether what *how* tells happened in another month than the injury: "On 5/1/2036 he fell down the stairs".

    A date that was written before is that of a further injury.
    """
    key = document.key
    if on := _ON.match(key, how.end, region.end):
        date = dates.first(key, how.end, min(region.end, on.end() + 22), not_after)
    else:
        start = sentence_start(document, how.start, max(region.start, how.start - 90))
        if not key.startswith(("on ", "in "), start) or _OTHER_EVENT.search(key, start, how.start):
            return False
        date = dates.first(key, start, how.start, not_after)
        if date and _TOLD_THEN.search(key, date.region.end, how.start):
            return False
    if (
        date is None
        or not date.value
        or key.find(key[slice(*date.region)], region.start, date.region.start) >= 0
    ):
        return False
    if any(_days_apart(each, date) <= _SLIP for each in period):
        return False
    written = (*(_year_and_month(each) for each in period), _year_and_month(date))
    known = min(len(each) for each in written)
    first, last, day = (each[:known] for each in written)
    return not first <= day <= last


def _days_apart(one: dates.Written, other: dates.Written) -> float:
    if isinstance(one.value, dt.date) and isinstance(other.value, dt.date):
        return abs((one.value - other.value).days)
    return inf


def _year_and_month(date: dates.Written) -> tuple[int, ...]:
    value = date.value
    if value is None:
        return ()
    return (value.year,) if value.month is None else (value.year, value.month)


def _period_of_trauma(
    document: Document, region: Region, trauma: Region, not_after: dt.date | None
) -> tuple[dates.Written, dates.Written] | None:
    """The period behind *trauma*: "cumulative trauma during his employment from 1/2/30 to 2/9/31"."""
    first = _after(document, trauma.end, region.end, _FURTHEST_FROM_TRAUMA, not_after)
    last = _end_of_period(document.key, region, first, not_after) if first else None
    return (first, last) if first and last else None


def _beginning_period(key: str, region: Region, at: int, not_after: dt.date | None) -> dates.Written | None:
    """The date at *at*, if it is the first of a period."""
    date = dates.first(key, at, min(region.end, at + 22), not_after)
    if date is None or not date.value or date.region.start != at:
        return None
    return date if _end_of_period(key, region, date, not_after) else None


def _end_of_period(
    key: str, region: Region, first: dates.Written, not_after: dt.date | None
) -> dates.Written | None:
    at = first.region.end
    joint = _UP_TO.match(key, at, region.end)
    if joint is None and _BETWEEN.search(key, max(region.start, first.region.start - 24), first.region.start):
        joint = _AND.match(key, at, region.end)
    if joint is None:
        return None
    date = dates.first(key, joint.start(), min(region.end, joint.end() + 22), not_after)
    return date if date and date.value and date.region.start <= joint.end() else None
