"""Runs ``imrkit`` and prints the most memory, in kB, that it held, and the most that one of its workers did.

    python benchmarks/peaks.py batch letters --out out

Linux only: what getrusage() tells of a process there includes what the process that started it held.
"""

from __future__ import annotations

import os
import re
import sys
import threading
from pathlib import Path

from imrkit.cli import main

SECONDS_BETWEEN_LOOKS = 0.2
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
PARENT = re.compile(rf"PPid:\s+{os.getpid()}$", re.MULTILINE)


def status(process: Path) -> str:
    try:
        return (process / "status").read_text()
    except OSError:  # it has ended
        return ""


def peak(process: Path) -> int:
    found = PEAK.search(status(process))
    return int(found[1]) if found else 0


def watch(ended: threading.Event, peaks: list[int]) -> None:
    """Look at the processes that this one has started until it *ended*."""
    while not ended.wait(SECONDS_BETWEEN_LOOKS):
        children = [
            entry
            for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and PARENT.search(status(entry))
        ]
        peaks.extend(map(peak, children))


if __name__ == "__main__":
    of_workers: list[int] = []
    done = threading.Event()
    watcher = threading.Thread(target=watch, args=(done, of_workers))
    watcher.start()
    code = main(sys.argv[1:])
    done.set()
    watcher.join()
    print(peak(Path("/proc/self")), max(of_workers, default=0))
    sys.exit(code)
