"""The older generations of letters, 2013 to 2014, as their authors lay them out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from imrkit.model import CaseHeader, Date, Reviewer
from imrkit.synth.cases import Case
from imrkit.synth.citations import Cited
from imrkit.synth.dice import Dice
from imrkit.synth.grammar import grammar
from imrkit.synth.items import WrittenItem
from imrkit.synth.manuscripts import Block, Kind, Manuscript, Rows
from imrkit.synth.reviewers import introduced_in_prose
from imrkit.vocabulary import CaseOutcome, Decision, Priority

_METHOD: Final = Block("HOW THE IMR FINAL DETERMINATION WAS MADE", Kind.HEADING)
_DOCUMENTS: Final = Block("DOCUMENTS REVIEWED", Kind.HEADING)
_SUMMARY: Final = Block("CLINICAL CASE SUMMARY", Kind.HEADING)
_PHYSICIAN_ITEMS: Final = Block("IMR DECISION(S) AND RATIONALE(S)", Kind.HEADING)
_DECIDED: Final = Block(
    "The Final Determination was based on decisions for the disputed items/services set forth below:"
)
_LETTERHEAD: Final = (
    Block("MAXIMUS FEDERAL SERVICES, INC.", Kind.HEADING),
    Block("Independent Medical Review", Kind.HEADING),
    Block("P.O. Box 138009, Sacramento, CA 95813-8009", Kind.LINE),
)


def physician_review(
    dice: Dice, case: Case, summary: str, items: Sequence[WrittenItem]
) -> tuple[CaseHeader, Reviewer, Manuscript]:
    """A physician review, late 2013 to mid-2014."""
    said = grammar("letters")
    values = case.words | {"date": case.written(case.denied), "many": str(dice.between(40, 900))}
    front = list(_LETTERHEAD)
    if dice.chance(50):
        header = _header(case)
        rows = _old_rows(header)
    else:
        header = CaseHeader(
            number=case.number,
            date_of_injury=case.injured_until or case.injured,
            ur_denial_date=case.denied,
            application_received=case.applied,
            priority=Priority.STANDARD,
            final_determination=_outcome(items),
        )
        outcome = _OUTCOMES[_outcome(items)]
        front.append(Block(said.say("cover.outcome", dice, {"outcome": outcome}), Kind.LINE))
        rows = (
            (("IMR Case Number:", case.number), ("Date of Injury:", _printed(header.date_of_injury))),
            (("Claims Number:", ""), ("UR Denial Date:", _printed(case.denied))),
            (("Priority:", "STANDARD"), ("Application Received:", _printed(case.applied))),
            (("Employee Name:", ""),),
        )
    introduction = introduced_in_prose(dice, "physician.credentials")
    blocks = [_METHOD, *introduction.blocks, _DOCUMENTS, Block(said.say("documents", dice, values))]
    blocks += [_SUMMARY, Block(_LEAD_OF_PHYSICIAN), Block(summary), _PHYSICIAN_ITEMS, _DECIDED]
    for number, written in enumerate(items, 1):
        upheld = written.item.decision is Decision.UPHELD
        rule = "physician.decision.not" if upheld else "physician.decision"
        blocks += [
            Block(f"{number}. {said.say(rule, dice, {'request': written.title})}", Kind.TITLE),
            Block(_based(dice, "physician.based.admin", written.administrator)),
            Block(_based(dice, "physician.based.reviewer", written.reviewer)),
            Block(f"{said.say('physician.rationale_label', dice, {})} {_rationale(written)}"),
        ]
    if dice.chance(60):
        blocks.append(Block(said.say("afterword", dice, {})))
    head = said.say("running_head", dice, {"number": case.number, "page": "{page}"})
    return header, introduction.reviewer, Manuscript(tuple(blocks), tuple(front), rows, head)


def notice_of_determination(
    dice: Dice, case: Case, summary: str, items: Sequence[WrittenItem]
) -> tuple[CaseHeader, Reviewer, Manuscript]:
    """A notice of determination, mid to late 2013."""
    said = grammar("letters")
    values = case.words | {"date": case.written(case.denied), "many": str(dice.between(40, 900))}
    values |= {"application_date": _printed(case.applied), "ur_date": _printed(case.denied)}
    header = _header(case, dated=True)
    front = (
        *_LETTERHEAD,
        Block("Notice of Independent Medical Review Determination", Kind.HEADING),
        Block(f"Dated: {_printed(case.decided)}", Kind.LINE),
    )
    introduction = introduced_in_prose(dice, "notice.qualifications")
    determined = []
    for number, written in enumerate(items, 1):
        upheld = written.item.decision is Decision.UPHELD
        rule = "notice.determined.not" if upheld else "notice.determined"
        determined.append(Block(f"{number}) {said.say(rule, dice, {'request': written.title})}"))
    blocks = [
        *determined,
        Block("INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE", Kind.HEADING),
        Block(said.say("notice.application", dice, values)),
        Block("Medical Qualifications of the Expert Reviewer:", Kind.HEADING),
        *introduction.blocks,
        Block("Case Summary:", Kind.HEADING),
        *([Block(said.say("notice.summary_lead", dice, values))] if dice.chance(60) else []),
        Block(f'"{summary}"' if dice.chance(30) else summary),
        Block("Documents Reviewed for Determination:", Kind.HEADING),
        Block(f"{said.say('notice.documents_lead', dice, {})} {said.say('documents', dice, values)}"),
    ]
    for number, written in enumerate(items, 1):
        label = said.say("notice.rationale_label", dice, {})
        blocks += [
            Block(f"{number}) {said.say('notice.regarding', dice, {'request': written.title})}", Kind.TITLE),
            Block(_based(dice, "notice.admin_relied", written.administrator)),
            Block(_based(dice, "notice.reviewer_relied", written.reviewer)),
            Block(label, Kind.LINE),
            Block(_rationale(written)),
        ]
    if dice.chance(60):
        blocks.append(Block(said.say("afterword", dice, {})))
    return header, introduction.reviewer, Manuscript(tuple(blocks), front, _old_rows(header))


def professional_review(
    dice: Dice, case: Case, summary: str, items: Sequence[WrittenItem]
) -> tuple[CaseHeader, Reviewer, Manuscript]:
    """A professional review, early 2013: one item, no header block to speak of."""
    said = grammar("letters")
    values = case.words | {"date": case.written(case.denied), "many": str(dice.between(40, 900))}
    written = items[0]
    upheld = written.item.decision is Decision.UPHELD
    request = {"request": written.title}
    introduction = introduced_in_prose(dice, "professional.qualifications")
    decided = said.say("professional.decision.not" if upheld else "professional.decision", dice, request)
    blocks = [
        Block("ISSUE AT DISPUTE:", Kind.HEADING),
        Block(said.say("professional.issue", dice, request)),
        Block("CASE SUMMARY:", Kind.HEADING),
        Block(summary),
        Block("DOCUMENTS REVIEWED FOR DETERMINATION:", Kind.HEADING),
        Block(said.say("documents", dice, values)),
        Block("MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:", Kind.HEADING),
        Block(_based(dice, "professional.relied", written.reviewer)),
        Block(
            "RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE "
            f"{dice.choose(('IS', 'WAS'))} {'NOT ' if upheld else ''}MEDICALLY NECESSARY:",
            Kind.HEADING,
        ),
        Block(f"{_rationale(written)} {decided}"),
        Block("MEDICAL REVIEWER QUALIFICATIONS:", Kind.HEADING),
        *introduction.blocks,
    ]
    front = (Block("MEDICAL PROFESSIONAL REVIEW", Kind.HEADING),)
    return CaseHeader(), introduction.reviewer, Manuscript(tuple(blocks), front)


_LEAD_OF_PHYSICIAN: Final = (
    "The physician reviewer developed the following clinical case summary based on a review of the case file, "
    "including all medical records:"
)
_OUTCOMES: Final = {
    CaseOutcome.UPHOLD: "UPHOLD",
    CaseOutcome.OVERTURN: "OVERTURN",
    CaseOutcome.PARTIALLY_OVERTURN: "PARTIAL OVERTURN",
}


def _header(case: Case, *, dated: bool = False) -> CaseHeader:
    return CaseHeader(
        number=case.number.replace(case.number[:4], "CM13", 1),
        date_of_injury=case.injured_until or case.injured,
        decision_date=case.decided if dated else None,
        ur_denial_date=case.denied,
        application_received=case.applied,
    )


def _old_rows(header: CaseHeader) -> Rows:
    """The label block of 2013: one column, and the names are blanked out."""
    return (
        (("Employee:", ""),),
        (("Claim Number:", ""),),
        (("Date of UR Decision:", _printed(header.ur_denial_date)),),
        (("Date of Injury:", _printed(header.date_of_injury)),),
        (("IMR Application Received:", _printed(header.application_received)),),
        (("MAXIMUS Case Number:", header.number or ""),),
    )


def _outcome(items: Sequence[WrittenItem]) -> CaseOutcome:
    decisions = {written.item.decision for written in items}
    if len(decisions) > 1:
        return CaseOutcome.PARTIALLY_OVERTURN
    return CaseOutcome.UPHOLD if Decision.UPHELD in decisions else CaseOutcome.OVERTURN


def _based(dice: Dice, rule: str, cited: Cited) -> str:
    """What a side based its decision on, in a sentence of its own."""
    said = grammar("letters")
    if cited.guidelines.none_cited and f"{rule}.none" in said:
        return said.say(f"{rule}.none", dice, {})
    if cited.guidelines.outside_mtus and f"{rule}.outside" in said:
        return said.say(f"{rule}.outside", dice, {"citation": cited.text})
    return said.say(rule, dice, {"citation": cited.text})


def _rationale(written: WrittenItem) -> str:
    return written.item.rationale.text if written.item.rationale else ""


def _printed(day: Date | None) -> str:
    return f"{day.month}/{day.day}/{day.year}" if isinstance(day, dt.date) else ""
