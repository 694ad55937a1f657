"""A letter with a value in every field, as the golden files of tests/golden hold it."""

from __future__ import annotations

import datetime as dt

from imrkit.model import (
    BodyPart,
    CaseHeader,
    DisputedItem,
    Drug,
    Finding,
    Guideline,
    Guidelines,
    Injury,
    Letter,
    PartialDate,
    Patient,
    Range,
    Rationale,
    Request,
    Reviewer,
    Span,
)
from imrkit.vocabulary import (
    CaseOutcome,
    Category,
    Conclusion,
    Decision,
    DrugClass,
    FindingCode,
    Generation,
    GuidelineSource,
    Part,
    Priority,
    Reason,
    Sex,
    Side,
    State,
    Subcategory,
)

FULL_LETTER = Letter(
    Generation.PHYSICIAN_REVIEW,
    case=CaseHeader(
        number="CM14-9900123",
        date_assigned=dt.date(2014, 3, 3),
        date_of_injury=PartialDate(2012, 7),
        decision_date=dt.date(2014, 4, 1),
        ur_denial_date=dt.date(2014, 1, 15),
        application_received=dt.date(2014, 2, 2),
        priority=Priority.EXPEDITED,
        final_determination=CaseOutcome.PARTIALLY_OVERTURN,
    ),
    reviewer=Reviewer(
        licensed_in=(State.CA, State.NM),
        specialties=("Neurology", "Pain Management"),
        subspecialties=("Neuromuscular Medicine",),
    ),
    patient=Patient(age=52, sex=Sex.FEMALE),
    injury=Injury(
        date=PartialDate(2011),
        end_date=dt.date(2012, 7, 9),
        mechanism="typing – without a break",
        cumulative=True,
        diagnoses=("wrist sprain", "“trigger” thumb"),
    ),
    items=(
        DisputedItem(
            Request(
                "Acupuncture, 4-8 visits",
                original="Acupuncture, 6-12 visits",
                authorized="Acupuncture, 2-4 visits",
                category=Category.REHABILITATION,
                subcategory=Subcategory.ACUPUNCTURE,
                body_parts=(BodyPart(Part.WRIST, Side.LEFT), BodyPart(Part.THUMB)),
                visits=Range(4, 8),
                per_week=Range(1, 2),
                weeks=4,
                retrospective=True,
            ),
            Decision.OVERTURNED,
            claims_administrator_guidelines=Guidelines(none_cited=True, stated=True),
            reviewer_guidelines=Guidelines(
                (
                    Guideline(
                        GuidelineSource.ACOEM,
                        mtus=True,
                        title="Forearm, Wrist, and Hand Complaints",
                        chapter=11,
                        year=2004,
                        sections="Initial Care",
                        pages="264-266",
                    ),
                    Guideline(GuidelineSource.ODG, mtus=False, title="ODG, Wrist Chapter"),
                ),
                outside_mtus=True,
                stated=True,
            ),
            rationale=Rationale(
                "Earlier visits helped (Doe, 2009). The request is medically necessary.",
                conclusion=Conclusion.NECESSARY,
                references=("Doe, 2009",),
                reasons=(Reason.GUIDELINE_CRITERIA_MET, Reason.CLINICAL_NEED_SHOWN),
            ),
        ),
        DisputedItem(
            Request(
                "Ibuprofen 800mg #60 with 1 refill",
                category=Category.PHARMACEUTICALS,
                subcategory=DrugClass.NSAID,
                drug=Drug("Ibuprofen", strength="800mg", quantity=60, refills=1),
                weeks=1.5,
            ),
            Decision.UPHELD,
        ),
        DisputedItem(Request("Massage")),
    ),
    findings=(
        Finding(FindingCode.CUT_OFF, "items[1].rationale ends in the middle of a sentence", (Span(41, 42),)),
        Finding(FindingCode.MISSING_SECTION, "no case summary"),
    ),
    text="CM14-9900123, a woman of 52.",
    evidence={
        "case.number": Span(0, 12),
        "patient.sex": Span(16, 21),
        "patient.age": Span(25, 27),
        "items[0].request.body_parts[1]": Span(0, 0),
    },
)
