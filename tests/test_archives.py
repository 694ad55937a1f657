"""Archives: what an honest one gives, and what is refused of one that is damaged or made to do harm."""

from __future__ import annotations

import gzip
import io
import random
import struct
import tarfile
import tracemalloc
import warnings
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from writing import written

from imrkit import FailureReason, LetterFailure, LetterRead, read_letters
from imrkit.corpus import tars, zips
from imrkit.corpus.archives import is_taken
from imrkit.corpus.entries import count, entries
from imrkit.reading import SIZE_LIMIT

LETTER = written().encode()
GIGABYTES = 10 * 1024**3
SYMBOLIC_LINK = 0o120777 << 16


def zip_of(members: Iterable[tuple[str | zipfile.ZipInfo, bytes]], **options: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", **options) as archive, warnings.catch_warnings():  # type: ignore[call-overload]
        warnings.simplefilter("ignore")  # two members of one name
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def tar_of(members: Iterable[tuple[str | tarfile.TarInfo, bytes]], mode: str = "w") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members:
            info = tarfile.TarInfo(name) if isinstance(name, str) else name
            if info.size == 0:
                info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def outcomes(path: Path, content: bytes | None = None) -> dict[str, str]:
    """What becomes of the members of an archive: ``"read"``, or the reason of the failure."""
    if content is not None:
        path.write_bytes(content)
    return {
        result.name.removeprefix(f"{path}"): "read" if isinstance(result, LetterRead) else result.reason
        for result in read_letters(path, workers=0)
    }


HOSTILE_NAMES = [
    "../evil.txt",
    "/etc/evil.txt",
    "a/../../evil.txt",
    "C:\\evil.txt",
    "..\\worse.txt",
    "\\\\host\\evil.txt",
]


class TestHonest:
    def test_which_members_are_read(self, tmp_path: Path) -> None:
        read = ["a.txt", "./b.PDF", "2016/c.txt", "x..y/d.txt"]
        passed_over = ["notes.md", ".hidden.txt", "__MACOSX/a.txt", ".git/e.txt", "2016/"]
        for name in read:
            assert is_taken(name, 0)
        for name in passed_over:
            assert not is_taken(name, 0)
        members = [(name, LETTER) for name in [*read, *passed_over[:-1]]]
        expected = {f"/{name}": "read" for name in read}
        assert outcomes(tmp_path / "a.zip", zip_of(members)) == expected
        assert outcomes(tmp_path / "a.tar", tar_of(members)) == expected
        assert outcomes(tmp_path / "a.tar.gz", tar_of(members, "w:gz")) == expected

    @pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    def test_zip_archives_read_as_the_standard_library_reads_them(self, compression: int) -> None:
        chance = random.Random(1)  # noqa: S311
        contents = [b"", b"a", chance.randbytes(5000), LETTER * 3]
        members = [(f"n{n}ä.txt" if n % 2 else f"n{n}.txt", content) for n, content in enumerate(contents)]
        packed = b"junk before" + zip_of([*members, ("folder/", b"")], compression=compression)
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            expected = [
                (info.filename, archive.read(info)) for info in archive.infolist() if not info.is_dir()
            ]
        file = io.BytesIO(packed)
        found = [member for member in zips.members(file) if isinstance(member, zips.ZipMember)]
        assert [(member.name, zips.content(file, member, "")) for member in found] == expected == members

    def test_zip_archives_for_large_files(self) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as member:
            member.write(LETTER)
        file = io.BytesIO(with_zip64_end(packed.getvalue()))
        (found,) = zips.members(file)
        assert isinstance(found, zips.ZipMember)
        assert zips.content(file, found, "") == LETTER

    def test_two_members_of_one_name_are_two(self, tmp_path: Path) -> None:
        path = tmp_path / "a.zip"
        path.write_bytes(zip_of([("a.txt", LETTER), ("a.txt", LETTER + b" ")]))
        assert len({result.sha256 for result in read_letters(path, workers=0)}) == 2

    def test_an_empty_archive_gives_nothing(self, tmp_path: Path) -> None:
        assert outcomes(tmp_path / "a.zip", zip_of([])) == {}
        assert outcomes(tmp_path / "a.tar", tar_of([])) == {}
        assert outcomes(tmp_path / "a.tgz", tar_of([], "w:gz")) == {}

    @pytest.mark.parametrize("name", ["a.zip", "a.tar"])
    def test_memory_does_not_grow_with_the_members(self, name: str, tmp_path: Path) -> None:
        members = [(f"CM15-{n:07}.txt", b"x" * n) for n in range(2000)]
        (tmp_path / name).write_bytes(zip_of(members) if name == "a.zip" else tar_of(members))
        peaks = []
        for number in (200, 1990):
            tracemalloc.start()
            for n, entry in enumerate(entries(tmp_path / name)):
                entry.task()
                if n == number:
                    break
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert peaks[1] < peaks[0] + 40_000


def with_zip64_end(packed: bytes) -> bytes:
    """A ZIP archive whose directory is found by the records for large archives, its own entries included."""
    at = packed.rindex(b"PK\x05\x06")
    _, _, _, _, entries_, size, offset, _ = struct.unpack("<4s4H2LH", packed[at:])
    large = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, entries_, entries_, size, offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return packed[:at] + large + locator + end


class TestHostile:
    @pytest.fixture(autouse=True)
    def nothing_is_written(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterable[None]:
        home = tmp_path / "home"
        home.mkdir()
        monkeypatch.chdir(home)
        yield
        assert list(home.rglob("*")) == []
        assert {path.name for path in tmp_path.iterdir()} <= {"home", "a.zip", "a.tar", "a.tgz", "secret.txt"}

    def test_names_that_lead_out_of_the_archive(self, tmp_path: Path) -> None:
        members = [("good.txt", LETTER), *((name, LETTER) for name in HOSTILE_NAMES), ("better.txt", LETTER)]
        for path, content in ((tmp_path / "a.zip", zip_of(members)), (tmp_path / "a.tar", tar_of(members))):
            found = outcomes(path, content)
            assert found.pop("/good.txt") == found.pop("/better.txt") == "read"
            assert len(found) == len(HOSTILE_NAMES)
            assert set(found.values()) == {FailureReason.UNSAFE_NAME}

    def test_a_name_with_a_zero(self, tmp_path: Path) -> None:
        packed = zip_of([("aXtxt.pdf", LETTER)]).replace(b"aXtxt", b"a\0txt")
        assert list(outcomes(tmp_path / "a.zip", packed).values()) == [FailureReason.UNSAFE_NAME]

    def test_links_devices_and_pipes(self, tmp_path: Path) -> None:
        (tmp_path / "secret.txt").write_bytes(LETTER)
        info = zipfile.ZipInfo("link.txt")
        info.create_system, info.external_attr = 3, SYMBOLIC_LINK
        in_zip = zip_of([(info, b"../secret.txt"), ("good.txt", LETTER)])
        assert outcomes(tmp_path / "a.zip", in_zip) == {"/link.txt": "not a file", "/good.txt": "read"}
        in_tar = tar_of(
            [
                (link("link.txt", "../secret.txt"), b""),
                (link("hard.txt", "../secret.txt", tarfile.LNKTYPE), b""),
                (link("elsewhere", "/"), b""),
                (link("pipe", "", tarfile.FIFOTYPE), b""),
                (link("disk", "", tarfile.BLKTYPE), b""),
                ("good.txt", LETTER),
            ]
        )
        found = outcomes(tmp_path / "a.tar", in_tar)
        assert found.pop("/good.txt") == "read"
        assert len(found) == 5
        assert set(found.values()) == {FailureReason.NOT_A_FILE}

    def test_archives_within_archives(self, tmp_path: Path) -> None:
        inner = zip_of([("a.txt", LETTER)])
        members = [
            ("inner.zip", inner),
            ("inner.tgz", tar_of([("a.txt", LETTER)], "w:gz")),
            ("called.pdf", inner),
            ("called.txt", tar_of([("a.txt", LETTER)])),
            ("good.txt", LETTER),
        ]
        for path, content in (
            (tmp_path / "a.zip", zip_of(members)),
            (tmp_path / "a.tgz", tar_of(members, "w:gz")),
        ):
            found = outcomes(path, content)
            assert found.pop("/good.txt") == "read"
            assert set(found.values()) == {FailureReason.NESTED_ARCHIVE}
            assert len(found) == 4

    def test_a_zip_member_that_claims_ten_gigabytes(self, tmp_path: Path) -> None:
        packed = zip_of([("good.txt", LETTER), ("huge.txt", b"x" * 100), ("better.txt", LETTER)])
        at = packed.index(b"huge.txt", packed.index(b"PK\x01\x02")) - 46
        packed = (
            packed[: at + 24] + struct.pack("<L", 0xFFFFFFF0) + packed[at + 28 :]
        )  # as much as fits there
        assert outcomes(tmp_path / "a.zip", packed) == {
            "/good.txt": "read",
            "/huge.txt": FailureReason.TOO_LARGE,
            "/better.txt": "read",
        }

    def test_a_zip_member_that_claims_ten_gigabytes_in_the_field_for_large_files(
        self, tmp_path: Path
    ) -> None:
        info = zipfile.ZipInfo("huge.txt")
        info.extra = struct.pack("<2H2Q", 1, 16, GIGABYTES, 100)
        packed = zip_of([(info, b"x" * 100), ("good.txt", LETTER)])
        at = packed.index(b"PK\x01\x02")
        packed = packed[: at + 20] + b"\xff" * 8 + packed[at + 28 :]
        assert outcomes(tmp_path / "a.zip", packed) == {"/huge.txt": "too large", "/good.txt": "read"}

    def test_a_zip_member_that_holds_more_or_less_than_it_claims(self, tmp_path: Path) -> None:
        for claimed in (10, 1_000_000):
            packed = zip_of(
                [("lies.txt", LETTER * 1000), ("good.txt", LETTER)], compression=zipfile.ZIP_DEFLATED
            )
            at = packed.index(b"PK\x01\x02")
            packed = packed[: at + 24] + struct.pack("<L", claimed) + packed[at + 28 :]
            assert outcomes(tmp_path / "a.zip", packed) == {
                "/lies.txt": "corrupt archive",
                "/good.txt": "read",
            }

    def test_a_tar_member_that_claims_ten_gigabytes(self, tmp_path: Path) -> None:
        huge = tarfile.TarInfo("huge.txt")
        huge.size = GIGABYTES
        whole = tar_of([("good.txt", LETTER)])[: -tarfile.RECORDSIZE + 512 * 4]
        head = huge.tobuf(tarfile.GNU_FORMAT)
        begun = whole[: 512 * (1 + -(-len(LETTER) // 512))] + head + b"x" * 1000
        found = outcomes(tmp_path / "a.tar", begun)
        assert found["/good.txt"] == "read"
        assert found["/huge.txt"] == FailureReason.TOO_LARGE
        assert found[""] == FailureReason.CORRUPT_ARCHIVE  # it ends before those ten gigabytes do

    def test_what_comes_after_a_member_that_is_too_large_is_read(self, tmp_path: Path) -> None:
        members = [("huge.txt", bytes(SIZE_LIMIT)), ("good.txt", LETTER)]
        for path, content in (
            (tmp_path / "a.tgz", tar_of(members, "w:gz")),
            (tmp_path / "a.zip", zip_of(members, compression=zipfile.ZIP_DEFLATED)),
        ):
            assert outcomes(path, content) == {"/huge.txt": FailureReason.TOO_LARGE, "/good.txt": "read"}

    @pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME])
    def test_a_tar_header_that_would_fill_the_memory(self, kind: bytes, tmp_path: Path) -> None:
        header = link("h", "", kind)
        header.size = 200 << 20
        packed = gzip.compress(header.tobuf(tarfile.GNU_FORMAT) + bytes(200 << 20), 1)
        tracemalloc.start()
        assert outcomes(tmp_path / "a.tgz", packed) == {"": FailureReason.CORRUPT_ARCHIVE}
        assert tracemalloc.get_traced_memory()[1] < 10 << 20
        tracemalloc.stop()

    def test_a_tar_header_that_never_ends(self, tmp_path: Path) -> None:
        sparse = link("sparse.txt", "", tarfile.GNUTYPE_SPARSE).tobuf(tarfile.GNU_FORMAT)
        sparse = sparse[:482] + b"\1" + sparse[483:]
        checksum = 256 + sum(sparse[:148]) + sum(sparse[156:512])
        sparse = sparse[:148] + b"%06o\0 " % checksum + sparse[156:]
        more = (b"%011o\0" % 1 * 2 * 21).ljust(504, b"\0") + b"\1" + bytes(7)
        packed = gzip.compress(sparse + more * 100_000, 1)
        assert outcomes(tmp_path / "a.tgz", packed) == {"": FailureReason.CORRUPT_ARCHIVE}

    def test_a_tar_header_on_the_next_header_and_so_on(self, tmp_path: Path) -> None:
        header = link("h", "", tarfile.XHDTYPE).tobuf(tarfile.GNU_FORMAT)
        assert outcomes(tmp_path / "a.tar", header * 2000) == {"": FailureReason.CORRUPT_ARCHIVE}

    def test_zip_members_that_overlap(self, tmp_path: Path) -> None:
        packed = zip_of([("a.txt", LETTER)])
        at, end = packed.index(b"PK\x01\x02"), packed.rindex(b"PK\x05\x06")
        entry = packed[at:end]
        many = packed[:at] + entry * 50
        many += struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 50, 50, 50 * len(entry), at, 0)
        found = [
            result.reason if isinstance(result, LetterFailure) else "read"
            for result in read_letters(self.written_to(tmp_path / "a.zip", many), workers=0)
        ]
        assert found[-1] == FailureReason.CORRUPT_ARCHIVE
        assert len(found) < 10

    def test_a_member_that_opens_with_a_password_or_is_packed_in_a_strange_way(self, tmp_path: Path) -> None:
        packed = zip_of([("a.txt", LETTER)])
        at = packed.index(b"PK\x01\x02")
        locked = packed[: at + 8] + b"\1\0" + packed[at + 10 :]
        assert outcomes(tmp_path / "a.zip", locked) == {"/a.txt": FailureReason.PASSWORD}
        strange = zip_of([("a.txt", LETTER)], compression=zipfile.ZIP_LZMA)
        assert outcomes(tmp_path / "a.zip", strange) == {"/a.txt": FailureReason.CORRUPT_ARCHIVE}

    def test_a_local_header_that_differs(self, tmp_path: Path) -> None:
        packed = zip_of([("a.txt", LETTER)])
        assert outcomes(tmp_path / "a.zip", b"b".join(packed.split(b"a", 1))) == {"/a.txt": "corrupt archive"}
        assert outcomes(tmp_path / "a.zip", b"QQ" + packed[2:]) == {"/a.txt": "corrupt archive"}

    def written_to(self, path: Path, content: bytes) -> Path:
        path.write_bytes(content)
        return path


class TestDamaged:
    @pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tgz"])
    @pytest.mark.parametrize("content", [b"", b"PK", LETTER, bytes(100), b"\x1f\x8b\x08"])
    def test_what_is_no_archive(self, name: str, content: bytes, tmp_path: Path) -> None:
        assert outcomes(tmp_path / name, content) == {"": FailureReason.CORRUPT_ARCHIVE}

    @pytest.mark.parametrize("mode", ["w", "w:gz"])
    def test_a_tar_archive_that_is_cut_off_says_so_wherever(self, mode: str, tmp_path: Path) -> None:
        chance = random.Random(2)  # noqa: S311
        whole = tar_of([(f"{n}.txt", LETTER + chance.randbytes(300).hex().encode()) for n in range(20)], mode)
        content = 20 * (512 + -(-(len(LETTER) + 600) // 512) * 512)
        last_content = len(whole) - 20 if mode == "w:gz" else content
        for length in range(0, last_content, 97):
            found = outcomes(tmp_path / "a.tgz", whole[:length])
            assert FailureReason.CORRUPT_ARCHIVE in found.values(), length

    def test_a_tar_archive_with_a_damaged_header_does_not_just_end(self, tmp_path: Path) -> None:
        whole = bytearray(tar_of([(f"{n}.txt", LETTER) for n in range(3)]))
        whole[whole.index(b"1.txt")] ^= 1
        assert outcomes(tmp_path / "a.tar", bytes(whole)) == {"/0.txt": "read", "": "corrupt archive"}

    def test_a_wrong_checksum_at_the_end_of_gzip_is_noticed(self, tmp_path: Path) -> None:
        whole = bytearray(tar_of([("a.txt", LETTER)], "w:gz"))
        whole[-8] ^= 1
        assert outcomes(tmp_path / "a.tgz", bytes(whole)) == {"/a.txt": "read", "": "corrupt archive"}

    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_whatever_is_changed_nothing_but_results_comes_of_it(
        self, data: st.DataObject, tmp_path: Path
    ) -> None:
        members = [("a.txt", LETTER), ("b/c.txt", b"text " * 50), ("d" * 120 + ".txt", b"x")]
        name, whole = data.draw(
            st.sampled_from(
                [
                    ("a.zip", zip_of(members, compression=zipfile.ZIP_DEFLATED)),
                    ("a.zip", with_zip64_end(zip_of(members))),
                    ("a.tar", tar_of(members)),
                    ("a.tgz", tar_of(members, "w:gz")),
                ]
            )
        )
        changed = bytearray(whole)
        places = st.integers(0, len(changed) - 1)
        for _ in range(data.draw(st.integers(1, 6))):
            at = data.draw(places)
            piece = data.draw(
                st.binary(min_size=1, max_size=9) | st.sampled_from([b"\xff" * 8, bytes(8), b"PK\x01\x02"])
            )
            changed[at : at + len(piece)] = piece
        path = tmp_path / name
        path.write_bytes(bytes(changed))
        for result in read_letters(path, workers=0):
            assert isinstance(result, LetterRead | LetterFailure)
        assert (count(path) or 0) >= 0

    @pytest.mark.parametrize("mode", ["w", "w:gz"])
    def test_a_tar_member_is_read_in_its_turn_or_not_at_all(self, mode: str) -> None:
        file = io.BytesIO(tar_of([("a.txt", b"one"), ("b.txt", b"other")], mode))
        one, other = (member for member in tars.members(file) if isinstance(member, tars.TarMember))
        assert isinstance(one.content("a"), LetterFailure)
        assert isinstance(other.content("b"), LetterFailure)
