"""What an archive may hold, whatever its format.

Nothing is ever written to disk, so no name could do harm here; but who gets an archive with names that lead out
of it, links or archives within archives has to know, and refuses them as any careful program does.
"""

from __future__ import annotations

import re
import stat
from typing import Final

from imrkit.corpus.folders import may_be_a_letter
from imrkit.corpus.results import FailureReason, LetterFailure
from imrkit.reading import SIZE_LIMIT

ARCHIVE_ENDINGS: Final = (".zip", ".tar", ".tar.gz", ".tgz")
NESTED_ENDINGS: Final = (*ARCHIVE_ENDINGS, ".gz", ".bz2", ".xz", ".7z", ".rar")

_OUTSIDE: Final = re.compile(r"[/\\]|[a-zA-Z]:|(?:.*[/\\])?\.\.(?:[/\\]|\Z)", re.DOTALL)


def is_archive(name: str) -> bool:
    """Whether the name of a file says that it is an archive."""
    return name.lower().endswith(ARCHIVE_ENDINGS)


def is_taken(member: str, mode: int) -> bool:
    """Whether a member of an archive is an entry, be it one to refuse.

    Read are, as in a folder, files ending in .pdf and .txt that are not hidden. What is no file, would lie outside of
    the archive or is an archive itself is never passed over: who is sent such things should know.

    Args:
        member: its name in the archive.
        mode: its type, as ``st_mode`` has it; 0 where the archive does not say.
    """
    *folders, file = re.split(r"[/\\]", member)
    hidden = any((name.startswith(".") and name not in {".", ".."}) or name == "__MACOSX" for name in folders)
    return (not hidden and may_be_a_letter(file)) or _refusal("", member, mode) is not None


def refusal(name: str, member: str, mode: int, size: int) -> LetterFailure | None:
    """Why a member is refused before it is read, if it is.

    Args:
        name: what to call it.
        member: its name in the archive.
        mode: its type.
        size: how many bytes it is said to have.
    """
    refused = _refusal(name, member, mode)
    if refused is None and size >= SIZE_LIMIT:
        message = f"too large for a letter, {SIZE_LIMIT // 1_000_000} MB or more"
        return LetterFailure(name, FailureReason.TOO_LARGE, message)
    return refused


def _refusal(name: str, member: str, mode: int) -> LetterFailure | None:
    if "\0" in member or _OUTSIDE.match(member):
        return LetterFailure(name, FailureReason.UNSAFE_NAME, "a name that leads out of the archive")
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return LetterFailure(name, FailureReason.NOT_A_FILE, "a link, a device or a pipe in an archive")
    return nested(name) if member.lower().endswith(NESTED_ENDINGS) else None


def nested(name: str) -> LetterFailure:
    return LetterFailure(
        name, FailureReason.NESTED_ARCHIVE, "an archive within an archive; unpack the outer one and read that"
    )


def corrupt(name: str, what: str) -> LetterFailure:
    return LetterFailure(name, FailureReason.CORRUPT_ARCHIVE, f"{what}; get the archive anew")
