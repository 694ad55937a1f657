"""Extractors and layouts that installed packages offer, as entry points of the group ``imrkit.extractors``."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

from attrs import frozen

from imrkit.errors import PluginError
from imrkit.extractors.protocol import Extractor
from imrkit.layouts import Layout

GROUP: Final = "imrkit.extractors"
"""The group of the entry points."""


@frozen
class Plugin:
    """What one entry point offers. Nothing of its package is imported before :meth:`load`."""

    entry_point: EntryPoint
    """Where it is, by the metadata of its package."""

    @property
    def package(self) -> str:
        """The package that it comes with, and its version: ``"imrkit-medications 1.2"``."""
        package = self.entry_point.dist
        return f"{package.name} {package.version}" if package is not None else "an unknown package"

    def __str__(self) -> str:
        return f"{self.entry_point.name} ({self.package})"

    def load(self) -> Extractor[Any] | Layout:
        """Import what is offered.

        Returns:
            An extractor or a layout, for :class:`~imrkit.parser.Parser`.

        Raises:
            PluginError: it cannot be imported, or is neither an extractor nor a layout.
        """
        try:
            offered = self.entry_point.load()
        except Exception as error:
            # Importing a package runs foreign code, which may fail in any way; the cause is kept.
            raise PluginError(f"{self}: cannot be loaded: {type(error).__name__}: {error}") from error
        if not isinstance(offered, Extractor | Layout):
            raise PluginError(f"{self}: neither an Extractor nor a Layout but {type(offered).__name__}")
        return offered


def installed() -> tuple[Plugin, ...]:
    """All that installed packages offer, sorted by name."""
    return tuple(map(Plugin, sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))))
