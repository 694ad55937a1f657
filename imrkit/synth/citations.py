"""What the two sides cite: guideline paragraphs and their truth."""

from __future__ import annotations

from functools import cache
from typing import Final

from attrs import frozen

from imrkit import lexicon
from imrkit.model import Guideline, Guidelines
from imrkit.synth.cases import TABLES, Case, listed
from imrkit.synth.dice import Dice
from imrkit.synth.grammar import Grammar, grammar
from imrkit.vocabulary import GuidelineSource

_PAGES: Final = ("300-301", "98, 99", "137", "46", "22", "287-288, 303", "111-113", "265", "341, 342", "9")


@frozen
class _Chapter:
    title: str
    number: int | None
    years: tuple[int, ...]
    suits: frozenset[str]


@cache
def _chapters(topic: str, picture: str) -> tuple[_Chapter, ...]:
    """The chapters of the MTUS that suit a request: by its topic, else by the part of the body."""
    found = [
        _Chapter(
            title, int(number) if number else None, tuple(map(int, listed(years))), frozenset(listed(suits))
        )
        for title, number, years, suits in lexicon.rows("chapters", TABLES)
    ]
    by_topic = [chapter for chapter in found if topic in chapter.suits]
    by_part = [chapter for chapter in found if picture in chapter.suits]
    return tuple((by_part or []) + by_topic or [chapter for chapter in found if "any" in chapter.suits])


@frozen
class Cited:
    """A guideline paragraph, without its label, and what it cites."""

    text: str
    guidelines: Guidelines


def invent_citations(dice: Dice, case: Case, topic: str, side: str, *, formal: bool = True) -> Cited:
    """The guideline paragraph of a side, ``"admin"`` or ``"reviewer"``.

    Args:
        dice: where chance comes from.
        case: the case that is decided.
        topic: of the request.
        side: who cites.
        formal: in the sentences of the expert review; else a phrase that stands in a sentence of an older layout.
    """
    said = grammar("citations")
    if dice.chance(18 if side == "admin" else 2):
        return Cited(said.say(f"none.{side}", dice, {}), Guidelines(none_cited=True, stated=True))
    if not formal:
        text, citation = _phrase(dice, said, case, topic)
        if not dice.chance(_SEVERAL):
            return Cited(text, Guidelines((citation,), outside_mtus=not citation.mtus, stated=True))
        more, other = _phrase(dice, said, case, topic)
        twice = (other.source, other.title) == (citation.source, citation.title)
        if twice or GuidelineSource.OTHER is citation.source is other.source:
            return Cited(text, Guidelines((citation,), outside_mtus=not citation.mtus, stated=True))
        if citation.source is GuidelineSource.ODG and other.source is GuidelineSource.OTHER:
            # Behind a topic of the ODG, nobody could tell that it is no second topic.
            text, citation, more, other = more, other, text, citation
        outside = not (citation.mtus and other.mtus)
        return Cited(f"{text}, and {more}", Guidelines((citation, other), outside_mtus=outside, stated=True))
    kind = dice.below(100)
    texts, citations = [], []
    if kind < 66:
        text, chained = _of_mtus(dice, said, case, topic)
        texts.append(text)
        citations += chained
    if kind >= 62:
        text, citation = _outside(dice, said, case, topic)
        texts.append(text)
        citations.append(citation)
        if dice.chance(15):
            texts.append(said.say(f"outside.{side}", dice, {}))
    outside = any(not citation.mtus for citation in citations)
    return Cited(" ".join(texts), Guidelines(tuple(citations), outside_mtus=outside, stated=True))


def _of_mtus(dice: Dice, said: Grammar, case: Case, topic: str) -> tuple[str, list[Guideline]]:
    """One or several chapters of the MTUS in one sentence."""
    old = case.decided.year < 2016 and dice.chance(60)
    text, first = _chapter(dice, said, case, topic, old=old, part=False)
    citations = [first]
    # In the older forms only pages tell where a chapter ends.
    while dice.chance(12) and len(citations) < 3 and (not old or citations[-1].pages):
        more, following = _chapter(dice, said, case, topic, old=old, part=True)
        if following.title == citations[-1].title:
            break
        text = f"{text.rstrip('.')}, and {more}."
        citations.append(following)
    return text, citations


def _chapter(
    dice: Dice, said: Grammar, case: Case, topic: str, *, old: bool, part: bool
) -> tuple[str, Guideline]:
    """A citation of the MTUS; *part* of a sentence or a whole one."""
    possible = _chapters(topic, case.picture.key)
    if not old:
        possible = tuple(chapter for chapter in possible if chapter.years) or possible
    chapter = dice.choose(possible)
    values = _values(dice, said, topic, title=chapter.title)
    if chapter.number is not None and dice.chance(70 if old else 6):
        values["chapter"] = str(chapter.number)
        rule = "acoem.old"
    elif old or not chapter.years:
        rule = "mtus.old"
    else:
        values["year"] = str(dice.choose(chapter.years))
        rule = "mtus.new"
    used: set[str] = set()
    text = said.say(f"{rule}.part" if part else rule, dice, values, used)
    source = GuidelineSource.ACOEM if rule == "acoem.old" else GuidelineSource.MTUS
    return text, _citation(source, values, used, mtus=True)


def _outside(dice: Dice, said: Grammar, case: Case, topic: str) -> tuple[str, Guideline]:
    """A sentence that cites something that is no part of the MTUS."""
    used: set[str] = set()
    kind = dice.below(20)
    if kind < 16:
        values = _values(dice, said, topic, title=_odg_chapter(dice, said, case))
        text = said.say("odg", dice, values, used)
        return text, _citation(GuidelineSource.ODG, values, used, mtus=False)
    if kind < 17:
        numbered = [chapter for chapter in _chapters(topic, case.picture.key) if chapter.number is not None]
        if numbered:
            chapter = dice.choose(numbered)
            values = {"title": chapter.title, "chapter": str(chapter.number)}
            text = said.say("acoem.non_mtus", dice, values, used)
            return text, _citation(GuidelineSource.ACOEM, values, used, mtus=False)
    other = said.say("other", dice, {"year": str(dice.between(1998, 2016))})
    text = said.say("other.sentence", dice, {"citation": other})
    return text, Guideline(GuidelineSource.OTHER, mtus=False, title=other)


def _phrase(dice: Dice, said: Grammar, case: Case, topic: str) -> tuple[str, Guideline]:
    """A citation as a noun phrase, as the older layouts have it in their sentences."""
    used: set[str] = set()
    kind = dice.below(20)
    if kind < 13:
        chapter = dice.choose(
            [chapter for chapter in _chapters(topic, case.picture.key) if _is_old(chapter)] or [_CHRONIC_PAIN]
        )
        values = _values(dice, said, topic, title=chapter.title)
        years = chapter.years or tuple(year for name, year in _YEARS_OF_2013.items() if name in chapter.title)
        values["year"] = str(years[0] if years else 2004)
        rule, source = "phrase.mtus", GuidelineSource.MTUS
        if chapter.number is not None:
            values["chapter"] = str(chapter.number)
            rule, source = "phrase.acoem", GuidelineSource.ACOEM
        return said.say(rule, dice, values, used), _citation(source, values, used, mtus=True)
    if kind < 18:
        values = _values(dice, said, topic, title=_odg_chapter(dice, said, case))
        text = said.say("phrase.odg", dice, values, used)
        return text, _citation(GuidelineSource.ODG, values, used, mtus=False)
    other = said.say("other", dice, {"year": str(dice.between(1998, 2012))})
    text = said.say("phrase.other", dice, {"citation": other})
    return text, Guideline(GuidelineSource.OTHER, mtus=False, title=other)


def _is_old(chapter: _Chapter) -> bool:
    """Whether the older layouts name a chapter so: by its number or in full, not with a year."""
    return chapter.number is not None or not chapter.years


_SEVERAL: Final = 12  # percent of those who cite in a phrase cite two
_YEARS_OF_2013: Final = {"Chronic Pain": 2009, "Postsurgical": 2009, "Acupuncture": 2007}
_CHRONIC_PAIN: Final = _Chapter("Chronic Pain Medical Treatment Guidelines", None, (), frozenset())


def _odg_chapter(dice: Dice, said: Grammar, case: Case) -> str:
    return said.say(f"odg_chapter.{case.picture.key}", dice, {})


def _values(dice: Dice, said: Grammar, topic: str, *, title: str) -> dict[str, str]:
    values = {"title": title, "pages": dice.choose(_PAGES)}
    for name, rule in (("sections", f"sections.{topic}"), ("topic", f"odg_topic.{topic}")):
        values[name] = said.say(rule, dice, {})
    return values


def _citation(source: GuidelineSource, values: dict[str, str], used: set[str], *, mtus: bool) -> Guideline:
    """The citation that a sentence states which *used* these of *values*."""
    stated = {name: value for name, value in values.items() if name in used}
    return Guideline(
        source,
        mtus=mtus,
        title=stated.get("title"),
        chapter=int(stated["chapter"]) if "chapter" in stated else None,
        year=int(stated["year"]) if "year" in stated else None,
        sections=stated.get("sections") or stated.get("topic"),
        pages=stated.get("pages"),
    )
