"""Disputed items: a request, what both sides cite, a decision and why."""

from __future__ import annotations

from typing import Final

from attrs import evolve, frozen

from imrkit.model import DisputedItem, Rationale, Request
from imrkit.synth.cases import Case
from imrkit.synth.citations import Cited, invent_citations
from imrkit.synth.dice import Dice, SeededDice
from imrkit.synth.grammar import grammar
from imrkit.synth.rationales import invent_rationale
from imrkit.synth.requests import Asked, invent_request
from imrkit.vocabulary import Decision

_OVERTURNED: Final = 12.5  # percent of decisions
_ONE_ITEM: Final = 60  # percent of letters
_PARTLY_AUTHORIZED: Final = 15  # percent of the requests that count visits
_POOL: Final = 2  # pasted rationales for each topic, decision and sex


@frozen
class WrittenItem:
    """An item and how the parts of it that the model does not keep are worded."""

    item: DisputedItem
    service: str
    """What the summary and the rationale call the request."""
    title: str
    """The request as the title words it, without the decision."""
    administrator: Cited
    reviewer: Cited


def how_many(dice: Dice) -> int:
    """How many items a letter has: one in most, a dozen or more in few."""
    if not dice.chance(100 - _ONE_ITEM):
        return 1
    count = 2
    while count < 28 and dice.chance(66):
        count += 1
    return count


def invent_items(
    dice: Dice, case: Case, count: int, boilerplate: float, *, formal: bool
) -> list[WrittenItem]:
    """*count* items of one case, no request twice.

    Args:
        boilerplate: the share of rationales that are pasted from a pool common to all letters.
        formal: guideline paragraphs in the sentences of the expert review.
    """
    written: list[WrittenItem] = []
    seen: set[str] = set()
    while len(written) < count:
        asked = invent_request(dice, case)
        if asked.service in seen and len(seen) < 40:
            continue
        seen.add(asked.service)
        written.append(_item(dice, case, asked, boilerplate, formal=formal))
    return written


def _item(dice: Dice, case: Case, asked: Asked, boilerplate: float, *, formal: bool) -> WrittenItem:
    decision = Decision.OVERTURNED if dice.chance(_OVERTURNED) else Decision.UPHELD
    administrator = invent_citations(dice, case, asked.topic, "admin", formal=formal)
    reviewer = invent_citations(dice, case, asked.topic, "reviewer", formal=formal)
    pasted = dice.chance(100 * boilerplate)
    rationale = (
        _pasted(dice, case, asked, decision) if pasted else invent_rationale(dice, case, asked, decision)
    )
    request, title = asked.request, asked.request.text
    if formal and asked.count > 2 and dice.chance(_PARTLY_AUTHORIZED):
        request, title = _partly_authorized(dice, asked)
    item = DisputedItem(request, decision, administrator.guidelines, reviewer.guidelines, rationale)
    return WrittenItem(item, asked.service, title, administrator, reviewer)


def _pasted(dice: Dice, case: Case, asked: Asked, decision: Decision) -> Rationale:
    """A rationale out of a small pool, the same in all letters that paste it."""
    pool = SeededDice(f"{asked.topic}/{decision}/{case.sex}/{dice.below(_POOL)}")
    general = evolve(
        case, words=case.words | {"part": "affected area", "tried": "conservative care"} | _POOL_WORDS
    )
    return invent_rationale(pool, general, evolve(asked, service="the requested treatment"), decision)


_POOL_WORDS: Final = {"patient": "the patient", "provider": "the provider", "guideline": "the guidelines"}


def _partly_authorized(dice: Dice, asked: Asked) -> tuple[Request, str]:
    """The request as what is left of a larger one, or as one authorized in part, and the title that says so."""
    request, count = asked.request, asked.count
    if dice.chance(50):
        part = dice.between(1, count)
        original, authorized = _with_count(asked, count + part), _with_count(asked, part)
        rule = "partial.remaining"
    else:
        original, authorized = request.text, _with_count(asked, dice.between(1, count - 1))
        rule = "partial.leaving"
    values = {"original": original, "authorized": authorized, "request": request.text}
    return evolve(request, original=original, authorized=authorized), grammar("letters").say(
        rule, dice, values
    )


def _with_count(asked: Asked, count: int) -> str:
    """The request's text with another number of visits."""
    words = asked.count_words.replace(str(asked.count), str(count))
    return asked.request.text.replace(asked.count_words, words)
