"""The text of a letter in two views, and the way back from them to the source.

Text extractors disagree about everything that is not a word: where lines end, how many blanks stand between
words, whether a page break or a hyphen at a line end is marked and how. So nothing further down looks at the
source. It reads :attr:`Document.folded`, in which all of that has become single blanks, and matches patterns
against :attr:`Document.key`, the same text in lower case with plain quotes and dashes: both have the same
length, so a match in one is a place in the other, and :meth:`Document.span` leads from there to the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple

from imrkit.model import Span

_JOINED_HYPHENS: Final = "\x02\ufffe"  # what PDF extractors leave for a hyphen at a line end, already joined
_SOFT_HYPHEN: Final = "\u00ad"
_SOFT_HYPHEN_AT_LINE_END: Final = re.compile("\u00ad(?=[ \t]*+[\r\n\f\v])")
_LIGATURES: Final = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_LIGATURE: Final = re.compile(f"[{''.join(_LIGATURES)}]")
_INVISIBLE: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

_BLANKS: Final = "\t\r\f\v\x1c\x1d\x1e\x1f"  # all but the blank itself and the line end, in ASCII
_FURTHER_BLANKS: Final = "\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)

_HYPHEN_AT_LINE_END: Final = re.compile(  # but for "short- and long-term"
    r"-(?<=[^\s-]-)[ \t]*+[\r\n\f\v]\s*+(?=[^\W_])(?!(?:and|or)\b)"
)
_GLUED: Final = re.compile(
    r"\.(?<=[a-z\d)]{2}\.)(?=[A-Z][a-z]|[AI] )"
)  # a sentence behind another without a blank
_CASE_NUMBER: Final = re.compile(r"cm\d\d-\d{7}(?!\d)")  # without \b before it, as that is slow to search for
# What a page adds to its text, each on a line of its own. Lower case, with line ends for page breaks.
_PAGE_FURNITURE: Final = re.compile(
    r"""\n[ \t]*+(?=[\d-]|page|fina|case|cm\d|imr|maxi)(?:
        (?P<number>\d{1,3})
        | (?P<nth>\d{1,4})[ ]of[ ](?P<of>\d{1,4})
        | -[ ]?\d{1,4}[ ]?-
        | \d{1,4}[ ]\|[ ]p[ ]?a[ ]?g[ ]?e
        | page[ ](?:\|[ ])?\d{1,4}(?:[ ]of[ ]\d{1,4})?+(?:[ \t,|-]++(?:case[ ]number:?[ ])?cm\d\d-\d{7})?+
        | final[ ]determination[ ]letter[ ]for[ ]imr[ ]case[ ]number[^\n]{0,60}+
        | final[ ]letter[ ]of[ ]determination[ ]form[ ]effective[^\n]{0,60}+
        | (?:(?:imr[ ]|maximus[ ])?+case[ ]number[ \t:][ \t:]*+)?+(?P<case>cm\d\d-\d{7})
          (?P<paged>[ \t,|-]++(?:page[ ]?)?+\d{1,4}(?:[ ]of[ ]\d{1,4})?+)?+
    )[ \t\r]*+(?=\n|\Z)""",
    re.VERBOSE,
)
_TOP_OF_PAGE: Final = re.compile(r"\f\s*+(?P<number>\d{1,3})[ \t\r]*+(?=\n)")
_PLAIN: Final = {
    "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"',
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
}  # fmt: skip


class Region(NamedTuple):
    """A stretch of a folded text: a section, a paragraph, a title, the words of one value."""

    start: int
    end: int


_new_region: Final = tuple.__new__  # half of the time of calling the class


class Document:
    """A letter's text, folded, with a map from each folded position back to the source."""

    __slots__ = (
        "_added",
        "_cuts",
        "_in_folded",
        "_in_source",
        "_parted",
        "_spelt",
        "folded",
        "key",
        "text",
    )

    text: str
    """The source, as it was passed in."""
    folded: str
    """The source with each run of blanks, line and page breaks as one blank; a word that a line break
    hyphenates is joined at its hyphen; a sentence that stands right behind another gets its blank; ligatures are
    spelt out; page numbers and running heads are left out."""
    key: str
    """:attr:`folded` for matching: lower case, straight quotes, plain hyphens, character for character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._cuts: list[tuple[int, int]] = []
        self._in_folded: list[int] = []
        self._in_source: list[int] = []
        self._added: list[int] = []
        if not text.isascii() and any(ligature in text for ligature in _LIGATURES):
            text, self._added = _spelt_out(text)
        self._spelt = text
        if not text.isascii() or _JOINED_HYPHENS[0] in text:
            for mark in _JOINED_HYPHENS:
                text = text.replace(mark, "-")
            if _SOFT_HYPHEN in text:
                text = _SOFT_HYPHEN_AT_LINE_END.sub("-", text)
        self._cuts = _page_furniture(text)
        if self._cuts:
            edges = [0, *(edge for cut in self._cuts for edge in cut), len(text)]
            text = "\n".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
        if not text.isascii():
            for mark in _INVISIBLE:
                text = text.replace(mark, "")
        folded = " ".join(_HYPHEN_AT_LINE_END.sub("-", text).split())
        self._parted = [match.end() + nth for nth, match in enumerate(_GLUED.finditer(folded))]
        self.folded = _GLUED.sub(". ", folded) if self._parted else folded
        self.key = _matching_view(self.folded)

    def read(self, region: Region) -> str:
        """The folded text of *region*."""
        return self.folded[region.start : region.end]

    def trim(self, start: int, end: int, edges: str = " ") -> Region:
        """The region *start* to *end* without the characters of *edges* at either end."""
        folded = self.folded
        if start < end <= len(folded) and folded[start] not in edges and folded[end - 1] not in edges:
            return _new_region(Region, (start, end))
        kept = folded[start:end].rstrip(edges)
        end = max(start + len(kept), start)
        return _new_region(Region, (end - len(kept.lstrip(edges)), end))

    def words(self, region: Region) -> Region | None:
        """*region* without the blanks at its edges; ``None`` if there is nothing else in it."""
        trimmed = self.trim(*region)
        return trimmed if trimmed.start < trimmed.end else None

    def span(self, start: int, end: int) -> Span:
        """The place in the source of the folded characters ``start`` up to ``end``."""
        if start >= end:
            at = self._origin(start)
            return Span(at, at)
        return Span(self._origin(start), self._origin(end - 1) + 1)

    def in_furniture(self, words: re.Pattern[str]) -> list[tuple[str, Region]]:
        """What *words* match in the page numbers and running heads that are left out, in lower case.

        Each has a place beyond the end of :attr:`folded`: there is none of it, but :meth:`span` knows it.
        """
        beyond = len(self.folded) + 1
        return [
            (match[0], Region(beyond + start + match.start(), beyond + start + match.end()))
            for start, end in self._cuts
            for match in words.finditer(self._spelt[start:end].lower())
        ]

    def holds(self, region: Region) -> bool:
        """Whether something stands in *region*: in the folded text, or in what was left out of it."""
        start, end = region
        if end <= len(self.folded):
            return 0 <= start < end
        beyond = len(self.folded) + 1
        return start < end and any(a <= start - beyond and end - beyond <= b for a, b in self._cuts)

    def ends(self, places: Mapping[str, Region]) -> dict[str, list[int]]:
        """Where the spans of *places* begin and end, by the same names: many at once."""
        if not self._in_folded:
            self._index()
        in_folded, in_source = self._in_folded, self._in_source
        found: dict[str, list[int]] = {}
        for name, (start, end) in places.items():
            if start >= end:
                found[name] = [self._origin(start)] * 2
                continue
            if start > len(self.folded):
                found[name] = [self._origin(start), self._origin(end - 1) + 1]
                continue
            first = bisect_right(in_folded, start) - 1
            last = bisect_right(in_folded, end - 1, first) - 1
            begin, stop = in_source[first] + start - in_folded[first], in_source[last] + end - in_folded[last]
            found[name] = (
                [self._unspelt(begin), self._unspelt(stop - 1) + 1] if self._added else [begin, stop]
            )
        return found

    def _origin(self, position: int) -> int:
        if not self._in_folded:
            self._index()
        if position >= len(self.folded):
            beyond = position - len(self.folded)
            return self._unspelt(min(beyond - 1, len(self._spelt))) if beyond else len(self.text)
        nth = bisect_right(self._in_folded, position) - 1
        return self._unspelt(self._in_source[nth] + position - self._in_folded[nth])

    def _unspelt(self, position: int) -> int:
        """Where in the source the character stands that is at *position* once ligatures are spelt out."""
        return position - bisect_right(self._added, position) if self._added else position

    def _index(self) -> None:
        """Find the stretches that stand in the source as they do in the folded text, and where each begins.

        Once ligatures are spelt out, folding changes blanks only: between two places where it changed something, the
        texts are the same.
        """
        text = self._spelt
        if not text.isascii():
            if _SOFT_HYPHEN in text:
                text = _SOFT_HYPHEN_AT_LINE_END.sub("-", text)
            for mark in _INVISIBLE + _FURTHER_BLANKS:
                text = text.replace(mark, "\n")
        for mark in _BLANKS:
            text = text.replace(mark, "\n")
        if self._cuts:
            text = _blanked(text, self._cuts)
        in_folded: list[int] = []
        in_source: list[int] = []
        folded, parted = self.folded, self._parted
        at = start = nth = 0
        for line in text.replace("  ", "\n\n").split("\n"):
            stretch = line.strip(" ")
            if stretch:
                if in_folded and folded[at] == " ":  # else folding joined what a hyphen or nothing separates
                    at += 1
                begins, end = start + (line[0] == " "), at + len(stretch)
                while nth < len(parted) and parted[nth] < end:
                    blank = parted[nth]
                    nth += 1
                    if blank >= at:  # else it stands before this stretch
                        in_folded.append(at)
                        in_source.append(begins)
                        begins += blank - at
                        at, end = blank + 1, end + 1
                in_folded.append(at)
                in_source.append(begins)
                at = end
            start += len(line) + 1
        self._in_source = in_source or [0]
        self._in_folded = in_folded or [0]


def _spelt_out(text: str) -> tuple[str, list[int]]:
    """*text* with the letters of each ligature, and where those stand that are more than it had."""
    pieces: list[str] = []
    added: list[int] = []
    at = length = 0
    for match in _LIGATURE.finditer(text):
        letters = _LIGATURES[match[0]]
        pieces += (text[at : match.start()], letters)
        length += match.start() - at + len(letters)
        added += range(length - len(letters) + 1, length)
        at = match.end()
    return "".join((*pieces, text[at:])), added


def _blanked(text: str, cuts: list[tuple[int, int]]) -> str:
    """*text* with line ends in place of all characters of *cuts*."""
    kept: list[str] = []
    at = 0
    for start, end in cuts:
        kept += (text[at:start], "\n" * (end - start))
        at = end
    return "".join((*kept, text[at:]))


def _page_furniture(text: str) -> list[tuple[int, int]]:
    """Where page numbers and running heads stand."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return []
    numbers: list[re.Match[str]] = []
    numbered: dict[str, list[re.Match[str]]] = {}
    heads: list[re.Match[str]] = []
    cuts: list[tuple[int, int]] = []
    for match in _PAGE_FURNITURE.finditer(lowered.replace("\f", "\n")):
        kind = match.lastgroup
        if kind == "number":
            if lowered[match.start()] == "\n":
                numbers.append(match)
        elif kind == "of":
            numbered.setdefault(match["of"], []).append(match)
        elif kind == "case":
            heads.append(match)
        else:
            cuts.append(match.span())
    for lines in numbered.values():
        cuts += _counted(lowered, lines)
    if heads:
        cuts += _repeated(lowered, heads, cuts)
    if "\f" in lowered:
        cuts += _counting_pages(lowered, list(_TOP_OF_PAGE.finditer(lowered)))
        cuts += [match.span() for match in numbers if lowered.find("\f", match.end(), match.end() + 3) >= 0]
    # A number alone on a line may be one of the text, but not if all such numbers count the pages.
    counted = [int(match["number"]) for match in numbers]
    if counted == [1] and not lowered[numbers[0].end() :].strip():
        cuts.append(numbers[0].span())  # the only page
    elif (
        len(counted) > 1
        and counted[0] in {1, 2}
        and counted == list(range(counted[0], counted[0] + len(counted)))
    ):
        cuts += [match.span() for match in numbers]
    apart: list[tuple[int, int]] = []
    for start, end in sorted(cuts):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _at_page_break(text: str, line: re.Match[str]) -> bool:
    start, end = line.span()
    return "\f" in text[max(start - 2, 0) : start + 2] or "\f" in text[end : end + 3]


def _counted(text: str, lines: list[re.Match[str]]) -> list[tuple[int, int]]:
    """Where those *lines*, "3 of 7" and others of 7, stand that count pages.

    They count on from the one before, or stand beside a page break, or "7 of 7" at the end of all. Others may be of
    the text: "8 of 10" of a list, or of a sentence that a line end broke.
    """
    numbers = [int(line["nth"]) for line in lines]
    last = lines[-1] if lines[-1]["nth"] == lines[-1]["of"] and not text[lines[-1].end() :].strip() else None
    return [
        line.span()
        for n, line in enumerate(lines)
        if numbers[n] - 1 in numbers[max(n - 1, 0) : n]
        or numbers[n] + 1 in numbers[n + 1 : n + 2]
        or line is last
        or _at_page_break(text, line)
    ]


def _repeated(text: str, lines: list[re.Match[str]], cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where those *lines*, a case number each, repeat what stands before them, or begin or end a page."""
    first: dict[str, int] = {}
    for number in _CASE_NUMBER.finditer(_blanked(text, sorted(cuts))):
        first.setdefault(number[0], number.start())
    last = {number[0]: number.start() for number in _CASE_NUMBER.finditer(text)}
    return [
        line.span()
        for line in lines
        if first.get(line["case"], len(text)) < line.start("case")
        or (_at_page_break(text, line) and line.start("case") < last.get(line["case"], 0))
    ]


def _counting_pages(text: str, numbers: list[re.Match[str]]) -> list[tuple[int, int]]:
    """Where those *numbers* stand, alone at the top of pages, that count them: others are of the text."""
    ahead: list[int] = []  # by how much each number is ahead of its page
    page, at = 1, 0
    for number in numbers:
        page += text.count("\f", at, number.start() + 1)
        at = number.start() + 1
        ahead.append(int(number["number"]) - page)
    usual, times = Counter(ahead).most_common(1)[0] if ahead else (0, 0)
    if times < 2 and abs(usual) > 1:
        return []
    return [number.span() for number, by in zip(numbers, ahead, strict=True) if by == usual]


def _matching_view(folded: str) -> str:
    key = folded.lower()
    if len(key) != len(folded):  # a few letters grow when they are lowered; keep those as they are
        key = "".join(low if len(low := c.lower()) == 1 else c for c in folded)
    if not key.isascii():
        for mark, plain in _PLAIN.items():
            key = key.replace(mark, plain)
    return key
