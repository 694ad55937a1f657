"""The example scripts run, and say what is in the example letters."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[1]


def said(*arguments: object, **environment: str) -> list[str]:
    """What a command says, as lines without the blanks that set them out."""
    ended = subprocess.run(  # noqa: S603
        list(map(str, arguments)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )
    assert ended.returncode == 0, ended.stderr
    return [re.sub(r"\s+", " ", line).strip() for line in ended.stdout.splitlines()]


def test_a_folder_to_duckdb(tmp_path: Path) -> None:
    script = [sys.executable, "examples/folder_to_duckdb.py", "examples/letters", tmp_path / "out"]
    lines = said(*script)
    assert lines[0] == "4 letters, 0 files not read"
    assert "Diagnostic Testing 2 decided 100.0 % overturned" in lines
    assert "MTUS 9 decided 33.3 % overturned" in lines
    assert "Orthopedic Surgery 2 decided 50.0 % overturned" in lines
    assert said(*script, "--resume") == lines


def test_first_steps_in_pandas() -> None:
    lines = said(sys.executable, "examples/first_steps_pandas.py", "examples/letters")
    assert "Diagnostic Testing 0 2" in lines
    assert "no_functional_improvement 2" in lines
    assert "reviewer MTUS 9" in lines


def test_first_steps_in_polars() -> None:
    lines = said(sys.executable, "examples/first_steps_polars.py", "examples/letters")
    assert "│ Diagnostic Testing ┆ 2 ┆ 1.0 │" in lines
    assert "│ no_functional_improvement ┆ 2 │" in lines
    assert "│ reviewer ┆ MTUS ┆ 9 │" in lines


@pytest.mark.slow
def test_the_same_on_spark(tmp_path: Path) -> None:
    submit = Path(sys.executable).with_name("spark-submit")
    lines = said(
        submit,
        "--master",
        "local[2]",
        "examples/spark_tables.py",
        "examples/letters",
        tmp_path / "out",
        PYSPARK_PYTHON=sys.executable,
        SPARK_LOCAL_IP="127.0.0.1",
    )
    assert "Diagnostic Testing 2 decided 100.0 % overturned" in lines
    assert "MTUS 7 decided 28.6 % overturned" in lines  # no PDF of one of the four letters
    assert "Orthopedic Surgery 2 decided 50.0 % overturned" in lines
    assert pq.read_table(tmp_path / "out" / "letters").num_rows == 3
