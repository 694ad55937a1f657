"""The decision rationale: its text, what it concludes, what it refers to, and the reasons it gives.

The conclusion is what the text says itself, whatever decision stands over it:

    ... For these reasons, the requested cupping is not medically necessary.
    ... Medical necessity has been established.

It is looked for from the end: guideline text, and advice on weaning that follows a conclusion, speak of medical
necessity too. References are an author and a year in parentheses: (Doe, 2001), (Doe, 2001; Roe-Poe, 2002a).
"""

from __future__ import annotations

import re
from typing import Final

from imrkit.document import Document, Region
from imrkit.extractors.base import Found, Places
from imrkit.extractors.reasons import reasons
from imrkit.extractors.verdicts import GRANTED
from imrkit.model import Rationale
from imrkit.vocabulary import Conclusion, Decision

_NECESSARY: Final = re.compile(  # with the commonest slips: "medical necessary", "medically neccessary"
    r"medical(?:ly[ -](?:nec|appropriate|justif|indicated|warranted|reasonable|supported|"
    r"(?P<against>unnec|unwarranted|unjustified|unsupported|inappropriate))| necessar)[a-z]*+"
)
_NECESSITY: Final = "medical necessity"
_VERDICT: Final = (
    r"(?P<modal>\b(?:can ?not|(?:should|would|will|could|may) not) )?\b(?:is|are|was|were|be)\b"
    r"(?P<verdict>[^.,;]{0,60}?)\b(?:"
    rf"{GRANTED}|"
    r"(?P<against>unnecessary|unwarranted|unsupported|inappropriate|excessive|premature))\b"
    r"(?P<refused> (?:as |for )?(?:non-?certif|deni))?"
)
_REQUEST: Final = re.compile(
    r"\b(?:request(?:ed)?|treatment|service|procedure|medication|item|need for|authorization|approval|certification)s?"
    rf"\b(?:[^.;]|\.(?=\d)){{0,120}}?{_VERDICT}"
)
_CONCLUDING: Final = re.compile(
    r"\b(?:therefore|thus|hence|accordingly|consequently|as such|for th(?:is|ese) reasons?|all things considered|"
    r"(?:based (?:up)?on|given|in (?:view|light) of|considering|because of) (?:all )?(?:of )?"
    r"(?:the (?:above|foregoing)|this)|"
    rf"in (?:sum|summary|conclusion|short)|overall|after review of [^,.;]{{3,40}}),? "
    rf"(?:[^.;]|\.(?=\d)){{2,140}}?{_VERDICT}"
)
_REFUSED: Final = re.compile(
    r"\b(?:is|are|be) (?:hereby |therefore |thus )?(?:denied|non-?certified|declined)\b(?! (?:by|in|on|at)\b)"
    r"|\brecommend(?:s|ed|ing)? (?:a )?(?:non-?certification|denial)\b"
    r"|\b(?:i|we) (?:would |do |can |could |will |am |are )?(?:not|cannot|unable to) "
    r"(?:certify|approve|authorize|endorse|recommend|support) (?:the|this|these)\b"
)
_DETERMINED: Final = re.compile(
    r"\b(?:determination|decision|recommendation) is\b(?P<verdict>[^.,;]{0,24}?) (?:for|one of) (?:an? )?"
    r"(?:(?P<against>non-?certification|denial)|certification|approval|authorization)\b"
)
_NOT: Final = re.compile(
    r"(?:\b(?:not|never|nor|neither|cannot|no longer|hardly|scarcely|fails? to|failed to|unable to)\b|n't\b|"
    r"\bnon-?+(?![a-z]))"
)
_NOT_BEFORE: Final = re.compile(  # but "(quantity not specified) is medically necessary"
    rf"{_NOT.pattern}(?:, [^.;,()]{{1,30}},)?(?:[^.;,()]|\([^()]{{0,40}}\)){{0,60}}$"
)
_NONE_BEFORE: Final = re.compile(  # "none of the associated services are medically necessary"
    r"\b(?:none|nothing|no (?:part|portion|component|item|element|further|additional|more|other|such|associated|"
    r"related|ancillary|post-?operative)\b)(?! (?:\w+ ){0,6}(?:has|have|had|did|helped|relieved|worked|improved)\b)"
    r"(?:[^.;,]|, (?:including|such as|whether|if) [^.;,]{1,60},){0,80}$"
    r"|\b(?:insufficient|inadequate|little|no|lack of) (?:\w+ )?(?:evidence|documentation|information|support|proof|"
    r"justification|basis) (?:that|to (?:find|support|show|conclude|establish|consider|deem|justify|suggest))\b"
    r"[^.;,]{0,70}$"
    r"|\b(?:exceed\w*|more than|beyond|in excess of|greater than)(?: what| that which)? (?:is|are|was|would be) $"
)
_HISTORY_BEFORE: Final = re.compile(  # "has not improved with rest and the request is medically necessary"
    r"\b(?:did|has|have|had) not (?!\b(?:establish|support|show|demonstrat|justif|prove))"
    r"(?:(?!\bthat\b)[^.;,]){2,60} and (?:the |this |these )?[\w-]+(?: [\w-]+){0,4} (?:is|are|was) "
    r"(?:(?!(?:not|no|never|neither|hardly|scarcely)\b)\w+ ){0,2}$"
)
_REFUSED_AS: Final = re.compile(  # "I cannot support Roe 2.5%, Poe 3% as medically necessary"
    r"\b(?:cannot|can not|unable to|do(?:es)? not|declines? to) (?:\w+ ){0,2}"
    r"(?:support|recommend|endorse|approve|certify|find|accept|regard|consider|see)\b(?:[^.;]|\.(?=\d))*? as $"
)
_QUESTION: Final = re.compile(r"\bwhether (?:[^.;]|\.(?=\d))*$")
_HYPOTHETICAL_AFTER: Final = re.compile(
    r"[a-z -]{0,20}\b(?:if|when|unless|only|until|in patients|for patients)\b"
)
_HYPOTHETICAL: Final = re.compile(
    r"\b(?:if|when|whether|unless|until|where|only|must be|should be|as \w{6,12} to be)\b[^.;,]{0,40}$"
)
_SAID_BY_OTHERS: Final = re.compile(
    r"\b(?:provider|(?:treating|requesting|prescribing) (?:physician|surgeon|doctor)|attorney|letter) (?:\w+ )?"
    r"(?:wrote|writes|states?|stated|argues?|argued|believes?|believed|feels?|felt|says?|said|claims?|claimed|asserts?|"
    r"asserted|opines?|opined|maintains?)\b(?:[^.;]|\.(?=\d)){0,140}$|"
    r"\b(?:earlier|prior|previous) (?:requests?|reviews?|decisions?|determinations?)\b[^.;,]{0,70}$"
)
_OTHERS: Final = (
    "provider",
    "physician",
    "surgeon",
    "doctor",
    "attorney",
    "letter",
    "earlier",
    "prior",
    "previous",
)
"""One of these stands in all that it matches: to look for them spares most conclusions the slow pattern."""
_ESTABLISHED: Final = re.compile(
    r"medical necessity\b(?:[^.;]|\.(?=\d)){0,160}?\b(?:(?P<verb>established|supported|demonstrated|"
    r"documented|shown|met|substantiated|proven|justified|evident|clear|confirmed|apparent|affirmed|verified|"
    r"determined|found)|(?P<lacking>lacking|unclear|questionable|unproven|doubtful|uncertain|absent|wanting))\b"
)
_NOT_ESTABLISHED_BEFORE: Final = re.compile(
    rf"(?:{_NOT.pattern}|\black(?:s|ing)?\b|\binsufficient\b|\bfalls? short of\b)[^.;,]{{0,60}}$"
    r"|\b(?:is|was|see|sees|find|finds|found|remains) no (?:\w{2,14} ){0,2}$"
)
_ESTABLISHED_BEFORE: Final = re.compile(
    r"\b(?:establish(?:es|ed)?|supports?|supported|demonstrates?|demonstrated|meets?)\b[^.;,]{0,30}$"
    r"|\b(?:there is|i see|i find) (?:an? |the )?(?:\w{3,14} )?$"
)

_DENIAL: Final = re.compile(
    r"(?:denial|non-?certification|"
    r"(?:utilization review|\bur|prior|original|earlier|initial|adverse|negative|administrator's) "
    r"(?:adverse |negative )?(?:decision|determination))\b(?:[^.;]|\.(?=\d)){0,120}?"
    r"\b(?:is|are|was|were|be)(?P<verdict>[^.,;]{0,24}?)"
    r"\b(?:upheld|affirmed|sustained|supported|recommended|appropriate|justified|(?P<reversed>overturned|reversed))\b"
)

_LONGEST_SAID: Final = 190  # by the provider, of what they request
_LONGEST_NAME: Final = 300  # of what a sentence cannot support
_WEANING: Final = re.compile(r"\b(?:wean|taper)")
_LAST_SENTENCES: Final = 600  # characters: a conclusion, and the advice that may follow it

_PARENTHESIS: Final = re.compile(r"\((?P<inside>[a-z][^()]{2,160}?(?:19|20)\d\d[a-z]?)\)")
_REFERENCE: Final = re.compile(
    r"(?:(?:van|von|de|der|la|le|el|al)[ -]){0,2}(?P<author>[^\W\d_][^()\d;]{0,80}?)"
    r"(?P<comma>,? ?)\b(?:19|20)\d\d[a-z]?"
)
_NO_AUTHOR: Final = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|page|pages|version|edition|date|dated|revised|updated|effective|adopted)\b"
)


def rationale(doc: Document, region: Region | None, decision: Decision | None) -> Found[Rationale] | None:
    """The rationale in *region*, the paragraph without its label; ``None`` where the letter has none."""
    if region is None or region.end <= region.start:
        return None
    places: Places = {"text": region}
    concluded = _conclusion(doc, region)
    if concluded:
        places["conclusion"] = concluded[1]
    references = _references(doc, region)
    for n, place in enumerate(references):
        places[f"references[{n}]"] = place
    given = reasons(doc, region, decision)
    places |= given.places
    return Found(
        Rationale(
            doc.read(region),
            conclusion=concluded[0] if concluded else None,
            references=tuple(doc.read(place) for place in references),
            reasons=given.value,
        ),
        places,
    )


def _conclusion(doc: Document, region: Region) -> tuple[Conclusion, Region] | None:
    return (
        _by_necessary(doc, region)
        or _by_necessity(doc, region)
        or _by_denial(doc, region)
        or _by_request(doc, region)
    )


def _conclude(against: object, start: int, end: int) -> tuple[Conclusion, Region]:
    return (Conclusion.NOT_NECESSARY if against else Conclusion.NECESSARY), Region(start, end)


def _by_necessary(doc: Document, region: Region) -> tuple[Conclusion, Region] | None:
    """ "... is (not) medically necessary": the last one that asserts something."""
    key = doc.key
    for match in reversed(list(_NECESSARY.finditer(key, *region))):
        at, end = match.span()
        context = max(region.start, at - 90)
        said = max(region.start, at - _LONGEST_SAID)
        if any(key.find(who, said, at) >= 0 for who in _OTHERS) and _SAID_BY_OTHERS.search(key, said, at):
            continue
        against = _NOT_BEFORE.search(key, context, at)
        if against and _HISTORY_BEFORE.search(key, max(against.start() - 5, context), at):
            against = None
        against = against or _NONE_BEFORE.search(key, context, at)
        if against is None and key.endswith(" as ", context, at):
            against = _REFUSED_AS.search(key, max(region.start, at - _LONGEST_NAME), at)
        if against or match["against"]:
            return _conclude(True, against.start() if against else at, end)
        hypothetical = (
            _HYPOTHETICAL.search(key, context, at)
            or _HYPOTHETICAL_AFTER.match(key, end, region.end)
            or _QUESTION.search(key, max(region.start, at - _LONGEST_NAME), at)
        )
        if not hypothetical:
            return _conclude(None, at, end)
    return None


def _by_necessity(doc: Document, region: Region) -> tuple[Conclusion, Region] | None:
    """ "Medical necessity has (not) been established", "the records do not establish medical necessity"."""
    key, end = doc.key, region.end
    while True:
        at = key.rfind(_NECESSITY, region.start, end)
        if at < 0:
            return None
        stop = at + len(_NECESSITY)
        if established := _ESTABLISHED.match(key, at, region.end):
            against = established["lacking"] or _NOT.search(key, stop, established.end())
            return _conclude(against, at, established.end())
        context = max(region.start, at - 90)
        if against := _NOT_ESTABLISHED_BEFORE.search(key, context, at):
            return _conclude(against, against.start(), stop)
        if supported := _ESTABLISHED_BEFORE.search(key, context, at):
            return _conclude(None, supported.start(), stop)
        end = at


def _by_request(doc: Document, region: Region) -> tuple[Conclusion, Region] | None:
    """ "The request is (not) supported", in the last sentences."""
    last = Region(max(region.start, region.end - _LAST_SENTENCES), region.end)
    said = (_REQUEST, _CONCLUDING, _DETERMINED, _REFUSED)
    found = [match for way in said for match in way.finditer(doc.key, *last)]
    found = [match for match in found if not _WEANING.search(match[0])]
    if not found:
        return None
    verdict = max(found, key=lambda match: match.end())
    signs = verdict.groupdict()
    against = (
        verdict.re is _REFUSED
        or signs.get("modal")
        or signs["against"]
        or signs.get("refused")
        or _NOT.search(verdict["verdict"])
        or _NONE_BEFORE.search(doc.key, max(region.start, verdict.start() - 60), verdict.start())
    )
    return _conclude(against, *verdict.span())


def _by_denial(doc: Document, region: Region) -> tuple[Conclusion, Region] | None:
    """ "The denial is upheld", "non-certification is recommended", in the last sentences."""
    found = None
    for match in _DENIAL.finditer(doc.key, max(region.start, region.end - _LAST_SENTENCES), region.end):
        found = match
    if found is None:
        return None
    is_against = (found["reversed"] is None) == (_NOT.search(found["verdict"]) is None)
    return _conclude(is_against, *found.span())


def _references(doc: Document, region: Region) -> list[Region]:
    found: dict[str, Region] = {}
    if doc.key.find("(", *region) < 0:
        return []
    for parenthesis in _PARENTHESIS.finditer(doc.key, *region):
        for match in _REFERENCE.finditer(doc.key, *parenthesis.span("inside")):
            author = doc.folded[match.start()]
            if not (author.isupper() or match.start("author") > match.start()):
                continue
            if _NO_AUTHOR.search(match["author"]) or (not match["comma"].strip() and " " in match["author"]):
                continue
            place = Region(*match.span())
            found.setdefault(doc.read(place), place)
    return list(found.values())
