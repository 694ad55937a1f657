"""The sentences of a rationale: what phrases are in them, and which of them are about the case.

A rationale mixes guideline text, pasted or retold, with sentences about the case::

    "According to ODG, cupping may help for up to six weeks. The claimant had eleven weeks of it."

A sentence is about the case if its words say so ("the claimant", "the submitted records"), about a guideline if
they say that ("According to ODG"), else as the sentence before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate
from typing import Final, NamedTuple

from imrkit import lexicon
from imrkit.document import Document, Region
from imrkit.extractors.reason_phrases import END_CODE, Begun, Codes, Encoded, Hits, Phrase, Phrases, hits
from imrkit.vocabulary import Reason

_PUNCTUATION: Final = str.maketrans(dict.fromkeys(',:;-/()[]"*<>', " ") | {"?": ".", "!": "."})
_OPENING: Final = {"opening": 1, "patient": 4, "cites": 4}  # roles that count among the first words alone
_LONG: Final = 150  # words of a sentence that are looked at together
_WORDS: Final = re.compile(r"\$(\w+)")  # "$visits" in a phrase: any of the words of that name
_QUESTIONS: Final = {
    "source": ("case", "opening", "lean", "quote", "guideline", "patient", "cites"),
    "sure": ("sure",),
    "past": ("past",),
    "apart": ("hearsay", "aside"),
    "stated": (
        "said",
        "outright",
        "duration",
        "absence",
        "without",
        "nothing",
        "relied",
        "anywhere",
        "refused",
        "condition",
        "elsewhere",
        "brief",
    ),
    "relied": ("relied", "anywhere", "refused", "condition", "elsewhere", "brief"),
    "missing": ("missing", "vague", "record", "papers", "asks", "history", "until"),
    "support": ("support", "verdict"),
}


class Sentence(NamedTuple):
    """A sentence of a rationale."""

    number: int
    start: int  # its first word
    stop: int  # the word behind its last one
    encoded: Encoded
    begun: Begun
    about_case: bool

    def hits(self, question: str) -> Hits:
        """The phrases in the sentence that answer a question about it."""
        return hits(question, self.encoded, self.begun)


@cache
def _vocabulary() -> tuple[Codes, Phrases]:
    """The codes of the words of all phrases in the data files, and the phrases."""
    words = {row[0]: row[1] for row in lexicon.rows("reason_words")}

    def parse(role: str, reason: Reason | None, text: str) -> Phrase:
        return Phrase.parse(role, reason, _WORDS.sub(lambda name: words[name[1]], text))

    phrases = [parse(role, None, text) for role, text in lexicon.rows("reason_frames")]
    phrases += [
        parse(role, None if reason == "-" else Reason(reason), text)
        for role, reason, text in lexicon.rows("reasons")
    ]
    codes = Codes(phrases, [ending.strip("-") for (ending,) in lexicon.rows("reason_endings")])
    return codes, Phrases(
        {
            question: [phrase for phrase in phrases if phrase.role in roles]
            for question, roles in _QUESTIONS.items()
        },
        codes,
    )


class Sentences:
    """The sentences of a rationale, one after the other, and where they stand."""

    def __init__(self, doc: Document, region: Region) -> None:
        self._doc = doc
        self._region = region
        # Without punctuation but the ends of sentences.
        self._text = doc.key[region.start : region.end].translate(_PUNCTUATION).rstrip(" .")

    def __iter__(self) -> Iterator[Sentence]:
        """The sentences, very long ones in pieces, up to the advice that follows the decision."""
        codes, phrases = _vocabulary()
        text = self._text.replace(". ", " . ")
        words = (text.replace("n't", " not") if "n't" in text else text).split()
        encoded = codes.encode(words)
        apart, sure, past = (phrases.signs[question] for question in ("apart", "sure", "past"))
        about_case = False
        start = number = 0
        while start < len(words):
            end = encoded.text.find(END_CODE, start, start + _LONG)
            stop = end + 1 or min(start + _LONG, len(words))
            sentence = words[start:stop]
            begun = phrases.begun(encoded, start, stop)
            aside: Hits = {}
            if not apart.isdisjoint(sentence):
                aside = hits("apart", encoded, begun)
                if "aside" in aside:
                    return
            if "hearsay" not in aside:
                if not sure.isdisjoint(sentence):
                    about_case = True
                elif not past.isdisjoint(sentence):
                    about_case = _tells_of_the_past(encoded, begun, start)
                else:
                    about_case = _is_about_case(
                        hits("source", encoded, begun, last="case"), start, about_case
                    )
                yield Sentence(number, start, stop, encoded, begun, about_case)
            number += end >= 0
            start = stop

    def places(self, numbers: Iterable[int]) -> list[Region]:
        """Where the sentences of these *numbers* stand."""
        start = self._region.start
        stops = list(accumulate(len(text) + 2 for text in self._text.split(". ")))
        return [
            self._doc.trim(start + (stops[number - 1] if number else 0), start + stops[number] - 2, " .")
            for number in numbers
        ]


def _tells_of_the_past(encoded: Encoded, begun: Begun, start: int) -> bool:
    """Whether the sentence from word *start*, which tells what was, is about the case: it opens with no quotation."""
    opening = [word for word in begun if word[0] - start < _OPENING["cites"]]
    sources = hits("source", encoded, opening, last="case")
    return "case" in sources or ("quote" not in sources and "cites" not in sources)


def _is_about_case(hits: Hits, start: int, before: bool) -> bool:
    """Whether the sentence from word *start* is about the case, given whether the one *before* it was."""
    if "case" in hits:
        return True
    sources = {role for role in hits if role not in _OPENING or hits[role][0].start - start < _OPENING[role]}
    if not sources:
        return before
    if "quote" in sources or "cites" in sources:
        return False
    if "lean" in sources or "opening" in sources:
        return True
    return "guideline" not in sources and ("patient" in sources or before)
