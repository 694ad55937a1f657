"""What a careful reader would flag, in letters that each have one thing wrong."""

from __future__ import annotations

import pytest
from writing import SUMMARY, WrittenItem, written

import imrkit
from imrkit import Finding, FindingCode, Letter


def flagged(letter: Letter, code: FindingCode) -> list[Finding]:
    return [finding for finding in letter.findings if finding.code is code]


def read(**changes: object) -> Letter:
    return imrkit.parse_letter(written(**changes))


def test_a_letter_in_order_has_no_findings() -> None:
    assert read().findings == ()


def test_a_finding_points_into_the_text_and_does_not_quote_it() -> None:
    letter = read(ur_denial_date="05/03/2015")
    (finding,) = letter.findings
    assert [letter.text[span.slice] for span in finding.spans] == ["05/03/2015", "5-2-15"]
    assert finding.message == (
        "utilization review denial: 2015-05-03 in the header, 2015-05-02 in the case summary"
    )


class TestMissingSections:
    @pytest.mark.parametrize(
        ("section", "message"),
        [
            ("method", "no section on how the determination was made"),
            ("summary", "no case summary"),
            ("items", "no section of decided items"),
        ],
    )
    def test_a_section_is_missing(self, section: str, message: str) -> None:
        assert [finding.message for finding in read(**{section: None}).findings] == [message]

    def test_the_header_is_missing(self) -> None:
        assert [finding.message for finding in read(header=False).findings] == [
            "no case header: no case number and no dates"
        ]

    def test_the_section_of_items_is_empty(self) -> None:
        assert "no decided item in the section of decided items" in [
            finding.message for finding in read(items=()).findings
        ]

    @pytest.mark.parametrize(
        ("paragraph", "message"),
        [
            ("administrator", "items[0] has no paragraph on the claims administrator's guidelines"),
            ("reviewer", "items[0] has no paragraph on the reviewer's guidelines"),
            ("rationale", "items[0] has no rationale"),
        ],
    )
    def test_a_paragraph_of_an_item_is_missing(self, paragraph: str, message: str) -> None:
        letter = read(items=[WrittenItem(**{paragraph: None})])
        assert [finding.message for finding in letter.findings] == [message]
        (span,) = letter.findings[0].spans
        assert letter.text[span.slice] == "Massage therapy 6 sessions"

    def test_the_request_of_an_item_is_missing(self) -> None:
        letter = read(items=[WrittenItem(request=" ")])
        (finding,) = letter.findings
        assert finding.message == "items[0] has no request"
        assert [letter.text[span.slice] for span in finding.spans] == ["Upheld"]


class TestDates:
    def test_header_and_summary_disagree_on_the_date_of_injury(self) -> None:
        (finding,) = read(date_of_injury="03/19/2015").findings
        assert finding.code is FindingCode.DATE_OF_INJURY_DISAGREES

    @pytest.mark.parametrize("summary_date", ["3-9-15", "March 9, 2015", "March 2015"])
    def test_one_date_in_other_words_is_no_disagreement(self, summary_date: str) -> None:
        assert read(summary=SUMMARY.replace("3-9-15", summary_date)).findings == ()

    def test_a_day_within_a_period_of_cumulative_trauma_is_no_disagreement(self) -> None:
        summary = SUMMARY.replace(
            "an industrial injury on 3-9-15 while stacking\ncrates",
            "cumulative trauma from 1/1/2014 to 4/1/2015",
        )
        assert read(summary=summary).findings == ()

    @pytest.mark.parametrize(
        "told",
        [
            "On 5-2-15, utilization review denied the requests.",
            "The original utilization review (5-2-15) denied the requests.",
            "The utilization review, dated 05/02/2015, modified the requests.",
            "A prior denial was made on 05/02/2015 for lack of records.",
            "Utilization review on May 2, 2015 non-certified the request of 4/20/15.",
        ],
    )
    def test_the_summary_gives_the_date_of_the_denial_in_many_ways(self, told: str) -> None:
        summary = SUMMARY.rpartition(" The utilization")[0] + " " + told
        assert read(summary=summary).findings == ()
        (finding,) = read(summary=summary, ur_denial_date="05/04/2015").findings
        assert finding.code is FindingCode.UR_DENIAL_DATE_DISAGREES

    @pytest.mark.parametrize(
        "told",
        [
            "The utilization review referred to a report of 4/20/15.",
            "An examination of 4/20/15 was reviewed by the claims administrator.",
        ],
    )
    def test_other_dates_beside_utilization_review_are_not_the_denials(self, told: str) -> None:
        summary = SUMMARY.rpartition(" The utilization")[0] + " " + told
        assert read(summary=summary).findings == ()

    @pytest.mark.parametrize(
        "told",
        [
            "The request was sent to the claims administrator on 4/20/15.",
            "The form was faxed by the clinic to utilization review on 4/20/15.",
            "On 4/20/15, the claims administrator received the request.",
            "In an appeal letter to the claims administrator dated 5/10/15 the surgeon disagreed.",
            "On 4/20/15, the claims administrator authorized a cane.",
        ],
    )
    def test_what_is_sent_to_the_administrator_or_done_by_it_is_no_denial(self, told: str) -> None:
        summary = SUMMARY.rpartition(" The utilization")[0] + " " + told
        assert read(summary=summary).findings == ()

    @pytest.mark.parametrize(
        "told",
        [
            "The claims administrator denied the request on 5/4/15 after the claims administrator on 5/4/15.",
            "On 5/4/15, the claims administrator non-certified the massage.",
            "On 5/4/15, the claims administrator approved 2 of 6 visits.",
            "According to the utilization review dated 5/4/15, records were missing.",
        ],
    )
    def test_what_the_administrator_denied(self, told: str) -> None:
        summary = SUMMARY.rpartition(" The utilization")[0] + " " + told
        (finding,) = read(summary=summary).findings
        assert finding.code is FindingCode.UR_DENIAL_DATE_DISAGREES

    @pytest.mark.parametrize("told", ["3-9-15", "6/1/2014", "3/9/2014"])
    def test_a_period_in_the_header(self, told: str) -> None:
        letter = read(date_of_injury="03/09/2014 - 03/09/2015", summary=SUMMARY.replace("3-9-15", told))
        assert letter.findings == ()

    def test_a_day_outside_of_the_period_in_the_header(self) -> None:
        (finding,) = read(date_of_injury="03/09/2013 - 03/09/2014").findings
        assert finding.code is FindingCode.DATE_OF_INJURY_DISAGREES

    @pytest.mark.parametrize(
        ("changes", "paths"),
        [
            ({"application_received": "04/20/2015"}, ["case.ur_denial_date", "case.application_received"]),
            ({"date_assigned": "05/19/2015"}, ["case.application_received", "case.date_assigned"]),
            ({"decision_date": "05/30/2015"}, ["case.date_assigned", "case.decision_date"]),
        ],
    )
    def test_dates_are_out_of_order(self, changes: dict[str, str], paths: list[str]) -> None:
        letter = read(**changes)
        (finding,) = flagged(letter, FindingCode.DATES_OUT_OF_ORDER)
        assert finding.spans == tuple(letter.evidence[path] for path in paths)

    def test_an_injury_after_the_decision_is_out_of_order(self) -> None:
        letter = read(date_of_injury="03/09/2016")
        assert flagged(letter, FindingCode.DATES_OUT_OF_ORDER)

    @pytest.mark.parametrize("odd", ["May 9, 3015", "May 20155", "5/9/1815"])
    def test_a_date_in_an_impossible_year_is_flagged_and_has_no_value(self, odd: str) -> None:
        letter = read(summary=f"{SUMMARY} A report of {odd} was reviewed.")
        (finding,) = letter.findings
        assert finding.code is FindingCode.IMPLAUSIBLE_DATE
        assert [letter.text[span.slice] for span in finding.spans] == [odd]

    def test_a_long_number_that_is_no_date_is_not_flagged(self) -> None:
        assert (
            read(summary=f"{SUMMARY} He takes 5000 units and lifted 3000 pounds; claim 4471.").findings == ()
        )


class TestItems:
    @pytest.mark.parametrize(
        ("decision", "conclusion"),
        [("Upheld", "is medically necessary"), ("Overturned", "is not medically necessary")],
    )
    def test_the_decision_contradicts_the_rationale(self, decision: str, conclusion: str) -> None:
        letter = read(
            items=[WrittenItem(decision=decision, rationale=f"For pain, the request {conclusion}.")]
        )
        (finding,) = letter.findings
        assert finding.code is FindingCode.DECISION_CONTRADICTS_RATIONALE

    def test_a_rationale_that_concludes_nothing_contradicts_nothing(self) -> None:
        assert read(items=[WrittenItem(rationale="The guideline allows six sessions.")]).findings == ()

    @pytest.mark.parametrize(
        ("request_text", "rationale"),
        [
            (
                "Massage therapy 6 sessions",
                "The request for massage therapy 8 sessions is not medically necessary.",
            ),
            ("Norco 10/325mg #60", "The request for Norco 10/325mg #90 is not medically necessary."),
            ("Norco 10/325mg #60", "The request for Norco 10 mg #90 is not medically necessary."),
        ],
    )
    def test_a_quantity_in_the_rationale_contradicts_the_request(
        self, request_text: str, rationale: str
    ) -> None:
        letter = read(items=[WrittenItem(request=request_text, rationale=rationale)])
        (finding,) = letter.findings
        assert finding.code is FindingCode.QUANTITY_CONTRADICTS_REQUEST
        assert letter.text[finding.spans[0].slice] == request_text

    @pytest.mark.parametrize(
        "rationale",
        [
            "The request for massage therapy 6 sessions is not medically necessary.",
            "The guideline allows 8 sessions. The request for 3 visits of acupuncture is another matter.",
            "The request for massage is not medically necessary, after 12 sessions.",
        ],
    )
    def test_other_numbers_contradict_nothing(self, rationale: str) -> None:
        letter = read(items=[WrittenItem(rationale=rationale)])
        assert flagged(letter, FindingCode.QUANTITY_CONTRADICTS_REQUEST) == []

    @pytest.mark.parametrize(
        ("request_text", "rationale"),
        [
            ("Massage therapy 6 sessions", "The prior request for massage therapy 8 sessions was denied."),
            (
                "Massage therapy 6 sessions",
                "The request for massage therapy 8 sessions was approved in spring.",
            ),
            (
                "Massage therapy 6 sessions",
                "A request for massage therapy 8 sessions was withdrawn. The request for massage therapy 6 sessions is "
                "not medically necessary.",
            ),
            ("Norco 10/325mg #60", "The surgeon had requested Norco 10/325mg #30 in spring."),
            ("Norco 10/325mg #60", "The clinic requested Norco 5/325 mg #30 in spring."),
        ],
    )
    def test_another_request_than_the_one_decided_contradicts_nothing(
        self, request_text: str, rationale: str
    ) -> None:
        letter = read(items=[WrittenItem(request=request_text, rationale=rationale)])
        assert flagged(letter, FindingCode.QUANTITY_CONTRADICTS_REQUEST) == []

    def test_of_a_partly_authorized_request_the_original_quantity_may_be_restated(self) -> None:
        request = (
            "Massage therapy 8 sessions was the original request. Massage therapy 2 sessions was authorized by the "
            "Claims Administrator. The remaining IMR eligible portion of the original request, Massage therapy 6 "
            "sessions is"
        )
        rationale = "The request for massage therapy 8 sessions is not medically necessary."
        assert read(items=[WrittenItem(request=request, rationale=rationale)]).findings == ()

    def test_a_guideline_chapter_for_another_body_part(self) -> None:
        item = WrittenItem(
            request="MRI of the right knee",
            administrator="Decision based on MTUS Shoulder Complaints 2004.",
            reviewer="Decision based on MTUS Knee Complaints 2004, Section(s): Special Studies.",
        )
        letter = read(items=[item])
        (finding,) = letter.findings
        assert finding.code is FindingCode.GUIDELINE_FOR_OTHER_BODY_PART
        assert finding.message == (
            "items[0].claims_administrator_guidelines.citations[0] is on shoulder, the request on knee"
        )
        assert [letter.text[span.slice] for span in finding.spans] == ["Shoulder Complaints", "right knee"]

    @pytest.mark.parametrize(
        ("request_text", "chapter"),
        [
            ("EMG of the left lower extremity", "Low Back Complaints 2004"),
            ("Thumb splint", "Forearm, Wrist, and Hand Complaints 2004"),
            ("MRI of the right knee", "General Approaches 2004"),
            ("Ibuprofen 600mg #60", "Shoulder Complaints 2004"),
            ("Associated surgical service: chest X-ray", "Knee Complaints 2004"),
        ],
    )
    def test_a_chapter_that_covers_the_request_is_not_flagged(self, request_text: str, chapter: str) -> None:
        based_on = f"Decision based on MTUS {chapter}."
        letter = read(items=[WrittenItem(request=request_text, administrator=based_on, reviewer=based_on)])
        assert letter.findings == ()


class TestSeveralLetters:
    OTHER = "CM15-9900002"

    def test_two_letters_in_one_text(self) -> None:
        letter = imrkit.parse_letter(f"{written()}\n\f{written(number=self.OTHER)}")
        (finding,) = flagged(letter, FindingCode.SEVERAL_LETTERS)
        (span,) = finding.spans
        assert letter.text[span.slice] == self.OTHER
        assert span.start > len(written())
        assert finding.message == "another letter begins in the text"

    def test_labels_before_values(self) -> None:
        labels = "Case Number:\nDate Assigned:\nDate of Injury:\nUR Denial Date:\n"
        values = f"{self.OTHER}\n06/01/2015\n03/09/2015\n05/02/2015\n"
        letter = imrkit.parse_letter(f"{written()}\n{labels}{values}{written(header=False)}")
        (finding,) = flagged(letter, FindingCode.SEVERAL_LETTERS)
        assert letter.text[finding.spans[0].slice] == self.OTHER

    def test_without_label_blocks_the_headings_tell(self) -> None:
        first = written(header=False)
        letter = imrkit.parse_letter(f"{first}\n{first}")
        (finding,) = flagged(letter, FindingCode.SEVERAL_LETTERS)
        (span,) = finding.spans
        assert letter.text[span.slice] == "HOW THE IMR FINAL DETERMINATION WAS MADE"
        assert span.start > len(first)

    @pytest.mark.parametrize(
        "told",
        [
            "An earlier review, IMR case number CM14-9900007, upheld the denial of massage.",
            "The decision in case number: CM14-9900007 was noted.",
            "Nothing follows in the CLINICAL CASE SUMMARY of the other file.",
            "\nCase Number: CM15-9900001 Page 2\nNo more was told.\nCase Number: CM15-9900001 Page 3\n",
        ],
    )
    def test_one_letter_that_names_another_case_or_repeats_its_number(self, told: str) -> None:
        assert read(summary=f"{SUMMARY} {told}").findings == ()
