"""What is sent to other processes: a parser that cannot be is found before one of them is started.

A process that reads imports the modules of a parser's functions and classes. It has no use for those of the program
itself, ``__main__``: by that name it would look in its own.
"""

from __future__ import annotations

import io
import pickle
from types import FunctionType
from typing import Any

from imrkit.errors import PluginError
from imrkit.extractors.builtin import BUILT_IN
from imrkit.extractors.protocol import Extractor
from imrkit.layouts import LAYOUTS, Layout
from imrkit.parser import Parser


def check_sendable(parser: Parser | None) -> None:
    """Make sure that *parser* can be sent to other processes.

    Raises:
        PluginError: an extractor or a layout of it cannot.
    """
    if parser is None:
        return
    added: list[tuple[str, Extractor[Any] | Layout]] = [
        *(("extractor", extractor) for extractor in parser.extractors if extractor not in BUILT_IN),
        *(("layout", layout) for layout in parser.layouts if layout not in LAYOUTS),
    ]
    for what, member in added:
        try:
            _Trial(io.BytesIO(), pickle.HIGHEST_PROTOCOL).dump(member)
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            raise PluginError(
                f"the {what} {member.name!r} cannot be sent to the processes that read: its functions and classes have "
                "to be those of a module that can be imported, no lambdas, and none of the program itself or of a "
                "notebook; put them into such a module, or read with workers=0"
            ) from error


class _Trial(pickle.Pickler):
    def persistent_id(self, value: object) -> None:
        if isinstance(value, type | FunctionType) and value.__module__ == "__main__":
            raise pickle.PicklingError(f"{value.__qualname__} is of the program itself")
