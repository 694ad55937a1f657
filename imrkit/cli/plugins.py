"""What installed plug-ins offer, as ``imrkit plugins`` lists it."""

from __future__ import annotations

from typing import Any

from imrkit.errors import PluginError
from imrkit.extractors.protocol import Extractor
from imrkit.layouts import Layout
from imrkit.parser import Parser
from imrkit.plugins import GROUP, Plugin, installed
from imrkit.printable import one_line


def listing() -> tuple[list[str], list[str]]:
    """A line for each plug-in, and what is wrong with them."""
    plugins = installed()
    if not plugins:
        return [f"no plug-ins: no installed package offers an entry point of the group {GROUP}"], []
    lines, problems = [], []
    for plugin in plugins:
        try:
            lines.append(_line(plugin, plugin.load()))
        except PluginError as error:
            problems.append(one_line(str(error)))
    if not problems:
        try:
            Parser.with_plugins()
        except PluginError as error:
            problems.append(one_line(str(error)))
    return lines, problems


def _line(plugin: Plugin, offered: Extractor[Any] | Layout) -> str:
    if isinstance(offered, Layout):
        does = f"adds the layout {offered.name!r}"
    elif offered.replaces is not None:
        does = f"replaces {offered.replaces}, reads {offered.reads}"
    elif offered.after is not None:
        does = f"refines {offered.after}, reads {offered.reads}"
    else:
        does = f"adds extra.{offered.name}, reads {offered.reads}"
    return one_line(f"{plugin.entry_point.name}: {does} ({plugin.package})")
