"""For the tests of those who use imrkit. Needs the extra ``testing`` (Hypothesis).

from hypothesis import given
from imrkit.testing import letter_texts

@given(letter_texts())
def test_my_pipeline_takes_any_letter(text): ...
"""

from __future__ import annotations

from imrkit.testing.strategies import (
    disputed_items,
    guidelines,
    letter_texts,
    letters,
    letters_with_text,
    rationales,
    requests,
)

__all__ = [
    "disputed_items",
    "guidelines",
    "letter_texts",
    "letters",
    "letters_with_text",
    "rationales",
    "requests",
]
