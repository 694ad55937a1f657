"""How much of a drug is requested: its strength, quantity and refills.

Read are the ways in which prescriptions are written out::

    strength = number [unit] {("/" | "-") number [unit]}     10/325mg, 7.5-325 mg, 50 mcg/hr, 2% 20mg/g
    quantity = "#" number | "quantity" number | number ["(" number ")"] ("tablets" | "count" | ...) | amount
    amount   = number ("gm" | "ml" | ...)                    240 grams: only where nothing is counted
    refills  = number "refills" | "refills" number           two (2) refills, refills: 1, no refills

Numbers come in digits or words. How often a dose is taken ("1 tablet twice a day") is no quantity.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from imrkit.document import Region
from imrkit.lexicon import rows

_NUMBER: Final = r"(?:\d{1,4}(?:,\d{3})?+(?:\.\d{1,4})?+|\.\d{1,4})"
_MASS: Final = r"(?:mgs?|mcgs?|ug|\xb5g|\u03bcg|milligrams?|micrograms?|meq|iu|units?|%|percent)(?![a-z])"
_BULK: Final = r"(?:gms?|grams?|g|mls?|cc|milliliters?|oz|ounces?)(?![a-z])"
_PER: Final = (
    r"(?:\d{1,3}(?:\.\d)? ?)?(?:hrs?|hours?|h|ml|cc|gm?|gram|day|patch|spray|actuation|inhalation|inh|puff|dose|tab)"
    r"(?![a-z])"
)
_PIECE: Final = rf"{_NUMBER}(?: ?(?:{_MASS}|{_BULK}))?"
_STRENGTH: Final = re.compile(
    rf"(?<![\d#.,/])(?<!# ){_PIECE}(?: ?[/-] ?(?:{_PIECE}|{_PER})){{0,6}}(?: per {_PER})?(?![\d])"
)
_HAS_MASS: Final = re.compile(rf"\d ?{_MASS}")
_BULK_ONLY: Final = re.compile(rf"(?P<number>{_NUMBER}) ?(?:gms?|grams?|g)(?![a-z])")
_GRAMS_PER: Final = re.compile(
    rf"{_NUMBER} ?(?:gms?|grams?|g) ?/ ?(?:\d{{1,3}}(?:\.\d)? ?)?(?:mls?|cc|dose|packet)(?![a-z])"
)
_NEXT_STRENGTH: Final = re.compile(
    rf" {_NUMBER} ?(?!units?\b){_MASS}(?: ?[/-] ?(?:{_PIECE}|{_PER})){{0,6}}(?![\d])"
)
_BARE: Final = re.compile(r" ?\(?(?P<strength>\d{1,3}(?:\.\d{1,2})?)(?=,? ?\(?(?:#|qty|quantity))")
_BARE_RATIO: Final = re.compile(r"\d{1,3}(?:\.\d{1,3})?(?: ?[/-] ?\d{1,3}(?:\.\d{1,4})?){1,3}+(?![\d/])")
_DATE: Final = re.compile(r"(?:0?[1-9]|1[0-2])[/-](?:0?[1-9]|[12]\d|3[01])(?:[/-](?:\d\d){1,2})?(?!\d)")
_BETWEEN: Final = " ,-:("  # what may stand between a name and its bare strength

_DIGITS: Final = r"\d{1,6}(?:,\d{3})?+(?:\.\d{1,3})?+"
_HASH: Final = re.compile(rf"# ?(?P<digits>{_DIGITS})(?! ?%)")
# "60 gr" of a cream is grams; "5 gr" is an old measure of a tablet's strength.
_AMOUNT: Final = re.compile(
    rf"(?<![\d.,/])(?P<digits>{_DIGITS}) ?-?(?:{_BULK}|(?:(?<=\d\d)|(?<=\d\d ))grs?(?![a-z]))(?! ?/)"
)
_RANGE: Final = re.compile(r" ?(?:-|to) ?#?(?P<high>\d{1,4})(?![\d/]| ?-?(?:m?c?g\b|day))")
_RANGE_BEFORE: Final = re.compile(r"\d to $")
_TIMES: Final = re.compile(
    r"(?<![a-z])(?:x|times) ?\(?(?P<digits>\d{1,4})\)?+"
    r"(?! ?-?(?:refill|rf|week|wk|month|mo\b|day|year|hour)|[\d.,]*%)"
)
# "count: 120", "no. 120"; not "no. 3", which is a kind of Tylenol, nor "30 count 20 mg"
_NUMBERED: Final = re.compile(
    r"(?:(?<![a-z\d])(?<!\d[ )-])(?<!\d\) )count ?(?:of |[:=] ?)?|\bno\. ?)(?P<digits>\d{2,4})"
    r"(?![\d/%.,-]*\d| ?(?:%|m?c?g\b|refill|day|week|month))"
)
_TRAILING: Final = re.compile(
    r"\)?[ ,;:-]{0,3}\(?(?P<digits>\d{2,3})\)?(?=$|[,;)]|\.(?!\d)| with | x ?\d| ?\()"
)
_SCHEDULE: Final = re.compile(
    r",? ?\(?(?:po|p\.o|by mouth|orally|sublingually|q ?\.?[a-z\d]|every|daily|a day|per day|/ ?day|twice|once"
    r"|(?:two|three|four) times|\d ?x|bid|b\.i\.d|tid|t\.i\.d|qid|prn|as needed|at |each|nightly|in the|per night)"
)
_MOST_APPLIED: Final = 8  # grams of a cream at a time
_MOST_REFILLS: Final = 12  # a prescription is good for a year at most
_TAKING: Final = re.compile(r"(?:take|takes|taking|apply|use|(?<!\d)\d ?-|\d ?to|one to) ?$")


@cache
def _word_values() -> dict[str, int]:
    return {word: int(value) for word, value in rows("drug_numbers")}


@cache
def _number_words() -> str:
    """A pattern for "sixty", "twenty-five", "one hundred and twenty"."""
    values = _word_values()
    ones = "|".join(word for word, value in values.items() if 0 < value < 10)
    teens = "|".join(word for word, value in values.items() if 10 <= value < 20)
    tens = "|".join(word for word, value in values.items() if 20 <= value < 100)
    below_hundred = rf"(?:(?:{tens})(?:[ -](?:{ones}))?|{teens}|{ones})"
    return rf"(?:(?:one|two|three) hundred(?: and)?(?: {below_hundred})?|{below_hundred})(?![a-z])"


@cache
def _number() -> str:
    """A pattern for a number in digits, in words, or in both: "sixty (60)"."""
    words = _number_words()
    return (
        rf"(?:(?<![a-z])(?P<word>{words})(?: ?\( ?#?(?P<same>{_DIGITS}) ?\))?|"
        rf"(?<![\d.,/#-])\(?(?P<digits>{_DIGITS})(?![\d%]| %)\)?)"
    )


@cache
def _counted() -> re.Pattern[str]:
    counts = "|".join(sorted((w for r in rows("drug_words") if r[0] == "count" for w in r[1:]), reverse=True))
    return re.compile(rf"{_number()}[ -]{{0,2}}(?:total )?(?:{counts})(?![a-z])")


@cache
def _said_twice() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?P<word>{_number_words()}) ?\( ?#?(?P<same>{_DIGITS}) ?\)")


@cache
def _labelled() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:quantity|quantities|qty|dispense|disp|number)\b[ .:#(=-]{{0,4}}"
        rf"(?:(?:of|is|requested|dispensed|total)\b[ :#(-]{{0,3}})?{_number()}"
    )


@cache
def _injections() -> re.Pattern[str]:
    return re.compile(rf"{_number()} (?:[a-z-]{{2,16}} ){{0,3}}injections|series of {_number_again()}")


@cache
def _number_again() -> str:
    return rf"\(?(?:(?P<again>\d{{1,2}})|(?P<again_word>{_number_words()}))"


@cache
def _refills_after() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![a-z])(?:refills?|rfs?)(?:\(s\)| \(s\))?(?: ?(?:x|times|of|[:#=,(-])){{0,2}} ?"
        rf"(?:(?P<digits>\d{{1,2}})(?![\d/%]|[.,]\d| ?(?:m?c?g|ml|%|tab|cap|count|day|month|week))"
        rf"|(?P<word>none|no\b|zero|{_number_words()}))"
    )


@cache
def _refills_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<![\d.,/#])(?P<digits>\d{{1,2}})|(?<![a-z])(?P<word>no|zero|without|without any|an?|{_number_words()}))"
        rf"(?: ?\( ?(?P<same>\d{{1,2}}) ?\))?[ -]?(?:additional |monthly |more )?"
        r"(?:refills?\b(?! of)|refills of|(?<!\ba )(?<!\ban )refill of|rfs?\b|refill\(s\))"
    )


def strength(key: str, start: int, end: int, *, most_grams: int) -> Region | None:
    """The strength that stands first in the text from *start* (the end of a drug's name) to *end*.

    Up to *most_grams* grams are a strength ("1 gm #120"), more of them an amount.
    """
    for match in _STRENGTH.finditer(key, start, end):
        text = _without_count(match.group())
        if _HAS_MASS.search(text) or _GRAMS_PER.fullmatch(text):
            stop = match.start() + len(text)
            while following := _NEXT_STRENGTH.match(key, stop, end):
                stop = following.end()
            return Region(match.start(), stop)
        bulk = _BULK_ONLY.fullmatch(text)
        if bulk and float(bulk["number"].replace(",", "")) <= most_grams:
            return Region(*match.span())
        if _BARE_RATIO.fullmatch(text) and not _DATE.fullmatch(text) and _adjacent(key, start, match.start()):
            return Region(match.start(), match.start() + len(text))
    bare = _BARE.match(key, start, end)
    return Region(*bare.span("strength")) if bare else None


def _without_count(text: str) -> str:
    """*text* of a strength without the number of what is dispensed: "10/325 - 60"."""
    stated, dash, count = text.rpartition(" - ")
    return stated if dash and count.isdigit() and (_HAS_MASS.search(stated) or "/" in stated) else text


def _adjacent(key: str, start: int, end: int) -> bool:
    return end - start <= 4 and all(mark in _BETWEEN for mark in key[start:end])


def _value(match: re.Match[str]) -> tuple[int | float, Region]:
    """The number in *match* and its place."""
    groups = match.groupdict()
    for name in ("same", "digits", "again"):
        if groups.get(name):
            number = float(groups[name].replace(",", ""))
            return int(number) if number.is_integer() else number, Region(*match.span(name))
    name = "word" if groups.get("word") else "again_word"
    return _spelled(groups[name] or ""), Region(*match.span(name))


def _spelled(words: str) -> int:
    total = 0
    for word in re.findall("[a-z]+", words):
        value = _word_values().get(word, 0)
        total = max(total, 1) * 100 if value == 100 else total + value
    return total


def quantity(
    key: str, name: Region, strength_at: Region | None, after: Region, before: Region
) -> tuple[int | float, Region] | None:
    """The quantity in the text *after* a drug's name or, failing that, *before* it.

    What is counted goes before what is weighed, and a number that says so before one that only stands there.
    """
    for pattern in (_HASH, _labelled(), _counted(), _said_twice(), _NUMBERED, _TIMES):
        for part in (after, before):
            for match in pattern.finditer(key, part.start, part.end):
                if pattern is _TIMES and int(match["digits"]) < 10 and match.end() < part.end:
                    continue  # "x 3 at bedtime" is how it is taken; "x 3" at the end is how many
                if _is_within(match, strength_at) or _is_of_range(key, match, part.end):
                    continue
                if pattern is _counted() and _is_schedule(key, match, part.end):
                    continue
                return _value(match)
    found = _TRAILING.match(key, strength_at.end, after.end) if strength_at else None
    found = (
        found
        or _leading(key, name, before)
        or _amount(key, after, strength_at)
        or _amount(key, before, strength_at)
    )
    return _value(found) if found else None


def _amount(key: str, part: Region, strength_at: Region | None) -> re.Match[str] | None:
    for match in _AMOUNT.finditer(key, part.start, part.end):
        # "2 gm four times a day" is how a cream is applied.
        is_dose = _value(match)[0] <= _MOST_APPLIED and _is_schedule(key, match, part.end)
        if not is_dose and not _is_within(match, strength_at):
            return match
    return None


def _is_within(match: re.Match[str], strength_at: Region | None) -> bool:
    return strength_at is not None and strength_at.start <= match.start() < strength_at.end


def _is_of_range(key: str, match: re.Match[str], end: int) -> bool:
    """Whether the number of *match* is an end of a range, which is no one quantity: "#60-90", "60 to 90 tablets"."""
    following = _RANGE.match(key, match.end(), end)
    if following and int(following["high"]) > _value(match)[0]:
        return True
    return key.startswith("to", match.start() - 3) and bool(
        _RANGE_BEFORE.search(key, max(match.start() - 5, 0), match.start())
    )


def _is_schedule(key: str, match: re.Match[str], end: int) -> bool:
    """Whether a count is a dose to take: "take 2 tablets", "1 tablet twice a day"."""
    return bool(
        _SCHEDULE.match(key, match.end(), end)
        or _TAKING.search(key, max(match.start() - 8, 0), match.start())
    )


@cache
def _leading_number() -> re.Pattern[str]:
    return re.compile(rf"{_number()} $")


def _leading(key: str, name: Region, before: Region) -> re.Match[str] | None:
    """A number right before the name: "ninety Zantiprex 5mg"."""
    found = _leading_number().search(key, max(name.start - 40, before.start), name.start)
    return found if found and _value(found)[0] > 1 else None


def injections(key: str, region: Region) -> tuple[int | float, Region] | None:
    """How many injections of a drug that comes in a series: "series of three", "3 injections", "x 3"."""
    found = (
        _injections().search(key, region.start, region.end)
        or _HASH.search(key, region.start, region.end)
        or _labelled().search(key, region.start, region.end)
        or _TIMES.search(key, region.start, region.end)
        or _said_twice().search(key, region.start, region.end)
        or _counted().search(key, region.start, region.end)
    )
    return _value(found) if found else None


def refills(key: str, region: Region) -> tuple[int, Region] | None:
    """How many refills the text of *region* requests; "a refill of" a drug states no number."""
    if key.find("refill", region.start, region.end) < 0 and key.find("rf", region.start, region.end) < 0:
        return None
    before = _refills_before().search(key, region.start, region.end)
    after = _refills_after().search(key, region.start, region.end)
    # "2 refills #60", but "qty 60 refills 2": the number before the word may belong to what precedes it.
    if before and (not after or (_refill_count(before)[0] <= _MOST_REFILLS and ":" not in after.group())):
        return _refill_count(before)
    return _refill_count(after) if after else None


def _refill_count(match: re.Match[str]) -> tuple[int, Region]:
    word = match["word"]
    if word and word.startswith("without"):
        return 0, Region(*match.span("word"))
    if word in {"a", "an"}:
        return 1, Region(*match.span("word"))
    value, place = _value(match)
    return int(value), place
