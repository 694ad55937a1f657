"""Write what imrkit reads from a folder of letters as records in the format of labelled letters.

    python benchmarks/accuracy.py --letters DIR --out pred.jsonl

Reads every .pdf and .txt in DIR and writes one JSON record a letter, ``id`` being the file's stem, so that a
scorer can compare them with records that careful readers have made. A file that cannot be read is named on
standard error and left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import imrkit
from imrkit.model import DisputedItem, Drug, Guidelines, Letter, Number, Range, Rationale


def record(name: str, letter: Letter) -> dict[str, Any]:
    """One letter as a labelled record: plain data, ISO dates, ``None`` for what is not stated."""
    case, injury = letter.case, letter.injury
    return {
        "id": name,
        "case_number": case.number,
        "date_assigned": _text(case.date_assigned),
        "date_of_injury": _text(case.date_of_injury),
        "decision_date": _text(case.decision_date),
        "ur_denial_date": _text(case.ur_denial_date),
        "application_received": _text(case.application_received),
        "priority": _text(case.priority),
        "reviewer": {
            "states": [str(state) for state in letter.reviewer.licensed_in],
            "specialties": list(letter.reviewer.specialties),
            "subspecialties": list(letter.reviewer.subspecialties),
        },
        "patient": {"age": letter.patient.age, "sex": _text(letter.patient.sex)},
        "injury": {
            "date": _text(injury.date),
            "end_date": _text(injury.end_date),
            "mechanism": injury.mechanism,
            "cumulative": injury.cumulative,
            "diagnoses": list(injury.diagnoses),
        },
        "items": [_item(item) for item in letter.items],
        "notes": "; ".join(finding.message for finding in letter.findings),
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: Number | None) -> int | float | list[int | float] | None:
    return [value.low, value.high] if isinstance(value, Range) else value


def _item(item: DisputedItem) -> dict[str, Any]:
    request = item.request
    return {
        "request": request.text,
        "original_request": request.original,
        "authorized": request.authorized,
        "decision": _text(item.decision),
        "category": str(request.category),
        "subcategory": _text(request.subcategory),
        "body_parts": [{"part": str(part.part), "side": _text(part.side)} for part in request.body_parts],
        "visits": _number(request.visits),
        "per_week": _number(request.per_week),
        "weeks": _number(request.weeks),
        "drug": _drug(request.drug),
        "retrospective": request.retrospective,
        "ca_guidelines": _guidelines(item.claims_administrator_guidelines),
        "reviewer_guidelines": _guidelines(item.reviewer_guidelines),
        "rationale": _rationale(item.rationale),
    }


def _drug(drug: Drug | None) -> dict[str, Any] | None:
    if drug is None:
        return None
    return {
        "name": drug.name,
        "strength": drug.strength,
        "quantity": drug.quantity,
        "refills": drug.refills,
    }


def _guidelines(guidelines: Guidelines) -> dict[str, Any]:
    return {
        "none_cited": guidelines.none_cited,
        "outside_mtus": guidelines.outside_mtus,
        "citations": [
            {
                "source": str(cited.source),
                "mtus": cited.mtus,
                "title": cited.title,
                "chapter": cited.chapter,
                "year": cited.year,
                "sections": cited.sections,
                "pages": cited.pages,
            }
            for cited in guidelines
        ],
    }


def _rationale(rationale: Rationale | None) -> dict[str, Any] | None:
    if rationale is None:
        return None
    words = rationale.text.split()
    return {
        "first_words": " ".join(words[:8]),
        "last_words": " ".join(words[-8:]),
        "conclusion": _text(rationale.conclusion),
        "references": list(rationale.references),
        "reasons": [str(reason) for reason in rationale.reasons],
    }


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--letters", required=True, type=Path, help="folder with .pdf and .txt letters")
    cli.add_argument("--out", required=True, type=Path, help="file to write, one JSON record a line")
    args = cli.parse_args()
    files = sorted(path for path in args.letters.iterdir() if path.suffix.lower() in {".pdf", ".txt"})
    read = 0
    with args.out.open("w", encoding="utf-8") as out:
        for path in files:
            try:
                letter = imrkit.read_letter(path)
            except imrkit.ImrkitError as error:
                print(f"{path.name}: {error}", file=sys.stderr)
                continue
            out.write(json.dumps(record(path.stem, letter), ensure_ascii=False) + "\n")
            read += 1
    print(f"{read} of {len(files)} letters read", file=sys.stderr)
    return 0 if read == len(files) else 1


if __name__ == "__main__":
    sys.exit(main())
