"""The members of a ZIP archive, one by one.

Read here and not by :mod:`zipfile`, which holds the whole directory of an archive in memory, some 0.6 GB for a
million members. What is read is what archivers write: members that are stored or deflated, ZIP64 included. Sizes
are taken for claims: no more is unpacked than a member claims, and none that claims too much is.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from attrs import frozen

from imrkit.corpus.archives import corrupt, is_taken, nested, refusal
from imrkit.corpus.results import FailureReason, LetterFailure
from imrkit.reading import SIZE_LIMIT, is_archive

# The records of the format by its specification (APPNOTE.TXT of PKWARE), without the fields that nobody needs.
_END: Final = struct.Struct("<4s8xLL2x")  # mark, size and place of the directory
_END_MARK: Final = b"PK\x05\x06"
_LONGEST_COMMENT: Final = 0xFFFF
_END_64_LOCATOR_SIZE: Final = 20
_END_64_LOCATOR_MARK: Final = b"PK\x06\x07"
_END_64: Final = struct.Struct("<4s36xQQ")  # mark, size and place of the directory
_END_64_MARK: Final = b"PK\x06\x06"
# mark, system, flags, method, checksum, packed and full size, lengths of name, extra field and comment,
# attributes, place
_ENTRY: Final = struct.Struct("<4sxB2xHH4xLLLHHH4xLL")
_ENTRY_MARK: Final = b"PK\x01\x02"
_LOCAL: Final = struct.Struct("<4s22xHH")  # mark, lengths of name and extra field
_LOCAL_MARK: Final = b"PK\x03\x04"

_UNIX: Final = 3
_ENCRYPTED: Final = 0x1
_NAME_IN_UTF_8: Final = 0x800
_STORED: Final = 0
_DEFLATED: Final = 8
_IN_EXTRA: Final = 0xFFFFFFFF  # the number is in the field for large archives
_EXTRA_64: Final = 1
_LONGEST_DEFLATED: Final = SIZE_LIMIT + (SIZE_LIMIT >> 8)  # what cannot be compressed grows by less than this


class _CorruptError(Exception):
    """What is wrong with an archive."""


@frozen
class _Directory:
    start: int
    end: int
    shift: int
    """How many bytes stand before the archive in its file, which its places do not count."""


@frozen
class ZipMember:
    """A file in an archive, or a place in its directory that cannot be read."""

    name: str
    """Its name in the archive, with ``/`` between folders."""
    encoded_name: bytes
    mode: int
    encrypted: bool
    method: int
    checksum: int
    packed: int
    size: int
    """How many bytes it is said to have."""
    place: int


def members(file: BinaryIO) -> Iterator[ZipMember | str]:
    """The files in the archive *file*, and at the end, if its directory is damaged, how."""
    try:
        yield from _members(file, file.seek(0, os.SEEK_END))
    except _CorruptError as error:
        yield str(error)
    except (OSError, OverflowError):
        yield "a directory that cannot be read"


def _members(file: BinaryIO, length: int) -> Iterator[ZipMember]:
    directory = _directory(file, length)
    taken = 0
    at = directory.start
    while at < directory.end:
        file.seek(at)
        member, at = _member(file, directory)
        taken += member.packed
        if taken > length:
            raise _CorruptError("members that overlap")
        if not member.name.endswith("/"):
            yield member


def content(file: BinaryIO, member: ZipMember, name: str) -> bytes | LetterFailure:
    """What *member* of the archive *file* holds, or why it is refused; *name* is what to call it."""
    refused = refusal(name, member.name, member.mode, member.size)
    if refused is not None:
        return refused
    if member.encrypted:
        return LetterFailure(
            name, FailureReason.PASSWORD, "opens with a password only; save the archive without one"
        )
    if member.method not in {_STORED, _DEFLATED}:
        return corrupt(name, "packed in a way that only few programs know")
    try:
        data = _unpacked(file, member)
    except (_CorruptError, zlib.error, OSError, OverflowError) as error:
        return corrupt(name, str(error) if isinstance(error, _CorruptError) else "damaged")
    return nested(name) if is_archive(data) else data


def count(file: BinaryIO) -> int:
    """How many entries the archive *file* has."""
    return sum(isinstance(member, str) or is_taken(member.name, member.mode) for member in members(file))


def _directory(file: BinaryIO, length: int) -> _Directory:
    tail_at = max(length - _END.size - _LONGEST_COMMENT, 0)
    file.seek(tail_at)
    tail = file.read(length - tail_at)
    found = tail.rfind(_END_MARK, 0, len(tail) - _END.size + len(_END_MARK))
    if found < 0:
        raise _CorruptError("no ZIP archive, or cut off")
    end = tail_at + found
    _, size, offset = _END.unpack_from(tail, found)
    if end >= _END_64_LOCATOR_SIZE + _END_64.size:
        file.seek(end - _END_64_LOCATOR_SIZE - _END_64.size)
        large = _END_64.unpack(file.read(_END_64.size))
        locator = file.read(_END_64_LOCATOR_SIZE)
        if locator.startswith(_END_64_LOCATOR_MARK) and large[0] == _END_64_MARK:
            end -= _END_64_LOCATOR_SIZE + _END_64.size
            _, size, offset = large
    start = end - size
    if start < 0 or start < offset:
        raise _CorruptError("a directory that is not where it should be")
    return _Directory(start, end, start - offset)


def _member(file: BinaryIO, directory: _Directory) -> tuple[ZipMember, int]:
    """The member whose entry in the directory *file* stands at, and where the next entry is."""
    entry = file.read(_ENTRY.size)
    if len(entry) < _ENTRY.size or not entry.startswith(_ENTRY_MARK):
        raise _CorruptError("a damaged directory")
    (
        _,
        system,
        flags,
        method,
        checksum,
        packed,
        size,
        name_length,
        extra_length,
        comment_length,
        attributes,
        place,
    ) = _ENTRY.unpack(entry)
    encoded = file.read(name_length)
    extra = file.read(extra_length)
    size, packed, place = _large_numbers(extra, size, packed, place)
    name = encoded.decode("utf-8" if flags & _NAME_IN_UTF_8 else "cp437", errors="replace")
    mode = attributes >> 16 if system == _UNIX else 0
    member = ZipMember(
        name=name.replace("\\", "/"),
        encoded_name=encoded,
        mode=mode,
        encrypted=bool(flags & _ENCRYPTED),
        method=method,
        checksum=checksum,
        packed=packed,
        size=size,
        place=place + directory.shift,
    )
    return member, file.tell() + comment_length


def _large_numbers(extra: bytes, *numbers: int) -> Iterator[int]:
    """*numbers*, those that do not fit into an entry from its field for large archives."""
    values: Iterator[int] = iter(())
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<2H", extra)
        if kind == _EXTRA_64:
            values = (value for (value,) in struct.iter_unpack("<Q", extra[4 : 4 + length // 8 * 8]))
        extra = extra[4 + length :]
    for number in numbers:
        if number == _IN_EXTRA:
            large = next(values, None)
            if large is None:
                raise _CorruptError("a damaged directory")
            yield large
        else:
            yield number


def _unpacked(file: BinaryIO, member: ZipMember) -> bytes:
    file.seek(member.place)
    local = file.read(_LOCAL.size)
    if len(local) < _LOCAL.size or not local.startswith(_LOCAL_MARK):
        raise _CorruptError("not where the directory says")
    _, name_length, extra_length = _LOCAL.unpack(local)
    if file.read(name_length) != member.encoded_name:
        raise _CorruptError("called otherwise than the directory says")
    file.seek(extra_length, os.SEEK_CUR)
    if member.packed > _LONGEST_DEFLATED:
        raise _CorruptError("another size than the directory says")
    data = file.read(member.packed)
    if member.method == _DEFLATED:
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        data = unpacking.decompress(data, member.size + 1)  # one more tells a size that is too small
    if len(data) != member.size or zlib.crc32(data) != member.checksum:
        raise _CorruptError("another content than the directory says")
    return data
