"""Every exception that imrkit raises on purpose.

Messages name files, sections, fields and offsets; they never quote the text of a letter, which may be about
a person who is not de-identified.
"""

from __future__ import annotations


class ImrkitError(Exception):
    """The base of all errors of this library."""


class NotALetterError(ImrkitError, ValueError):
    """A text that fits no known generation of determination letters.

    The message says what was looked for.
    """


class UnreadableDocumentError(ImrkitError, ValueError):
    """A file from which no text can be had.

    :attr:`reason` is a short stable code for programs: ``"empty"``, ``"too large"``, ``"binary"``,
    ``"corrupt"``, ``"password"``, ``"no pages"`` or ``"no text"``; of many letters, any word of
    :class:`~imrkit.corpus.results.FailureReason`. The message says what to do.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason

    def __reduce__(self) -> tuple[type[UnreadableDocumentError], tuple[str, str]]:
        return (type(self), (self.reason, str(self)))


class MissingExtraError(ImrkitError, ImportError):
    """A feature was asked for whose optional dependency is not installed.

    The message names the extra to install.
    """


class WorkerError(ImrkitError, RuntimeError):
    """The processes that read letters beside this one do not work at all: they end before they have begun.

    One that ends while it reads a file is no such error: that file is a failure, and the others are read.
    """


class PluginError(ImrkitError, ValueError):
    """An extractor or a layout that a :class:`~imrkit.parser.Parser` cannot take, or that cannot be loaded.

    The message names it and says what is wrong with it.
    """


class ExtractorError(ImrkitError, RuntimeError):
    """An extractor that failed on a letter, in a strict :class:`~imrkit.parser.Parser`; raised from the cause.

    :attr:`extractor` is its name, :attr:`place` what it was reading: ``"summary"``, ``"items[0].rationale"``,
    :attr:`cause` the kind of the exception, whose own words may quote the letter, or what it may not yield.
    """

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
    """Plain data or JSON that is no letter as :mod:`imrkit.codec` writes it.

    :attr:`path` is the place of the first offending value (``"items[0].request.visits"``, empty for the whole),
    :attr:`problem` what is wrong with it. Neither quotes the value.
    """

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem

    def __reduce__(self) -> tuple[type[DataError], tuple[str, str]]:
        return (type(self), (self.path, self.problem))
