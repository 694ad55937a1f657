"""How the injury happened.

Grammar, on the case summary::

    mechanism = stated                                 "the mechanism of injury was", by `mechanism_stated`
              | injury ... lead HOW                       in one of the summary's first sentences
              | injury "." [somebody] ACCIDENT            "She was hurt on May 2. She slipped on a wet step."
              | ("industrial" | "work-related") ACCIDENT  "attributed to an industrial car accident"
              | ("due to" | "status post") ACCIDENT       "an ankle sprain due to a fall from a scaffold"
              | ("after" | "when") somebody ACCIDENT      "seen after he tripped over a hose"
              | ("cumulative" | "repetitive" | "continuous") "trauma"
    lead      = "when" [somebody] | "while"
              | "after" | "due to" | "as a result of" | "from" | ... (before an ACCIDENT only)

HOW is as long as the clause, without the person that it happened to and without what came of it: "was hurt when
she missed a stair, with immediate pain" is "missed a stair". ACCIDENT begins with a word of the data file
``accidents``, or soon comes to one.
"""

from __future__ import annotations

import re
from typing import Final

from imrkit.document import Document, Region
from imrkit.extractors.mechanism_clauses import (
    CUMULATIVE,
    LONGEST,
    ON_DATE,
    PERSON,
    SOON,
    accidents,
    begins_with_accident,
    clause,
    cumulative_trauma,
    happened_meanwhile,
    is_another_event,
    occurrences,
    telegraphic,
    telling_words,
)
from imrkit.extractors.mechanism_stated import stated_mechanism
from imrkit.extractors.narrative import sentence_end, sentence_start

_OPENING: Final = 500
"""How much of the summary may tell of the injury itself; after that come visits and findings."""
_TELLING: Final = 1_000
"""How much of it may mention how the injury happened in passing."""
_FIRST_SENTENCES: Final = 3
"""How many of its sentences may name an accident without another word for it."""
_FOLLOWING: Final = 2
"""How many sentences after one that speaks of the injury may tell of it."""

_INJURED: Final = re.compile(
    r"sustain|suffer|injur(?!ed worker)|hurt|accident|incident|trauma|\bdoi\b|"
    r"\bclaim (?:for|from|of|dated|dates|covers|goes|stems)\b"
)
_DATED: Final = re.compile(rf" ?{ON_DATE}(?={PERSON} )")
_LEAD: Final = re.compile(
    r"\b(?:"
    rf"(?P<circumstance>when |while |as (?={PERSON} (?:was|had|\w{{3,9}}ed)\b))(?:{PERSON} )?"
    r"|(?P<suffered>(?:sustained|suffered|had) )(?=an? )"
    r"|(?P<cause>after |(?:due|secondary|related|attribut(?:ed|able)|subsequent) to |associated with |"
    r"based (?:up)?on |(?:result|consequence) of |"
    r"attributes (?:his|her|the|this) [\w ]{4,24} to |(?:reported|described) as |"
    r"report(?:ed|s) (?=being |having been )|"
    r"during (?=an? )|result(?:ing|ed) from |stem(?:s|ming|med) from |caused by |because of |from |following |"
    r"status post[ -]|s/p |by |involving |in (?=an? ))"
    rf"(?:{PERSON} )?"
    r"|(?:(?<!working )(?<!works )(?<!worked )(?<!employed )as|"
    rf"(?:stat|report|relat|alleg)(?:ed|es) that)(?:{ON_DATE}| )"
    r"(?P<other>(?=(?:an?|another|his|her|one of) )(?!a (?:result|consequence)))"
    r'|(?P<quoted>(?:stat|report|relat|describ)(?:es|s|ed|ing)(?: that)?[^".;]{0,24} ")'
    rf"|(?P<occupied>(?:{PERSON}) (?:(?:works|worked|is employed|was employed)(?: \w{{4,9}})? as|(?:is|was)(?= an? )) "
    r"[^,.;]{3,40}? (?:and|when|who) )"
    rf"|(?P<subject>(?:{PERSON}(?:, an? [^,.;]{{1,60}},)?|who)(?:{ON_DATE}| )(?:had |reportedly )?)"
    r")"
)
_SUBJECT: Final = re.compile(
    rf" ?(?:(?:reportedly|apparently|specifically),? |it was (?:reported|noted|stated) that |{ON_DATE}"
    r"|(?:according to|per|as told in|as stated in|by) [^,.;]{3,40}, )?"
    rf"{PERSON} (?:(?:had|reportedly|apparently|(?:state[sd]|report(?:s|ed)|explain(?:s|ed)|relate[sd]|"
    r"told [^,.;]{3,40}?) (?:that )?s?he) )?"
)
_HAPPENED: Final = re.compile(
    r" ?(?:(?:according to|per) [^,.;]{3,40}, )?"
    r"(?:(?:it|this) (?:reportedly )?(?=happened|occurred|took place|was caused)"
    r"|th(?:e|is) (?:injury|accident|incident|event) (?:reportedly )?|the cause (?=was ))"
    r"(?:happened|occurred|took place|was caused|was sustained|was due|was secondary|resulted|(?:is|was) described as "
    r"occurring|was) (?P<way>as (?:a|the) result of |the result of |when |while |as |after |due to |secondary to |"
    r"to |from |by "
    rf"|(?!not|un|an? (?:fracture|sprain|strain)))(?:{PERSON} was )?"
)
_DESCRIBED: Final = re.compile(
    r"(?:described|reported|listed|recorded|gave|noted) the (?:injury|accident|incident|cause) as |\bmech(?:anism)?: "
)
_LISTED: Final = re.compile(
    r"(?:lists?|listed|gives?|gave|names?|named|records?|recorded) "
    r"(?P<how>(?!the injury|lists|gives|names)[^,.;]{5,60}?) as the cause\b"
)
_OTHERS: Final = re.compile(
    r" ?(?:an?|another|one of (?:his|her|the)|the|his|her) (?!patient\b|injured|worker|pain|claim|applic|employee|"
    r"prov|treat|physic|symp|numb|assess|impress|diagnos|exam|mri\b|x-ray|request)"
)
_THING: Final = re.compile(
    r"(?:being|having been|overexertion|(?:an?|the) (?!work|industrial|occupational|job|injur|condition|claim|"
    r"combination|history|result|consequence|lack|need|request|natural)\w)"
)
_NOT_DONE: Final = re.compile(r"pain|symptom|numb|burning|provider|physician|doctor|\bdr\b|diagnos| when ")
_DOING_WHEN: Final = re.compile(
    r"was (?!working|employed|seen|wearing|taking (?!out|down|off|apart))\w{3,12}ing [^.;]{3,60}? "
    r"(?:when |at the time\b)"
)
_ONSET: Final = re.compile(
    r"\b(?:onset|noticed|noted|developed|felt|experienced|heard)\b[^.;]{3,60}? while (?=\w{3,12}ing )"
)
_AT_WORK: Final = re.compile(
    r"(?:was |were )?(?:working|employed|at work|on (?:the job|duty)|in the course|doing (?:his|her|the)|"
    r"performing (?:his |her |their |the )?(?:usual|regular|normal|customary|job|work|duties)|wearing|under)"
)
_COMPLAINT: Final = re.compile(r"complain|aggravat|worse|increas|symptom|exacerb|persist|continu")
_WORSE: Final = re.compile(
    r"(?:worse|worsened|aggravated|exacerbated|increased|relieved|improved|\bnot|\bnot (?:the|an?|directly)) $"
)
_DOING: Final = re.compile(
    rf"(?:injured|hurt|strained)(?: (?:his|her|the)(?: [\w-]+){{1,4}}?)?(?:{ON_DATE}| )(?!during|being|including|"
    r"involving|following|resulting|causing|requiring|starting|pending|having|receiving)(?=\w{3,12}ing )"
)
_OWN_THING: Final = re.compile(
    r"(?:his|her|their) (?!pain|symptom|knee|back|shoulder|neck|hand|foot|ankle|wrist|arm|leg|last|first|surg|inj)"
    r"[\w -]{2,30} (?:was|were) (?:\w+ )?(?:struck|hit|rear[ -]ended|t-boned|broad-?sided|side-?swiped|rammed|"
    r"run over)\b"
)
_OCCUPATION: Final = re.compile(r"(?:(?!who |with )[\w/-]+ ){1,6}")
_LONGEST_OCCUPATION: Final = 60
_ADJECTIVES: Final = ("industrial ", "related ")
_ADJECTIVE: Final = re.compile(r"(?<!non)(?<!non-)(?:industrial|work[- ]?related|job[- ]related) $")
_ABBREVIATION: Final = re.compile(r" ?\([a-z]{2,6}\)")
_CAUSES: Final = ("due to ", "secondary to ", "status post ")
_EVENTS: Final = (" after ", " when ")
_STRONG: Final = re.compile(r"(?:due|secondary) to |(?:result|consequence) of |from $|caused by ")
_EXPOSED: Final = frozenset({"exposed to ", "subjected to ", "exposure to "})


def mechanism(document: Document, region: Region) -> tuple[Region | None, Region | None]:
    """Where the narrative in *region* says how the injury happened, and where it speaks of cumulative trauma."""
    key = document.key
    telling = Region(region.start, min(region.end, region.start + _TELLING))
    opening = Region(region.start, min(region.end, region.start + _OPENING))
    trauma = cumulative_trauma(key, telling)
    how = stated_mechanism(document, region, opening)
    if how is None:
        how = _told(document, region, opening)
    if how is None and (trauma is None or trauma.start >= opening.end):
        how = _named(document, telling)
    how = how if how is not None and how.end > how.start else trauma
    if how is not None and trauma is not None and key[how.start : trauma.start] in _EXPOSED:
        how = Region(trauma.start, how.end)
    if how is not None and any(key.find(word, *how) >= 0 for word in CUMULATIVE):
        trauma = how
    return how, trauma


def _told(document: Document, region: Region, opening: Region) -> Region | None:
    """In a sentence that tells of the injury, or in one of the next two."""
    key = document.key
    # A look at the words spares most summaries the slow ways to read them.
    found_words = telling_words().intersection(key[opening.start : opening.end].split(" "))
    if not found_words:
        return None
    words = [word.strip('.,;"') for word in found_words]
    until = min(region.end, opening.end + LONGEST)
    start = opening.start
    sentences: list[Region] = []
    while start < opening.end:
        end = sentence_end(document, start, until)
        if any(key.find(word, start, end) >= 0 for word in words):
            follows = any(_INJURED.search(key, *earlier) for earlier in sentences[-_FOLLOWING:])
            found = _follow_up(document, start, end) if follows else None
            injured = None if found else _INJURED.search(key, start, end)
            if injured or (
                not found and (len(sentences) < _FIRST_SENTENCES or _DATED.match(key, start, end))
            ):
                found = _in_sentence(document, start, injured.start() if injured else None, end)
            if found:
                injured = _INJURED.search(key, start, found.start)
                if not is_another_event(key, start, found, injured=injured is not None):
                    return found
        sentences.append(Region(start, end))
        start = end + 1
    return None


def _follow_up(document: Document, start: int, end: int) -> Region | None:
    """After a sentence that tells of an injury: "She slipped", "A crate fell on him", "A pop while lifting"."""
    key = document.key
    if found := _said_to_have_happened(document, start, end):
        return found
    event = telegraphic(key, start, end)
    if event is not None:
        return clause(document, event, end)
    subject = _SUBJECT.match(key, start, end)
    if subject:
        after = subject.end()
        if begins_with_accident(key, after, end) or _DOING_WHEN.match(key, after, end):
            return clause(document, after, end)
    others = _OTHERS.match(key, start, end)
    if others:
        accident = accidents("verb").search(key, others.end(), min(end, others.end() + SOON))
        if accident and not _NOT_DONE.search(key, others.end(), accident.end()):
            return clause(document, start + (key[start] == " "), end)
    onset = _ONSET.search(key, start, end)
    if onset and not _COMPLAINT.search(key, start, onset.end()) and not _AT_WORK.match(key, onset.end(), end):
        return clause(document, onset.end(), end)
    return None


def _said_to_have_happened(document: Document, start: int, end: int) -> Region | None:
    """ "It happened when she was ..", "the employer described the injury as ..", "the form lists .. as the cause"."""
    key = document.key
    happened = _HAPPENED.match(key, start, end)
    if happened and not _AT_WORK.match(key, happened.end(), end):
        how = Region(happened.end(), end)
        told = happened["way"].strip() in {"when", "while", "as", "after"} or _is_thing(key, *how)
        told = told or accidents("").match(key, *how) is not None
        return clause(document, *how) if told else None
    described = _DESCRIBED.search(key, start, end)
    if described and (
        described[0].startswith("mech") or accidents("").search(key, described.end(), described.end() + SOON)
    ):
        return clause(document, described.end(), end)
    listed = _LISTED.search(key, start, end)
    return Region(*listed.span("how")) if listed else None


def _is_thing(key: str, start: int, end: int) -> bool:
    """Whether something that happened stands at *start*, not a complaint: "a sudden stop", "being pulled"."""
    thing = _THING.match(key, start, end)
    return thing is not None and not _NOT_DONE.search(key, start, min(end, start + SOON))


def _in_sentence(document: Document, start: int, injured: int | None, end: int) -> Region | None:
    """After a lead-in; where the sentence speaks of no injury, or only later, an accident must be named."""
    key = document.key
    for lead in _LEAD.finditer(key, start, end):
        after = lead.end()
        if lead["cause"] and _WORSE.search(key, max(start, lead.start() - 24), lead.start()):
            continue  # "made worse by repetitive bending"
        soon = min(end, after + SOON)
        is_after_injury = injured is not None and lead.start() > injured
        if lead["circumstance"] and injured is not None and lead.start() > injured:
            told = not _AT_WORK.match(key, after, end) and not _COMPLAINT.search(key, injured, lead.start())
        elif lead["subject"] or lead["occupied"]:
            told = begins_with_accident(key, after, end) or (
                lead["occupied"] is not None and _DOING_WHEN.match(key, after, end) is not None
            )
        elif lead["suffered"]:
            told = accidents("noun").match(key, after, end) is not None
        elif lead["other"] is not None:
            accident = accidents("verb").search(key, after, soon)
            told = accident is not None and not _NOT_DONE.search(key, after, accident.end())
        elif lead["quoted"]:
            told = accidents("").search(key, after, soon) is not None
        elif key[after : after + 1].isdigit():
            told = False  # "from 2/9/31"
        elif is_after_injury:
            told = accidents("").search(key, after, soon) is not None or (
                _STRONG.search(lead[0]) is not None and _is_thing(key, after, end)
            )
        else:
            told = accidents("").match(key, after, end) is not None
            if lead["circumstance"] and not told:
                told = happened_meanwhile(key, after, end)
            elif lead["cause"] == "after " and not told:  # "after her van was rear-ended"
                told = _OWN_THING.match(key, after, end) is not None
        if told:
            if lead[0] in {"from ", "by "}:  # "and fell from a ladder"
                event = accidents("event").search(key, max(start, lead.start() - SOON), lead.start())
                if event and "," not in key[event.end() : lead.start()]:
                    after = event.start()
            return clause(document, after, end)
    return _without_lead(document, start, end)


def _without_lead(document: Document, start: int, end: int) -> Region | None:
    """ "A 40-year-old baker slipped", "injured his knee climbing a wall"."""
    key = document.key
    at = key.find("old ", start, end) + len("old ")
    if at >= len("old "):
        accident = accidents("event").search(key, at, min(end, at + _LONGEST_OCCUPATION))
        if accident and _OCCUPATION.fullmatch(key, at, accident.start()):
            return clause(document, accident.start(), end)
    doing = _DOING.search(key, start, end)
    return clause(document, doing.end(), end) if doing and not _AT_WORK.match(key, doing.end(), end) else None


def _named(document: Document, region: Region) -> Region | None:
    """Anywhere in the summary, where nothing else can be meant."""
    key = document.key
    for adjective, at in occurrences(key, _ADJECTIVES, region):
        end = at + len(adjective)
        noun = accidents("noun").match(key, end, region.end)
        if (
            noun
            and _ADJECTIVE.search(key, max(region.start, at - 6), end)
            and _is_this(document, region, noun)
        ):
            return _with_abbreviation(key, end, noun.end())
    for lead, at in occurrences(key, _CAUSES, region):
        accident = accidents("").match(key, at + len(lead), region.end)
        if accident and not key.endswith("not ", 0, at) and _is_this(document, region, accident):
            return clause(document, at + len(lead), region.end)
    for lead, at in occurrences(key, _EVENTS, region):
        subject = _SUBJECT.match(key, at + len(lead), region.end)
        accident = accidents("event").match(key, subject.end(), region.end) if subject else None
        if subject and accident and _is_this(document, region, accident):
            return clause(document, subject.end(), region.end)
    return None


def _is_this(document: Document, region: Region, accident: re.Match[str]) -> bool:
    """Whether the sentence that names *accident* speaks of the injury, not of another event."""
    sentence = sentence_start(document, accident.start(), max(region.start, accident.start() - LONGEST))
    return not is_another_event(document.key, sentence, Region(*accident.span()), injured=False)


def _with_abbreviation(key: str, start: int, end: int) -> Region:
    abbreviation = _ABBREVIATION.match(key, end)
    return Region(start, abbreviation.end() if abbreviation else end)
