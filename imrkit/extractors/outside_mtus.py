"""Citations outside the Medical Treatment Utilization Schedule, as they stand behind "Non-MTUS Citation".

    Official Disability Guidelines (ODG), Elbow Chapter (updated 3/1/20), Splinting
    ODG, Knee & Leg, Bracing; Ankle & Foot, Bracing
    American College of Occupational and Environmental Medicine (ACOEM), Chapter 6
    ODG, Elbow, Splinting, and Roe R, et al. Splints for all. J Splint. 2031;2(9):1-5
    www.example.org/guideline

The text is split at the names of publishers, what belongs to the ODG at the names of its chapters. What has no
publisher that is known is one citation, whole, and so is what follows one of the ODG and has the marks of
literature: a name of the data file ``publishers`` at its beginning, "et al", a volume.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Final

from imrkit import lexicon
from imrkit.document import Document, Region
from imrkit.extractors.base import Found, Places
from imrkit.model import Guideline
from imrkit.vocabulary import GuidelineSource

ACOEM: Final = (
    r"(?:american college of occupational (?:and|&) environmental medicine(?: ?\(acoem\))?|acoem)"
    r"(?: occupational medicine)?(?: practice)?(?: guidelines?)?,?(?: ?(?:2nd|second|3rd|third) edition,?)?"
    r"(?: ?\(?2004\)?,?)?"
)
CHAPTER_NUMBER: Final = r"(?:chapters? ?|ch\. ?)(?P<chapter>\d{1,2})[,:]? ?(?:\((?=[a-z]))?"
PAGES: Final = re.compile(
    r"\(?\b(?:page\(s\) ?: ?)?(?:pages?(?: ?\(s\))?|pgs?\.?|pp?\.?) ?:? ?"
    r"(?P<pages>\d[\d, &/-]{0,60}+(?!c\.?c\.?r)(?:and \d[\d, -]{0,40}+)?)(?:of \d+)?"
)
"""Pages, not "8 C.C.R. 9792.20", which some write behind the label of the pages."""
BARE_PAGES: Final = re.compile(r"(?P<pages>\d{1,3}(?:[ ,&-]{1,3}\d{1,3}){0,9})")
"""Pages without a label, where nothing else stands behind a chapter: "LOW BACK CHAPTER, 303"."""
BETWEEN: Final = " ,:;.-/\u2013\u2014"
"""What may stand between the parts of a citation."""

ODG: Final = (
    r"\b(?:official disability guidelines?|odg)(?:[ ,-]{0,3}\(?"
    r"(?:treatment in worker'?s'? comp(?:ensation)?|odg(?:[- ]?twc)?|twc)\b\)?){0,3}"
)
_PUBLISHER: Final = re.compile(
    rf"(?P<odg>{ODG})|\b(?P<acoem>{ACOEM})|(?:and )?\bother medical treatment guidelines?"
    r"(?: (?:or|and) medical evidence)?[ ,:-]*"
)
_UPDATED: Final = (
    r"(?:last )?(?:updated|revised|accessed|effective) (?:on )?"
    r"(?:\d{1,2}/\d{1,2}/\d{2,4}|(?:[a-z]{3,9} (?:\d{1,2}, )?)?20[012]\d)"
)
_EDITION: Final = re.compile(
    r"(?:(?:integrated treatment/disability duration )?guidelines?\b|treatment(?: index\b|(?=,))|"
    r"online(?: version| edition)?\b|\(?web(?:[ -]?based)?(?: version)?(?:\)|(?=,))|work loss data institute\b|"
    rf"\(?(?:current|latest|most recent) (?:version|edition)\)?|\(?\b{_UPDATED}\)?|"
    r"\(?(?:\d{1,2}(?:st|nd|rd|th) )?edition\)?|\(?(?P<year>20[012]\d)\)?(?!\d)|\(\d\)|[ ,:;.-])+"
)
"""What stands between the name of the ODG and its chapter and is neither chapter nor topic."""
_CHAPTER_WORD: Final = re.compile(r" ?\(?\bchapters?\b\)?(?: on)?")
_DROPPED: Final = re.compile(
    r" ?\((?:updated|online|last|version|rev|web|20|effective|accessed)[^()]{0,50}\)"
    r"| ?(?:procedure summary|online version|web ?based(?: version)?)\b"
    rf"| ?\b{_UPDATED}| ?\(?\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\)?| ?,? ?(?:20[012]\d)\b"
)
_YEAR_ALONE: Final = re.compile(r"(?:the )?(?P<year>20[012]\d)")
_SILENT: Final = re.compile(
    r"(?:the )?(?:california |ca )?mtus\b[^.;:]{0,80}?\b(?:not|silent)\b[^.;:,]{0,60}[.;:,] (?:(?:therefore|thus),? )?"
)
"""Why a decision rests on something else: "the MTUS does not address it; ..."."""
_WHOLLY_IN_BRACKETS: Final = re.compile(r"\((?:[^()]|\([^()]*+\))*+\)")
_NEXT_CHAPTER: Final = re.compile(r"(?P<strong>; ?|\. |,? and (?:the )?|\(\d\) ?)|, ")
_MARK_OF_LITERATURE: Final = re.compile(r"\bet\.? al\b|\b(?:19|20)\d\d ?[a-z]{0,9};? ?\d{1,4} ?[(:]")
_NEXT_CITATION: Final = re.compile(r"(?:,|;) and (?:on )?|; ")
_NEXT_SENTENCE: Final = re.compile(r"(?<=[a-z)]{3})\. ")
_JOINT: Final = re.compile(r" (?:and|as well as)(?: the)?$")
"""What joins the next publisher."""
_LONGEST_JOINT: Final = 16
_END_OF_WEB_CITATION: Final = re.compile(r"accessed (?:on )?\d{1,2}[/-]\d{1,2}[/-]\d{2,4}[,;.]? ")


def outside_mtus(doc: Document, region: Region) -> Iterator[Found[Guideline]]:
    """The citations of *region*, the text behind "Non-MTUS Citation"."""
    key = doc.key
    if silent := _SILENT.match(key, *region):
        region = Region(silent.end(), region.end)
    heads = [head for head in _PUBLISHER.finditer(key, *region) if not _in_web_address(doc, region, head)]
    edges = [*(head.start() for head in heads), region.end]
    before = _without_joint(doc, region.start, doc.trim(region.start, edges[0], BETWEEN))
    of_odg = _odg_chapter().match(key, *before) is not None
    year = _YEAR_ALONE.fullmatch(key, *before) if heads else None  # "2016 Official Disability Guidelines"
    if before.end > before.start and not year:
        # The ODG is what is meant where one of its chapters is named without it, or before it.
        yield from _odg(doc, before, before) if of_odg else _others(doc, before)
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
            yield from _odg(
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
    names = "|".join(
        re.escape(name) + (r"\b" if name[-1].isalnum() else "") for (name,) in lexicon.rows("publishers")
    )
    article = "(?:the )?(?:article|study) (?:by |in )?"
    return re.compile(rf"(?:[,;.]|(?<=\))) (?:and )?(?:on )?(?:{article}|(?=(?:{names})))")


_AFTER_CHAPTER: Final = ",;:.(/"  # and nothing
_WEB: Final = ("http:", "https:", "www.")


def _odg(
    doc: Document, source: Region, text: Region, year: Region | None = None
) -> Iterator[Found[Guideline]]:
    """Chapters of the ODG, each with its topic, or several that share one ("A, B and C chapters: topic")."""
    key = doc.key
    if _WHOLLY_IN_BRACKETS.fullmatch(key, *text):
        text = Region(text.start + 1, text.end - 1)
    edition = _EDITION.match(key, *text)
    if edition and edition["year"]:
        year = Region(*edition.span("year"))
    start = text.start
    if edition and (edition.end() < text.end or not _odg_chapter().match(key, *text)):
        start = edition.end()
    if lead := _CHAPTER_WORD.match(key, start, text.end):
        start = doc.trim(lead.end(), text.end, BETWEEN).start
    starts, ends = [start], []
    for gap in _NEXT_CHAPTER.finditer(key, start, text.end):
        chapter = _odg_chapter().match(key, gap.end(), text.end)
        if chapter and _is_next_chapter(doc, Region(starts[-1], text.end), gap, chapter):
            starts.append(gap.end())
            ends.append(gap.start())
    ends.append(text.end)
    if len(starts) == 2 and not _begins_with_chapter(doc, Region(start, ends[0]), key[ends[0] : starts[1]]):
        last = body_chapter(doc, Region(starts[1], text.end))
        if last and last[1].end <= last[1].start:  # "Splinting, Elbow Chapter": the topic comes first
            yield _odg_citation(doc, source, year, last[0], _topic(doc, start, ends[0]))
            return
    parts = [_title_and_topic(doc, doc.trim(a, b, BETWEEN)) for a, b in zip(starts, ends, strict=True)]
    shared = parts[-1][1] if "chapters" in key[text.start : text.end] else None
    for title, topic in parts:
        yield _odg_citation(doc, source, year, title, shared or topic)


def _begins_with_chapter(doc: Document, text: Region, joint: str) -> bool:
    """Whether *text* begins with a chapter that *joint* joins to the next, not with a topic of its name ("opioids")."""
    chapter = _odg_chapter().match(doc.key, *text)
    if chapter is None:
        return False
    if _CHAPTER_WORD.match(doc.key, chapter.end(), text.end):
        return True
    return "and" in joint and doc.key[chapter.end() : min(chapter.end() + 1, text.end)] in _AFTER_CHAPTER


def _is_next_chapter(doc: Document, text: Region, gap: re.Match[str], chapter: re.Match[str]) -> bool:
    """Whether *chapter*, behind *gap*, is another chapter than the one that *text* begins with, not a topic of it."""
    key = doc.key
    current = _odg_chapter().match(key, *text)
    if current and current.end() > gap.start():
        return False
    if _CHAPTER_WORD.match(key, chapter.end(), text.end):
        return True
    after = key[chapter.end() : min(chapter.end() + 1, text.end)]
    if gap[0] == " and " and (not after or after not in _AFTER_CHAPTER):  # "for subacute and chronic pain"
        word = _CHAPTER_WORD.match(key, current.end(), text.end) if current else None
        return current is not None and gap.start() == (word or current).end()
    if gap["strong"]:
        return True
    return " " in chapter[0] and (after in _AFTER_CHAPTER or chapter[0] not in _also_topics())


def body_chapter(doc: Document, text: Region) -> tuple[Region, Region] | None:
    """What *text* begins with and calls a chapter, and what follows it: "Elbow Chapter, Splinting"."""
    chapter = _odg_chapter().match(doc.key, *text)
    word = _CHAPTER_WORD.match(doc.key, chapter.end(), text.end) if chapter else None
    if chapter is None or word is None:
        return None
    return Region(*chapter.span()), doc.trim(word.end(), text.end, BETWEEN)


def _odg_citation(
    doc: Document, source: Region, year: Region | None, title: Region, topic: Region
) -> Found[Guideline]:
    places: Places = {"source": source}
    pages = PAGES.search(doc.key, *topic) if doc.key.find("page", *topic) >= 0 else None
    if pages:
        places["pages"] = doc.trim(*pages.span("pages"), " ,")
    if year:
        places["year"] = year
    if title.end > title.start:
        places["title"] = title
    if topic.end > topic.start:
        places["sections"] = topic
    return Found(
        Guideline(
            GuidelineSource.ODG,
            mtus=False,
            title=doc.read(title) or None,
            year=int(doc.read(year)) if year else None,
            sections=doc.read(topic) or None,
            pages=doc.read(places["pages"]) if pages else None,
        ),
        places,
    )


def _title_and_topic(doc: Document, text: Region) -> tuple[Region, Region]:
    """A chapter and its topic, whichever comes first."""
    key, end = doc.key, text.end
    start = text.start
    if lead := _CHAPTER_WORD.match(key, start, end):
        start = doc.trim(lead.end(), end, BETWEEN).start
    if chapter := _odg_chapter().match(key, start, end):
        title = Region(start, chapter.end())
        return title, _topic(doc, title.end, end)
    word = _CHAPTER_WORD.search(key, start, end)
    if word is None:  # a named guideline that is no chapter, or a bare topic
        dropped = _DROPPED.search(key, start, end)
        stop = dropped.start() if dropped else end
        comma = key.find(", ", start, stop)
        title = doc.trim(start, comma if comma >= 0 else stop, BETWEEN)
        return title, _topic(doc, title.end, end)
    comma = max(key.rfind(mark, start, word.start()) for mark in ",:;")
    opened = key.rfind("(", start, word.start())
    if opened > max(comma, key.rfind(")", start, word.start())):  # "Splinting (Elbow Chapter)"
        comma = opened
    title = doc.trim(max(comma + 1, start), word.start(), BETWEEN)
    topic = _topic(doc, word.end(), end)
    if topic.end <= topic.start and comma >= 0:  # "Splinting, Elbow Chapter"
        topic = doc.trim(start, comma, BETWEEN)
    return title, topic


def _topic(doc: Document, at: int, end: int) -> Region:
    """What follows a chapter, past "Chapter", "(updated ...)" and "Online Version"."""
    key = doc.key
    while at < end:
        skipped = _CHAPTER_WORD.match(key, at, end) or _DROPPED.match(key, at, end)
        if skipped:
            at = skipped.end()
        elif key[at] in BETWEEN:
            at += 1
        else:
            break
    if key.startswith("under ", at, end):
        at += len("under ")
    topic = doc.trim(at, end, BETWEEN)
    if key.endswith(" section", *topic):
        topic = doc.trim(topic.start, topic.end - len(" section"), BETWEEN)
    return Region(topic.start + 1, topic.end - 1) if _WHOLLY_IN_BRACKETS.fullmatch(key, *topic) else topic


@cache
def _also_topics() -> frozenset[str]:
    """The names of chapters with which topics begin, too: "chronic pain programs"."""
    return frozenset(row[0] for row in lexicon.rows("odg_chapters") if len(row) > 1)


@cache
def _odg_chapter() -> re.Pattern[str]:
    """The name of a chapter, its words joined by whatever a writer joins them with."""
    names = sorted((row[0] for row in lexicon.rows("odg_chapters")), key=len, reverse=True)
    words = (
        r"(?:[ ,/-]{1,3}(?:(?:and|&) )?)".join(
            map(re.escape, re.sub(r" (?:&|and) |[,/-]", " ", name).split())
        )
        for name in names
    )
    return re.compile(
        rf"(?:{'|'.join(dict.fromkeys(words))})\b(?: \((?:(?:acute|chronic)[^()]{{0,20}}|trauma[^()]{{0,70}})\))?"
        r"(?=$|[ ,;:./()-])(?! (?:therapy|guidelines?)\b)"
    )


def _acoem(doc: Document, source: Region, text: Region) -> Found[Guideline]:
    key = doc.key
    number = re.compile(CHAPTER_NUMBER).match(key, *text)
    pages = PAGES.search(key, *text)
    title = doc.trim(number.end() if number else text.start, pages.start() if pages else text.end, BETWEEN)
    word = _CHAPTER_WORD.search(key, *title)
    rest = title if number else Region(title.end, title.end)
    if word and word.start() > title.start:
        rest = doc.trim(word.end(), title.end, BETWEEN)
        title = doc.trim(title.start, word.start(), BETWEEN)
    bare = None if pages else BARE_PAGES.fullmatch(key, *rest)
    if bare and rest == title:
        title = Region(title.end, title.end)
    places: Places = {"source": source}
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
