"""First steps with letters in polars.

    python examples/first_steps_polars.py examples/letters

Needs the extras ``pdf`` and ``polars``.
"""

from __future__ import annotations

import sys

import polars as pl

from imrkit import read_letters, tables


def main(folder: str) -> None:
    frames = tables.to_arrow(read_letters(folder)).to_polars()
    letters, items, citations = frames["letters"], frames["items"], frames["citations"]

    # A row is a disputed item.
    overturned = (pl.col("decision") == "overturned").mean().alias("overturned")
    print(items.group_by("category").agg(pl.len(), overturned).sort("len", "category", descending=True))

    # letter_id joins items to letters: days from the application to the decision, by decision.
    days = (pl.col("decision_date") - pl.col("application_received")).dt.total_days().alias("days")
    joined = items.join(letters, on="letter_id")
    print(joined.group_by("decision").agg(days.median()).sort("decision"))

    # Lists have a row for each member when they are exploded: why denials are upheld.
    reasons = items.filter(pl.col("decision") == "upheld").explode("reasons")["reasons"]
    print(reasons.drop_nulls().value_counts(sort=True))

    # letter_id and item_index join citations to items; each side has its own.
    print(citations.group_by("cited_by", "guideline_source").len().sort("cited_by", "guideline_source"))


if __name__ == "__main__":
    main(sys.argv[1])
