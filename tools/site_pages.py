"""What the site has otherwise than the checkout: a hook of mkdocs.

Some pages stand at the root of the checkout, where people look for them. Their links to files of the documentation
become links between pages. Of links to other files only the words stay, as a built site does not have these.

Python with prompts is coloured as such: what it prints is no Python.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
PAGES = {
    "CHANGELOG.md": "project/changelog.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "SECURITY.md": "project/security.md",
}
"""Files at the root, and where the site has them."""

_LINK = re.compile(r"(?<!!)\[(?P<words>[^\]]*)\]\((?!\w+:|#)(?P<path>[^)#\s]+)(?P<place>#[^)\s]*)?\)")
_PROMPT = re.compile(r"^```python(?=\n>>> )", re.MULTILINE)


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Called by mkdocs with the text of each page."""
    return _PROMPT.sub("```pycon", markdown)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Called by mkdocs with the files of the site."""
    for name, page in PAGES.items():
        file = ROOT / name
        if file.exists():
            files.append(
                File.generated(config, page, content=in_site(file.read_text(encoding="utf-8"), page))
            )
    return files


def in_site(text: str, page: str) -> str:
    """*text*, of a file at the root, as it stands at *page* of the site."""

    def link(match: re.Match[str]) -> str:
        path = posixpath.normpath(match["path"])
        target = path.removeprefix("docs/") if path.startswith("docs/") else PAGES.get(path)
        if target is None:
            return match["words"]
        return (
            f"[{match['words']}]({posixpath.relpath(target, posixpath.dirname(page))}{match['place'] or ''})"
        )

    return _LINK.sub(link, text)
