"""Write what imrkit reads from a folder of letters as records in the format of labelled letters.

    python benchmarks/accuracy.py --letters DIR --out pred.jsonl

Reads every .pdf and .txt in DIR and writes one JSON record a letter, ``id`` being the file's stem, so that a
scorer can compare them with records that careful readers have made. A file that cannot be read is named on
standard error and left out.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import imrkit
from imrkit.gold import line


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--letters", required=True, type=Path, help="folder with .pdf and .txt letters")
    cli.add_argument("--out", required=True, type=Path, help="file to write, one JSON record a line")
    args = cli.parse_args()
    files = sorted(path for path in args.letters.iterdir() if path.suffix.lower() in {".pdf", ".txt"})
    read = 0
    with args.out.open("w", encoding="utf-8") as out:
        for path in files:
            try:
                letter = imrkit.read_letter(path)
            except imrkit.ImrkitError as error:
                print(f"{path.name}: {error}", file=sys.stderr)
                continue
            out.write(line(path.stem, letter))
            read += 1
    print(f"{read} of {len(files)} letters read", file=sys.stderr)
    return 0 if read == len(files) else 1


if __name__ == "__main__":
    sys.exit(main())
