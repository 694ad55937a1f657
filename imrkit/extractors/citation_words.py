"""Words that citations of guidelines are made of: names of publishers, numbers of chapters, pages."""

from __future__ import annotations

import re
from typing import Final

ACOEM: Final = (
    r"(?:american college of occupational (?:and|&) environmental medicine(?: ?\(acoem\))?|acoem)"
    r"(?: occupational medicine)?(?: practice)?(?: guidelines?)?,?"
    r"(?: ?\(?(?:2nd|second|3rd|third) ed(?:ition\b|\.)\)?,?)?"
    r"(?: ?\(?(?:19|20)\d\d\b\)?,?)?"
)
"""The name of the ACOEM's guidelines, with what tells their edition."""
YEAR_OF_EDITION: Final = re.compile(r"(?P<year>(?:19|20)\d\d)\b")
CHAPTER_NUMBER: Final = r"(?:chapters? ?|ch\. ?)(?P<chapter>\d{1,2})(?!\d)[,:]? ?(?:\((?=[a-z]))?"
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
    r"(?:treatment in worker'?s'? comp(?:ensation)?|official disability guidelines?|odg(?:[- ]?twc)?|twc)\b\)?){0,3}"
)
CHAPTER_WORD: Final = re.compile(r" ?\(?\bchapters?\b\)?(?: on)?")
