"""For tests of what others build on imrkit: what every extractor must hold."""

from __future__ import annotations

import pickle
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator, Set
from enum import StrEnum
from functools import partial
from typing import Any, Final, NamedTuple

from attrs import evolve

from imrkit import kinds, specimens
from imrkit.document import Document
from imrkit.errors import ExtractorError, NotALetterError
from imrkit.extractors.base import Found
from imrkit.extractors.protocol import Extractor, Passage
from imrkit.model import Letter
from imrkit.parser import Parser
from imrkit.plan import FIELDS, ITEMS
from imrkit.vocabulary import ItemPart, Section

_SEED: Final = 1
_NAME_OF_FIELD: Final = re.compile("[a-z_][a-z_0-9]*")
_ODD_CHARACTERS: Final = "\x00\x02\u00ad\u200b\u00a0\u0130\ufffe\ud800\U0001f600\r\f\t(\"'\u2019\u2013"
_NUISANCES: Final = (
    " ", "a", "1234567890", "word, ", "No. ", "(", '"', "-", ": ", "the injured worker is ", "10/13/2016 ",
    "ibuprofen 800mg #90, ", "Low Back Complaints 2004, Section(s): ", "\u0130",
)  # fmt: skip
_SIZES: Final = (5_000, 20_000, 80_000)
_FASTEST_GROWTH: Final = 10.0  # for texts four times as long: linear is 4, quadratic 16; the rest is noise
_JUDGED_FROM: Final = 0.1  # seconds
_TRIES: Final = 3
_VALUES: Final = 3  # of those that it found, the shortest


class _Timed(NamedTuple):
    """An extractor's function that notes how many seconds of computing each of its calls takes."""

    extractor: Extractor[Any]
    calls: list[float]

    def __call__(self, passage: Passage) -> Found[Any] | None:
        start = time.thread_time()
        try:
            return self.extractor.extract(passage)
        finally:
            self.calls.append(time.thread_time() - start)


def check_extractor(
    extractor: Extractor[Any],
    *,
    letters: Iterable[str] = (),
    parser: Parser | None = None,
    coded: Iterable[str] = (),
) -> None:
    """Check that *extractor* holds what every extractor must.

    - It never fails, whatever the text.
    - Every value has a place in the letter, and a text reads as the words in its place do.
    - The same letter gives the same values, in any order, and in another process.
    - Twice the text takes about twice the time.

    It is tried on a letter of each generation, on *letters*, on damaged ones and on texts that are made to be
    hard. This takes some seconds.

    >>> from imrkit import Extractor, Found, Passage, Section
    >>> from imrkit.testing import check_extractor
    >>> def first_medication(passage: Passage) -> Found[str] | None:
    ...     start = passage.key.index("ibuprofen")  # but not every summary names it
    ...     return passage.quote(start, start + len("ibuprofen"))
    >>> check_extractor(
    ...     Extractor(name="medication", reads=Section.SUMMARY, yields=str, extract=first_medication)
    ... )
    Traceback (most recent call last):
        ...
    AssertionError: extractor 'medication' failed on summary: ValueError (on specimen ...)

    Args:
        extractor: the one to check.
        letters: texts of letters in which it finds something, where it finds nothing in the letters that imrkit
            has for this (:mod:`imrkit.specimens`).
        parser: the parser to add it to, where it needs other extractors.
        coded: the names of fields whose texts are in other words than the letter's ("motrin" for "Motrin 800").
            Of a value that is no object, the name of the extractor.

    Raises:
        AssertionError: it does not hold what the message says. Letters are named by number, not quoted.
    """
    strict = evolve(parser if parser is not None else Parser(), strict=True).with_extractor(extractor)
    texts = {f"specimen {n}": text for n, text in enumerate(specimens.LETTERS)}
    texts |= {f"letter {n}": text for n, text in enumerate(letters)}
    read = _check_repeatable(extractor, strict, texts)
    _check_places(extractor, read, frozenset(coded))
    _check_any_text(extractor, strict, texts)
    _check_growth(extractor, strict, read)


def _check_repeatable(extractor: Extractor[Any], parser: Parser, texts: dict[str, str]) -> dict[str, Letter]:
    calls: list[float] = []
    watching = _with(parser, extractor, _Timed(extractor, calls))
    first = {name: letter for name, text in texts.items() if (letter := _parsed(watching, name, text))}
    _require(
        extractor,
        bool(calls),
        f"no letter here has the part that it reads ({extractor.reads}): give letters=",
    )
    _require(
        extractor, any(_roots(extractor, letter) for letter in first.values()), "finds nothing: give letters="
    )
    try:
        elsewhere = pickle.loads(pickle.dumps(parser))  # noqa: S301
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise AssertionError(f"{extractor.name!r} cannot be sent to another process: {error}") from error
    for other in (parser, elsewhere):
        for name in reversed(first):
            again = _parsed(other, name, texts[name])
            same = again == first[name] and dict(again.evidence) == dict(first[name].evidence)
            _require(extractor, same, f"does not find the same in {name} a second time")
    return first


def _check_places(extractor: Extractor[Any], read: dict[str, Letter], coded: Set[str]) -> None:
    for name, letter in read.items():
        for root, value in _roots(extractor, letter):
            for path, leaf in kinds.leaves(value, root):
                if isinstance(leaf, bool) and extractor.fills in FIELDS:
                    continue
                # The parser sees to it that there is one.
                place = next(at for at in kinds.around(path) if at in letter.evidence)
                words = Document(letter.text[letter.evidence[place].slice]).key
                _require(extractor, bool(words), f"{path} in {name} stands where there are no words")
                if not isinstance(leaf, str) or isinstance(leaf, StrEnum):
                    continue
                if _NAME_OF_FIELD.findall(path)[-1] not in coded:
                    _require(
                        extractor,
                        Document(leaf).key in words,
                        f"{path} in {name} reads otherwise in its place",
                    )


def _check_any_text(extractor: Extractor[Any], parser: Parser, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        for kind, damaged in _damaged(text):
            _parsed(parser, f"{name}, {kind}", damaged)


def _check_growth(extractor: Extractor[Any], parser: Parser, read: dict[str, Letter]) -> None:
    calls: list[float] = []
    timed = _with(parser, extractor, _Timed(extractor, calls))
    found = {
        letter.text[span.slice]
        for letter in read.values()
        for path, span in letter.evidence.items()
        if any(path.startswith(root) for root, _ in _roots(extractor, letter))
    }

    pieces = {repr(piece): piece for piece in _NUISANCES}
    pieces |= {f"its value {n}": f"{words} " for n, words in enumerate(sorted(found, key=len)[:_VALUES])}

    def seconds(name: str, size: int) -> float:
        calls.clear()
        _parsed(timed, f"{size} characters of {name}", _swollen(extractor.reads, pieces[name], size))
        return max(calls, default=0.0)

    for name in pieces:
        steady = any(_is_linear(partial(seconds, name)) for _ in range(_TRIES))
        _require(extractor, steady, f"takes ever more time for longer runs of {name}")


def _is_linear(seconds: Callable[[int], float]) -> bool:
    """Whether *seconds*, the time for texts of a size, grows no faster than the texts do."""
    before = seconds(_SIZES[0])
    for size in _SIZES[1:]:
        taken = seconds(size)
        if taken > max(_JUDGED_FROM, _FASTEST_GROWTH * before):
            return False
        before = taken
    return True


def _require(extractor: Extractor[Any], holds: bool, otherwise: str) -> None:
    if not holds:
        raise AssertionError(f"{extractor.name!r} {otherwise}")


def _with(parser: Parser, extractor: Extractor[Any], function: Any) -> Parser:
    """*parser* with another function for *extractor*."""
    changed = evolve(extractor, extract=function)
    return evolve(
        parser, extractors=tuple(changed if other is extractor else other for other in parser.extractors)
    )


def _parsed(parser: Parser, name: str, text: str) -> Any:
    """The letter in *text*; ``None`` if it is none."""
    try:
        return parser.parse(text)
    except NotALetterError:
        return None
    except ExtractorError as error:
        raise AssertionError(f"{error} (on {name})") from error


def _roots(extractor: Extractor[Any], letter: Letter) -> list[tuple[str, Any]]:
    """The values of the field that *extractor* fills, with their paths."""
    field = extractor.fills
    if field not in FIELDS:
        return [(f"extra.{field}", letter.extra[field])] if field in letter.extra else []
    if field == ITEMS:
        return [(f"items[{n}].request.text", item.request.text) for n, item in enumerate(letter.items)]
    if isinstance(extractor.reads, Section):
        return [(field, getattr(letter, field))]
    return [(f"items[{n}].{field}", getattr(item, field)) for n, item in enumerate(letter.items)]


def _damaged(text: str) -> Iterator[tuple[str, str]]:
    """*text* in many bad states, and what is the matter with each."""
    dice = random.Random(_SEED)  # noqa: S311
    for share in range(1, 10):
        yield f"cut off after {share}0 %", text[: len(text) * share // 10]
        yield f"without its first {share}0 %", text[len(text) * share // 10 :]
    for turn in range(20):
        characters = list(text)
        for _ in range(dice.randint(1, len(text) // 20)):
            characters[dice.randrange(len(characters))] = dice.choice(_ODD_CHARACTERS)
        yield f"damaged ({turn})", "".join(characters)
        lines = text.splitlines()
        dice.shuffle(lines)
        yield f"shuffled ({turn})", "\n".join(lines)
    yield "in capitals", text.upper()
    yield "on one line", " ".join(text.split())
    yield "a word a line", "\n".join(text.split())
    yield "twice", f"{text}\n{text}"


_ANCHORS: Final[dict[Section | ItemPart, tuple[str, str]]] = {
    Section.LETTER: (specimens.EXPERT_REVIEW, "medical records:"),
    Section.HEADER: (specimens.EXPERT_REVIEW, "Case Number: "),
    Section.METHOD: (specimens.EXPERT_REVIEW, "credentials:"),
    Section.SUMMARY: (specimens.EXPERT_REVIEW, "medical records:"),
    Section.ITEMS: (specimens.EXPERT_REVIEW, "set forth below:"),
    Section.DOCUMENTS: (specimens.PHYSICIAN_REVIEW, "DOCUMENTS REVIEWED"),
    Section.DETERMINATIONS: (specimens.NOTICE_OF_DETERMINATION, "Inc. has determined"),
    Section.APPLICATION: (specimens.NOTICE_OF_DETERMINATION, "DECISION AND RATIONALE"),
    Section.GUIDELINES: (specimens.PROFESSIONAL_REVIEW, "REVIEWER AND WHY:"),
    Section.RATIONALE: (specimens.PROFESSIONAL_REVIEW, "IS/WAS NOT MEDICALLY NECESSARY:"),
}
"""A letter, and the words in it behind which the section of a kind can be swollen."""
_ITEM_ANCHORS: Final[dict[Section | ItemPart, tuple[str, str]]] = {
    ItemPart.REQUEST: (specimens.EXPERT_REVIEW, "set forth below:\n\n"),
    ItemPart.ORIGINAL: (specimens.EXPERT_REVIEW, "Norco 10/325mg #90"),
    ItemPart.AUTHORIZED: (specimens.EXPERT_REVIEW, "original request. Norco"),
    ItemPart.CLAIMS_ADMINISTRATOR_GUIDELINES: (specimens.EXPERT_REVIEW, "Claims Administrator guideline:"),
    ItemPart.REVIEWER_GUIDELINES: (specimens.EXPERT_REVIEW, "MAXIMUS guideline:"),
    ItemPart.RATIONALE: (specimens.EXPERT_REVIEW, "Decision rationale:"),
}


def _swollen(reads: Section | ItemPart, piece: str, size: int) -> str:
    """A letter in which what an extractor reads has *size* characters of *piece* in it."""
    anchors = _ANCHORS if isinstance(reads, Section) else _ITEM_ANCHORS
    letter, anchor = anchors[reads]
    before, _, after = letter.partition(anchor)
    return f"{before}{anchor} {(piece * (size // len(piece) + 1))[:size]} {after}"
