"""Which extractors a parser calls, for which field and in which order: worked out once, when it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from operator import attrgetter, methodcaller
from typing import Any, Final, NamedTuple

from attrs import frozen

from imrkit import kinds
from imrkit.document import Region
from imrkit.errors import PluginError
from imrkit.extractors.builtin import BUILT_IN
from imrkit.extractors.protocol import Extractor
from imrkit.vocabulary import ItemPart, Section

ITEMS: Final = "items"
_Chain = list[Extractor[Any]]

FIELDS: Final[Mapping[str, Extractor[Any]]] = {extractor.name: extractor for extractor in BUILT_IN}
"""The fields of a letter and of an item, with imrkit's own extractor for each."""


class Step(NamedTuple):
    """One call of an extractor."""

    extractor: Extractor[Any]
    fills: str
    where: Callable[[Any], Region | None]
    """Picks what it reads from the sections of a letter, or the parts of an item."""
    own: bool
    """It is imrkit's: what it yields needs no checking."""


@frozen
class Plan:
    """The calls for a letter, in their order."""

    before: tuple[Step, ...]
    """What is read of the letter before its items."""
    items: tuple[Step, ...]
    """Where the parts of the items stand."""
    item: tuple[Step, ...]
    """What is read of each item."""
    after: tuple[Step, ...]
    """What is read of the letter when its items are known."""
    extra: Mapping[str, Any]
    """The classes of the extra fields, by their names."""
    extra_of_items: frozenset[str]
    """Those of them that have a value for each item."""
    unread: frozenset[str]
    """The fields that no extractor reads."""


def make_plan(extractors: Iterable[Extractor[Any]]) -> Plan:
    """The plan for a parser with *extractors*.

    Raises:
        PluginError: they do not go together.
    """
    chains = _chains(list(extractors))
    extra = {name: chain[0] for name, chain in chains.items() if name not in FIELDS}
    for name, chain in chains.items():
        _check_values(name, chain)
    letter = {name: chain for name, chain in chains.items() if isinstance(chain[0].reads, Section)}
    item = {name: chain for name, chain in chains.items() if name not in letter}
    order = _order_of_letter(letter, item)
    at = order.index(ITEMS)
    return Plan(
        before=_steps(letter, order[:at]),
        items=_steps(letter, [ITEMS]),
        item=_steps(item, _in_order({field: _needs(chain) for field, chain in item.items()})),
        after=_steps(letter, order[at + 1 :]),
        extra={name: _kind(reader) for name, reader in extra.items()},
        extra_of_items=frozenset(extra.keys() - letter.keys()),
        unread=frozenset(FIELDS.keys() - chains.keys()),
    )


def _chains(extractors: _Chain) -> dict[str, _Chain]:
    """For each field the extractor that reads it, and behind it those that refine its value."""
    by_name: dict[str, Extractor[Any]] = {}
    for extractor in extractors:
        if extractor.name in by_name:
            raise PluginError(f"two extractors are called {extractor.name!r}")
        by_name[extractor.name] = extractor
    replaced: dict[str, str] = {}
    for extractor in extractors:
        field = extractor.replaces
        if field is None:
            continue
        if field in replaced:
            raise PluginError(f"{replaced[field]!r} and {extractor.name!r} both replace {field!r}")
        target = by_name.get(field)
        if field not in FIELDS and (target is None or target.fills != field):
            raise PluginError(f"{extractor.name!r} replaces {field!r}, which is not there")
        replaced[field] = extractor.name
    chains: dict[str, _Chain] = {}
    for extractor in extractors:
        if extractor.after is None and replaced.get(extractor.fills, extractor.name) == extractor.name:
            chains[extractor.fills] = [extractor]
    for extractor in extractors:
        if extractor.after is not None:
            if extractor.after not in chains:
                raise PluginError(f"{extractor.name!r} runs after {extractor.after!r}, which is not there")
            chains[extractor.after].append(extractor)
    for extractor in extractors:
        for name in extractor.needs:
            if name not in chains and name not in FIELDS:
                raise PluginError(f"{extractor.name!r} needs {name!r}, which is not there")
    return chains


def _check_values(field: str, chain: _Chain) -> None:
    """Refuse extractors whose values are not what the field takes."""
    reference = FIELDS.get(field, chain[0])
    for extractor in chain:
        if type(extractor.reads) is not type(reference.reads):
            wanted = (
                "a part of an item" if isinstance(reference.reads, ItemPart) else "a section of the letter"
            )
            raise PluginError(f"{extractor.name!r} must read {wanted}, as the value of {field!r} is of one")
        if extractor.yields != reference.yields:
            raise PluginError(f"{extractor.name!r} yields another class than the field {field!r} takes")
    if field not in FIELDS:
        problem = kinds.problem(reference.yields)
        if problem is not None:
            raise PluginError(f"{reference.name!r} yields what cannot be kept: {problem}")


def _order_of_letter(letter: Mapping[str, _Chain], item: Mapping[str, _Chain]) -> list[str]:
    """The fields of a letter in the order in which they are read; the items stand for all that is read of them."""
    needs = {
        field: {ITEMS if name in item else name for name in _needs(chain)} for field, chain in letter.items()
    }
    of_items = {name for chain in item.values() for name in _needs(chain) if name not in item}
    return _in_order({**needs, ITEMS: needs.get(ITEMS, set()) | of_items})


def _needs(chain: _Chain) -> set[str]:
    return {name for extractor in chain for name in extractor.needs}


def _in_order(needs: Mapping[str, set[str]]) -> list[str]:
    """Fields, each behind those that it needs."""
    try:
        return list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        raise PluginError(f"extractors need each other: {' -> '.join(error.args[1])}") from None


def _kind(reader: Extractor[Any]) -> Any:
    """The class of the values of the field that *reader* adds."""
    kind: Any = reader.yields
    return kind if isinstance(reader.reads, Section) else tuple[kind | None, ...]


def _where(reads: Section | ItemPart) -> Callable[[Any], Region | None]:
    return methodcaller("get", reads) if isinstance(reads, Section) else attrgetter(reads)


def _steps(chains: Mapping[str, _Chain], fields: Iterable[str]) -> tuple[Step, ...]:
    return tuple(
        Step(extractor, field, _where(extractor.reads), extractor in BUILT_IN)
        for field in fields
        for extractor in chains.get(field, ())
    )
