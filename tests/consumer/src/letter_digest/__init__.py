"""What a folder of determination letters says: most of what imrkit offers, with types written out."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, assert_never

import imrkit
from imrkit import (
    CaseOutcome,
    Category,
    Decision,
    DisputedItem,
    Drug,
    DrugClass,
    Extractor,
    Finding,
    FindingCode,
    Found,
    Guideline,
    Letter,
    LetterFailure,
    LetterRead,
    Parser,
    PartialDate,
    Passage,
    Range,
    Reason,
    Section,
    Span,
    State,
    Subcategory,
    batch,
    tables,
)
from imrkit.codec import from_json, to_dict, to_json
from imrkit.schema import json_schema
from imrkit.synth import synthesize


def pain_score(passage: Passage) -> Found[int] | None:
    """Grammar: ``("10" | digit) "/10"``."""
    match = re.search(r"\b(10|[0-9])/10\b", passage.key)
    return Found(int(match[1]), {"": passage.place_of(match, 1)}) if match else None


PARSER: Parser = Parser().with_extractor(
    Extractor(name="pain_score", reads=Section.SUMMARY, yields=int, extract=pain_score)
)


def one(path: Path) -> Letter:
    """The letter at *path*, or what to do about it."""
    try:
        return imrkit.read_letter(path, parser=PARSER)
    except imrkit.UnreadableDocumentError as error:
        reason: str = error.reason
        raise SystemExit(f"{path}: {reason}") from error
    except (imrkit.NotALetterError, imrkit.MissingExtraError) as error:
        raise SystemExit(str(error)) from error


def dated(letter: Letter) -> str:
    """When it was decided, and how precisely it says when the injury was."""
    decided: dt.date | None = letter.case.decision_date
    injured: dt.date | PartialDate | None = letter.injury.date
    match injured:
        case None:
            precision = "unknown"
        case dt.date():
            precision = "day"
        case PartialDate(year=year, month=None):
            precision = f"year {year}"
        case PartialDate():
            precision = "month"
        case _:
            assert_never(injured)
    return f"{decided.isoformat() if decided else '-'} {precision}"


def outcome(letter: Letter) -> str:
    """The DWC's word, by every case that there is."""
    match letter.outcome:
        case CaseOutcome.UPHOLD:
            return "stands"
        case CaseOutcome.OVERTURN:
            return "falls"
        case CaseOutcome.PARTIALLY_OVERTURN:
            return "stands in part"
        case None:
            return "cut off"
        case _:
            assert_never(letter.outcome)


def decided(item: DisputedItem) -> str:
    """One line for an item."""
    decision: Decision | None = item.decision
    match decision:
        case Decision.UPHELD:
            word = "no"
        case Decision.OVERTURNED:
            word = "yes"
        case None:
            word = "?"
        case _:
            assert_never(decision)
    category: Category = item.request.category
    second: Subcategory | DrugClass | None = item.request.subcategory
    drug: Drug | None = item.request.drug
    name: str = drug.name if drug is not None else item.request.text
    return f"{word} {category}/{second}: {name} {visits(item)}"


def visits(item: DisputedItem) -> int | None:
    """At most how many."""
    asked: int | Range | None = item.request.visits
    return int(asked.high) if isinstance(asked, Range) else asked


def cited(item: DisputedItem) -> Iterator[str]:
    """What the reviewer cited; nothing, where nothing is said to be cited."""
    guideline: Guideline
    for guideline in item.reviewer_guidelines:
        chapter: int | None = guideline.chapter
        yield f"{guideline.source} {guideline.title or ''} {chapter}"


def shown(letter: Letter, path: str) -> str:
    """The words under the value at *path*."""
    evidence: Mapping[str, Span] = letter.evidence
    span: Span | None = evidence.get(path)
    return letter.text[span.slice] if span is not None else ""


def flagged(letter: Letter) -> list[str]:
    """What a reader should look at."""
    odd: tuple[Finding, ...] = letter.findings
    return [finding.message for finding in odd if finding.code is not FindingCode.EXTRACTOR_FAILED]


def counted(folder: Path) -> tuple[Counter[Reason], list[str]]:
    """The reasons in the letters of *folder*, and what could not be read."""
    reasons: Counter[Reason] = Counter()
    failures: list[str] = []
    results: Iterator[LetterRead | LetterFailure] = imrkit.read_letters(folder, workers=0, parser=PARSER)
    for result in results:
        match result:
            case LetterFailure(name=name, reason=reason):
                failures.append(f"{name}: {reason}")
            case LetterRead(letter=letter):
                for item in letter.items:
                    if item.rationale is not None:
                        reasons.update(item.rationale.reasons)
    return reasons, failures


def numbers(folder: Path) -> list[Letter]:
    """The letters alone."""
    return [read.letter for read in imrkit.read_letters(folder, workers=0, on_error="skip")]


def rows(folder: Path, out: Path) -> tuple[int, int]:
    """Tables of *folder*, written to *out*."""
    made: tables.Tables = tables.to_arrow(imrkit.read_letters(folder, workers=0))
    summary: batch.Summary = batch.run(folder, out, workers=0)
    read: int = summary.letters
    return read, len(made.by_name())


def kept(letter: Letter) -> bool:
    """Whether it comes back as it was."""
    data: dict[str, Any] = to_dict(letter, source="letter.pdf")
    schema: dict[str, Any] = json_schema(PARSER)
    return from_json(to_json(letter), parser=PARSER) == letter and set(data) <= set(schema["properties"])


def states() -> set[State]:
    """Where reviewers of invented letters are licensed."""
    return {state for letter, _ in synthesize(seed=7, n=3) for state in letter.reviewer.licensed_in}


def main(folder: Path, out: Path) -> None:
    """Print all of it."""
    letter = one(folder / "one-request.txt")
    print(dated(letter), outcome(letter), shown(letter, "patient.age"), flagged(letter), kept(letter))
    for item in letter.items:
        print(decided(item), *cited(item), sep=" | ")
    print(*counted(folder), len(numbers(folder)), rows(folder, out), len(states()) > 0)
