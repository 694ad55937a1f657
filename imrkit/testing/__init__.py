"""For the tests of those who use imrkit, and of those who add to it.

:func:`check_extractor` checks what every extractor must hold. The Hypothesis strategies need the extra
``testing``::

    from hypothesis import given
    from imrkit.testing import letter_texts

    @given(letter_texts())
    def test_my_pipeline_takes_any_letter(text): ...
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from imrkit.testing.conformance import check_extractor

if TYPE_CHECKING:
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
    "check_extractor",
    "disputed_items",
    "guidelines",
    "letter_texts",
    "letters",
    "letters_with_text",
    "rationales",
    "requests",
]


if not TYPE_CHECKING:  # for type checkers it would make every name a good one

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module("imrkit.testing.strategies"), name)
