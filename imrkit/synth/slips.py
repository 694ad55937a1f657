"""Slips of the keyboard, in sentences that state nothing of the truth."""

from __future__ import annotations

import re
from typing import Final

from imrkit.synth.dice import Dice

_SHARE: Final = 2.5  # percent of sentences
_LONG_WORD: Final = re.compile(r"(?<![\w-])[a-z]{8,}(?![\w-])")


def slipped(dice: Dice, sentence: str) -> str:
    """*sentence*, once in a while with two letters swapped, or one doubled or left out, in a long word."""
    if not dice.chance(_SHARE):
        return sentence
    words = list(_LONG_WORD.finditer(sentence))
    if not words:
        return sentence
    word = dice.choose(words)
    at = word.start() + dice.between(1, len(word[0]) - 3)
    kind = dice.below(3)
    if kind == 0:
        return sentence[:at] + sentence[at + 1] + sentence[at] + sentence[at + 2 :]
    return sentence[:at] + (sentence[at] * 2 if kind == 1 else "") + sentence[at + 1 :]
