"""Dates as letters write them."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrkit import dates
from imrkit.model import PartialDate

DAY = dt.date(2014, 10, 30)


def values(text: str, not_after: dt.date | None = None) -> list[object]:
    return [written.value for written in dates.find(text, 0, len(text), not_after)]


@pytest.mark.parametrize(
    "text",
    [
        "10/30/2014", "10-30-2014", "10.30.2014", "10/30/14", "10-30-14", "2014-10-30", "2014/10/30",
        "10/30/ 2014", "10-30- 2014", "10 / 30 / 2014", "10-302014", "1030-2014", "10-3014", "1030-14",
        "october 30, 2014", "october 30 2014", "october 30,2014", "october 30th, 2014", "october 30th of 2014",
        "oct. 30, 2014", "oct 30, 2014", "october 30, '14", "october 30-2014", "oct-30-2014", "oct/30/2014",
        "30 october 2014", "30th of october, 2014", "30-oct-14", "30 oct 14", "2014 october 30", "20141030",
        "the 30th day of october, 2014", "on10/30/2014", "10/30-2014",
    ],
)  # fmt: skip
def test_a_day_however_it_is_written(text: str) -> None:
    assert values(f"seen on {text}.") == [DAY]


@pytest.mark.parametrize(
    "text",
    ["october 30-31, 2014", "october 30 - 31 2014", "oct. 30-31, 2014"],
)
def test_the_first_of_several_days(text: str) -> None:
    (written,) = dates.find(text, 0, len(text))
    assert (written.value, text[slice(*written.region)]) == (DAY, text)


def test_a_year_that_a_blank_divides_is_read_only_if_it_is_no_other() -> None:
    assert values("seen on 10/30/20 14.", not_after=dt.date(2015, 1, 1)) == [DAY]
    assert values("seen on 10/30/20 14.") == [None]
    assert values("seen on 10/30/20 14.", not_after=dt.date(2021, 1, 1)) == [None]
    assert values("from 10/30/20 11/30/2020") == [dt.date(2020, 10, 30), dt.date(2020, 11, 30)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("since 03/2014", PartialDate(2014, 3)),
        ("since 03/ 2014", PartialDate(2014, 3)),
        ("since 3-2014", PartialDate(2014, 3)),
        ("in march 2014", PartialDate(2014, 3)),
        ("in sept. of 2014", PartialDate(2014, 9)),
        ("in march, 2014", PartialDate(2014, 3)),
        ("in 2014", PartialDate(2014)),
        ("since early 2014", PartialDate(2014)),
        ("until mid-2014", PartialDate(2014)),
    ],
)
def test_nothing_is_filled_in_where_the_day_is_missing(text: str, expected: PartialDate) -> None:
    assert values(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "8 of 12 visits", "rated 7-9 out of 10", "pages 98-99, 300-301", "section 9792.24.2", "blood pressure 130-80",
        "10-325 mg", "5-1500 mg", "10/1500 mg", "levels l4-5-10", "may 2000 mg daily", "may 10 2000 mg daily", "may 12",
        "a copay of 2012 units", "room 2014", "111-2016", "12 octopus 2014", "555-1212", "march", "", "123456789",
        "2014 - 2015", "april 31 or so", "may5x2014",
    ],
)  # fmt: skip
def test_other_numbers_are_no_dates(text: str) -> None:
    assert values(text) == []


def test_a_date_that_no_calendar_has_is_written_but_has_no_value() -> None:
    assert dates.find("13/45/2016", 0, 10) == [(None, (0, 10), False)]
    assert values("february 30, 2016") == [None]
    assert values("02/29/2015") == [None]


@pytest.mark.parametrize(
    "text",
    ["june 5, 3026", "june 20216", "6/5/1816", "6/5/20164", "june 5, 20164", "june 1816", "march 3 99999"],
)
def test_a_year_that_no_letter_can_mean_is_implausible(text: str) -> None:
    (written,) = dates.find(text, 0, len(text))
    assert written.value is None
    assert written.implausible


def test_the_places_of_several_dates_are_kept_in_order() -> None:
    text = "from 1/2/2010-3/4/2012 and since may 2013"
    written = dates.find(text, 0, len(text))
    assert [text[slice(*w.region)] for w in written] == ["1/2/2010", "3/4/2012", "may 2013"]
    assert [w.value for w in written] == [dt.date(2010, 1, 2), dt.date(2012, 3, 4), PartialDate(2013, 5)]


def test_only_the_given_stretch_is_read() -> None:
    text = "1/2/2010 3/4/2012 5/6/2014"
    assert [w.value for w in dates.find(text, 9, 17)] == [dt.date(2012, 3, 4)]


def test_the_first_date() -> None:
    first = dates.first("1/2 of it since 3/4/2012, 5/6/2014", 0, 34)
    assert first is not None
    assert first.value == dt.date(2012, 3, 4)
    assert dates.first("none", 0, 4) is None


def test_a_two_digit_year_is_the_latest_that_is_not_after_the_decision() -> None:
    decision = dt.date(2017, 2, 1)
    assert values("1/31/17", decision) == [dt.date(2017, 1, 31)]
    assert values("12/31/98", decision) == [dt.date(1998, 12, 31)]
    assert values("31-dec-98", decision) == [dt.date(1998, 12, 31)]
    assert values("2/2/17", decision) == [None]  # 1917 cannot be meant either


def test_a_two_digit_year_without_a_decision_is_of_1930_to_2029() -> None:
    assert values("1/1/29 and 1/1/30") == [dt.date(2029, 1, 1), dt.date(1930, 1, 1)]


def test_a_two_digit_year_does_not_depend_on_the_day_it_is_read() -> None:
    assert values("5-may-29 5-may-30") == [dt.date(2029, 5, 5), dt.date(1930, 5, 5)]


def test_dateutil_is_imported_only_for_the_forms_that_need_it() -> None:
    program = (
        "import sys; from imrkit import dates; text = 'on 2/9/2014, march 3, 2014, may 2014'; "
        "assert len(dates.find(text, 0, len(text))) == 3; assert 'dateutil.parser' not in sys.modules; "
        "dates.find('9 may 2014', 0, 10); assert 'dateutil.parser' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603


@given(st.dates(min_value=dt.date(1930, 1, 1), max_value=dt.date(2049, 12, 31)))
def test_every_day_is_read_back_from_the_common_forms(day: dt.date) -> None:
    month = day.strftime("%B").lower()
    for text in (f"{day.month}/{day.day}/{day.year}", f"{month} {day.day}, {day.year}", day.isoformat()):
        assert values(text) == [day]


@given(st.text(alphabet="0123456789/-. ,jfmasondthrecbuyplgvi'", max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    for written in dates.find(text, 0, len(text)):
        assert 0 <= written.region.start < written.region.end <= len(text)
        assert not (written.value and written.implausible)
