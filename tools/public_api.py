"""Writes down the public names of imrkit with their signatures, so that a change to them is seen in review.

    python tools/public_api.py

writes tests/golden/public_api.txt. A test compares it with what this script would write. What "public" means is told
in docs/project/versions.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import griffe

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden" / "public_api.txt"

MODULES = (
    "imrkit",
    "imrkit.batch",
    "imrkit.codec",
    "imrkit.evaluation",
    "imrkit.gold",
    "imrkit.labels",
    "imrkit.layouts",
    "imrkit.schema",
    "imrkit.spark",
    "imrkit.specimens",
    "imrkit.synth",
    "imrkit.synth.printing",
    "imrkit.tables",
    "imrkit.testing",
    "imrkit.views",
)
"""The public modules. What is public of each is in its ``__all__``."""


def written() -> str:
    """The public names of all modules, a line for each."""
    package = griffe.load("imrkit", search_paths=[ROOT])
    lines: list[str] = []
    for name in MODULES:
        module = package if name == "imrkit" else package[name.removeprefix("imrkit.")]
        lines += [f"# {name}", ""]
        for exported in sorted(map(str, module.exports or ())):
            lines += [*_described(exported, _defined(module[exported])), ""]
    return "\n".join(lines)


def _defined(found: griffe.Object | griffe.Alias) -> griffe.Object:
    """*found* where it is defined."""
    target = found.final_target if isinstance(found, griffe.Alias) else found
    # A function may have the name of the module that defines it.
    return _defined(target[target.name]) if target.is_module else target


def _described(name: str, found: griffe.Object) -> Iterator[str]:
    if isinstance(found, griffe.Class):
        bases = ", ".join(map(str, found.bases))
        yield from _decorated(found)
        yield f"class {name}({bases})" if bases else f"class {name}"
        for member in found.members.values():
            if not member.name.startswith("_") and not member.is_alias:
                yield from (f"    {line}" for line in _described(member.name, _defined(member)))
    elif isinstance(found, griffe.Function):
        yield from _decorated(found)
        yield from (f"def {each.signature(name=name)}" for each in found.overloads or [found])
    elif isinstance(found, griffe.Attribute):
        kind = f": {found.annotation}" if found.annotation is not None else ""
        value = _value(found)
        yield f"{name}{kind}" + (f" = {value}" if value else "")


def _decorated(found: griffe.Class | griffe.Function) -> Iterator[str]:
    yield from (f"@{decorator.value}" for decorator in found.decorators)


def _value(found: griffe.Attribute) -> str:
    """The value of a member of an enum, the default of a field. Of others, only the type is public."""
    holder = found.parent
    if not isinstance(holder, griffe.Class) or found.value is None:
        return ""
    if found.annotation is None:
        return str(found.value) if "StrEnum" in map(str, holder.bases) else ""
    given: dict[str, str] = {"default": str(found.value)}
    if isinstance(found.value, griffe.ExprCall) and str(found.value.function) == "field":
        keywords = [each for each in found.value.arguments if isinstance(each, griffe.ExprKeyword)]
        given = {each.name: str(each.value) for each in keywords}
    return given.get("default") or (f"{given['factory']}()" if "factory" in given else "")


def main() -> None:
    GOLDEN.write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main()
