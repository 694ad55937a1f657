"""Files and bytes to text: every encoding, every kind of unreadable file, no letter text in errors."""

from __future__ import annotations

import io
import os
import pickle
import random
import shutil
import sys
import threading
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrkit import reading
from imrkit.errors import MissingExtraError, NotALetterError, UnreadableDocumentError
from imrkit.reading import SIZE_LIMIT, read_letter, read_text

MakePdf = Callable[..., bytes]

SUMMARY = "The worker’s café was flooded on 3 May.\nShe slipped; the knee gave way – twice.\n"
CHANCE = random.Random(7)  # noqa: S311

PLAIN = "The worker slipped on a wet floor.\nThe knee gave way.\n"


def refusal(source: reading.Source) -> UnreadableDocumentError:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_text(source)
    return caught.value


def text_or_reason(data: bytes) -> str:
    try:
        text = read_text(data)
    except UnreadableDocumentError as error:
        return error.reason
    assert text.strip()
    return "text"


class TestText:
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
    )
    def test_every_common_encoding_is_told_by_its_content(self, encoding: str) -> None:
        assert read_text(SUMMARY.encode(encoding)) == SUMMARY

    def test_utf_16_with_the_big_end_first_and_its_mark(self) -> None:
        assert read_text(b"\xfe\xff" + SUMMARY.encode("utf-16-be")) == SUMMARY

    def test_latin_1(self) -> None:
        assert read_text("the knee flexes to 95° after São José\n".encode("latin-1")).startswith(
            "the knee flexes to 95° after São José"
        )

    def test_bytes_that_windows_1252_leaves_open_are_latin_1(self) -> None:
        assert read_text(b"a knee, 95\xb0 \x81 of flexion") == "a knee, 95° \x81 of flexion"

    @pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
    def test_every_line_end_becomes_one(self, line_end: str) -> None:
        assert read_text(PLAIN.replace("\n", line_end).encode()) == PLAIN

    def test_marks_that_text_extractors_leave_are_no_junk(self) -> None:
        extracted = "non\x02certified, a page\x0cand the end\x1a"
        assert read_text(extracted.encode()) == extracted

    @given(
        st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).map("the knee".__add__)
    )
    def test_what_is_written_as_utf_8_is_read_back(self, text: str) -> None:
        assert read_text(text.encode("utf-8")) == text

    @given(st.binary(min_size=1, max_size=400))
    def test_any_bytes_give_a_text_or_the_one_error(self, data: bytes) -> None:
        assert text_or_reason(data) in {"text", "empty", "binary", "corrupt"}


class TestSources:
    def test_a_path_as_string_or_path(self, tmp_path: Path) -> None:
        path = tmp_path / "no ending"
        path.write_text(PLAIN, encoding="utf-8")
        assert read_text(path) == read_text(str(path)) == PLAIN

    def test_the_name_does_not_count(self, tmp_path: Path, make_pdf: MakePdf) -> None:
        path = tmp_path / "letter.txt"
        path.write_bytes(make_pdf("a page"))
        assert read_text(path) == "a page"

    def test_bytes_in_every_shape(self) -> None:
        data = PLAIN.encode()
        assert read_text(data) == read_text(bytearray(data)) == read_text(memoryview(data)) == PLAIN

    def test_a_binary_file_is_read_from_where_it_is_and_left_open(self) -> None:
        file = io.BytesIO(b"envelope" + PLAIN.encode())
        file.seek(len("envelope"))
        assert read_text(file) == PLAIN
        assert not file.closed

    def test_a_file_that_gives_a_little_at_a_time(self) -> None:
        class Slow(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                return super().read(7)

        assert read_text(Slow(PLAIN.encode())) == PLAIN

    def test_a_missing_file_is_the_usual_error(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            read_text(tmp_path / "nowhere.pdf")

    def test_a_folder_is_the_usual_error(self, tmp_path: Path) -> None:
        with pytest.raises(IsADirectoryError, match=r"read_letters\(\)"):
            read_text(tmp_path)

    def test_a_file_opened_as_text_is_a_mistake_in_the_program(self) -> None:
        with pytest.raises(TypeError, match="binary mode"):
            read_text(io.StringIO(PLAIN))  # type: ignore[arg-type]

    def test_anything_else_is_a_mistake_in_the_program(self) -> None:
        with pytest.raises(TypeError, match="not int"):
            read_text(42)  # type: ignore[arg-type]

    @pytest.mark.parametrize("text", [PLAIN, PLAIN.replace("\n", " ") * 20, "He/she slipped. " * 400])
    def test_a_text_passed_as_a_path_is_not_quoted(self, text: str) -> None:
        with pytest.raises(ValueError, match="parse_letter") as caught:
            read_letter(text)
        assert "slipped" not in str(caught.value)

    @pytest.mark.skipif(os.name == "nt", reason="file names of Windows have no line breaks")
    def test_a_file_name_with_a_line_break_is_a_path(self, tmp_path: Path) -> None:
        path = tmp_path / "odd\nname"
        path.write_text(PLAIN, encoding="utf-8")
        assert read_text(str(path)) == PLAIN


class TestPdf:
    def test_pages_are_separated_by_form_feeds(self, make_pdf: MakePdf) -> None:
        assert read_text(make_pdf("the first page\nits second line", "the second page")) == (
            "the first page\nits second line\fthe second page"
        )

    def test_encrypted_with_copying_forbidden_reads_like_any_other(self, make_pdf: MakePdf) -> None:
        pdf = make_pdf("a page", copying_forbidden=True)
        assert b"/Encrypt" in pdf
        assert read_text(pdf) == "a page"

    def test_junk_before_the_mark_is_put_up_with(self, make_pdf: MakePdf) -> None:
        assert read_text(b"junk from a mail program\r\n" * 30 + make_pdf("a page")) == "a page"

    def test_a_page_full_of_invisible_characters_is_read_by_what_stands_within_its_edges(
        self, make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def too_deep(_: pypdfium2.PdfTextPage) -> str:
            raise RecursionError

        monkeypatch.setattr(pypdfium2.PdfTextPage, "get_text_range", too_deep)
        assert read_text(make_pdf("a page")) == "a page"

    def test_threads_take_turns(self, make_pdf: MakePdf) -> None:
        pdfs = [make_pdf(*[f"letter {n}, page {page}" for page in range(3)]) for n in range(8)]
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(read_text, pdfs * 10))
        assert together == [read_text(pdf) for pdf in pdfs] * 10

    def test_a_refused_pdf_leaves_the_way_free(self, make_pdf: MakePdf) -> None:
        refusal(b"%PDF-1.7 and nothing else")
        reader = threading.Thread(target=read_text, args=(make_pdf("a page"),), daemon=True)
        reader.start()
        reader.join(timeout=30)
        assert not reader.is_alive()

    def test_without_the_extra_the_message_says_what_to_install(
        self, make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "pypdfium2", None)
        with pytest.raises(MissingExtraError, match=r'pip install "imrkit\[pdf\]"'):
            read_text(make_pdf("a page"))
        assert read_text(PLAIN.encode()) == PLAIN


class TestRefusals:
    @pytest.mark.parametrize("data", [b"", b" \r\n\t \n", b"\xef\xbb\xbf", b"\xff\xfe", b"\x0c"])
    def test_empty(self, data: bytes) -> None:
        assert refusal(data).reason == "empty"

    @pytest.mark.parametrize(
        "data",
        [
            bytes(range(256)) * 4,
            b"PK\x03\x04\x14\x00\x06\x00" + CHANCE.randbytes(3000),
            CHANCE.randbytes(3000),
            b"\x00" * 500,
            b"\xff\xfe\x00\xd8\x20\x00",
            b"\xff\xfe" + PLAIN.encode("utf-16-le") + b"x",
            bytes(range(0x80, 0x100)) * 3,
        ],
        ids=["all bytes", "zip", "random", "zeros", "half a character", "odd length", "no letters"],
    )
    def test_binary_junk(self, data: bytes) -> None:
        assert refusal(data).reason == "binary"

    @pytest.mark.parametrize("form", ["zip", "tar", "gztar", "bztar"])
    def test_an_archive_is_no_pdf_though_one_stands_in_it_as_it_is(
        self, form: str, tmp_path: Path, make_pdf: MakePdf
    ) -> None:
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "letter.pdf").write_bytes(make_pdf("a page"))
        if form == "zip":
            packed = tmp_path / "packed.zip"
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
                archive.write(tmp_path / "in" / "letter.pdf", "letter.pdf")
        else:
            packed = Path(shutil.make_archive(str(tmp_path / "packed"), form, tmp_path / "in"))
        for source in (packed, packed.read_bytes()):
            error = refusal(source)
            assert error.reason == "binary"
            assert "an archive" in str(error)
            assert "read_letters()" in str(error)

    def test_too_large_is_known_before_decoding(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reading, "_decoded", lambda *_: pytest.fail("decoded"))
        assert refusal(bytes(SIZE_LIMIT)).reason == "too large"

    def test_too_large_is_known_before_reading_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "disk.img"
        with path.open("wb") as file:
            file.truncate(SIZE_LIMIT)
        error = refusal(path)
        assert error.reason == "too large"
        assert "50 MB" in str(error)

    def test_a_stream_without_end_is_not_read_for_ever(self) -> None:
        class Endless(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                return b"knee " * 1_000_000

        assert refusal(Endless()).reason == "too large"

    def test_a_pdf_with_too_much_text(self, make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch) -> None:
        pdf = make_pdf(*["the knee " * 200] * 10)
        monkeypatch.setattr(reading, "SIZE_LIMIT", len(pdf) + 1)
        assert refusal(pdf).reason == "too large"

    def test_protected_by_a_password(self, make_pdf: MakePdf) -> None:
        assert refusal(make_pdf("a page", locked=True)).reason == "password"

    def test_encrypted_in_a_way_that_nobody_knows(self, make_pdf: MakePdf) -> None:
        pdf = make_pdf("a page", copying_forbidden=True).replace(b"/Filter /Standard", b"/Filter /Standart")
        assert refusal(pdf).reason == "password"

    @pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"junk" * 500])
    def test_corrupt(self, data: bytes) -> None:
        assert refusal(data).reason == "corrupt"

    def test_a_page_that_is_lost(self, pdf_with_a_lost_page: bytes) -> None:
        error = refusal(pdf_with_a_lost_page)
        assert error.reason == "corrupt"
        assert "page 2" in str(error)

    def test_no_pages(self, pdf_without_pages: bytes) -> None:
        assert refusal(pdf_without_pages).reason == "no pages"

    def test_a_scan(self, scanned_pdf: bytes) -> None:
        error = refusal(scanned_pdf)
        assert error.reason == "no text"
        assert "2 page(s)" in str(error)
        assert "OCR" in str(error)

    def test_the_message_names_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "CM17-9900999.pdf"
        path.write_bytes(b"")
        assert str(refusal(path)).startswith(str(path))
        with path.open("rb") as file:
            assert str(refusal(file)).startswith(str(path))
        assert str(refusal(b"")).startswith("the document")

    def test_the_error_survives_the_way_between_processes(self, scanned_pdf: bytes) -> None:
        error = refusal(scanned_pdf)
        again = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
        assert (again.reason, str(again)) == (error.reason, str(error))

    def test_no_text_of_the_document_is_in_the_message(self, make_pdf: MakePdf) -> None:
        junk = b"Jane Q. Sample" + bytes(range(32)) * 20
        assert "Jane" not in str(refusal(junk))
        assert "Jane" not in str(refusal(make_pdf("Jane Q. Sample")[:600]))

    def test_no_letter(self, make_pdf: MakePdf) -> None:
        with pytest.raises(NotALetterError):
            read_letter(make_pdf("An invoice for a wheelchair."))


@pytest.mark.parametrize("seed", range(4))
def test_damaged_pdfs_give_a_text_or_the_one_error(make_pdf: MakePdf, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    sound = make_pdf("the first page", "the second page", copying_forbidden=bool(seed % 2))
    for _ in range(150):
        damaged = bytearray(sound)
        for _ in range(chance.choice([0, 1, 10, 100])):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        if chance.random() < 0.5:
            del damaged[chance.randrange(len(damaged)) :]
        outcome = text_or_reason(bytes(damaged))
        assert outcome in {"text", "empty", "binary", "corrupt", "password", "no pages", "no text"}
