"""Work on many tasks at once, in processes that may hang or die without harm to the others.

A time limit can be kept only by ending a process: neither a thread nor a signal gets at native code that does not
come back. So each worker is a process of its own (:mod:`imrkit.corpus.worker`), asked by a thread that starts
another one in its place when it is lost. A chunk of tasks that a worker is lost over is given to the next one
task by task, so that only the task that is to blame is given up.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, BinaryIO, Final, Generic, SupportsFloat, SupportsIndex, TypeVar, cast

from imrkit.corpus.entries import Entry
from imrkit.corpus.results import FailureReason, File, LetterFailure, Task
from imrkit.corpus.worker import (
    Job,
    Refused,
    packed,
    receive,
    refuse_workers_of_workers,
    send,
    unpacked,
)
from imrkit.errors import WorkerError

R = TypeVar("R")

Work = Callable[[Sequence[Task]], R]
"""Gives one result for a chunk of tasks. Can be pickled, as can its results."""

TASKS_A_CHUNK: Final = 16
"""As many that their messages cost little beside them, as few that a chunk is soon done."""
BYTES_A_CHUNK: Final = 1 << 20
"""A chunk that holds as much content, or more, takes no more tasks."""
CHUNKS_AHEAD: Final = 3
"""How many chunks are taken ahead for each worker."""
BYTES_AHEAD: Final = 64 << 20
"""When the chunks taken ahead hold as much content, or more, no more are taken."""

_LAST_WORDS: Final = 10.0
"""Seconds for a process that fails to begin to say why."""
_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); import imrkit.corpus.worker as w; w.main()"
)


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def checked(workers: int | None, time_limit: float) -> int:
    """How many processes are to work, where ``None`` is one for each processor.

    Raises:
        ValueError: fewer than none, or a time limit that is none.
        TypeError: they are no numbers.
    """
    if workers is not None and not isinstance(workers, SupportsIndex):
        raise TypeError(f"workers is a whole number, or None, not {type(workers).__name__}")
    if not isinstance(time_limit, SupportsFloat):
        raise TypeError(f"a time limit is a number of seconds, not {type(time_limit).__name__}")
    if workers is not None and workers < 0:
        raise ValueError("there are 0 workers or more")
    if not 0 < time_limit <= threading.TIMEOUT_MAX:
        raise ValueError(
            f"a time limit is a number of seconds above 0, and at most {threading.TIMEOUT_MAX:.0f}"
        )
    return processors() if workers is None else workers


def chunks(
    entries: Iterable[Entry], length: int = TASKS_A_CHUNK, cut: int | None = None
) -> Iterator[list[Task]]:
    """The tasks of *entries* in chunks of *length*, fewer where they hold much, and at each *cut* of so many tasks."""
    chunk: list[Task] = []
    held = 0
    for number, entry in enumerate(entries, start=1):
        task = entry.task()
        chunk.append(task)
        held += content_size(task)
        if len(chunk) == length or held >= BYTES_A_CHUNK or (cut and number % cut == 0):
            yield chunk
            chunk, held = [], 0
    if chunk:
        yield chunk


def content_size(task: Task) -> int:
    """How many bytes or characters of content *task* holds."""
    return 0 if isinstance(task, LetterFailure) or isinstance(task[1], File) else len(task[1])


def carried_out(
    work: Work[R], chunks: Iterable[list[Task]], workers: int, time_limit: float
) -> Generator[R, None, None]:
    """The results of *work* on *chunks*, in order.

    The work is packed, and its results are unpacked, in the thread that asks for them: pickle imports the modules of
    what it meets, and another thread would wait for ever for one that this thread is importing while it reads letters.

    Args:
        work: what to do with a chunk.
        chunks: taken as they are needed, a few ahead.
        workers: how many processes work; 0 for this one, which keeps no time limit and dies of what kills it.
        time_limit: seconds for a task.

    Raises:
        WorkerError: the processes end before they have begun.
        ImrkitError: *work* has raised it.
    """
    if workers == 0:
        return (work(chunk) for chunk in chunks)
    refuse_workers_of_workers()
    return _Pool[R](packed(Job(work, time_limit)), workers, time_limit).results(chunks)


class _LostError(Exception):
    """A worker is gone, with what it was asked to do."""

    def __init__(self, reason: FailureReason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class _Process:
    """A process that does a job."""

    def __init__(self, job: bytes) -> None:
        self._popen = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-c", _START, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._tasks = cast("BinaryIO", self._popen.stdin)
        self._answers = cast("BinaryIO", self._popen.stdout)
        try:
            ready = unpacked(self.answer(job))
        except (OSError, EOFError):
            with suppress(subprocess.TimeoutExpired):
                self._popen.wait(_LAST_WORDS)
            self.end()
            raise WorkerError(
                f"a worker process ended before it began, with exit code {self._popen.returncode}; its last words "
                "are on standard error; workers=0 reads without other processes"
            ) from None
        except BaseException:
            self.end()
            raise
        if isinstance(ready, Refused):
            self.end()
            raise ready.error

    def answer(self, message: bytes) -> bytes:
        """What it answers to *message*, both packed.

        Raises:
            OSError: it is no more.
            EOFError: it is no more.
        """
        send(self._tasks, message)
        return receive(self._answers)

    def kill(self) -> None:
        """End it at once, from whatever thread; :meth:`answer` fails."""
        self._popen.kill()

    def end(self) -> None:
        """End it and leave nothing of it."""
        self._popen.kill()
        self._popen.wait()
        self._answers.close()
        with suppress(OSError):  # what could not be written to it
            self._tasks.close()


class _Worker:
    """A process, and another one in its place when that is lost."""

    def __init__(self, job: bytes, time_limit: float) -> None:
        self._job = job
        self._time_limit = time_limit
        self._process: _Process | None = None
        self._closed = False
        self._lock = threading.Lock()

    def ask(self, tasks: Sequence[Task]) -> bytes:
        """What the job gives for *tasks*, packed.

        Raises:
            _LostError: the process died over them, or was ended because it took too long.
        """
        process = self._running()
        overdue = threading.Event()

        def end() -> None:
            overdue.set()
            process.kill()

        timer = threading.Timer(self._time_limit, end)
        timer.start()
        try:
            answer = process.answer(packed(tasks))
        except (OSError, EOFError):
            timer.cancel()
            self.end()
            if overdue.is_set():
                message = f"not read within {self._time_limit:g} seconds"
                raise _LostError(FailureReason.TIME_LIMIT, message) from None
            message = "the process that read it ended unexpectedly, and so did another one"
            raise _LostError(FailureReason.CRASHED, message) from None
        timer.cancel()
        timer.join()
        if overdue.is_set():  # it had just answered when it was ended
            self.end()
        return answer

    def close(self) -> None:
        """Give up what it does, and start nothing more."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()

    def end(self) -> None:
        """End the process."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.end()

    def _running(self) -> _Process:
        with self._lock:
            if self._closed:
                raise WorkerError("closed")
            if self._process is None:
                self._process = _Process(self._job)
            return self._process


class _Pool(Generic[R]):
    def __init__(self, job: bytes, workers: int, time_limit: float) -> None:
        self._workers = [_Worker(job, time_limit) for _ in range(workers)]
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)

    def results(self, chunks: Iterable[list[Task]]) -> Generator[R, None, None]:
        ahead = CHUNKS_AHEAD * len(self._workers)
        waiting: deque[tuple[Future[list[bytes]], int]] = deque()
        held = 0
        threads = ThreadPoolExecutor(len(self._workers), "imrkit")
        try:
            for chunk in chunks:
                size = sum(map(content_size, chunk))
                waiting.append((threads.submit(self._done, chunk), size))
                held += size
                while len(waiting) > ahead or held > BYTES_AHEAD or (waiting and waiting[0][0].done()):
                    done, size = waiting.popleft()
                    yield from map(_result, done.result())
                    held -= size
            while waiting:
                yield from map(_result, waiting.popleft()[0].result())
        finally:
            for worker in self._workers:
                worker.close()
            threads.shutdown(cancel_futures=True)
            for worker in self._workers:
                worker.end()

    def _done(self, chunk: list[Task]) -> list[bytes]:
        worker = self._idle.get()
        try:
            return self._answers(worker, chunk)
        finally:
            self._idle.put(worker)

    def _answers(self, worker: _Worker, chunk: list[Task]) -> list[bytes]:
        if len(chunk) > 1:
            with suppress(_LostError):
                return [worker.ask(chunk)]
        return [self._answer_to_one(worker, task) for task in chunk]

    def _answer_to_one(self, worker: _Worker, task: Task) -> bytes:
        try:
            try:
                return worker.ask([task])
            except _LostError as lost:
                if lost.reason is FailureReason.TIME_LIMIT:
                    raise
                return worker.ask([task])  # what was read before may have harmed the process
        except _LostError as lost:
            name = task.name if isinstance(task, LetterFailure) else task[0]
            failure = LetterFailure(name, lost.reason, str(lost))
        try:
            return worker.ask([failure])
        except _LostError as lost:
            raise WorkerError(
                f"the worker processes end whatever they are given: {lost}; workers=0 reads without other processes"
            ) from None


def _result(answer: bytes) -> Any:
    """The result of the work in *answer*.

    Raises:
        ImrkitError: there is none, for a cause that is none of the files'.
    """
    result = unpacked(answer)
    if isinstance(result, Refused):
        raise result.error
    return result
