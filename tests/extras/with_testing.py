"""The strategies make letters."""

from expecting import others_are_named
from hypothesis import given, settings

import imrkit
from imrkit.testing import letter_texts


@settings(max_examples=5, database=None, deadline=None)
@given(letter_texts())
def any_letter_is_read(text: str) -> None:
    assert imrkit.parse_letter(text).items


any_letter_is_read()

others_are_named("testing")
