"""Letters and their parts in notebooks: compact tables that fit the notebook's own colours, without a script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from imrkit.errors import MissingExtraError
from imrkit.model import DisputedItem, Guideline, Letter, Rationale
from imrkit.views.page import templates
from imrkit.views.panel import item_groups, sections

MOST_LETTERS: Final = 60
"""Of a longer list, the rest is counted."""


def html(value: Any) -> str | None:
    """*value* as a fragment of HTML; ``None`` for what has none, and without the extra ``views``."""
    match value:
        case Letter():
            return _fragment("letter", letter=value, sections=sections(value))
        case DisputedItem():
            return _fragment("item", item=value, groups=item_groups("", value))
        case Guideline():
            return _fragment("guideline", guideline=value)
        case Rationale():
            return _fragment("rationale", rationale=value)
        case [Letter(), *_] if all(isinstance(letter, Letter) for letter in value):
            return _letters(value)
    return None


def show_lists(shell: Any) -> None:
    """Make *shell*, an IPython, show lists and tuples of letters as tables; others stay as they are."""
    formatter = shell.display_formatter.formatters["text/html"]
    for kind in (list, tuple):
        formatter.for_type(kind, html)


def _letters(letters: Sequence[Letter]) -> str | None:
    decided = [(letter, Counter(item.decision for item in letter.items)) for letter in letters[:MOST_LETTERS]]
    return _fragment("letters", letters=decided, total=len(letters))


def _fragment(name: str, **values: Any) -> str | None:
    try:
        template = templates().get_template(f"notebook/{name}.html")
    except MissingExtraError:
        return None
    return template.render(**values)
