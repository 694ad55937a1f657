"""Runs over many letters: what they leave on the disk, and that nothing which befalls them changes it."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from writing import WrittenItem, written

import imrkit
from imrkit import (
    BatchError,
    Extractor,
    MissingExtraError,
    Parser,
    Passage,
    PluginError,
    Section,
    batch,
    read_letters,
)
from imrkit.batch import Status, Summary, run
from imrkit.batch.ledger import Ledger
from imrkit.batch.settings import Places, Settings
from imrkit.tables import LAYOUTS, to_arrow

OVERTURNED = WrittenItem(
    request="MRI of the left knee",
    decision="Overturned",
    rationale="The knee locks and gave way twice. The MRI is medically necessary.",
)


def numbered(number: int) -> str:
    return f"CM15-{number:07}"


def make_letters(folder: Path, number: int) -> Path:
    """A folder of letters: of every ten, one is no letter, one repeats a case and one a file; years go around."""
    folder.mkdir(parents=True)
    for n in range(number):
        decided = f"06/20/{2015 + n % 3}"
        items = [WrittenItem(), OVERTURNED][: 1 + n % 2]
        text = {
            3: "A recipe for soup.",
            5: written(number=numbered(n - 1), summary="The injured worker is a 40 year old female."),
            7: written(number=numbered(n - 1), decision_date=f"06/20/{2015 + (n - 1) % 3}"),
        }.get(n % 10, written(number=numbered(n), decision_date=decided, items=items))
        (folder / f"{n:05}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty files: 21 letters to keep, six duplicates, three that are no letters."""
    return make_letters(tmp_path_factory.mktemp("source") / "letters", 30)


def contents(out: Path) -> dict[str, bytes]:
    """All files of an output."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class TestOutput:
    def test_the_tables_are_those_of_to_arrow(self, letters: Path, tmp_path: Path) -> None:
        run(letters, tmp_path / "out", workers=0, part_size=7, findings=True, evidence=True)
        expected = to_arrow(read_letters(letters, workers=0), findings=True, evidence=True)
        for name in ("letters", "items", "citations", "findings", "evidence"):
            files_of_table = sorted((tmp_path / "out" / name).iterdir())
            assert [path.name for path in files_of_table] == [f"part-{n:05}.parquet" for n in range(5)]
            table = pa.concat_tables(map(pq.read_table, files_of_table))
            assert table.to_pylist() == expected.by_name()[name].to_pylist()
            assert table.schema.metadata == LAYOUTS[name].schema.metadata
        assert lines(tmp_path / "out" / "quarantine.jsonl") == expected.failures.to_pylist()
        assert lines(tmp_path / "out" / "duplicates.jsonl") == expected.duplicates.to_pylist()
        assert expected.failures.num_rows == 3
        assert expected.duplicates.num_rows == 6

    def test_nothing_else_is_left(self, letters: Path, tmp_path: Path) -> None:
        run(letters, tmp_path / "out", workers=0)
        left = sorted(path.name for path in (tmp_path / "out").iterdir())
        assert left == [
            "citations",
            "duplicates.jsonl",
            "items",
            "letters",
            "manifest.json",
            "quarantine.jsonl",
        ]

    def test_the_number_of_processes_changes_nothing(self, letters: Path, tmp_path: Path) -> None:
        for workers in (0, 1, 2):
            run(letters, tmp_path / str(workers), workers=workers, part_size=12)
        assert contents(tmp_path / "0") == contents(tmp_path / "1") == contents(tmp_path / "2")

    def test_the_quarantine_says_why_and_quotes_nothing(self, letters: Path, tmp_path: Path) -> None:
        run(letters, tmp_path / "out", workers=0)
        quarantined = lines(tmp_path / "out" / "quarantine.jsonl")
        assert [Path(str(entry["source"])).name for entry in quarantined] == [
            "00003.txt",
            "00013.txt",
            "00023.txt",
        ]
        assert {entry["reason"] for entry in quarantined} == {"not a letter"}
        assert "soup" not in (tmp_path / "out" / "quarantine.jsonl").read_text()

    def test_the_summary_counts_what_is_kept(self, letters: Path, tmp_path: Path) -> None:
        summary = run(letters, tmp_path / "out", workers=0)
        assert (summary.files, summary.letters) == (30, 21)
        assert summary.failures == {"not a letter": 3}
        assert summary.duplicates == {"case number": 3, "content": 3}
        assert summary.rows["letters"] == 21
        assert summary.decisions == {"upheld": 21, "overturned": summary.rows["items"] - 21}
        assert summary.overturn_rate == pytest.approx(summary.decisions["overturned"] / summary.rows["items"])
        manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
        assert Summary.from_dict(manifest["summary"]) == summary
        assert manifest["settings"]["source"] == [str(letters)]
        sizes = {
            name: len(content)
            for name, content in contents(tmp_path / "out").items()
            if name != "manifest.json"
        }
        assert manifest["bytes"] == sizes

    def test_findings_and_undecided_items_are_counted(self, tmp_path: Path) -> None:
        (tmp_path / "cut.txt").write_text(written(summary=None))
        summary = run(tmp_path / "cut.txt", tmp_path / "out", workers=0)
        assert summary.findings["missing_section"] == 1
        assert Summary(0, {}, {}, {"undecided": 1}, {}, {}).overturn_rate is None

    @pytest.mark.parametrize("kind", ["zip", "gztar", "tar"])
    def test_from_an_archive(self, kind: str, letters: Path, tmp_path: Path) -> None:
        archive = shutil.make_archive(str(tmp_path / "packed"), kind, letters)
        statuses: list[Status] = []
        assert run(archive, tmp_path / "out", workers=0, progress=statuses.append).letters == 21
        assert [status.files for status in statuses] == sorted(status.files for status in statuses)
        last = statuses[-1]
        assert (last.files, last.failures, last.at_start) == (30, 3, 0)
        assert last.total == (30 if kind == "zip" else None)
        assert (last.share is None) == (kind == "zip")

    def test_from_several_paths_and_a_pattern(self, letters: Path, tmp_path: Path) -> None:
        paths = [letters / "00001.txt", str(letters / "00002.txt")]
        assert run(paths, tmp_path / "several", workers=0).letters == 2
        assert run(f"{letters}/0001*.txt", tmp_path / "pattern", workers=0).files == 10

    def test_a_name_that_is_no_text(self, tmp_path: Path) -> None:
        folder = tmp_path / "odd"
        folder.mkdir()
        for name in (b"letter\xff.txt", b"soup\xff.txt", b"twin\xff.txt"):
            content = b"soup" if name.startswith(b"soup") else written().encode()
            Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(content)
        run(folder, tmp_path / "out", workers=1)
        named = {
            "letter": pq.read_table(tmp_path / "out" / "letters").to_pylist(),
            "soup": lines(tmp_path / "out" / "quarantine.jsonl"),
            "twin": lines(tmp_path / "out" / "duplicates.jsonl"),
        }
        for name, rows in named.items():
            assert [row["source"] for row in rows] == [f"{folder}/{name}\\udcff.txt"]

    def test_a_file_that_takes_too_long_costs_itself(self, letters: Path, tmp_path: Path) -> None:
        (tmp_path / "large.txt").write_text("knee pain of the patient. " * 1_500_000)
        source = [letters / "00000.txt", tmp_path / "large.txt", letters / "00001.txt"]
        summary = run(source, tmp_path / "out", workers=1, time_limit=1.0)
        assert (summary.letters, summary.failures) == (2, {"time limit": 1})
        (failure,) = lines(tmp_path / "out" / "quarantine.jsonl")
        assert failure["message"] == "not read within 1 seconds"

    def test_parts_in_which_nothing_was_read(self, tmp_path: Path) -> None:
        folder = tmp_path / "soups"
        folder.mkdir()
        for n in range(4):
            (folder / f"{n}.txt").write_text(f"soup {n}")
        for form in batch.Format:
            summary = run(folder, tmp_path / form, form=form, workers=0, part_size=2)
            assert (summary.letters, summary.failures) == (0, {"not a letter": 4})
            assert summary.rows == {"letters": 0, "items": 0, "citations": 0}
        run(folder, tmp_path / "by year", workers=0, by_decision_year=True)
        assert list((tmp_path / "by year" / "letters").iterdir()) == []


class TestFormats:
    def test_csv_and_json_lines(self, letters: Path, tmp_path: Path) -> None:
        expected = to_arrow(read_letters(letters, workers=0))
        imrkit_tables = {name: expected.by_name()[name] for name in ("letters", "items", "citations")}
        from imrkit.tables import write_csv, write_jsonl  # noqa: PLC0415

        write_csv(expected, tmp_path / "csv expected")
        write_jsonl(expected, tmp_path / "jsonl expected")
        for form in ("csv", "jsonl"):
            run(letters, tmp_path / form, form=form, workers=0, part_size=7)
            for name in imrkit_tables:
                whole = (tmp_path / f"{form} expected" / f"{name}.{form}").read_bytes()
                assert (tmp_path / form / f"{name}.{form}").read_bytes() == whole
            described = json.loads((tmp_path / form / "schema.json").read_text())
            assert list(described["tables"]) == list(imrkit_tables)

    def test_duckdb(self, letters: Path, tmp_path: Path) -> None:
        run(letters, tmp_path / "out", form="duckdb", workers=0, part_size=7)
        expected = to_arrow(read_letters(letters, workers=0))
        with duckdb.connect(tmp_path / "out" / "imrkit.duckdb", read_only=True) as database:
            for name in ("letters", "items", "citations"):
                table = expected.by_name()[name]
                assert database.sql(f"FROM {name}").fetchall() == [
                    tuple(row.values()) for row in table.to_pylist()
                ]

    def test_partitioned_by_the_year_of_the_decision(self, letters: Path, tmp_path: Path) -> None:
        run(letters, tmp_path / "out", workers=0, part_size=7, by_decision_year=True)
        for name in ("letters", "items", "citations"):
            years = sorted(path.name for path in (tmp_path / "out" / name).iterdir())
            assert years == [f"decision_year={year}" for year in (2015, 2016, 2017)]
        rows = ds.dataset(tmp_path / "out" / "letters", partitioning="hive").to_table().to_pylist()
        assert len(rows) == 21
        assert all(row["decision_date"].year == row["decision_year"] for row in rows)

    def test_only_parquet_is_partitioned(self, letters: Path, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="only Parquet"):
            run(letters, tmp_path / "out", form="csv", by_decision_year=True)
        assert not (tmp_path / "out").exists()

    def test_without_duckdb_nothing_is_begun(
        self, letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "duckdb", None)
        with pytest.raises(imrkit.MissingExtraError, match="duckdb"):
            run(letters, tmp_path / "out", form="duckdb")
        assert not (tmp_path / "out").exists()


class Stopped(BaseException):
    """What stops a run, as a signal would."""


def stop_after(number: int) -> Callable[[Status], None]:
    """Stops a run when *number* files are done."""

    def progress(status: Status) -> None:
        if status.files >= number:
            raise Stopped

    return progress


class TestResume:
    @pytest.mark.parametrize("form", batch.Format)
    @pytest.mark.parametrize(("stop", "entered"), [(1, 0), (17, 20), (21, 20)])
    def test_a_run_that_was_stopped_ends_like_one_that_was_not(
        self, form: batch.Format, stop: int, entered: int, letters: Path, tmp_path: Path
    ) -> None:
        run(letters, tmp_path / "whole", form=form, workers=0, part_size=20)
        with pytest.raises(Stopped):
            run(letters, tmp_path / "out", form=form, workers=0, part_size=20, progress=stop_after(stop))
        assert {path.name for path in (tmp_path / "out").iterdir()} == {".unfinished"}
        statuses: list[Status] = []
        run(
            letters,
            tmp_path / "out",
            form=form,
            workers=1,
            part_size=20,
            resume=True,
            progress=statuses.append,
        )
        assert {status.at_start for status in statuses} <= {entered}
        same(tmp_path / "out", tmp_path / "whole")

    @pytest.mark.parametrize("kind", ["zip", "gztar"])
    def test_in_an_archive(self, kind: str, letters: Path, tmp_path: Path) -> None:
        archive = shutil.make_archive(str(tmp_path / "packed"), kind, letters)
        run(archive, tmp_path / "whole", workers=0, part_size=10)
        with pytest.raises(Stopped):
            run(archive, tmp_path / "out", workers=0, part_size=10, progress=stop_after(25))
        run(archive, tmp_path / "out", workers=0, part_size=10, resume=True)
        same(tmp_path / "out", tmp_path / "whole")

    def test_what_a_part_left_that_was_not_entered_is_gone(self, letters: Path, tmp_path: Path) -> None:
        """Also where the second time gives fewer files, such as when another one has taken too long."""
        run(letters, tmp_path / "whole", workers=0, part_size=20, by_decision_year=True)
        options = {"workers": 0, "part_size": 20, "by_decision_year": True}
        with pytest.raises(Stopped):
            run(letters, tmp_path / "out", **options, progress=stop_after(20))
        stray = (
            tmp_path
            / "out"
            / ".unfinished"
            / "parts"
            / "letters"
            / "decision_year=1999"
            / "part-00001.parquet"
        )
        stray.parent.mkdir()
        shutil.copy(next((tmp_path / "whole" / "letters").rglob("*.parquet")), stray)
        run(letters, tmp_path / "out", **options, resume=True)
        years = pq.read_table(tmp_path / "out" / "letters", partitioning="hive")["decision_year"].to_pylist()
        assert len(years) == 21
        assert 1999 not in years

    def test_of_a_finished_run_is_its_summary(self, letters: Path, tmp_path: Path) -> None:
        summary = run(letters, tmp_path / "out", workers=0)
        before = contents(tmp_path / "out")
        (tmp_path / "out" / ".unfinished").mkdir()  # it may have been killed just before it removed that
        assert run(letters, tmp_path / "out", workers=0, resume=True) == summary
        assert contents(tmp_path / "out") == before
        assert not (tmp_path / "out" / ".unfinished").exists()

    def test_of_nothing_begins_a_run(self, letters: Path, tmp_path: Path) -> None:
        assert run(letters, tmp_path / "new", workers=0, resume=True).letters == 21
        (tmp_path / "begun" / ".unfinished").mkdir(parents=True)
        assert run(letters, tmp_path / "begun", workers=0, resume=True).letters == 21

    def test_at_every_step_of_finishing(
        self, letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run(letters, tmp_path / "whole", workers=0)
        for step in range(1, 9):
            out = tmp_path / str(step)
            renames = iter(range(1, 100))
            rename = Path.rename

            def fails(self: Path, target: Path, rename: object = rename, renames: object = renames) -> Path:
                if next(renames) == step:  # type: ignore[call-overload] # noqa: B023
                    raise Stopped
                return rename(self, target)  # type: ignore[operator,no-any-return]

            with monkeypatch.context() as patched:
                patched.setattr(Path, "rename", fails)
                patched.setattr(Path, "replace", fails)
                try:
                    run(letters, out, workers=0)
                except Stopped:
                    assert not (out / "manifest.json").exists()
                    # What a process that is killed was writing, it cannot remove itself.
                    (out / ".duplicates.jsonl.4711").write_text("{", encoding="utf-8")
                    (out / ".imrkit.duckdb.4711.wal").touch()
            run(letters, out, workers=0, resume=True)
            same(out, tmp_path / "whole")


def same(out: Path, whole: Path) -> None:
    """Two outputs are the same; of databases, what is in them."""
    ours, theirs = contents(out), contents(whole)
    assert ours.keys() == theirs.keys()
    for name in ours:
        if name.endswith(".duckdb"):
            with duckdb.connect(out / name) as one, duckdb.connect(whole / name) as other:
                for table in ("letters", "items", "citations"):
                    assert one.sql(f"FROM {table}").fetchall() == other.sql(f"FROM {table}").fetchall()
        elif name != "manifest.json" or not any(other.endswith(".duckdb") for other in ours):
            assert ours[name] == theirs[name], name


class TestRefusals:
    def test_a_folder_that_is_not_empty(self, letters: Path, tmp_path: Path) -> None:
        (tmp_path / "mine.txt").touch()
        for resume in (False, True):
            with pytest.raises(BatchError, match="is not empty"):
                run(letters, tmp_path, workers=0, resume=resume)
        assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

    def test_a_run_that_is_there_already(self, letters: Path, tmp_path: Path) -> None:
        run(letters, tmp_path / "out", workers=0)
        with pytest.raises(BatchError, match=r"go on with the run there \(resume\)"):
            run(letters, tmp_path / "out", workers=0)

    @pytest.mark.parametrize("finished", [False, True])
    @pytest.mark.parametrize(
        ("changed", "named"),
        [
            ({"form": "csv"}, "another format: parquet, and not csv"),
            ({"part_size": 3}, "part_size"),
            ({"findings": True}, "findings"),
        ],
    )
    def test_another_run(
        self, changed: dict[str, object], named: str, finished: bool, letters: Path, tmp_path: Path
    ) -> None:
        if finished:
            run(letters, tmp_path / "out", workers=0)
        else:
            with pytest.raises(Stopped):
                run(letters, tmp_path / "out", workers=0, progress=stop_after(1))
        with pytest.raises(BatchError, match=named):
            run(letters, tmp_path / "out", workers=0, resume=True, **changed)  # type: ignore[arg-type]

    def test_another_version_of_imrkit(
        self, letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run(letters, tmp_path / "out", workers=0)
        monkeypatch.setattr("imrkit.batch.settings.__version__", "99")
        with pytest.raises(BatchError, match="another imrkit"):
            run(letters, tmp_path / "out", workers=0, resume=True)

    def test_files_that_have_changed_in_between(self, tmp_path: Path) -> None:
        letters = make_letters(tmp_path / "letters", 20)
        with pytest.raises(Stopped):
            run(letters, tmp_path / "out", workers=0, part_size=10, progress=stop_after(12))
        (letters / "00004a.txt").write_text(written())
        with pytest.raises(BatchError, match="other files"):
            run(letters, tmp_path / "out", workers=0, part_size=10, resume=True)
        (letters / "00004a.txt").unlink()
        (letters / "00019a.txt").write_text(
            written(number="CM15-1111111")
        )  # behind what is done: nothing against it
        assert run(letters, tmp_path / "out", workers=0, part_size=10, resume=True).files == 21

    def test_two_runs_at_once(self, letters: Path, tmp_path: Path) -> None:
        with pytest.raises(Stopped):
            run(letters, tmp_path / "out", workers=0, progress=stop_after(1))
        ledger = Ledger(Places(tmp_path / "out").ledger)
        with pytest.raises(BatchError, match="another process"):
            run(letters, tmp_path / "out", workers=0, resume=True)
        ledger.close()
        assert run(letters, tmp_path / "out", workers=0, resume=True).letters == 21

    def test_nothing_to_read(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        with pytest.raises(BatchError, match=r"no letters in .*empty"):
            run(tmp_path / "empty", tmp_path / "out", workers=0)
        assert list((tmp_path / "out").iterdir()) == []
        with pytest.raises(FileNotFoundError):
            run(tmp_path / "gone", tmp_path / "out", workers=0)

    def test_what_ends_before_a_part_is_done_can_be_begun_again(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source = tmp_path / "letter.pdf"
        source.write_bytes(b"%PDF-1.7")
        with monkeypatch.context() as patched:
            patched.setitem(sys.modules, "pypdfium2", None)
            with pytest.raises(MissingExtraError):
                run(source, tmp_path / "out", workers=0)
        assert run(source, tmp_path / "out", workers=0).files == 1

    def test_a_parser_that_no_other_process_can_have(self, letters: Path, tmp_path: Path) -> None:
        def nothing(passage: Passage) -> None:
            return None

        parser = Parser().with_extractor(
            Extractor(name="nothing", reads=Section.SUMMARY, yields=str, extract=nothing)
        )
        with pytest.raises(PluginError, match="'nothing' cannot be sent"):
            run(letters, tmp_path / "out", workers=1, parser=parser)
        assert not (tmp_path / "out").exists()

    @pytest.mark.parametrize("content", ["", "[]", '{"settings": 1}', '{"settings": {}}'])
    def test_a_manifest_that_is_none(self, content: str, letters: Path, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "manifest.json").write_text(content)
        with pytest.raises(BatchError, match="no manifest"):
            run(letters, tmp_path / "out", workers=0, resume=True)

    def test_a_ledger_that_is_none(self, letters: Path, tmp_path: Path) -> None:
        (tmp_path / "out" / ".unfinished").mkdir(parents=True)
        (tmp_path / "out" / ".unfinished" / "ledger.sqlite").write_text("no database" * 100)
        with pytest.raises(BatchError, match="not a database"):
            run(letters, tmp_path / "out", workers=0, resume=True)

    @pytest.mark.parametrize("size", [0, -1])
    def test_parts_of_no_files(self, size: int, letters: Path, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="part_size"):
            run(letters, tmp_path / "out", part_size=size)


class TestDiskTrouble:
    """A disk that is full or cannot be written: a clear error, nothing half-written, and the run can go on."""

    def no_space(self, *arguments: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    @pytest.mark.parametrize("form", batch.Format)
    @pytest.mark.parametrize("where", ["sync", "write_part", "replace", "ledger"])
    def test_that_is_full(
        self, form: batch.Format, where: str, letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run(letters, tmp_path / "whole", form=form, workers=0, part_size=10)
        with monkeypatch.context() as patched:
            if where == "sync":
                patched.setattr(os, "fsync", self.no_space)
            elif where == "write_part":
                patched.setattr(pq, "write_table", self.no_space)
            elif where == "replace":
                patched.setattr(Path, "replace", self.no_space)
            else:

                def full(*arguments: object) -> None:
                    raise sqlite3.OperationalError("database or disk is full")

                patched.setattr(Ledger, "enter_part", full)
            with pytest.raises(
                BatchError, match=r"cannot write .*(No space left on device|disk is full)"
            ) as caught:
                run(letters, tmp_path / "out", form=form, workers=0, part_size=10)
        assert "go on with the run (resume)" in str(caught.value)
        assert not (tmp_path / "out" / "manifest.json").exists()
        run(letters, tmp_path / "out", form=form, workers=0, part_size=10, resume=True)
        same(tmp_path / "out", tmp_path / "whole")

    def test_a_place_that_cannot_be_written(self, letters: Path, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(BatchError, match=r"cannot write .*: Not a directory\Z"):
            run(letters, tmp_path / "file" / "out", workers=0)

    @pytest.mark.parametrize(
        ("limit", "options"), [(2_000, {}), (20_000, {}), (60_000, {"form": "jsonl", "evidence": True})]
    )
    def test_a_limit_to_the_size_of_files(
        self, limit: int, options: dict[str, Any], letters: Path, tmp_path: Path
    ) -> None:
        """Writes that really fail: of the ledger, of a part, of what comes at the end."""
        run(letters, tmp_path / "whole", workers=0, part_size=10, **options)
        code = (
            "import resource, sys\n"
            "from imrkit import BatchError, batch\n"
            f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
            f"try: batch.run({str(letters)!r}, {str(tmp_path / 'out')!r}, workers=0, part_size=10, **{options})\n"
            "except BatchError as error: sys.exit(str(error))\n"
        )
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
        assert re.match(r"cannot write .*go on with the run \(resume\)\n\Z", ended.stderr), ended.stderr
        assert not (tmp_path / "out" / "manifest.json").exists()
        finished = [path for path in (tmp_path / "out").iterdir() if path.name != ".unfinished"]
        run(letters, tmp_path / "out", workers=0, part_size=10, **options, resume=True)
        same(tmp_path / "out", tmp_path / "whole")
        assert all(path.exists() for path in finished)


def test_settings_say_what_tables_there_are() -> None:
    assert Settings(("a",)).tables == ("letters", "items", "citations")
    assert Settings(("a",), findings=True).tables == ("letters", "items", "citations", "findings")
