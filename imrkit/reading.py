"""Files and bytes to text.

A letter comes as a PDF or as text, in whatever encoding the program that saved it preferred. Which of them it
is shows in the content, never in the file name: the mark of an archive at the beginning is one, which is refused
(the PDFs in it may stand there as they are), ``%PDF-`` near the beginning is a PDF, a byte order mark names its
encoding, a zero in every other byte is UTF-16 without a mark, what decodes as UTF-8 is UTF-8, and any other text
is taken as Windows-1252 (of which Latin-1 is a part, but for control characters).

PDFs are read by pypdfium2, the extra ``pdf``. A PDF that is encrypted but opens without a password is read
like any other, whatever it forbids. PDFium is not made for several threads at once: all calls of this module
take turns by a lock. A program that calls pypdfium2 itself from other threads has to stay out of its way.
"""

from __future__ import annotations

import errno
import os
import threading
from contextlib import closing
from io import FileIO
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, Final

from imrkit.errors import MissingExtraError, UnreadableDocumentError
from imrkit.model import Letter
from imrkit.parser import Parser, parse_letter

Source = str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO
"""What can be read: a path (also as a plain string), the content as bytes, or a file opened in binary mode."""

SIZE_LIMIT: Final = 50_000_000
"""Files of this many bytes (50 MB) or more are refused, and so are PDFs whose text has this many characters or more.
A letter has some thousands; a book of a thousand pages has three million."""

_ARCHIVE_MARKS: Final = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"7z\xbc\xaf",
    b"Rar!",
)
_TAR_MARKS: Final = (b"ustar\x00", b"ustar  \x00")
_TAR_MARK_AT: Final = 257
_PDF_MARK: Final = b"%PDF-"
_PDF_MARK_WITHIN: Final = 1024  # the junk before the mark that PDF readers put up with
_CHUNK: Final = 1 << 20
_LONGEST_PATH: Final = 4096
_LONGEST_FILE_NAME: Final = 255

# The longer marks first: the one of UTF-16 is the beginning of the one of UTF-32.
_BYTE_ORDER_MARKS: Final = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAMPLE: Final = 4096  # bytes to look at for UTF-16 without a mark
_CONTROL_CHARACTERS: Final = tuple(
    chr(code)
    for code in (*range(32), 127)
    # Besides line ends and tabs, texts hold the hyphens of PDF extractors (2) and the end mark of DOS (26).
    if code not in {*b"\t\n\v\f\r", 0x02, 0x1A}
)
_CONTROL_SHARE: Final = 0.02  # text has next to none; compressed data about a tenth
_FOREIGN_SHARE: Final = 0.3  # of bytes above 127 in a text of eight-bit characters; junk has half

_pdfium_turn: Final = threading.Lock()


def read_letter(source: Source, *, parser: Parser | None = None) -> Letter:
    """Read the determination letter in a file.

    >>> import imrkit
    >>> letter = imrkit.read_letter("examples/letters/drugs-and-imaging.txt")
    >>> letter.reviewer.specialties
    ('Anesthesiology', 'Pain Management')
    >>> [item.decision.value for item in letter.items]
    ['upheld', 'upheld', 'overturned', 'upheld']
    >>> imrkit.read_letter(b"Dear Sir or Madam")
    Traceback (most recent call last):
        ...
    imrkit.errors.NotALetterError: no determination letter: a text of 17 characters with too few of ...

    Args:
        source: a path, the content as bytes, or a file opened in binary mode, whatever its name: PDF, or text in UTF-8,
            UTF-16, UTF-32 or Windows-1252.
        parser: what reads the text, for example one with extractors of your own; by default the usual one.

    Returns:
        The letter. The text that was read is its :attr:`Letter.text`, into which its evidence points.

    Raises:
        NotALetterError: the text is no determination letter.
        UnreadableDocumentError: no text can be had from *source*; its ``reason`` says why.
        MissingExtraError: *source* is a PDF and the extra ``pdf`` is not installed.
        ExtractorError: an extractor failed, and the parser is strict.
        OSError: the file is missing (:class:`FileNotFoundError`), a folder (:class:`IsADirectoryError`), not
            permitted ...
        ValueError: *source* is the text of a letter, not a path.
        TypeError: *source* is nothing of the kind, or a file opened as text.
    """
    text = read_text(source)
    return parse_letter(text) if parser is None else parser.parse(text)


def read_text(source: Source) -> str:
    """Read the text in *source*, as :func:`read_letter` does.

    Returns:
        The text, in which line ends are ``\\n`` and the pages of a PDF are separated by form feeds.

    Raises:
        UnreadableDocumentError: no text can be had from *source*; its ``reason`` says why.
        MissingExtraError: *source* is a PDF and the extra ``pdf`` is not installed.
        OSError: the file is missing, a folder, not permitted ...
        ValueError: *source* is a text, not a path.
        TypeError: *source* is nothing of the kind, or a file opened as text.
    """
    name, data = _content(source)
    if is_archive(data):
        raise UnreadableDocumentError(
            "binary",
            f"{name}: an archive, or the document of an office program (save that as PDF); the letters in a .zip, "
            ".tar, .tar.gz or .tgz are read by read_letters() and `imrkit batch`",
        )
    is_pdf = _PDF_MARK in data[: _PDF_MARK_WITHIN + len(_PDF_MARK)]
    text = _text_of_pdf(name, data) if is_pdf else _decoded(name, data)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_bytes(source: Source) -> bytes:
    """The content of *source*, refused where :func:`read_letter` would refuse it for its size.

    Raises:
        UnreadableDocumentError: it is empty, or has :data:`SIZE_LIMIT` bytes or more.
        OSError: the file is missing, a folder, not permitted ...
    """
    return _content(source)[1]


def is_archive(content: bytes) -> bool:
    """Whether *content* is an archive, whatever it is called; so are the documents of office programs."""
    return content.startswith(_ARCHIVE_MARKS) or content.startswith(_TAR_MARKS, _TAR_MARK_AT)


def _content(source: Source) -> tuple[str, bytes]:
    """What to call *source* in messages, and its content."""
    if isinstance(source, str | os.PathLike):
        name = os.fspath(source)
        refuse_text_as_path(name)
        with _opened(Path(source)) as file:
            # Known before a byte is read; what has no size, like a pipe, is counted as it comes.
            _refuse_large(name, os.fstat(file.fileno()).st_size)
            data = _read_all(file, name)
    elif isinstance(source, bytes | bytearray | memoryview):
        name = "the document"
        data = bytes(source)
        _refuse_large(name, len(data))
    elif hasattr(source, "read"):
        label = getattr(source, "name", None)
        name = label if isinstance(label, str) else "the document"
        data = _read_all(source, name)
    else:
        raise TypeError(f"a path, bytes or a binary file is needed, not {type(source).__name__}")
    if not data:
        raise UnreadableDocumentError("empty", f"{name}: empty, there is nothing to read")
    return name, data


def _opened(path: Path) -> FileIO:
    try:
        return path.open("rb", buffering=0)
    except OSError:
        if not path.is_dir():
            raise
    folder = "a folder; read_letters() and `imrkit parse` read the letters in it"
    raise IsADirectoryError(errno.EISDIR, folder, str(path))


def refuse_text_as_path(path: str) -> None:
    """Stop a letter's text from being taken as a *path*: the system's error message would quote all of it.

    Raises:
        ValueError: no file can have that name, or it has lines and there is no such file.
    """
    parts = path.split("/")
    if (
        len(path) > _LONGEST_PATH
        or max(map(len, parts)) > _LONGEST_FILE_NAME
        or ("\n" in path and not os.path.exists(path))  # noqa: PTH110 (Path.exists raises for some names)
    ):
        raise ValueError("this is no path but a text: parse_letter() takes texts, read_letter() takes paths")


def _refuse_large(name: str, size: int) -> None:
    if size >= SIZE_LIMIT:
        raise UnreadableDocumentError(
            "too large",
            f"{name}: too large for a letter, {SIZE_LIMIT // 1_000_000} MB or more; if it holds several "
            "documents, split it; the letters in an archive are read by read_letters() and `imrkit batch`",
        )


def _read_all(file: BinaryIO, name: str) -> bytes:
    """The rest of *file*, which may return less than it is asked for, and never end."""
    chunks: list[bytes] = []
    size = 0
    while chunk := file.read(_CHUNK):
        if not isinstance(chunk, bytes):
            raise TypeError("the file is opened as text; open it in binary mode")
        chunks.append(chunk)
        size += len(chunk)
        _refuse_large(name, size)
    return b"".join(chunks)


def _decoded(name: str, data: bytes) -> str:
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise _binary(name) from None
        text = _decoded_eight_bit(name, data)
    if sum(map(text.count, _CONTROL_CHARACTERS)) > _CONTROL_SHARE * len(text):
        raise _binary(name)
    if not text or text.isspace():
        raise UnreadableDocumentError("empty", f"{name}: nothing but blanks, there is nothing to read")
    return text


def _encoding(data: bytes) -> str:
    """The encoding that the first bytes of *data* tell; UTF-8 where they tell nothing."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    sample = data[:_SAMPLE]
    # Letters are English: in UTF-16 almost every character is a byte of ASCII and a zero.
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if second > 0.35 * len(sample) and first < 0.05 * len(sample):
        return "utf-16-le"
    if first > 0.35 * len(sample) and second < 0.05 * len(sample):
        return "utf-16-be"
    return "utf-8"


def _decoded_eight_bit(name: str, data: bytes) -> str:
    ascii_only = data.decode("ascii", errors="ignore")
    if len(data) - len(ascii_only) > _FOREIGN_SHARE * len(data):
        raise _binary(name)
    try:
        return data.decode("cp1252")
    except (
        UnicodeDecodeError
    ):  # Windows-1252 leaves five bytes undefined; Latin-1 has control characters there
        return data.decode("latin-1")


def _binary(name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        "binary", f"{name}: neither a PDF nor text; save the document as one of the two and read that"
    )


def _text_of_pdf(name: str, data: bytes) -> str:
    pdfium = _pdfium(name)
    with _pdfium_turn:
        # Opened by PDFium's own function: PdfDocument's error for a PDF without pages carries the code of
        # whatever failed before it.
        handle = pdfium.raw.FPDF_LoadMemDocument64(data, len(data), None)
        if not handle:
            raise _unopened(name, pdfium.raw.FPDF_GetLastError(), pdfium.raw)
        with closing(pdfium.PdfDocument(handle)) as document:
            pages = _pages(name, document, pdfium.PdfiumError)
    if not pages:
        raise UnreadableDocumentError(
            "no pages", f"{name}: a PDF without pages, or too damaged to show them; get the file anew"
        )
    text = "\f".join(pages)
    if not text or text.isspace():
        raise UnreadableDocumentError(
            "no text",
            f"{name}: a PDF without text ({len(pages)} page(s)), as scanners make them; run text recognition "
            "(OCR) over it and read what that saves",
        )
    return text


def _pdfium(name: str) -> ModuleType:
    try:
        import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 (optional, and slow to import)
    except ImportError as error:
        raise MissingExtraError(
            f'{name}: to read PDFs, install the extra "pdf": pip install "imrkit[pdf]"'
        ) from error
    module: ModuleType = pypdfium2
    return module


def _unopened(name: str, code: int, codes: ModuleType) -> UnreadableDocumentError:
    """Why PDFium could not open a document, from its error code."""
    if code == codes.FPDF_ERR_PASSWORD:
        return UnreadableDocumentError(
            "password", f"{name}: the PDF opens with a password only; save it without one and read that"
        )
    if code == codes.FPDF_ERR_SECURITY:
        return UnreadableDocumentError(
            "password", f"{name}: the PDF is encrypted in an unknown way; save it unencrypted and read that"
        )
    return UnreadableDocumentError(
        "corrupt", f"{name}: the PDF is damaged or cut off and cannot be opened; get the file anew"
    )


def _pages(name: str, document: Any, failure: type[Exception]) -> list[str]:
    """The text of each page. A page that cannot be read is an error: a letter without it would mislead."""
    texts: list[str] = []
    size = 0
    for index in range(len(document)):
        try:
            with closing(document[index]) as page, closing(page.get_textpage()) as text_page:
                texts.append(_page_text(text_page))
        except failure as error:
            raise UnreadableDocumentError(
                "corrupt", f"{name}: page {index + 1} of the PDF is damaged; get the file anew"
            ) from error
        size += len(texts[-1])
        _refuse_large(name, size)
    return texts


def _page_text(text_page: Any) -> str:
    """The text of a page, in a fifteenth of the time that it takes to ask for what stands within its edges."""
    try:
        text: str = text_page.get_text_range()
    except RecursionError:  # at invisible characters at either end, one call for each
        text = text_page.get_text_bounded()
    return text
