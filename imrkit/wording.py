"""Values in words for people."""

from __future__ import annotations

from imrkit.model import Guideline, Request
from imrkit.vocabulary import GuidelineSource


def phrase(coded: str) -> str:
    """A word of a vocabulary as words: "insufficient documentation"."""
    return coded.replace("_", " ")


def category(request: Request) -> str:
    """Both levels of the taxonomy: "Pharmaceuticals: Opioids"; one where they are called the same."""
    first = request.category.value
    if request.subcategory is None or request.subcategory.value == first:
        return first
    return f"{first}: {request.subcategory}"


def citation(guideline: Guideline) -> str:
    """A citation in the words that letters use: "MTUS Low Back Complaints 2004, Section(s): Initial Care"."""
    words: list[object] = ["MTUS"] if guideline.mtus else []
    if guideline.source in {GuidelineSource.ACOEM, GuidelineSource.ODG}:
        words.append(guideline.source)
    if guideline.chapter is not None:
        words += ["Chapter", guideline.chapter]
    words += [word for word in (guideline.title, guideline.year) if word is not None]
    cited = " ".join(map(str, words))
    if guideline.sections is not None:
        cited += f", Section(s): {guideline.sections}"
    if guideline.pages is not None:
        cited += f", Page(s): {guideline.pages}"
    return cited
