"""What the scripts of this folder share. Each runs where imrkit is installed with one extra, and nothing else is.

Each is given the folder of the example letters, and says nothing: what does not hold is an exception.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Final

import imrkit
from imrkit import MissingExtraError

LETTERS: Final = Path(sys.argv[1])
TEXT: Final = LETTERS / "one-request.txt"
PDF: Final = LETTERS / "one-request.pdf"


def _page() -> None:
    import_module("imrkit.views").letter_html(imrkit.read_letter(TEXT))


def _frames(method: str) -> None:
    made = import_module("imrkit.tables").to_arrow(imrkit.read_letters([TEXT], workers=0))
    getattr(made, method)()


def _database() -> None:
    tables = import_module("imrkit.tables")
    tables.write_duckdb(tables.to_arrow([]), Path("letters.duckdb"))


# Something that each extra is for. Not the extra json: without it, JSON is written and read all the same.
_USES: Final[Mapping[str, tuple[Callable[[], object], ...]]] = {
    "pdf": (lambda: imrkit.read_letter(PDF),),
    "tables": (lambda: import_module("imrkit.tables"), lambda: import_module("imrkit.batch")),
    "duckdb": (_database,),
    "pandas": (lambda: _frames("to_pandas"),),
    "polars": (lambda: _frames("to_polars"),),
    "spark": (lambda: import_module("imrkit.spark"),),
    "synth": (lambda: import_module("imrkit.synth.printing"),),
    "testing": (lambda: import_module("imrkit.testing").letters,),
    "views": (_page,),
}
_OF_TABLES: Final = frozenset({"duckdb", "pandas", "polars"})


def others_are_named(*installed: str) -> None:
    """Expect that what needs an extra other than *installed* is refused, and that the error names it."""
    for extra, uses in _USES.items():
        # Where there are no tables, they are what is missing first.
        named = "tables" if extra in _OF_TABLES and "tables" not in installed else extra
        for use in uses if extra not in installed else ():
            _refused(use, named)


def _refused(use: Callable[[], object], extra: str) -> None:
    said = f"what needs the extra {extra} works without it"
    try:
        use()
    except MissingExtraError as error:
        said = str(error)
    assert f'pip install "imrkit[{extra}]"' in said, said


def command(*arguments: object) -> tuple[int, str, str]:
    """What the command line says to *arguments*: its exit code, output and errors."""
    ended = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "imrkit", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return ended.returncode, ended.stdout, ended.stderr
