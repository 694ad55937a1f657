"""A letter as its author laid it out, before it is printed or extracted."""

from __future__ import annotations

from enum import Enum, auto

from attrs import frozen

Rows = tuple[tuple[tuple[str, str], ...], ...]
"""The label block: rows of cells, each a label and its value."""


class Kind(Enum):
    """What a block is, as far as its looks go."""

    HEADING = auto()  # of a section, in the middle
    TITLE = auto()  # of a disputed item, bold
    PARAGRAPH = auto()  # running text, with space below
    LINE = auto()  # keeps together with the next: credentials, label blocks


@frozen
class Block:
    """A heading, a paragraph or a line."""

    text: str
    """Its words, without line ends."""
    kind: Kind = Kind.PARAGRAPH
    """What it is."""


@frozen
class Manuscript:
    """What is printed of a letter."""

    blocks: tuple[Block, ...]
    """What stands behind the label block, in order."""
    front: tuple[Block, ...] = ()
    """What stands before the label block."""
    rows: Rows = ()
    """The label block; empty where it is cut off."""
    running_head: str = ""
    """What stands at the foot of each page, with ``{page}`` in it; empty for nothing."""
