"""Requests for treatment, as a letter's titles word them, and what each asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import Final

from attrs import evolve, frozen

from imrkit import lexicon
from imrkit.model import Drug, Range, Request
from imrkit.synth.cases import TABLES, Case, listed, requested_site
from imrkit.synth.dice import Dice
from imrkit.synth.grammar import Grammar, grammar
from imrkit.vocabulary import SUBCATEGORIES, Category, DrugClass, Subcategory

_PHARMACEUTICALS: Final = 34  # percent of all requests
_NUMBER_WORDS: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_VISITS: Final = (6, 8, 12, 4, 3, 10, 5, 2, 16, 18, 24, 20)
_RULES_OF_DRUGS: Final = (*("drug.full",) * 6, "drug.refills", "drug.no_quantity")
_RULES_OF_TABLETS: Final = (*("drug.full",) * 3, *("drug.oral",) * 3, "drug.refills", "drug.no_quantity")


@frozen
class Asked:
    """A request, and what a rationale needs to know of it."""

    request: Request
    topic: str
    """What the reviewer's guidelines call it: ``"physical_therapy"``, ``"opioid"``."""
    service: str
    """What the rationale calls it."""
    count: int = 0
    """How many visits in all, where the text says that in figures and nothing else about them."""
    count_words: str = ""
    """The words in which it says so."""


@frozen
class _Service:
    weight: int
    category: Category
    subcategory: Subcategory | DrugClass | None
    topic: str
    pictures: frozenset[str]
    name: str
    counted: bool
    ways: Grammar


@frozen
class _Prescription:
    weight: int
    drug_class: DrugClass
    topic: str
    names: tuple[str, ...]
    strengths: tuple[str, ...]
    quantities: tuple[str, ...]


def invent_request(dice: Dice, case: Case) -> Asked:
    """A request that suits the case."""
    asked = _prescribed(dice) if dice.chance(_PHARMACEUTICALS) else _service(dice, case)
    if asked.request.retrospective or not dice.chance(2):
        return asked
    day = case.denied - dt.timedelta(days=dice.between(5, 60))
    text = grammar("visits").say(
        "retrospective", dice, {"request": asked.request.text, "dos": f"{day:%m/%d/%Y}"}
    )
    return evolve(asked, request=evolve(asked.request, text=text, retrospective=True))


def weighted(dice: Dice, totals: Sequence[int]) -> int:
    """The number of one of several things, of which the running totals of the weights are *totals*."""
    throw = dice.below(totals[-1])
    return next(n for n, total in enumerate(totals) if throw < total)


@cache
def _services(picture: str) -> tuple[list[_Service], list[int]]:
    """The services that suit a clinical picture, and the running totals of their weights."""
    found = []
    for weight, category, subcategory, topic, pictures, name, counted, ways in lexicon.rows(
        "requests", TABLES
    ):
        if pictures != "any" and picture not in listed(pictures):
            continue
        found.append(
            _Service(
                int(weight),
                Category(category),
                _subcategory(Category(category), subcategory),
                topic,
                frozenset(listed(pictures)),
                name,
                counted == "yes",
                Grammar("\n".join(["[way]", *listed(ways)])),
            )
        )
    return found, list(accumulate(service.weight for service in found))


def _subcategory(category: Category, name: str) -> Subcategory | DrugClass | None:
    # Categories share names of subcategories: "Injection", "Evaluation & Management".
    return next((each for each in SUBCATEGORIES[category] if each.value == name), None)


@cache
def _prescriptions() -> tuple[list[_Prescription], list[int]]:
    found = [
        _Prescription(int(weight), DrugClass(of), topic, listed(names), listed(strengths), listed(quantities))
        for weight, of, topic, names, strengths, quantities in lexicon.rows("prescriptions", TABLES)
    ]
    return found, list(accumulate(each.weight for each in found))


def _service(dice: Dice, case: Case) -> Asked:
    services, totals = _services(case.picture.key)
    service = services[weighted(dice, totals)]
    site, named = requested_site(dice, case.picture, case.side)
    values = {"part": site}
    visits: int | Range | None = None
    per_week: int | float | Range | None = None
    weeks: int | float | Range | None = None
    if service.counted:
        values["visits"], visits, per_week, weeks = _visits(dice)
    used: set[str] = set()
    text = service.ways.say("way", dice, values, used)
    if "visits" not in used:
        visits = per_week = weeks = None
    request = Request(
        text,
        category=service.category,
        subcategory=service.subcategory,
        body_parts=named if "part" in used else (),
        visits=visits,
        per_week=per_week,
        weeks=weeks,
    )
    words = values.get("visits", "")
    if "visits" in used and isinstance(visits, int) and per_week is None and str(visits) in words:
        return Asked(request, service.topic, service.name, visits, words)
    return Asked(request, service.topic, service.name)


def _visits(
    dice: Dice,
) -> tuple[str, int | Range | None, int | float | Range | None, int | float | Range | None]:
    """How many visits: in words, in total, per week and for how many weeks."""
    said = grammar("visits")
    kind = dice.below(10)
    if kind < 5:
        count = dice.choose(_VISITS)
        return said.say("visits.total", dice, {"n": str(count), "n_word": _word(count)}), count, None, None
    rate, weeks = dice.between(1, 3), dice.choose((4, 6, 3, 8, 2))
    total = rate * weeks
    values = {
        "rate": str(rate),
        "rate_word": _word(rate),
        "weeks": str(weeks),
        "weeks_word": _word(weeks),
        "n": str(total),
        "n_word": _word(total),
        "low": str(rate),
        "high": str(rate + 1),
    }
    if kind == 9:
        all_visits = Range(total, (rate + 1) * weeks)
        return said.say("visits.range", dice, values), all_visits, Range(rate, rate + 1), weeks
    rule = "visits.rate" if kind < 7 else "visits.rate_words" if kind == 7 else "visits.both"
    return said.say(rule, dice, values), total, rate, weeks


def _word(number: int) -> str:
    """*number* as titles write it in words; large ones as a figure."""
    return _NUMBER_WORDS[number - 1] if number <= len(_NUMBER_WORDS) else str(number)


def _prescribed(dice: Dice) -> Asked:
    prescriptions, totals = _prescriptions()
    prescription = prescriptions[weighted(dice, totals)]
    name = dice.choose(prescription.names)
    quantity = dice.choose(prescription.quantities) if prescription.quantities else None
    values = {"name": name}
    if prescription.drug_class is DrugClass.TOPICAL_COMPOUNDS:
        rule = "drug.compound"
    elif prescription.strengths:
        values["strength"] = dice.choose(prescription.strengths)
        oral = values["strength"].endswith(("mg", "mcg"))
        rule = dice.choose(_RULES_OF_TABLETS if oral else _RULES_OF_DRUGS)
    else:
        rule = "drug.no_strength"
    if quantity is None:
        rule = "drug.no_quantity" if "strength" in values else "drug.bare"
    else:
        values["quantity"] = quantity
    refills = dice.between(1, 3)
    values["refills"] = str(refills)
    used: set[str] = set()
    text = grammar("drug_requests").say(rule, dice, values, used)
    amount = quantity.rstrip("abcdefghijklmnopqrstuvwxyz ") if quantity and "quantity" in used else None
    drug = Drug(
        name,
        values.get("strength") if "strength" in used else None,
        float(amount) if amount and "." in amount else int(amount) if amount else None,
        refills if "refills" in used else None,
    )
    request = Request(text, category=Category.PHARMACEUTICALS, subcategory=prescription.drug_class, drug=drug)
    return Asked(request, prescription.topic, name)
