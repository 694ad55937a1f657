"""From a text to a :class:`~imrkit.model.Letter`: the one place that knows all the parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, TypeVar

from attrs import Factory, evolve, field, frozen

from imrkit import layouts, plugins
from imrkit.calls import Calls, read_extra, read_item
from imrkit.document import Document, Region
from imrkit.errors import PluginError
from imrkit.evidence import EvidenceInDocument
from imrkit.extractors.base import Found, ItemParts
from imrkit.extractors.builtin import BUILT_IN
from imrkit.extractors.protocol import Extractor, Reading
from imrkit.findings import findings
from imrkit.layouts import LAYOUTS, Layout
from imrkit.model import CaseHeader, Extra, Injury, Letter, Patient, Reviewer
from imrkit.plan import ITEMS, Plan, make_plan
from imrkit.vocabulary import Section

T = TypeVar("T")

_NO_EXTRA: Final = Extra()
_UNREAD: Final[Mapping[str, Found[Any]]] = {
    "case": Found(CaseHeader()),
    "reviewer": Found(Reviewer()),
    "patient": Found(Patient()),
    "injury": Found(Injury()),
}
"""What a letter says of which nothing was read."""


def _all(given: Iterable[Any], kind: type[T]) -> tuple[T, ...]:
    """*given* as a tuple, if all of it is of class *kind*."""
    members = tuple(given)
    for member in members:
        if not isinstance(member, kind):
            raise TypeError(f"{kind.__name__} is needed, not {type(member).__name__}")
    return members


def _extractors(given: Iterable[Extractor[Any]]) -> tuple[Extractor[Any], ...]:
    return _all(given, Extractor)


def _layouts(given: Iterable[Layout]) -> tuple[Layout, ...]:
    return _all(given, Layout)


def _together(known: Iterable[Extractor[Any]], added: Sequence[Extractor[Any]]) -> tuple[Extractor[Any], ...]:
    """*known* and *added*, without those in whose place and by whose name one is added."""
    in_place = {extractor.name for extractor in added if extractor.replaces == extractor.name}
    return (*(extractor for extractor in known if extractor.name not in in_place), *added)


@frozen
class Parser:
    """Reads the texts of letters, each by the same extractors.

    Immutable, so that it can be shared by threads, and picklable, so that it can be sent to other processes, if its
    extractors are. Make one and use it for many letters: it works out once what it calls, and in which order. What is
    added makes a new parser:

    >>> import imrkit
    >>> parser = imrkit.Parser().without("injury")
    >>> imrkit.read_letter("examples/letters/one-request.txt", parser=parser).injury.diagnoses
    ()

    Raises:
        PluginError: the extractors do not go together: two have one name, one needs what is not there ...
        TypeError: an extractor is no :class:`~imrkit.extractors.protocol.Extractor`, a layout no
            :class:`~imrkit.layouts.Layout`.
    """

    extractors: tuple[Extractor[Any], ...] = field(default=BUILT_IN, converter=_extractors)
    """All extractors, imrkit's own among them. Their order matters only among those that refine the same value."""
    layouts: tuple[Layout, ...] = field(default=LAYOUTS, converter=_layouts)
    """The layouts of letters that it knows; of two that fit a letter equally well, the first is taken."""
    strict: bool = field(default=False, kw_only=True)
    """A failing extractor is an :class:`~imrkit.errors.ExtractorError`, not a finding; as a rule, for tests."""
    _plan: Plan = field(
        init=False,
        eq=False,
        repr=False,
        default=Factory(lambda self: make_plan(self.extractors), takes_self=True),
    )

    def __reduce__(self) -> Any:
        return _restored, (self.extractors, self.layouts, self.strict)

    @property
    def extra(self) -> Mapping[str, Any]:
        """The classes of the fields that it adds to ``letter.extra``, by their names.

        A field of items has ``tuple[X | None, ...]``, a value for each item.
        """
        return MappingProxyType(self._plan.extra)

    @property
    def extra_of_items(self) -> frozenset[str]:
        """The names of those fields that have a value, or ``None``, for each item."""
        return self._plan.extra_of_items

    def with_extractor(
        self, extractor: Extractor[Any], *, replaces: str | None = None, after: str | None = None
    ) -> Parser:
        """This parser with *extractor* added.

        Args:
            extractor: what to add.
            replaces: the extractor in whose place it stands, if it does not say so itself. It may bear the same
                name.
            after: the extractor whose value it refines, if it does not say so itself.

        Raises:
            PluginError: it does not go together with the others.
            ValueError: *replaces* and *after* are both given.
            TypeError: *extractor* is none: a function alone does not say what it reads, and what it yields.
        """
        if not isinstance(extractor, Extractor):
            raise TypeError(
                f"an Extractor is needed, not {type(extractor).__name__}: a function goes into one, "
                "Extractor(name=..., reads=..., yields=..., extract=...)"
            )
        if replaces is not None or after is not None:
            extractor = evolve(extractor, replaces=replaces, after=after)
        return evolve(self, extractors=_together(self.extractors, [extractor]))

    def with_layout(self, layout: Layout) -> Parser:
        """This parser with *layout* added, behind those that it knows.

        Raises:
            PluginError: it knows a layout of that name.
            TypeError: *layout* is none.
        """
        _layouts([layout])
        if any(layout.name == known.name for known in self.layouts):
            raise PluginError(f"two layouts are called {layout.name!r}")
        return evolve(self, layouts=(*self.layouts, layout))

    def without(self, name: str) -> Parser:
        """This parser without the extractor or the layout called *name*; what it replaced is called again.

        Raises:
            PluginError: there is none of that name, or another extractor needs it.
        """
        extractors = tuple(extractor for extractor in self.extractors if extractor.name != name)
        known = tuple(layout for layout in self.layouts if layout.name != name)
        if len(extractors) + len(known) == len(self.extractors) + len(self.layouts):
            raise PluginError(f"no extractor and no layout is called {name!r}")
        return evolve(self, extractors=extractors, layouts=known)

    @classmethod
    def with_plugins(cls, *, strict: bool = False) -> Parser:
        """The usual parser with all extractors and layouts that installed packages offer.

        They offer them as entry points of the group ``imrkit.extractors``.

        Args:
            strict: make a failing extractor an error, not a finding.

        Raises:
            PluginError: one cannot be loaded, or they do not go together.
        """
        offered = [plugin.load() for plugin in plugins.installed()]
        extractors = [extractor for extractor in offered if isinstance(extractor, Extractor)]
        parser = cls(_together(BUILT_IN, extractors), strict=strict)
        for layout in offered:
            if isinstance(layout, Layout):
                parser = parser.with_layout(layout)
        return parser

    def parse(self, text: str) -> Letter:
        """Read the text of one determination letter, as :func:`parse_letter` does.

        Args:
            text: the letter as any text extractor gives it.

        Returns:
            The letter. What an extractor was to read that failed is missing, and a finding says so.

        Raises:
            NotALetterError: the text is empty or fits no layout that the parser knows.
            ExtractorError: an extractor failed, and the parser is strict.
            TypeError: *text* is none, but a path, bytes ...
        """
        if not isinstance(text, str):
            raise TypeError(
                f"the text of a letter is needed, not {type(text).__name__}: read_letter() takes paths, bytes and files"
            )
        document = Document(text)
        layout = layouts.detect(document, self.layouts)
        sections = layouts.sections(document, layout)
        plan, calls = self._plan, Calls(self.strict)
        sections[Section.LETTER] = Region(0, len(document.key))
        reading = Reading(document, sections, layout.items)
        read = reading.found
        calls.make(plan.before, reading)
        calls.make(plan.items, reading, checked=layout not in LAYOUTS)
        delimited: tuple[ItemParts, ...] = read[ITEMS].value if ITEMS in read else ()
        readings = [Reading(document, parts, layout.items, reading, n) for n, parts in enumerate(delimited)]
        items = [read_item(calls, plan, item) for item in readings]
        values = tuple([item.value for item in items])
        read[ITEMS] = Found(values)
        calls.make(plan.after, reading)
        parts = {name: read.get(name, unread) for name, unread in _UNREAD.items()}
        extra = read_extra(plan, reading, readings) if plan.extra else {}
        found: Found[None] = Found(
            None, parts={**parts, **{f"items[{n}]": item for n, item in enumerate(items)}}
        )
        if extra:
            found.parts["extra"] = Found(None, parts=extra)
        letter = Letter(
            layout.generation,
            **{name: part.value for name, part in parts.items()},
            items=values,
            extra={name: member.value for name, member in extra.items()} if extra else _NO_EXTRA,
            layout=layout.own_name,
            text=text,
            evidence=EvidenceInDocument((document, found)),
        )
        flagged = findings(letter, layout, sections, document, found, unread=plan.unread | calls.unread)
        flagged += tuple(calls.findings)
        return evolve(letter, findings=flagged) if flagged else letter


def _restored(extractors: tuple[Extractor[Any], ...], known: tuple[Layout, ...], strict: bool) -> Parser:
    return Parser(extractors, known, strict=strict)


_USUAL: Final = Parser()


def parse_letter(text: str) -> Letter:
    """Read the text of one determination letter, by the usual :class:`Parser`.

    Pure: no file, clock or network is touched, and the same text always gives an equal letter. Takes time and
    memory in proportion to the text, whatever it is.

    >>> from pathlib import Path
    >>> from imrkit import parse_letter
    >>> letter = parse_letter(Path("examples/letters/one-request.txt").read_text(encoding="utf-8"))
    >>> [(item.request.text, item.decision.value) for item in letter.items]
    [('Physical therapy 2 times a week for 4 weeks for the low back', 'upheld')]

    Args:
        text: the letter as any text extractor gives it. Line ends, page breaks and runs of blanks do not matter.

    Returns:
        The letter, with *text* as :attr:`Letter.text`, into which its evidence points; what it does not say is
            ``None`` or empty, what is odd about it is in ``letter.findings``.

    Raises:
        NotALetterError: the text is empty or fits no known generation of letters.
        TypeError: *text* is none, but a path, bytes ...
    """
    return _USUAL.parse(text)
