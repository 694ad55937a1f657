"""A language model in the loop, its answers kept only where the letter says so.

    python examples/language_model_extractor.py

The model is asked for quotations. Each is looked up in the letter: what stands there is kept, with its place; what the
model made up, or put in words of its own, is dropped. So a value has the same standing as one that imrkit read.

A model is slow, and may answer otherwise tomorrow: keep what it found (imrkit.codec), and don't expect it to pass
imrkit.testing.check_extractor unless its answers are stored. A letter that is not de-identified leaves your machine
if the model is elsewhere.
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from pathlib import Path

from attrs import frozen

import imrkit
from imrkit import Extractor, Found, Parser, Passage, Section

QUESTION = """Which treatment has the patient already had, according to the text below? Answer with a JSON list of short
quotations, word for word from the text, and nothing else.

"""


@frozen
class Grounded:
    """Asks *model*, and keeps of its answer what stands in the passage."""

    model: Callable[[str], str]
    question: str

    def __call__(self, passage: Passage) -> Found[tuple[str, ...]] | None:
        # An answer that is no JSON is an error, here as anywhere: it costs this field, and a finding says so.
        quotations = json.loads(self.model(self.question + passage.text))
        found = [standing for words in quotations if (standing := passage.find(words)) is not None]
        return Found.together(found) if found else None


def ask_a_server(prompt: str) -> str:
    """Ask a model behind the interface that most servers speak, such as a local llama.cpp, vLLM or Ollama."""
    asked = {
        "model": "llama3.1",
        "temperature": 0,
        "messages": [{"role": "user", "content": prompt}],
    }
    request = urllib.request.Request(
        "http://localhost:11434/v1/chat/completions",
        data=json.dumps(asked).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        said: str = json.load(answer)["choices"][0]["message"]["content"]
    return said


def recorded_answer(prompt: str) -> str:
    """What a model might say, for this example to run without one: one quotation is right, one is invented."""
    return '["twelve visits of physical therapy", "two epidural steroid injections"]'


def treatment_by(model: Callable[[str], str]) -> Extractor[tuple[str, ...]]:
    """An extractor that adds ``letter.extra["earlier_treatment"]``."""
    return Extractor(
        name="earlier_treatment",
        reads=Section.SUMMARY,
        yields=tuple[str, ...],
        extract=Grounded(model, QUESTION),
    )


def main() -> None:
    parser = Parser().with_extractor(treatment_by(recorded_answer))  # or ask_a_server
    letter = imrkit.read_letter(Path(__file__).parent / "letters" / "one-request.txt", parser=parser)
    print("the model said:", recorded_answer(""))
    for n, words in enumerate(letter.extra.get("earlier_treatment", ())):
        print("the letter says:", words, "at", letter.evidence[f"extra.earlier_treatment[{n}]"])


if __name__ == "__main__":
    main()
