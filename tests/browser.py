"""A headless Chromium for the tests of pages: the one of the system, named in CHROMIUM or found by its name."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import field, frozen
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

QUIET: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP: Final = {"width": 1280, "height": 800}
PHONE: Final = {"width": 390, "height": 780}
NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium. Where CHROMIUM names none and none is found, the tests that need one are skipped."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium here: install it, or name it in the environment variable CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@frozen
class Opened:
    """A page that is open, and what it did that it should not do."""

    page: Page
    requests: list[str] = field(factory=list)
    """What it asked for beside itself."""
    answered: list[str] = field(factory=list)
    """What of that it got."""
    complaints: list[str] = field(factory=list)
    """Errors of scripts and messages on the console, breaches of the page's policy among them."""


class Pages:
    """Opens pages, each in a browser window of its own."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._browser = browser
        self._folder = folder
        self._count = 0

    def open(self, html: str, **window: Any) -> Opened:
        """The page *html* in a window of the given options, by default a desktop's in light colours."""
        self._count += 1
        path = self._folder / f"{self._count}.html"
        path.write_text(html, encoding="utf-8")
        context = self._browser.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce", **window})
        opened = Opened(context.new_page())
        opened.page.on("request", lambda request: opened.requests.append(request.url))
        opened.page.on("console", lambda message: opened.complaints.append(message.text))
        opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        opened.page.on("requestfinished", lambda request: opened.answered.append(request.url))
        opened.page.goto(path.as_uri())
        for requests in (opened.requests, opened.answered):
            requests.remove(path.as_uri())
        return opened

    def close(self) -> None:
        """Close what is open."""
        for context in self._browser.contexts:
            context.close()


def accessibility_faults(page: Page) -> list[str]:
    """The serious and critical faults that axe-core finds in *page*, each with its places."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {[node['target'] for node in fault['nodes']][:5]}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
    ]
