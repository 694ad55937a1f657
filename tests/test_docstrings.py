"""Everything public says what it is: modules, classes, their fields, functions with parameters and errors, commands.

What is public is read from the source, as the reference pages are; so are the sections of docstrings.
"""

from __future__ import annotations

import ast
import builtins
import doctest
import importlib
import inspect
import logging
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import griffe
import public_api
import pytest

import imrkit
from imrkit import documentation, errors
from imrkit.cli.commands import imrkit as program

ROOT = Path(__file__).parents[1]

MODULES = (
    *public_api.MODULES,
    "imrkit.corpus",
    "imrkit.documentation",
    "imrkit.errors",
    "imrkit.extractors.base",
    "imrkit.findings",
    "imrkit.model",
    "imrkit.parser",
    "imrkit.plugins",
    "imrkit.reading",
    "imrkit.synth.manuscripts",
    "imrkit.values",
    "imrkit.vocabulary",
)
"""The public modules, and those in which what they offer is defined."""

WITH_EXAMPLES = (
    "imrkit.Evidence",
    "imrkit.Letter",
    "imrkit.Parser",
    "imrkit.Passage",
    "imrkit.batch.run",
    "imrkit.codec.from_json",
    "imrkit.codec.to_dict",
    "imrkit.codec.to_json",
    "imrkit.parse_letter",
    "imrkit.read_letter",
    "imrkit.read_letters",
    "imrkit.schema.json_schema",
    "imrkit.synth.synthesize",
    "imrkit.tables.Tables",
    "imrkit.tables.to_arrow",
    "imrkit.tables.write_parquet",
    "imrkit.testing.check_extractor",
    "imrkit.views.figures",
    "imrkit.views.letter_html",
    "imrkit.views.report",
)
"""What most programs begin with."""

# What begins a summary that says what is given back: "The letter that ...", "*letter* as JSON", "Whether ...".
OBVIOUS = re.compile(
    r"(?:The|An?|All|Each|Every|Another|Many|One|What|Where|Whether|How|Why|This|Those|Letters?|Decision|Disputed|"
    r"Treatment)\b|\*|:attr:"
)


@cache
def package() -> griffe.Module:
    loaded = griffe.load("imrkit", search_paths=[ROOT])
    assert isinstance(loaded, griffe.Module)
    return loaded


def is_public(name: str) -> bool:
    return not name.startswith("_")


def of_module(name: str) -> Iterator[griffe.Object]:
    """What a module offers: what it says in ``__all__``, or else what it defines."""
    module = package() if name == "imrkit" else package()[name.removeprefix("imrkit.")]
    if module.exports is not None:
        for name_of_member in map(str, module.exports):
            found = final(module[name_of_member])
            # A function may have the name of the module that it is at home in.
            yield final(found[name_of_member]) if found.is_module else found
        return
    for member in module.members.values():
        if is_public(member.name) and not member.is_alias and not member.is_module:
            yield member


def final(found: griffe.Object | griffe.Alias) -> griffe.Object:
    return found.final_target if isinstance(found, griffe.Alias) else found


def public() -> dict[str, griffe.Object]:
    """All public classes, functions and constants, with the members of the classes, by their paths."""
    found: dict[str, griffe.Object] = {}
    for module in MODULES:
        for member in of_module(module):
            found[member.path] = member
            if isinstance(member, griffe.Class):
                found |= {part.path: final(part) for part in member.members.values() if is_public(part.name)}
    return {path: each for path, each in found.items() if not is_type_variable(each)}


def is_type_variable(found: griffe.Object) -> bool:
    return found.is_attribute and str(found.value or "").startswith("TypeVar(")


PUBLIC = public()
FUNCTIONS = {path: each for path, each in PUBLIC.items() if isinstance(each, griffe.Function)}
CLASSES = {path: each for path, each in PUBLIC.items() if isinstance(each, griffe.Class)}


def runtime(found: griffe.Object) -> object:
    return getattr(importlib.import_module(found.module.path), found.name)


def is_enum(found: griffe.Object | None) -> bool:
    return isinstance(found, griffe.Class) and any(str(base).endswith("Enum") for base in found.bases)


def words(found: griffe.Object) -> str:
    """The docstring of *found*; of a member of an enum, the comment that stands at it."""
    if is_enum(found.parent) and found.is_attribute and "property" not in found.labels:
        kind = runtime(found.parent)
        assert isinstance(kind, type)
        return documentation.of_members(kind).get(found.name, "")
    return found.docstring.value if found.docstring else ""


def test_a_good_part_of_the_package_is_public() -> None:
    assert len(MODULES) < len(PUBLIC)
    assert {"imrkit.model.Letter.outcome", "imrkit.vocabulary.Reason.SAFETY", "imrkit.codec.to_json"} <= set(
        PUBLIC
    )
    for name in imrkit.__all__:
        assert any(path.endswith(f".{name}") for path in PUBLIC), name


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_is_for(name: str) -> None:
    assert inspect.getdoc(importlib.import_module(name))


@pytest.mark.parametrize("path", PUBLIC)
def test_everything_public_is_documented(path: str) -> None:
    said = words(PUBLIC[path]).strip()
    assert said, f"{path} has no documentation"
    assert said[-1] in ".:)" or is_enum(PUBLIC[path].parent) or ">>>" in said, f"{path} ends in mid-sentence"
    assert "noqa" not in said
    assert not re.search(r"^\s*:(?:param|raises|returns?)\b", said, re.MULTILINE), "Google style is used here"


def sections(found: griffe.Object, caplog: pytest.LogCaptureFixture) -> list[griffe.DocstringSection]:
    """The sections of a docstring; what griffe warns of, such as a parameter that is not there, is an error."""
    assert found.docstring is not None
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        parsed = found.docstring.parse("google")
    assert not caplog.messages
    return parsed


def named_in(found: griffe.Object, caplog: pytest.LogCaptureFixture) -> set[str]:
    """The parameters that a docstring tells of: in ``Args:``, or as *name* in its words."""
    listed = {
        parameter.name.lstrip("*")
        for section in sections(found, caplog)
        if section.kind is griffe.DocstringSectionKind.parameters
        for parameter in section.value
    }
    return listed | set(re.findall(r"\*(\w+)\*", words(found)))


@pytest.mark.parametrize("path", FUNCTIONS)
def test_every_parameter_is_told_of(path: str, caplog: pytest.LogCaptureFixture) -> None:
    function = FUNCTIONS[path]
    parameters = {parameter.name for parameter in function.parameters} - {"self", "cls"}
    if "property" in function.labels:
        parameters = set()
    told = named_in(function, caplog)
    assert parameters <= told, f"{path} does not tell of {', '.join(sorted(parameters - told))}"


@pytest.mark.parametrize("path", [path for path, each in CLASSES.items() if "__init__" in each.members])
def test_what_objects_are_made_of_is_told(path: str, caplog: pytest.LogCaptureFixture) -> None:
    made = CLASSES[path]
    parameters = {parameter.name for parameter in made.members["__init__"].parameters} - {"self"}
    told = named_in(made, caplog) | {name for name, part in made.members.items() if part.docstring}
    assert parameters <= told, f"{path} does not tell of {', '.join(sorted(parameters - told))}"


@pytest.mark.parametrize("path", FUNCTIONS)
def test_what_comes_back_is_told(path: str, caplog: pytest.LogCaptureFixture) -> None:
    function = FUNCTIONS[path]
    if function.returns is None or str(function.returns) == "None" or OBVIOUS.match(words(function)):
        return
    kinds = {griffe.DocstringSectionKind.returns, griffe.DocstringSectionKind.yields}
    told = [each for section in sections(function, caplog) if section.kind in kinds for each in section.value]
    assert told, words(function)
    # A colon early in the words would be taken for the end of a name or a type.
    assert all(not each.name and str(each.annotation) in str(function.returns) for each in told), words(
        function
    )


def raised_in(function: griffe.Function) -> set[str]:
    """The exceptions that the body of a function itself raises by name; not those of functions within it."""
    (definition,) = ast.parse(inspect.cleandoc("\n" + function.source)).body
    assert isinstance(definition, ast.FunctionDef)
    nodes: list[ast.AST] = list(definition.body)
    for node in nodes:
        if not isinstance(node, ast.FunctionDef):
            nodes += ast.iter_child_nodes(node)
    calls = [node.exc for node in nodes if isinstance(node, ast.Raise)]
    names = [call.func if isinstance(call, ast.Call) else call for call in calls]
    return {name.id for name in names if isinstance(name, ast.Name) and name.id[0].isupper()}


def told_errors(found: griffe.Object, caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        str(error.annotation)
        for section in sections(found, caplog)
        if section.kind is griffe.DocstringSectionKind.raises
        for error in section.value
    ]


@pytest.mark.parametrize("path", FUNCTIONS)
def test_the_errors_that_a_function_raises_are_told(path: str, caplog: pytest.LogCaptureFixture) -> None:
    function = FUNCTIONS[path]
    told = told_errors(function, caplog)
    for name in raised_in(function):
        # Whoever tells of a base class tells of the classes under it.
        assert any(issubclass(error_class(name), error_class(other)) for other in told), (
            f"{path} raises {name}"
        )


@pytest.mark.parametrize("path", [*FUNCTIONS, *CLASSES])
def test_the_errors_that_are_told_exist(path: str, caplog: pytest.LogCaptureFixture) -> None:
    for name in told_errors(PUBLIC[path], caplog):
        assert issubclass(error_class(name), Exception), f"{path} tells of {name}"


def error_class(name: str) -> type[BaseException]:
    found = getattr(errors, name, None) or getattr(builtins, name, None)
    assert isinstance(found, type), f"{name} is no exception of imrkit or of Python"
    assert issubclass(found, BaseException)
    return found


def examples() -> Iterator[doctest.DocTest]:
    for module in pkgutil.walk_packages(imrkit.__path__, "imrkit."):
        if module.name != "imrkit.__main__":
            yield from doctest.DocTestFinder().find(importlib.import_module(module.name))
    yield from doctest.DocTestFinder().find(imrkit)


EXAMPLES = {example.name: example for example in examples() if example.examples}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_are_right(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    told: list[str] = []
    results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(EXAMPLES[name], out=told.append)
    assert results.attempted > 0
    assert not results.failed, "".join(told)


@pytest.mark.parametrize("path", WITH_EXAMPLES)
def test_what_programs_begin_with_has_an_example(path: str) -> None:
    module, _, name = path.rpartition(".")
    (found,) = (each for each in of_module(module) if each.name == name)
    assert found.path in EXAMPLES


WIDTH_OF_SHORT_HELP = 66  # beside the longest name of a command, on 80 characters


def commands() -> dict[str, click.Command]:
    return {"imrkit": program, **{f"imrkit {name}": command for name, command in program.commands.items()}}


@pytest.mark.parametrize("name", commands())
def test_every_command_and_option_has_a_help_text(name: str) -> None:
    command = commands()[name]
    assert command.help
    assert command.get_short_help_str(limit=WIDTH_OF_SHORT_HELP).endswith("."), (
        "is cut in the list of commands"
    )
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            assert parameter.metavar
            assert parameter.metavar.removesuffix("...") in command.help, (
                f"{name} does not say what {parameter.name} is"
            )
            continue
        assert isinstance(parameter, click.Option)
        assert parameter.help, f"{name} {parameter.opts[-1]} has no help text"
        assert parameter.help.endswith((".", "]")), parameter.help
        told = (
            parameter.is_flag
            or parameter.required
            or parameter.show_default
            or "default" in parameter.help.lower()
        )
        assert told, f"{name} {parameter.opts[-1]} does not say what holds without it"


@pytest.mark.parametrize("name", commands())
def test_every_command_tells_its_exit_codes(name: str) -> None:
    assert "Exit code" in f"{commands()[name].help} {commands()[name].epilog}"
