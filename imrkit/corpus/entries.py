"""Where letters come from: folders, patterns, lists of paths, archives, and what a program has in hand."""

from __future__ import annotations

import errno
import glob
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from attrs import frozen

from imrkit.corpus import tars, zips
from imrkit.corpus.archives import corrupt, is_archive, is_taken
from imrkit.corpus.folders import letters_in
from imrkit.corpus.results import Content, FailureReason, File, LetterFailure, Task
from imrkit.reading import refuse_text_as_path

AnyPath = str | os.PathLike[str]
"""A path."""

Source = AnyPath | Iterable[AnyPath | tuple[str, bytes | str]]
"""A path or a pattern, or an iterable of paths or of names with content; see :func:`~imrkit.read_letters`."""

_TAR_ENDINGS: Final = (".tar", ".tar.gz", ".tgz")


@frozen
class Entry:
    """Something in a source that may hold a letter."""

    name: str
    task: Callable[[], Task]
    """Gives what is to be read, reading it if it is in an archive. To be called before the next entry is taken."""
    position: float | None = None
    """How much of a tar archive lies behind it, from 0 to 1; ``None`` in anything else."""


def entries(source: Source) -> Iterator[Entry]:
    """What may hold a letter in *source*, in order; nothing but names is looked at before it is asked for.

    Args:
        source: one of

            - a folder: its files ending in .pdf and .txt sorted by name, then those of the folders within it;
              hidden ones are passed over;
            - an archive, ending in .zip, .tar, .tar.gz or .tgz: the like members in its order;
            - another file, whatever its name;
            - a pattern for paths, as :mod:`glob` has it: the folders, archives and files that match, sorted; if
              it has a ``**``, archives and files alone;
            - an iterable of such paths (but no patterns), or of names with the content of a file (``bytes``) or
              a text (``str``).

    Raises:
        FileNotFoundError: there is no such path, and no file for such a pattern.
        ValueError: a text where a path should be.
        TypeError: *source* is nothing of the kind.
    """
    if isinstance(source, str | os.PathLike):
        return _of_iterable(_expanded(os.fspath(source)))
    if isinstance(source, bytes | bytearray | memoryview) or not isinstance(source, Iterable):
        raise TypeError(
            f"a path, or an iterable of paths or of names with content, not {type(source).__name__}"
        )
    return _of_iterable(source)


def count(source: Source) -> int | None:
    """How many entries *source* has; ``None`` where only reading it would tell: a tar archive, an iterator."""
    if isinstance(source, str | os.PathLike):
        source = list(_expanded(os.fspath(source)))
    if not isinstance(source, Sequence):
        return None
    total = 0
    for member in source:
        if isinstance(member, tuple):
            total += 1
            continue
        counted = _count_in(os.fspath(member))
        if counted is None:
            return None
        total += counted
    return total


def _count_in(path: str) -> int | None:
    if os.path.isdir(path):  # noqa: PTH112 (Path refuses some names)
        return sum(1 for _ in letters_in(path, unlisted=lambda error: None))
    if not is_archive(path):
        return 1
    if path.lower().endswith(_TAR_ENDINGS):
        return None
    try:
        with Path(path).open("rb") as file:
            return zips.count(file)
    except OSError:
        return 1  # the failure to open it


def _expanded(pattern: str) -> Iterable[str]:
    refuse_text_as_path(pattern)
    if os.path.lexists(pattern):
        return [pattern]
    every_folder = "**" in pattern  # matches the files in folders too, which are not to be read twice
    found = sorted(
        path
        for path in glob.iglob(pattern, recursive=True)  # noqa: PTH207
        if not (every_folder and os.path.isdir(path))  # noqa: PTH112
    )
    if not found:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), pattern)
    return found


def _of_iterable(source: Iterable[AnyPath | tuple[str, bytes | str]]) -> Iterator[Entry]:
    for member in source:
        if isinstance(member, tuple):
            yield _given(*member)
        else:
            path = os.fspath(member)
            refuse_text_as_path(path)
            yield from _of_path(path)


def _given(name: object, content: object) -> Entry:
    if isinstance(name, str) and isinstance(content, str | bytes):
        return _ready(name, content)
    raise TypeError("a name (str) with its content (bytes or str) is needed")


def _of_path(path: str) -> Iterator[Entry]:
    if os.path.isdir(path):  # noqa: PTH112
        yield from _of_folder(path)
    elif not is_archive(path):
        yield _of_file(path)
    else:
        try:
            with Path(path).open("rb") as file:
                read = _of_tar if path.lower().endswith(_TAR_ENDINGS) else _of_zip
                yield from read(path, file)
        except OSError as error:
            yield _failed(path, error)


def _of_folder(path: str) -> Iterator[Entry]:
    unlisted: list[OSError] = []
    for file in letters_in(path, unlisted.append):
        while unlisted:
            error = unlisted.pop()
            yield _failed(str(error.filename), error)
        yield _of_file(file)
    for error in unlisted:
        yield _failed(str(error.filename), error)


def _of_file(path: str) -> Entry:
    if "\0" in path:
        return _ready_failure(LetterFailure(path, FailureReason.FILE_ERROR, "a name that no file can have"))
    return _ready(path, File(path))


def _of_zip(path: str, file: BinaryIO) -> Iterator[Entry]:
    for member in zips.members(file):
        if isinstance(member, str):
            yield _ready_failure(corrupt(path, member))
        elif is_taken(member.name, member.mode):
            name = f"{path}/{member.name}"
            yield Entry(name, partial(_in_archive, name, partial(zips.content, file, member, name)))


def _of_tar(path: str, file: BinaryIO) -> Iterator[Entry]:
    size = os.fstat(file.fileno()).st_size
    for member in tars.members(file):
        if isinstance(member, str):
            yield _ready_failure(corrupt(path, member))
        elif is_taken(member.name, member.mode):
            name = f"{path}/{member.name}"
            yield Entry(name, partial(_in_archive, name, partial(member.content, name)), file.tell() / size)


def _in_archive(name: str, content: Callable[[], bytes | LetterFailure]) -> Task:
    had = content()
    return had if isinstance(had, LetterFailure) else (name, had)


def _ready(name: str, content: Content) -> Entry:
    task = (name, content)
    return Entry(name, lambda: task)


def _ready_failure(failure: LetterFailure) -> Entry:
    return Entry(failure.name, lambda: failure)


def _failed(name: str, error: OSError) -> Entry:
    return _ready_failure(LetterFailure(name, FailureReason.FILE_ERROR, error.strerror or "cannot be read"))
