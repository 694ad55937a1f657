"""What becomes of each file that may hold a letter: a letter, or the reason why there is none."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from textwrap import shorten
from typing import Final

from attrs import frozen

from imrkit.errors import NotALetterError, UnreadableDocumentError
from imrkit.model import Letter
from imrkit.parser import Parser, parse_letter
from imrkit.reading import SIZE_LIMIT, read_bytes, read_text

LONGEST_MESSAGE: Final = 240
"""Longer messages are cut at a word: what is looked for in a letter fills many lines."""


class FailureReason(StrEnum):
    """Why no letter was read from a file. The first seven are also reasons of an :class:`UnreadableDocumentError`."""

    EMPTY = "empty"  # nothing in it, or nothing but blanks
    TOO_LARGE = "too large"  # 50 MB or more, also by what an archive says of a member's size
    BINARY = "binary"  # neither a PDF nor text; also an archive that is not called one
    CORRUPT = "corrupt"  # a PDF, or a page of it, that cannot be opened
    # a PDF that opens with a password only
    PASSWORD = "password"  # noqa: S105
    NO_PAGES = "no pages"  # a PDF without pages
    NO_TEXT = "no text"  # a PDF of pictures, as scanners make them
    NOT_A_LETTER = "not a letter"  # a text that fits no layout
    FILE_ERROR = "file error"  # missing, not permitted, a disk that fails
    NOT_A_FILE = "not a file"  # a link, a device or a pipe
    TIME_LIMIT = "time limit"  # it took longer than it may
    CRASHED = "crashed"  # the process that read it ended, and so did the next
    UNSAFE_NAME = "unsafe name"  # a member of an archive that would lie outside of it
    NESTED_ARCHIVE = "nested archive"  # an archive in an archive, which is not opened
    CORRUPT_ARCHIVE = "corrupt archive"  # one that cannot be read, or not from here on


@frozen
class LetterRead:
    """A letter that was read."""

    name: str
    """Where it came from: a path; ``archive.zip/member.pdf`` for what an archive holds; the name given with it."""
    sha256: str
    """The SHA-256 of the content that it was read from, in hexadecimal. A text counts as its UTF-8."""
    letter: Letter
    """What was read."""


@frozen
class LetterFailure:
    """A file that no letter was read from."""

    name: str
    """Which file, as :attr:`LetterRead.name`."""
    reason: FailureReason
    """Why, in a word."""
    message: str
    """The reason in words, and what to do; never quotes the file."""
    sha256: str | None = None
    """The SHA-256 of the content, in hexadecimal; ``None`` where it was not had."""


Result = LetterRead | LetterFailure
"""What becomes of a file."""


@frozen
class File:
    """A file that may hold a letter."""

    path: str


Content = File | bytes | str
"""What may hold a letter: a file, the content of one, or a text."""

Task = tuple[str, Content] | LetterFailure
"""A name and what is to be read, or why that cannot even begin."""


def read_tasks(tasks: Iterable[Task], parser: Parser | None = None) -> list[Result]:
    """Read what each of *tasks* says, by *parser* or, without one, as :func:`~imrkit.parse_letter` does."""
    parse = parse_letter if parser is None else parser.parse
    return [task if isinstance(task, LetterFailure) else read(*task, parse) for task in tasks]


def read(name: str, content: Content, parse: Callable[[str], Letter] = parse_letter) -> Result:
    """Read the letter in *content*, called *name*; *parse* makes it of the text.

    Raises:
        MissingExtraError: it is a PDF and the extra ``pdf`` is not installed.
        ExtractorError: an extractor has failed, and *parse* is strict.
    """
    labels = ["the document"]  # what messages call it
    digest: str | None = None
    try:
        if isinstance(content, File):
            labels.append(content.path)
            content = _bytes(Path(content.path))
        digest = _sha256(content)
        text = content if isinstance(content, str) else read_text(content)
        return LetterRead(name, digest, parse(text))
    except NotALetterError as error:
        reason, message = FailureReason.NOT_A_LETTER, str(error)
    except UnreadableDocumentError as error:
        reason, message = FailureReason(error.reason), str(error)
    except OSError as error:
        reason, message = FailureReason.FILE_ERROR, error.strerror or "cannot be read"
    for label in labels:
        message = message.removeprefix(f"{label}: ")
    return LetterFailure(name, reason, shortened(message), digest)


def shortened(message: str) -> str:
    """*message* on one line, cut at a word where it is longer than :data:`LONGEST_MESSAGE`."""
    return shorten(message, LONGEST_MESSAGE, placeholder=" …")


def _bytes(path: Path) -> bytes:
    if not stat.S_ISREG(path.stat().st_mode):  # a device or a pipe may never end
        raise UnreadableDocumentError(FailureReason.NOT_A_FILE, "neither a file nor a folder")
    return read_bytes(path)


def _sha256(content: bytes | str) -> str:
    data = content.encode("utf-8", errors="surrogatepass") if isinstance(content, str) else content
    if len(data) >= SIZE_LIMIT:
        raise UnreadableDocumentError(FailureReason.TOO_LARGE, f"{SIZE_LIMIT // 1_000_000} MB or more")
    return hashlib.sha256(data).hexdigest()
