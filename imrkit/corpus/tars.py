"""The members of a tar archive, plain or compressed by gzip, one by one."""

from __future__ import annotations

import gzip
import stat
import tarfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final, cast

from attrs import frozen

from imrkit.corpus.archives import corrupt, nested, refusal
from imrkit.corpus.results import LetterFailure
from imrkit.reading import is_archive

_GZIP_MARK: Final = b"\x1f\x8b"
_END_MARK: Final = bytes(tarfile.BLOCKSIZE)
_LARGEST_HEADER: Final = 1 << 20
"""Bytes. More before the content of a member are no header but an attack, since tarfile keeps them all."""
_LARGEST_PADDING: Final = 1 << 20

# What tarfile and gzip raise for archives that are cut off, damaged or made to mislead. RecursionError: a header
# on the next header, which is one on the next header ...
_DAMAGED: Final = (tarfile.TarError, zlib.error, OSError, EOFError, ValueError, OverflowError, RecursionError)


@frozen
class TarMember:
    """A file in an archive, or a link, a device or a pipe."""

    name: str
    """Its name in the archive."""
    mode: int
    size: int
    """How many bytes it is said to have."""
    place: int
    """Where its content begins."""
    stream: _Forward

    def content(self, name: str) -> bytes | LetterFailure:
        """What it holds, or why it is refused; *name* is what to call it. To be asked before the next member is."""
        refused = refusal(name, self.name, self.mode, self.size)
        if refused is not None:
            return refused
        try:
            self.stream.seek(self.place)
            self.stream.allowance = self.size
            data = self.stream.read(self.size)
        except _DAMAGED:
            return corrupt(name, "damaged")
        if len(data) < self.size:
            return corrupt(name, "cut off")
        return nested(name) if is_archive(data) else data


def members(file: BinaryIO) -> Iterator[TarMember | str]:
    """The files in the archive *file*, and at the end, if it is damaged, how."""
    compressed = file.read(len(_GZIP_MARK)) == _GZIP_MARK
    file.seek(0)
    stream = _Forward(cast("BinaryIO", gzip.GzipFile(fileobj=file)) if compressed else file)
    try:
        archive = _Archive(fileobj=cast("BinaryIO", stream))
        while (info := archive.next()) is not None:
            if not info.isdir():
                plain = info.isreg() and not info.issparse()
                yield TarMember(
                    info.name, stat.S_IFREG if plain else stat.S_IFLNK, info.size, info.offset_data, stream
                )
            archive.forget()
            stream.allowance = _LARGEST_HEADER
        if stream.last != _END_MARK:  # tarfile takes damage for the end
            yield "damaged or cut off, it may have held more"
        stream.allowance = _LARGEST_PADDING
        stream.read(_LARGEST_PADDING)  # at its end, gzip compares the checksum
    except _DAMAGED:
        yield "damaged or cut off, it may have held more"


class _Archive(tarfile.TarFile):
    members: list[tarfile.TarInfo]

    def forget(self) -> None:
        """Drop what it would keep of every member."""
        self.members.clear()
        self.pax_headers = {}


class _Forward:
    """A file that is read from beginning to end, and no more of it than is allowed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._position = 0
        self.allowance = _LARGEST_HEADER
        """How many bytes may be read before it is renewed; what is passed over does not count."""
        self.last = b""
        """What was read last."""

    def read(self, size: int) -> bytes:
        self.allowance -= size
        if self.allowance < 0:
            raise tarfile.ReadError
        self.last = self._file.read(size)
        self._position += len(self.last)
        return self.last

    def seek(self, position: int) -> None:
        if position < self._position:
            raise tarfile.ReadError
        self._position = self._file.seek(position)

    def tell(self) -> int:
        return self._position
