"""Takes the pictures of the documentation: pages of the example letters in a headless Chromium.

    python examples/make_screenshots.py [--out DIR]

Chromium is the one of the system, or the one that the environment variable CHROMIUM names.
"""

from __future__ import annotations

import argparse
import os
import runpy
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

import imrkit
from imrkit.views import letter_html, report

LETTERS = Path(__file__).parent / "letters"
BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
PICTURES = Path(__file__).parents[1] / "docs" / "images"
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 780}


def opened(browser: Browser, html: str, window: dict[str, int]) -> Page:
    """The page *html* in a window of its own."""
    context = browser.new_context(viewport=window, reduced_motion="reduce")
    page = context.new_page()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(html, encoding="utf-8")
        page.goto(path.as_uri())
    return page


def take_letter(browser: Browser, out: Path) -> None:
    html = letter_html(imrkit.read_letter(LETTERS / "contradictions.txt"), source="contradictions.txt")
    page = opened(browser, html, DESKTOP)
    page.locator('[data-path="injury.diagnoses[0]"]').click()
    page.locator("mark.on").click()
    page.screenshot(path=out / "letter.png")
    opened(browser, html, PHONE).screenshot(path=out / "letter-phone.png")


def take_report(browser: Browser, out: Path) -> None:
    invented = runpy.run_path(str(BENCHMARKS / "report.py"))["invented"]
    page = opened(browser, report(invented(20_000), title="20,000 letters that never were"), DESKTOP)
    page.wait_for_selector("html[data-drawn]", state="attached")
    page.screenshot(path=out / "report.png")
    page.locator("#categories").screenshot(path=out / "report-categories.png")


def main() -> None:
    cli = argparse.ArgumentParser(description="Take the pictures of the documentation.")
    cli.add_argument("--out", type=Path, default=PICTURES, help="folder to write to (default: docs/images)")
    out = cli.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        take_letter(browser, out)
        take_report(browser, out)
        browser.close()


if __name__ == "__main__":
    main()
