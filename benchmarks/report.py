"""How long the report takes, against the least that could be asked of the same tables.

    python benchmarks/report.py [--letters N] [--rounds N] [--limit RATIO]

The tables are invented: as many letters as asked for, with the columns of `imrkit.tables`, in the proportions that
such letters have. In interleaved rounds, DuckDB counts the items by category and decision, and `imrkit.views` makes the
figures and the report; medians are compared, for tables in memory and for the same as Parquet. Ends with 1 if the
report from memory takes more than the limits.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from imrkit.tables import LAYOUTS
from imrkit.views import figures, report
from imrkit.vocabulary import SUBCATEGORIES, CaseOutcome, Category, Decision, DrugClass, Reason, Subcategory

COUNT = "select category, decision, count(*) from {} group by all"
FIRST_DAY = dt.date(2015, 1, 1)
DAYS = 3650

# Category, how often it is disputed, how often the denial is overturned.
SERVICES = (
    (Category.PHARMACEUTICALS, 42, 0.08),
    (Category.REHABILITATION, 14, 0.10),
    (Category.DIAGNOSTIC_TESTING, 12, 0.13),
    (Category.DMEPOS, 11, 0.08),
    (Category.INJECTION, 8, 0.12),
    (Category.SURGERY, 5, 0.14),
    (Category.EVALUATION_AND_MANAGEMENT, 4, 0.28),
    (Category.PSYCH_SERVICES, 2, 0.24),
    (Category.PROGRAMS, 1, 0.17),
    (Category.HOME_HEALTH, 0.5, 0.10),
    (Category.TRANSPORTATION, 0.5, 0.15),
    (Category.OTHER, 0.02, 0.10),
)
COMMON_DRUGS = (DrugClass.OPIOIDS, DrugClass.NSAID, DrugClass.MUSCLE_RELAXANT, DrugClass.TOPICAL_ANALGESICS)
DRUGS = [*COMMON_DRUGS, *(name for name in DrugClass if name not in COMMON_DRUGS)]
SPECIALTIES = {
    "Physical Medicine & Rehabilitation": 24,
    "Orthopedic Surgery": 18,
    "Pain Management": 16,
    "Family Practice": 12,
    "Occupational Medicine": 11,
    "Anesthesiology": 9,
    "Chiropractor": 6,
    "Psychology": 3,
    "Neurology": 2,
    "Emergency Medicine": 1,
}
LICENSED_IN = {"CA": 50, "TX": 12, "NY": 8, "FL": 7, "IL": 4, "OH": 3, "NV": 3, "AZ": 3, "WA": 2, "GA": 2}
CHAPTERS = {
    ("MTUS", True, "Chronic Pain Medical Treatment"): 40,
    ("ODG", False, "Low Back"): 12,
    ("ODG", False, "Pain"): 11,
    ("ACOEM", True, "Low Back Complaints"): 10,
    ("MTUS", True, "Opioids Treatment"): 8,
    ("ACOEM", True, "Shoulder Complaints"): 6,
    ("ODG", False, "Knee & Leg"): 5,
    ("ACOEM", True, "Knee Complaints"): 4,
    ("MTUS", True, "Acupuncture Treatment"): 3,
    ("other", False, "A journal of medicine"): 1,
}
AGAINST = {
    Reason.INSUFFICIENT_DOCUMENTATION: 38,
    Reason.NO_FUNCTIONAL_IMPROVEMENT: 22,
    Reason.NOT_RECOMMENDED_BY_GUIDELINE: 20,
    Reason.LONG_TERM_USE: 14,
    Reason.EXCEEDS_GUIDELINE_QUANTITY: 10,
    Reason.NO_OBJECTIVE_FINDINGS: 9,
    Reason.CONSERVATIVE_CARE_NOT_TRIED: 8,
    Reason.NO_INDICATION: 8,
    Reason.DEPENDENT_ON_DENIED: 4,
    Reason.SAFETY: 3,
}
FOR = {Reason.GUIDELINE_CRITERIA_MET: 60, Reason.CLINICAL_NEED_SHOWN: 55, Reason.OTHER: 3}


def weighed(chance: random.Random, weights: dict[Any, float], count: int = 1) -> list[Any]:
    return chance.choices(list(weights), list(weights.values()), k=count)


def invented(letters: int, seed: int = 1) -> dict[str, pa.Table]:
    """Tables of letters that never were."""
    chance = random.Random(seed)  # noqa: S311
    rows: dict[str, list[dict[str, Any]]] = {"letters": [], "items": [], "citations": []}
    for number in range(letters):
        letter_id = hashlib.sha256(str(number).encode()).hexdigest()
        items = [
            _item(chance, letter_id, index) for index in range(min(1 + int(chance.expovariate(0.9)), 12))
        ]
        rows["items"] += items
        for item in items:
            rows["citations"] += _citations(chance, letter_id, item["item_index"])
        rows["letters"].append(_letter(chance, letter_id, number / letters, items))
    return {name: _table(name, of_table) for name, of_table in rows.items()}


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    """Columns that no row has are null."""
    schema = LAYOUTS[name].schema
    columns = []
    for column in schema:
        kind = column.type
        values = [row.get(column.name) for row in rows]
        if pa.types.is_dictionary(kind):
            columns.append(pa.array(values, pa.string()).dictionary_encode().cast(kind))
        elif pa.types.is_list(kind) and pa.types.is_dictionary(kind.value_type):
            lists = pa.array(values, pa.list_(pa.string()))
            members = lists.values.dictionary_encode().cast(kind.value_type)
            columns.append(pa.ListArray.from_arrays(lists.offsets, members))
        else:
            columns.append(pa.array(values, kind))
    return pa.table(columns, schema=schema)


def _letter(
    chance: random.Random, letter_id: str, when: float, items: list[dict[str, Any]]
) -> dict[str, Any]:
    decided = FIRST_DAY + dt.timedelta(days=int(DAYS * when**0.8))
    injured = decided - dt.timedelta(days=int(chance.gammavariate(1.2, 1500)) + 40)
    assigned = decided - dt.timedelta(days=int(chance.gammavariate(9, 3)) + 3)
    decisions = {item["decision"] for item in items}
    outcome = CaseOutcome.PARTIALLY_OVERTURN
    if len(decisions) == 1:
        outcome = CaseOutcome.UPHOLD if Decision.UPHELD in decisions else CaseOutcome.OVERTURN
    return {
        "letter_id": letter_id,
        "source": f"{letter_id[:8]}.pdf",
        "case_number": f"CM{decided:%y}-{letter_id[:7]}",
        "generation": "expert review",
        "outcome": outcome,
        "priority": "standard",
        "decision_date": decided,
        "date_assigned": assigned,
        "application_received": assigned - dt.timedelta(days=int(chance.gammavariate(4, 8))),
        "date_of_injury": injured,
        "date_of_injury_stated": injured.isoformat(),
        "injury_date": injured,
        "injury_date_stated": injured.isoformat(),
        "patient_age": min(max(int(chance.gauss(48, 11)), 18), 85),
        "patient_sex": "male" if chance.random() < 0.57 else "female",
        "reviewer_specialties": list(dict.fromkeys(weighed(chance, SPECIALTIES, chance.choice((1, 1, 2))))),
        "reviewer_licensed_in": list(dict.fromkeys(weighed(chance, LICENSED_IN, chance.choice((1, 1, 2))))),
        "item_count": len(items),
        "findings": ["missing_section"] if chance.random() < 0.03 else [],
    }


def _item(chance: random.Random, letter_id: str, index: int) -> dict[str, Any]:
    category, _, rate = chance.choices(SERVICES, [weight for _, weight, _ in SERVICES])[0]
    second: list[Subcategory | DrugClass] = sorted(SUBCATEGORIES[category])
    if category is Category.PHARMACEUTICALS:
        second = list(DRUGS)
    place = min(int(chance.expovariate(0.25)), len(second) - 1) if second else None
    overturned = chance.random() < rate * (1 if place is None else 0.7 + 0.15 * (place % 5))
    reasons = weighed(chance, FOR if overturned else AGAINST, chance.choice((1, 1, 2)))  # type: ignore[arg-type]
    return {
        "letter_id": letter_id,
        "item_index": index,
        "request": f"{category} {index}",
        "decision": Decision.OVERTURNED if overturned else Decision.UPHELD,
        "category": category,
        "subcategory": None if place is None else second[place],
        "body_parts": [],
        "retrospective": False,
        "claims_administrator_guidelines_stated": True,
        "claims_administrator_none_cited": chance.random() < 0.06,
        "reviewer_guidelines_stated": True,
        "reviewer_none_cited": chance.random() < 0.01,
        "reasons": sorted(set(reasons)),
        "references": [],
        "rationale": "The guideline asks for more than the records show. " * chance.randint(5, 20),
    }


def _citations(chance: random.Random, letter_id: str, item_index: int) -> list[dict[str, Any]]:
    citations = []
    for side, count in (
        ("claims_administrator", chance.choice((0, 1, 1))),
        ("reviewer", chance.choice((1, 1, 2))),
    ):
        for number, (source, mtus, title) in enumerate(weighed(chance, CHAPTERS, count)):  # type: ignore[arg-type]
            citations.append(
                {
                    "letter_id": letter_id,
                    "item_index": item_index,
                    "cited_by": side,
                    "citation_index": number,
                    "guideline_source": source,
                    "mtus": mtus,
                    "title": title,
                }
            )
    return citations


def seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def compare(kind: str, items: str, tables: Any, rounds: int, database: duckdb.DuckDBPyConnection) -> float:
    """Print what takes how long; return the ratio of the report to the count."""
    counts, makes, reports = [], [], []
    for _ in range(rounds):
        counts.append(seconds(lambda: database.execute(COUNT.format(items)).fetchall()))
        makes.append(seconds(lambda: figures(tables)))
        reports.append(seconds(lambda: report(tables)))
    count, make, whole = map(median, (counts, makes, reports))
    print(
        f"{kind}: count {1000 * count:.1f} ms, figures {1000 * make:.0f} ms ({make / count:.1f} times), "
        f"report {1000 * whole:.0f} ms ({whole / count:.1f} times)"
    )
    return whole / count


def memory(folder: str) -> float:
    """The most megabytes that a process has (on Linux) which makes the report from the tables in *folder*.

    `resource.getrusage` would not do: what it gives a process begins with what its parent had.
    """
    code = (
        f"import re, pathlib; from imrkit.views import report; report({folder!r}); "
        "print(re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())[1])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    return int(done.stdout) / 1024


def main() -> int:
    cli = argparse.ArgumentParser(description="How long the report takes.")
    cli.add_argument("--letters", type=int, default=100_000)
    cli.add_argument("--rounds", type=int, default=9)
    cli.add_argument("--limit", type=float, default=20.0, help="the most that the report may take, in counts")
    cli.add_argument("--memory", type=float, default=1000.0, help="the most memory that it may take, in MB")
    options = cli.parse_args()
    tables = invented(options.letters)
    print(", ".join(f"{table.num_rows:,} {name}" for name, table in tables.items()))
    print(
        f"the first report of a process: {seconds(lambda: report(tables)):.1f} s, with the script of the charts"
    )
    with duckdb.connect() as database, TemporaryDirectory() as folder:
        database.register("items", tables["items"])
        ratio = compare("in memory", "items", tables, options.rounds, database)
        for name, table in tables.items():
            pq.write_table(table, Path(folder, f"{name}.parquet"), compression="zstd")
        parquet = f"read_parquet('{folder}/items.parquet')"
        compare("Parquet", parquet, folder, options.rounds, database)
        megabytes = memory(folder)
    print(f"peak memory of a process that makes the report from Parquet: {megabytes:.0f} MB")
    return int(ratio > options.limit or megabytes > options.memory)


if __name__ == "__main__":
    sys.exit(main())
