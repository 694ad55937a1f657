"""The text of a letter as HTML: its words as written, with an element around each place that is marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from attrs import frozen

from imrkit.marks import Kind, nested
from imrkit.model import Span
from imrkit.printable import printable

if TYPE_CHECKING:
    from markupsafe import Markup

BLOCK: Final = 2000
"""Characters after which a block of text ends at the next line end outside every mark: browsers lay out only
the blocks that are seen."""
_LINE_END: Final = re.compile(r"\r\n?|\n")
_LAYOUT: Final = re.compile(rf"{_LINE_END.pattern}| {{3,}}+")
_NARROWEST_PAGE: Final = 40
_NEARLY_FULL: Final = 0.85


@frozen
class Place:
    """A place in the text, and what stands there: fields of the panel, findings, or both, by their numbers."""

    span: Span
    number: int
    kind: Kind | None
    fields: tuple[int, ...] = ()
    findings: tuple[int, ...] = ()

    @property
    def mark(self) -> str:
        """The name of the element."""
        return f"m{self.number}"


def css_class(kind: Kind) -> str:
    """The class of what is of *kind*."""
    return kind.name.lower().replace("_", "-")


def text_html(text: str, places: Iterable[Place], messages: Sequence[str]) -> Markup:
    """*text*, in blocks, with a ``mark`` around each of *places*.

    Args:
        text: the text of a letter.
        places: what is marked, as :func:`imrkit.marks.in_order` gives it.
        messages: what each finding says, which is the name of the reference to it behind its places.
    """
    from markupsafe import Markup, escape  # noqa: PLC0415 (of the extra)

    soft = _soft_line_ends(text)
    parts = [_BLOCK_BEGINS]
    opened: list[Place] = []
    begun: set[int] = set()
    size = 0
    for closing, opening, start, end in nested(text, places):
        for _ in range(closing):
            place = opened.pop()
            parts.append("</mark>")
            if place.span.end == start:
                parts += (_reference(n, str(escape(printable(messages[n])))) for n in place.findings)
        for place in opening:
            parts.append(_mark(place, again=place.number in begun))
            begun.add(place.number)
        opened += opening
        while (
            not opened
            and size + end - start > BLOCK
            and (cut := _LINE_END.search(text, start + max(BLOCK - size, 0), end))
        ):
            parts += (_written(text, start, cut.end(), soft), _BLOCK_ENDS, _BLOCK_BEGINS)
            start, size = cut.end(), 0  # noqa: PLW2901
        parts.append(_written(text, start, end, soft))
        size += end - start
    parts.append(_BLOCK_ENDS)
    return Markup("".join(parts))  # noqa: S704 (each part is escaped)


_BLOCK_BEGINS: Final = '<div class="block">'
_BLOCK_ENDS: Final = "</div>"


def _mark(place: Place, *, again: bool) -> str:
    name = f'data-m="{place.mark}"' if again else f'id="{place.mark}"'
    classes = [css_class(place.kind)] if place.kind is not None else []
    if place.findings:
        classes.append("flagged")
    fields = f' data-f="{" ".join(map(str, place.fields))}"' if place.fields else ""
    findings = f' data-g="{" ".join(str(n + 1) for n in place.findings)}"' if place.findings else ""
    return f'<mark {name} class="{" ".join(classes)}"{fields}{findings}>'


def _reference(finding: int, message: str) -> str:
    """A reference to a finding. It has a name, but no text that would mix with the letter's."""
    number = finding + 1
    return (
        f'<a class="flag" href="#finding-{number}" data-n="{number}" '
        f'aria-label="Finding {number}: {message}"></a>'
    )


def _written(text: str, start: int, end: int, soft: set[int]) -> str:
    """The text from *start* to *end*; what only a wide page needs has a wrapper that a narrow one acts on."""
    from markupsafe import escape  # noqa: PLC0415 (of the extra)

    written: list[str] = []
    at = start
    for layout in _LAYOUT.finditer(text, start, end):
        if layout[0][0] == " ":
            wrapper = "gap" if text[max(layout.start() - 1, 0)] not in "\r\n " else "soft"
            within = layout[0]
        else:
            wrapper = "soft" if layout.start() in soft else ""
            within = "\n"
        written.append(str(escape(printable(text[at : layout.start()]))))
        written.append(f'<span class="{wrapper}">{within}</span>' if wrapper else within)
        at = layout.end()
    written.append(str(escape(printable(text[at:end]))))
    return "".join(written)


def _soft_line_ends(text: str) -> set[int]:
    """Where a line ends only because the page was full: the next word would not have fitted.

    A narrow screen joins such lines; one broken at both the page's width and its own cannot be read.
    """
    ends = [match.span() for match in _LINE_END.finditer(text)]
    starts = [0, *(end for _, end in ends)]
    lines = [
        text[start:end] for start, end in zip(starts, [*(end for end, _ in ends), len(text)], strict=True)
    ]
    lengths = sorted(len(line.rstrip()) for line in lines if line and not line.isspace())
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    if width < _NARROWEST_PAGE:
        return set()
    soft = set()
    for (end, _), line, following in zip(ends, lines, lines[1:], strict=False):
        first = following[:width].split(maxsplit=1)
        if first and len(line.rstrip()) + 1 + len(first[0]) > _NEARLY_FULL * width:
            soft.add(end)
    return soft
