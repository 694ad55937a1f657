"""Where a request falls in the DWC's treatment request taxonomy, but for drugs.

The services that a text names are phrases of the vocabulary ("lumbar epidural steroid injection": *epidural
steroid injection*). Which of them the request is for:

- the first service named, in its most specific words: "injection, facet joint" is a facet injection;
- a consultation, if one is named before it: "consultation for a knee replacement" is a surgical consultation,
  and so is one with a surgeon. An evaluation, referral or follow-up gives way to a service ("evaluation and
  six visits of acupuncture") unless it says with whom ("neurology evaluation and EMG");
- what goes with a surgery is adjunct: "pre-operative EKG", "associated surgical service: cold therapy unit",
  but post-operative physical therapy stays physical therapy;
- an operation on the spine is spine surgery, one done "arthroscopically" is arthroscopic.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum
from functools import cache
from typing import Final, NamedTuple

from imrkit.document import Region
from imrkit.extractors.words import Phrase, Phrases, Words
from imrkit.lexicon import rows
from imrkit.vocabulary import SUBCATEGORIES, Category, Part, Subcategory

_OF_THE_SPINE: Final = frozenset({Part.NECK, Part.UPPER_BACK, Part.LOW_BACK, Part.SPINE})


class Role(Enum):
    """The part that a phrase plays in a request; the vocabulary file says what each means."""

    SERVICE = ""
    GENERAL = "general"
    MINOR = "minor"
    CONSULTATION = "consultation"
    EVALUATION = "evaluation"
    OFFICE_VISIT = "office visit"
    FOLLOW_UP = "follow-up"
    SPECIALIST = "specialist"
    ANY_SPECIALIST = "any specialist"
    ASSOCIATED = "associated"
    BEFORE_SURGERY = "before surgery"
    AFTER_SURGERY = "after surgery"
    ARTHROSCOPIC = "arthroscopic"
    OPEN = "open"


_SERVICES: Final = frozenset({Role.SERVICE, Role.GENERAL, Role.ARTHROSCOPIC})
_SPECIALISTS: Final = frozenset({Role.SPECIALIST, Role.ANY_SPECIALIST})
_YIELDING_VISITS: Final = frozenset({Role.EVALUATION, Role.FOLLOW_UP})
_SURGICAL_VISITS: Final = frozenset({Role.CONSULTATION, Role.EVALUATION})
_VISITS: Final = frozenset({Role.OFFICE_VISIT}) | _YIELDING_VISITS | _SURGICAL_VISITS
_SETTINGS: Final = frozenset({Role.ASSOCIATED, Role.BEFORE_SURGERY, Role.AFTER_SURGERY})

# What becomes an adjunct service in which setting. A drug stays a drug; therapy stays therapy.
_EQUIPMENT: Final = frozenset({Category.DMEPOS})
_PREPARATION: Final = _EQUIPMENT | {Category.DIAGNOSTIC_TESTING, Category.EVALUATION_AND_MANAGEMENT}
_ADJUNCT: Final = {
    Role.AFTER_SURGERY: _EQUIPMENT,
    Role.BEFORE_SURGERY: _PREPARATION,
    Role.ASSOCIATED: frozenset(Category) - {Category.REHABILITATION, Category.PHARMACEUTICALS},
}
_JOINT_SURGERY: Final = frozenset({Subcategory.ARTHROSCOPIC_SURGERY, Subcategory.NON_ARTHROSCOPIC_SURGERY})
_KINDS: Final = {
    **dict.fromkeys(_SERVICES, "service"),
    **dict.fromkeys(_VISITS, "visit"),
    **dict.fromkeys(_SPECIALISTS, "specialist"),
    **dict.fromkeys(_SETTINGS, "setting"),
    Role.MINOR: "minor",
    Role.OPEN: "open",
}


class _Term(NamedTuple):
    """What a phrase of the vocabulary means."""

    category: Category
    subcategory: Subcategory | None
    role: Role


class Service(NamedTuple):
    """The service that a request is for."""

    category: Category
    subcategory: Subcategory | None
    place: Region
    """The words that decided it."""
    certain: bool = True
    """False where all that was found are words that may accompany anything ("rental", "post-operative")."""
    general: bool = False
    """True where its words name little more than the category ("injection", "surgery")."""


_Named = Phrase[_Term]


class _Hits(NamedTuple):
    """The phrases that a request names, by the part they play: the first of each."""

    service: _Named | None
    visit: _Named | None
    specialist: _Named | None
    setting: _Named | None
    minor: _Named | None
    every: list[_Named]


@cache
def _vocabulary() -> Phrases[_Term | None]:
    category_of: dict[str, Category] = {
        sub: category for category, subcategories in SUBCATEGORIES.items() for sub in subcategories
    }
    entries: list[tuple[str, _Term | None]] = []
    for name, role, phrases in rows("services"):
        if name == "-":
            term = None
        elif name == Category.OTHER:
            term = _Term(Category.OTHER, None, Role(role))
        else:
            term = _Term(category_of[name], Subcategory(name), Role(role))
        entries.append((phrases, term))
    return Phrases(entries)


def service(words: Words, parts: Collection[Part]) -> Service | None:
    """What the request of these *words*, which names the body parts *parts*, is for; ``None`` if unknown."""
    hits = _hits(words)
    found: Service | None
    if hits.visit is not None and _is_for_visit(hits.visit, hits):
        found = _visit(hits.visit, hits, words)
    elif hits.service is not None:
        found = _main_service(hits.service, hits, words)
    else:
        found = _accompanying(hits, words)
    if hits.setting is not None:
        found = _in_setting(found, hits.setting, words)
    return _operation(found, hits, parts) if found is not None else None


def others(words: Words, category: Category, subcategory: str | None) -> frozenset[int]:
    """At which of *words* services begin that are not of *category* and *subcategory*."""
    return frozenset(
        first
        for term, first, _ in _vocabulary().find(words.stems)
        if term is not None and term.role in _SERVICES and term[:2] != (category, subcategory)
    )


def _hits(words: Words) -> _Hits:
    every: list[_Named] = []
    first: dict[str, _Named] = {}
    for term, begins, after in _vocabulary().find(words.stems):
        if term is None:
            continue
        named = Phrase(term, begins, after)
        every.append(named)
        kind = _KINDS[term.role]
        known = first.setdefault(kind, named)
        if known.meaning.role is Role.ANY_SPECIALIST and term.role is Role.SPECIALIST:
            first[kind] = named
    get = first.get
    return _Hits(get("service"), get("visit"), get("specialist"), get("setting"), get("minor"), every)


def _is_for_visit(visit: _Named, hits: _Hits) -> bool:
    """Whether a request that names *visit* is for that, rather than for a service that it names as well."""
    service = hits.service
    if service is None:
        return True
    category, subcategory, _ = service.meaning
    if subcategory is Subcategory.ADJUNCT_SURGICAL_SERVICES:
        return False
    role = visit.meaning.role
    if visit.first < service.first:
        if role not in _YIELDING_VISITS or (hits.specialist and hits.specialist.first < service.first):
            return True
        return category is Category.SURGERY and role in _SURGICAL_VISITS
    about = {Category.SURGERY, Category.INJECTION} if role is Role.CONSULTATION else {Category.SURGERY}
    return role in _SURGICAL_VISITS and any(
        hit.after == visit.first and hit.meaning.category in about for hit in hits.every
    )


def _visit(visit: _Named, hits: _Hits, words: Words) -> Service:
    """A visit is what the specialist does, a surgical consultation if it is about an operation."""
    decisive, surgical = visit, visit.meaning.role in _SURGICAL_VISITS
    specialist, service = hits.specialist, hits.service
    if specialist is not None and (surgical or specialist.meaning.category is not Category.SURGERY):
        decisive = specialist
    about_surgery = surgical and service is not None and service.meaning.category is Category.SURGERY
    with_surgeon = service is not None and service.after == visit.first  # "vascular surgery consultation"
    if about_surgery and (decisive is visit or with_surgeon or decisive.meaning.role is Role.ANY_SPECIALIST):
        return Service(Category.SURGERY, Subcategory.SURGICAL_CONSULT, _place(visit, words))
    return Service(decisive.meaning.category, decisive.meaning.subcategory, _place(decisive, words))


def _main_service(main: _Named, hits: _Hits, words: Words) -> Service:
    """The first service named, by its most specific name."""
    if main.meaning.role is Role.GENERAL:
        for hit in hits.every:
            term = hit.meaning
            if term.category is main.meaning.category and term.role in (Role.SERVICE, Role.ARTHROSCOPIC):
                main = hit
                break
    category, subcategory, role = main.meaning
    return Service(category, subcategory, _place(main, words), general=role is Role.GENERAL)


def _accompanying(hits: _Hits, words: Words) -> Service | None:
    """Without any service: the specialist named, or what usually goes with one."""
    if hits.specialist is not None:
        category, subcategory, _ = hits.specialist.meaning
        return Service(category, subcategory, _place(hits.specialist, words), certain=False)
    if hits.minor is not None:
        category, subcategory, _ = hits.minor.meaning
        return Service(category, subcategory, _place(hits.minor, words), certain=False)
    return None


def _in_setting(found: Service | None, setting: _Named, words: Words) -> Service:
    """The service in its surgical setting."""
    category, subcategory, role = setting.meaning
    if found is None:
        return Service(category, subcategory, _place(setting, words), certain=False)
    if found.category in _ADJUNCT[role]:
        return Service(category, subcategory, _place(setting, words), certain=found.certain)
    return found


def _operation(found: Service, hits: _Hits, parts: Collection[Part]) -> Service:
    """The kind of operation, from where and how it is done."""
    subcategory = found.subcategory
    if subcategory is Subcategory.NON_ARTHROSCOPIC_SURGERY and not _OF_THE_SPINE.isdisjoint(parts):
        return found._replace(subcategory=Subcategory.SPINE_SURGERY)
    if subcategory in _JOINT_SURGERY:
        manners = {hit.meaning.role for hit in hits.every}
        if Role.ARTHROSCOPIC in manners:
            return found._replace(subcategory=Subcategory.ARTHROSCOPIC_SURGERY)
        if Role.OPEN in manners:
            return found._replace(subcategory=Subcategory.NON_ARTHROSCOPIC_SURGERY)
    return found


def _place(named: _Named, words: Words) -> Region:
    return words.place(named.first, named.after)
