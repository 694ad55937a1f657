"""Whole letters: a case, its items and its reviewer put together, and laid out as their generation has them."""

from __future__ import annotations

from typing import Final

from imrkit.model import Letter
from imrkit.synth.cases import invent_case
from imrkit.synth.dice import Dice
from imrkit.synth.experts import expert_review
from imrkit.synth.habits import decided_in_the_rationale, with_adopted_guidelines, with_decoy
from imrkit.synth.items import how_many, invent_items
from imrkit.synth.manuscripts import Manuscript
from imrkit.synth.older import notice_of_determination, physician_review, professional_review
from imrkit.synth.summaries import invent_summary
from imrkit.vocabulary import Generation

_MOST_ISSUES: Final = 3  # of a professional review
_LAYOUTS: Final = {
    Generation.EXPERT_REVIEW: expert_review,
    Generation.PHYSICIAN_REVIEW: physician_review,
    Generation.NOTICE_OF_DETERMINATION: notice_of_determination,
    Generation.PROFESSIONAL_REVIEW: professional_review,
}


def invent_letter(
    dice: Dice, generation: Generation, *, items: int | None = None, boilerplate: float = 0.0
) -> tuple[Letter, Manuscript]:
    """A letter that never existed, and how it is laid out.

    Args:
        dice: where chance comes from.
        generation: which layout it has.
        items: how many disputed items; as many as letters have where it is ``None``.
        boilerplate: the share of rationales that are pasted from a pool common to all letters, from 0 to 1.
    """
    case = invent_case(dice, generation)
    formal = generation is Generation.EXPERT_REVIEW
    count = items or how_many(dice)
    if generation is Generation.PROFESSIONAL_REVIEW and items is None:
        count = min(count, _MOST_ISSUES)
    written = invent_items(dice, case, count, boilerplate, formal=formal)
    if not formal:
        written = [with_decoy(dice, each) for each in written]
    if generation is Generation.PROFESSIONAL_REVIEW:
        written = decided_in_the_rationale(dice, written)
    elif generation is Generation.NOTICE_OF_DETERMINATION:
        written = [with_adopted_guidelines(dice, each) for each in written]
    summary = invent_summary(dice, case, written[0].service)
    header, reviewer, manuscript = _LAYOUTS[generation](dice, case, summary.text, written)
    letter = Letter(
        generation=generation,
        case=header,
        reviewer=reviewer,
        patient=summary.patient,
        injury=summary.injury,
        items=tuple(each.item for each in written),
    )
    return letter, manuscript
