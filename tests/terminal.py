"""A terminal that remembers what it was shown."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

import pytest

T = TypeVar("T")


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, work: Callable[[], T], *streams: str) -> tuple[T, str]:
    """What *work* returns, and what a terminal gets for *streams* meanwhile. Undoes what *monkeypatch* did."""
    terminal, end = os.openpty()
    received: list[bytes] = []

    def receive() -> None:
        try:
            while data := os.read(terminal, 4096):
                received.append(data)
        except OSError:  # how Linux says that the other end is closed
            pass

    receiver = threading.Thread(target=receive)
    receiver.start()
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    with os.fdopen(end, "w", encoding="utf-8") as stream:
        for name in streams:
            monkeypatch.setattr(sys, name, stream)
        result = work()
    monkeypatch.undo()
    receiver.join()
    os.close(terminal)
    return result, b"".join(received).decode()
