"""A better diagnosis extractor from any function: a rule, a spaCy pipeline, a classifier.

    python examples/refine_extractor.py

All that is asked of the function is that it takes a text and gives positions in it. What stands there becomes the
diagnoses of the letter, in place of those that imrkit read; the rest of the injury stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from attrs import frozen

import imrkit
from imrkit import Extractor, Found, Injury, Parser, Passage, Section

Positions = Iterable[tuple[int, int]]
"""Where something stands in a text: pairs of its start and its end."""


@frozen
class Diagnoses:
    """Reads diagnoses by a function. A class, and not a function in a function, so that it can be pickled."""

    find: Callable[[str], Positions]

    def __call__(self, passage: Passage) -> Found[Injury] | None:
        found = [passage.quote(start, end) for start, end in self.find(passage.text)]
        if passage.before is None or not found:
            return None  # nothing better: imrkit's diagnoses stand
        return passage.before.changed(diagnoses=Found.together(found))


def diagnoses_by(find: Callable[[str], Positions]) -> Extractor[Injury]:
    """An extractor of diagnoses that stand where *find* says."""
    return Extractor(
        name="diagnoses", reads=Section.SUMMARY, yields=Injury, extract=Diagnoses(find), after="injury"
    )


_CONDITION = re.compile(
    r"\b(?:(?:left|right|cervical|lumbar|rotator|cuff|elbow|shoulder|knee)\s){0,3}"
    r"(?:strain|sprain|tear|contusion|radiculopathy|impingement)\b",
    re.IGNORECASE,
)


def by_rule(text: str) -> Positions:
    """A rule: words for conditions, with the parts of the body before them."""
    return [match.span() for match in _CONDITION.finditer(text)]


@frozen
class ByPipeline:
    """The entities of some labels that a spaCy pipeline finds, such as scispaCy's ``en_ner_bc5cdr_md``.

    It has the pipeline's name, not the pipeline, so that it is sent to other processes in no time.
    """

    name: str
    labels: frozenset[str]

    def __call__(self, text: str) -> Positions:
        entities = _pipeline(self.name)(text).ents
        return [(entity.start_char, entity.end_char) for entity in entities if entity.label_ in self.labels]


@cache
def _pipeline(name: str) -> Any:
    return import_module("spacy").load(name)


def main() -> None:
    letter = Path(__file__).parent / "letters" / "drugs-and-imaging.txt"
    parser = Parser().with_extractor(diagnoses_by(by_rule))
    # With spaCy: diagnoses_by(ByPipeline("en_ner_bc5cdr_md", frozenset({"DISEASE"})))
    print("imrkit:  ", imrkit.read_letter(letter).injury.diagnoses)
    refined = imrkit.read_letter(letter, parser=parser)
    print("the rule:", refined.injury.diagnoses)
    print(
        "at:      ",
        [refined.evidence[f"injury.diagnoses[{n}]"] for n in range(len(refined.injury.diagnoses))],
    )


if __name__ == "__main__":
    main()
