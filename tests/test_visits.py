"""Visits, their rate and their duration are read as stated, and never guessed."""

from __future__ import annotations

import pytest

from imrkit.document import Document, Region
from imrkit.extractors.visits import Course, course
from imrkit.extractors.words import Words
from imrkit.model import Range


def read(text: str) -> tuple[Document, Course]:
    doc = Document(text)
    return doc, course(Words(doc, Region(0, len(doc.folded))))


def values(text: str) -> tuple[int | Range | None, ...]:
    return tuple(figure.value if figure else None for figure in read(text)[1])


@pytest.mark.parametrize(
    ("text", "visits", "per_week", "weeks"),
    [
        ("PT 2x4", 8, 2, 4),
        ("PT 2 x 6 lumbar", 12, 2, 6),
        ("Therapy, 1 times 8", 8, 1, 8),
        ("Therapy 2 times 4 visits", 8, 2, 4),
        ("two times six", 12, 2, 6),
        ("3 x 4 weeks", 12, 3, 4),
        ("PT 2w5", 10, 2, 5),
        ("PT w5", None, None, None),
        ("1-2x6-8", Range(6, 16), Range(1, 2), Range(6, 8)),
        ("2 times a week for 3 weeks", 6, 2, 3),
        ("3x/wk x 4 wks", 12, 3, 4),
        ("2xWk x 6Wks", 12, 2, 6),
        ("2 x a week times 3 weeks", 6, 2, 3),
        ("2x/week x 6", 12, 2, 6),
        ("once a week for six weeks", 6, 1, 6),
        ("twice weekly over 4 weeks", 8, 2, 4),
        ("one (1) time per week for six (6) weeks", 6, 1, 6),
        ("weekly for 6 weeks", 6, 1, 6),
        ("three therapy sessions per week for 4 weeks", 12, 3, 4),
        ("5 days a week for 6 weeks, 4 hours a day", 30, 5, 6),
        ("2-3 times a week for 6 weeks", Range(12, 18), Range(2, 3), 6),
        ("two to three times weekly for 4 to 6 weeks", Range(8, 18), Range(2, 3), Range(4, 6)),
        ("1 to 2 times per week for 4 weeks", Range(4, 8), Range(1, 2), 4),
        # a total that is stated
        ("twelve sessions", 12, None, None),
        ("Twelve (12) additional sessions", 12, None, None),
        ("12 additional post-operative aquatic therapy visits", 12, None, None),
        ("twenty-four visits", 24, None, None),
        ("6 to 8 sessions", Range(6, 8), None, None),
        ("PT x12", 12, None, None),
        ("PT X8 visits", 8, None, None),
        ("Acupuncture times 6", 6, None, None),
        ("Therapy, QTY: 8", 8, None, None),
        ("Therapy, quantity 8", 8, None, None),
        ("Therapy, total of 10", 10, None, None),
        ("Therapy #6", 6, None, None),
        ("Therapy (8)", 8, None, None),
        ("Sessions: 12", 12, None, None),
        ("6 sessions 2 times a week for 3 weeks", 6, 2, 3),
        ("2 times a week for 2 weeks (4)", 4, 2, 2),
        ("12 sessions over 6 weeks", 12, None, 6),
        ("8 sessions, 2 x 4", 8, 2, 4),
        ("two visits for the wrist and eight visits for the neck", 10, None, None),
        ("6 to 8 sessions and 2 sessions", Range(6, 8), None, None),
        ("two visits for the wrist, eight visits in all", 2, None, None),
        ("six weekly visits", 6, 1, None),
        ("Therapy, QTY: 8.00", 8, None, None),
        # several paces
        ("3 times a week for 5 weeks, then 2 times a week for 3 weeks", 21, None, None),
        ("3x/wk for 3 wks then 1x/wk for 6 wks", 15, None, None),
        ("twice weekly for 5 weeks followed by weekly for 2 weeks", 12, None, None),
        ("1-2 times a week for 4 weeks then once a week for 2 weeks", Range(6, 10), None, None),
        ("once a week for 3 weeks and then once a month for 5 months", 8, None, None),
        ("neck 2x5 and back 3x5", 25, None, None),
        ("2 x 5 for the hip and 2 x 5 for the heel", 20, 2, 5),
        ("hip 2x5 and heel 2x5", None, 2, 5),
        ("1x/wk for 6 wks or 2x/wk for 3 wks", None, None, None),
        ("2x5 (1x8)", None, None, None),
        ("2 times a week for 5 weeks, tapering to once a week", None, None, None),
        ("9 sessions, 2 times a week for 3 weeks then 1 time a week for 3 weeks", 9, None, None),
        # the same pace twice
        ("2x5 (2 times a week for 5 weeks)", 10, 2, 5),
        ("2 times a week for 5 weeks, 2x5", 10, 2, 5),
        ("2x/week for 5 weeks (2x per week)", 10, 2, 5),
        ("2x/week (2 times a week for 5 weeks)", 10, 2, 5),
        ("two times a week for 5 weeks, with weekly reports", 10, 2, 5),
        ("two times a week for 5 weeks with 3 weekly progress reports", 10, 2, 5),
        ("2 times a week for 5 weeks, re-evaluation once a week", 10, 2, 5),
        # months
        ("once a month for 6 months", 6, None, None),
        ("monthly x 6", 6, None, None),
        ("3 times per week for 1 month", None, 3, None),
        # one of rate and duration
        ("2 times per week", None, 2, None),
        ("for 6 weeks", None, None, 6),
        # nothing to count
        ("Therapy", None, None, None),
        ("Follow-up in 6 weeks", None, None, None),
        ("Follow-up every 4-6 weeks", None, None, None),
        ("Visits once every 30 days", None, None, None),
        ("Bi-weekly therapy", None, None, None),
        ("L4-5, C5-C6, S1", None, None, None),
        ("on 10/15/2016, 10-16-16 and 11.5", None, None, None),
        ("30 minutes, 2 units, 500 visits, 0 visits, 97110", None, None, None),
        ("8 x 60 weeks", None, None, None),
        ("2 x 3 hours", None, None, None),
        ("10%, 1/2 and C-5", None, None, None),
        ("9 times a week", None, None, None),
        ("PT 30 x 4", None, None, None),
        ("PT 2 x 90", None, None, None),
        ("2x per week x 12 sessions", 12, 2, None),
    ],
)
def test_course_of_treatment(
    text: str, visits: int | Range | None, per_week: int | Range | None, weeks: int | Range | None
) -> None:
    assert values(text) == (visits, per_week, weeks)


def test_number_beside_the_service_counts_its_visits() -> None:
    for text, stands in (("six acupuncture", (4, 15)), ("acupuncture 6 for the heel", (0, 11))):
        doc = Document(text)
        found = course(Words(doc, Region(0, len(doc.folded))), Region(*stands))
        assert found.visits is not None
        assert found.visits.value == 6
    for text, stands in (
        ("six unlike acupuncture", (11, 22)),
        ("acupuncture 6 hours", (0, 11)),
        ("acupuncture needles 6", (0, 11)),
        ("acupuncture 6 nicely", (0, 11)),
    ):
        doc = Document(text)
        assert course(Words(doc, Region(0, len(doc.folded))), Region(*stands)).visits is None


def test_places() -> None:
    doc, found = read("Hand therapy twice a week for Six (6) Weeks")
    assert found.visits is not None
    assert found.per_week is not None
    assert found.weeks is not None
    assert doc.read(found.visits.place) == "twice a week for Six (6) Weeks"
    assert doc.read(found.per_week.place) == "twice a week"
    assert doc.read(found.weeks.place) == "Six (6) Weeks"
    doc, found = read("Twelve (12) visits")
    assert found.visits is not None
    assert doc.read(found.visits.place) == "Twelve (12)"


def test_time_is_linear_in_hostile_text() -> None:
    for text in (
        "2x",
        "8 ",
        "(1) ",
        "1-2-",
        "6 and ",
        "2x4 ",
        "2x a week ",
        "2x a week and ",
        "6 visits and ",
    ):
        read(text * 20_000)
