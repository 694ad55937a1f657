"""Every exception that imrkit raises on purpose, beside the built-in ones for wrong arguments.

Messages name files, sections, fields and offsets; they never quote the text of a letter, which may be about
a person who is not de-identified.
"""

from __future__ import annotations


class ImrkitError(Exception):
    """The base of all errors of this library: one ``except`` for whatever imrkit refuses."""


class NotALetterError(ImrkitError, ValueError):
    """A text that fits no known generation of determination letters.

    The message says how many characters it has and what was looked for.
    """


class UnreadableDocumentError(ImrkitError, ValueError):
    """A file from which no text can be had.

    Args:
        reason: a short stable code.
        message: names the file, and says what to do.
    """

    reason: str
    """A short stable code for programs: ``"empty"``, ``"too large"``, ``"binary"``, ``"corrupt"``, ``"password"``,
    ``"no pages"`` or ``"no text"``; of many letters, any word of :class:`~imrkit.corpus.results.FailureReason`."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason

    def __reduce__(self) -> tuple[type[UnreadableDocumentError], tuple[str, str]]:
        return (type(self), (self.reason, str(self)))


class MissingExtraError(ImrkitError, ImportError):
    """A feature was asked for whose optional dependency is not installed.

    The message names the extra, and the command that installs it.
    """


class WorkerError(ImrkitError, RuntimeError):
    """The processes that read letters beside this one do not work at all: they end before they have begun, or whatever
    they are given.

    One that ends while it reads a file is no such error: that file is a failure, and the others are read.
    """


class PluginError(ImrkitError, ValueError):
    """An extractor or a layout that a :class:`~imrkit.parser.Parser` cannot take, that cannot be loaded, or that cannot
    be sent to other processes.

    The message names it and says what is wrong with it.
    """


class ExtractorError(ImrkitError, RuntimeError):
    """An extractor that failed on a letter, in a strict :class:`~imrkit.parser.Parser`; raised from the cause."""

    extractor: str
    """The name of the extractor."""
    place: str
    """What it was reading: ``"summary"``, ``"items[0].rationale"``."""
    cause: str
    """The kind of the exception, whose own words may quote the letter; or what is wrong with what it yielded."""

    def __init__(self, extractor: str, place: str, cause: str) -> None:
        super().__init__(f"extractor {extractor!r} failed on {place}: {cause}")
        self.extractor = extractor
        self.place = place
        self.cause = cause

    def __reduce__(self) -> tuple[type[ExtractorError], tuple[str, str, str]]:
        return (type(self), (self.extractor, self.place, self.cause))


class BatchError(ImrkitError):
    """A run over many letters cannot be begun, continued or written where it should be.

    What it has written so far is kept; the message says what to do.
    """


class DataError(ImrkitError, ValueError):
    """Plain data, JSON or tables that are not as imrkit writes them."""

    path: str
    """The place of the first offending value, ``"items[0].request.visits"``, or of tables the name of the table or
    column; empty for the whole."""
    problem: str
    """What is wrong with it; never quotes the value."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem

    def __reduce__(self) -> tuple[type[DataError], tuple[str, str]]:
        return (type(self), (self.path, self.problem))


class LabelError(DataError):
    """A labelled letter that is not as :mod:`imrkit.labels` takes it.

    Its path is the field of the record (``"items[0].decision"``, empty for the whole), its problem what is expected
    there. None of them quotes the record.

    Args:
        line: the line of the file, or the number of the record.
        path: the field of the record.
        problem: what is expected there.
    """

    line: int
    """The line of the file, counted from 1, or the number of the record where there is no file."""

    def __init__(self, line: int, path: str, problem: str) -> None:
        super().__init__(path, problem)
        self.line = line

    def __str__(self) -> str:
        return f"line {self.line}: {super().__str__()}"

    def __reduce__(self) -> tuple[type[LabelError], tuple[int, str, str]]:  # type: ignore[override]
        return (type(self), (self.line, self.path, self.problem))
