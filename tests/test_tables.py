"""Letters as tables: what each column says, keys that join, and every format that they are written in."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from test_codec import LETTER as TWO_ITEMS
from test_codec import LETTERS
from writing import WrittenItem, written

import imrkit
from imrkit import FailureReason, Letter, LetterFailure, LetterRead, PartialDate, Range, read_letters, tables
from imrkit.files import whole
from imrkit.tables import LAYOUTS, SCHEMA_VERSION, Tables, to_arrow
from imrkit.vocabulary import Part

READ = LetterRead("two-items.pdf", "ab" * 32, TWO_ITEMS)
GONE = LetterFailure("gone.pdf", FailureReason.FILE_ERROR, "No such file or directory")


def made(*results: LetterRead | LetterFailure) -> Tables:
    return to_arrow(results, findings=True, evidence=True)


def only(table: pa.Table | None) -> dict[str, Any]:
    assert table is not None
    (row,) = table.to_pylist()
    return row


def any_letters(test: Callable[..., None]) -> Callable[..., None]:
    """Runs *test* on letters of every kind, no two of which are the same."""
    several = st.lists(LETTERS, max_size=4).map(
        lambda letters: [
            LetterRead(f"{n}", f"{n:064x}", evolve(letter, case=evolve(letter.case, number=str(n))))
            for n, letter in enumerate(letters)
        ]
    )
    return settings(max_examples=50, deadline=None)(given(read=several)(test))


class TestColumns:
    def test_a_letter(self) -> None:
        row = only(made(READ).letters)
        assert row["letter_id"] == "ab" * 32
        assert row["source"] == "two-items.pdf"
        assert row["case_number"] == "CM17-9900101"
        assert (row["generation"], row["outcome"]) == ("expert review", "partially overturn")
        assert row["date_assigned"] == dt.date(2017, 6, 2)
        assert row["reviewer_licensed_in"] == ["CA", "NV"]
        assert row["reviewer_specialties"] == ["Neurology"]
        assert (row["patient_age"], row["patient_sex"]) == (48, "female")
        assert row["injury_diagnoses"] == ["neck strain"]
        assert row["item_count"] == 2
        assert row["findings"] == ["implausible_date"]

    def test_a_date_that_is_known_in_part_is_no_day(self) -> None:
        row = only(made(READ).letters)
        assert (row["date_of_injury"], row["date_of_injury_stated"]) == (None, "2016-10")
        assert (row["injury_date"], row["injury_date_stated"]) == (None, "2016")
        assert (row["injury_end_date"], row["injury_end_date_stated"]) == (None, None)
        injury = evolve(TWO_ITEMS.injury, date=dt.date(2016, 10, 3))
        row = only(made(evolve(READ, letter=evolve(TWO_ITEMS, injury=injury))).letters)
        assert (row["injury_date"], row["injury_date_stated"]) == (dt.date(2016, 10, 3), "2016-10-03")

    def test_items(self) -> None:
        acupuncture, ibuprofen = made(READ).items.to_pylist()
        assert [row["item_index"] for row in (acupuncture, ibuprofen)] == [0, 1]
        assert (acupuncture["category"], acupuncture["subcategory"]) == ("Rehabilitation", "Acupuncture")
        assert (acupuncture["visits_low"], acupuncture["visits_high"]) == (4, 8)
        assert (acupuncture["per_week_low"], acupuncture["per_week_high"]) == (1, 2)
        assert (acupuncture["weeks_low"], acupuncture["weeks_high"]) == (None, None)
        assert acupuncture["body_parts"] == [{"part": "neck", "side": None}]
        assert acupuncture["rationale"] is None
        assert (acupuncture["reasons"], acupuncture["conclusion"]) == ([], None)
        assert (acupuncture["reviewer_guidelines_stated"], acupuncture["reviewer_none_cited"]) == (
            True,
            False,
        )
        assert acupuncture["drug_name"] is None
        assert (ibuprofen["drug_name"], ibuprofen["drug_strength"]) == ("Ibuprofen", "800mg")
        assert (ibuprofen["drug_quantity"], ibuprofen["drug_refills"]) == (60, None)
        assert ibuprofen["subcategory"] == "NSAID"
        assert (ibuprofen["reasons"], ibuprofen["conclusion"]) == (["long_term_use"], "not_necessary")
        assert ibuprofen["rationale"] == "Too long."

    def test_a_number_is_both_ends_of_its_range(self) -> None:
        item = TWO_ITEMS.items[0]
        request = evolve(item.request, visits=6, per_week=Range(1.5, 2), weeks=0.5)
        row = only(made(evolve(READ, letter=evolve(TWO_ITEMS, items=(evolve(item, request=request),)))).items)
        assert (row["visits_low"], row["visits_high"]) == (6, 6)
        assert (row["per_week_low"], row["per_week_high"]) == (1.5, 2)
        assert (row["weeks_low"], row["weeks_high"]) == (0.5, 0.5)

    @pytest.mark.parametrize("number", [2**31, 10**400, -(2**31)])
    def test_a_number_that_a_column_cannot_hold_is_missing(self, number: int) -> None:
        request = evolve(TWO_ITEMS.items[0].request, visits=number, weeks=number)
        item = evolve(TWO_ITEMS.items[0], request=request)
        row = only(made(evolve(READ, letter=evolve(TWO_ITEMS, items=(item,)))).items)
        assert row["visits_low"] is None
        assert row["weeks_low"] in {None, number}

    def test_citations_say_which_side_cited_them(self) -> None:
        text = written(
            items=[
                WrittenItem(),
                WrittenItem(
                    request="Omeprazole 20mg #30",
                    reviewer="Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Pain Chapter.",
                ),
            ]
        )
        (read,) = read_letters([("letter", text)], workers=0, on_error="raise")
        rows = made(read).citations.to_pylist()
        sides = [(row["item_index"], row["cited_by"], row["citation_index"]) for row in rows]
        assert sides == [
            (0, "claims_administrator", 0),
            (0, "reviewer", 0),
            (1, "claims_administrator", 0),
            (1, "reviewer", 0),
        ]
        assert [row["guideline_source"] for row in rows] == ["MTUS", "MTUS", "MTUS", "ODG"]
        assert [row["mtus"] for row in rows] == [True, True, True, False]
        assert (rows[0]["title"], rows[0]["year"]) == ("Low Back Complaints", 2004)
        assert rows[1]["sections"] == "Massage therapy"

    def test_findings_and_evidence(self) -> None:
        of_letter = made(READ)
        finding = only(of_letter.findings)
        assert (finding["finding_index"], finding["code"]) == (0, "implausible_date")
        assert finding["message"] == "a year to come"
        assert finding["spans"] == [{"start": 3, "stop": 7}]
        assert of_letter.evidence is not None
        places = {row["path"]: (row["start"], row["stop"]) for row in of_letter.evidence.to_pylist()}
        assert places == {"patient.sex": (0, 3), "patient.age": (7, 9)}

    def test_findings_and_evidence_only_on_request(self) -> None:
        plain = to_arrow([READ])
        assert (plain.findings, plain.evidence) == (None, None)
        assert list(plain.by_name()) == ["letters", "items", "citations", "failures", "duplicates"]

    def test_failures(self) -> None:
        row = only(made(READ, GONE).failures)
        assert row == {
            "source": "gone.pdf",
            "sha256": None,
            "reason": "file error",
            "message": "No such file or directory",
        }

    def test_halves_of_characters_are_replaced(self) -> None:
        injury = evolve(TWO_ITEMS.injury, mechanism="a \ud800 fall", diagnoses=("a \udfff strain", "pain"))
        row = only(made(LetterRead("odd\udcff.pdf", "0" * 64, evolve(TWO_ITEMS, injury=injury))).letters)
        assert row["injury_mechanism"] == "a ? fall"
        assert row["injury_diagnoses"] == ["a ? strain", "pain"]
        assert row["source"] == "odd\\udcff.pdf"

    @any_letters
    def test_any_letters_make_rows_whose_keys_join(self, read: list[LetterRead]) -> None:
        of_letters = made(*read)
        letters, items, citations = (
            table.to_pylist() for table in (of_letters.letters, of_letters.items, of_letters.citations)
        )
        assert [row["letter_id"] for row in letters] == [one.sha256 for one in read]
        item_keys = [(row["letter_id"], row["item_index"]) for row in items]
        assert item_keys == [(one.sha256, n) for one in read for n in range(len(one.letter.items))]
        citation_keys = [
            (row["letter_id"], row["item_index"], row["cited_by"], row["citation_index"]) for row in citations
        ]
        assert len(set(citation_keys)) == len(citation_keys)
        assert {key[:2] for key in citation_keys} <= set(item_keys)
        assert len(citations) == sum(
            len(item.claims_administrator_guidelines) + len(item.reviewer_guidelines)
            for one in read
            for item in one.letter.items
        )
        for row, one in zip(letters, read, strict=True):
            assert row["outcome"] == one.letter.outcome
            assert tuple(row["injury_diagnoses"]) == one.letter.injury.diagnoses
            assert row["patient_age"] == one.letter.patient.age
        for row, item in zip(items, (item for one in read for item in one.letter.items), strict=True):
            assert row["decision"] == item.decision
            assert row["subcategory"] == item.request.subcategory
            assert [part["part"] for part in row["body_parts"]] == [
                part.part for part in item.request.body_parts
            ]


class TestSchemas:
    def test_are_the_same_whatever_the_letters(self) -> None:
        for tables_made in (made(), made(READ), made(READ, GONE)):
            for name, table in tables_made.by_name().items():
                assert table.schema.equals(LAYOUTS[name].schema, check_metadata=True)

    def test_carry_their_version_and_say_what_columns_mean(self) -> None:
        for name, layout in LAYOUTS.items():
            assert layout.schema.metadata == {
                b"imrkit.table": name.encode(),
                b"imrkit.schema_version": str(SCHEMA_VERSION).encode(),
            }
            for column in layout.columns:
                field = layout.schema.field(column.name)
                assert field.metadata == {b"description": column.meaning.encode()}

    def test_vocabularies_are_whole_dictionaries(self) -> None:
        of_letters = made(READ)
        category = of_letters.items["category"].chunk(0)
        assert isinstance(category, pa.DictionaryArray)
        assert category.dictionary.to_pylist() == [str(word) for word in imrkit.Category]
        parts = of_letters.items["body_parts"].chunk(0).flatten().field("part")
        assert parts.dictionary.to_pylist() == [str(part) for part in Part]

    def test_days_are_days(self) -> None:
        for name in ("date_assigned", "decision_date", "date_of_injury", "injury_date"):
            assert LAYOUTS["letters"].schema.field(name).type == pa.date32()

    def test_no_name_needs_quotes_in_sql(self) -> None:
        keywords = duckdb.sql("SELECT keyword_name, keyword_category FROM duckdb_keywords()").fetchall()
        reserved = {word for word, category in keywords if category == "reserved"}
        names = {column.name for layout in LAYOUTS.values() for column in layout.columns} | set(LAYOUTS)
        assert not names & reserved


class TestDuplicates:
    def test_the_first_of_the_same_content_is_kept(self) -> None:
        unnumbered = evolve(TWO_ITEMS, case=imrkit.CaseHeader())
        first = LetterRead("first", "0" * 64, unnumbered)
        of_letters = made(first, evolve(first, name="again"), LetterRead("other", "1" * 64, unnumbered))
        assert of_letters.letters["source"].to_pylist() == ["first", "other"]
        assert only(of_letters.duplicates) == {
            "source": "again",
            "letter_id": "0" * 64,
            "case_number": None,
            "same": "content",
        }

    def test_the_first_of_the_same_case_is_kept(self) -> None:
        of_letters = made(READ, evolve(READ, name="scan", sha256="0" * 64), evolve(READ, name="copy"))
        assert of_letters.letters["source"].to_pylist() == ["two-items.pdf"]
        assert of_letters.items.num_rows == 2
        assert [(row["source"], row["same"]) for row in of_letters.duplicates.to_pylist()] == [
            ("scan", "case number"),
            ("copy", "content"),
        ]


class TestFrames:
    def test_pandas(self) -> None:
        frames = made(READ, GONE).to_pandas()
        letters, items = frames["letters"], frames["items"]
        assert letters["decision_date"].dtype == "datetime64[ms]"
        assert letters["date_assigned"].iloc[0] == pd.Timestamp(2017, 6, 2)
        assert letters["patient_age"].dtype == pd.Int32Dtype()
        assert list(items["visits_low"]) == [4, pd.NA]
        assert isinstance(items["category"].dtype, pd.CategoricalDtype)
        assert list(items["reasons"].iloc[1]) == ["long_term_use"]
        assert len(items.merge(letters, on="letter_id")) == 2
        assert len(frames["failures"]) == 1

    def test_polars(self) -> None:
        frames = made(READ).to_polars()
        assert frames["letters"]["date_assigned"].to_list() == [dt.date(2017, 6, 2)]
        assert frames["letters"].schema["findings"] == pl.List(pl.Categorical)
        assert frames["items"]["visits_low"].to_list() == [4, None]
        assert frames["items"].join(frames["letters"], on="letter_id").height == 2

    @pytest.mark.parametrize("extra", ["pandas", "polars"])
    def test_without_the_extra(self, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, extra, None)
        with pytest.raises(imrkit.MissingExtraError, match=rf"imrkit\[{extra}\]"):
            getattr(made(READ), f"to_{extra}")()

    def test_without_pyarrow(self) -> None:
        code = "import sys; sys.modules['pyarrow'] = None; import imrkit.tables"
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
        assert 'MissingExtraError: for tables, install the extra "tables"' in ended.stderr


class TestParquet:
    def test_comes_back_equal_schema_included(self, tmp_path: Path) -> None:
        of_letters = made(READ, GONE)
        tables.write_parquet(of_letters, tmp_path / "out")
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(of_letters.by_name())
        for name, table in of_letters.by_name().items():
            again = pq.read_table(tmp_path / "out" / name / "part-00000.parquet")
            assert again.schema.equals(table.schema)
            assert again.schema.metadata == table.schema.metadata
            assert again.to_pylist() == table.to_pylist()

    @any_letters
    def test_any_letters(self, read: list[LetterRead]) -> None:
        for table in made(*read).by_name().values():
            file = io.BytesIO()
            pq.write_table(table, file)
            assert pq.read_table(file).to_pylist() == table.to_pylist()

    def test_by_the_year_of_the_decision(self, tmp_path: Path) -> None:
        dates = [dt.date(2016, 1, 1), dt.date(2017, 1, 1), None, dt.date(2016, 12, 31)]
        read = [
            LetterRead(
                f"{n}",
                f"{n:064}",
                evolve(TWO_ITEMS, case=imrkit.CaseHeader(number=f"{n}", decision_date=date)),
            )
            for n, date in enumerate(dates)
        ]
        of_letters = made(*read, GONE)
        tables.write_parquet(of_letters, tmp_path / "out", by_decision_year=True)
        years = ["2016", "2017", "__HIVE_DEFAULT_PARTITION__"]
        for name in ("letters", "items", "citations", "findings", "evidence"):
            folders = sorted(path.name for path in (tmp_path / "out" / name).iterdir())
            assert folders == [f"decision_year={year}" for year in years]
            again = ds.dataset(tmp_path / "out" / name, partitioning="hive").to_table().to_pylist()
            assert len(again) == of_letters.by_name()[name].num_rows
            for row in again:
                decided = dates[int(row["letter_id"])]
                assert row["decision_year"] == (decided and decided.year)
        assert ds.dataset(tmp_path / "out" / "failures").count_rows() == 1

    def test_nothing_is_overwritten(self, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "precious").touch()
        for write in (tables.write_parquet, tables.write_csv, tables.write_jsonl):
            with pytest.raises(FileExistsError, match="there already") as caught:
                write(made(READ), tmp_path / "out")
            assert caught.value.filename == str(tmp_path / "out")
            assert [path.name for path in tmp_path.rglob("*")] == ["out", "precious"]


@pytest.mark.parametrize("given", ["letters", Path("letters"), 3, [READ.letter], [READ, "letter.pdf"]])
def test_what_is_no_result_is_a_mistake_in_the_program(given: Any) -> None:
    with pytest.raises(TypeError, match=r"what read_letters\(\) gives, .*, not \w+\Z"):
        tables.to_arrow(given)


class TestLines:
    def rows(self, path: Path) -> list[dict[str, str]]:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def test_csv(self, tmp_path: Path) -> None:
        tables.write_csv(made(READ, GONE), tmp_path / "out")
        (letter,) = self.rows(tmp_path / "out" / "letters.csv")
        assert letter["date_assigned"] == "2017-06-02"
        assert letter["reviewer_licensed_in"] == "CA; NV"
        assert (letter["priority"], letter["injury_cumulative"]) == ("", "false")
        acupuncture, ibuprofen = self.rows(tmp_path / "out" / "items.csv")
        assert (acupuncture["body_parts"], acupuncture["visits_high"]) == ("neck", "8")
        assert ibuprofen["drug_quantity"] == "60.0"
        (finding,) = self.rows(tmp_path / "out" / "findings.csv")
        assert finding["spans"] == "3 to 7"

    def test_csv_is_no_formula(self, tmp_path: Path) -> None:
        texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "plain"]
        read = [
            LetterRead(text, f"{n:064}", evolve(TWO_ITEMS, case=imrkit.CaseHeader(number=text)))
            for n, text in enumerate(texts)
        ]
        tables.write_csv(made(*read), tmp_path / "out")
        rows = self.rows(tmp_path / "out" / "letters.csv")
        assert [row["case_number"] for row in rows] == [*(f"'{text}" for text in texts[:-1]), "plain"]
        assert [row["source"] for row in rows] == [row["case_number"] for row in rows]

    def test_sides_of_body_parts_in_csv(self, tmp_path: Path) -> None:
        text = written(items=[WrittenItem(request="MRI of the left knee and the lumbar spine")])
        tables.write_csv(to_arrow(read_letters([("letter", text)], workers=0)), tmp_path / "out")
        (item,) = self.rows(tmp_path / "out" / "items.csv")
        assert item["body_parts"] == "left knee; low_back"

    def test_json_lines(self, tmp_path: Path) -> None:
        of_letters = made(READ, GONE)
        tables.write_jsonl(of_letters, tmp_path / "out")
        for name, table in of_letters.by_name().items():
            lines = (tmp_path / "out" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
            expected = json.loads(json.dumps(table.to_pylist(), default=dt.date.isoformat))
            assert [json.loads(line) for line in lines] == expected

    def test_formats_without_a_schema_have_it_beside_them(self, tmp_path: Path) -> None:
        for write, name in ((tables.write_csv, "csv"), (tables.write_jsonl, "jsonl")):
            write(to_arrow([READ]), tmp_path / name)
            described = json.loads((tmp_path / name / "schema.json").read_text(encoding="utf-8"))
            assert described["schema_version"] == SCHEMA_VERSION
            assert list(described["tables"]) == ["letters", "items", "citations", "failures", "duplicates"]
            with (tmp_path / "csv" / "items.csv").open(encoding="utf-8") as file:
                heading = next(csv.reader(file))
            assert [column["name"] for column in described["tables"]["items"]["columns"]] == heading

    def test_more_rows_than_are_turned_at_a_time(self, tmp_path: Path) -> None:
        read = [
            LetterRead(f"{n}", f"{n:064}", evolve(TWO_ITEMS, case=imrkit.CaseHeader())) for n in range(2500)
        ]
        tables.write_jsonl(to_arrow(read), tmp_path / "out")
        lines = (tmp_path / "out" / "letters.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["source"] for line in lines] == [f"{n}" for n in range(2500)]


class TestDuckDB:
    def test_answers_questions_and_explains_itself(self, tmp_path: Path) -> None:
        tables.write_duckdb(made(READ, GONE), tmp_path / "letters.duckdb")
        assert [path.name for path in tmp_path.iterdir()] == ["letters.duckdb"]
        with duckdb.connect(tmp_path / "letters.duckdb", read_only=True) as database:
            question = """
                SELECT category, body_parts[1].part, decision_date, reasons
                FROM items JOIN letters USING (letter_id) WHERE decision = 'overturned'"""
            assert database.sql(question).fetchall() == [("Rehabilitation", "neck", None, [])]
            comments = "SELECT comment FROM duckdb_tables() WHERE table_name = 'items'"
            expected = f"a row for a disputed item; imrkit tables, schema version {SCHEMA_VERSION}"
            assert database.sql(comments).fetchall() == [(expected,)]
            undescribed = "SELECT column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"
            assert database.sql(undescribed).fetchall() == []

    def test_letters_without_a_finding_have_empty_lists(self, tmp_path: Path) -> None:
        tables.write_duckdb(
            to_arrow([evolve(READ, letter=evolve(TWO_ITEMS, findings=()))]), tmp_path / "letters.duckdb"
        )
        with duckdb.connect(tmp_path / "letters.duckdb", read_only=True) as database:
            assert database.sql("SELECT findings FROM letters").fetchall() == [([],)]

    def test_nothing_is_overwritten(self, tmp_path: Path) -> None:
        (tmp_path / "letters.duckdb").write_bytes(b"precious")
        with pytest.raises(FileExistsError):
            tables.write_duckdb(made(READ), tmp_path / "letters.duckdb")
        assert (tmp_path / "letters.duckdb").read_bytes() == b"precious"

    def test_a_place_that_cannot_be_written(self, tmp_path: Path) -> None:
        with pytest.raises(OSError, match="DuckDB"):
            tables.write_duckdb(made(READ), tmp_path / "no" / "such" / "folder" / "letters.duckdb")

    def test_without_the_extra(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "duckdb", None)
        with pytest.raises(imrkit.MissingExtraError, match=r"imrkit\[duckdb\]"):
            tables.write_duckdb(made(READ), tmp_path / "letters.duckdb")
        assert list(tmp_path.iterdir()) == []


class TestWhole:
    def test_a_file_that_is_not_completed_is_not_there(self, tmp_path: Path) -> None:
        (tmp_path / "old").write_text("old")
        with pytest.raises(RuntimeError), whole(tmp_path / "old") as unfinished:  # noqa: PT012
            unfinished.write_text("new")
            raise RuntimeError
        assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("old", "old")]

    def test_a_folder_that_is_not_completed_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(RuntimeError), whole(tmp_path / "new") as unfinished:  # noqa: PT012
            (unfinished / "within").mkdir(parents=True)
            raise RuntimeError
        assert list(tmp_path.iterdir()) == []

    def test_a_file_takes_the_place_of_another(self, tmp_path: Path) -> None:
        (tmp_path / "name").write_text("old")
        with whole(tmp_path / "name") as unfinished:
            unfinished.write_text("new")
        assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("name", "new")]


def test_from_the_example_letters_to_tables(example_letters: Path) -> None:
    of_letters = to_arrow(read_letters(example_letters, workers=0))
    assert of_letters.letters.num_rows == 4  # three of them are there as PDF and as text
    assert of_letters.duplicates["same"].to_pylist() == ["case number"] * 3
    assert of_letters.items.num_rows == 9
    (norco, *_) = (row for row in of_letters.items.to_pylist() if row["drug_name"] == "Norco")
    assert math.isclose(norco["drug_quantity"], 30)
    digest = hashlib.sha256((example_letters / "no-header.txt").read_bytes()).hexdigest()
    assert digest in of_letters.letters["letter_id"].to_pylist()


def test_partial_dates_order_as_text() -> None:
    stated = [str(PartialDate(2016)), str(PartialDate(2016, 10)), dt.date(2016, 10, 3).isoformat()]
    assert stated == sorted(stated)
    assert isinstance(TWO_ITEMS, Letter)
