"""The label block at the head of a letter, in whatever order a text extractor gives it."""

from __future__ import annotations

import datetime as dt
from time import thread_time

import pytest
from attrs import asdict

from imrkit.document import Document, Region
from imrkit.extractors.header import header
from imrkit.model import CaseHeader, PartialDate
from imrkit.vocabulary import CaseOutcome, Priority

LABELS = {
    "Case Number:": "CM31-0000001",
    "Date Assigned:": "03/05/2031",
    "Date of Injury:": "01/07/2030",
    "Decision Date:": "04/09/2031",
    "UR Denial Date:": "02/11/2031",
    "Priority:": "Standard",
    "Application Received:": "02/20/2031",
}
WHOLE = CaseHeader(
    number="CM31-0000001",
    date_assigned=dt.date(2031, 3, 5),
    date_of_injury=dt.date(2030, 1, 7),
    decision_date=dt.date(2031, 4, 9),
    ur_denial_date=dt.date(2031, 2, 11),
    application_received=dt.date(2031, 2, 20),
    priority=Priority.STANDARD,
)


def read(text: str, application: str = "") -> CaseHeader:
    doc = Document(text + application)
    edge = len(Document(text).key)
    return header(doc, Region(0, edge), Region(edge, len(doc.key)) if application else None).value


class TestOrder:
    @pytest.mark.parametrize("between", [" ", "\n", "\r\n\r\n", "  \t "])
    def test_each_label_before_its_value(self, between: str) -> None:
        assert read(between.join(f"{label}{between}{value}" for label, value in LABELS.items())) == WHOLE

    def test_each_value_before_its_label(self) -> None:
        assert read("\n".join(f"{value} {label}" for label, value in LABELS.items())) == WHOLE

    def test_all_labels_before_all_values(self) -> None:
        assert read("\n".join([*LABELS, *LABELS.values()])) == WHOLE

    def test_all_values_before_all_labels(self) -> None:
        assert read("\n".join([*LABELS.values(), *LABELS])) == WHOLE

    def test_two_columns_of_labels_and_values(self) -> None:
        rows = list(LABELS.items())
        left, right = rows[:4], rows[4:]
        text = "\n".join([*(label for label, _ in left), *(value for _, value in left)])
        text += "\n" + "\n".join([*(label for label, _ in right), *(value for _, value in right)])
        assert read(text) == WHOLE

    @pytest.mark.parametrize(
        "order",
        [
            ("Application", "Received:", "02/20/2031"),
            ("Application", "02/20/2031", "Received:"),
            ("02/20/2031", "Application", "Received:"),
        ],
    )
    def test_torn_label_at_the_end(self, order: tuple[str, ...]) -> None:
        lines = [f"{label} {value}" for label, value in LABELS.items() if not label.startswith("Application")]
        assert read("\n".join([*lines, *order])) == WHOLE

    def test_torn_label_around_the_priority(self) -> None:
        rows = {**LABELS}
        del rows["Priority:"], rows["Application Received:"]
        lines = [f"{label} {value}" for label, value in rows.items()]
        assert read("\n".join([*lines, "Priority: Application", "Standard Received:", "02/20/2031"])) == WHOLE


class TestBlanks:
    """A value may be missing; the next label is not the value, nor is the next label's value."""

    @pytest.mark.parametrize("blank", list(LABELS))
    def test_one_value(self, blank: str) -> None:
        case = read(
            "\n".join(f"{label} {'' if label == blank else value}" for label, value in LABELS.items())
        )
        fields = ("number", "date_assigned", "date_of_injury", "decision_date", "ur_denial_date", "priority",
                  "application_received")  # fmt: skip
        lost = dict(zip(LABELS, [fields[0], *fields[1:5], "priority", "application_received"], strict=True))[
            blank
        ]
        for name in fields:
            assert getattr(case, name) == (None if name == lost else getattr(WHOLE, name))

    @pytest.mark.parametrize("blank", list(LABELS))
    @pytest.mark.parametrize("values_first", [False, True])
    def test_one_value_of_a_column_shifts_no_other(self, blank: str, values_first: bool) -> None:
        values = [value for label, value in LABELS.items() if label != blank]
        case = read("\n".join([*values, *LABELS] if values_first else [*LABELS, *values]))
        for name in asdict(case, recurse=False):
            assert getattr(case, name) in {getattr(WHOLE, name), None}
        assert case.priority == (None if blank == "Priority:" else Priority.STANDARD)
        assert case.number == (None if blank == "Case Number:" else WHOLE.number)
        assert case.date_assigned == (None if blank == "Date Assigned:" else WHOLE.date_assigned)

    def test_dates_of_a_column_that_could_be_of_several_labels(self) -> None:
        assert (
            read("Date of Injury: UR Denial Date: Application Received: 02/20/2031 03/01/2031")
            == CaseHeader()
        )
        case = read("Date of Injury: UR Denial Date: Decision Date: 01/07/2030 01/09/2030 Priority: Standard")
        assert case == CaseHeader(priority=Priority.STANDARD)

    def test_labels_that_are_not_read(self) -> None:
        case = read(
            "Employee: Claim Number: Date of UR Decision: 2/11/2031 Employer: Date of Injury: 1/7/2030"
        )
        assert case == CaseHeader(date_of_injury=dt.date(2030, 1, 7), ur_denial_date=dt.date(2031, 2, 11))

    def test_nothing_but_labels(self) -> None:
        assert read(" ".join(LABELS)) == CaseHeader()

    def test_nothing(self) -> None:
        assert read("") == CaseHeader()
        assert read("MAXIMUS FEDERAL SERVICES, INC.") == CaseHeader()

    def test_nothing_but_the_number(self) -> None:
        assert read("Re: cm31 - 0000001") == CaseHeader()
        assert read("Re: CM31-0000001") == CaseHeader(number="CM31-0000001")


class TestOlderLabels:
    def test_physician_review(self) -> None:
        case = read(
            "Dated: 04/09/2031\nEmployee: \nClaim Number: \nDate of UR Decision: 02/11/2031\n"
            "Date of Injury: 01/07/2030\nIMR Application Received: 02/20/2031\nMAXIMUS Case Number: CM31-0000001"
        )
        assert case == CaseHeader(
            number="CM31-0000001",
            date_of_injury=dt.date(2030, 1, 7),
            decision_date=dt.date(2031, 4, 9),
            ur_denial_date=dt.date(2031, 2, 11),
            application_received=dt.date(2031, 2, 20),
        )

    def test_date_of_the_letter_without_a_label(self) -> None:
        case = read(
            "4/9/2031\nIMR Case Number: CM31-0000001 Date of Injury: 1/7/2030\nClaims Number: UR Denial Date: \n"
            "Priority: EXPEDITED Application Received: 2/20/2031"
        )
        assert case.date_of_injury == dt.date(2030, 1, 7)
        assert case.ur_denial_date is None
        assert case.application_received == dt.date(2031, 2, 20)
        assert case.priority is Priority.EXPEDITED

    @pytest.mark.parametrize(
        ("said", "outcome"),
        [
            ("UPHOLD", CaseOutcome.UPHOLD),
            ("Upheld", CaseOutcome.UPHOLD),
            ("OVERTURN", CaseOutcome.OVERTURN),
            ("PARTIAL OVERTURN", CaseOutcome.PARTIALLY_OVERTURN),
            ("Partially Overturned", CaseOutcome.PARTIALLY_OVERTURN),
        ],
    )
    def test_cover_page(self, said: str, outcome: CaseOutcome) -> None:
        case = read(
            f"IMR Case Number: CM31-0000001\nFinal Determination: {said}. This means that we did not overturn it.\n"
            "This is the Final Determination: it is of the usual standard."
        )
        assert case.final_determination is outcome
        assert case.number == "CM31-0000001"

    def test_application(self) -> None:
        told = (
            " An application for Independent Medical Review was filed on 2/20/2031 disputing the Utilization Review "
            "Denial dated February 11, 2031."
        )
        assert read("", told) == CaseHeader(
            application_received=dt.date(2031, 2, 20), ur_denial_date=dt.date(2031, 2, 11)
        )
        labelled = read("Date of UR Decision: 2/12/2031", told)
        assert labelled.ur_denial_date == dt.date(2031, 2, 12)
        assert labelled.application_received == dt.date(2031, 2, 20)

    def test_application_without_dates(self) -> None:
        told = " An application for Independent Medical Review was filed on  disputing the denial in 2031."
        assert read("", told) == CaseHeader()


class TestNumber:
    @pytest.mark.parametrize(
        "written",
        [
            "CM31-0000001",
            "CM31\u20130000001",
            "CM31\u00ad0000001",
            "CM31\u00ad\n0000001",
            "CM310000001",
            "cm31- 0000001",
        ],
    )
    def test_whatever_became_of_its_hyphen(self, written: str) -> None:
        assert read(f"Case Number: {written} Priority: Standard").number == "CM31-0000001"

    @pytest.mark.parametrize(
        "line", ["Final Determination Letter for IMR Case Number CM31-0000001 2", "CM31-0000001 | Page 2"]
    )
    def test_that_only_the_foot_of_a_page_gives(self, line: str) -> None:
        text = f"the first page is lost\n{line}\nand here it goes on\n{line}\n"
        doc = Document(text)
        found = header(doc, Region(0, 5))
        assert found.value == CaseHeader(number="CM31-0000001")
        assert text[doc.span(*found.places["number"]).slice] == "CM31-0000001"
        other = text.replace("0000001", "0000002", 1)
        assert header(Document(other), Region(0, 5)).value == CaseHeader()

    def test_without_a_label_among_labels(self) -> None:
        assert read("CM31-0000001\nDate Assigned: 03/05/2031\nPriority: Standard").number == "CM31-0000001"


class TestValues:
    def test_partial_date_of_injury(self) -> None:
        assert read("Date of Injury: 01/2030").date_of_injury == PartialDate(2030, 1)
        assert read("UR Denial Date: 01/2030").ur_denial_date is None

    def test_dates_in_words(self) -> None:
        assert read("Date of Injury: January 7, 2030").date_of_injury == dt.date(2030, 1, 7)

    @pytest.mark.parametrize(
        ("label", "field"),
        [
            ("DOI:", "date_of_injury"),
            ("Injury Date:", "date_of_injury"),
            ("Date(s) of Injury:", "date_of_injury"),
            ("Determination Date:", "decision_date"),
            ("UR Determination Date:", "ur_denial_date"),
            ("Utilization Review Decision Date:", "ur_denial_date"),
            ("Assigned Date:", "date_assigned"),
        ],
    )
    def test_labels_in_other_words(self, label: str, field: str) -> None:
        case = read(f"Case Number: CM31-0000001 {label} 2/11/2031 DOB: Priority: Standard")
        assert case == CaseHeader("CM31-0000001", priority=Priority.STANDARD, **{field: dt.date(2031, 2, 11)})

    @pytest.mark.parametrize(
        ("said", "priority"),
        [
            ("Non-Expedited", Priority.STANDARD),
            ("not expedited", Priority.STANDARD),
            ("Expedited to Standard", Priority.STANDARD),
            ("Standard to Expedited", Priority.EXPEDITED),
        ],
    )
    def test_a_priority_that_is_not_the_word_alone(self, said: str, priority: Priority) -> None:
        assert read(f"Priority: {said} Decision Date: 4/9/2031").priority is priority

    def test_the_first_of_two(self) -> None:
        assert read("Priority: Standard Priority: Expedited").priority is Priority.STANDARD

    def test_a_date_that_is_none(self) -> None:
        assert read("Date of Injury: 13/45/2030 Decision Date: 4/9/2031") == CaseHeader(
            decision_date=dt.date(2031, 4, 9)
        )

    def test_places(self) -> None:
        doc = Document("Case  Number:\nCM31-0000001\nPriority:\nStandard\nFinal Determination: UPHOLD")
        found = header(doc, Region(0, len(doc.key)))
        assert {name: doc.read(place) for name, place in found.places.items()} == {
            "number": "CM31-0000001",
            "priority": "Standard",
            "final_determination": "UPHOLD",
        }


@pytest.mark.parametrize(
    "text", ["Date of Injury: ", "01/07/2030 ", "Priority: Standard ", "Application ", "CM31-0000001 ", "1"]
)
def test_takes_time_in_proportion(text: str) -> None:
    def seconds(times: int) -> float:
        doc = Document(text * times)
        start = thread_time()
        header(doc, Region(0, len(doc.key)))
        return thread_time() - start

    assert min(seconds(20_000) / max(seconds(10_000), 0.02) for _ in range(3)) < 4
