"""The numbers of a request: what counts something, and what is part of a code, a date or a level of the spine."""

from __future__ import annotations

import pytest

from imrkit.document import Document, Region
from imrkit.extractors.counts import counts
from imrkit.extractors.words import Words
from imrkit.model import Range


def counted(text: str) -> list[int | Range[int]]:
    doc = Document(text)
    return [count.value for count in counts(Words(doc, Region(0, len(doc.key))))]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12 visits", [12]),
        ("twelve visits in six weeks", [12, 6]),
        ("twelve (12) visits", [12]),
        ("four (6) visits", [4, 6]),
        ("4 (6) visits", [4, 6]),
        ("twenty-four visits", [24]),
        ("twenty four visits", [24]),
        ("6 to 8 visits", [Range(6, 8)]),
        ("six-eight visits", [Range(6, 8)]),
        ("two (2) to three (3) times", [Range(2, 3)]),
        ("8 to 6 visits", [8, 6]),
        ("visits x6", [6]),
        ("3w5", [3, 5]),
        ("quantity: 12.00", [12]),
        ("8.0 visits", [8]),
    ],
)
def test_what_counts(text: str, values: list[int | Range[int]]) -> None:
    assert counted(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "L5 and T12", "C-5", "E0217", "97110", "on 3/14", "on 3/14/2031", "on 3-14-31", "1/2 hour", "2.5 hours", "20%",
        "0 visits", "W5", "version 12.00.1", "5.00%", "3.00.00", "12.000",
    ],
)  # fmt: skip
def test_what_is_part_of_something_else(text: str) -> None:
    assert counted(text) == []


def test_what_stands_beside_a_date_counts() -> None:
    assert counted("on 3/14/2031 6 visits") == [6]
    assert counted("6 visits from 3/14/2031 on") == [6]
