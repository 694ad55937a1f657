"""Which generation a letter is of, and where its sections stand."""

from __future__ import annotations

import pytest

import imrkit
from imrkit import CaseOutcome, Decision, Generation, NotALetterError
from imrkit.document import Document
from imrkit.layouts import LAYOUTS, detect, sections
from imrkit.vocabulary import Section

EXPERT = """Case Number: CM31-0000001 Date Assigned: 3/5/2031 Date of Injury: 1/7/2030 Decision Date: 4/9/2031
UR Denial Date: 2/11/2031 Priority: Standard Application Received: 2/20/2031
HOW THE IMR FINAL DETERMINATION WAS MADE
MAXIMUS Federal Services sent the complete case file to an expert reviewer.
CLINICAL CASE SUMMARY
The expert reviewer developed the following clinical case summary based on a review of the case file, including
all medical records: A 40 year old man fell.
IMR ISSUES, DECISIONS AND RATIONALES
The Final Determination was based on decisions for the disputed items/services set forth below:
The request for a cane: Upheld
Claims Administrator guideline: The Claims Administrator did not base their decision on the MTUS.
MAXIMUS guideline: Decision based on MTUS Knee Complaints 2004.
Decision rationale: He can walk. DOCUMENTS REVIEWED do not show otherwise. The request is not medically necessary.
"""
PHYSICIAN = """MAXIMUS FEDERAL SERVICES, INC. Independent Medical Review
Employee: Claim Number: Date of UR Decision: 2/11/2031 Date of Injury: 1/7/2030 IMR Application Received: 2/20/2031
MAXIMUS Case Number: CM13-0000001
HOW THE IMR FINAL DETERMINATION WAS MADE
The physician reviewer is Board Certified in Surgery.
DOCUMENTS REVIEWED
Application
CLINICAL CASE SUMMARY
A 40 year old man fell.
IMR DECISION(S) AND RATIONALE(S)
1. A cane is not medically necessary and appropriate. The Claims Administrator based its decision on the MTUS.
"""
NOTICE = """Notice of Independent Medical Review Determination
1) MAXIMUS Federal Services, Inc. has determined the request for a cane is medically necessary and appropriate.
INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE
An application for Independent Medical Review was filed on 2/20/2031.
Medical Qualifications of the Expert Reviewer: The reviewer is Board Certified in Surgery.
Case Summary: Disclaimer: The following case summary was taken directly from the utilization review denial dated
2/11/2031: "A 40 year old man fell."
Documents Reviewed for Determination: Application
1) Regarding the request for a cane: Rationale for the Decision: He limps.
"""
PROFESSIONAL = """MEDICAL PROFESSIONAL REVIEW
ISSUE AT DISPUTE: A cane
CASE SUMMARY: A 40 year old man fell.
DOCUMENTS REVIEWED FOR DETERMINATION: Application
MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY: The MTUS
RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT MEDICALLY NECESSARY: He can walk.
MEDICAL REVIEWER QUALIFICATIONS: Board certified in Surgery
"""
LETTERS = {
    Generation.EXPERT_REVIEW: EXPERT,
    Generation.PHYSICIAN_REVIEW: PHYSICIAN,
    Generation.NOTICE_OF_DETERMINATION: NOTICE,
    Generation.PROFESSIONAL_REVIEW: PROFESSIONAL,
}


def read(text: str) -> dict[Section, str]:
    doc = Document(text)
    return {section: doc.read(place).strip() for section, place in sections(doc, detect(doc)).items()}


@pytest.mark.parametrize("generation", LETTERS)
class TestEachGeneration:
    def test_is_told_from_the_others(self, generation: Generation) -> None:
        assert detect(Document(LETTERS[generation])).generation is generation

    def test_is_told_from_one_half(self, generation: Generation) -> None:
        text = LETTERS[generation]
        assert detect(Document(text[: len(text) // 2])).generation is generation
        assert detect(Document(text[len(text) // 2 :])).generation is generation

    def test_whatever_its_lines(self, generation: Generation) -> None:
        text = LETTERS[generation]
        assert read(text.replace("\n", " ")) == read(text) == read(text.replace(" ", "\n"))

    def test_has_the_sections_that_a_whole_letter_has(self, generation: Generation) -> None:
        layout = next(layout for layout in LAYOUTS if layout.generation is generation)
        found = read(LETTERS[generation])
        assert set(layout.required) < set(found)
        assert "A 40 year old man fell." in found[Section.SUMMARY]
        assert "limps" not in found[Section.SUMMARY]

    def test_only_one_page(self, generation: Generation) -> None:
        assert imrkit.parse_letter(LETTERS[generation]).generation is generation


class TestSections:
    def test_what_comes_before_all_headings_is_the_header(self) -> None:
        assert read(PHYSICIAN)[Section.HEADER].endswith("CM13-0000001")
        assert read(PROFESSIONAL)[Section.HEADER] == "MEDICAL PROFESSIONAL REVIEW"

    def test_nothing_after_the_heading_of_the_items_is_a_heading(self) -> None:
        found = read(EXPERT)
        assert Section.DOCUMENTS not in found
        assert found[Section.ITEMS].endswith("is not medically necessary.")

    def test_heading_in_other_capitals(self) -> None:
        text = PHYSICIAN.replace("CLINICAL CASE SUMMARY", "Clinical Case Summary")
        assert read(text)[Section.SUMMARY] == "A 40 year old man fell."

    def test_words_of_a_heading_in_a_sentence(self) -> None:
        text = PHYSICIAN.replace(
            "CLINICAL CASE SUMMARY", "the clinical case summary and another clinical case summary"
        )
        assert Section.SUMMARY not in read(text)

    def test_lost_headings(self) -> None:
        assert list(read("MAXIMUS Case Number: Date Assigned: UR Denial Date:")) == [Section.HEADER]

    def test_summary_that_is_quoted(self) -> None:
        assert read(NOTICE)[Section.SUMMARY] == 'A 40 year old man fell."'

    def test_determinations_are_no_part_of_the_header(self) -> None:
        found = read(NOTICE)
        assert found[Section.HEADER] == "Notice of Independent Medical Review Determination 1)"
        assert found[Section.APPLICATION].startswith("An application")


class TestNoLetter:
    @pytest.mark.parametrize(
        "text",
        [
            "Dear Sir or Madam, your invoice is attached.",
            "The physician reviewer did not find it medically necessary and appropriate.",
            "CLINICAL CASE SUMMARY",
        ],
    )
    def test_is_no_letter(self, text: str) -> None:
        with pytest.raises(NotALetterError, match="CLINICAL CASE SUMMARY"):
            detect(Document(text))

    @pytest.mark.parametrize("text", ["", " \n"])
    def test_nothing_is_no_letter(self, text: str) -> None:
        with pytest.raises(NotALetterError, match="an empty text"):
            detect(Document(text))

    def test_message_tells_nothing_of_the_text(self) -> None:
        with pytest.raises(NotALetterError) as error:
            detect(Document("Jane Roe of Anytown"))
        assert "Roe" not in str(error.value)
        assert "19 characters" in str(error.value)


class TestWhatMayTurnUpInAnyLayout:
    """Ways of older letters in an expert review."""

    def test_lead_in_and_guidelines_in_prose(self) -> None:
        (item,) = imrkit.parse_letter(EXPERT).items
        assert item.request.text == "a cane"
        assert item.claims_administrator_guidelines.outside_mtus

    def test_cover_page(self) -> None:
        letter = imrkit.parse_letter("Final Determination: UPHOLD. We decided against it.\n" + EXPERT)
        assert letter.case.final_determination is CaseOutcome.UPHOLD
        assert letter.case.number == "CM31-0000001"

    def test_blank_label(self) -> None:
        letter = imrkit.parse_letter(EXPERT.replace("UR Denial Date: 2/11/2031", "UR Denial Date: "))
        assert letter.case.ur_denial_date is None
        assert letter.case == imrkit.CaseHeader(
            number="CM31-0000001",
            date_assigned=letter.case.date_assigned,
            date_of_injury=letter.case.date_of_injury,
            decision_date=letter.case.decision_date,
            application_received=letter.case.application_received,
            priority=letter.case.priority,
        )

    def test_decision_in_words(self) -> None:
        text = EXPERT.replace("a cane: Upheld", "a cane is not medically necessary and appropriate.")
        (item,) = imrkit.parse_letter(text).items
        assert (item.request.text, item.decision) == ("a cane", Decision.UPHELD)

    def test_text_after_the_last_rationale(self) -> None:
        letter = imrkit.parse_letter(
            EXPERT + "\nSincerely,\nJane Roe, MD\nMedical Director\nDisclaimer: None."
        )
        assert letter.items == imrkit.parse_letter(EXPERT).items

    def test_heading_of_the_items_lost(self) -> None:
        letter = imrkit.parse_letter(EXPERT.replace("IMR ISSUES, DECISIONS AND RATIONALES\n", ""))
        assert letter.items == imrkit.parse_letter(EXPERT).items

    def test_labels_of_an_expert_review_in_a_physician_review(self) -> None:
        text = PHYSICIAN[: PHYSICIAN.index("IMR DECISION(S)")] + EXPERT[EXPERT.index("IMR ISSUES") :]
        letter = imrkit.parse_letter(text)
        assert letter.items == imrkit.parse_letter(EXPERT).items
        assert letter.case.number == "CM13-0000001"
