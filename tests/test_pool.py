"""Worker processes: one that hangs, crashes or ends costs what it was at, and nothing else."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from misbehaving import (
    CRASHES,
    CRASHES_ONCE,
    ENDS,
    HANGS,
    LACKS_AN_EXTRA,
    Unimportable,
    end,
    work,
)
from writing import written

import imrkit
from imrkit.corpus import pool
from imrkit.corpus.results import FailureReason, LetterFailure, Result, Task, read_tasks
from imrkit.corpus.worker import Job, Refused, packed, receive, send, serve, unpacked
from imrkit.errors import MissingExtraError, WorkerError

LETTERS: list[Task] = [(str(n), written()) for n in range(6)]


def outcomes(results: Iterator[list[Result]]) -> list[str]:
    """The names of letters, the reasons of failures."""
    flat = [result for chunk in results for result in chunk]
    return [result.reason if isinstance(result, LetterFailure) else result.name for result in flat]


def carried_out(chunks: Sequence[list[Task]], workers: int = 1, time_limit: float = 30.0) -> list[str]:
    return outcomes(pool.carried_out(work, chunks, workers, time_limit))


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("name", [CRASHES, ENDS])
def test_a_crash_costs_the_file_that_is_to_blame(name: str, workers: int) -> None:
    chunks = [[*LETTERS[:2], (name, ""), *LETTERS[2:4]], LETTERS[4:]]
    assert carried_out(chunks, workers) == ["0", "1", FailureReason.CRASHED, "2", "3", "4", "5"]


def test_a_file_that_hangs_costs_itself(tmp_path: Path) -> None:
    chunks = [[*LETTERS[:2], (HANGS, ""), *LETTERS[2:4]], LETTERS[4:]]
    began = time.monotonic()
    assert carried_out(chunks, time_limit=2.0) == ["0", "1", FailureReason.TIME_LIMIT, "2", "3", "4", "5"]
    assert time.monotonic() - began < 30


def test_a_crash_that_does_not_happen_again_costs_nothing(tmp_path: Path) -> None:
    mark: Task = (CRASHES_ONCE, str(tmp_path / "crashed"))
    reasons = carried_out([[mark, LETTERS[0]], [LETTERS[1]]])
    assert reasons == [FailureReason.NOT_A_LETTER, "0", "1"]
    assert (tmp_path / "crashed").exists()
    (tmp_path / "crashed").unlink()
    assert carried_out([[mark]]) == [FailureReason.NOT_A_LETTER]


def test_files_that_crash_and_hang_everywhere_are_all_told() -> None:
    bad: list[Task] = [(CRASHES, ""), (HANGS, ""), (ENDS, "")]
    assert carried_out([bad, LETTERS[:1]], workers=2, time_limit=2.0) == [
        FailureReason.CRASHED,
        FailureReason.TIME_LIMIT,
        FailureReason.CRASHED,
        "0",
    ]


def test_messages_say_what_happened() -> None:
    ((crashed,), (hung,)) = pool.carried_out(work, [[(CRASHES, "")], [(HANGS, "")]], 1, 1.5)
    assert isinstance(crashed, LetterFailure)
    assert isinstance(hung, LetterFailure)
    assert crashed.message == "the process that read it ended unexpectedly, and so did another one"
    assert hung.message == "not read within 1.5 seconds"


def test_a_large_text_is_given_up_in_time() -> None:
    large = written(summary="knee pain of the patient. " * 1_900_000)
    given = [("small", written()), ("large", large), ("another", written())]
    results = list(imrkit.read_letters(given, workers=1, time_limit=3.0))
    assert [type(result).__name__ for result in results] == ["LetterRead", "LetterFailure", "LetterRead"]
    assert isinstance(results[1], LetterFailure)
    assert results[1].reason is FailureReason.TIME_LIMIT


def test_what_is_no_fault_of_the_files_ends_it_all() -> None:
    with pytest.raises(MissingExtraError, match='install the extra "pdf"'):
        carried_out([LETTERS, [(LACKS_AN_EXTRA, "")], LETTERS])


def test_processes_that_do_not_start_are_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(WorkerError, match="exit code 1"):
        list(pool.carried_out(Unimportable(), [LETTERS], 1, 30.0))
    assert "no_such_module" in capfd.readouterr().err


def test_a_pool_that_is_given_up_in_the_middle_of_work_is_gone_at_once() -> None:
    results = pool.carried_out(work, [LETTERS[:1], [(HANGS, "")], LETTERS[1:], [(HANGS, "")]], 2, 600.0)
    assert outcomes(iter([next(results)])) == ["0"]
    began = time.monotonic()
    del results
    assert time.monotonic() - began < 10


def test_an_error_that_is_kept_keeps_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Popen(subprocess.Popen[bytes]):
        def __init__(self, *args: object, **options: object) -> None:
            super().__init__(*args, **options)  # type: ignore[call-overload]
            started.append(self)

    monkeypatch.setattr(pool.subprocess, "Popen", Popen)
    with pytest.raises(imrkit.NotALetterError) as kept:
        list(imrkit.read_letters([("soup", "A recipe.")], workers=1, on_error="raise"))
    assert kept.value.__traceback__
    assert [process.poll() is not None for process in started] == [True]


def test_the_longest_time_limit() -> None:
    assert carried_out([LETTERS], time_limit=threading.TIMEOUT_MAX) == ["0", "1", "2", "3", "4", "5"]


def test_processes_that_end_whatever_they_are_given_are_an_error() -> None:
    with pytest.raises(WorkerError, match="whatever they are given") as caught:
        list(pool.carried_out(end, [LETTERS], 1, 30.0))
    assert type(caught.value) is WorkerError


def test_as_many_processes_as_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pool.checked(None, 1.0) == pool.processors() >= 1
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert pool.processors() == os.cpu_count()


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks processes up in /proc")
def test_no_process_is_left_when_the_program_is_killed(tmp_path: Path) -> None:
    """Neither an idle one nor one that hangs."""
    told = tmp_path / "hanging.pid"
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from imrkit.corpus import pool\n"
        "from misbehaving import hang_and_tell\n"
        f"list(pool.carried_out(hang_and_tell, [[({str(told)!r}, '')]], 2, 3.0))\n"
    )
    program = subprocess.Popen([sys.executable, "-c", code])  # noqa: S603
    pid = _awaited(told)
    program.send_signal(signal.SIGKILL)
    program.wait()
    process = Path("/proc", pid)
    deadline = time.monotonic() + 30
    while process.exists() and "(zombie)" not in (process / "status").read_text():
        assert time.monotonic() < deadline, "the worker has outlived the program"
        time.sleep(0.1)


def _awaited(told: Path) -> str:
    deadline = time.monotonic() + 30
    while not told.exists() or not told.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return told.read_text()


class TestWorker:
    """The other end of the pipes, in this process."""

    def pipe(self, *messages: object) -> io.BytesIO:
        stream = io.BytesIO()
        for message in messages:
            send(stream, packed(message))
        stream.seek(0)
        return stream

    def test_answers_each_chunk_until_there_are_no_more(self) -> None:
        answers = io.BytesIO()
        serve(Job(read_tasks, 60.0), self.pipe(LETTERS[:2], LETTERS[2:3]), answers)
        answers.seek(0)
        assert [result.name for result in unpacked(receive(answers))] == ["0", "1"]
        assert [result.name for result in unpacked(receive(answers))] == ["2"]
        with pytest.raises(EOFError):
            receive(answers)

    def test_tells_of_an_error_that_is_no_file_s(self) -> None:
        answers = io.BytesIO()
        serve(Job(work, 60.0), self.pipe([(LACKS_AN_EXTRA, "")]), answers)
        answers.seek(0)
        refused = unpacked(receive(answers))
        assert isinstance(refused, Refused)
        assert isinstance(refused.error, MissingExtraError)

    def test_a_message_that_is_cut_off_is_none(self) -> None:
        whole = self.pipe("a message").getvalue()
        for length in range(len(whole)):
            with pytest.raises(EOFError):
                receive(io.BytesIO(whole[:length]))
