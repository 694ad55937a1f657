"""The built site: it works from a disk without any network, its links lead somewhere, it has all that is public."""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import public_api
import pytest
from browser import DESKTOP, PHONE, accessibility_faults, chromium
from playwright.sync_api import Browser, Page, Route

ROOT = Path(__file__).parents[1]
API = ROOT / "docs" / "reference" / "api"


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "site"
    subprocess.run(  # noqa: S603
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT,
        check=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> list[Path]:
    found = sorted(path for path in site.rglob("*.html") if path.name != "404.html")
    assert len(found) > 20
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


class Visit:
    """A browser window without network, and what its pages asked for that is no file, or complained of."""

    def __init__(self, browser: Browser, **window: Any) -> None:
        context = browser.new_context(
            **{"viewport": DESKTOP, "reduced_motion": "reduce", "offline": True, **window}
        )
        self.asked: list[str] = []
        self.complaints: list[str] = []
        context.route(lambda url: not url.startswith("file:"), self._refuse)
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _refuse(self, route: Route) -> None:
        self.asked.append(route.request.url)
        route.abort()


def test_pages_ask_for_nothing_and_fit_the_window(browser: Browser, pages: list[Path]) -> None:
    visit = Visit(browser)
    too_wide = []
    for path in pages:
        visit.page.goto(path.as_uri())
        for size in (DESKTOP, PHONE):
            visit.page.set_viewport_size({"width": size["width"], "height": size["height"]})
            if visit.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                too_wide.append(f"{path.name} in {size['width']} pixels")
    visit.page.context.close()
    assert visit.asked == []
    assert visit.complaints == []
    assert too_wide == []


def test_the_search_finds_a_page(browser: Browser, site: Path) -> None:
    visit = Visit(browser)
    visit.page.goto((site / "index.html").as_uri())
    visit.page.get_by_placeholder("Search").click()
    visit.page.keyboard.type("quarantine")
    found = visit.page.locator('.md-search-result a[href*="how-to/batch.html"]').first
    found.click()
    visit.page.wait_for_url(re.compile(r"how-to/batch\.html"))
    assert "quarantine.jsonl" in visit.page.locator("article").inner_text()
    visit.page.context.close()
    assert visit.asked == []
    assert visit.complaints == []


THEMES_OWN: Final = "aria-dialog-name: [['.md-search']]"
"""The theme's box for the search has no name. Its field has one."""


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(browser: Browser, site: Path, scheme: str) -> None:
    visit = Visit(browser, color_scheme=scheme)
    faults = {}
    for name in ("index.html", "reference/findings.html", "reference/api/extending.html"):
        visit.page.goto((site / name).as_uri())
        faults[name] = [fault for fault in accessibility_faults(visit.page) if fault != THEMES_OWN]
    visit.page.context.close()
    assert not any(faults.values()), faults


def test_every_link_leads_somewhere(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = tool("check_links").main([str(site), *map(str, ROOT.glob("*.md"))])
    assert status == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("other.html", None),
        ("other.html#place", None),
        ("#here", None),
        ("https://www.dir.ca.gov/dwc/IMR.htm", None),
        ("mailto:somebody@example.org", None),
        ("gone.html", "no such file"),
        ("other.html#gone", "no such place"),
        ("#gone", "no such place"),
        ("/other.html", "leads neither"),
        ("file:///other.html", "leads neither"),
        ("../outside.html", "leads out"),
        ("https://", "no URL"),
        ("https://a host.org/", "no URL"),
        ("https://[half", "no URL"),
        ("mailto:somebody", "no address"),
    ],
)
def test_a_link_that_leads_nowhere_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], link: str, fault: str | None
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "outside.html").write_text("")
    (tmp_path / "site" / "other.html").write_text('<h2 id="place">A place</h2>')
    (tmp_path / "site" / "index.html").write_text(f'<p id="here"><a href="{link}">a link</a></p>')
    status = tool("check_links").main([str(tmp_path / "site")])
    said = capsys.readouterr().out
    assert status == (0 if fault is None else 1)
    assert fault is None or f"index.html: {link!r}: {fault}" in said


def test_links_of_markdown_files_are_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "site" / "folder").mkdir(parents=True)
    (tmp_path / "site" / "index.html").write_text('<a href="folder">a folder</a>')
    (tmp_path / "other.md").write_text("# A place")
    page = tmp_path / "README.md"
    page.write_text("[a](other.md#a-place), [b](site), [c](other.md#gone), ![d](gone.png)")
    assert tool("check_links").main([str(tmp_path / "site"), str(page)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "index.html: 'folder': no such file",
        "README.md: 'other.md#gone': no such place in that file",
        "README.md: 'gone.png': no such file",
        "2 pages, 5 links, 3 faults",
    ]


def test_a_site_without_pages_is_a_fault(tmp_path: Path) -> None:
    assert tool("check_links").main([str(tmp_path)]) == 1


def test_links_of_files_at_the_root_are_those_of_the_site() -> None:
    text = (
        "[a](docs/how-to/batch.md#b), [c](CHANGELOG.md), [d](LICENSE), [e](https://example.org/), ![f](g.png)"
    )
    assert tool("site_pages").in_site(text, "project/security.md") == (
        "[a](../how-to/batch.md#b), [c](changelog.md), d, [e](https://example.org/), ![f](g.png)"
    )


SHOWN_ELSEWHERE: Final = {"imrkit.layouts.Layout"}
"""Names that a module has for whoever looks for them there, and the reference under another."""


def public_names() -> Iterator[str]:
    """What the index of the API says is public, by module: what each module lists, or else defines."""
    index = (API / "index.md").read_text(encoding="utf-8")
    for name in dict.fromkeys(re.findall(r"`(imrkit(?:\.[a-z]+)*)`", index)):
        module = importlib.import_module(name)
        for member in module.__all__:
            yield f"{name}.{member}"


def test_the_index_names_every_public_module() -> None:
    index = (API / "index.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`(imrkit(?:\.[a-z]+)*)`", index)) == set(public_api.MODULES)


def test_every_public_name_is_in_the_reference_once() -> None:
    shown = Counter(
        re.sub(r"\.(\w+)\.\1$", r".\1", name)  # a function in a module of the same name
        for page in API.glob("*.md")
        for name in re.findall(r"^::: (\S+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    )
    expected = {name: 1 for name in public_names() if name not in SHOWN_ELSEWHERE}
    assert dict(shown) == expected


def test_no_name_is_taken_for_a_module(pages: list[Path]) -> None:
    """A module of the same name as the function that a page is to show would be shown in its place."""
    assert [page.name for page in pages if "doc-object doc-module" in page.read_text(encoding="utf-8")] == []


def test_docstrings_are_shown_as_they_are_meant(site: Path) -> None:
    shown = {
        path.stem: path.read_text(encoding="utf-8") for path in (site / "reference" / "api").glob("*.html")
    }
    assert not [
        name for name, html in shown.items() if re.search(r":(class|func|meth|attr|data|mod):`", html)
    ]
    assert not [name for name, html in shown.items() if "doctest: +" in html]
    assert 'href="errors.html#imrkit.ExtractorError"' in shown["extending"]
    assert 'class="gp">&gt;&gt;&gt; </span>' in shown["extending"]
    assert "<td><code>upheld</code></td>" in shown["vocabularies"]
    assert " = False</code>" in shown["letter"]
