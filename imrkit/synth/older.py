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
from imrkit.vocabulary import CaseOutcome, Decision, GuidelineSource, Priority

_METHOD: Final = Block("HOW THE IMR FINAL DETERMINATION WAS MADE", Kind.HEADING)
_DOCUMENTS: Final = Block("DOCUMENTS REVIEWED", Kind.HEADING)
_SUMMARY: Final = Block("CLINICAL CASE SUMMARY", Kind.HEADING)
_PHYSICIAN_ITEMS: Final = Block("IMR DECISION(S) AND RATIONALE(S)", Kind.HEADING)
_DECIDED: Final = Block(
    "The Final Determination was based on decisions for the disputed items/services set forth below:"
)
_LOST_BLANK: Final = 4  # percent of the sentences that decide
_SAYS_THAT_THE_MTUS_IS_SILENT: Final = 50  # percent of those who cite something else
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
        header = _header(case, dated=dice.chance(40))
        rows = _old_rows(header)
        if header.decision_date:
            front.append(Block(f"Dated: {_printed(header.decision_date)}", Kind.LINE))
    else:
        header = CaseHeader(
            number=case.number,
            date_of_injury=case.injured_until or case.injured,
            ur_denial_date=case.denied,
            application_received=case.applied,
            priority=Priority.EXPEDITED if dice.chance(4) else Priority.STANDARD,
            final_determination=_outcome(items),
        )
        front.append(Block(said.say(f"cover.outcome.{_outcome(items).name.lower()}", dice, {}), Kind.LINE))
        rows = (
            (("IMR Case Number:", case.number), ("Date of Injury:", _printed(header.date_of_injury))),
            (("Claims Number:", ""), ("UR Denial Date:", _printed(case.denied))),
            (("Priority:", str(header.priority).upper()), ("Application Received:", _printed(case.applied))),
            (("Employee Name:", ""),),
            (("Provider Name:", ""),),
        )
    introduction = introduced_in_prose(dice, "physician.credentials")
    blocks = []
    if dice.chance(30):
        requests = "; ".join(written.title for written in items)
        blocks.append(Block(said.say("physician.disputed", dice, {"requests": requests})))
    if dice.chance(40):
        blocks.append(Block(said.say("physician.greeting", dice, {})))
    blocks += [_METHOD, *introduction.blocks, _DOCUMENTS, Block(said.say("documents", dice, values))]
    blocks += [_SUMMARY, Block(_LEAD_OF_PHYSICIAN), Block(summary), _PHYSICIAN_ITEMS, _DECIDED]
    numbered = dice.choose((*("{}. ",) * 8, "{}) ", ""))
    for number, written in enumerate(items, 1):
        title = _decided(dice, "physician.decision", written)
        blocks += [
            Block(numbered.format(number) + title, Kind.TITLE),
            Block(_based(dice, "physician.based.admin", written.administrator)),
            Block(_based(dice, "physician.based.reviewer", written.reviewer)),
            Block(f"{said.say('physician.rationale_label', dice, {})} {_rationale(written)}"),
        ]
    if dice.chance(60):
        blocks.append(Block(said.say("afterword", dice, {})))
    return header, introduction.reviewer, Manuscript(tuple(blocks), tuple(front), rows, _head(dice, header))


def notice_of_determination(
    dice: Dice, case: Case, summary: str, items: Sequence[WrittenItem]
) -> tuple[CaseHeader, Reviewer, Manuscript]:
    """A notice of determination, mid to late 2013."""
    said = grammar("letters")
    values = case.words | {"date": case.written(case.denied), "many": str(dice.between(40, 900))}
    values |= {
        "application_date": _printed(case.applied),
        "ur_date": _printed(case.denied),
        "ur_date_in_words": f"{case.denied:%B} {case.denied.day}, {case.denied.year}",
        "assigned_date": _printed(case.assigned),
    }
    header = _header(case, dated=True)
    front = (
        *_LETTERHEAD,
        Block("Notice of Independent Medical Review Determination", Kind.HEADING),
        Block(f"Dated: {_printed(case.decided)}", Kind.LINE),
    )
    introduction = introduced_in_prose(dice, "notice.qualifications")
    determined = []
    for number, written in enumerate(items, 1):
        determined.append(Block(f"{number}) {_decided(dice, 'notice.determined', written)}"))
    blocks = [
        *determined,
        Block("INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE", Kind.HEADING),
        Block(said.say("notice.application", dice, values)),
        *(determined if dice.chance(50) else []),
        Block("Medical Qualifications of the Expert Reviewer:", Kind.HEADING),
        *introduction.blocks,
        Block("Case Summary:", Kind.HEADING),
        *([Block(said.say("notice.summary_lead", dice, values))] if dice.chance(60) else []),
        Block(dice.choose((summary, summary, f'"{summary}"', f"\u201c{summary}\u201d"))),
        Block("Documents Reviewed for Determination:", Kind.HEADING),
        Block(f"{said.say('notice.documents_lead', dice, {})} {said.say('documents', dice, values)}"),
    ]
    for number, written in enumerate(items, 1):
        label = said.say("notice.rationale_label", dice, {})
        blocks += [
            Block(f"{number}) {said.say('notice.regarding', dice, {'request': written.title})}", Kind.TITLE),
            Block(said.say("notice.relied_upon", dice, {}), Kind.LINE),
            Block(_based(dice, "notice.admin_relied", written.administrator)),
            Block(_based(dice, "notice.reviewer_relied", written.reviewer)),
            Block(label, Kind.LINE),
            Block(_rationale(written)),
        ]
    if dice.chance(60):
        blocks.append(Block(said.say("afterword", dice, {})))
    return (
        header,
        introduction.reviewer,
        Manuscript(tuple(blocks), front, _old_rows(header), _head(dice, header)),
    )


def professional_review(
    dice: Dice, case: Case, summary: str, items: Sequence[WrittenItem]
) -> tuple[CaseHeader, Reviewer, Manuscript]:
    """A professional review, early 2013: no header block to speak of, nothing on the claims administrator's
    guidelines, and several issues in numbered lists."""
    said = grammar("letters")
    values = case.words | {"date": case.written(case.denied), "many": str(dice.between(40, 900))}
    upheld = any(written.item.decision is Decision.UPHELD for written in items)
    issues = [said.say("professional.issue", dice, {"request": written.title}) for written in items]
    introduction = introduced_in_prose(dice, "professional.qualifications")
    blocks = [
        Block("ISSUE AT DISPUTE:", Kind.HEADING),
        *_listed(issues),
        Block("CASE SUMMARY:", Kind.HEADING),
        Block(summary),
        Block("DOCUMENTS REVIEWED FOR DETERMINATION:", Kind.HEADING),
        Block(said.say("documents", dice, values)),
        Block("MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:", Kind.HEADING),
        Block(_based(dice, "professional.relied", items[0].reviewer)),
        Block(
            "RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE "
            f"{dice.choose(('IS', 'WAS', 'IS/WAS'))} {'NOT ' if upheld else ''}MEDICALLY NECESSARY:",
            Kind.HEADING,
        ),
        *_listed([_rationale(written) for written in items]),
        Block("MEDICAL REVIEWER QUALIFICATIONS:", Kind.HEADING),
        *introduction.blocks,
    ]
    front = (Block("MEDICAL PROFESSIONAL REVIEW", Kind.HEADING),)
    head = said.say("page_number", dice, {"page": "{page}"}) if dice.chance(50) else ""
    return CaseHeader(), introduction.reviewer, Manuscript(tuple(blocks), front, running_head=head)


_LEAD_OF_PHYSICIAN: Final = (
    "The physician reviewer developed the following clinical case summary based on a review of the case file, "
    "including all medical records:"
)


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


def _decided(dice: Dice, rule: str, written: WrittenItem) -> str:
    """The sentence that decides an item, sometimes without the blank that printers lose in it."""
    upheld = written.item.decision is Decision.UPHELD
    decided = grammar("letters").say(f"{rule}.not" if upheld else rule, dice, {"request": written.title})
    return decided.replace("not medically", "notmedically") if dice.chance(_LOST_BLANK) else decided


def _outcome(items: Sequence[WrittenItem]) -> CaseOutcome:
    decisions = {written.item.decision for written in items}
    if len(decisions) > 1:
        return CaseOutcome.PARTIALLY_OVERTURN
    return CaseOutcome.UPHOLD if Decision.UPHELD in decisions else CaseOutcome.OVERTURN


def _based(dice: Dice, rule: str, cited: Cited) -> str:
    """What a side based its decision on, in a sentence of its own."""
    if cited.guidelines.none_cited:
        manner = ".none"
    elif not cited.text:
        manner = ".adopted"
    elif not any(citation.mtus for citation in cited.guidelines.citations) and dice.chance(
        _SAYS_THAT_THE_MTUS_IS_SILENT
    ):
        manner = ".outside"
    elif all(citation.source is not GuidelineSource.OTHER for citation in cited.guidelines.citations):
        manner = ".named" if dice.chance(25) else ""
    else:
        manner = ""
    said = grammar("letters")
    sentence = said.say(
        f"{rule}{manner}" if f"{rule}{manner}" in said else rule, dice, {"citation": cited.text}
    )
    return sentence[0].upper() + sentence[1:]


def _listed(texts: list[str]) -> list[Block]:
    """One paragraph, or several that are numbered."""
    if len(texts) == 1:
        return [Block(texts[0])]
    return [Block(f"{number}. {text}") for number, text in enumerate(texts, 1)]


def _head(dice: Dice, header: CaseHeader) -> str:
    """What stands at the foot of each page."""
    said = grammar("letters")
    values = {"number": header.number or "", "page": "{page}"}
    return said.say("running_head", dice, values | {"page_number": said.say("page_number", dice, values)})


def _rationale(written: WrittenItem) -> str:
    return written.item.rationale.text if written.item.rationale else ""


def _printed(day: Date | None) -> str:
    return f"{day.month}/{day.day}/{day.year}" if isinstance(day, dt.date) else ""
