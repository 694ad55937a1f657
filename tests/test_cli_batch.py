"""``imrkit batch``: what it says, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from terminal import on_a_terminal
from writing import WrittenItem, written

import imrkit.batch
from imrkit.batch import Format, Status
from imrkit.cli import main, meter
from imrkit.cli.batch import FORMATS
from imrkit.cli.meter import Meter, described, share
from imrkit.errors import WorkerError

FINE = written(
    items=[WrittenItem(), WrittenItem(decision="Overturned", rationale="It is medically necessary.")]
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two letters, one of them twice, and what is no letter."""
    letters = tmp_path / "letters"
    letters.mkdir()
    texts = [FINE, written(number="CM15-9900002"), FINE, "A recipe for soup."]
    for number, text in enumerate(texts):
        (letters / f"{number}.txt").write_text(text)
    return letters


def batch(folder: Path, out: Path, *options: str) -> int:
    return main(["batch", str(folder), "--out", str(out), "--workers", "0", *options])


class TestOutcome:
    def test_the_summary(self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert batch(folder, tmp_path / "out") == 1
        written_ = capsys.readouterr()
        assert written_.out.splitlines() == [
            "4 files, 2 letters",
            "not read: 1 not a letter; see quarantine.jsonl",
            "left out: 1 same content; see duplicates.jsonl",
            "items: 2 upheld, 1 overturned; 33.3% overturned",
            f"tables in {tmp_path}/out: letters (2), items (3), citations (6)",
        ]
        assert written_.err == ""

    def test_all_is_read(self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert batch(folder / "1.txt", tmp_path / "out", "--format", "jsonl") == 0
        assert capsys.readouterr().out.splitlines() == [
            "1 file, 1 letter",
            "items: 1 upheld; 0.0% overturned",
            f"tables in {tmp_path}/out: letters (1), items (1), citations (2)",
        ]

    def test_nothing_is_decided(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "cut.txt").write_text(written(items=None))
        assert batch(tmp_path / "cut.txt", tmp_path / "out") == 0
        said = capsys.readouterr().out
        assert "items:" not in said
        assert "findings: 1 missing_section" in said

    def test_options_reach_the_run(self, folder: Path, tmp_path: Path) -> None:
        options = ["--findings", "--evidence", "--by-decision-year", "--part", "3", "--time-limit", "9.5"]
        assert batch(folder, tmp_path / "out", *options) == 1
        settings = json.loads((tmp_path / "out" / "manifest.json").read_text())["settings"]
        assert settings["part_size"] == 3
        assert settings["findings"]
        assert settings["evidence"]
        assert (tmp_path / "out" / "evidence" / "decision_year=2015").is_dir()

    def test_several_sources(self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        sources = [str(folder / "0.txt"), str(folder / "1.txt")]
        assert main(["batch", *sources, "--out", str(tmp_path / "out"), "--workers", "1"]) == 0
        assert capsys.readouterr().out.startswith("2 files, 2 letters\n")

    def test_resumed(self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        batch(folder, tmp_path / "out")
        first = capsys.readouterr().out
        assert batch(folder, tmp_path / "out", "--resume") == 1
        assert capsys.readouterr().out == first

    def test_the_formats_are_those_of_runs(self) -> None:
        assert list(FORMATS) == [str(form) for form in Format]


class TestErrors:
    def test_a_folder_that_is_not_empty(
        self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert batch(folder, tmp_path) == 2
        assert capsys.readouterr().err.startswith(f"Error: {tmp_path} is not empty; go on with the run there")

    def test_a_source_that_is_not_there(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert batch(tmp_path / "gone", tmp_path / "out") == 2
        assert capsys.readouterr().err == f"Error: {tmp_path}/gone: No such file or directory\n"

    def test_options_that_do_not_go_together(
        self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert batch(folder, tmp_path / "out", "--format", "csv", "--by-decision-year") == 2
        assert "only Parquet" in capsys.readouterr().err

    def test_a_text_in_place_of_a_source(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["batch", FINE, "--out", str(tmp_path / "out")]) == 2
        assert "injured" not in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("missing", "form", "extra"), [("pyarrow", "parquet", "tables"), ("duckdb", "duckdb", "duckdb")]
    )
    def test_without_an_extra(
        self, missing: str, form: str, extra: str, folder: Path, tmp_path: Path
    ) -> None:
        code = (
            f"import sys; sys.modules[{missing!r}] = None; from imrkit.cli import main; "
            f"sys.exit(main(['batch', {str(folder)!r}, '--out', {str(tmp_path / 'out')!r}, '-f', {form!r}]))"
        )
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
        assert ended.returncode == 2
        assert ended.stderr.startswith("Error: ")
        assert f'pip install "imrkit[{extra}]"' in ended.stderr
        assert not (tmp_path / "out").exists()

    def test_processes_that_do_not_work(
        self,
        folder: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        def fails(*arguments: object, **options: object) -> None:
            raise WorkerError("a worker process ended before it began")

        monkeypatch.setattr(imrkit.batch, "run", fails)
        assert batch(folder, tmp_path / "out") == 2
        assert capsys.readouterr().err == "Error: a worker process ended before it began\n"

    def test_interrupted_from_the_keyboard(
        self,
        folder: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        def interrupted(self: Meter, status: Status) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(Meter, "show", interrupted)
            assert batch(folder, tmp_path / "out") == 130
        assert f"interrupted; the same with --resume completes {tmp_path}/out" in capsys.readouterr().err
        assert batch(folder, tmp_path / "out", "--resume") == 1


class TestMeter:
    def test_says_how_many_how_fast_and_how_long_to_go(self) -> None:
        assert described(Status(0, 0, 0, 1000, None), 0.0) == "0 of 1,000 files, 0/s"
        halfway = Status(1_500, 500, 3, 3_000, None)
        assert described(halfway, 10.0) == "1,500 of 3,000 files, 100/s, 0:00:15 left, 3 not read"
        assert share(halfway) == 0.5

    def test_knows_how_far_it_is_in_a_tar_archive(self) -> None:
        quarter = Status(2_000, 0, 0, None, 0.25)
        assert described(quarter, 20.0) == "2,000 files, 100/s, 0:01:00 left"
        assert described(Status(2_000, 0, 0, None, None), 20.0) == "2,000 files, 100/s"

    def test_writes_a_line_now_and_then_where_there_is_no_terminal(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        now = [100.0]
        monkeypatch.setattr(meter.time, "monotonic", lambda: now[0])
        with Meter() as shown:
            for second in range(61):
                now[0] = 100.0 + second
                shown.show(Status(10 * second, 0, 0, 1000, None))
        assert capsys.readouterr().err.splitlines() == [
            "imrkit: 300 of 1,000 files, 10/s, 0:01:10 left",
            "imrkit: 600 of 1,000 files, 10/s, 0:00:40 left",
        ]

    @pytest.mark.skipif(os.name != "posix", reason="terminals of POSIX")
    @pytest.mark.parametrize("archive", [False, True])
    def test_shows_a_bar_on_a_terminal(
        self, archive: bool, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _, shown = on_a_terminal(monkeypatch, lambda: batch(folder, tmp_path / "out"), "stderr")
        assert "4 of 4 files" in shown
