"""Many letters: where they come from, in which order, and what becomes of those that cannot be read."""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import evolve
from writing import written

import imrkit
from imrkit import FailureReason, LetterFailure, LetterRead, read_letters
from imrkit.corpus.entries import count, entries
from imrkit.corpus.results import LONGEST_MESSAGE
from imrkit.layouts import EXPERT_REVIEW
from imrkit.reading import SIZE_LIMIT

MakePdf = Callable[..., bytes]

POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="pipes and names of POSIX")


def numbered(number: int) -> str:
    return f"CM15-{number:07}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of five letters, two of them in folders within it, and what is no letter."""
    root = tmp_path / "letters"
    for number, name in enumerate(["b.txt", "a.txt", "2016/d.TXT", "2016/c.txt", "2015/e.txt"]):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(number=numbered(number)), encoding="utf-8")
    for name in ["notes.md", ".hidden.txt", ".git/f.txt"]:
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("nothing", encoding="utf-8")
    return root


def names(source: object) -> list[str]:
    return [entry.name for entry in entries(source)]  # type: ignore[arg-type]


def outcomes(results: Iterator[LetterRead | LetterFailure]) -> list[str | None]:
    """The case numbers of letters, the reasons of failures."""
    return [
        result.letter.case.number if isinstance(result, LetterRead) else result.reason for result in results
    ]


class TestSources:
    def test_a_folder_gives_its_letters_sorted_and_those_within_it(self, folder: Path) -> None:
        expected = ["a.txt", "b.txt", "2015/e.txt", "2016/c.txt", "2016/d.TXT"]
        assert names(folder) == [str(folder / name) for name in expected]
        assert names(str(folder)) == names(folder)
        assert count(folder) == 5

    def test_a_file_is_taken_whatever_its_name(self, folder: Path) -> None:
        assert names(folder / "notes.md") == [str(folder / "notes.md")]
        assert count(folder / "notes.md") == 1

    def test_a_pattern_gives_files_sorted_and_no_folders(self, folder: Path) -> None:
        assert names(f"{folder}/**/*.txt") == sorted(
            str(folder / name) for name in ["a.txt", "b.txt", "2015/e.txt", "2016/c.txt"]
        )
        assert count(f"{folder}/**") == 6

    def test_a_pattern_may_mean_folders(self, folder: Path) -> None:
        expected = ["2015/e.txt", "2016/c.txt", "2016/d.TXT"]
        assert names(f"{folder}/20*") == [str(folder / name) for name in expected]

    def test_a_list_of_paths_may_hold_folders_and_files_in_its_order(self, folder: Path) -> None:
        paths = [folder / "b.txt", str(folder / "2016"), folder / "a.txt"]
        expected = ["b.txt", "2016/c.txt", "2016/d.TXT", "a.txt"]
        assert names(paths) == [str(folder / name) for name in expected]
        assert count(paths) == 4

    def test_an_archive_gives_its_members_in_its_order(self, folder: Path, tmp_path: Path) -> None:
        shutil.make_archive(str(tmp_path / "packed"), "zip", folder)
        with zipfile.ZipFile(tmp_path / "packed.zip") as archive:
            members = [
                name
                for name in archive.namelist()
                if name.lower().endswith(".txt") and "/." not in f"/{name}"
            ]
        assert len(members) == 5
        assert names(tmp_path / "packed.zip") == [f"{tmp_path}/packed.zip/{name}" for name in members]
        assert count(tmp_path / "packed.zip") == 5

    def test_names_with_content(self) -> None:
        given = [("one", written()), ("two", written().encode())]
        assert names(given) == ["one", "two"]
        assert count(given) == 2

    def test_what_can_be_counted_only_by_reading_it_is_not(self, folder: Path, tmp_path: Path) -> None:
        shutil.make_archive(str(tmp_path / "packed"), "gztar", folder)
        assert count(tmp_path / "packed.tar.gz") is None
        assert count([folder, tmp_path / "packed.tar.gz"]) is None
        assert count(iter([folder])) is None
        assert count([tmp_path / "gone.zip"]) == 1

    def test_the_position_in_a_tar_archive_is_known(self, folder: Path, tmp_path: Path) -> None:
        shutil.make_archive(str(tmp_path / "packed"), "tar", folder)
        positions = [entry.position for entry in entries(tmp_path / "packed.tar")]
        assert None not in positions
        assert positions == sorted(positions, key=lambda position: position or 0)
        assert 0 < (positions[-1] or 0) <= 1

    def test_what_is_not_there_is_an_error_at_once(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            read_letters(tmp_path / "gone")
        with pytest.raises(FileNotFoundError):
            read_letters(f"{tmp_path}/*.pdf")

    def test_a_text_in_place_of_a_path_is_an_error_that_does_not_quote_it(self) -> None:
        with pytest.raises(ValueError, match="no path but a text") as caught:
            read_letters(written())
        assert "worker" not in str(caught.value)
        with pytest.raises(ValueError, match="no path but a text"):
            list(read_letters([written()], workers=0))

    @pytest.mark.parametrize("source", [b"bytes", 7, None])
    def test_what_is_no_source_is_refused(self, source: object) -> None:
        with pytest.raises(TypeError, match="a path, or an iterable of paths"):
            read_letters(source)  # type: ignore[arg-type]

    @pytest.mark.parametrize("pair", [(1, "text"), ("name", None), ("name", Path("a.txt"))])
    def test_content_is_bytes_or_text(self, pair: tuple[object, object]) -> None:
        with pytest.raises(TypeError, match="a name"):
            list(read_letters([pair], workers=0))  # type: ignore[list-item]


class TestReading:
    @pytest.mark.parametrize("workers", [0, 1, 2])
    def test_letters_come_in_order_with_name_and_hash(self, folder: Path, workers: int) -> None:
        results = list(read_letters(folder, workers=workers))
        assert [result.name for result in results] == names(folder)
        for result in results:
            assert isinstance(result, LetterRead)
            content = Path(result.name).read_bytes()
            assert result.sha256 == hashlib.sha256(content).hexdigest()
            assert result.letter == imrkit.read_letter(content)
            assert result.letter.text[result.letter.evidence["patient.age"].slice] == "39"

    def test_many_letters_stay_in_order_however_many_processes(self) -> None:
        given = [(str(n), written(number=numbered(n))) for n in range(200)]
        results = read_letters(given, workers=3)
        assert outcomes(results) == [numbered(n) for n in range(200)]

    def test_a_text_counts_as_its_utf_8(self) -> None:
        text = written(summary="The café worker is a 39 year old male. \ud800")
        of_text, of_bytes = read_letters(
            [("t", text), ("b", text.encode("utf-8", "surrogatepass"))], workers=0
        )
        assert of_text.sha256 == of_bytes.sha256

    @pytest.mark.parametrize("workers", [0, 1])
    def test_a_failure_has_a_reason_and_stops_nothing(
        self, workers: int, make_pdf: MakePdf, scanned_pdf: bytes, pdf_without_pages: bytes, tmp_path: Path
    ) -> None:
        gone = tmp_path / "gone.pdf"
        source = [
            ("first", written()),
            ("other", "The secret knee of a recipe for soup."),
            ("nothing", b""),
            ("junk", bytes(range(256)) * 20),
            ("locked", make_pdf("text", locked=True)),
            ("cut", make_pdf("text")[:200]),
            ("scan", scanned_pdf),
            ("pageless", pdf_without_pages),
            gone,
            tmp_path / "with\0zero.pdf",
            ("last", make_pdf(written())),
        ]
        results = list(read_letters(source, workers=workers))
        assert outcomes(iter(results)) == [
            "CM15-9900001",
            FailureReason.NOT_A_LETTER,
            FailureReason.EMPTY,
            FailureReason.BINARY,
            FailureReason.PASSWORD,
            FailureReason.CORRUPT,
            FailureReason.NO_TEXT,
            FailureReason.NO_PAGES,
            FailureReason.FILE_ERROR,
            FailureReason.FILE_ERROR,
            "CM15-9900001",
        ]
        for result in results:
            if isinstance(result, LetterFailure):
                assert result.message
                assert len(result.message) <= LONGEST_MESSAGE
                assert "secret" not in result.message
                assert "the document:" not in result.message
                assert str(tmp_path) not in result.message
        assert isinstance(results[1], LetterFailure)
        assert results[1].sha256 == hashlib.sha256(b"The secret knee of a recipe for soup.").hexdigest()
        assert isinstance(results[8], LetterFailure)
        assert results[8].sha256 is None

    def test_too_large_a_file_or_text_is_a_failure(self, tmp_path: Path) -> None:
        with (tmp_path / "large.txt").open("wb") as file:
            file.truncate(SIZE_LIMIT)
        source = [tmp_path / "large.txt", ("text", "a" * SIZE_LIMIT)]
        assert outcomes(read_letters(source, workers=0)) == [FailureReason.TOO_LARGE] * 2

    @POSIX_ONLY
    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.txt")
        assert outcomes(read_letters(tmp_path, workers=0)) == [FailureReason.NOT_A_FILE]

    @pytest.mark.parametrize("locked", ["2015", "2016"])
    def test_a_folder_that_cannot_be_listed_is_a_failure(
        self, folder: Path, locked: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        listed = os.scandir

        def scandir(path: str) -> object:
            if Path(path).name == locked:
                raise PermissionError(13, "Permission denied", path)
            return listed(path)

        monkeypatch.setattr(os, "scandir", scandir)
        (failure,) = (
            result for result in read_letters(folder, workers=0) if isinstance(result, LetterFailure)
        )
        assert (failure.name, failure.message) == (str(folder / locked), "Permission denied")
        assert len(list(read_letters(folder, workers=0, on_error="skip"))) == (4 if locked == "2015" else 3)

    def test_an_archive_that_cannot_be_opened_is_a_failure(self, tmp_path: Path) -> None:
        assert outcomes(read_letters([tmp_path / "gone.zip"], workers=0)) == [FailureReason.FILE_ERROR]

    def test_results_can_be_pickled(self) -> None:
        (result,) = read_letters([("a", written())], workers=0)
        assert isinstance(result, LetterRead)
        again = pickle.loads(pickle.dumps(result))  # noqa: S301
        twice = pickle.loads(pickle.dumps(again))  # noqa: S301
        assert again == twice == result
        assert dict(twice.letter.evidence) == dict(result.letter.evidence)


class TestErrors:
    SOURCE = (
        ("first", written()),
        ("soup", "A recipe for soup."),
        ("scan", b"%PDF-1.4 junk"),
        ("last", written()),
    )

    def test_skip_leaves_failures_out(self) -> None:
        assert [result.name for result in read_letters(self.SOURCE, workers=0, on_error="skip")] == [
            "first",
            "last",
        ]

    def test_raise_stops_at_the_first_failure(self) -> None:
        results = read_letters(self.SOURCE, workers=1, on_error="raise")
        assert next(results).name == "first"
        with pytest.raises(imrkit.NotALetterError, match=r"^soup: no determination letter"):
            next(results)
        with pytest.raises(imrkit.UnreadableDocumentError, match=r"^scan: .*damaged") as caught:
            list(read_letters(self.SOURCE[2:], workers=0, on_error="raise"))
        assert caught.value.reason == FailureReason.CORRUPT

    def test_without_the_extra_for_pdfs_nothing_goes_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pypdfium2", None)
        with pytest.raises(imrkit.MissingExtraError, match=r"imrkit\[pdf\]"):
            list(read_letters(self.SOURCE, workers=0))

    def test_arguments_that_make_no_sense_are_refused(self) -> None:
        with pytest.raises(ValueError, match="on_error"):
            read_letters(self.SOURCE, on_error="ignore")  # type: ignore[call-overload]
        with pytest.raises(ValueError, match="workers"):
            read_letters(self.SOURCE, workers=-1)
        with pytest.raises(TypeError, match="workers is a whole number, or None, not str"):
            read_letters(self.SOURCE, workers="4")  # type: ignore[call-overload]
        with pytest.raises(TypeError, match="a number of seconds, not str"):
            read_letters(self.SOURCE, time_limit="4")  # type: ignore[call-overload]
        for limit in (0, -1, float("inf"), float("nan")):
            with pytest.raises(ValueError, match="time limit"):
                read_letters(self.SOURCE, time_limit=limit)


NOTES = """
from imrkit import Extractor, Found, Parser, Section, read_letters
from attrs import frozen

@frozen
class Note:
    words: str

def note(passage):
    return Found(Note(passage.text[:3]), {"": passage.place(0, 3), "words": passage.place(0, 3)})

PARSER = Parser().with_extractor(Extractor(name="note", reads=Section.SUMMARY, yields=Note, extract=note))
"""
READ = """
for result in read_letters(SOURCE, workers=1, parser=PARSER):
    print(result.letter.extra["note"].words)
"""


class TestParsersInOtherProcesses:
    def ran(self, folder: Path, *, module: str = "", program: str = "") -> tuple[str, str]:
        """What *program* says on standard output and error, beside a *module* ``notes``."""
        (folder / "notes.py").write_text(module, encoding="utf-8")
        (folder / "program.py").write_text(program, encoding="utf-8")
        done = subprocess.run(  # noqa: S603
            [sys.executable, folder / "program.py"],
            env={**os.environ, "PYTHONPATH": str(Path(imrkit.__file__).parents[1])},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done.stdout, done.stderr

    @pytest.fixture
    def source(self, tmp_path: Path) -> str:
        (tmp_path / "letter.txt").write_text(written(), encoding="utf-8")
        return f"SOURCE = {str(tmp_path / 'letter.txt')!r}\n"

    def test_functions_of_a_module_are_imported(self, source: str, tmp_path: Path) -> None:
        program = f"from notes import *\n{source}{READ}"
        out, errors = self.ran(tmp_path, module=NOTES, program=program)
        assert (len(out.strip()), errors) == (3, "")

    def test_a_module_may_read_while_it_is_imported(self, source: str, tmp_path: Path) -> None:
        begins = "import sys\nif sys.argv[0] != '-c':"  # no process that reads
        module = NOTES + source + begins + READ.replace("\n", "\n    ")
        out, errors = self.ran(tmp_path, module=module, program="import notes")
        assert (len(out.strip()), errors) == (3, "")

    def test_a_module_that_reads_in_every_process_that_imports_it_is_an_error(
        self, source: str, tmp_path: Path
    ) -> None:
        out, errors = self.ran(tmp_path, module=NOTES + source + READ, program="import notes")
        assert out == ""
        assert errors.count("Traceback") == 1
        assert "WorkerError: the processes that read import the modules of the parser" in errors

    @pytest.mark.parametrize("program", [NOTES, NOTES.replace("extract=note", "extract=lambda _: None")])
    def test_what_no_other_process_can_import_is_an_error_before_one_is_started(
        self, program: str, source: str, tmp_path: Path
    ) -> None:
        out, errors = self.ran(tmp_path, program=program + source + READ)
        assert out == ""
        assert "PluginError: the extractor 'note' cannot be sent" in errors
        assert "workers=0" in errors
        assert "in main" not in errors  # of a process that reads

    def test_a_function_within_one(self) -> None:
        def nothing(passage: imrkit.Passage) -> None:
            return None

        extractor = imrkit.Extractor(
            name="nothing", reads=imrkit.Section.SUMMARY, yields=str, extract=nothing
        )
        parser = imrkit.Parser().with_extractor(extractor)
        with pytest.raises(imrkit.PluginError, match="'nothing' cannot be sent"):
            read_letters([("a", written())], workers=1, parser=parser)
        assert outcomes(read_letters([("a", written())], workers=0, parser=parser)) == ["CM15-9900001"]

    def test_a_layout_of_the_program(self) -> None:
        layout = evolve(EXPERT_REVIEW, name="of the program", items=lambda _: [])
        with pytest.raises(imrkit.PluginError, match="layout 'of the program' cannot be sent"):
            read_letters([], workers=1, parser=imrkit.Parser().with_layout(layout))


class TestLaziness:
    def given(self, taken: list[int], number: int = 10_000) -> Iterator[tuple[str, str]]:
        for n in range(number):
            taken.append(n)
            yield str(n), written(number=numbered(n))

    def test_in_this_process_a_letter_is_taken_when_it_is_asked_for(self) -> None:
        taken: list[int] = []
        results = read_letters(self.given(taken), workers=0)
        assert taken == []
        next(results)
        next(results)
        assert taken == [0, 1]

    def test_other_processes_are_a_few_chunks_ahead_and_no_more(self) -> None:
        taken: list[int] = []
        results = read_letters(self.given(taken), workers=2)
        assert taken == []
        next(results)
        time.sleep(0.5)
        assert len(taken) <= 2 * 4 * 16

    def test_much_content_is_not_taken_ahead(self) -> None:
        taken: list[int] = []

        def given() -> Iterator[tuple[str, bytes]]:
            for n in range(12):
                taken.append(n)
                yield str(n), bytes(SIZE_LIMIT - 1)

        results = read_letters(given(), workers=2)
        assert next(results).name == "0"
        assert len(taken) <= 3

    def test_processes_end_with_the_iterator(self, tmp_path: Path) -> None:
        code = (
            "import imrkit, sys, pathlib\n"
            f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
            "from writing import written\n"
            "results = imrkit.read_letters((str(n), written()) for n in range(10**9))\n"  # no guard of __main__
            "next(results)\n"
            "children = lambda: [p for p in pathlib.Path('/proc').glob('[0-9]*/stat') if parent(p) == me]\n"
            "import os\n"
            "me = str(os.getpid())\n"
            "def parent(p):\n"
            "    try: return p.read_text().rpartition(')')[2].split()[1]\n"
            "    except OSError: return None\n"
            "before = len(children())\n"
            "del results\n"
            "print(before > 0, len(children()))\n"
        )
        ended = subprocess.run(  # noqa: S603
            [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
        )
        assert (ended.stdout, ended.stderr) == ("True 0\n", "")


def test_a_tar_archive_is_read_like_the_folder_it_was_made_of(folder: Path, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "packed.tgz", "w:gz") as archive:
        for path in sorted(folder.rglob("*")):
            archive.add(path, path.relative_to(folder).as_posix(), recursive=False)
    packed = {
        Path(r.name).name: r for r in read_letters(tmp_path / "packed.tgz", workers=1, on_error="raise")
    }
    for result in read_letters(folder, workers=0, on_error="raise"):
        other = packed.pop(Path(result.name).name)
        assert (other.sha256, other.letter) == (result.sha256, result.letter)
    assert not packed
