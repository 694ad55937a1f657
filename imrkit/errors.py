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
    ``"corrupt"``, ``"password"``, ``"no pages"`` or ``"no text"``. The message says what to do.
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
