"""A letter as a page: its text with every value marked, and beside it the fields by section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from attrs import evolve, frozen

from imrkit.marks import in_order, kind, marks
from imrkit.model import Letter, Span
from imrkit.views.page import page, templates
from imrkit.views.panel import Group, Row, Section, Shown, sections
from imrkit.views.text import Place, css_class, text_html
from imrkit.vocabulary import Decision
from imrkit.wording import phrase

MANY_ITEMS: Final = 8
"""Of more items than this, the panel shows the names, and the fields of one when it is opened."""


@frozen
class Flag:
    """A finding as the panel shows it."""

    number: int
    """Counted from 1."""
    code: str
    message: str
    places: tuple[Place, ...]
    prefixes: tuple[str, ...]
    """The sections in which it stands; none for what is said of the letter as a whole."""


def letter_html(letter: Letter, *, source: str | None = None) -> str:
    """*letter* as one HTML page that needs no network and no other file.

    >>> import imrkit
    >>> from imrkit.views import letter_html
    >>> page = letter_html(imrkit.read_letter("examples/letters/one-request.txt"), source="one-request.txt")
    >>> page[:15], "CM17-9900101" in page
    ('<!doctype html>', True)

    Args:
        letter: the letter. Of one that was read from data without its text, the page has the fields alone.
        source: where the letter came from, named at the head of the page.

    Raises:
        MissingExtraError: the extra ``views`` is not installed.
        TypeError: *letter* is none.
    """
    if not isinstance(letter, Letter):
        raise TypeError(f"a Letter is expected, as read_letter() gives it, not {type(letter).__name__}")
    templates()  # at once, because it says which extra is missing
    shown = sections(letter)
    paths = [value.path for section in shown for value in _values(section)]
    known = set(paths)
    if unknown := [path for path in letter.evidence if path not in known]:
        shown = (*shown, _others(letter, unknown))
        paths += unknown
    numbers = {path: number for number, path in enumerate(paths)}
    places = _places(letter, numbers)
    flags = _flags(letter, places, paths)
    return page(
        "letter.html",
        ["base.css", "letter.css"],
        ["letter.js"],
        letter=letter,
        source=source,
        decisions=Counter(item.decision for item in letter.items),
        upheld=Decision.UPHELD,
        overturned=Decision.OVERTURNED,
        sections=shown,
        many_items=len(letter.items) > MANY_ITEMS,
        numbers=numbers,
        place_of={paths[n]: place for place in places for n in place.fields},
        css_class=lambda path: css_class(kind(path)),
        flags=flags,
        flags_of=_by_section(flags),
        text=text_html(letter.text, places, [f"{flag.code}: {flag.message}" for flag in flags]),
    )


def _values(section: Section) -> Iterable[Shown]:
    return (value for group in section.groups for row in group.rows for value in row.values)


def _others(letter: Letter, paths: Iterable[str]) -> Section:
    """Values that no other section knows: their places, and what is written there."""
    rows = (Row(path, (Shown(letter.text[letter.evidence[path].slice], path),)) for path in paths)
    return Section("other", "Other values", (Group("", tuple(rows)),))


def _places(letter: Letter, numbers: Mapping[str, int]) -> list[Place]:
    """Every place of a value or a finding that the text has, in its order."""
    places: dict[Span, Place] = {}
    for mark in marks(letter):
        of_values = [value.path for value in mark.values]
        places[mark.span] = Place(
            mark.span, 0, kind(of_values[-1]), tuple(sorted(numbers[path] for path in of_values))
        )
    for n, finding in enumerate(letter.findings):
        for span in dict.fromkeys(finding.spans):
            place = places.get(span, Place(span, 0, None))
            places[span] = evolve(place, findings=(*place.findings, n))
    within = [place for span, place in places.items() if len(span) > 0 and span.end <= len(letter.text)]
    return [evolve(place, number=number) for number, place in enumerate(in_order(within))]


def _flags(letter: Letter, places: Iterable[Place], paths: Sequence[str]) -> list[Flag]:
    """The findings, each with its places and with the sections of the values that stand there or around it."""
    at: list[list[Place]] = [[] for _ in letter.findings]
    prefixes: list[list[str]] = [[] for _ in letter.findings]
    around: list[Place] = []
    for place in places:
        while around and around[-1].span.end <= place.span.start:
            around.pop()
        if place.fields:
            around.append(place)
        for n in place.findings:
            at[n].append(place)
            prefixes[n] += (paths[outer.fields[0]].partition(".")[0] for outer in around[-1:])
    return [
        Flag(n + 1, phrase(finding.code), finding.message, tuple(at[n]), tuple(dict.fromkeys(prefixes[n])))
        for n, finding in enumerate(letter.findings)
    ]


def _by_section(flags: Iterable[Flag]) -> dict[str, list[Flag]]:
    by_section: dict[str, list[Flag]] = {}
    for flag in flags:
        for prefix in flag.prefixes or ("",):
            by_section.setdefault(prefix, []).append(flag)
    return by_section
