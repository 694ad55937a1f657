"""What a rationale concludes: that the request is medically necessary, or that it is not.

The conclusion is what the text says itself, whatever decision stands over it:

    ... For these reasons, the requested cupping is not medically necessary.
    ... Medical necessity has been established.

It is looked for from the end: guideline text, and advice on weaning that follows a conclusion, speak of medical
necessity too.
"""

from __future__ import annotations

import re
from typing import Final

from imrkit.document import Document, Region
from imrkit.extractors.verdicts import GRANTED
from imrkit.vocabulary import Conclusion

_NECESSARY: Final = re.compile(  # with the commonest slips: "medical necessary", "medically neccessary"
    r"medical(?:ly[ -](?:nec|appropriate|justif|indicated|warranted|reasonable|supported|"
    r"(?P<against>unnec|unwarranted|unjustified|unsupported|inappropriate))| necessar)[a-z]*+"
)
_NECESSITY: Final = "medical necessity"
_VERDICT: Final = (
    r"(?P<modal>\b(?:can ?not|(?:should|would|will|could|may|has|have) not) )?\b(?:is|are|was|were|be|been)\b"
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
    r"(?<!not )\b(?:is|are|be) (?:hereby |therefore |thus )?(?:denied|non-?certified|declined)\b(?! (?:by|in|on|at)\b)"
    r"|\brecommend(?:s|ed|ing)? (?:a )?(?:non-?certification|denial)\b"
    r"|\b(?:not|cannot) (?:recommend|support) (?:certification|approval|authorization)\b"
    r"|(?<!not )\b(?:agree|concur|in agreement) with the "
    r"(?:ur|utilization review|claims administrator's|prior|original) (?:denial|non-?certification)\b"
    r"|\b(?:i|we) (?:would |do |can |could |will |am |are )?(?:not|cannot|unable to) "
    r"(?:certify|approve|authorize|endorse|recommend|support) (?:the|this|these)\b"
)
_RECOMMENDED: Final = re.compile(
    r"(?<!not )(?<!cannot )\brecommend(?:s|ed|ing)? (?:certification|approval|authorization)\b"
)
_DETERMINED: Final = re.compile(
    r"\b(?:determination|decision|recommendation) is\b(?P<verdict>[^.,;]{0,24}?) (?:for|one of) (?:an? )?"
    r"(?:(?P<against>non-?certification|denial)|certification|approval|authorization)\b"
)
_NOT: Final = re.compile(
    r"(?:\b(?:not(?! (?:only|un(?!til|der|iversal)\w))|never|nor|neither|cannot|no longer|hardly|scarcely|fails? to|"
    r"failed to|unable to)\b|n't\b|"
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
    r"\b(?:not|cannot|never|unable to) (?!(?:\w+ )?(?:establish|support|show|demonstrat|justif|prove|find|found|agree|"
    r"recommend|certify|approve|authorize|endorse|believe|feel|think|clear|evident|accept|conclude|consider|see|say))"
    r"(?:(?!\bthat\b)[^.;,]){2,60},? (?:and|so) (?:the |this |these )?[\w-]+(?: [\w-]+){0,4} (?:is|are|was) "
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
    r"\b(?:if|when|whether|unless|until|where|(?<!not )only|must be|should be|as \w{6,12} to be)\b[^.;,]{0,40}$"
    r"|[.;:] (?:if|unless|should) [^.;,]{4,120}, [^.;,]{2,60} (?:would|may|might|could|can) be $"
)
_CONCESSION: Final = re.compile(r"[.;:] (?:while|although|though|even though) [^.;,]{2,100}$")
_SAID_BY_OTHERS: Final = re.compile(
    r"\b(?:provider|(?:treating|requesting|prescribing|claimant's|patient's|worker's) (?:physician|surgeon|doctor)|"
    r"attorney|claims administrator|utilization review(?:er)?|ur|letter)(?:'s)? "
    r"(?:(?!(?:not|never|fail|nor)\w*\b)\w+ ){0,2}"
    r"(?:wrote|writes|states?|stated|argues?|argued|believes?|believed|feels?|felt|says?|said|claims?|claimed|asserts?|"
    r"asserted|opines?|opined|maintains?|reports?|reported|documents that|documented that|determined|concluded|found|"
    r"denied)\b(?:(?!, (?:so|thus|therefore|hence|but|which|and)\b| and the\b)(?:[^.;]|\.(?=\d))){0,140}$|"
    r"\baccording to the (?:provider|(?:treating|requesting) physician), [^.;]{2,80}$|"
    r"\b(?:earlier|prior|previous|original) (?:requests?|reviews?|reviewer's|decisions?|determinations?)\b[^.;,]{0,70}$"
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
    "original",
    "administrator",
    "utilization",
    "ur ",
)
"""One of these stands in all that it matches: to look for them spares most conclusions the slow pattern."""
_ESTABLISHED: Final = re.compile(
    r"medical necessity\b(?:[^.;]|\.(?=\d)){0,160}?\b(?:(?P<verb>established|supported|demonstrated|"
    r"documented|shown|met|substantiated|proven|justified|evident|clear|confirmed|apparent|affirmed|verified|"
    r"determined|found)|(?P<lacking>lacking|unclear|questionable|unproven|doubtful|uncertain|absent|wanting))\b"
)
_OF_THE_CASE: Final = re.compile(r"improve|relie[fv]|respon|progress|success|doubt|question|tolera")
"""What a lack may be of that is why something is needed: "the lack of improvement"."""
_NOT_ESTABLISHED_BEFORE: Final = re.compile(
    rf"(?:{_NOT.pattern}|\black(?:s|ing)?\b|\binsufficient\b|\bfalls? short of\b)"
    r"(?:(?!\b(?:and|but|so|yet)\b)[^.;,]){0,60}$"
    r"|(?:\b(?:is|was|see|sees|find|finds|found|remains) |(?<=[.;,:] ))no (?:\w{2,14} ){0,2}$"
)
_ESTABLISHED_BEFORE: Final = re.compile(
    r"\b(?:establish(?:es|ed)?|supports?|supported|demonstrates?|demonstrated|meets?)\b[^.;,]{0,30}$"
    r"|\b(?:there is|i see|i find) (?:an? |the )?(?:\w{3,14} )?$"
)

_DENIAL: Final = re.compile(
    r"(?:denial|non-?certification|"
    r"(?:utilization review|\bur|prior|original|earlier|initial|adverse|negative|administrator's) (?:reviewer's )?"
    r"(?:adverse |negative )?(?:decision|determination))\b(?:[^.;]|\.(?=\d)){0,120}?"
    r"\b(?:is|are|was|were|be)(?P<verdict>[^.,;]{0,24}?)"
    r"\b(?:upheld|affirmed|sustained|supported|recommended|appropriate|justified|(?P<reversed>overturned|reversed))\b"
)

_SMALLER: Final = re.compile(  # "is not medically necessary. A one-month supply to wean him is"
    r"\b(?:wean\w*|taper\w*|tapering|(?:one|two|1|2)[- ](?:month|week) supply|a (?:shorter|short|smaller|single) \w+|"
    r"trial of|(?:would|may|might|could) be)\b[^.;]{0,120}$"
)
_REQUESTED: Final = re.compile(r"\brequest")
_PENDING: Final = re.compile(r"\b(?:remains?|yet|still needs?|would|needs?|ought|has) to be\b|\bwould be\b")
_SENTENCE: Final = 190  # characters of it before the conclusion, in which a condition or a speaker may stand
_LONGEST_NAME: Final = 300  # of what a sentence cannot support
_WEANING: Final = re.compile(r"\b(?:wean|taper)")
_LAST_SENTENCES: Final = 600  # characters: a conclusion, and the advice that may follow it


def conclusion(doc: Document, region: Region) -> tuple[Conclusion, Region] | None:
    """What the rationale in *region* concludes, and where; ``None`` if it never says.

    Words of medical necessity count first, then those on the denial under review, then those on the request.
    """
    return (
        _by_necessary(doc, region)
        or _by_necessity(doc, region)
        or _by_denial(doc, region)
        or _by_request(doc, region)
    )


def _conclude(against: object, start: int, end: int) -> tuple[Conclusion, Region]:
    return (Conclusion.NOT_NECESSARY if against else Conclusion.NECESSARY), Region(start, end)


def _by_necessary(doc: Document, region: Region) -> tuple[Conclusion, Region] | None:
    """ "... is (not) medically necessary": the last one that asserts something.

    What grants less than was requested behind a refusal ("a one-month supply to wean him is medically necessary")
    does not undo it.
    """
    key = doc.key
    less = None
    for match in reversed(list(_NECESSARY.finditer(key, *region))):
        at, end = match.span()
        context = max(region.start, at - 90)
        said = max(region.start - 2, at - _SENTENCE, 0)  # with what ends the sentence before
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
            _HYPOTHETICAL.search(key, said, at)
            or _HYPOTHETICAL_AFTER.match(key, end, region.end)
            or _QUESTION.search(key, max(region.start, at - _LONGEST_NAME), at)
            or (key.startswith(",", end) and _CONCESSION.search(key, said, at))
        )
        if hypothetical:
            continue
        granted = _conclude(None, at, end)
        if not _SMALLER.search(key, said, at) or _REQUESTED.search(
            key, key.rfind(". ", said, at) + 1 or said, min(end + 20, region.end)
        ):
            return granted if less is None else less
        less = less or granted
    return less


def _by_necessity(doc: Document, region: Region) -> tuple[Conclusion, Region] | None:
    """ "Medical necessity has (not) been established", "the records do not establish medical necessity"."""
    key, end = doc.key, region.end
    while True:
        at = key.rfind(_NECESSITY, region.start, end)
        if at < 0:
            return None
        stop = at + len(_NECESSITY)
        context = max(region.start, at - 90)
        refused = _NOT_ESTABLISHED_BEFORE.search(key, context, at)
        if established := _ESTABLISHED.match(key, at, region.end):
            against = (
                established["lacking"]
                or _NOT.search(key, stop, established.end())
                or _PENDING.search(key, stop, established.end())
            )
            if against or refused is None or _OF_THE_CASE.search(refused[0]):
                return _conclude(against, at, established.end())
            return _conclude(refused, refused.start(), established.end())
        if refused:
            return _conclude(refused, refused.start(), stop)
        if supported := _ESTABLISHED_BEFORE.search(key, context, at):
            return _conclude(None, supported.start(), stop)
        end = at


def _by_request(doc: Document, region: Region) -> tuple[Conclusion, Region] | None:
    """ "The request is (not) supported", "I recommend approval", in the last sentences."""
    last = Region(max(region.start, region.end - _LAST_SENTENCES), region.end)
    ways = (_REQUEST, _CONCLUDING, _DETERMINED, _REFUSED, _RECOMMENDED)
    found = [match for way in ways for match in way.finditer(doc.key, *last)]
    found = [match for match in found if not _WEANING.search(match[0])]
    if not found:
        return None
    verdict = max(found, key=lambda match: match.end())
    return _conclude(_is_refusal(doc, region, verdict), *verdict.span())


def _is_refusal(doc: Document, region: Region, verdict: re.Match[str]) -> object:
    if verdict.re in (_REFUSED, _RECOMMENDED):
        return verdict.re is _REFUSED
    signs = verdict.groupdict()
    return (
        signs.get("modal")
        or signs["against"]
        or signs.get("refused")
        or _NOT.search(signs["verdict"])
        or _NONE_BEFORE.search(doc.key, max(region.start, verdict.start() - 60), verdict.start())
    )


def _by_denial(doc: Document, region: Region) -> tuple[Conclusion, Region] | None:
    """ "The denial is upheld", "non-certification is recommended", in the last sentences."""
    found = None
    for match in _DENIAL.finditer(doc.key, max(region.start, region.end - _LAST_SENTENCES), region.end):
        found = match
    if found is None:
        return None
    is_against = (found["reversed"] is None) == (_NOT.search(found["verdict"]) is None)
    return _conclude(is_against, *found.span())
