"""What the older generations make of an item: habits of their reviewers that change what the letter states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import evolve

from imrkit.model import Guidelines
from imrkit.synth.citations import Cited
from imrkit.synth.dice import Dice
from imrkit.synth.grammar import grammar
from imrkit.synth.items import WrittenItem
from imrkit.vocabulary import Decision

_DECOY: Final = 12  # percent of rationales
_ADOPTED: Final = 30  # percent of the reviewers of notices, where there is something to adopt


def with_decoy(dice: Dice, written: WrittenItem) -> WrittenItem:
    """*written*, its rationale now and then beginning with words that are a heading or a title elsewhere."""
    why = written.item.rationale
    if why is None or not dice.chance(_DECOY):
        return written
    said = grammar("letters").say("older.decoy", dice, {"service": written.service})
    return evolve(written, item=evolve(written.item, rationale=evolve(why, text=f"{said} {why.text}")))


def with_adopted_guidelines(dice: Dice, written: WrittenItem) -> WrittenItem:
    """*written* as notices often have it: the reviewer relies on what the claims administrator cited."""
    adopted = written.administrator.guidelines
    if adopted.none_cited or not dice.chance(_ADOPTED):
        return written
    return evolve(
        written, item=evolve(written.item, reviewer_guidelines=adopted), reviewer=Cited("", adopted)
    )


def decided_in_the_rationale(dice: Dice, items: Sequence[WrittenItem]) -> list[WrittenItem]:
    """*items* as a professional review has them: each rationale ends in the decision, and the reviewer relies on
    the same guidelines for all of them."""
    return [_decided(dice, written, items[0].reviewer) for written in items]


def _decided(dice: Dice, written: WrittenItem, relied_on: Cited) -> WrittenItem:
    upheld = written.item.decision is Decision.UPHELD
    rule = "professional.decision.not" if upheld else "professional.decision"
    decided = grammar("letters").say(rule, dice, {"request": written.title})
    why = written.item.rationale
    item = evolve(
        written.item,
        claims_administrator_guidelines=Guidelines(),
        reviewer_guidelines=relied_on.guidelines,
        rationale=evolve(why, text=f"{why.text} {decided}") if why else None,
    )
    return evolve(written, item=item, reviewer=relied_on)
