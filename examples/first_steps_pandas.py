"""First steps with letters in pandas.

    python examples/first_steps_pandas.py examples/letters

Needs the extras ``pdf`` and ``pandas``.
"""

from __future__ import annotations

import sys

from imrkit import read_letters, tables


def main(folder: str) -> None:
    frames = tables.to_arrow(read_letters(folder)).to_pandas()
    letters, items, citations = frames["letters"], frames["items"], frames["citations"]

    # A row is a disputed item. Words of a vocabulary are categories; of those, only what occurs is of interest.
    print(items.groupby("category", observed=True)["decision"].value_counts().unstack(fill_value=0))

    # letter_id joins items to letters: days from the application to the decision, by decision.
    joined = items.merge(letters, on="letter_id")
    joined["days"] = (joined["decision_date"] - joined["application_received"]).dt.days
    print(joined.groupby("decision", observed=True)["days"].median())

    # Lists have a row for each member when they are exploded: why denials are upheld.
    upheld = items[items["decision"] == "upheld"]
    print(upheld.explode("reasons")["reasons"].value_counts())

    # letter_id and item_index join citations to items; each side has its own.
    print(citations.groupby(["cited_by", "guideline_source"], observed=True).size())


if __name__ == "__main__":
    main(sys.argv[1])
