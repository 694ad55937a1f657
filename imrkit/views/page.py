"""Pages that are one file: style and script within, and a policy that lets nothing else run or load.

Everything in the templates is escaped; text of a letter is data to them. Should markup get through all the same,
the Content-Security-Policy of the page allows no script and no style but its own, told by their hashes, and no
request to anywhere.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from imrkit.errors import MissingExtraError
from imrkit.printable import printable
from imrkit.wording import category, citation, phrase

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def templates() -> Environment:
    """The templates of this package, with everything escaped that is put into them.

    Raises:
        MissingExtraError: the extra ``views`` is not installed.
    """
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 (optional)
    except ImportError as error:
        raise MissingExtraError(
            'for pages, install the extra "views": pip install "imrkit[views]"'
        ) from error
    environment = Environment(
        loader=PackageLoader("imrkit.views"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: printable(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(phrase=phrase, category=category, citation=citation)
    return environment


@cache
def source(names: Sequence[str]) -> str:
    """The files *names* of the templates, one behind the other."""
    folder = files("imrkit.views") / "templates"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


def page(
    template: str, styles: Sequence[str], scripts: Sequence[str], *, library: str = "", **values: Any
) -> str:
    """The page that *template* makes of *values*, with the files *styles* and *scripts* within it.

    *library* is a script of others that runs before them.
    """
    style, script = source(tuple(styles)), source(tuple(scripts))
    from markupsafe import Markup  # noqa: PLC0415 (of the extra)

    return (
        templates()
        .get_template(template)
        .render(
            style=Markup(style),  # noqa: S704 (our own)
            script=Markup(script),  # noqa: S704
            library=Markup(library),  # noqa: S704
            policy=_policy([style], [library, script] if library else [script]),
            **values,
        )
    )


def _policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    return (
        f"default-src 'none'; style-src {' '.join(map(_hash, styles))}; script-src {' '.join(map(_hash, scripts))}; "
        "base-uri 'none'; form-action 'none'"
    )


@lru_cache(maxsize=16)
def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
