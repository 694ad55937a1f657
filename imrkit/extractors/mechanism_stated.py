"""What a case summary calls the mechanism, or the cause, of the injury.

Grammar::

    stated    = LABEL ["was" | "is reported" ...] ["as" | "to be" | "due to" ...] [occurring] HOW
              | LABEL ("involved" | "included" ...) HOW
    LABEL     = "mechanism" ["of injury"] | "MOI" | "cause of" ["the"] "injury"
    occurring = ["an injury that"] "occurred" [at work] ("when" | "while" ...) [somebody]

The words before HOW say nothing of how it happened, so they are left out. A label behind which the injury alone
stands ("a low back injury") states no mechanism, nor does one behind which a place or a date ends the telling.
"""

from __future__ import annotations

import re
from typing import Final

from imrkit.document import Document, Region
from imrkit.extractors.mechanism_clauses import ON_DATE, PERSON, clause, names_only_the_injury, occurrences

_STATED: Final = re.compile(
    r"(?:mechanism(?: of (?:the |this |his |her )?(?:industrial |work )?(?:injur(?:y|ies)|accident|trauma)"
    r"|(?=:| was | is | as | to be ))|(?<= )moi\b"
    r"|cause of (?:the |this |his |her )?(?:industrial |work )?(?:injur(?:y|ies)|accident)(?=:| was | is ))"
    r"(?: \(moi\))?(?: for this \w{1,12})?"
    r"(?:,? (?:per|according to) [^,.;]{3,40},)?"
    r"(?: involv(?:ed|es|ing)\b| includ(?:ed|es)\b| consist(?:ed|s) of\b|,"
    r"|(?: was| is| were| has been| had been)?(?: (?:initially|reportedly))?"
    r"(?: (?:detailed|described|reported|documented|noted|listed|stated|indicated|given|recorded|cited|identified|"
    r"determined|believed|felt|thought|said)(?: (?:by|in) [^,.;]{3,40}?(?= as | to be ))?)?"
    r"(?: (?:as|to be|to have been|that|to include|due to|from)\b){0,3}) ?[:-]? ?"
)
_UNSTATED: Final = re.compile(
    r"not\b|un(?:known|clear|specified|stated|available|disclosed|documented|determined)|none\b|n/a|no\b|deferred|"
    r"illegible|(?:and|or|for|in|with|but|which)\b|"
    r"(?:industrial|work[- ]related)(?=[.,;]| and )|"
    r"(?:provided|stated|given|documented|described|detailed|specified|disclosed|reported|available)?[.,;]"
)
_OCCURRING: Final = re.compile(
    r"(?:an? (?:\w{3,12} )?injury (?:to (?:the |his |her )?[\w ]{3,30}? )?"
    r"(?=when |while |after |due to |secondary to |from |caused by |as )"
    r"|(?:an? (?:(?:industrial|work|work[- ]related) )?|the |this )?(?:injury |accident |incident )?"
    r"(?:that |which |to have |having )?(?:occurr(?:ing|ed)|happen(?:ing|ed)|sustained|injured)"
    rf"(?:{ON_DATE}|(?: at work)? ))?"
    r"(?:(?:when|while|as (?:a|the) result of|as|(?:a|the) result of|after|that|due to|secondary to|from|caused by) )?"
    rf"(?:{PERSON} )?"
    r"(?:was (?:injured|hurt) (?:when|while|after) )?"
)
_WHERE_OR_WHEN: Final = re.compile(r"(?:on|at|in|during) ")
_CAUSE: Final = "cause of "
_LABELS: Final = ("mechanism", _CAUSE)


def stated_mechanism(document: Document, region: Region, opening: Region) -> Region | None:
    """What *region* calls the mechanism; an empty region where it says that it is not known."""
    key = document.key
    labels = sorted(
        [
            *(at for _, at in occurrences(key, _LABELS, region)),
            *(at + 1 for _, at in occurrences(key, (" moi",), opening)),
        ]
    )
    for at in labels:
        lead = _STATED.match(key, at, region.end)
        if lead is None or names_only_the_injury(key, lead.end(), region.end):
            continue  # the injury instead of its mechanism
        if _UNSTATED.match(key, lead.end(), region.end) or key.endswith((" no ", " no specific "), 0, at):
            if key.startswith(_CAUSE, at):
                continue  # its cause may be unknown though how it happened is told
            return Region(at, at)
        occurring = _OCCURRING.match(key, lead.end(), region.end)
        how = occurring.end() if occurring else lead.end()
        if how > lead.end() and _WHERE_OR_WHEN.match(key, how, region.end):
            continue  # "an injury that occurred on 2/9/31"
        return clause(document, how, region.end)
    return None
