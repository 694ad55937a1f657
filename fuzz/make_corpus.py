"""Writes a corpus for the fuzzer: short synthetic letters of every layout and rendering.

python fuzz/make_corpus.py DIR
"""

from __future__ import annotations

import sys
from pathlib import Path

from imrkit.synth import GENERATIONS, RENDERINGS, synthesize


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for generation in dict.fromkeys(GENERATIONS):
        for rendering in RENDERINGS:
            for seed in range(3):
                _, text = next(synthesize(seed, 1, generations=[generation], renderings=[rendering], items=1))
                name = f"{generation.name}-{rendering}-{seed}.txt".lower().replace(" ", "-").replace(",", "")
                (folder / name).write_bytes(text.encode())


if __name__ == "__main__":
    main()
