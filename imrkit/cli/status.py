"""The exit codes of the command line."""

from __future__ import annotations

from typing import Final

ALL_READ: Final = 0
"""Whatever was to be read was read."""
SOME_NOT_READ: Final = 1
"""Some was not; each is named on standard error, or in a quarantine, with the reason."""
UNUSABLE: Final = 2
"""A command that cannot be carried out as it was given: a wrong option, an output that cannot be written."""
INTERRUPTED: Final = 130
"""By the keyboard, as shells count it."""
READER_GONE: Final = 141
"""Whoever read the output has closed it, as shells count it."""
