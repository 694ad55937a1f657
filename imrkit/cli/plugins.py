"""Reading with plug-ins: what installed ones offer, and what letters then hold."""

from __future__ import annotations

import json
from typing import Any

import click

from imrkit.cli.targets import Problems, Unusable, written
from imrkit.errors import PluginError
from imrkit.extractors.protocol import Extractor
from imrkit.layouts import Layout
from imrkit.parser import Parser
from imrkit.plugins import GROUP, Plugin, installed
from imrkit.printable import one_line
from imrkit.schema import json_schema

with_plugins = click.option(
    "--plugins", is_flag=True, help="Read with all installed plug-ins, too; the command plugins lists them."
)


def parser_with(plugins: bool) -> Parser | None:
    """The parser with all plug-ins, or ``None`` for the usual one."""
    if not plugins:
        return None
    try:
        return Parser.with_plugins()
    except PluginError as error:
        raise Unusable(one_line(str(error))) from error


@click.command("plugins")
def list_plugins() -> int:
    """List the extractors and layouts that installed packages offer.

    They are used by parse, show, view, batch and schema with the option --plugins.

    Exit codes: 0 all of them can be used, 1 one of them cannot (it is named on standard error with the reason).
    """
    lines, wrong = _listing()
    problems = Problems()
    for problem in wrong:
        problems.report(f"unusable plug-in: {problem}")
    return written((f"{line}\n" for line in lines), "utf-8", problems)


@click.command(short_help="Write the JSON Schema of letters.")
@with_plugins
def schema(plugins: bool) -> int:
    """Write the JSON Schema of what parse writes as json and jsonl: for json, that of an element of the array.

    With --plugins it says what their fields hold; without, it allows any.

    Exit codes: 0 it was written, 2 the command cannot be carried out as given.
    """
    described = json_schema(parser_with(plugins))
    return written([json.dumps(described, indent=2) + "\n"], "utf-8", Problems())


def _listing() -> tuple[list[str], list[str]]:
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
