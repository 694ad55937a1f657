"""What many tests need: PDFs made on the spot, imrkit as it is distributed, a browser."""

from __future__ import annotations

import base64
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from browser import Pages, chromium
from fpdf import FPDF
from fpdf.enums import AccessPermission
from installing import ROOT, run
from playwright.sync_api import Browser

ONE_GREY_DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)

MakePdf = Callable[..., bytes]


def _pdf(*pages: str, copying_forbidden: bool = False, locked: bool = False) -> bytes:
    """A PDF with a page for each text.

    With *copying_forbidden* it is encrypted, but opens without a password; with *locked* it needs one.
    """
    pdf = FPDF()
    if copying_forbidden or locked:
        pdf.set_encryption(
            owner_password="the owner's",  # noqa: S106
            user_password="the user's" if locked else None,
            permissions=AccessPermission.none(),
        )
    pdf.set_font("helvetica", size=11)
    for text in pages:
        pdf.add_page()
        pdf.multi_cell(0, text=text)
    return bytes(pdf.output())


@pytest.fixture(scope="session")
def make_pdf() -> MakePdf:
    """Makes a PDF of the given page texts."""
    return _pdf


@pytest.fixture(scope="session")
def scanned_pdf() -> bytes:
    """A PDF of two pages with a picture on each and no text, as a scanner makes it."""
    pdf = FPDF()
    for _ in range(2):
        pdf.add_page()
        pdf.image(ONE_GREY_DOT, w=150, h=200)
    return bytes(pdf.output())


def _written_by_hand(objects: Sequence[bytes]) -> bytes:
    """A PDF of *objects*, the first of which is its catalog, with a right table of their places."""
    written = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return written + table + trailer % (len(objects) + 1, len(written))


@pytest.fixture(scope="session")
def pdf_without_pages() -> bytes:
    """A PDF that is sound, but for having no pages."""
    return _written_by_hand([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"])


@pytest.fixture(scope="session")
def pdf_with_a_lost_page() -> bytes:
    """A PDF that says that it has two pages and has one."""
    return _written_by_hand(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 2 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
        ]
    )


@pytest.fixture(scope="session")
def example_letters() -> Path:
    """The folder of the example letters."""
    return Path(__file__).parent.parent / "examples" / "letters"


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution of this checkout, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, folder=folder)
    return folder


@pytest.fixture(scope="session")
def wheel(distributions: Path) -> Path:
    """The wheel."""
    (found,) = distributions.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium. One for each module: while it is there, Python's event loop is taken."""
    with chromium() as started:
        yield started


@pytest.fixture
def pages(browser: Browser, tmp_path: Path) -> Iterator[Pages]:
    """Opens pages in a browser."""
    opened = Pages(browser, tmp_path)
    yield opened
    opened.close()
