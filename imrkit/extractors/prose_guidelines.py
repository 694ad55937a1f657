"""Guidelines in free prose, as the older letters cite them.

    The Claims Administrator based its decision on the Elbow Disorders Chapter (ACOEM Practice Guidelines, 2nd
    Edition (2007), Chapter 10), page 38, and the Acupuncture Medical Treatment Guidelines, which are part of the
    MTUS. The Claims Administrator also cited the Official Disability Guidelines (ODG), Elbow Chapter, which is not
    part of the MTUS.

What is cited is known by its name: a chapter of the MTUS, the ACOEM's or the Official Disability Guidelines. Its
pages and sections stand between it and the next name, or the clause that says whether it is part of the MTUS.
What has no name that is known is a citation only where the letter says that a decision is based on it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from operator import attrgetter
from typing import Final, NamedTuple

from attrs import evolve

from imrkit import lexicon
from imrkit.document import Document, Region
from imrkit.extractors.base import Found, Places
from imrkit.extractors.citation_words import ACOEM, BARE_PAGES, BETWEEN, ODG, PAGES
from imrkit.extractors.narrative import sentence_end
from imrkit.extractors.odg_citations import body_chapter
from imrkit.extractors.outside_mtus import outside_mtus
from imrkit.model import Guideline
from imrkit.vocabulary import GuidelineSource

_MTUS: Final = (
    r"(?<!non-)(?<!non )(?<!non- )(?<!non -)(?<!non - )"
    r"(?:mtus|medical treatment utilization schedule(?: ?\(mtus\))?)(?! citation)"
)
_OF_A_CHAPTER: Final = ("complaints", "guideline", "disorders", "conditions", "medical treatment")
_CALLED_A_CHAPTER: Final = (
    "approach",
    "cornerstones",
    "restoration of function",
    "examinations and consultations",
)
_GLUE: Final = re.compile(
    r"(?:[ ,:;()/-]|\b(?:the|of|chapter|section|practice|california|(?:chapter|ch\.?) \d{1,2}|2nd edition|20\d\d)\b)*"
)
_LONGEST_GLUE: Final = 60

_PART_OF: Final = re.compile(rf"(?:part of|(?P<outside>outside)(?: of)?) (?:the )?(?:california )?{_MTUS}")
_BEFORE_PART_OF: Final = re.compile(
    r"[ ,;(-]*(?:\b(?:which|that|both of which|all of which)\b(?: (?:is|are|was|were))?|\b(?:is|are|both)\b)?"
    r"(?: an?)?(?:[ ,]*(?:nationally recognized |evidence[- ]based )*(?:medical treatment guidelines?(?: ?\(mtg\))?|"
    r"(?<=\ba )(?:source|citation|guideline|publication)),?"
    r"(?: (?:which|that) (?:is|are))?)?(?P<not>(?: but)? not)?(?: considered)?(?: an?)? $"
)
_LEAD: Final = re.compile(
    r"\b(?:based (?:(?:its|his/ ?her|his|her|their|the) decision )?(?:up)?on|rel(?:ied|ies|ying) (?:up)?on|"
    r"cit(?:ed|es|ing)|used|utilized|referenced|applied)(?: (?:the|an?))? (?:california |ca )?"
)
_LEAD_BEFORE: Final = re.compile(rf"{_LEAD.pattern}$")
_CHAPTER_OF: Final = re.compile(
    r".*\b(?:on|upon|cited|used|utilized|found|the) (?P<chapter>(?:[\w&/(),-]+ ){1,6}?chapter)(?: on [\w ]{3,30})? "
    r"(?:of|in|from) (?:the )?$"
)
_STRONG_LEAD: Final = re.compile(
    r"\b(?:(?:decision|denial|determination) (?:(?:is|was) based )?(?:up)?on|(?:(?:relied|relies) (?:up)?on|cited)"
    r"(?: by the (?:claims administrator|\w{4,12} reviewer) (?:is|are|was|were))?|"
    r"reviewer found(?= [^.]{0,200}\b(?:applicable|relevant)\b))(?: the following(?: [a-z ]{3,60})?:)?"
    r"(?: (?P<article>the|an?)(?= ))? "
)
_NOT_CITED: Final = re.compile(
    r"\b(?:did|do|does) not\b|\bno (?:section|chapter|part|portion|guideline)|\bnot (?:applicable|addressed|relevant)|"
    r"\b(?:is|are) silent\b"
)
_NO_CITATION: Final = re.compile(
    r"(?:any|no|none|this|these|its|his|her|their|recommendations?|review|evidence|guidelines?|clinical|lack|fact|"
    r"strength|records?|medical (?:evidence|records?|necessity|treatment guidelines?(?=[.,;]|$))|following|"
    r"documentation|information|claims administrator|same|above|absence)\b"
)
_MORE: Final = re.compile(r"[ ,;)]*(?:and|as well as|or)? ?(?:also )?(?:(?:up)?on )?(?:(?P<article>the) )?")

_JOINT: Final = re.compile(r",? and(?: the)?(?: (?:non-mtus|california|ca))?$")
"""What joins the next citation."""

_NUMBER: Final = re.compile(r"\bch(?:apters?|\.)? ?(?P<chapter>\d{1,2})\b")
_YEAR: Final = re.compile(r"(?<![-/\d.])(?P<year>(?:19|20)\d\d)\b(?![-/.]\d)")
_AROUND_SECTION: Final = re.compile(
    r"(?:[ ,:;().\u00a7-]|\b(?:sections?|pages?)\b(?: ?\(s\))?|\b(?:guidelines?|chapters?(?: \d{1,2})?|on|regarding|"
    r"for|the|in|under|topic|(?:2nd|second|3rd|third) edition|(?:january|february|march|april|may|june|july|august|"
    r"september|october|november|december)?,? ?(?:19|20)\d\d|california|ca|practice|and|as well as|of|revised|cpmtg|"
    r"mtg|8 c\.?c\.?r)\b)*"
)
_AFTER_SECTION: Final = re.compile(
    r"(?:[ ,:;.(]|\b(?:sections?|chapters?|portion|pages?|pgs?|pp?|and|as well as|the|of|in|non-mtus|citations?)\b)+$"
)
_NOT_GIVEN: Final = re.compile(r"(?:not|no|none|unspecified|unknown)\b")
_CLAUSE: Final = re.compile(
    r"\b(?:as (?:being |it )?(?:relevant|applicable|appropriate|cited|noted)|(?:to be )?(?:relevant|applicable)|"
    r"as (?:the|an?) (?:most|best|more|basis|relevant|applicable|appropriate)|appropriate|to (?:deny|support|determine|"
    r"make)|which|that|when|because|since|however|but|is|are|was|were|do|does|did|has|have|"
    r"state(?= that)|(?<!united )states|recommends?|found)\b"
)
_ABBREVIATED: Final = (" c.c.r", " p", " pp", " pg", " pgs", " ch", " sec", "(p", "(pp", "(pg", "(pgs")
_LONGEST_SECTION: Final = 120
_LONGEST_CLAUSE: Final = 140


class _Head(NamedTuple):
    """The name that a citation begins with, or several that say the same: a chapter and whose it is."""

    start: int
    end: int
    names: dict[str, Region]
    """By the group of the pattern that found each: title, acoem, odg, mtus."""


class _Clause(NamedTuple):
    """ "which is (not) part of the MTUS"."""

    start: int
    end: int
    part: bool


def prose_citations(doc: Document, region: Region) -> Iterator[Found[Guideline]]:
    """The citations of a paragraph of free prose, each once."""
    seen: set[Guideline] = set()
    for sentence in _sentences(doc, region):
        for found in _of_sentence(doc, sentence):
            if found.value not in seen:
                seen.add(found.value)
                yield found


def _sentences(doc: Document, region: Region) -> Iterator[Region]:
    start = end = region.start
    while end < region.end:
        end = sentence_end(doc, end, region.end)
        if not doc.key.endswith(_ABBREVIATED, start, end):
            yield Region(start, end)
            start = end + 1
        end += 1
    if start < region.end:
        yield Region(start, region.end)


def _of_sentence(doc: Document, sentence: Region) -> Iterator[Found[Guideline]]:
    start = _said_to_be_used(doc, sentence)
    if start == sentence.end:
        return
    yield from sorted(_stated(doc, sentence, start), key=lambda found: found.places["source"])


def _stated(doc: Document, sentence: Region, start: int) -> Iterator[Found[Guideline]]:
    clauses = list(_clauses(doc, Region(start, sentence.end)))
    heads = list(_heads(doc, Region(start, sentence.end), clauses))
    edges = [*(head.start for head in heads[1:]), sentence.end]
    for head, edge in zip(heads, edges, strict=False):
        # By its end: what a clause begins with, "medical treatment guidelines, which is", may end the chapter's name.
        at = bisect_right(clauses, head.end, key=attrgetter("end"))
        clause = clauses[at] if at < len(clauses) else None
        own = clause if clause and clause.start < edge else None
        stretch = Region(head.end, max(own.start, head.end) if own else edge)
        if (
            own and not own.part and "mtus" in head.names
        ):  # it is said of something else: "the MTUS ..., and ..."
            joint = doc.key.rfind(", and ", *stretch)
            if joint >= 0:
                yield from _other(doc, Region(joint + len(", and "), stretch.end))
                stretch, own = Region(head.end, joint), None
        if "other" in head.names:
            yield from _other(doc, stretch)
        elif "odg" in head.names:
            yield from _odg(doc, head, stretch)
        else:  # the ACOEM's shares the clause of what is named after it; an MTUS chapter says itself what it is
            said = own or (clause if "acoem" in head.names and "mtus" not in head.names else None)
            yield _citation(doc, head, stretch, said.part if said else None)
    yield from _unnamed(doc, Region(start, sentence.end), clauses, heads)


def _said_to_be_used(doc: Document, sentence: Region) -> int:
    """From where on a sentence says what was used: "No chapter applies; the reviewer relied on the ..."."""
    denial = _NOT_CITED.search(doc.key, *sentence)
    if denial is None or _LEAD.search(doc.key, sentence.start, denial.start()):
        return sentence.start
    lead = _LEAD.search(doc.key, denial.end(), sentence.end)
    return lead.start() if lead else sentence.end


def _clauses(doc: Document, sentence: Region) -> Iterator[_Clause]:
    for match in _PART_OF.finditer(doc.key, *sentence):
        before = _BEFORE_PART_OF.search(
            doc.key, max(sentence.start, match.start() - _LONGEST_CLAUSE), match.start()
        )
        start = before.start() if before else match.start()
        denied = match["outside"] or (before and before["not"])
        yield _Clause(start, match.end(), part=not denied)


@cache
def _names() -> re.Pattern[str]:
    titles = sorted((row[0] for row in lexicon.rows("mtus_chapters")), key=len, reverse=True)
    title = "|".join(map(re.escape, titles))
    return re.compile(
        rf"\b(?:(?P<acoem>{ACOEM})|(?P<odg>{ODG})|(?P<title>(?:{title})\b(?: guidelines?\b)?)|(?P<mtus>{_MTUS})|"
        rf"(?P<other>non ?-? ?mtus citations?:? (?!(?:the )?(?:{ACOEM}|{ODG}))))"
    )


def _heads(doc: Document, region: Region, clauses: list[_Clause]) -> Iterator[_Head]:
    head: _Head | None = None
    for match in _names().finditer(doc.key, *region):
        kind, place = match.lastgroup or "", Region(*match.span())
        of_head = head is not None and _belongs(doc, head, kind, place)
        if kind == "title" and not ((of_head and head and "acoem" in head.names) or _is_chapter(doc, match)):
            continue  # a topic of the same name
        at = bisect_left(clauses, place.end, key=attrgetter("end"))
        if at < len(clauses) and clauses[at].start <= place.start:
            continue  # "part of the MTUS"
        if head and of_head:
            head = _Head(head.start, place.end, {kind: place} | head.names)
            continue
        if head and _is_cited(doc, head):
            yield head
        head = _Head(*place, {kind: place})
    if head and _is_cited(doc, head):
        yield head


def _is_chapter(doc: Document, title: re.Match[str]) -> bool:
    """Whether the name of a chapter is used as one: "Elbow Complaints", "the Initial Approaches ... Chapter"."""
    if any(word in title[0] for word in _OF_A_CHAPTER):
        return True
    return doc.key.startswith(" chapter", title.end()) and any(word in title[0] for word in _CALLED_A_CHAPTER)


def _belongs(doc: Document, head: _Head, kind: str, place: Region) -> bool:
    """Whether a name says more of the one before it: "Elbow Complaints (ACOEM, Chapter 10)"."""
    if (
        "other" in {kind, *head.names}
        or ("odg" in head.names) != (kind == "odg")
        or (kind in head.names and kind != "odg")
    ):
        return False
    gap = doc.key[head.end : place.start] if place.start - head.end <= _LONGEST_GLUE else "and"
    return _GLUE.fullmatch(gap) is not None


def _is_cited(doc: Document, head: _Head) -> bool:
    """The schedule itself is cited only where a decision is said to be based on it."""
    before = doc.key[max(0, head.start - _LONGEST_GLUE) : head.start]
    return set(head.names) != {"mtus"} or _LEAD_BEFORE.search(before) is not None


def _citation(doc: Document, head: _Head, stretch: Region, part: bool | None) -> Found[Guideline]:
    names, key, places = head.names, doc.key, Places()
    number = _NUMBER.search(key, head.start, stretch.end)
    year = _YEAR.search(key, head.start, stretch.end)
    title = names.get("title")
    called = None if title or "acoem" not in names else body_chapter(doc, doc.trim(*stretch, BETWEEN))
    if called:
        title, stretch = called[0], Region(called[1].start, stretch.end)
    pages = PAGES.search(key, *stretch)
    sections = _sections(doc, stretch, pages)
    if called and sections and not pages and (pages := BARE_PAGES.fullmatch(key, *sections)):
        sections = None
    places["source"] = names.get("acoem") or names.get("title") or names["mtus"]
    for name, match in (("chapter", number), ("year", year), ("pages", pages)):
        if match:
            places[name] = doc.trim(*match.span(name), " ,&/-")
    for name, place in (("title", title), ("sections", sections)):
        if place:
            places[name] = place
    citation = Guideline(
        GuidelineSource.ACOEM if "acoem" in names else GuidelineSource.MTUS,
        mtus=part if part is not None else "title" in names or "mtus" in names,
        title=doc.read(title) if title else None,
        chapter=int(number["chapter"]) if number else None,
        year=int(year["year"]) if year else None,
        sections=doc.read(sections) if sections else None,
        pages=doc.read(places["pages"]) if pages else None,
    )
    return Found(citation, places)


def _sections(doc: Document, stretch: Region, pages: re.Match[str] | None) -> Region | None:
    """The sections that are named before the pages, or else behind them."""
    places = [Region(stretch.start, pages.start()), Region(pages.end(), stretch.end)] if pages else [stretch]
    for start, end in places:
        lead = _AROUND_SECTION.match(doc.key, start, end)
        begin = lead.end() if lead else start
        clause = _CLAUSE.search(doc.key, begin, min(end, begin + 2 * _LONGEST_SECTION))
        place = doc.trim(begin, clause.start() if clause else end, BETWEEN)
        if place.end - place.start > _LONGEST_SECTION:
            return None
        after = _AFTER_SECTION.search(doc.key, *place)
        place = doc.trim(place.start, after.start() if after else place.end, BETWEEN)
        if place.end > place.start:
            return None if _NOT_GIVEN.match(doc.key, *place) else place
    return None


def _odg(doc: Document, head: _Head, stretch: Region) -> Iterator[Found[Guideline]]:
    """What is cited of the Official Disability Guidelines; the chapter may come first: "the Elbow Chapter of the"."""
    before = _CHAPTER_OF.match(doc.key, max(head.start - _LONGEST_CLAUSE, 0), head.start)
    clause = _CLAUSE.search(doc.key, *stretch)
    topic = doc.trim(stretch.start, clause.start() if clause else stretch.end, BETWEEN)
    if joint := _JOINT.search(doc.key, *topic):
        topic = doc.trim(topic.start, joint.start(), BETWEEN)
    if before is None:
        yield from outside_mtus(doc, Region(head.start, max(topic.end, head.end)))
        return
    named = outside_mtus(doc, doc.trim(*before.span("chapter"), BETWEEN))
    for found in named:
        places = found.places | {"source": head.names["odg"]}
        if topic.end > topic.start and not found.value.sections:
            yield Found(evolve(found.value, sections=doc.read(topic)), places | {"sections": topic})
        else:
            yield Found(found.value, places)


def _other(doc: Document, stretch: Region) -> Iterator[Found[Guideline]]:
    """A source that is said to be outside the schedule, by the name that it has there."""
    clause = _CLAUSE.search(doc.key, *stretch)
    place = doc.trim(stretch.start, clause.start() if clause else stretch.end, BETWEEN)
    if joint := _JOINT.search(doc.key, *place):
        place = doc.trim(place.start, joint.start(), BETWEEN)
    if place.end > place.start:
        citation = Guideline(GuidelineSource.OTHER, mtus=False, title=doc.read(place))
        yield Found(citation, {"source": place, "title": place})


def _unnamed(
    doc: Document, sentence: Region, clauses: list[_Clause], heads: list[_Head]
) -> Iterator[Found[Guideline]]:
    """What has no name that is known, but is said to be what a decision is based on, or a part of the MTUS or not."""
    start = sentence.start
    for clause in [*clauses, None]:
        segment = Region(start, clause.start if clause else sentence.end)
        at = bisect_left(heads, segment.start, key=attrgetter("start"))
        if at == len(heads) or heads[at].start >= segment.end:
            place = _what(doc, segment, sentence.end, goes_on=clause is not None and start > sentence.start)
            if place:
                mtus = clause is not None and clause.part
                source = GuidelineSource.MTUS if mtus else GuidelineSource.OTHER
                yield Found(
                    Guideline(source, mtus=mtus, title=doc.read(place)), {"source": place, "title": place}
                )
        start = clause.end if clause else sentence.end


def _what(doc: Document, segment: Region, end: int, *, goes_on: bool) -> Region | None:
    # What is "found applicable" is said to be so behind its own clause.
    lead = _STRONG_LEAD.search(doc.key, segment.start, min(segment.end + _LONGEST_CLAUSE, end))
    if lead and lead.end() > segment.end:
        lead = None
    if lead is None and goes_on:
        lead = _MORE.match(doc.key, *segment)
    if lead is None or _NO_CITATION.match(doc.key, lead.end()):
        return None
    start = lead.end()
    article = lead.start("article") if lead["article"] else start
    if doc.folded[article].isupper():  # within a sentence, that is a part of the name: "The Merck Manual"
        start = article
    clause = _CLAUSE.search(doc.key, start, segment.end)
    place = doc.trim(start, clause.start() if clause else segment.end, BETWEEN)
    return place if 4 <= place.end - place.start <= 2 * _LONGEST_SECTION else None
