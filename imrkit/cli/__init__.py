"""The command line: ``imrkit parse``, ``show``, ``view``, ``batch``, ``report``, ``evaluate``, ``synth`` and others.

Needs the extra ``cli`` (click and rich). Exit codes: 0 all letters were read, 1 some were not, 2 a command that
cannot be carried out as it was given; see :mod:`imrkit.cli.status`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

from imrkit.cli.status import UNUSABLE

_OF_THE_EXTRA: Final = frozenset({"click", "rich"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out the command that *arguments* (by default those of the process) give; return the exit code."""
    try:
        from imrkit.cli.commands import run  # noqa: PLC0415 (needs the extra)

        return run(sys.argv[1:] if arguments is None else arguments)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in _OF_THE_EXTRA:
            raise
    sys.stderr.write(
        'imrkit: the command line needs the extra "cli", which is not installed: pip install "imrkit[cli]"\n'
    )
    return UNUSABLE
