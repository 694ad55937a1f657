"""Plug-ins that packages offer as entry points, found and listed, and used by the command line."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from attrs import evolve
from some_extractors import Visit
from writing import SUMMARY, WrittenItem, written

import imrkit
from imrkit import Extractor, Parser, PluginError, Range, Section
from imrkit.cli import main
from imrkit.cli.formats import csv_rows
from imrkit.codec import from_json
from imrkit.plugins import GROUP, installed

Install = Callable[..., None]

LAYOUT = """
from attrs import evolve
from imrkit.layouts import EXPERT_REVIEW

LAYOUT = evolve(EXPERT_REVIEW, name="form of 2027", telling=(*EXPERT_REVIEW.telling, "form imr-27"))
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Installs a package with a module and entry points that lead to it, for one test."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.syspath_prepend(str(Path(__file__).parent))

    def put(package: str, version: str = "1.2", module: str = "", **points: str) -> None:
        folder = tmp_path / f"{package.replace('-', '_')}-{version}.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n")
        lines = "".join(f"{name} = {target}\n" for name, target in points.items())
        (folder / "entry_points.txt").write_text(f"[{GROUP}]\n{lines}")
        if module:
            name = package.replace("-", "_")
            (tmp_path / f"{name}.py").write_text(module)
            monkeypatch.delitem(sys.modules, name, raising=False)

    return put


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    path = folder / "one.txt"
    items = (WrittenItem(), WrittenItem(request="MRI of the knee", rationale=None))
    path.write_text(written(summary=f"{SUMMARY} An MRI of 4-2-15.", items=items), encoding="utf-8")
    return path


class TestDiscovery:
    def test_finds_nothing_where_nothing_is_installed(self) -> None:
        assert installed() == ()
        assert Parser.with_plugins() == Parser()

    def test_loads_what_packages_offer_when_it_is_asked_for(self, install: Install) -> None:
        install("imrkit-tools", tools="some_extractors:TOOLS", no_knees="some_extractors:NO_KNEES")
        install("imrkit-form", module=LAYOUT, form="imrkit_form:LAYOUT")
        text = "Form IMR-27\n" + written()
        letter = Parser.with_plugins(strict=True).parse(text)
        assert letter.extra == {"tools": ("crates",)}
        assert letter.injury.diagnoses == ("lumbar strain",)
        assert letter.layout == "form of 2027"
        assert dict(imrkit.parse_letter(text).extra) == {}

    def test_loads_nothing_before(self, install: Install) -> None:
        install("imrkit-loud", module="raise SystemError('loaded')", loud="imrkit_loud:X")
        assert [str(plugin) for plugin in installed()] == ["loud (imrkit-loud 1.2)"]
        imrkit.parse_letter(written())
        with pytest.raises(
            PluginError, match=r"loud \(imrkit-loud 1\.2\): cannot be loaded: SystemError: loaded"
        ):
            Parser.with_plugins()

    def test_refuses_what_is_no_extractor(self, install: Install) -> None:
        install("imrkit-odd", odd="json:loads")
        with pytest.raises(PluginError, match="neither an Extractor nor a Layout but function"):
            Parser.with_plugins()

    def test_may_need_each_other_in_any_order(self, install: Install) -> None:
        module = (
            "from attrs import evolve\nfrom some_extractors import FIRST_VISIT\n"
            "A = evolve(FIRST_VISIT, name='a', needs=('tools',))\n"
        )
        install("imrkit-a", module=module, a="imrkit_a:A")
        install("imrkit-tools", tools="some_extractors:TOOLS")
        assert set(Parser.with_plugins().extra) == {"a", "tools"}

    def test_names_those_that_do_not_go_together(self, install: Install) -> None:
        install("imrkit-a", patient="some_extractors:ANOTHER_PATIENT")
        install("imrkit-b", patient="some_extractors:ANOTHER_PATIENT")
        with pytest.raises(PluginError, match="two extractors are called 'another_patient'"):
            Parser.with_plugins()

    def test_a_package_without_a_name(self) -> None:
        point = next(iter(entry_points(group="console_scripts")))
        lost = type(point)(point.name, point.value, point.group)
        assert str(imrkit.plugins.Plugin(lost)) == f"{point.name} (an unknown package)"


class TestListing:
    def test_says_what_each_does(self, install: Install, capsys: pytest.CaptureFixture[str]) -> None:
        install(
            "imrkit-all",
            tools="some_extractors:TOOLS",
            words="some_extractors:GUIDELINE_WORDS",
            patient="some_extractors:ANOTHER_PATIENT",
            no_knees="some_extractors:NO_KNEES",
        )
        install("imrkit-form", module=LAYOUT, form="imrkit_form:LAYOUT")
        assert main(["plugins"]) == 0
        assert capsys.readouterr().out.splitlines() == [
            "form: adds the layout 'form of 2027' (imrkit-form 1.2)",
            "no_knees: refines injury, reads summary (imrkit-all 1.2)",
            "patient: replaces patient, reads summary (imrkit-all 1.2)",
            "tools: adds extra.tools, reads summary (imrkit-all 1.2)",
            "words: adds extra.guideline_words, reads rationale (imrkit-all 1.2)",
        ]

    def test_says_so_where_there_are_none(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["plugins"]) == 0
        assert capsys.readouterr().out.startswith("no plug-ins: ")

    def test_names_those_that_cannot_be_used(
        self, install: Install, capsys: pytest.CaptureFixture[str]
    ) -> None:
        install("imrkit-odd", odd="json:loads", tools="some_extractors:TOOLS")
        assert main(["plugins"]) == 1
        shown = capsys.readouterr()
        assert shown.out == "tools: adds extra.tools, reads summary (imrkit-odd 1.2)\n"
        assert shown.err.startswith("imrkit: unusable plug-in: odd (imrkit-odd 1.2): neither an Extractor")

    def test_names_those_that_do_not_go_together(
        self, install: Install, capsys: pytest.CaptureFixture[str]
    ) -> None:
        install("imrkit-a", a="some_extractors:TOOLS", b="some_extractors:TOOLS")
        assert main(["plugins"]) == 1
        assert "two extractors are called 'tools'" in capsys.readouterr().err


def nothing(passage: imrkit.Passage) -> None:
    return None


class TestCommandLine:
    @pytest.fixture(autouse=True)
    def plugins(self, install: Install) -> None:
        install(
            "imrkit-all",
            tools="some_extractors:TOOLS",
            visits="some_extractors:VISITS",
            words="some_extractors:GUIDELINE_WORDS",
            fails="some_extractors:FAILS",
        )

    def test_plugins_are_not_used_unless_asked_for(
        self, letter: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["parse", "-f", "jsonl", str(letter)]) == 0
        assert json.loads(capsys.readouterr().out)["extra"] == {}

    def test_json_has_the_extra_fields(self, letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["parse", "--plugins", "-f", "jsonl", str(letter)]) == 0
        parser = Parser.with_plugins()
        read = from_json(capsys.readouterr().out, parser=parser)
        assert read == imrkit.read_letter(letter, parser=parser)
        assert read.extra["tools"] == ("crates",)
        assert read.findings[-1].message == "extractor 'fails' failed on summary: ZeroDivisionError"

    def test_csv_has_them_as_columns_of_letters_and_of_items(
        self, letter: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["parse", "--plugins", "-f", "csv", str(letter)]) == 0
        first, second = csv.DictReader(io.StringIO(capsys.readouterr().out))
        for row in (first, second):
            assert row["extra_tools"] == "crates"
            assert row["extra_visits"] == "2015-04-02 mri"
            assert row["extra_fails"] == ""
        assert (first["extra_guideline_words"], second["extra_guideline_words"]) == ("1", "")

    def test_csv_of_values_of_every_kind(self) -> None:
        letter = imrkit.parse_letter(written())
        values: dict[str, tuple[object, str]] = {
            "flag": (True, "true"),
            "number": (2.5, "2.5"),
            "formula": ("=1+1", "'=1+1"),
            "range": (Range(1, 2), "1 to 2"),
            "ranges": ((Range(1, 2), None), "1 to 2; "),
            "lists": ((("a", "b"), ("c",)), "a, b; c"),
            "visit": (Visit(dt.date(2015, 4, 2)), "2015-04-02"),
        }
        parser = Parser(
            [Extractor(name=name, reads=Section.LETTER, yields=str, extract=nothing) for name in values]
        )
        extra = {name: value for name, (value, _) in values.items()}
        heading, row = csv.reader(
            "".join(csv_rows([("one", evolve(letter, extra=extra))], parser)).splitlines()
        )
        cells = dict(zip(heading, row, strict=True))
        assert {name: cells[f"extra_{name}"] for name in values} == {
            name: cell for name, (_, cell) in values.items()
        }

    def test_csv_of_a_letter_without_items_and_without_values(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "none.txt"
        path.write_text(written(summary="He fell.", items=None), encoding="utf-8")
        assert main(["parse", "--plugins", "-f", "csv", str(path)]) == 0
        heading, row = csv.reader(io.StringIO(capsys.readouterr().out))
        assert len(row) == len(heading)
        assert row[-1] == ""

    def test_csv_of_items_without_values(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "none.txt"
        path.write_text(written(items=(WrittenItem(rationale=None),)), encoding="utf-8")
        assert main(["parse", "--plugins", "-f", "csv", str(path)]) == 0
        heading, row = csv.reader(io.StringIO(capsys.readouterr().out))
        assert dict(zip(heading, row, strict=True))["extra_guideline_words"] == ""

    def test_show_marks_them(self, letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["show", "--plugins", str(letter)]) == 0
        shown = capsys.readouterr().out
        assert "stacking\n[extra.tools[0]: crates]" in shown.replace("[injury.mechanism: ", "").replace(
            "]]", "]"
        )
        assert "[extra.visits[0].day: 4-2-15]" in shown

    def test_the_schema_has_them(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["schema", "--plugins"]) == 0
        schema = json.loads(capsys.readouterr().out)
        assert set(schema["properties"]["extra"]["properties"]) == {
            "tools",
            "visits",
            "guideline_words",
            "fails",
        }
        assert main(["schema"]) == 0
        assert "properties" not in json.loads(capsys.readouterr().out)["properties"]["extra"]

    @pytest.mark.parametrize("arguments", [["parse", "x"], ["show", "x"], ["schema"]])
    def test_a_plugin_that_cannot_be_used_stops_the_command(
        self, arguments: list[str], install: Install, capsys: pytest.CaptureFixture[str]
    ) -> None:
        install("imrkit-odd", odd="json:loads")
        assert main([*arguments, "--plugins"]) == 2
        assert "odd (imrkit-odd 1.2): neither an Extractor nor a Layout" in capsys.readouterr().err
