"""The expert review, mid-2014 to today, as its authors lay it out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from imrkit.model import CaseHeader, Reviewer
from imrkit.synth.cases import Case
from imrkit.synth.dice import Dice
from imrkit.synth.grammar import grammar
from imrkit.synth.items import WrittenItem
from imrkit.synth.manuscripts import Block, Kind, Manuscript
from imrkit.synth.reviewers import introduced_in_a_list, introduced_in_prose
from imrkit.vocabulary import Priority

_METHOD: Final = Block("HOW THE IMR FINAL DETERMINATION WAS MADE", Kind.HEADING)
_SUMMARY: Final = Block("CLINICAL CASE SUMMARY", Kind.HEADING)
_ITEMS: Final = Block("IMR ISSUES, DECISIONS AND RATIONALES", Kind.HEADING)
_DOCUMENTS: Final = Block("DOCUMENTS REVIEWED", Kind.HEADING)
_DEVELOPED: Final = Block(
    "The expert reviewer developed the following clinical case summary based on a review of the case file, "
    "including all medical records:"
)
_DECIDED: Final = Block(
    "The final determination was based on decisions for the disputed items/services set forth below:"
)


def expert_review(
    dice: Dice, case: Case, summary: str, items: Sequence[WrittenItem]
) -> tuple[CaseHeader, Reviewer, Manuscript]:
    """An expert review of *case*: its header, its reviewer, and the letter as laid out."""
    said = grammar("letters")
    header = (
        CaseHeader(
            number=case.number,
            date_assigned=case.assigned,
            date_of_injury=case.injured_until or case.injured,
            decision_date=case.decided,
            ur_denial_date=case.denied,
            application_received=case.applied,
            priority=Priority.EXPEDITED if dice.chance(3) else Priority.STANDARD,
        )
        if not dice.chance(4)
        else CaseHeader()  # the first page was cut off
    )
    if dice.chance(45) and case.decided.year < 2016:
        introduction = introduced_in_prose(dice, "method.prose")
        method = [*introduction.blocks, Block(said.say("method.rest", dice, case.words))]
    else:
        introduction = introduced_in_a_list(dice)
        opening = f"{said.say('method.sent', dice, case.words)} {said.say('method.rest', dice, case.words)}"
        method = [Block(opening), *introduction.blocks]
    documents = [_DOCUMENTS, Block(said.say("documents", dice, case.words | _dated(dice, case)))]
    blocks = [
        *([Block(said.say("cover", dice, {}))] if header.number and dice.chance(4) else []),
        *[_METHOD, *method],
        *(documents if dice.chance(5) else []),
        *[_SUMMARY, _DEVELOPED, Block(summary), _ITEMS],
        *([_DECIDED] if dice.chance(80) else []),
    ]
    for written in items:
        blocks += _item(written)
    if dice.chance(4):
        blocks.append(Block(said.say("afterword", dice, {})))
    return header, introduction.reviewer, Manuscript(tuple(blocks), rows=rows_of(header))


def rows_of(header: CaseHeader) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The label block of an expert review."""
    if header.number is None:
        return ()
    dates = {
        name: f"{getattr(header, name):%m/%d/%Y}"
        for name in (
            "date_assigned",
            "date_of_injury",
            "decision_date",
            "ur_denial_date",
            "application_received",
        )
    }
    return (
        (("Case Number:", header.number),),
        (("Date Assigned:", dates["date_assigned"]), ("Date of Injury:", dates["date_of_injury"])),
        (("Decision Date:", dates["decision_date"]), ("UR Denial Date:", dates["ur_denial_date"])),
        (
            ("Priority:", str(header.priority).capitalize()),
            ("Application Received:", dates["application_received"]),
        ),
    )


def _dated(dice: Dice, case: Case) -> dict[str, str]:
    return {"date": case.written(case.denied), "many": str(dice.between(40, 900))}


def _item(written: WrittenItem) -> list[Block]:
    item = written.item
    rationale = item.rationale.text if item.rationale else ""
    return [
        Block(f"{written.title}: {str(item.decision).capitalize()}", Kind.TITLE),
        Block(f"Claims Administrator guideline: {written.administrator.text}"),
        Block(f"MAXIMUS guideline: {written.reviewer.text}"),
        Block(f"Decision rationale: {rationale}"),
    ]
