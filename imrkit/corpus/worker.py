"""A process that carries out a job for another one: asked and answering over pipes.

It is a program of its own and no copy of the process that starts it, so that it needs nothing of that one's
``__main__``, threads or open files. It speaks nowhere but over its pipes: whatever fails in it, no text of a
letter gets into a log.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import struct
import threading
from collections.abc import Callable
from typing import Any, BinaryIO, Final

from attrs import frozen

from imrkit.errors import ImrkitError, WorkerError

_LENGTH: Final = struct.Struct("!Q")
_PATIENCE: Final = 2.0
"""How many time limits a worker waits for its end by the process that started it, before it ends itself."""

READY: Final = "ready"

_begins = False
"""Whether this process is a worker that imports what its job needs."""


@frozen
class Job:
    """What a worker does with each chunk of tasks that it gets."""

    work: Callable[[Any], Any]
    """Can be pickled, as can what it gives."""
    time_limit: float
    """Seconds for a chunk."""


@frozen
class Refused:
    """The answer where no answer can be had, for a cause that is none of the files'."""

    error: ImrkitError


def packed(message: object) -> bytes:
    return pickle.dumps(message, pickle.HIGHEST_PROTOCOL)


def unpacked(data: bytes) -> Any:
    return pickle.loads(data)  # noqa: S301 (from a process of our own)


def send(pipe: BinaryIO, data: bytes) -> None:
    """Write *data*, a :func:`packed` message, to *pipe*.

    Raises:
        OSError: nobody reads there any more.
    """
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def receive(pipe: BinaryIO) -> bytes:
    """The next message from *pipe*, packed.

    Raises:
        EOFError: the other end is closed.
    """
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data


def serve(job: Job, tasks: BinaryIO, answers: BinaryIO) -> None:
    """Do *job* with each chunk that comes from *tasks*, until there are no more."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        while True:
            try:
                chunk = unpacked(receive(tasks))
            except EOFError:
                return
            # Should the other process be killed, there is nobody who would end this one if it hangs.
            patience = min(_PATIENCE * job.time_limit, threading.TIMEOUT_MAX)
            faulthandler.dump_traceback_later(patience, exit=True, file=nowhere)
            try:
                answer = job.work(chunk)
            except ImrkitError as error:
                answer = Refused(error)
            faulthandler.cancel_dump_traceback_later()
            send(answers, packed(answer))


def main() -> None:
    """Serve over standard input and output, which nothing else in this process gets at."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the keyboard interrupts the process that started this one
    nowhere = os.open(os.devnull, os.O_RDWR)
    with os.fdopen(os.dup(0), "rb") as tasks, os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(nowhere, 0)
        os.dup2(nowhere, 1)
        try:
            job = _job(tasks)
        except EOFError:
            return
        except ImrkitError as error:
            send(answers, packed(Refused(error)))
            return
        os.dup2(nowhere, 2)
        send(answers, packed(READY))
        serve(job, tasks, answers)


def _job(tasks: BinaryIO) -> Job:
    """The job, which imports what it needs; if that fails, it is no secret."""
    global _begins  # noqa: PLW0603
    data = receive(tasks)
    _begins = True
    try:
        job: Job = unpacked(data)
    finally:
        _begins = False
    return job


def refuse_workers_of_workers() -> None:
    """Stop a module that a worker imports from starting workers, which would import that module ...

    Raises:
        WorkerError: it does.
    """
    if _begins:
        raise WorkerError(
            "the processes that read import the modules of the parser's functions, and one of these reads letters as "
            'soon as it is imported: do that in a function, under `if __name__ == "__main__":`, or with workers=0'
        )
