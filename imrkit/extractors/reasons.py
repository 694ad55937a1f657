"""Why the reviewer decided as they did: the reasons that a rationale gives.

A rationale runs from guideline text, pasted or retold, to sentences about the case, to a conclusion::

    rationale  := (guideline sentence | case sentence)* conclusion [advice on weaning]
    complaint  := absence .. object        "there was no record of objective functional gains"
                | object .. absence        "the outcome of earlier visits was not recorded"
    statement  := phrase                   "the request exceeds the recommended number of visits"

The reasons stand in the sentences about the case. A complaint is a word of absence ("no", "lack", "failed
to") with an object in its reach ("red flags", "functional improvement"), and the object says which reason it
is; a complaint about a record whose content fits no other reason is a lack of documentation. A statement
needs no word of absence. The phrases stand in ``lexicon/reasons.txt``, the words that frame them in
``lexicon/reason_frames.txt``, lists of words that many of them share in ``lexicon/reason_words.txt``.

Some statements count under a condition. Use over years is a reason where the rationale says that use should be
short; a verdict on another service ("the fusion was denied") where one on the requested service follows; a
guideline's refusal where it is for good, not for a first step or until something is tried.
"""

from __future__ import annotations

from typing import Final

from imrkit.document import Document, Region
from imrkit.extractors.base import Found, Places
from imrkit.extractors.reason_complaints import by_whom, complaints, longest, within
from imrkit.extractors.reason_phrases import Hit, Hits
from imrkit.extractors.reason_sentences import Sentence, Sentences
from imrkit.vocabulary import Decision, Reason

_Given = list[tuple[str, Reason]]

_KEPT: Final = ("relied", "elsewhere", "duration", "outlasted", "brief")
"""Roles of phrases that count under a condition only."""
_EXCEEDS: Final = Reason.EXCEEDS_GUIDELINE_QUANTITY
_ORDER: Final = tuple(Reason)
_RELIED: Final = ("relied", "anywhere", "elsewhere", "brief")
"""Of those that count in guideline text too."""
_STATED: Final = frozenset({"said", "outright", "duration"})
"""Of those that count in sentences about the case."""


def reasons(doc: Document, region: Region, decision: Decision | None) -> Found[tuple[Reason, ...]]:
    """The reasons that the rationale in *region* gives for *decision*, in the order of the vocabulary."""
    overturned = decision is Decision.OVERTURNED
    read = _support if overturned else _denial
    given: dict[Reason, int] = {}
    kept: dict[str, dict[Reason, int]] = {role: {} for role in _KEPT}
    sentences = Sentences(doc, region)
    last = 0
    for sentence in sentences:
        last = sentence.number
        for role, reason in read(sentence):
            kept.get(role, given).setdefault(reason, sentence.number)
    # Long use is a reason where use should be short.
    given = kept["duration" if kept["brief"] else "outlasted"] | given
    # A verdict on another service counts where one on this service follows.
    given |= {reason: number for reason, number in kept["elsewhere"].items() if number < last}
    given = given or kept["relied"]
    if Reason.LONG_TERM_USE in given and given[Reason.LONG_TERM_USE] == given.get(_EXCEEDS):
        del given[_EXCEEDS]  # "taken since March, well past the 4 weeks": the same thing once
    _of_the_mixture(given, kept["relied"])
    places = dict(zip(given, sentences.places(given.values()), strict=True))
    if overturned and not places:
        places[Reason.GUIDELINE_CRITERIA_MET] = doc.trim(*region, " .")
    named = tuple(places)  # comparing a few members is quicker than hashing them
    value = tuple([reason for reason in _ORDER if reason in named])
    found: Places = {f"reasons[{number}]": places[reason] for number, reason in enumerate(value)}
    return Found(value, found)


def _of_the_mixture(given: dict[Reason, int], relied: dict[Reason, int]) -> None:
    """A refusal of a mixture for an ingredient, or of all such mixtures, is a refusal of the ingredient."""
    refusal, ingredient = Reason.NOT_RECOMMENDED_BY_GUIDELINE, Reason.COMPOUND_INGREDIENT
    if refusal in given and (ingredient in given or relied.get(ingredient) == given[refusal]):
        given.setdefault(ingredient, given.pop(refusal))


def _support(sentence: Sentence) -> _Given:
    """The reasons for necessity in a sentence: the case's own only in sentences about it.

    What such a sentence tells, if neither of a guideline nor only the conclusion, is why the case needs it.
    """
    hits = sentence.hits("support")
    given = [hit.reason for hit in hits.get("support", []) if hit.reason]
    if not sentence.about_case:
        given = [reason for reason in given if reason is Reason.GUIDELINE_CRITERIA_MET]
    elif not given and "verdict" not in hits:
        given = [Reason.CLINICAL_NEED_SHOWN]
    return [("support", reason) for reason in given]


def _denial(sentence: Sentence) -> _Given:
    """The reasons against necessity in a sentence, each with the role of the phrase that gives it."""
    hits = sentence.hits("stated" if sentence.about_case else "relied")
    relied: _Given = [
        (role, hit.reason) for role in _RELIED if role in hits for hit in hits[role] if hit.reason
    ]
    nothing = hits.get("nothing", [])
    told = hits.get("outright", []) + hits.get("anywhere", [])
    silent = nothing + [hit for hit in told if hit.reason is Reason.INCOMPLETE_REQUEST]
    absence = [hit for hit in hits.get("absence", []) + hits.get("without", []) if not within(hit, silent)]
    if "refused" in hits and "condition" not in hits:
        relied += [("refused", hit.reason) for hit in hits["refused"] if hit.reason]
    if not absence and _STATED.isdisjoint(hits):
        return relied
    missing: list[Hit] = []
    reaches: list[tuple[int, int]] = []
    outright = hits.get("outright", [])
    if any(hit.reason is Reason.INCOMPLETE_REQUEST for hit in outright):
        outright = by_whom(sentence.hits("missing"), outright)
    if absence:
        objects = _without_silenced(sentence.hits("missing"), nothing)
        missing, reaches = complaints(absence, objects, told, sentence.start, sentence.stop)
    said = [
        hit
        for hit in hits.get("said", [])
        if not within(hit, nothing) and not any(start <= hit.start < stop for start, stop in reaches)
    ]
    said += outright
    stated = longest(said + hits.get("duration", []))
    if "duration" in hits:  # it may turn out that use need not be short
        stated += [hit._replace(role="outlasted") for hit in longest(said) if hit not in stated]
    return [(hit.role, hit.reason) for hit in missing + stated if hit.reason] + relied


def _without_silenced(hits: Hits, nothing: list[Hit]) -> Hits:
    """*hits* without what stands in a phrase that looks like a frame or a reason but is neither."""
    if not nothing:
        return hits
    return {role: [hit for hit in found if not within(hit, nothing)] for role, found in hits.items()}
