"""The treatment request that is decided, and what it says in coded form.

Read are the words of one request, such as "Retrospective request for two (2) visits of shoulder therapy" or
"Zantiprex 20 mg #30". A request is for a drug or for a service, never both: for whichever is named first,
except that

- what may accompany anything ("pre-operative", "supply of") does not keep the request from being for a drug;
- an injection into a part of the body is an injection, whatever is injected, save for viscosupplementation;
  an injection into none is the drug.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from imrkit.document import Document, Region
from imrkit.extractors import drugs, taxonomy, visits
from imrkit.extractors.base import Found, Places
from imrkit.extractors.body_parts import body_parts_among
from imrkit.extractors.taxonomy import Service
from imrkit.extractors.words import Words
from imrkit.model import Drug, Request
from imrkit.vocabulary import Category, DrugClass, Subcategory

_RETROSPECTIVE: Final = re.compile(
    r"\bretro(?:spective(?:ly)?|active(?:ly)?|(?!-[a-z]))\b"
    r"|\b(?:dos|dates? of service)\b[^0-9]{0,20}[0-9]"
    r"|\b(?:performed|provided|rendered|dispensed|administered|completed|done|given|obtained)"
    r" (?:(?:on|from|between) [0-9]|[0-9]{1,2}[/-][0-9]{1,4}[/-])"
)
_IN_VISITS: Final = frozenset(
    {
        Category.REHABILITATION,
        Category.PSYCH_SERVICES,
        Category.PROGRAMS,
        Category.HOME_HEALTH,
        Category.EVALUATION_AND_MANAGEMENT,
        Category.OTHER,
    }
)
"""What is counted in visits; a number in other requests counts something else."""
_GIVEN_BY_NUMBER: Final = frozenset({Category.REHABILITATION})
"""What a bare number beside its name counts the visits of: "six acupuncture"."""

_LONGEST: Final = 4000
"""Characters of a request that are read for coded fields; what is longer is hardly a request."""

_FoundDrug = tuple[Found[Drug], DrugClass]


def request(
    doc: Document, region: Region, original: Region | None = None, authorized: Region | None = None
) -> Found[Request]:
    """The request in *region*; *original* and *authorized* are what was asked for and granted before."""
    coded = Region(region.start, min(region.end, region.start + _LONGEST))
    words = Words(doc, coded)
    parts = body_parts_among(doc.key, coded.end, words)
    service = taxonomy.service(words, {part.part for part, _ in parts})
    drug = _drug(doc, coded, service, has_part=bool(parts))
    places: Places = {"text": region}
    for path, portion in (("original", original), ("authorized", authorized)):
        if portion is not None:
            places[path] = portion
    category, subcategory, decided_by = _classified(service, drug)
    if decided_by is not None:
        places["category"] = decided_by
        if subcategory is not None:
            places["subcategory"] = decided_by
    places |= {f"body_parts[{at}]": place for at, (_, place) in enumerate(parts)}
    course = _course(words, category, subcategory, decided_by)
    for path, figure in zip(course._fields, course, strict=True):
        if figure is not None:
            places[path] = figure.place
    retrospective = _RETROSPECTIVE.search(doc.key, *coded)
    if retrospective:
        places["retrospective"] = Region(*retrospective.span())
    value = Request(
        text=doc.read(region),
        original=doc.read(original) if original is not None else None,
        authorized=doc.read(authorized) if authorized is not None else None,
        category=category,
        subcategory=subcategory,
        body_parts=tuple(part for part, _ in parts),
        visits=course.visits.value if course.visits else None,
        per_week=course.per_week.value if course.per_week else None,
        weeks=course.weeks.value if course.weeks else None,
        drug=drug[0].value if drug is not None else None,
        retrospective=retrospective is not None,
    )
    return Found(value, places, {"drug": drug[0]} if drug is not None else {})


def _classified(
    service: Service | None, drug: _FoundDrug | None
) -> tuple[Category, Subcategory | DrugClass | None, Region | None]:
    """The category and subcategory, and the words that decided them."""
    if drug is not None:
        return Category.PHARMACEUTICALS, drug[1], drug[0].places["name"]
    if service is not None:
        return service.category, service.subcategory, service.place
    return Category.OTHER, None, None


def _drug(doc: Document, region: Region, service: Service | None, *, has_part: bool) -> _FoundDrug | None:
    """The drug that the request is for, if it is for a drug rather than for *service*."""
    is_injection = service is not None and service.category is Category.INJECTION
    if service is not None and service.certain and not is_injection and service.place.start == region.start:
        return None
    drug = drugs.drug(doc, region)
    if drug is None or service is None or not service.certain:
        return drug
    if is_injection and drug[1] is DrugClass.VISCOSUPPLEMENTATION:
        return drug
    if is_injection and service.general:
        return None if has_part else drug
    # The letters of a release look like a service where they end a name: "Effexor XR" is no x-ray.
    return drug if drug[0].places["name"].start <= service.place.start else None


def _course(
    words: Words, category: Category, subcategory: Subcategory | DrugClass | None, service: Region | None
) -> visits.Course:
    if category not in _IN_VISITS:
        return visits.Course()
    # "One consultation" is one consultation, not a number of visits.
    by_number = service if category in _GIVEN_BY_NUMBER else None
    # "Crown #14" is the fourteenth tooth's, and what "#30" is of something unknown is unknown too.
    hash_counts = service is not None and subcategory is not Subcategory.DENTAL_SERVICES
    others = partial(taxonomy.others, words, category, subcategory)
    return visits.course(words, by_number, others, hash_counts=hash_counts)
