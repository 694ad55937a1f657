"""Text from outside on its way to where people look.

A letter, a file's name or an error message may hold escape sequences, which a terminal would obey: move the
cursor, change the title, answer back. Others turn the direction of writing around, in a browser too. Nothing of
that kind is passed on.
"""

from __future__ import annotations

from typing import Final

_CONTROL_PICTURES: Final = 0x2400  # the block of characters that picture the control characters
_PICTURE_OF_DELETE: Final = 0x2421
_REPLACEMENT: Final = "\ufffd"
# Characters that turn the direction of writing around, so that a text reads as another than it is.
_TURNING: Final = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))

_SHOWN: Final[dict[int, str]] = {
    **{code: chr(_CONTROL_PICTURES + code) for code in range(0x20) if chr(code) not in "\n\t"},
    0x7F: chr(_PICTURE_OF_DELETE),
    **dict.fromkeys(range(0x80, 0xA0), _REPLACEMENT),
    **dict.fromkeys(_TURNING, _REPLACEMENT),
    **dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT),  # halves of characters, which cannot be encoded
    # What text extractors put between pages, and for a hyphen at a line end:
    0x0C: "\n",
    0x02: "-",
    0xFFFE: "-",
}
_ON_ONE_LINE: Final = {**_SHOWN, **{ord(blank): " " for blank in "\t\n\f\v\r\x85\u2028\u2029"}}


def printable(text: str) -> str:
    """*text* with every control character replaced by its picture; line breaks and tabs are kept."""
    return text.translate(_SHOWN)


def one_line(text: str) -> str:
    """*text* as :func:`printable`, with blanks for line breaks and tabs."""
    return text.translate(_ON_ONE_LINE)
