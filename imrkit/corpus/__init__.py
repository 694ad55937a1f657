"""Many letters: read one after the other, in order, each a letter or the reason why there is none.

:func:`read_letters` holds no more than a few letters at a time, works in several processes, and is not stopped
by a file: one that cannot be read, that takes too long, or that kills the process that reads it is a
:class:`LetterFailure`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from functools import partial
from typing import Final, Literal, overload

from imrkit.corpus import pool
from imrkit.corpus.entries import Entry, Source, entries
from imrkit.corpus.results import FailureReason, LetterFailure, LetterRead, Result, read_tasks
from imrkit.corpus.sending import check_sendable
from imrkit.errors import NotALetterError, UnreadableDocumentError
from imrkit.parser import Parser

__all__ = ["FailureReason", "LetterFailure", "LetterRead", "Result", "Source", "read_letters"]

TIME_LIMIT: Final = 60.0
"""Seconds for a file."""

OnError = Literal["return", "skip", "raise"]
"""What becomes of a file that no letter can be read from."""


@overload
def read_letters(
    source: Source,
    *,
    workers: int | None = ...,
    on_error: Literal["return"] = ...,
    time_limit: float = ...,
    parser: Parser | None = ...,
) -> Iterator[LetterRead | LetterFailure]: ...
@overload
def read_letters(
    source: Source,
    *,
    workers: int | None = ...,
    on_error: Literal["skip", "raise"],
    time_limit: float = ...,
    parser: Parser | None = ...,
) -> Iterator[LetterRead]: ...
def read_letters(
    source: Source,
    *,
    workers: int | None = None,
    on_error: OnError = "return",
    time_limit: float = TIME_LIMIT,
    parser: Parser | None = None,
) -> Iterator[LetterRead] | Iterator[LetterRead | LetterFailure]:
    """Read the letters in *source*, one after the other and in its order.

    Lazy: files are opened, and archives read, as results are asked for, some ahead. Memory does not grow with the
    number of letters. When the iterator is given up, the processes end.

    >>> from imrkit import LetterRead, read_letters
    >>> source = ["examples/letters/one-request.txt", ("memo.txt", "Dear Sir or Madam")]
    >>> for result in read_letters(source, workers=0):
    ...     print(result.name, result.letter.outcome if isinstance(result, LetterRead) else result.reason)
    examples/letters/one-request.txt uphold
    memo.txt not a letter

    Args:
        source: one of

            - a folder: its files ending in .pdf and .txt sorted by name, then those of the folders within it;
              hidden ones are passed over;
            - an archive, ending in .zip, .tar, .tar.gz or .tgz: the like members in its order;
            - another file, whatever its name;
            - a pattern for paths, as :mod:`glob` has it (``"2017-*/**/*.pdf"``): what matches, sorted;
            - an iterable of such paths (but no patterns), or of names with content: ``(name, bytes)`` for a file,
              ``(name, str)`` for a text.
        workers: how many processes read; by default as many as there are processors. With 0 it is done in this one,
            letter by letter: there is no time limit then, and a crash of native code is one of the program.
        on_error: what becomes of a file that no letter can be read from: with ``"return"`` it is among the results as a
            :class:`LetterFailure`, with ``"skip"`` it is left out, with ``"raise"`` its error is raised.
        time_limit: seconds for a file. One that takes longer is a failure.
        parser: reads the texts, for example one with extractors of your own. With workers it is pickled, so its
            functions are those of a module that can be imported, not of the program itself or of a notebook. By
            default as :func:`~imrkit.parse_letter` does.

    Yields:
        What became of each file, a :class:`LetterRead` or, by default, a :class:`LetterFailure`.

    Raises:
        FileNotFoundError: there is no such path, and no file for such a pattern.
        ValueError: a text where a path should be; workers or a time limit below what makes sense; another word for
            *on_error*.
        TypeError: *source* is nothing of the kind; workers or a time limit are no numbers.
        PluginError: *parser* cannot be sent to other processes.
        NotALetterError: while it is iterated over, as are all that follow: a file is no letter, and *on_error* is
            ``"raise"``.
        UnreadableDocumentError: no letter can be had from a file for another reason, a word of
            :class:`FailureReason`, and *on_error* is ``"raise"``.
        MissingExtraError: there are PDFs, and the extra ``pdf`` is not installed.
        WorkerError: the processes do not work at all.
        ExtractorError: an extractor has failed, and *parser* is strict.
    """
    if on_error not in {"return", "skip", "raise"}:
        raise ValueError('on_error is "return", "skip" or "raise"')
    results = read_entries(entries(source), workers=workers, time_limit=time_limit, parser=parser)
    return results if on_error == "return" else _letters(results, skip=on_error == "skip")


def read_entries(
    found: Iterable[Entry],
    *,
    workers: int | None = None,
    time_limit: float = TIME_LIMIT,
    parser: Parser | None = None,
) -> Generator[Result, None, None]:
    """Read the letters in what was *found* in a source; the arguments and errors are those of :func:`read_letters`."""
    workers = pool.checked(workers, time_limit)
    tasks = pool.chunks(found, pool.TASKS_A_CHUNK if workers else 1)
    if workers:
        check_sendable(parser)
    return _flat(pool.carried_out(partial(read_tasks, parser=parser), tasks, workers, time_limit))


def _flat(results: Generator[list[Result], None, None]) -> Generator[Result, None, None]:
    with closing(results):
        for chunk in results:
            yield from chunk


def _letters(results: Generator[Result, None, None], *, skip: bool) -> Iterator[LetterRead]:
    with closing(results):  # whoever keeps the error does not keep the processes
        for result in results:
            if isinstance(result, LetterRead):
                yield result
            elif not skip:
                message = f"{result.name}: {result.message}"
                if result.reason is FailureReason.NOT_A_LETTER:
                    raise NotALetterError(message)
                raise UnreadableDocumentError(result.reason, message)
