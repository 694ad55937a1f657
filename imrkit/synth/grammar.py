"""Small grammars in data files: rules, each a list of ways to say something.

::

    # a comment
    [finding]
    <The|An> <exam|examination> of the {part} shows {sign}.
    3* There is {sign} about the {part}.

    [sign]
    tenderness
    <mild|moderate|> swelling

A line is one way; ``3*`` before it makes it three times as likely. ``<a|b|>`` is one of the parts between the
bars, which may be empty and may hold further ones. ``{name}`` is a value that the generator gives, or what the
rule of that name says; ``{Name}`` is the same with a capital letter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from imrkit.synth.dice import Dice

_TOKEN: Final = re.compile(r"[<|>]|\{(?P<name>[A-Za-z0-9_.]+)\}|[^<|>{}]+")
_WEIGHT: Final = re.compile(r"(\d+)\* ")

_Sequence = list["str | _Slot | _Choice"]


class _Slot:
    """A place for a value or a rule."""

    __slots__ = ("capital", "name")

    def __init__(self, name: str) -> None:
        self.name = name[0].lower() + name[1:]
        self.capital = name[0].isupper()


class _Choice:
    """One of several sequences. A likely one is in the list several times."""

    __slots__ = ("ways",)

    def __init__(self, ways: list[_Sequence]) -> None:
        self.ways = ways


class Grammar:
    """The rules of one or more data files."""

    def __init__(self, text: str) -> None:
        self._rules: dict[str, _Choice] = {}
        rule = None
        for number, line in enumerate(map(str.strip, text.splitlines()), 1):
            if not line or line.startswith("#"):
                continue
            if line.startswith("[") and line.endswith("]"):
                rule = self._rules.setdefault(line[1:-1], _Choice([]))
                continue
            if rule is None:
                raise ValueError(f"line {number} of a grammar stands before its first rule")
            weight = _WEIGHT.match(line)
            way = _parsed(line[weight.end() :] if weight else line, number)
            rule.ways += [way] * (int(weight[1]) if weight else 1)

    def __contains__(self, rule: str) -> bool:
        return rule in self._rules

    @property
    def rules(self) -> list[str]:
        """The names of all rules."""
        return list(self._rules)

    def say(self, rule: str, dice: Dice, values: Mapping[str, str], used: set[str] | None = None) -> str:
        """One way to say *rule*, with the *values* in their places; *used* gets the names of those."""
        parts: list[str] = []
        self._choose(self._rules[rule], dice, values, used if used is not None else set(), parts)
        return "".join(parts)

    def _choose(
        self, choice: _Choice, dice: Dice, values: Mapping[str, str], used: set[str], parts: list[str]
    ) -> None:
        ways = choice.ways
        way = ways[0] if len(ways) == 1 else ways[dice.below(len(ways))]
        for part in way:
            if type(part) is str:
                parts.append(part)
            elif type(part) is _Slot:
                at = len(parts)
                value = values.get(part.name)
                if value is not None:
                    used.add(part.name)
                    parts.append(value)
                else:
                    self._choose(self._rules[part.name], dice, values, used, parts)
                if part.capital and at < len(parts):
                    parts[at] = parts[at][:1].upper() + parts[at][1:]
            else:
                self._choose(part, dice, values, used, parts)  # type: ignore[arg-type]

    def slots(self) -> set[str]:
        """The names in braces that are no rules: the values that the generator has to give."""
        found: set[str] = set()
        pending: list[_Choice] = list(self._rules.values())
        while pending:
            for way in pending.pop().ways:
                for part in way:
                    if isinstance(part, _Choice):
                        pending.append(part)
                    elif isinstance(part, _Slot):
                        found.add(part.name)
        return found - set(self._rules)


def _parsed(line: str, number: int) -> _Sequence:
    stack: list[list[_Sequence]] = [[[]]]
    at = 0
    for token in _TOKEN.finditer(line):
        if token.start() != at:
            break
        at = token.end()
        if token["name"]:
            stack[-1][-1].append(_Slot(token["name"]))
        elif token[0] == "<":
            stack.append([[]])
        elif token[0] == "|" and len(stack) > 1:
            stack[-1].append([])
        elif token[0] == ">" and len(stack) > 1:
            ways = stack.pop()
            stack[-1][-1].append(_Choice(ways))
        else:
            stack[-1][-1].append(token[0])
    if at != len(line) or len(stack) > 1:
        raise ValueError(f"line {number} of a grammar: a brace or bracket is not closed, or closed twice")
    return stack[0][0]


@cache
def grammar(*names: str) -> Grammar:
    """The rules of the data files *names*."""
    folder = files("imrkit.synth") / "grammars"
    return Grammar("\n".join((folder / f"{name}.txt").read_text(encoding="utf-8") for name in names))
