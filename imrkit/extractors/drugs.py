"""The drug of a request: what it is called, how much of it is requested, and its class.

Read are requests like these, whatever words lead in to them ("Retrospective request for", "Pharmacy purchase:")::

    name [salt] [release] strength [form] quantity refills    Zantiprex HCL ER 150mg tablets #30 with 2 refills
    generic name vehicle strength                             zantipren ointment 5%: the vehicle makes the product
    name "/" name ... strength                                lumadone/APAP 10/325mg
    name "(" name ")"                                         a brand with its generic name, or the reverse
    ingredient "%" "/" ingredient "%" ...                     a compound; its percentages are part of its name
    kind of drug                                              muscle relaxants

A name is one of the lexicon's, or one slip of the pen away from a long one of them, or the words before a dose.
A request for a service that uses a drug (an injection, a pump, a drug screen) is not a request for the drug.
"""

from __future__ import annotations

import re
from typing import Final

from imrkit.document import Document, Region
from imrkit.extractors import doses
from imrkit.extractors.base import Found, Places
from imrkit.extractors.drug_lexicon import brands, cues, strongest, words
from imrkit.extractors.drug_mixtures import ingredients_end
from imrkit.extractors.drug_names import find_name
from imrkit.extractors.drug_request import Named, next_drug
from imrkit.model import Drug
from imrkit.vocabulary import DrugClass

_WORD: Final = re.compile(r"[a-z]+")
_DOSE: Final = re.compile(r"\d ?(?:m?c?gs?|gms?|grams?|%|ml)(?![a-z])")

_GRAMS: Final = re.compile(r"(?<![\d.])(?:\d\d{1,2}|[6-9])(?:\.\d{1,2})? ?(?:gms?|grams?|g)(?![a-z/])")
_MILLIGRAMS: Final = re.compile(r"\d ?(?:mgs?|mcgs?)(?![a-z])")

_MIXED_IN_CREAMS: Final = frozenset(
    {
        DrugClass.NSAID,
        DrugClass.MUSCLE_RELAXANT,
        DrugClass.ANTI_EPILEPSY_DRUGS,
        DrugClass.ANTIDEPRESSANT,
        DrugClass.MISC_ANALGESICS,
        DrugClass.OPIOIDS,
    }
)
"""Classes of oral drugs that also go into creams for pain."""
_GRAMS_OF_TABLET: Final = 5
_GRAMS_OF_POWDER: Final = 25
"""How many grams are a dose: of a laxative that is stirred into water, more than of what is swallowed whole."""
_ONLY_TOPICAL: Final = frozenset({DrugClass.TOPICAL_ANALGESICS, DrugClass.TOPICAL_COMPOUNDS})
_FOR_PAIN: Final = _MIXED_IN_CREAMS | _ONLY_TOPICAL


def drug(document: Document, region: Region) -> tuple[Found[Drug], DrugClass] | None:
    """The drug that the request in *region* is for, and its class; ``None`` where it is for something else."""
    key = document.key
    if cues().isdisjoint(_WORD.findall(key, *region)) and not _DOSE.search(key, *region):
        return None
    named = find_name(key, region)
    if named is None:
        return None
    begin = named.name.end
    if key[named.name.start : begin] in brands():
        begin = ingredients_end(key, Region(begin, region.end)) or begin
    end = next_drug(key, Region(begin, region.end))
    before, after = Region(region.start, named.name.start), Region(begin, end)
    around = frozenset(_WORD.findall(key, *before)) | frozenset(_WORD.findall(key, *after))
    topical = _is_topical(named, around)
    name = named.name if named.percentages_within else _with_vehicle(key, named.name, end)
    places: Places = {"name": name}

    strength = None if named.percentages_within else _strength(key, named, before, after, topical=topical)
    if strength:
        places["strength"] = strength
    quantity = (
        doses.injections(key, Region(before.start, after.end))
        if named.kinds[0] is DrugClass.VISCOSUPPLEMENTATION
        else doses.quantity(key, named.name, strength, after, before)
    )
    if quantity:
        places["quantity"] = quantity[1]
    refills = doses.refills(key, after) or doses.refills(key, before)
    if refills:
        places["refills"] = refills[1]

    value = Drug(
        name=document.read(name),
        strength=document.read(strength) if strength else None,
        quantity=quantity[0] if quantity else None,
        refills=refills[0] if refills else None,
    )
    if not topical and around.isdisjoint(words("eye form")):
        topical = _is_weighed(key, after) or bool(strength and "%" in key[strength.start : strength.end])
    return Found(value, places), _class(named, around, topical=topical)


def _with_vehicle(key: str, name: Region, end: int) -> Region:
    """The name of a topical with the word behind it for what the drug is carried in, if it is a generic name.

    A brand is a product by itself: its vehicle is a form like any other, no part of the name.
    """
    if key[name.start : name.end] in brands():
        return name
    word = _WORD.match(key, name.end + 1, end) if key.startswith(" ", name.end) else None
    return Region(name.start, word.end()) if word and word[0] in words("topical form") else name


def _strength(key: str, named: Named, before: Region, after: Region, *, topical: bool) -> Region | None:
    """The strength after the name, or else the one right before it: "20mg Zantiprex"."""
    kind = named.kinds[0]
    if topical or kind in _ONLY_TOPICAL:
        most_grams = 0
    else:
        most_grams = _GRAMS_OF_POWDER if kind is DrugClass.GI_AGENTS else _GRAMS_OF_TABLET
    found = doses.strength(key, after.start, after.end, most_grams=most_grams)
    if found is None:
        ahead = doses.strength(key, before.start, before.end, most_grams=most_grams)
        if ahead and not set(_WORD.findall(key, ahead.end, before.end)) - words("form") - {"of"}:
            found = ahead
    return found


def _is_topical(named: Named, around: frozenset[str]) -> bool:
    if not around.isdisjoint(words("eye form")):
        return False
    return named.percentages_within or not around.isdisjoint(words("topical form"))


def _is_weighed(key: str, after: Region) -> bool:
    """Whether an amount in grams is requested, with no strength in milligrams: a cream."""
    return bool(_GRAMS.search(key, *after)) and not _MILLIGRAMS.search(key, *after)


def _class(named: Named, around: frozenset[str], *, topical: bool) -> DrugClass:
    """The class of the drug, which the form it is taken in may change."""
    kind = strongest(named.kinds)
    if not topical or not named.in_lexicon or _FOR_PAIN.isdisjoint(named.kinds):
        return kind
    if any(word.startswith(("compound", "cmpd")) for word in around):
        return DrugClass.TOPICAL_COMPOUNDS
    if len(named.kinds) > 1 and (
        not _ONLY_TOPICAL.issuperset(named.kinds)
        or (named.percentages_within and around.isdisjoint({"patch", "patches"}))
    ):
        return DrugClass.TOPICAL_COMPOUNDS
    if kind is DrugClass.OPIOIDS and not around.isdisjoint({"patch", "patches", "transdermal"}):
        return kind
    return DrugClass.TOPICAL_ANALGESICS if kind in _MIXED_IN_CREAMS else kind
