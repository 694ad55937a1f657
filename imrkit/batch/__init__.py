"""From any number of letters to tables on disk: in parts, so that a run that is killed can go on.

The command ``imrkit batch`` does the same. Needs the extra ``tables``.
"""

from __future__ import annotations

import imrkit.tables  # noqa: F401 (first, because it says which extra is missing)
from imrkit.batch.run import Status, run
from imrkit.batch.settings import PART_SIZE, Format
from imrkit.batch.summary import Summary

__all__ = ["PART_SIZE", "Format", "Status", "Summary", "run"]
