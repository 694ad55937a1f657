"""Citations outside the Medical Treatment Utilization Schedule, as they stand behind "Non-MTUS Citation".

    Official Disability Guidelines (ODG), Elbow Chapter (updated 3/1/20), Splinting
    ODG, Knee & Leg, Bracing; Ankle & Foot, Bracing
    American College of Occupational and Environmental Medicine (ACOEM), Chapter 6
    ODG, Elbow, Splinting, and Roe R, et al. Splints for all. J Splint. 2031;2(9):1-5
    www.example.org/guideline
    1) ODG, Elbow Chapter, Splinting. 2) A splint atlas

The text is split at the names of publishers, what belongs to the ODG at the names of its chapters. What has no
publisher that is known is one citation, whole, and so is what follows one of the ODG and has the marks of
literature: a name of the data file ``publishers`` at its beginning, "et al", a volume.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import Final

from imrkit import lexicon
from imrkit.document import Document, Region
from imrkit.extractors.base import Found, Places
from imrkit.extractors.citation_words import (
    ACOEM,
    BARE_PAGES,
    BETWEEN,
    CHAPTER_NUMBER,
    CHAPTER_WORD,
    ODG,
    PAGES,
    YEAR_OF_EDITION,
)
from imrkit.extractors.odg_citations import odg_chapter, odg_citations
from imrkit.model import Guideline
from imrkit.vocabulary import GuidelineSource

_PUBLISHER: Final = re.compile(
    rf"(?P<odg>{ODG})|\b(?P<acoem>{ACOEM})|(?:and )?\bother medical treatment guidelines?"
    r"(?: (?:or|and) medical evidence)?[ ,:-]*"
)
_CHAPTER_NUMBER: Final = re.compile(CHAPTER_NUMBER)
_YEAR_ALONE: Final = re.compile(r"(?:the )?(?P<year>20[012]\d)")
_SILENT: Final = re.compile(
    r"(?:the )?(?:california |ca )?mtus\b[^.;:]{0,80}?\b(?:not|silent)\b[^.;:,]{0,60}[.;:,] (?:(?:therefore|thus),? )?"
)
"""Why a decision rests on something else: "the MTUS does not address it; ..."."""
_MARK_OF_LITERATURE: Final = re.compile(r"\bet\.? al\b|\b(?:19|20)\d\d ?[a-z]{0,9};? ?\d{1,4} ?[(:]")
_NEXT_CITATION: Final = re.compile(r"(?:,|;) and (?:on )?|; ")
_NEXT_SENTENCE: Final = re.compile(r"(?<=[a-z)]{3})\. ")
_JOINT: Final = re.compile(r" (?:and|as well as)(?: the)?$|\bthe$")
"""What joins the next publisher, or introduces the first."""
_LONGEST_JOINT: Final = 16
_WEB: Final = ("http:", "https:", "www.")
_ENTRY: Final = re.compile(r"(?:(?<=[.,;:)] )|(?<= and )|(?<= )(?=\(?\d{1,2}\)))\(?(?P<number>\d{1,2})[.)] ")
_FIRST_ENTRY: Final = re.compile(r"\(?1[.)] ")
"""The numbers of a list: "1. ...; 2. ...", or with brackets, "1) ... 2) ...", "(1) ...", and nothing before them."""
_END_OF_WEB_CITATION: Final = re.compile(r"accessed (?:on )?\d{1,2}[/-]\d{1,2}[/-]\d{2,4}[,;.]? ")


def outside_mtus(doc: Document, region: Region) -> Iterator[Found[Guideline]]:
    """The citations of *region*, the text behind "Non-MTUS Citation"."""
    key = doc.key
    if silent := _SILENT.match(key, *region):
        region = Region(silent.end(), region.end)
    for entry in _entries(doc, region):
        yield from _entry(doc, entry)


def _entries(doc: Document, region: Region) -> Iterator[Region]:
    """What a list numbers, or *region* itself."""
    first = _FIRST_ENTRY.match(doc.key, *region)
    if first is None:
        yield region
        return
    start, number = first.end(), 1
    for mark in _ENTRY.finditer(doc.key, start, region.end):
        if int(mark["number"]) == number + 1:
            yield doc.trim(start, mark.start(), " ,;.")
            start, number = mark.end(), number + 1
    yield Region(start, region.end)


def _entry(doc: Document, region: Region) -> Iterator[Found[Guideline]]:
    """The citations of one entry of a list, or of a text without numbers."""
    key = doc.key
    heads = [head for head in _PUBLISHER.finditer(key, *region) if not _in_web_address(doc, region, head)]
    edges = [*(head.start() for head in heads), region.end]
    before = _without_joint(doc, region.start, doc.trim(region.start, edges[0], BETWEEN))
    of_odg = odg_chapter().match(key, *before) is not None
    year = _YEAR_ALONE.fullmatch(key, *before) if heads else None  # "2016 Official Disability Guidelines"
    if before.end > before.start and not year:
        # The ODG is what is meant where one of its chapters is named without it, or before it.
        yield from odg_citations(doc, before, before) if of_odg else _others(doc, before)
    for head, end, following in zip(heads, edges[1:], [*heads[1:], None], strict=False):
        source = Region(*head.span())
        text = doc.trim(head.end(), end, BETWEEN)
        text = _without_joint(doc, head.end(), text)
        if text.end <= text.start:
            again = following is not None and following.lastgroup == head.lastgroup
            if again or (of_odg and len(heads) == 1):
                continue  # one name twice: "Official Disability Guidelines, ODG"; or behind its chapter
        if head["odg"]:
            also = _before_literature(
                doc, text if key.startswith(_WEB, *text) else Region(head.end(), text.end)
            )
            its = doc.trim(text.start, max(also.start, text.start), BETWEEN) if also else text
            yield from odg_citations(
                doc, source, its, Region(*year.span("year")) if year and head is heads[0] else None
            )
            if also:
                yield from _others(doc, Region(also.end, text.end))
        elif head["acoem"]:
            yield _acoem(doc, source, text)
        elif text.end > text.start:
            yield from _others(doc, text)


def _without_joint(doc: Document, start: int, text: Region) -> Region:
    """*text*, of a citation that begins at *start*, without what joins the next publisher to it."""
    joint = _JOINT.search(doc.key, max(start, text.end - _LONGEST_JOINT), text.end)
    return doc.trim(text.start, max(joint.start(), text.start), BETWEEN) if joint else text


def _in_web_address(doc: Document, region: Region, head: re.Match[str]) -> bool:
    before = doc.key[max(region.start, head.start() - 1) : head.start()]
    return before in {"/", ".", "_"} and doc.key[max(region.start, head.start() - 2)] != " "


def _before_literature(doc: Document, text: Region) -> Region | None:
    """What joins the citation of something else to one of the ODG."""
    joint = _published().search(doc.key, *text)
    if joint is None and (mark := _MARK_OF_LITERATURE.search(doc.key, *text)):
        before = text.start, mark.start()
        joint = _NEXT_CITATION.search(doc.key, *before) or _NEXT_SENTENCE.search(doc.key, *before)
    return Region(*joint.span()) if joint else None


@cache
def _published() -> re.Pattern[str]:
    names = [name for (name,) in lexicon.rows("publishers")]
    article = "(?:the )?(?:article|study) (?:by |in )?"
    # Without a comma, a name of one word may be a part of the topic: "opioids and FDA approval".
    of_words = _alternatives(name for name in names if " " in name)
    return re.compile(
        rf"(?:[,;.]|(?<=\))) (?:and )?(?:on )?(?:{article}|(?:the )??(?=(?:{_alternatives(names)})))"
        rf"| and (?:the )??(?=(?:{of_words}))"
    )


def _alternatives(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) + (r"\b" if name[-1].isalnum() else "") for name in names)


def _acoem(doc: Document, source: Region, text: Region) -> Found[Guideline]:
    key = doc.key
    number = _CHAPTER_NUMBER.match(key, *text)
    pages = PAGES.search(key, *text)
    title = doc.trim(number.end() if number else text.start, pages.start() if pages else text.end, BETWEEN)
    word = CHAPTER_WORD.search(key, *title)
    rest = title if number else Region(title.end, title.end)
    if word and word.start() > title.start:
        number = number or _CHAPTER_NUMBER.match(key, key.find("chapter", word.start()), title.end)
        rest = doc.trim(max(word.end(), number.end() if number else 0), title.end, BETWEEN)
        title = doc.trim(title.start, word.start(), BETWEEN)
    bare = None if pages else BARE_PAGES.fullmatch(key, *rest)
    if bare and rest == title:
        title = Region(title.end, title.end)
    places: Places = {"source": source}
    if year := YEAR_OF_EDITION.search(key, *source):
        places["year"] = Region(*year.span())
    if title.end > title.start:
        places["title"] = title
    if number:
        places["chapter"] = Region(*number.span("chapter"))
    if pages:
        places["pages"] = doc.trim(*pages.span("pages"), " ,")
    elif bare:
        places["pages"] = Region(*bare.span())
    return Found(
        Guideline(
            GuidelineSource.ACOEM,
            mtus=False,
            title=doc.read(title) or None,
            chapter=int(number["chapter"]) if number else None,
            year=int(year["year"]) if year else None,
            pages=doc.read(places["pages"]) if "pages" in places else None,
        ),
        places,
    )


def _others(doc: Document, text: Region) -> Iterator[Found[Guideline]]:
    """Anything else, whole; two web citations are told apart by the date of access that ends the first."""
    ends = [match.end() for match in _END_OF_WEB_CITATION.finditer(doc.key, *text)]
    for start, end in pairwise([text.start, *ends, text.end]):
        place = doc.trim(start, end, " ,;.")
        if place.end > place.start:
            citation = Guideline(GuidelineSource.OTHER, mtus=False, title=doc.read(place))
            yield Found(citation, {"source": place, "title": place})
