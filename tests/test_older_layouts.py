"""Letters of the older layouts: their header, reviewer, summary and items."""

from __future__ import annotations

import datetime as dt
from time import thread_time

import pytest

import imrkit
from imrkit import (
    CaseOutcome,
    Decision,
    Generation,
    GuidelineSource,
    Letter,
    Priority,
    Sex,
    State,
)
from imrkit.document import Document, Region
from imrkit.extractors.sides import sides

ADDRESS = """MAXIMUS FEDERAL SERVICES, INC.
Independent Medical Review
P.O. Box 000000
Anytown, CA 90000-0000
(800) 555-0100 Fax: (800) 555-0199
"""

PHYSICIAN_METHOD = """HOW THE IMR FINAL DETERMINATION WAS MADE
MAXIMUS Federal Services sent the complete case file to a physician reviewer. He/she has no
affiliation with the employer, employee, providers or the claims administrator. The physician
reviewer is Board Certified in Orthopedic Surgery, has a subspecialty in Hand Surgery and is
licensed to practice in California and Oregon. He/she has been in active clinical practice for more
than five years.

DOCUMENTS REVIEWED
The following documents were reviewed and considered:
Application of Independent Medical Review
Progress reports dated 4/1/2031 to 8/1/2031, with a request for a wrist brace: Upheld in part

CLINICAL CASE SUMMARY
The physician reviewer developed the following clinical case summary based on a review of the
case file, including all medical records:
"""

FIRST_BLOCK = (
    ADDRESS
    + """
Dated: 12/3/2031

Employee:
Claim Number:
Date of UR Decision: 9/2/2031
Date of Injury: 5/14/2029
IMR Application Received: 9/17/2031
MAXIMUS Case Number: CM31-0000123

Dear Ms. :

MAXIMUS Federal Services has completed the Independent Medical Review of the above case.

Final Determination: PARTIAL OVERTURN. This means we decided that some of the disputed
items/services are medically necessary and appropriate. You can appeal within 30 days from the date
of this letter.

Sincerely,

Jane Roe, MD, MPH
Medical Director

cc: Department of Industrial Relations
"""
)

PHYSICIAN_REVIEW = (
    FIRST_BLOCK
    + "\f"
    + PHYSICIAN_METHOD
    + """The patient is a 41-year-old male baker who sustained an injury to the right wrist on May 14, 2029,
when he slipped on a wet floor. He was diagnosed with a right wrist sprain.

IMR DECISION(S) AND RATIONALE(S)
The Final Determination was based on decisions for the disputed items/services set forth
below:

1. 12 OCCUPATIONAL THERAPY VISITS FOR THE RIGHT WRIST is not medically
necessary and appropriate.

The Claims Administrator based its decision on the MTUS Chronic Pain Medical Treatment
Guidelines, Physical Medicine, pages 98-99, which is part of the MTUS.

The Physician Reviewer based his/her decision on the Forearm, Wrist, and Hand Complaints Chapter
(ACOEM Practice Guidelines, 2nd Edition (2004), Chapter 11), page 265, which is part of the MTUS.

The Physician Reviewer's decision rationale:
The patient has had 20 visits. Guidelines speak of: 1. Fading of frequency. 2. A home program. There is
no sign that
Final Determination Letter for IMR Case Number CM31-0000123   3
\fthe earlier visits helped. The request for 12 visits is not medically necessary and appropriate.

2. The request for a wrist brace (size L) is medically necessary and appropriate.

The Claims Administrator did not cite any evidence-based criteria for its decision.

The Physician Reviewer found that no section of the MTUS was applicable. The Physician Reviewer based
his/her decision on the Official Disability Guidelines (ODG), Forearm, Wrist & Hand Chapter, Splints,
which is not part of the MTUS.

The Physician Reviewer's decision rationale:
A brace is recommended after a sprain. The request is supported.
"""
)


def spans_say_what_the_values_say(letter: Letter) -> bool:
    """Every place lies in the text, and a request's or rationale's text reads as its value."""
    for path, span in letter.evidence.items():
        assert 0 <= span.start < span.end <= len(letter.text), path
    for n, item in enumerate(letter.items):
        span = letter.evidence[f"items[{n}].request.text"]
        assert " ".join(letter.text[span.slice].split()) == item.request.text
    return True


class TestPhysicianReview:
    """Late 2013 to mid-2014: numbered items, each a sentence."""

    letter = imrkit.parse_letter(PHYSICIAN_REVIEW)

    def test_is_known(self) -> None:
        assert self.letter.generation is Generation.PHYSICIAN_REVIEW
        assert spans_say_what_the_values_say(self.letter)

    def test_header_and_cover_page(self) -> None:
        case = self.letter.case
        assert case.number == "CM31-0000123"
        assert case.date_of_injury == dt.date(2029, 5, 14)
        assert case.ur_denial_date == dt.date(2031, 9, 2)
        assert case.application_received == dt.date(2031, 9, 17)
        assert case.decision_date == dt.date(2031, 12, 3)
        assert case.date_assigned is None
        assert case.final_determination is CaseOutcome.PARTIALLY_OVERTURN
        assert self.letter.outcome is CaseOutcome.PARTIALLY_OVERTURN

    def test_reviewer(self) -> None:
        assert self.letter.reviewer.specialties == ("Orthopedic Surgery",)
        assert self.letter.reviewer.subspecialties == ("Hand Surgery",)
        assert self.letter.reviewer.licensed_in == (State.CA, State.OR)

    def test_summary(self) -> None:
        assert self.letter.patient.age == 41
        assert self.letter.patient.sex is Sex.MALE
        assert self.letter.injury.date == dt.date(2029, 5, 14)
        assert self.letter.injury.diagnoses == ("right wrist sprain",)

    def test_requests_and_decisions(self) -> None:
        assert [(item.request.text, item.decision) for item in self.letter.items] == [
            ("12 OCCUPATIONAL THERAPY VISITS FOR THE RIGHT WRIST", Decision.UPHELD),
            ("a wrist brace (size L)", Decision.OVERTURNED),
        ]

    def test_place_of_a_decision(self) -> None:
        said = [self.letter.text[self.letter.evidence[f"items[{n}].decision"].slice] for n in (0, 1)]
        assert said == ["not medically\nnecessary and appropriate", "medically necessary and appropriate"]

    def test_guidelines_of_the_claims_administrator(self) -> None:
        therapy, brace = (item.claims_administrator_guidelines for item in self.letter.items)
        (cited,) = therapy
        assert (cited.source, cited.mtus) == (GuidelineSource.MTUS, True)
        assert cited.title == "Chronic Pain Medical Treatment Guidelines"
        assert (cited.sections, cited.pages) == ("Physical Medicine", "98-99")
        assert brace.none_cited
        assert not brace.citations

    def test_guidelines_of_the_reviewer(self) -> None:
        therapy, brace = (item.reviewer_guidelines for item in self.letter.items)
        (cited,) = therapy
        assert (cited.source, cited.mtus, cited.chapter) == (GuidelineSource.ACOEM, True, 11)
        assert (cited.title, cited.pages) == ("Forearm, Wrist, and Hand Complaints", "265")
        assert not therapy.outside_mtus
        (cited,) = brace
        assert (cited.source, cited.mtus) == (GuidelineSource.ODG, False)
        assert (cited.title, cited.sections) == ("Forearm, Wrist & Hand", "Splints")
        assert brace.outside_mtus

    def test_rationales_without_running_heads(self) -> None:
        therapy, brace = (item.rationale for item in self.letter.items)
        assert therapy is not None
        assert brace is not None
        assert therapy.text.startswith("The patient has had 20 visits.")
        assert "There is no sign that the earlier visits helped." in therapy.text
        assert therapy.text.endswith("is not medically necessary and appropriate.")
        assert brace.text == "A brace is recommended after a sprain. The request is supported."


SECOND_BLOCK = (
    ADDRESS
    + """
Independent Medical Review Final Determination Letter

3/17/2031

IMR Case Number: CM30-0000456 Date of Injury: 06/04/2027
Claims Number: UR Denial Date: 10/14/2030
Priority: STANDARD Application Received: 10/25/2030
Employee Name:
Provider Name:
Treatment(s) in Dispute Listed on IMR Application:

Final Determination: UPHOLD. This means we decided that none of the disputed items/services are
medically necessary and appropriate.
"""
)

ONE_ITEM = """IMR DECISION(S) AND RATIONALE(S)
The Final Determination was based on decisions for the disputed items/services set forth below:
1. Decision for 6 ULTRASOUND SESSIONS are not medically necessary and appropriate.
The Claims Administrator did not base their decision on the MTUS. The Claims Administrator based its
decision on the Official Disability Guidelines.
The Physician Reviewer based his/her decision on the MTUS.
The Physician Reviewer's decision rationale: Ultrasound is not recommended (Doe, 2001).

Disclaimer: MAXIMUS is providing an independent review service under contract.
"""


class TestSecondLabelBlock:
    """2014: other labels, some of them blank, and the letter's date without a label."""

    letter = imrkit.parse_letter(SECOND_BLOCK + PHYSICIAN_METHOD + "A 50 year old woman.\n" + ONE_ITEM)

    def test_header(self) -> None:
        case = self.letter.case
        assert self.letter.generation is Generation.PHYSICIAN_REVIEW
        assert case.number == "CM30-0000456"
        assert case.date_of_injury == dt.date(2027, 6, 4)
        assert case.ur_denial_date == dt.date(2030, 10, 14)
        assert case.application_received == dt.date(2030, 10, 25)
        assert case.priority is Priority.STANDARD
        assert case.final_determination is CaseOutcome.UPHOLD

    def test_item(self) -> None:
        (item,) = self.letter.items
        assert item.request.text == "6 ULTRASOUND SESSIONS"
        assert item.decision is Decision.UPHELD
        assert item.claims_administrator_guidelines.outside_mtus
        (cited,) = item.claims_administrator_guidelines
        assert cited.source is GuidelineSource.ODG
        (cited,) = item.reviewer_guidelines
        assert (cited.source, cited.mtus, cited.title) == (GuidelineSource.MTUS, True, None)

    def test_text_after_the_rationale(self) -> None:
        (item,) = self.letter.items
        assert item.rationale is not None
        assert item.rationale.text == "Ultrasound is not recommended (Doe, 2001)."
        assert item.rationale.references == ("Doe, 2001",)


def physician_items(*items: str) -> Letter:
    return imrkit.parse_letter(SECOND_BLOCK + PHYSICIAN_METHOD + "Summary.\n" + "\n".join(items))


HEADING = "IMR DECISION(S) AND RATIONALE(S)\nThe Final Determination was ... set forth below:"
SIDES = """The Claims Administrator did not cite any guidelines.
The Physician Reviewer based his/her decision on the MTUS.
"""
LABEL = "The Physician Reviewer's decision rationale: "
NECESSARY = "is medically necessary and appropriate."
NOT_NECESSARY = "is not medically necessary and appropriate."


class TestTitlesOfPhysicianReviews:
    def test_blank_lost_before_medically(self) -> None:
        letter = physician_items(
            HEADING, "1. Cupping is notmedically necessary and appropriate.", SIDES, LABEL, "No."
        )
        assert letter.items[0].decision is Decision.UPHELD
        assert letter.items[0].request.text == "Cupping"

    def test_full_stops_and_numbers_in_a_title(self) -> None:
        letter = physician_items(
            HEADING, f"1. Tramadol 37.5/325 mg, qty. 60. 2 refills {NOT_NECESSARY}", SIDES, LABEL, "No."
        )
        assert letter.items[0].request.text == "Tramadol 37.5/325 mg, qty. 60. 2 refills"

    def test_without_numbers(self) -> None:
        letter = physician_items(
            HEADING, f"Cupping {NOT_NECESSARY}", SIDES, LABEL, "No benefit is known.",
            f"A cane {NECESSARY}", SIDES, LABEL, "Yes.",
        )  # fmt: skip
        assert [item.request.text for item in letter.items] == ["Cupping", "A cane"]

    def test_missing_full_stop_before_the_next_title(self) -> None:
        letter = physician_items(
            HEADING, f"1. Cupping {NOT_NECESSARY}", SIDES, LABEL, "It is not medically necessary",
            f"2. Sauna {NOT_NECESSARY}", SIDES, LABEL, "No.",
        )  # fmt: skip
        assert [item.request.text for item in letter.items] == ["Cupping", "Sauna"]
        assert letter.items[0].rationale is not None
        assert letter.items[0].rationale.text == "It is not medically necessary"

    def test_decision_stated_again_in_the_rationale(self) -> None:
        letter = physician_items(
            HEADING, f"1. Cupping {NOT_NECESSARY}", SIDES, LABEL,
            f"Not recommended. The request for cupping {NOT_NECESSARY} The Physician Reviewer found no benefit.",
            f"2. A cane {NECESSARY}", SIDES, LABEL, f"The request for a cane {NECESSARY}",
        )  # fmt: skip
        assert [(i.request.text, i.decision) for i in letter.items] == [
            ("Cupping", Decision.UPHELD),
            ("A cane", Decision.OVERTURNED),
        ]

    def test_decision_stated_again_before_reviewer_guidelines_alone(self) -> None:
        letter = physician_items(
            HEADING, f"1. Cupping {NOT_NECESSARY}", SIDES, LABEL,
            f"Not recommended. The request for cupping {NOT_NECESSARY} The Physician Reviewer found no benefit.",
            f"2. A cane {NECESSARY}", "The Physician Reviewer based his/her decision on the MTUS.", LABEL, "Yes.",
        )  # fmt: skip
        assert [(i.request.text, i.decision) for i in letter.items] == [
            ("Cupping", Decision.UPHELD),
            ("A cane", Decision.OVERTURNED),
        ]

    def test_decision_on_something_else_in_the_rationale(self) -> None:
        letter = physician_items(
            HEADING, f"1. Cupping {NOT_NECESSARY}", SIDES, LABEL,
            f"The guideline says that a sauna {NECESSARY} The Claims Administrator did not dispute that.",
            f"2. A cane {NECESSARY}", SIDES, LABEL, "Yes.",
        )  # fmt: skip
        assert [item.request.text for item in letter.items] == ["Cupping", "A cane"]

    def test_points_of_the_last_rationale(self) -> None:
        letter = physician_items(
            HEADING, f"1. Cupping {NOT_NECESSARY}", SIDES, LABEL,
            f"1. No gain is recorded. 2. The dose is above the limit. The request for cupping {NOT_NECESSARY}",
        )  # fmt: skip
        assert [item.request.text for item in letter.items] == ["Cupping"]

    def test_one_sentence_for_all_that_goes_with_an_operation(self) -> None:
        letter = physician_items(
            HEADING, f"1. Cupping {NOT_NECESSARY}", SIDES, LABEL, "No.", f"2. Ice machine {NOT_NECESSARY}",
            "Since the surgery is not necessary, none of its services are medically necessary.",
        )  # fmt: skip
        assert [(i.request.text, i.decision) for i in letter.items] == [
            ("Cupping", Decision.UPHELD),
            ("Ice machine", Decision.UPHELD),
        ]

    def test_title_of_several_sentences_behind_its_number(self) -> None:
        title = "Scan as his doctor calls for. Gait analysis"
        letter = physician_items(
            HEADING, f"1. Cupping {NOT_NECESSARY}", SIDES, LABEL, "No.",
            f"2. {title} {NECESSARY}", SIDES, LABEL, "Yes.",
        )  # fmt: skip
        assert [item.request.text for item in letter.items] == ["Cupping", title]

    def test_reviewer_guidelines_alone(self) -> None:
        letter = physician_items(
            HEADING, f"1. Cupping {NOT_NECESSARY}",
            "The Physician Reviewer based his/her decision on ACOEM Guidelines, Chapter 12.", LABEL, "No.",
        )  # fmt: skip
        (item,) = letter.items
        assert not item.claims_administrator_guidelines.stated
        assert [cited.chapter for cited in item.reviewer_guidelines] == [12]

    @pytest.mark.parametrize(
        "said",
        [
            "The Claims Administrator's denial was based on the Knee Complaints, page 9, part of the MTUS.",
            "In its utilization review determination, the Claims Administrator cited the Knee Complaints, page 9.",
            "For the UR decision the claims administrator relied on the Knee Complaints, page 9.",
        ],
    )
    def test_ways_to_begin_what_the_administrator_says(self, said: str) -> None:
        letter = physician_items(
            HEADING, f"1. Cupping {NOT_NECESSARY}", said, "The Physician Reviewer cited nothing.", LABEL,
            f"It is no use. Cupping {NOT_NECESSARY}",
        )  # fmt: skip
        (item,) = letter.items
        assert item.request.text == "Cupping"
        assert [cited.pages for cited in item.claims_administrator_guidelines] == ["9"]

    def test_another_label(self) -> None:
        label = "The Physician Reviewer's rationale for the decision: "
        letter = physician_items(HEADING, f"1. Cupping {NOT_NECESSARY}", SIDES, label, "It is of no use.")
        (item,) = letter.items
        assert item.rationale is not None
        assert item.rationale.text == "It is of no use."
        assert item.reviewer_guidelines.citations
        assert item.claims_administrator_guidelines.none_cited

    def test_cut_off_behind_a_title(self) -> None:
        letter = physician_items(
            HEADING, f"1. Cupping {NOT_NECESSARY}", SIDES, LABEL, "No benefit is known.",
            f"2. A cane {NECESSARY}",
        )  # fmt: skip
        assert [(i.request.text, i.decision) for i in letter.items] == [
            ("Cupping", Decision.UPHELD),
            ("A cane", Decision.OVERTURNED),
        ]
        assert letter.items[1].rationale is None
        assert letter.items[0].rationale is not None
        assert letter.items[0].rationale.text == "No benefit is known."

    def test_cut_off_in_the_guidelines(self) -> None:
        letter = physician_items(HEADING, f"1. A cane {NECESSARY}", "The Claims Administrator based its")
        (item,) = letter.items
        assert item.decision is Decision.OVERTURNED
        assert item.rationale is None
        assert item.claims_administrator_guidelines.stated
        assert not item.reviewer_guidelines.stated

    def test_partly_authorized(self) -> None:
        letter = physician_items(
            HEADING,
            "1. Cupping 8 sessions was the original request. Cupping 2 sessions was authorized by the Claims "
            "Administrator. The remaining IMR eligible portion of the original request, Cupping 6 sessions "
            + NOT_NECESSARY, SIDES, LABEL, "No.",
        )  # fmt: skip
        request = letter.items[0].request
        assert (request.text, request.original, request.authorized) == (
            "Cupping 6 sessions", "Cupping 8 sessions", "Cupping 2 sessions",
        )  # fmt: skip

    def test_heading_lost(self) -> None:
        letter = physician_items(f"1. Cupping {NOT_NECESSARY}", SIDES, LABEL, "No.")
        assert [item.request.text for item in letter.items] == ["Cupping"]

    def test_what_stands_before_the_summary_is_no_item(self) -> None:
        letter = imrkit.parse_letter(
            f"{SECOND_BLOCK}A cane {NECESSARY} The Claims Administrator has been told.\n{PHYSICIAN_METHOD}"
            f"Summary.\n1. Cupping {NOT_NECESSARY} {SIDES} {LABEL} No."
        )
        assert [item.request.text for item in letter.items] == ["Cupping"]

    def test_no_items(self) -> None:
        assert physician_items(HEADING).items == ()
        assert physician_items().items == ()


NOTICE_HEADER = (
    ADDRESS
    + """
Notice of Independent Medical Review Determination

Dated: 10/21/2031

Employee:
Claim Number:
Date of UR Decision: 7/18/2031
Date of Injury: 1/12/2030
IMR Application Received: 7/26/2031
MAXIMUS Case Number: CM31-0000789
"""
)

NOTICE_DETERMINATIONS = """
1) MAXIMUS Federal Services, Inc. has determined the request for 8 massage visits from 3/4/2031 to
5/4/2031 is not medically necessary and appropriate.

2) MAXIMUS Federal Services, Inc. has determined the request for a back brace and ice packs are
medically necessary and appropriate.
"""

NOTICE_APPLICATION = (
    """
INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE

An application for Independent Medical Review was filed on 7/26/2031 disputing the
Utilization Review Denial dated 7/18/2031. A Notice of Assignment was provided on 8/5/2031. A decision
has been made for each of the treatment and/or services that were in dispute:
"""
    + NOTICE_DETERMINATIONS
)

NOTICE_METHOD = """
Medical Qualifications of the Expert Reviewer:
The independent Medical Doctor who made the decision has no affiliation with the employer. The
physician reviewer is Board Certified in Preventive Medicine and Pain Medicine, and is licensed to
practice in California. He/she has been in active clinical practice for more than five years.

Case Summary:
Disclaimer: The following case summary was taken directly from the utilization review
denial/modification dated July 18, 2031.

\u201cThe patient is a 44 year-old female with a date of injury of 1/12/2030. She fell from a ladder.
Regarding the request for massage, she had 6 visits.\u201d

Documents Reviewed for Determination:
The following relevant documents were reviewed and considered:
- Application for Independent Medical Review (received 7/26/2031)
- Utilization Review Determination (dated 7/18/2031)
"""

NOTICE_REASONS = """
1) Regarding the request for 8 massage visits from 3/4/2031 to 5/4/2031:

Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert Reviewer to
Make His/Her Decision

The Claims Administrator based its decision on the Chronic Pain Medical Treatment Guidelines, Massage
section, page 60, part of the Medical Treatment Utilization Schedule (MTUS). The provider did not dispute
the guidelines used by the Claims Administrator. The Expert Reviewer found the guidelines used by the
Claims Administrator relevant and appropriate for the employee's circumstance.

Rationale for the Decision:
Massage is limited to 4 to 6 visits. The request for 8 visits is not medically necessary and
appropriate.

2) Regarding the request for a back brace and ice packs:

Medical Treatment Guideline(s) Relied Upon by the Expert Reviewer to Make His/Her Decision:

The Claims Administrator based its decision on the Low Back Complaints (ACOEM Practice Guidelines,
2nd Edition (2004), Chapter 12), page 301, part of the MTUS. The provider disputed the guidelines used by
the Claims Administrator and cited the Official Disability Guidelines. The Expert Reviewer found no
section of the MTUS applicable. The Expert Reviewer relied on the Official Disability Guidelines (ODG),
Low Back Chapter, Lumbar supports, a medical treatment guideline not part of the MTUS.

Rationale for the Decision:
Braces are recommended for instability, which the employee has. The request for a back brace and ice
packs is medically necessary and appropriate.
"""

NOTICE_END = """
Effect of the Decision:
The determination of MAXIMUS Federal Services and its physician reviewer is deemed to be the final
determination. The request for appeal is medically necessary.

Sincerely,

Jane Roe, MD
Medical Director
"""

NOTICE = (
    NOTICE_HEADER + NOTICE_DETERMINATIONS + NOTICE_APPLICATION + NOTICE_METHOD + NOTICE_REASONS + NOTICE_END
)


class TestNoticeOfDetermination:
    """Mid to late 2013: decisions first, reasons last."""

    letter = imrkit.parse_letter(NOTICE)

    def test_is_known(self) -> None:
        assert self.letter.generation is Generation.NOTICE_OF_DETERMINATION
        assert spans_say_what_the_values_say(self.letter)

    def test_header(self) -> None:
        case = self.letter.case
        assert case.number == "CM31-0000789"
        assert case.decision_date == dt.date(2031, 10, 21)
        assert case.ur_denial_date == dt.date(2031, 7, 18)
        assert case.date_of_injury == dt.date(2030, 1, 12)
        assert case.application_received == dt.date(2031, 7, 26)

    def test_reviewer_and_summary(self) -> None:
        assert self.letter.reviewer.specialties == ("Preventive Medicine", "Pain Medicine")
        assert self.letter.reviewer.licensed_in == (State.CA,)
        assert self.letter.patient.age == 44
        assert self.letter.patient.sex is Sex.FEMALE
        assert self.letter.injury.date == dt.date(2030, 1, 12)

    def test_each_item_once(self) -> None:
        assert [(item.request.text, item.decision) for item in self.letter.items] == [
            ("8 massage visits from 3/4/2031 to 5/4/2031", Decision.UPHELD),
            ("a back brace and ice packs", Decision.OVERTURNED),
        ]

    def test_guidelines_that_the_reviewer_found_right(self) -> None:
        item = self.letter.items[0]
        (cited,) = item.claims_administrator_guidelines
        assert (cited.title, cited.sections, cited.pages) == (
            "Chronic Pain Medical Treatment Guidelines", "Massage", "60",
        )  # fmt: skip
        assert item.reviewer_guidelines.citations == (cited,)

    def test_guidelines_that_the_provider_disputed(self) -> None:
        item = self.letter.items[1]
        (cited,) = item.claims_administrator_guidelines
        assert (cited.source, cited.mtus, cited.chapter) == (GuidelineSource.ACOEM, True, 12)
        (cited,) = item.reviewer_guidelines
        assert (cited.source, cited.title, cited.sections) == (
            GuidelineSource.ODG,
            "Low Back",
            "Lumbar supports",
        )
        assert item.reviewer_guidelines.outside_mtus

    def test_rationales(self) -> None:
        first, last = (item.rationale for item in self.letter.items)
        assert first is not None
        assert last is not None
        assert first.text.startswith("Massage is limited")
        assert first.text.endswith("is not medically necessary and appropriate.")
        assert last.text.endswith("packs is medically necessary and appropriate.")

    def test_a_repetition_in_other_words(self) -> None:
        text = NOTICE.replace("8 massage visits from 3/4/2031 to\n5/4/2031", "8 massages", 1)
        assert text != NOTICE
        assert [item.request.text for item in imrkit.parse_letter(text).items] == [
            "8 massages",
            "a back brace and ice packs",
        ]

    def test_first_page_lost(self) -> None:
        letter = imrkit.parse_letter(NOTICE_APPLICATION + NOTICE_METHOD + NOTICE_REASONS + NOTICE_END)
        assert letter.case.application_received == dt.date(2031, 7, 26)
        assert letter.case.ur_denial_date == dt.date(2031, 7, 18)
        assert letter.case.number is None
        assert letter.items == self.letter.items

    def test_decisions_lost(self) -> None:
        letter = imrkit.parse_letter(NOTICE_METHOD + NOTICE_REASONS + NOTICE_END)
        assert letter.items == self.letter.items
        assert [
            " ".join(letter.text[letter.evidence[f"items[{n}].decision"].slice].split()) for n in (0, 1)
        ] == [
            "not medically necessary and appropriate",
            "medically necessary and appropriate",
        ]

    def test_reasons_lost(self) -> None:
        letter = imrkit.parse_letter(NOTICE_HEADER + NOTICE_DETERMINATIONS)
        assert [item.request.text for item in letter.items] == [
            item.request.text for item in self.letter.items
        ]
        assert all(item.rationale is None for item in letter.items)
        assert not letter.items[0].reviewer_guidelines.stated

    def test_cut_off_before_the_last_rationale(self) -> None:
        cut_off = NOTICE[: NOTICE.rindex("Rationale for the Decision:")]
        letter = imrkit.parse_letter(cut_off)
        assert [item.decision for item in letter.items] == [Decision.UPHELD, Decision.OVERTURNED]
        assert letter.items[1].rationale is None
        assert letter.items[1].reviewer_guidelines == self.letter.items[1].reviewer_guidelines

    def test_a_decision_pages_away_is_not_its_own(self) -> None:
        letter = imrkit.parse_letter(
            NOTICE_HEADER
            + "MAXIMUS Federal Services, Inc. has determined the request for cupping"
            + " rests on what follows" * 150
            + ". Rest is not medically necessary."
        )
        assert letter.items == ()

    def test_one_item_without_a_number(self) -> None:
        letter = imrkit.parse_letter(
            NOTICE_HEADER + "MAXIMUS Federal Services, Inc. has determined the request for cupping "
            "is not medically necessary and appropriate."
            + NOTICE_METHOD
            + """Regarding the request for cupping: The Expert Reviewer relied on the ACOEM Guidelines, Chapter 7.
            Rationale for the Decision: It is not recommended."""
        )  # fmt: skip
        (item,) = letter.items
        assert (item.request.text, item.decision) == ("cupping", Decision.UPHELD)
        assert [cited.chapter for cited in item.reviewer_guidelines] == [7]
        assert item.rationale is not None
        assert item.rationale.text == "It is not recommended."

    def test_two_decisions_for_one_reason(self) -> None:
        letter = imrkit.parse_letter(
            NOTICE_HEADER
            + NOTICE_DETERMINATIONS
            + NOTICE_METHOD
            + """1) Regarding the request for 8 massage visits from 3/4/2031 to 5/4/2031 and a back brace and
            ice packs: Rationale for the Decision: She is better."""
        )
        assert [item.rationale and item.rationale.text for item in letter.items] == ["She is better."] * 2

    def test_reason_for_one_of_two_decisions(self) -> None:
        letter = imrkit.parse_letter(
            NOTICE_HEADER
            + NOTICE_DETERMINATIONS
            + NOTICE_METHOD
            + "2) Regarding the request for braces: Rationale for the Decision: She is better."
        )
        assert [item.rationale and item.rationale.text for item in letter.items] == [None, "She is better."]

    def test_headings_without_their_colons(self) -> None:
        letter = imrkit.parse_letter(
            NOTICE.replace("Rationale for the Decision:", "Rationale for the Decision")
            .replace("His/Her Decision:", "His/Her Decision")
            .replace("5/4/2031:", "5/4/2031")
            .replace("ice packs:", "ice packs")
        )
        assert letter.items == self.letter.items

    @pytest.mark.parametrize(
        "spoken",
        [
            "The rationale for the decision follows.",
            "Rationale for the decision follows.",
            "The Rationale for the Decision follows.",
            "In short: rationale for the decision.",
        ],
    )
    def test_what_speaks_of_the_rationale_is_no_heading(self, spoken: str) -> None:
        letter = imrkit.parse_letter(NOTICE.replace("Massage is limited", f"{spoken} Massage is limited"))
        assert letter.items[0].request == self.letter.items[0].request
        assert letter.items[0].rationale is not None
        assert letter.items[0].rationale.text.startswith(f"{spoken} Massage")
        assert letter.items[1] == self.letter.items[1]
        letter = imrkit.parse_letter(NOTICE.replace("circumstance.", f"circumstance. {spoken}"))
        assert letter.items[0].rationale == self.letter.items[0].rationale
        assert letter.items[1] == self.letter.items[1]

    @pytest.mark.parametrize("lead", ["In regard to the", "With regard to the", "In regards to the"])
    def test_ways_to_begin_the_reasons(self, lead: str) -> None:
        letter = imrkit.parse_letter(NOTICE.replace(") Regarding the", f") {lead}"))
        assert letter.items == self.letter.items
        assert not letter.findings

    def test_the_firm_without_inc(self) -> None:
        text = NOTICE.replace(
            "MAXIMUS Federal Services, Inc. has determined", "MAXIMUS Federal Services has determined"
        )
        assert imrkit.parse_letter(text).items == self.letter.items

    @pytest.mark.parametrize(
        "said",
        [
            "The guideline relied upon by the Claims Administrator was the Knee Complaints, page 9, part of the MTUS. "
            "The guideline relied upon by the Expert Reviewer was ODG, Knee Chapter, Braces, not part of the MTUS.",
            "In its denial, the Claims Administrator cited the Knee Complaints, page 9. "
            "In this case, the Expert Reviewer relied on ODG, Knee Chapter, Braces.",
            "The Claims Administrator relied on the Knee Complaints, page 9. The MTUS does not speak of braces, so the "
            "Expert Reviewer relied on ODG, Knee Chapter, Braces.",
        ],
    )
    def test_who_cites_what(self, said: str) -> None:
        letter = imrkit.parse_letter(
            NOTICE_HEADER
            + "MAXIMUS Federal Services, Inc. has determined the request for cupping is medically necessary."
            + NOTICE_METHOD
            + "Regarding the request for cupping: Section of the MTUS Relied Upon by the Expert Reviewer "
            + f"to Make His/Her Decision {said} Rationale for the Decision: It helps."
        )
        (item,) = letter.items
        assert [cited.pages for cited in item.claims_administrator_guidelines] == ["9"]
        assert [cited.sections for cited in item.reviewer_guidelines] == ["Braces"]

    def test_nothing_cited_by_the_one_named_last(self) -> None:
        letter = imrkit.parse_letter(
            NOTICE_HEADER
            + "MAXIMUS Federal Services, Inc. has determined the request for cupping is medically necessary."
            + NOTICE_METHOD
            + "Regarding the request for cupping: No medical evidence was cited by the Claims Administrator. "
            + "The Expert Reviewer relied on ODG, Knee Chapter. Rationale for the Decision: It helps."
        )
        (item,) = letter.items
        assert item.claims_administrator_guidelines.none_cited
        assert [cited.title for cited in item.reviewer_guidelines] == ["Knee"]

    @pytest.mark.parametrize(
        "lead",
        [
            "The expert reviewer adopted this summary from the utilization review decision dated 7/18/2031:",
            "The utilization review denial of July 18, 2031 described the case in these words:",
            'Summary as in the utilization review of 7/18/2031: "',
        ],
    )
    def test_where_the_summary_is_taken_from(self, lead: str) -> None:
        before, after = NOTICE.index("Disclaimer:"), NOTICE.index("\u201cThe patient")
        told = "44F injured at work on 1/12/2030 while mowing. " + NOTICE[NOTICE.index("She fell") :]
        letter = imrkit.parse_letter(f"{NOTICE[:before]}{lead} {told}")
        assert (letter.patient.age, letter.patient.sex) == (44, Sex.FEMALE)
        assert letter.injury.date == dt.date(2030, 1, 12)
        assert after > before


PROFESSIONAL_REVIEW = """MEDICAL PROFESSIONAL REVIEW

Case Number: CM31-0000007
Date of Injury: 2/3/2030

ISSUE AT DISPUTE:
Whether the request for an MRI of the left knee is medically necessary and appropriate?

CASE SUMMARY:
The applicant is a 35-year-old male who twisted his left knee on 2/3/2030.

DOCUMENTS REVIEWED FOR DETERMINATION:
The following documents were reviewed:
Progress report of 4/4/2031, noting that an MRI is medically necessary and appropriate.

MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:
ACOEM Practice Guidelines, Knee Complaints, page 343, as the MTUS covers this.

RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT MEDICALLY NECESSARY:
There are no red flags. An X-ray has not been done.

MEDICAL REVIEWER QUALIFICATIONS:
The reviewer is board certified in Orthopedic Surgery and licensed to practice in Nevada.
"""


class TestProfessionalReview:
    """Early 2013: parts with headings, one of which is the decision."""

    letter = imrkit.parse_letter(PROFESSIONAL_REVIEW)

    def test_is_known(self) -> None:
        assert self.letter.generation is Generation.PROFESSIONAL_REVIEW
        assert spans_say_what_the_values_say(self.letter)
        assert self.letter.case.number == "CM31-0000007"
        assert self.letter.case.date_of_injury == dt.date(2030, 2, 3)

    def test_reviewer_and_summary(self) -> None:
        assert self.letter.reviewer.specialties == ("Orthopedic Surgery",)
        assert self.letter.reviewer.licensed_in == (State.NV,)
        assert self.letter.patient.age == 35
        assert self.letter.injury.date == dt.date(2030, 2, 3)

    def test_item(self) -> None:
        (item,) = self.letter.items
        assert (item.request.text, item.decision) == ("an MRI of the left knee", Decision.UPHELD)
        assert self.letter.text[self.letter.evidence["items[0].decision"].slice] == "NOT MEDICALLY NECESSARY"
        assert item.rationale is not None
        assert item.rationale.text == "There are no red flags. An X-ray has not been done."
        assert not item.claims_administrator_guidelines.stated
        (cited,) = item.reviewer_guidelines
        assert (cited.source, cited.title, cited.pages) == (GuidelineSource.ACOEM, "Knee Complaints", "343")

    @pytest.mark.parametrize(
        "issue",
        [
            "Is the requested MRI of the left knee medically necessary?",
            "The issue is whether the request for MRI of the left knee is medically necessary.",
            "Medical necessity of MRI of the left knee",
        ],
    )
    def test_ways_to_ask(self, issue: str) -> None:
        asked = "Whether the request for an MRI of the left knee is medically necessary and appropriate?"
        letter = imrkit.parse_letter(PROFESSIONAL_REVIEW.replace(asked, issue))
        assert [item.request.text for item in letter.items] == ["MRI of the left knee"]

    def test_needs_no_header(self) -> None:
        block = PROFESSIONAL_REVIEW[: PROFESSIONAL_REVIEW.index("ISSUE AT")]
        letter = imrkit.parse_letter(PROFESSIONAL_REVIEW.replace(block, "MEDICAL PROFESSIONAL REVIEW\n"))
        assert letter.case == imrkit.CaseHeader()
        assert not letter.findings

    def test_an_age_as_the_first_word(self) -> None:
        letter = imrkit.parse_letter(
            PROFESSIONAL_REVIEW.replace("The applicant is a 35-year-old male who", "35M")
        )
        assert (letter.patient.age, letter.patient.sex) == (35, Sex.MALE)

    def test_overturned(self) -> None:
        letter = imrkit.parse_letter(PROFESSIONAL_REVIEW.replace("IS/WAS NOT MEDICALLY", "IS/WAS MEDICALLY"))
        (item,) = letter.items
        assert item.decision is Decision.OVERTURNED
        assert letter.outcome is CaseOutcome.OVERTURN

    def test_heading_that_leaves_it_open(self) -> None:
        text = PROFESSIONAL_REVIEW.replace("IS/WAS NOT MEDICALLY", "IS/WAS OR IS/WAS NOT MEDICALLY")
        assert imrkit.parse_letter(text).items[0].decision is None
        text = text.replace("An X-ray has not been done.", "The MRI is not medically necessary.")
        assert imrkit.parse_letter(text).items[0].decision is Decision.UPHELD

    def test_a_rationale_that_speaks_of_other_parts(self) -> None:
        spoken = (
            "Case summary and records were read. The issue at dispute: is it of use? An X-ray is missing."
        )
        letter = imrkit.parse_letter(PROFESSIONAL_REVIEW.replace("There are no red flags.", spoken))
        (item,) = letter.items
        assert item.request == self.letter.items[0].request
        assert item.rationale is not None
        assert item.rationale.text == f"{spoken} An X-ray has not been done."

    def test_several_issues(self) -> None:
        text = PROFESSIONAL_REVIEW.replace(
            "Whether the request for an MRI of the left knee is medically necessary and appropriate?",
            "1. An MRI of the left knee\n2. Is the request for a cane medically necessary?",
        )
        letter = imrkit.parse_letter(text)
        assert [(item.request.text, item.decision) for item in letter.items] == [
            ("An MRI of the left knee", Decision.UPHELD),
            ("a cane", Decision.UPHELD),
        ]
        assert letter.items[0].rationale == letter.items[1].rationale
        text = text.replace(
            "There are no red flags. An X-ray has not been done.",
            "1. There are no red flags. 2. He cannot walk. A cane is medically necessary and appropriate.",
        )
        letter = imrkit.parse_letter(text)
        assert [item.decision for item in letter.items] == [Decision.UPHELD, Decision.OVERTURNED]
        assert letter.items[0].rationale is not None
        assert letter.items[0].rationale.text == "There are no red flags."

    def test_numbers_that_are_none_of_a_list(self) -> None:
        letter = imrkit.parse_letter(
            PROFESSIONAL_REVIEW.replace(
                "Whether the request for an MRI of the left knee is medically necessary and appropriate?",
                "1. Cupping once a week for two (2) weeks\n2. A cane",
            ).replace(
                "There are no red flags. An X-ray has not been done.",
                "1. The pain score fell to 2. Cupping is no use.\n2. He limps. A cane is medically necessary.",
            )
        )
        assert [(item.request.text, item.rationale and item.rationale.text) for item in letter.items] == [
            ("Cupping once a week for two (2) weeks", "The pain score fell to 2. Cupping is no use."),
            ("A cane", "He limps. A cane is medically necessary."),
        ]
        assert [item.decision for item in letter.items] == [Decision.UPHELD, Decision.OVERTURNED]

    def test_a_number_that_comes_too_soon_is_none_of_the_list(self) -> None:
        letter = imrkit.parse_letter(
            PROFESSIONAL_REVIEW.replace(
                "Whether the request for an MRI of the left knee is medically necessary and appropriate?",
                "1. A splint for a sprain of grade 3. 2. A cane",
            )
        )
        assert [item.request.text for item in letter.items] == ["A splint for a sprain of grade 3", "A cane"]

    def test_what_stands_behind_the_last_part(self) -> None:
        text = PROFESSIONAL_REVIEW[: PROFESSIONAL_REVIEW.index("MEDICAL REVIEWER QUAL")]
        text = text.replace(
            "The applicant is", 'His doctor wrote "Sincerely, Roe" below this. The applicant is'
        )
        (item,) = imrkit.parse_letter(f"{text}\nSincerely,\nJane Roe, MD").items
        assert item.rationale == self.letter.items[0].rationale

    def test_issues_that_each_have_their_parts(self) -> None:
        second = (
            "Issue at Dispute: A cane\n"
            "Rationale for Why the Requested Treatment/Service is Medically Necessary: He limps."
        )
        letter = imrkit.parse_letter(
            PROFESSIONAL_REVIEW.replace("MEDICAL REVIEWER QUAL", second + "\nMEDICAL REVIEWER QUAL")
        )
        assert [(item.request.text, item.decision) for item in letter.items] == [
            ("an MRI of the left knee", Decision.UPHELD),
            ("A cane", Decision.OVERTURNED),
        ]
        assert letter.items[1].rationale is not None
        assert letter.items[1].rationale.text == "He limps."

    def test_cut_off(self) -> None:
        letter = imrkit.parse_letter(PROFESSIONAL_REVIEW[: PROFESSIONAL_REVIEW.index("RATIONALE FOR")])
        (item,) = letter.items
        assert item.request.text == "an MRI of the left knee"
        assert item.decision is None
        assert item.rationale is None
        letter = imrkit.parse_letter(PROFESSIONAL_REVIEW[PROFESSIONAL_REVIEW.index("CASE SUMMARY") :])
        assert letter.items == ()
        assert imrkit.parse_letter(PROFESSIONAL_REVIEW + "ISSUE AT DISPUTE:").items == self.letter.items


class TestSides:
    """Who says what in a paragraph that both sides share."""

    @staticmethod
    def said(text: str) -> list[str | None]:
        doc = Document(text)
        return [place and doc.read(place) for place in sides(doc, Region(0, len(doc.key)))]

    def test_the_article_of_the_next_speaker_is_no_part_of_what_is_said(self) -> None:
        text = "The Claims Administrator cited an atlas. The Expert Reviewer cited another."
        assert self.said(text) == [
            "Claims Administrator cited an atlas.",
            "Expert Reviewer cited another.",
        ]

    def test_who_is_spoken_of_within_a_sentence_does_not_speak(self) -> None:
        text = "The Expert Reviewer found what the Claims Administrator cited of no use."
        assert self.said(text) == [None, text.removeprefix("The ")]


LETTERS = {
    Generation.PHYSICIAN_REVIEW: PHYSICIAN_REVIEW,
    Generation.NOTICE_OF_DETERMINATION: NOTICE,
    Generation.PROFESSIONAL_REVIEW: PROFESSIONAL_REVIEW,
}


@pytest.mark.parametrize("generation", LETTERS)
class TestAnyOlderLayout:
    def test_lines_do_not_matter(self, generation: Generation) -> None:
        text = LETTERS[generation].replace(
            "\nFinal Determination Letter for IMR Case Number CM31-0000123   3\n", "\n"
        )
        letter = imrkit.parse_letter(text)
        assert imrkit.parse_letter(" ".join(text.split())) == letter
        assert imrkit.parse_letter(text.replace("\n", "\r\n\r\n")) == letter

    def test_cut_off_anywhere(self, generation: Generation) -> None:
        text = LETTERS[generation]
        for end in range(600, len(text), 97):
            letter = imrkit.parse_letter(text[:end])
            assert len(letter.items) <= len(imrkit.parse_letter(text).items)

    def test_takes_time_in_proportion(self, generation: Generation) -> None:
        def seconds(text: str) -> float:
            start = thread_time()
            imrkit.parse_letter(text)
            return thread_time() - start

        text = LETTERS[generation]
        assert min(seconds(text * 80) / max(seconds(text * 40), 0.01) for _ in range(3)) < 4
