"""Checks every link of the built site, and those of Markdown files beside it. Nothing is fetched.

    python tools/check_links.py SITE [FILE.md ...]

A link within the site, or from a Markdown file to another file, must lead to a file that is there and, where it names a
place in it, to one that the file has. A link to elsewhere must be a URL: http or https with a host, or mailto with an
address. Each that is not so is printed, and the exit code is 1.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import markdown

LEADING = {
    "a": ("href",),
    "img": ("src",),
    "link": ("href",),
    "script": ("src",),
    "source": ("src", "srcset"),
}
"""The attributes of elements that lead somewhere."""
SHOWN_ANYWHERE = "404.html"
"""The page at the root of the site that servers show in place of any other, so that its links begin at the root."""
MARKDOWN = ("fenced_code", "tables", "toc")


class Page(HTMLParser):
    """What a page has that links lead to, and where its own lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.places = {"", "top"}
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value is not None and (name == "id" or (tag == "a" and name == "name")):
                self.places.add(value)
            if value is not None and name in LEADING.get(tag, ()):
                self.links.append(value)


@cache
def page(file: Path) -> Page:
    """The page in *file*, HTML or Markdown."""
    text = file.read_text(encoding="utf-8")
    return Page(markdown.markdown(text, extensions=MARKDOWN) if file.suffix == ".md" else text)


def faults(file: Path, root: Path) -> Iterator[str]:
    """What is wrong with the links of *file*, which may lead to files in *root*."""
    for link in dict.fromkeys(page(file).links):
        fault = _fault(link, file, root)
        if fault is not None:
            yield f"{file.relative_to(root)}: {link!r}: {fault}"


def _fault(link: str, file: Path, root: Path) -> str | None:
    try:
        parts = urlsplit(link)
    except ValueError:
        return "no URL"
    if parts.scheme in {"http", "https"}:
        return None if parts.hostname and "." in parts.hostname and " " not in link else "no URL"
    if parts.scheme == "mailto":
        return None if "@" in parts.path else "no address"
    if parts.scheme == "data":
        return None
    path = unquote(parts.path)
    if file.name == SHOWN_ANYWHERE:
        path = path.removeprefix("/")
    if parts.scheme or parts.netloc or path.startswith("/"):
        return "leads neither to a file of the site nor to a URL"
    target = (file.parent / path).resolve() if path else file
    if not target.is_relative_to(root):
        return "leads out of the site"
    if not target.is_file():
        # Where Markdown is shown beside its files, folders are shown, too.
        return None if file.suffix == ".md" and target.is_dir() else "no such file"
    place = unquote(parts.fragment)
    if target.suffix in {".html", ".md"} and place not in page(target).places:
        return "no such place in that file"
    return None


def main(arguments: Sequence[str]) -> int:
    """Check what *arguments* name; return the exit code."""
    site = Path(arguments[0]).resolve()
    beside = [Path(name).resolve() for name in arguments[1:]]
    pages = [(file, site) for file in sorted(site.rglob("*.html"))]
    pages += [(file, file.parent) for file in beside]
    wrong = [fault for file, root in pages for fault in faults(file, root)]
    sys.stdout.write("".join(f"{fault}\n" for fault in wrong))
    links = sum(len(page(file).links) for file, _ in pages)
    sys.stdout.write(f"{len(pages)} pages, {links} links, {len(wrong)} faults\n")
    return 1 if wrong or not pages else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
