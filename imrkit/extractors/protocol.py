"""What an extractor is, and what it is given to read: the same for imrkit's own and for those from outside.

An :class:`Extractor` says what it reads, what it yields and what it needs of others, and has a function from a
:class:`Passage` to what was :class:`~imrkit.extractors.base.Found` in it. A :class:`~imrkit.parser.Parser` calls it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Generic, TypeVar, get_origin

from attrs import Attribute, field, frozen
from attrs.validators import optional

from imrkit.document import Document, Region
from imrkit.extractors.base import Found, ItemParts
from imrkit.model import Span
from imrkit.vocabulary import Decision, ItemPart, Section

T = TypeVar("T")

NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""The name of an extractor, and of a field."""


def _name(_: object, attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, str):
        raise TypeError(f"{attribute.name} is a text, not {type(value).__name__}")
    if not NAME.fullmatch(value):
        raise ValueError(
            f"{attribute.name}={value!r} is no name: a lower case letter, then at most 39 of these, of digits and of "
            "underscores"
        )


def _names(_: object, attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, tuple) or not all(isinstance(name, str) for name in value):
        raise TypeError(f"{attribute.name} is a tuple of the names of extractors")


def _passage(_: object, attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, Section | ItemPart):
        raise TypeError(f"{attribute.name} is a Section or an ItemPart, not {type(value).__name__}")


def _function(_: object, attribute: Attribute[Any], value: object) -> None:
    if not callable(value):
        raise TypeError(f"{attribute.name} is a function, not {type(value).__name__}")


class Reading:
    """A letter, or one item of it, while it is being read: where its parts stand, and what was found so far."""

    __slots__ = ("document", "found", "items", "letter", "nth", "parts")

    def __init__(
        self,
        document: Document,
        parts: Mapping[Section, Region] | ItemParts,
        items: Callable[[Passage], Sequence[ItemParts]],
        letter: Reading | None = None,
        nth: int = 0,
    ) -> None:
        self.document = document
        self.parts: Any = parts
        self.items = items
        self.letter = letter
        self.nth = nth
        self.found: dict[str, Found[Any]] = {}

    def region(self, reads: Section | ItemPart) -> Region | None:
        """Where *reads* stands; ``None`` if the letter, or the item, has no such part."""
        region: Region | None = None
        if isinstance(reads, Section):
            region = (self.letter or self).parts.get(reads)
        elif self.letter is not None:
            region = getattr(self.parts, reads)
        return region

    def path(self, name: str) -> str:
        """The path of what is called *name* in the letter, or in the item."""
        return str(name) if self.letter is None else f"items[{self.nth}].{name}"

    def value(self, name: str) -> Any:
        """What the extractor called *name* found, in this item or else in the letter."""
        found = self.found.get(name)
        if found is None:
            return self.letter.value(name) if self.letter is not None else None
        return found.value


class Passage:
    """What an extractor reads: a section of a letter, a part of one of its items, or the whole letter.

    Its text comes in two views, character for character the same: :attr:`text` as it reads, and :attr:`key` for
    matching. In both, line ends, page breaks and runs of blanks are one blank each, words that a line end hyphenates
    are whole, page numbers and running heads are left out. A position in one is the same position in the other, and is
    counted in characters from 0; the methods below make values with their places from it.

    >>> import re
    >>> from imrkit import Extractor, Found, Parser, Passage, Section, read_letter
    >>> def crates(passage: Passage) -> Found[str] | None:
    ...     match = re.search("crates of [a-z]+", passage.key)
    ...     return passage.matched(match) if match else None
    >>> load = Extractor(name="load", reads=Section.SUMMARY, yields=str, extract=crates)
    >>> letter = read_letter("examples/letters/one-request.txt", parser=Parser().with_extractor(load))
    >>> letter.extra["load"], letter.text[letter.evidence["extra.load"].slice]
    ('crates of produce', 'crates of produce')

    Passages are made by the parser: *extractor*, *reading* and *region* are its own affair.
    """

    __slots__ = ("_extractor", "_key", "_text", "document", "reading", "region")

    _key: str
    _text: str
    document: Document
    """The whole letter; imrkit's own way in, which may change, as may the next two."""
    reading: Reading
    """What was found so far."""
    region: Region
    """Where the passage stands in the document."""

    def __init__(self, extractor: Extractor[Any], reading: Reading, region: Region) -> None:
        self._extractor = extractor
        self.document = reading.document
        self.reading = reading
        self.region = region

    @property
    def text(self) -> str:
        """The words as the letter has them."""
        try:
            return self._text
        except AttributeError:  # not asked for before
            self._text = self.document.read(self.region)
            return self._text

    @property
    def key(self) -> str:
        """:attr:`text` in lower case, with straight quotes and plain hyphens."""
        try:
            return self._key
        except AttributeError:
            self._key = self.document.key[self.region.start : self.region.end]
            return self._key

    @property
    def decision(self) -> Decision | None:
        """What was decided of the item that the passage is a part of; ``None`` for a section."""
        decided: Decision | None = self.reading.parts.decision if self.reading.letter is not None else None
        return decided

    @property
    def before(self) -> Found[Any] | None:
        """What the extractors found that this one runs :attr:`Extractor.after`; ``None`` if they found nothing."""
        return self.reading.found.get(self._extractor.fills)

    def quote(self, start: int, end: int) -> Found[str]:
        """The words from *start* up to *end*, two positions in :attr:`text`, verbatim.

        Raises:
            ValueError: there are no words.
        """
        place = self.place(start, end)
        return Found(self.document.read(place), {"": place})

    def matched(self, match: re.Match[str], group: int | str = 0) -> Found[str]:
        """The words under *match*, or under a *group* of it, verbatim.

        Raises:
            ValueError: the match is in another text than :attr:`text` or :attr:`key`, or there are no words
                under it.
        """
        place = self.place_of(match, group)
        return Found(self.document.read(place), {"": place})

    def find(self, words: str) -> Found[str] | None:
        """The first place where *words* stand in the passage, whole words, as the letter writes them.

        Blanks, line ends, capitals and the form of quotes and hyphens do not matter, anything else does. ``None`` if
        they stand nowhere.
        """
        wanted = Document(words).key
        at = self.key.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            if not _within_a_word(self.key, at) and not _within_a_word(self.key, end):
                return self.quote(at, end)
            at = self.key.find(wanted, at + 1)
        return None

    def place(self, start: int, end: int) -> Region:
        """The place of the words from *start* up to *end*, two positions in :attr:`text`, for :class:`Found`.

        Raises:
            ValueError: there are no words.
        """
        first = self.region.start
        if not 0 <= start < end <= self.region.end - first:
            raise ValueError(f"no words of the passage: {start} to {end}")
        return Region(first + start, first + end)

    def place_of(self, match: re.Match[str], group: int | str = 0) -> Region:
        """The place of the words under *match*, or under a *group* of it, for :class:`Found`.

        Raises:
            ValueError: the match is in another text than :attr:`text` or :attr:`key`, or there are no words
                under it.
        """
        if len(match.string) != self.region.end - self.region.start:
            raise ValueError("a match in another text than the passage's text or key")
        return self.place(*match.span(group))

    def span(self, place: Region) -> Span:
        """Where *place*, of the letter as extractors see it, is in the text that was passed to the parser."""
        return self.document.span(*place)

    def beside(self, reads: Section | ItemPart) -> Passage | None:
        """Another section of the letter, or another part of the same item: *reads*. ``None`` if there is none."""
        region = self.reading.region(reads)
        words = self.document.words(region) if region is not None else None
        return None if words is None else Passage(self._extractor, self.reading, words)

    def needed(self, name: str, kind: type[T]) -> T | None:
        """What the extractor called *name*, one of :attr:`Extractor.needs`, found: an object of class *kind*.

        ``None`` if it found nothing, is not there, or failed.

        Raises:
            ValueError: *name* is not among those that the extractor says it needs.
            TypeError: its value is no *kind*.
        """
        if name not in self._extractor.needs:
            raise ValueError(f"{self._extractor.name!r} does not say that it needs {name!r}")
        value = self.reading.value(name)
        if value is not None and not isinstance(value, get_origin(kind) or kind):
            raise TypeError(f"the value of {name!r} is no {kind.__name__}")
        return value


def _within_a_word(key: str, at: int) -> bool:
    return 0 < at < len(key) and key[at - 1].isalnum() and key[at].isalnum()


@frozen(kw_only=True)
class Extractor(Generic[T]):
    """Reads one thing from letters.

    What it yields is a field of its own, ``letter.extra[name]``, unless it replaces another extractor or refines
    the value of one. An extractor that reads a part of items is called for each item that has it; its own
    field is then a tuple with a value, or ``None``, for each item.

    Frozen, and picklable if :attr:`extract` is: a function of a module, or an object of a class.

    Raises:
        ValueError: the name is none, or it is both to replace an extractor and to run after one.
        TypeError: a field has a value of another class.
    """

    name: str = field(validator=_name)
    """How parsers, findings and errors call it: a lower case letter, then at most 39 of these, of digits and of
    underscores."""
    reads: Section | ItemPart = field(validator=_passage)
    """What it is given. It is not called for a letter, or an item, that has no such part."""
    yields: type[T]
    """The class of its values: ``str``, ``int``, ``float``, ``bool``, ``datetime.date``, an enum of texts, a frozen
    attrs class with such fields, or ``tuple[X, ...]`` of one of these."""
    extract: Callable[[Passage], Found[T] | None] = field(validator=_function)
    """Reads a passage; ``None`` where there is nothing to find. What it raises costs its own field alone, and is a
    finding. Calls in different threads may overlap."""
    needs: tuple[str, ...] = field(default=(), validator=_names)
    """The extractors whose values it asks for by :meth:`Passage.needed`. They run before it."""
    replaces: str | None = field(default=None, validator=optional(_name))
    """The extractor in whose place it stands, and which is not called; ``None`` if it replaces none."""
    after: str | None = field(default=None, validator=optional(_name))
    """The extractor whose value it refines, given as :attr:`Passage.before`; ``None`` if it refines none. Where it
    finds nothing, the value stays as it is."""

    def __attrs_post_init__(self) -> None:
        if self.replaces is not None and self.after is not None:
            raise ValueError(f"{self.name!r} cannot both replace an extractor and run after one")

    @property
    def fills(self) -> str:
        """The name of the field that its values are for."""
        return self.replaces or self.after or self.name
