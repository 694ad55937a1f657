"""The examples of extending imrkit do what they say, the plug-in in an environment of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import pickle
import subprocess
import sys
import venv
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from attrs import evolve

import imrkit
from imrkit import FindingCode, Parser

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
LETTERS = EXAMPLES / "letters"


def loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def refine() -> ModuleType:
    return loaded("refine_extractor")


@pytest.fixture(scope="module")
def language_model() -> ModuleType:
    return loaded("language_model_extractor")


class TestAnyFunction:
    def test_a_rule_in_place_of_imrkits_diagnoses(self, refine: ModuleType) -> None:
        parser = Parser(strict=True).with_extractor(refine.diagnoses_by(refine.by_rule))
        usual = imrkit.read_letter(LETTERS / "drugs-and-imaging.txt")
        letter = imrkit.read_letter(LETTERS / "drugs-and-imaging.txt", parser=parser)
        assert letter.injury.diagnoses
        assert evolve(letter.injury, diagnoses=()) == evolve(usual.injury, diagnoses=())
        for n, words in enumerate(letter.injury.diagnoses):
            assert letter.text[letter.evidence[f"injury.diagnoses[{n}]"].slice].split() == words.split()
        assert pickle.loads(pickle.dumps(parser)) == parser  # noqa: S301

    def test_that_finds_nothing_leaves_imrkits(self, refine: ModuleType) -> None:
        parser = Parser(strict=True).with_extractor(refine.diagnoses_by(lambda text: []))
        letter = imrkit.read_letter(LETTERS / "one-request.txt", parser=parser)
        assert letter == imrkit.read_letter(LETTERS / "one-request.txt")

    def test_a_spacy_pipeline(self, refine: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        def pipeline(text: str) -> SimpleNamespace:
            """What spaCy makes of a text, as far as the example looks at it."""
            at = text.index("lumbar strain")
            disease = SimpleNamespace(start_char=at, end_char=at + 13, label_="DISEASE")
            drug = SimpleNamespace(start_char=0, end_char=3, label_="CHEMICAL")
            return SimpleNamespace(ents=[drug, disease])

        monkeypatch.setitem(sys.modules, "spacy", SimpleNamespace(load=lambda name: pipeline))  # type: ignore[misc]
        by_pipeline = refine.ByPipeline("en_ner_bc5cdr_md", frozenset({"DISEASE"}))
        parser = Parser(strict=True).with_extractor(refine.diagnoses_by(by_pipeline))
        letter = imrkit.read_letter(LETTERS / "one-request.txt", parser=parser)
        assert letter.injury.diagnoses == ("lumbar strain",)

    def test_as_a_script(self) -> None:
        printed = run(sys.executable, EXAMPLES / "refine_extractor.py")
        assert "the rule: ('right rotator cuff tear'" in printed


class TestLanguageModel:
    def test_keeps_what_stands_in_the_letter(self, language_model: ModuleType) -> None:
        parser = Parser(strict=True).with_extractor(
            language_model.treatment_by(language_model.recorded_answer)
        )
        letter = imrkit.read_letter(LETTERS / "one-request.txt", parser=parser)
        assert letter.extra["earlier_treatment"] == ("twelve visits of physical therapy",)
        place = letter.evidence["extra.earlier_treatment[0]"]
        assert letter.text[place.slice] == "twelve visits of physical\ntherapy"

    @pytest.mark.parametrize("answer", ["[]", '["an invention"]'])
    def test_adds_nothing_that_is_invented(self, language_model: ModuleType, answer: str) -> None:
        parser = Parser(strict=True).with_extractor(language_model.treatment_by(lambda prompt: answer))
        assert dict(imrkit.read_letter(LETTERS / "one-request.txt", parser=parser).extra) == {}

    def test_that_answers_something_else_costs_its_field(self, language_model: ModuleType) -> None:
        parser = Parser().with_extractor(language_model.treatment_by(lambda prompt: "As a language model"))
        letter = imrkit.read_letter(LETTERS / "one-request.txt", parser=parser)
        assert dict(letter.extra) == {}
        assert [finding.code for finding in letter.findings] == [FindingCode.EXTRACTOR_FAILED]

    def test_is_shown_the_passage(self, language_model: ModuleType) -> None:
        prompts: list[str] = []

        def model(prompt: str) -> str:
            prompts.append(prompt)
            return "[]"

        parser = Parser(strict=True).with_extractor(language_model.treatment_by(model))
        imrkit.read_letter(LETTERS / "one-request.txt", parser=parser)
        (prompt,) = prompts
        assert prompt.startswith("Which treatment")
        assert prompt.endswith("which Utilization Review denied on 04-25-2017.")

    def test_as_a_script(self) -> None:
        printed = run(sys.executable, EXAMPLES / "language_model_extractor.py")
        assert printed.splitlines()[-1].startswith(
            "the letter says: twelve visits of physical therapy at Span("
        )


def run(*command: str | Path) -> str:
    """What *command* prints, run in an environment that does not lead to this checkout."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(  # noqa: S603
        list(map(str, command)), capture_output=True, text=True, check=False, env=environment, cwd=EXAMPLES
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment in which imrkit and the plug-in are installed, and nothing of the tests."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run(python, "-m", "pip", "install", "--quiet", f"{ROOT}[cli]", EXAMPLES / "plugin")
    return python


class TestPlugin:
    def test_is_listed(self, fresh: Path) -> None:
        listed = run(fresh, "-m", "imrkit", "plugins")
        assert listed == "medications: adds extra.medications, reads summary (imrkit-medications 0.1.0)\n"

    def test_adds_the_medications_with_their_places(self, fresh: Path) -> None:
        printed = run(fresh, "-m", "imrkit", "parse", "--plugins", "-f", "jsonl", LETTERS / "one-request.txt")
        data = json.loads(printed)
        assert data["extra"] == {"medications": [{"name": "naproxen", "strength": None}]}
        text = (LETTERS / "one-request.txt").read_text(encoding="utf-8")
        assert text[slice(*data["evidence"]["extra.medications[0].name"])] == "naproxen"

    def test_is_not_used_unless_asked_for(self, fresh: Path) -> None:
        printed = run(fresh, "-m", "imrkit", "parse", "-f", "jsonl", LETTERS / "one-request.txt")
        assert json.loads(printed)["extra"] == {}

    def test_its_letters_come_back_equal(self, fresh: Path) -> None:
        code = (
            "import imrkit, sys\n"
            "from imrkit.codec import from_json, to_json\n"
            "parser = imrkit.Parser.with_plugins(strict=True)\n"
            "letter = imrkit.read_letter(sys.argv[1], parser=parser)\n"
            "again = from_json(to_json(letter), parser=parser)\n"
            "assert again == letter and again.extra['medications'][0].name == 'naproxen'\n"
            "assert dict(again.evidence) == dict(letter.evidence)\n"
        )
        run(fresh, "-c", code, LETTERS / "one-request.txt")

    def test_its_own_tests_pass(self, fresh: Path, tmp_path: Path) -> None:
        run(fresh, "-m", "pip", "install", "--quiet", "pytest")
        printed = run(
            fresh, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", tmp_path, "plugin/tests"
        )
        assert "4 passed" in printed
