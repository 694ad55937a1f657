"""Citations of the Official Disability Guidelines, behind their name: chapters, each with a topic.

    Elbow Chapter (updated 3/1/20), Splinting
    Knee & Leg, Bracing; Ankle & Foot, Bracing
    Splinting (Elbow Chapter)

The text is split at the names of chapters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from imrkit import lexicon
from imrkit.document import Document, Region
from imrkit.extractors.base import Found, Places
from imrkit.extractors.citation_words import BETWEEN, CHAPTER_WORD, PAGES
from imrkit.model import Guideline
from imrkit.vocabulary import GuidelineSource

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
_DROPPED: Final = re.compile(
    r" ?\((?:updated|online|last|version|rev|web|20|effective|accessed)[^()]{0,50}\)"
    r"| ?(?:procedure summary|online version|web ?based(?: version)?)\b"
    r"|(?<=\w) sections?\b(?:\(s\))?(?: on\b)?(?! ?\d)"
    rf"| ?\b{_UPDATED}| ?\(?\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\)?| ?,? ?(?:20[012]\d)\b"
)
_WHOLLY_IN_BRACKETS: Final = re.compile(r"\((?:[^()]|\([^()]*+\))*+\)")
_NEXT_CHAPTER: Final = re.compile(r"(?P<strong>; ?|\. |,? and (?:the )?|\(\d\) ?)|, ")
_AFTER_CHAPTER: Final = ",;:.(/"  # and nothing


def odg_citations(
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
    if edition and (edition.end() < text.end or not odg_chapter().match(key, *text)):
        start = edition.end()
    if lead := CHAPTER_WORD.match(key, start, text.end):
        start = doc.trim(lead.end(), text.end, BETWEEN).start
    starts, ends = [start], []
    for gap in _NEXT_CHAPTER.finditer(key, start, text.end):
        chapter = odg_chapter().match(key, gap.end(), text.end)
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
    chapter = odg_chapter().match(doc.key, *text)
    if chapter is None:
        return False
    if CHAPTER_WORD.match(doc.key, chapter.end(), text.end):
        return True
    return "and" in joint and doc.key[chapter.end() : min(chapter.end() + 1, text.end)] in _AFTER_CHAPTER


def _is_next_chapter(doc: Document, text: Region, gap: re.Match[str], chapter: re.Match[str]) -> bool:
    """Whether *chapter*, behind *gap*, is another chapter than the one that *text* begins with, not a topic of it."""
    key = doc.key
    current = odg_chapter().match(key, *text)
    if current and current.end() > gap.start():
        return False
    if CHAPTER_WORD.match(key, chapter.end(), text.end):
        return True
    after = key[chapter.end() : min(chapter.end() + 1, text.end)]
    if gap[0] == " and " and (not after or after not in _AFTER_CHAPTER):  # "for subacute and chronic pain"
        word = CHAPTER_WORD.match(key, current.end(), text.end) if current else None
        return current is not None and gap.start() == (word or current).end()
    if gap["strong"]:
        return True
    return " " in chapter[0] and (after in _AFTER_CHAPTER or chapter[0] not in _also_topics())


def body_chapter(doc: Document, text: Region) -> tuple[Region, Region] | None:
    """What *text* begins with and calls a chapter, and what follows it: "Elbow Chapter, Splinting"."""
    chapter = odg_chapter().match(doc.key, *text)
    word = CHAPTER_WORD.match(doc.key, chapter.end(), text.end) if chapter else None
    if chapter is None or word is None:
        return None
    return Region(*chapter.span()), doc.trim(word.end(), text.end, BETWEEN)


def _odg_citation(
    doc: Document, source: Region, year: Region | None, title: Region, topic: Region
) -> Found[Guideline]:
    places: Places = {"source": source}
    named = topic if topic.end > topic.start else title
    pages = None
    if doc.key.find("page", *named) >= 0 or doc.key[named.end - 1 : named.end].isdigit():
        pages = PAGES.search(doc.key, *named)
    if pages and doc.trim(pages.end(), named.end, " )").end <= pages.end():  # it ends with them
        before = doc.trim(named.start, pages.start(), BETWEEN)
        title, topic = (title, before) if named is topic else (before, topic)
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
    if lead := CHAPTER_WORD.match(key, start, end):
        start = doc.trim(lead.end(), end, BETWEEN).start
    if chapter := odg_chapter().match(key, start, end):
        title = Region(start, chapter.end())
        return title, _topic(doc, title.end, end)
    word = CHAPTER_WORD.search(key, start, end)
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
        skipped = CHAPTER_WORD.match(key, at, end) or _DROPPED.match(key, at, end)
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
def odg_chapter() -> re.Pattern[str]:
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
