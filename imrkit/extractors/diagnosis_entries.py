"""Taking a list of diagnoses apart.

Grammar::

    list    = ("1." | "a.") entry ("2." | "b.") entry ...          "1. Gout. 2. Left ankle sprain."
            | segment (";" segment)*
    segment = entry (("," | "and" | "as well as") entry)*          "gout, hives and a sprain of the ankle"

A segment is taken apart only where both sides are diagnoses in their own words: "neck and shoulder strain", "pain
in the hip and thigh" and "ankle sprain, subsequent encounter" stay whole. Which words make no diagnosis by
themselves is written in the data file ``diagnosis_words``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from imrkit.document import Document, Region
from imrkit.extractors.diagnosis_words import LEVEL_LETTERS, vocabulary_of_diagnoses, words_in, words_of
from imrkit.extractors.narrative import sentence_end

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_ENTRY: Final = 260
_SHORTEST_PAIR: Final = 24
"""Fewer characters cannot hold two diagnoses."""
_EDGES: Final = " .,;:-\"'"
# Separators, and parentheses, within which nothing separates. Each alternative begins with its own character,
# so that the engine skips to one.
_AND: Final = r"(?:and|as well as|along with|plus|in addition to) (?:also )?"
_SEMICOLON: Final = re.compile(r"\([^()]{0,120}\)|; ?(?:and )?")
_COMMA: Final = re.compile(r"\([^()]{0,120}\)|, (?:and )?")
_COMMA_OR_AND: Final = re.compile(rf"\([^()]{{0,120}}\)|, (?:{_AND})?| {_AND}| & ")
_AFTER_SURGERY: Final = re.compile(r"status[ -]post|\bs/p\b|post-?operative")
PROCEDURE: Final = (
    r"(?:ectomy|otomy|plasty|scopy|scopic|desis|decompression|debridement|repair|release|(?<![a-z])fusion|resection|removal|"
    r"reconstruction|transposition|excision|implantation)\b(?! syndrome)"
)
_PROCEDURE: Final = re.compile(PROCEDURE)
_WITHIN_SEGMENT: Final = re.compile(r"(?:rule out|r/o|status post|s/p)\b")
"""What belongs to the diagnosis before its comma, where semicolons separate the diagnoses."""
_FIRST_NUMBER: Final = re.compile(r" ?(?P<before>[(#]?)(?P<label>1|a(?=[.)]))(?P<after>[.):]{0,2}) ?(?=\S)")
_SMALL_BEGINNINGS: Final = ("and ", "a ", "an ", "the ")
_SMALL_WORDS: Final = re.compile(r"(?:and )?(?:(?:an?|the) )?")
_SIDE_WITHIN: Final = re.compile(r" (?P<side>(?:left|right|bilateral) )")
_SIDE_AFTER_WORD: Final = re.compile(
    r"[a-z)](?= (?:left|right|bilateral) )(?<!\band)(?<!\bof)(?<!\bthe)(?<!\bin)"
)
_BOTH_SIDES: Final = re.compile(r"(?:left|right) and (?:left|right)")
_PREPOSITIONS: Final = frozenset({"of", "in", "to"})


def numbered(document: Document, start: int, end: int) -> list[Region]:
    """The entries of a list with numbers or letters that starts at *start*; of the last, the beginning."""
    first = _FIRST_NUMBER.match(document.key, start, end)
    if first is None or not (first["before"] or first["after"]):
        return []
    entries: list[Region] = []
    at, nth = first.end(), 1
    while True:
        label = str(nth + 1) if first["label"] == "1" else chr(ord("a") + nth)
        marker = f" {first['before']}{label}{first['after']}"
        following = document.key.find(marker, at, min(end, at + _LONGEST_ENTRY))
        # "2. Gout. 3. Hives": a sentence may end right before the next number, but not earlier.
        if following < 0 or sentence_end(document, at, following) < following - 1:
            return [*entries, Region(at, end)] if entries or first["label"] == "1" else []
        entries.append(trimmed(document, at, following))
        at = min(following + len(marker), end)
        nth += 1


def separated(document: Document, start: int, end: int) -> list[Region]:
    """The entries of a list without numbers."""
    key = document.key
    whole_list = document.trim(start, end, _EDGES)
    segments = _split(key, whole_list, _SEMICOLON) if key.find(";", *whole_list) >= 0 else [whole_list]
    entries: list[Region] = []
    for segment in segments:
        # Before a semicolon, an "and" belongs to the name: "other bursitis and tendinitis; gout".
        pieces = _split(key, segment, _COMMA_OR_AND if segment is segments[-1] else _COMMA)
        if _SIDE_AFTER_WORD.search(key, *segment):
            pieces = [part for piece in pieces for part in _without_its_comma(key, piece)]
        if len(segments) > 1:
            pieces = _with_what_qualifies(key, pieces)
        if not all(_stands_alone(key[piece.start : piece.end]) for piece in pieces):
            pieces = _joined(key, pieces)
        if _AFTER_SURGERY.search(key, *segment):
            pieces = _with_its_procedures(key, pieces)
        entries += [trimmed(document, *whole) for whole in pieces]
    return [entry for entry in entries if entry.end > entry.start]


def _with_what_qualifies(key: str, pieces: list[Region]) -> list[Region]:
    """Put "rule out", "status post" and a list of symptoms back: "concussion with nausea and vertigo; gout"."""
    whole = pieces[:1]
    for piece in pieces[1:]:
        if (key[whole[-1].end] == "," and _WITHIN_SEGMENT.match(key, *piece)) or (
            key.find(" with ", *whole[-1]) >= 0 and _accompanies(words_in(key, piece))
        ):
            whole[-1] = Region(whole[-1].start, piece.end)
        else:
            whole.append(piece)
    return whole


def _with_its_procedures(key: str, pieces: list[Region]) -> list[Region]:
    """Put the procedures of one surgery together: "status post laminectomy and fusion"."""
    whole = pieces[:1]
    for piece in pieces[1:]:
        before = whole[-1]
        surgery = _AFTER_SURGERY.search(key, *before)
        if (
            surgery
            and key[before.end] != ","
            and _PROCEDURE.search(key, surgery.end(), before.end)
            and _PROCEDURE.search(key, *piece)
        ):
            whole[-1] = Region(before.start, piece.end)
        else:
            whole.append(piece)
    return whole


def trimmed(document: Document, start: int, end: int) -> Region:
    """An entry without article, conjunction and punctuation around it."""
    key = document.key
    if start >= end or key[start] in _EDGES or key[end - 1] in _EDGES:
        start, end = document.trim(start, end, _EDGES)
    if key.startswith(_SMALL_BEGINNINGS, start, end):
        small = _SMALL_WORDS.match(key, start, end)
        start = small.end() if small else start
    if key.endswith(" and", start, end):
        return document.trim(start, end - len(" and"), _EDGES)
    return Region(start, end)


def _split(key: str, region: Region, separators: re.Pattern[str]) -> list[Region]:
    """The stretches between *separators*, but for those that stand in parentheses or within a name."""
    names = vocabulary_of_diagnoses().names
    start, end = region
    pieces: list[Region] = []
    for match in separators.finditer(key, start, end):
        at, after = match.span()
        if key[at] == "(":
            continue
        within = names.get(key[max(start, key.rfind(" ", start, at) + 1) : at])  # the word before it
        if within is None or not _is_within_name(key, at, after, within):
            pieces.append(Region(start, at))
            start = after
    pieces.append(Region(start, end))
    return pieces


def _is_within_name(key: str, start: int, end: int, names: list[tuple[str, str, str]]) -> bool:
    """Whether the separator at *start* is part of one of *names*: "disorder with anxiety and low mood"."""
    return any(
        key.endswith(before, 0, start) and key[start:end].strip() == separator and key.startswith(after, end)
        for before, separator, after in names
    )


def _without_its_comma(key: str, piece: Region) -> list[Region]:
    """Take apart what lacks its comma: "left wrist sprain right knee contusion"."""
    if piece.end - piece.start < _SHORTEST_PAIR:
        return [piece]
    for side in _SIDE_WITHIN.finditer(key, *piece):
        before, after = Region(piece.start, side.start()), Region(side.start("side"), piece.end)
        if _is_finding_at_site(words_in(key, before)) and _is_finding_at_site(words_in(key, after)):
            return [before, after]
    return [piece]


def _stands_alone(text: str) -> bool:
    """Whether *text* is surely a diagnosis by itself, so that :func:`_joined` would leave it as it is."""
    words = words_of(text)
    return (
        _is_diagnosis(words)
        and not LEVEL_LETTERS.issuperset(words)
        and words[0] not in {"with", "without"}
        and words[0] not in vocabulary_of_diagnoses().finding
        and "with" not in words
        and not text.startswith(vocabulary_of_diagnoses().rest)
    )


def _joined(key: str, pieces: list[Region]) -> list[Region]:
    """Put together again the pieces that are no diagnoses in their own words."""
    joined: list[Region] = []
    earlier: Sequence[str] = ()  # the words of the last of them
    codes_first = not words_in(key, pieces[0])  # "M10.9, gout, L50.9, hives"
    waiting: int | None = None  # where a piece begins that the following one completes
    for i, piece in enumerate(pieces):
        words = words_in(key, piece)
        last = i == len(pieces) - 1
        begins = codes_first and not words
        if (
            waiting is None
            and joined
            and not begins
            and (
                _completes(key, joined[-1], earlier, piece, words, last=last)
                or (not last and _is_within_listed(key, joined[-1], earlier, piece, pieces[i + 1]))
            )
        ):
            joined[-1] = Region(joined[-1].start, piece.end)
            earlier = (*earlier, *words)
        elif last or not _awaits(key, piece, words, pieces[i + 1]):
            whole = Region(piece.start if waiting is None else waiting, piece.end)
            if joined and waiting is not None and _BOTH_SIDES.fullmatch(key, *whole):
                joined[-1] = Region(joined[-1].start, piece.end)
            else:
                joined.append(whole)
            earlier, waiting = words, None
        elif waiting is None:
            waiting = piece.start
    return joined


def _is_within_listed(
    key: str, before: Region, earlier: Sequence[str], piece: Region, following: Region
) -> bool:
    """Whether an "and" joins two symptoms, for the list goes on: "strain with spasm and vertigo, gout, and hives"."""
    return (
        "with" in earlier
        and key[before.end] != ","
        and key[piece.end] == ","
        and _accompanies(words_in(key, piece))
        and _is_diagnosis(words_in(key, following))
    )


def _accompanies(words: Sequence[str]) -> bool:
    """Whether *words* are a symptom at no site, as diagnoses come with: "dizziness and memory loss"."""
    vocabulary = vocabulary_of_diagnoses()
    return (
        not vocabulary.companion.isdisjoint(words)
        and vocabulary.site.isdisjoint(words)
        and "with" not in words
    )


def _awaits(key: str, piece: Region, words: Sequence[str], following: Region) -> bool:
    """Whether *piece* needs the *following* one: "neck" before "and back strain"."""
    vocabulary = vocabulary_of_diagnoses()
    if _is_diagnosis(words):
        return _is_unfinished(key, piece, words)
    if vocabulary.finding.isdisjoint(words):
        return True
    shared = words_in(key, following)  # "spasm" before "and swelling of the neck"
    return key[piece.end] != "," and _is_finding_at_site(shared) and not _PREPOSITIONS.isdisjoint(shared)


def _completes(
    key: str, before: Region, earlier: Sequence[str], piece: Region, words: Sequence[str], *, last: bool
) -> bool:
    """Whether *piece* belongs to the diagnosis *before* it, and not to what follows nor to itself."""
    vocabulary = vocabulary_of_diagnoses()
    if words[:1] in {("with",), ("without",)} or key.startswith(vocabulary.rest, piece.start):
        return True
    level = words[: words.index("with")] if "with" in words else words  # "L4-5" and "L5-S1 with stenosis"
    if LEVEL_LETTERS.issuperset(level) and (level is words or not LEVEL_LETTERS.isdisjoint(earlier)):
        return True
    if words[0] in vocabulary.finding and key[before.end] != "," and not vocabulary.site.isdisjoint(earlier):
        own = next((i for i, word in enumerate(words) if word in vocabulary.complement), len(words))
        return vocabulary.site.isdisjoint(words[:own])  # "wrist strain" and "sprain with numbness"
    if _is_diagnosis(words) or not vocabulary.finding.isdisjoint(words):
        return False
    if last:
        return True
    if vocabulary.site.isdisjoint(words):
        return not vocabulary.modifier.issuperset(words) or key[piece.end] == ","
    if not vocabulary.qualifier.isdisjoint(words):
        return True
    return vocabulary.site.isdisjoint(earlier) or not _PREPOSITIONS.isdisjoint(earlier)


def _is_diagnosis(words: Sequence[str]) -> bool:
    """Whether *words* name a condition, and where it is if they have to."""
    return not vocabulary_of_diagnoses().no_diagnosis.issuperset(words) or _is_finding_at_site(words)


def _is_finding_at_site(words: Sequence[str]) -> bool:
    return not vocabulary_of_diagnoses().site.isdisjoint(
        words
    ) and not vocabulary_of_diagnoses().finding.isdisjoint(words)


def _is_unfinished(key: str, piece: Region, words: Sequence[str]) -> bool:
    """Whether *piece* breaks off: "disc bulge with lateral recess", before "and foraminal narrowing"."""
    if "with" not in words:
        return False
    lead = key.rfind(" with ", *piece)
    tail = words_in(key, Region(lead + len(" with "), piece.end)) if lead >= 0 else []
    return bool(tail) and all(
        word in vocabulary_of_diagnoses().site or word in vocabulary_of_diagnoses().modifier for word in tail
    )
