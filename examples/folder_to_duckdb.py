"""From a folder of letters to a DuckDB database, and three questions to it.

    python examples/folder_to_duckdb.py examples/letters out

Needs the extras ``pdf`` and ``duckdb``. Run it again with ``--resume`` if it was stopped.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb

from imrkit import batch

QUESTIONS = {
    "How often is a denial overturned, by category of treatment?": """
        SELECT category, count(*) AS decided, round(100 * avg((decision = 'overturned')::INT), 1) AS percent_overturned
        FROM items
        WHERE decision IS NOT NULL
        GROUP BY category
        ORDER BY decided DESC, category
    """,
    "... by the source of the guidelines that the reviewer cites?": """
        WITH sources AS (
            SELECT DISTINCT letter_id, item_index, guideline_source FROM citations WHERE cited_by = 'reviewer'
        )
        SELECT guideline_source, count(*) AS decided,
            round(100 * avg((decision = 'overturned')::INT), 1) AS percent_overturned
        FROM items JOIN sources USING (letter_id, item_index)
        WHERE decision IS NOT NULL
        GROUP BY guideline_source
        ORDER BY decided DESC, guideline_source
    """,
    "... by the reviewer's specialty?": """
        WITH specialties AS (SELECT letter_id, unnest(reviewer_specialties) AS specialty FROM letters)
        SELECT specialty, count(*) AS decided, round(100 * avg((decision = 'overturned')::INT), 1) AS percent_overturned
        FROM items JOIN specialties USING (letter_id)
        WHERE decision IS NOT NULL
        GROUP BY specialty
        ORDER BY decided DESC, specialty
    """,
}


def main() -> None:
    cli = argparse.ArgumentParser(description="Letters to DuckDB, and three questions.")
    cli.add_argument("letters", type=Path, help="folder or archive of letters")
    cli.add_argument("out", type=Path, help="new folder to write to")
    cli.add_argument("--resume", action="store_true", help="go on with a run that was stopped")
    arguments = cli.parse_args()
    summary = batch.run(arguments.letters, arguments.out, form="duckdb", resume=arguments.resume)
    print(f"{summary.letters} letters, {sum(summary.failures.values())} files not read")
    with duckdb.connect(arguments.out / "imrkit.duckdb", read_only=True) as database:
        for question, sql in QUESTIONS.items():
            print(f"\n{question}")
            for group, decided, percent in database.sql(sql).fetchall():
                print(f"  {group:<40}{decided:>8} decided{percent:>8} % overturned")


if __name__ == "__main__":
    main()
