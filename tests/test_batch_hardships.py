"""Runs at full length: killed at any moment, on disks that are full or cannot be written, and with many letters.

Slow; run with ``pytest -m slow``.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_batch import contents, make_letters, numbered
from writing import written

pytestmark = pytest.mark.slow

PEAKS = Path(__file__).parents[1] / "benchmarks" / "peaks.py"
KILLS = 20
LETTERS = 5_000
OPTIONS = ["--workers", "2", "--part", "500"]


def command(letters: Path, out: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "imrkit", "batch", str(letters), "--out", str(out), *options]


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_letters(tmp_path_factory.mktemp("source") / "letters", LETTERS)


@pytest.fixture(scope="module")
def uninterrupted(letters: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], float]:
    """What a run leaves that nothing happens to, and how many seconds it takes."""
    out = tmp_path_factory.mktemp("uninterrupted") / "out"
    began = time.monotonic()
    ended = subprocess.run(command(letters, out, *OPTIONS), capture_output=True, text=True, check=False)  # noqa: S603
    assert ended.returncode == 1  # some are no letters
    assert "5,000 files, 3,500 letters" in ended.stdout
    return contents(out), time.monotonic() - began


def killed_after(seconds: float, arguments: list[str]) -> None:
    running = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    time.sleep(seconds)
    running.send_signal(signal.SIGKILL)
    running.wait()


@pytest.mark.parametrize("number", range(KILLS))
def test_killed_at_a_random_moment(
    number: int, letters: Path, uninterrupted: tuple[dict[str, bytes], float], tmp_path: Path
) -> None:
    expected, seconds = uninterrupted
    chance = random.Random(number)  # noqa: S311
    arguments = command(letters, tmp_path / "out", *OPTIONS, "--resume")
    killed_after(chance.uniform(0.0, seconds), arguments)
    if number % 4 == 0:  # and once more
        killed_after(chance.uniform(0.0, seconds / 2), arguments)
    if not (tmp_path / "out" / "manifest.json").exists():
        there = {path.name for path in (tmp_path / "out").glob("*")}
        assert "letters" not in there or len(contents(tmp_path / "out" / "letters")) == LETTERS // 500
    ended = subprocess.run(arguments, capture_output=True, text=True, check=False)  # noqa: S603
    assert ended.returncode == 1, ended.stderr
    assert contents(tmp_path / "out") == expected


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(place)], check=True)  # noqa: S603, S607
    yield place
    subprocess.run(["umount", str(place)], check=True)  # noqa: S603, S607


needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="only root mounts disks; TestDiskTrouble makes do without",
)


@needs_root
def test_a_disk_that_is_full(
    letters: Path, uninterrupted: tuple[dict[str, bytes], float], disk: Path
) -> None:
    expected, _ = uninterrupted
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(2_500_000))
    arguments = command(letters, disk / "out", *OPTIONS, "--resume")
    ended = subprocess.run(arguments, capture_output=True, text=True, check=False)  # noqa: S603
    assert ended.returncode == 2
    assert re.match(
        r"Error: cannot write .*(No space left|full).*; .* go on with the run \(resume\)\n\Z", ended.stderr
    )
    assert {path.name for path in (disk / "out").glob("*")} <= {".unfinished"}
    ballast.unlink()
    ended = subprocess.run(arguments, capture_output=True, text=True, check=False)  # noqa: S603
    assert ended.returncode == 1, ended.stderr
    assert contents(disk / "out") == expected


@needs_root
def test_a_disk_that_cannot_be_written(letters: Path, disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)  # noqa: S603, S607
    ended = subprocess.run(command(letters, disk / "out"), capture_output=True, text=True, check=False)  # noqa: S603
    assert ended.returncode == 2
    assert ended.stderr == f"Error: cannot write {disk}/out: Read-only file system\n"
    assert not (disk / "out").exists()


def peaks(letters: Path, out: Path) -> tuple[float, float]:
    """The most memory that a run held, and the most that one of its workers did, in MB."""
    measured = [sys.executable, str(PEAKS), *command(letters, out, "--workers", "2")[3:]]
    ended = subprocess.run(measured, capture_output=True, text=True, check=True)  # noqa: S603
    *_, own, worker = ended.stdout.split()
    return int(own) / 1000, int(worker) / 1000


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process held")
def test_memory_does_not_grow_with_the_letters(tmp_path: Path) -> None:
    few, many = tmp_path / "few", tmp_path / "many"
    few.mkdir()
    many.mkdir()
    for n in range(100_000):
        text = written(number=numbered(n))
        (many / f"{n:06}.txt").write_text(text)
        if n < 10_000:
            os.link(many / f"{n:06}.txt", few / f"{n:06}.txt")
    parent_of_few, worker_of_few = peaks(few, tmp_path / "out of few")
    parent_of_many, worker_of_many = peaks(many, tmp_path / "out of many")
    shutil.rmtree(many)
    assert parent_of_many < 400
    assert worker_of_many < 300
    assert parent_of_many < 1.15 * parent_of_few
    assert worker_of_many < 1.15 * worker_of_few
