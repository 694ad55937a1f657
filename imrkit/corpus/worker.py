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
from collections.abc import Callable
from typing import Any, BinaryIO, Final

from attrs import frozen

from imrkit.errors import ImrkitError

_LENGTH: Final = struct.Struct("!Q")
_PATIENCE: Final = 2.0
"""How many time limits a worker waits for its end by the process that started it, before it ends itself."""

READY: Final = "ready"


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


def send(pipe: BinaryIO, message: object) -> None:
    """Write *message* to *pipe*.

    Raises:
        OSError: nobody reads there any more.
    """
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def receive(pipe: BinaryIO) -> Any:
    """The next message from *pipe*.

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
    return pickle.loads(data)  # noqa: S301 (from a process of our own)


def serve(job: Job, tasks: BinaryIO, answers: BinaryIO) -> None:
    """Do *job* with each chunk that comes from *tasks*, until there are no more."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        while True:
            try:
                chunk = receive(tasks)
            except EOFError:
                return
            # Should the other process be killed, there is nobody who would end this one if it hangs.
            faulthandler.dump_traceback_later(_PATIENCE * job.time_limit, exit=True, file=nowhere)
            try:
                answer = job.work(chunk)
            except ImrkitError as error:
                answer = Refused(error)
            faulthandler.cancel_dump_traceback_later()
            send(answers, answer)


def main() -> None:
    """Serve over standard input and output, which nothing else in this process gets at."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the keyboard interrupts the process that started this one
    nowhere = os.open(os.devnull, os.O_RDWR)
    with os.fdopen(os.dup(0), "rb") as tasks, os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(nowhere, 0)
        os.dup2(nowhere, 1)
        job = receive(tasks)  # imports what the job needs; if that fails, it is no secret
        os.dup2(nowhere, 2)
        send(answers, READY)
        serve(job, tasks, answers)
