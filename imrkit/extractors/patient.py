"""The patient: age and sex.

Grammar, on the case summary::

    age = number ["-"] ("year" | "yr" | "y/o" ...) "old"     "a 61-year-old baker", "61 y/o", "a sixty-one year old"
        | number ("M" | "F")                                  "61F", as the first word of all
        | ("age" | "aged") number                             "a baker, aged 61"
        | somebody "is" number                                "She is 61."
    sex = the first word for it after the age, or its label ("Sex: F"), or else the first word in the summary, "Ms." as
          the first word of all, or else the pronouns, where they agree

The first age that is the patient's counts: not a child's ("her 9-year-old son"), not one long past ("at age 19"), not
that of whom the patient was hit by or lifted; nor is the sex of these the patient's ("struck by a male student").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from imrkit.document import Document, Region
from imrkit.extractors.base import Found, Places
from imrkit.extractors.narrative import told
from imrkit.model import Patient
from imrkit.vocabulary import Sex

if TYPE_CHECKING:
    from collections.abc import Iterator

_YOUNGEST: Final = 14
_WORD_FOR_YEARS: Final = (
    r"(?:years?|yrs?\.?|y\.?r\.?)[ -]{0,3}(?:old(?!er)|of age|(?=(?:fe-?)?male\b|(?:wo-?|gentle-?)?man\b|lady\b))"
    r"|y[./ -]{0,2}o\b\.?|yo[mf]\b"
)

_AGE_IN_DIGITS: Final = re.compile(rf"(?P<age>\d\d)(?<![\d.,/-]\d\d)[ -]{{0,3}}(?:{_WORD_FOR_YEARS})")
_AGE_WITH_LETTER: Final = re.compile(
    r"(?:this |pt |patient )?(?:is )?(?:an? )?(?P<age>\d\d) ?[mf]\b(?!'|\.\w)"
)
_AGE_IN_WORDS: Final = re.compile(r"\b(?P<tens>[a-z]{5,8})(?:[ -]{1,2}(?P<ones>[a-z]{3,5}))?[ -]{1,3}$")
_AGE_AFTER: Final = re.compile(r"d? ?(?:is |of |: ?|= ?)?(?P<age>\d\d)(?![\d/-]|\.\d)(?! months)")
_TENS: Final = {
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ONES: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_SOMEBODY_ELSE_AFTER: Final = re.compile(
    r"[ ,-]{0,2}(?:\w{1,12} )?(?:sons?|daughters?|child|children|boy|girl|sister|brother|mother|father|wife|husband|"
    r"spouse|partner|twins?|grand\w{1,12}|niece|nephew|injury|claim|history|fracture|accident|surgery|fusion)\b"
)
_SOMEBODY_ELSE_BEFORE: Final = re.compile(
    r"\b(?:at(?: the)?(?: age(?: of)?)?|since(?: the)?(?: age)?(?: of)?|died|mother|father|son|daughter|sister|"
    r"brother|wife|husband|children|when (?:he|she) was(?: an?)?|until)(?:,? \w{1,8}){0,2} $"
)
# Of whom the patient was hit by, or whom she lifted: "by an agitated male", "lifting a 90-year-old", "the wife of a".
_SOMEBODY_ELSE: Final = re.compile(
    r"\b(?:(?:hit|struck|hurt|injured|assaulted|attacked|punched|kicked|bitten|pushed|shoved|grabbed|thrown|beaten|"
    r"stabbed|shot|robbed|threatened|run over|rear-ended|knocked (?:down|over)) by|"
    r"(?:wife|husband|spouse|partner|mother|father|son|daughter|sister|brother|caregiver|parent) of|"
    r"(?:lift|transferr?|assist|help|mov|carry|push|pull|restrain|turn|roll|reposition|hold|catch|bath)(?:e[ds]?|ed|s|ing)?|"
    r"car(?:es?|ed|ing) for)(?: an?| the| another)(?: [\w/-]{1,12}){0,4} $"
)
_PARENT: Final = re.compile(
    r"[ ,-]{0,2}(?:\w{1,12} )?(?P<parent>mother|father) of (?:an?|one|two|three|four|five|six|several|twins|\d)\b"
)
_SEX: Final = re.compile(r"fe-?male\b|(?:wo-?|gentle-?)man\b|(?<![a-z])(?:man|lady)\b|male\b")
_AGE_ALONE: Final = re.compile(
    r"(?:\bs?he|worker|patient|claimant|applicant|employee|\bm(?:r|s|rs)\.) (?:is|was)(?: now| currently)? "
    r"(?:an? (?=\d\d ?[mf]\b))?(?P<age>\d\d)(?=[.,;]| and |$| ?[mf]\b(?!'|\.\w))"
)
_LETTER: Final = re.compile(r"[ ,-]{0,3}([mf])\b(?!'|\.\w)")
_LABEL: Final = re.compile(r"\b(?:sex|gender) ?: ?(?P<sex>fe-?male|male|[mf])\b(?!'|\.\w)")
_TITLE: Final = re.compile(r"(?P<title>mr|ms|mrs)\.? ")
_FAR: Final = 90
"""How far from the age the sex may stand."""


def patient(document: Document, summary: Region) -> Found[Patient]:
    """Read the patient's age and sex from the case summary."""
    region = told(document, summary)
    places: Places = {}
    age = _age(document.key, region)
    if age is not None:
        places["age"] = age[1]
    sex = _sex(document.key, region, places.get("age"))
    if sex is not None:
        places["sex"] = sex[1]
    return Found(Patient(age=age and age[0], sex=sex and sex[0]), places)


def _age(key: str, region: Region) -> tuple[int, Region] | None:
    for age, place, end in _ages(key, region):
        if (
            age >= _YOUNGEST
            and (not _SOMEBODY_ELSE_AFTER.match(key, end, region.end) or _PARENT.match(key, end, region.end))
            and not _SOMEBODY_ELSE_BEFORE.search(key, max(region.start, place.start - 30), place.start)
            and not _is_somebody_elses(key, region, place.start)
        ):
            return age, place
    return None


def _ages(key: str, region: Region) -> Iterator[tuple[int, Region, int]]:
    """Each age, with the place of its number and the end of the phrase that it stands in."""
    first = _AGE_WITH_LETTER.match(key, *region)
    if first:
        yield int(first["age"]), Region(*first.span("age")), first.end()
    for match in _AGE_IN_DIGITS.finditer(key, *region):
        yield int(match["age"]), Region(*match.span("age")), match.end()
    at = key.find("year", *region)
    while at >= 0:
        words = _AGE_IN_WORDS.search(key, max(region.start, at - 20), at)
        age = _TENS.get(words["tens"], 0) + _ONES.get(words["ones"] or "", 0) if words else 0
        if words and words["tens"] in _TENS:
            yield (
                age,
                Region(words.start(), words.end("ones") if words["ones"] else words.end("tens")),
                at + 8,
            )
        at = key.find("year", at + 4, region.end)
    at = key.find("age", *region)
    while at >= 0:
        number = _AGE_AFTER.match(key, at + 3, region.end)
        if number and (at == region.start or key[at - 1] == " "):
            yield int(number["age"]), Region(*number.span("age")), number.end()
        at = key.find("age", at + 3, region.end)
    for match in _AGE_ALONE.finditer(key, *region):
        yield int(match["age"]), Region(*match.span("age")), match.end()


def _is_somebody_elses(key: str, region: Region, at: int) -> bool:
    """Whether the age or the word for a sex at *at* is of somebody whom the patient has to do with."""
    return _SOMEBODY_ELSE.search(key, max(region.start, at - 60), at) is not None


def _sex(key: str, region: Region, age: Region | None) -> tuple[Sex, Region] | None:
    if age is not None:
        phrase = _AGE_IN_DIGITS.match(key, age.start, region.end)
        after = phrase.end() if phrase else age.end
        if phrase and phrase[0][-1] in "mf" and phrase[0][-2] == "o":
            return _named(phrase[0][-1]), Region(after - 1, after)
        letter = _LETTER.match(key, after, region.end)
        if letter:
            return _named(letter[1]), Region(*letter.span(1))
        parent = _PARENT.match(key, after, region.end)
        if parent:
            sex = Sex.FEMALE if parent["parent"] == "mother" else Sex.MALE
            return sex, Region(*parent.span("parent"))
        word = _word_for_sex(key, region, after, min(after + _FAR, region.end))
        if word:
            return _named(word[0]), Region(*word.span())
    labelled = _LABEL.search(key, *region) if "sex" in key or "gender" in key else None
    if labelled:
        return _named(labelled["sex"]), Region(*labelled.span("sex"))
    word = _word_for_sex(key, region, *region)
    if word:
        return _named(word[0]), Region(*word.span())
    title = _TITLE.match(key, *region)
    if title:
        return Sex.MALE if title["title"] == "mr" else Sex.FEMALE, Region(*title.span("title"))
    return _pronouns(key, region)


def _word_for_sex(key: str, region: Region, start: int, end: int) -> re.Match[str] | None:
    for word in _SEX.finditer(key, start, end):
        if not _is_somebody_elses(key, region, word.start()):
            return word
    return None


def _named(word: str) -> Sex:
    return Sex.FEMALE if word[0] == "f" or word[0] == "w" or word == "lady" else Sex.MALE


def _pronouns(key: str, region: Region) -> tuple[Sex, Region] | None:
    """The sex that all pronouns and titles of the summary agree on."""
    seen: dict[Sex, Region] = {}
    for sex, words in ((Sex.MALE, ("he", "his", "mr.")), (Sex.FEMALE, ("she", "her", "ms.", "mrs."))):
        for word in words:
            at = key.find(f" {word} ", *region) + 1
            if not at and key.startswith(f"{word} ", *region):
                at = region.start
            elif not at:
                continue
            seen.setdefault(sex, Region(at, at + len(word)))
    return next(iter(seen.items())) if len(seen) == 1 else None
