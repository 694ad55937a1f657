"""The guideline paragraph of one side: what it based its decision on.

Semi-formal sentences, the newer with a year and sections, the older with a chapter and pages:

    Decision based on MTUS Elbow Complaints 2007, Section(s): Summary, and Opioids Treatment 2016.
    Decision based on MTUS ACOEM Chapter 14 Ankle and Foot Complaints Page(s): 370-371.
    Decision based on MTUS Acupuncture Treatment Guidelines.
    Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Elbow Chapter, Splinting.
    The Claims Administrator did not cite any medical evidence for its decision.

What stands between two heads of citations belongs to the first. A head is the name of a chapter of the MTUS
where one can stand (at the start, after a comma or "and") and, in the newer style, a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from imrkit import lexicon
from imrkit.document import Document, Region
from imrkit.extractors.base import Found, Places
from imrkit.extractors.citation_words import (
    ACOEM,
    BARE_PAGES,
    BETWEEN,
    CHAPTER_NUMBER,
    PAGES,
    YEAR_OF_EDITION,
)
from imrkit.extractors.odg_citations import body_chapter
from imrkit.extractors.outside_mtus import outside_mtus
from imrkit.extractors.prose_guidelines import prose_citations
from imrkit.model import Guideline, Guidelines
from imrkit.vocabulary import GuidelineSource

_FORMAL: Final = "decision based "
_BASED_ON: Final = re.compile(
    r"based (?:on|upon) |based (?:its|his/her|his|her|their) decision (?:up)?on (?!(?:an? )?recommendation)"
)
_NEXT_STATEMENT: Final = (
    "the expert reviewer",
    "the claims administrator",
    "the physician reviewer",
    "decision based ",
)
_THE_MTUS: Final = ("mtus", "medical treatment utilization schedule")
_OUTSIDE: Final = (
    "non-",
    "non",
    "non ",
    "non- ",
    "non -",
    "non - ",
    "outside of the ",
    "outside the ",
    "not part of the ",
    "not a part of the ",
    "not part of ",
    "not base their decision on the ",
    "not base his/her decision on the ",
    "not base its decision on the ",
    "no section of the ",
)
"""What stands before the name of the MTUS where a decision rests on something else."""
_JOINT: Final = re.compile(r",? and |[,;.] |mtus ")
_NONE_CITED: Final = re.compile(
    r"did not (?:cite|provide|reference|list|identify|specify|mention|use|"
    r"(?:rely|base (?:its|their) decision) (?:up)?on) (?:any|an?|specific|evidence|guidelines?)\b|"
    r"no (?:medical )?(?:evidence|guidelines?)(?:\(s\))? (?:was|were|is|are)? ?(?:cited|provided)|"
    r"none (?:cited|provided|listed)"
)
_NONE: Final = re.compile(r"none\.?")
_NON_MTUS: Final = re.compile(r"non ?-? ?mtus(?: citations?)?[ :,-]*")
_MTUS: Final = re.compile(r"(?:the )?(?:california |ca )?mtus[ :,/-]*")
_SWITCH: Final = re.compile(
    rf"(?P<joint>[,;.]? (?:and )?)(?:(?:up)?on )?(?:(?:the )?(?P<outside>{_NON_MTUS.pattern})|{_MTUS.pattern})"
)
"""From what stands in the MTUS to what does not, or back, within one statement."""

_YEAR: Final = re.compile(r"(?:\((?:revised )?)?(?P<year>(?:19|20)\d\d)\)?(?: guidelines?)?(?=[ ,.;:]|$)")
_SECTIONS: Final = re.compile(r"[,.]? ?\(?sections?(?: ?\(s\))? ?:? ?")
_END_OF_PAGES: Final = re.compile(r"\bpages?(?:\(s\))? ?:? ?\d[\d, &-]*(?:of \d+)?$")
_REPEATED: Final = re.compile(r"(?:mtus|pages?(?: ?\(s\))? ?:? ?(?:[\d, -]++(?!c\.?c\.?r))?|,)[ ,]*")
_REGULATION: Final = re.compile(r"(?:[\d .,:()\u00a7-]|c\.?c\.?r\b)+")
"""Where the schedule stands in the law, or its year, before a chapter: "9792.24.2."."""


def guidelines(doc: Document, region: Region | None) -> Found[Guidelines]:
    """What a guideline paragraph cites. *region* is the paragraph without its label; ``None`` if there is none."""
    if region is None:
        return Found(Guidelines())
    key, places = doc.key, Places()
    formal = key.find(_FORMAL, *region) >= 0
    none = None if formal else _NONE_CITED.search(key, *region) or _NONE.fullmatch(key, *region)
    citations = [] if none else list(_citations(doc, region) if formal else prose_citations(doc, region))
    if none:
        places["none_cited"] = Region(*none.span())
    outside = _outside(doc, region)
    if outside:
        places["outside_mtus"] = outside
    return Found(
        Guidelines(
            tuple(found.value for found in citations),
            none_cited=none is not None,
            outside_mtus=outside is not None,
            stated=region.end > region.start,
        ),
        places,
        {f"citations[{n}]": found for n, found in enumerate(citations)},
    )


def _citations(doc: Document, region: Region) -> Iterator[Found[Guideline]]:
    for segment in _segments(doc, region):
        lead = _NON_MTUS.match(doc.key, *segment)
        mtus = None if lead else _MTUS.match(doc.key, *segment)
        outside, named, begin = lead is not None, mtus is not None, segment.start
        if name := lead or mtus:
            begin = name.end()
        # From the blank behind the name on: "MTUS and Non-MTUS Citation ...".
        for switch in _switches(doc, Region(max(begin - 1, segment.start), segment.end), outside=outside):
            yield from _part(doc, Region(begin, switch.start()), outside=outside, named=named)
            outside, named, begin = switch["outside"] is not None, True, switch.end()
        yield from _part(doc, Region(begin, segment.end), outside=outside, named=named)


def _switches(doc: Document, region: Region, *, outside: bool) -> Iterator[re.Match[str]]:
    if doc.key.find("mtus", *region) < 0:  # there is seldom one, and the pattern is slow
        return
    for switch in _SWITCH.finditer(doc.key, *region):
        joined = len(switch["joint"]) > len(", ") or switch["joint"][0] in ";."
        head = None if switch["outside"] else _mtus_head().match(doc.key, switch.end(), region.end)
        if (switch["outside"] and (joined or not outside)) or (
            joined and head and (head["title"] or head["acoem"])
        ):
            outside = switch["outside"] is not None
            yield switch


def _part(doc: Document, region: Region, *, outside: bool, named: bool) -> Iterator[Found[Guideline]]:
    return outside_mtus(doc, region) if outside else _within_mtus(doc, region, named)


def _segments(doc: Document, region: Region) -> Iterator[Region]:
    """What stands after each "decision based on"."""
    leads = list(_BASED_ON.finditer(doc.key, *region))
    for n, lead in enumerate(leads):
        limit = leads[n + 1].end() if n + 1 < len(leads) else region.end
        stops = [at for words in _NEXT_STATEMENT if (at := doc.key.find(words, lead.end(), limit)) >= 0]
        place = doc.trim(lead.end(), min(stops, default=limit), " .,;")
        if place.end > place.start:
            yield place


def _outside(doc: Document, region: Region) -> Region | None:
    """The words that say that the decision rests on something outside the MTUS."""
    key = doc.key
    for name in _THE_MTUS:
        at = key.find(name, *region)
        while at >= 0:
            if key.endswith(_OUTSIDE, region.start, at):
                lead = max((words for words in _OUTSIDE if key.endswith(words, region.start, at)), key=len)
                return Region(at - len(lead), at + len(name))
            at = key.find(name, at + len(name), region.end)
    return None


def _within_mtus(doc: Document, region: Region, named: bool) -> Iterator[Found[Guideline]]:
    heads = list(_heads(doc, region))
    if not heads or heads[0].start() > region.start + 4:
        first = heads[0].start() if heads else region.end
        lead = doc.trim(region.start, first, " ,;:")
        if not named and not heads:
            yield from outside_mtus(doc, lead)
        elif lead.end > lead.start and not (heads and _REGULATION.fullmatch(doc.key, *lead)):
            yield _unknown_chapter(doc, lead)
    acoem = False
    for n, head in enumerate(heads):
        end = heads[n + 1].start() if n + 1 < len(heads) else region.end
        # Chapters have numbers in the ACOEM's book alone: "ACOEM Chapter 2 ..., Chapter 12 ...".
        acoem = bool(head["acoem"] or head["by"] or (acoem and head["chapter"]))
        yield _mtus_citation(doc, head, end, GuidelineSource.ACOEM if acoem else GuidelineSource.MTUS)


@cache
def _mtus_head() -> re.Pattern[str]:
    titles = sorted((row[0] for row in lexicon.rows("mtus_chapters")), key=len, reverse=True)
    title = "|".join(map(re.escape, titles))
    return re.compile(
        rf"\b(?:(?P<acoem>{ACOEM}) ?[,:-]? ?)?(?:{CHAPTER_NUMBER})?"
        rf"(?P<title>(?:{title})\b(?:(?<!guidelines) guidelines?\b)?)?(?<=[\w)])\)?"
        rf"(?(title)(?: chapter\b(?: (?P<number>\d{{1,2}})\b)?)?"
        rf"(?: \((?P<by>{ACOEM})(?:,? chapter (?P<its_number>\d{{1,2}}))?(?:,? (?P<edition>20\d\d))?\)+)?)"
        rf"(?: ?{_YEAR.pattern})?(?P<label>{_SECTIONS.pattern})?"
    )


def _heads(doc: Document, region: Region) -> Iterator[re.Match[str]]:
    """The heads of citations: at the start, and after a comma or "and" where something shows one."""
    key, pattern = doc.key, _mtus_head()
    at = region.start
    head = pattern.match(key, *region)
    if head and (head["title"] or head["acoem"]):
        yield head
        at = head.end()
    for joint in _JOINT.finditer(key, at, region.end):
        if joint.end() < at:
            continue
        head = pattern.match(key, joint.end(), region.end)
        if not head or not (head["title"] or head["acoem"]):
            continue
        if _is_shown(head) or _END_OF_PAGES.search(key, max(at, joint.start() - 40), joint.start()):
            yield head
            at = head.end()


def _is_shown(head: re.Match[str]) -> bool:
    """Whether a chapter's name within a citation is the head of another one, not a topic of the same name."""
    if head["acoem"] or head["chapter"] or head["year"] or head["label"]:
        return True
    return "guidelines" in head["title"] and len(head["title"]) > len("guidelines") + 8


def _mtus_citation(doc: Document, head: re.Match[str], end: int, source: GuidelineSource) -> Found[Guideline]:
    title = head["title"]
    named = "acoem" if head["acoem"] else "by" if head["by"] else "title"
    places: Places = {"source": Region(*head.span(named))}
    if title:
        places["title"] = Region(*head.span("title"))
    for name, groups in (("chapter", ("chapter", "number", "its_number")), ("year", ("year", "edition"))):
        if group := next((group for group in groups if head[group]), None):
            places[name] = Region(*head.span(group))
    edition = YEAR_OF_EDITION.search(doc.key, *places["source"]) if source is GuidelineSource.ACOEM else None
    if edition and "year" not in places:
        places["year"] = Region(*edition.span())
    start = head.end()
    called = None if title else body_chapter(doc, doc.trim(start, end, BETWEEN))
    if called:
        places["title"], start = called[0], called[1].start
    sections, pages = _sections_and_pages(doc, start, end, labelled=head["label"] is not None)
    if called and sections and not pages and BARE_PAGES.fullmatch(doc.key, *sections):
        sections, pages = None, sections
    if sections:
        places["sections"] = sections
    if pages:
        places["pages"] = pages
    return Found(
        Guideline(
            source,
            mtus=True,
            title=doc.read(places["title"]) if "title" in places else None,
            chapter=int(doc.read(places["chapter"])) if "chapter" in places else None,
            year=int(doc.read(places["year"])) if "year" in places else None,
            sections=doc.read(sections) if sections else None,
            pages=doc.read(pages) if pages else None,
        ),
        places,
    )


def _sections_and_pages(
    doc: Document, start: int, end: int, *, labelled: bool
) -> tuple[Region | None, Region | None]:
    """What follows the head of a citation, the sections or a bare topic, and the pages if there are any."""
    key = doc.key
    end = doc.trim(start, end, " ,;").end
    if key.endswith((" and", ",and"), start, end):  # that joins the next chapter
        end = doc.trim(start, end - len("and"), " ,;.").end
    pages = None
    if key.find("page", start, end) >= 0 or key[end - 1 : end].isdigit():
        pages = next((match for match in PAGES.finditer(key, start, end) if end - match.end() <= 3), None)
    stop = pages.start() if pages else end
    topic = doc.trim(start, max(stop, start), " ,;.")
    if not labelled and topic.end > topic.start:
        topic = doc.trim(*_without_repetition(doc, doc.trim(*topic, BETWEEN)), " ,;.")
    place = doc.trim(*pages.span("pages"), " ,&/-") if pages else None
    return (topic if topic.end > topic.start else None), place


def _without_repetition(doc: Document, topic: Region) -> Region:
    """Older letters repeat "MTUS", the chapter's own name or its pages before the topic."""
    while True:
        head = _mtus_head().match(doc.key, *topic)
        again = head if head and head["title"] and "guideline" in head["title"] else None
        repeated = again or _REPEATED.match(doc.key, *topic)
        if repeated is None:
            return topic
        topic = doc.trim(repeated.end(), topic.end, BETWEEN)


def _unknown_chapter(doc: Document, region: Region) -> Found[Guideline]:
    """A chapter that the lexicon does not know: its title ends at the year, the sections or the pages."""
    key = doc.key
    year = _YEAR.search(key, *region)
    stops = [
        match.start() for match in (year, _SECTIONS.search(key, *region), PAGES.search(key, *region)) if match
    ]
    title = doc.trim(region.start, min(stops, default=region.end), BETWEEN)
    at = year.end() if year else title.end
    label = _SECTIONS.match(key, at, region.end)
    sections, pages = _sections_and_pages(
        doc, label.end() if label else at, region.end, labelled=label is not None
    )
    places = {"source": title, "title": title}
    if year:
        places["year"] = Region(*year.span("year"))
    if sections:
        places["sections"] = sections
    if pages:
        places["pages"] = pages
    return Found(
        Guideline(
            GuidelineSource.MTUS,
            mtus=True,
            title=doc.read(title) or None,
            year=int(year["year"]) if year else None,
            sections=doc.read(sections) if sections else None,
            pages=doc.read(pages) if pages else None,
        ),
        places,
    )
