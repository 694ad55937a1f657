"""Figures of many letters: what they count, what they leave out, and where the tables may come from."""

from __future__ import annotations

import csv
import datetime as dt
import io
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from writing import WrittenItem, WrittenLetter, written

import imrkit
from imrkit import tables
from imrkit.errors import DataError, MissingExtraError
from imrkit.model import CaseHeader, DisputedItem, Injury, Letter, PartialDate, Patient, Request, Reviewer
from imrkit.rates import SMALL, rate
from imrkit.tables import Tables
from imrkit.views import figures
from imrkit.views.figures import Figure, band
from imrkit.views.remarks import remarks
from imrkit.vocabulary import (
    CaseOutcome,
    Category,
    Decision,
    DrugClass,
    Generation,
    Sex,
    State,
    Subcategory,
)

LetterRead = imrkit.LetterRead


def made(*letters: Letter) -> Tables:
    """The tables of *letters*, each told apart by its place."""
    return tables.to_arrow(LetterRead(f"{n}.txt", f"{n:064x}", letter) for n, letter in enumerate(letters))


def a_letter(
    *decisions: Decision | None,
    case: CaseHeader | None = None,
    request: Request | None = None,
    **parts: Any,
) -> Letter:
    request = request or Request("Brace", category=Category.DMEPOS, subcategory=Subcategory.DME)
    return Letter(
        Generation.EXPERT_REVIEW,
        case=case or CaseHeader(),
        items=tuple(DisputedItem(request, decision) for decision in decisions),
        **parts,
    )


def only(figure: Figure, **wanted: object) -> dict[str, Any]:
    """The one row of *figure* that has what is *wanted*."""
    (found,) = [record for record in figure.records() if wanted.items() <= record.items()]
    return found


@pytest.fixture(scope="module")
def example_tables(example_letters: Path) -> Tables:
    return tables.to_arrow(imrkit.read_letters(sorted(example_letters.glob("*.txt")), workers=0))


class TestRates:
    def test_wilsons_interval(self) -> None:
        # Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3.
        for count, of, low, high in (
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
        ):
            found = rate(count, of)
            assert found.rate == count / of
            assert found.low == pytest.approx(low, abs=5e-5)
            assert found.high == pytest.approx(high, abs=5e-5)

    def test_of_nothing_there_is_no_rate(self) -> None:
        assert rate(0, 0) == (None, None, None)

    @given(st.integers(0, 10**7).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
    def test_lies_within_its_interval_and_that_within_what_a_share_can_be(
        self, counts: tuple[int, int]
    ) -> None:
        found = rate(*counts)
        if counts[1]:
            assert found.rate is not None
            assert found.low is not None
            assert found.high is not None
            assert 0 <= found.low <= found.rate <= found.high <= 1
            assert found.low == 0 or counts[0]
            wider = rate(*counts, z=4)
            assert wider.low is not None
            assert wider.low <= found.low


class TestWhatIsCounted:
    def test_decisions_by_category_and_drug_class(self) -> None:
        opioid = Request("Norco", category=Category.PHARMACEUTICALS, subcategory=DrugClass.OPIOIDS)
        other = Request("Something")
        found = figures(
            made(
                a_letter(Decision.UPHELD, Decision.OVERTURNED, None, request=opioid),
                a_letter(Decision.UPHELD, request=opioid),
                a_letter(Decision.OVERTURNED),
                a_letter(Decision.UPHELD, request=other),
            )
        )
        drugs = only(found["categories"], category="Pharmaceuticals")
        assert (drugs["items"], drugs["share"]) == (4, 4 / 6)
        assert (drugs["decided"], drugs["overturned"], drugs["rate"], drugs["small"]) == (3, 1, 1 / 3, True)
        assert only(found["drug_classes"], drug_class="Opioids")["share"] == 1.0
        assert only(found["subcategories"], subcategory="DME")["rate"] == 1.0
        assert [record["category"] for record in found["categories"].records()] == [
            "Pharmaceuticals",
            "DMEPOS",
            "Other",
        ]
        assert [record["subcategory"] for record in found["subcategories"].records()] == ["DME"]

    def test_a_group_is_small_below_thirty_decisions(self) -> None:
        for decisions, small in ((SMALL - 1, True), (SMALL, False)):
            found = figures(made(*[a_letter(Decision.UPHELD)] * decisions))
            assert only(found["categories"])["small"] is small

    def test_letters_and_decisions_by_month(self) -> None:
        found = figures(
            made(
                a_letter(
                    Decision.UPHELD, Decision.OVERTURNED, case=CaseHeader(decision_date=dt.date(2017, 5, 31))
                ),
                a_letter(Decision.UPHELD, case=CaseHeader(decision_date=dt.date(2017, 5, 1))),
                a_letter(Decision.UPHELD, case=CaseHeader(decision_date=dt.date(2016, 12, 1))),
                a_letter(Decision.UPHELD),
            )
        )
        before, may = found["months"].records()
        assert before["month"] == dt.date(2016, 12, 1)
        assert (may["letters"], may["items"], may["items_per_letter"], may["rate"]) == (2, 3, 1.5, 1 / 3)
        assert "1 letter without one is left out" in found["months"].about
        total = only(found["totals"])
        assert (total["letters"], total["first_month"], total["last_month"]) == (
            4,
            dt.date(2016, 12, 1),
            may["month"],
        )

    def test_decisions_in_a_letter(self) -> None:
        found = figures(
            made(a_letter(), a_letter(*[Decision.UPHELD] * 11), a_letter(*[Decision.UPHELD] * 40))
        )
        assert [(row["items"], row["or_more"], row["letters"]) for row in found["sizes"].records()] == [
            (0, False, 1),
            (11, True, 2),
        ]

    def test_outcomes(self) -> None:
        both = a_letter(Decision.UPHELD, Decision.OVERTURNED)
        found = figures(made(a_letter(Decision.UPHELD), both, both, a_letter(None)))
        assert {row["outcome"]: row["letters"] for row in found["outcomes"].records()} == {
            CaseOutcome.UPHOLD: 1,
            CaseOutcome.PARTIALLY_OVERTURN: 2,
            CaseOutcome.OVERTURN: 0,
        }
        assert only(found["outcomes"], outcome="uphold")["share"] == 1 / 3

    def test_days_and_how_long_it_takes(self) -> None:
        day = dt.date(2017, 6, 1)

        def after(days: int) -> Letter:
            case = CaseHeader(decision_date=day, date_assigned=day - dt.timedelta(days=days))
            return a_letter(Decision.UPHELD, case=case)

        found = figures(made(*map(after, (10, 20, 30, 40, 400)), after(-3), a_letter()))
        assigned = only(found["durations"], measure="assignment to decision")
        assert [assigned[name] for name in ("letters", "p10", "p25", "median", "p75", "p90")] == [
            5,
            10,
            20,
            30,
            40,
            400,
        ]
        assert only(found["durations"], measure="application to decision")["median"] is None
        bins = [row for row in found["days"].records() if row["measure"] == "assignment to decision"]
        assert sum(row["letters"] for row in bins) == 5
        assert all(row["days_from"] < row["days_below"] for row in bins[:-1])
        for row, following in pairwise(bins):
            assert row["days_below"] == following["days_from"]

    def test_a_long_tail_is_one_bin(self) -> None:
        day = dt.date(2017, 6, 1)
        days = [30] * 500 + [3000]
        cases = [
            CaseHeader(decision_date=day, date_assigned=day - dt.timedelta(days=number)) for number in days
        ]
        found = figures(made(*(a_letter(Decision.UPHELD, case=case) for case in cases)))
        bins = [row for row in found["days"].records() if row["measure"] == "assignment to decision"]
        assert (bins[-1]["days_below"], bins[-1]["letters"]) == (None, 1)
        assert len(bins) < 30

    def test_age_of_the_claim_and_accident_year(self) -> None:
        def injured(header: Any, summary: Any = None) -> Letter:
            case = CaseHeader(decision_date=dt.date(2017, 6, 1), date_of_injury=header)
            return a_letter(Decision.UPHELD, case=case, injury=Injury(summary))

        found = figures(
            made(
                injured(dt.date(2017, 5, 1)),
                injured(dt.date(2016, 6, 1)),
                injured(None, dt.date(2013, 6, 2)),
                injured(dt.date(2017, 7, 1)),
                injured(PartialDate(2009, 3), dt.date(1990, 1, 1)),
                injured(None, PartialDate(2012)),
                injured(None),
            )
        )
        ages = {row["years"]: row["letters"] for row in found["claim_ages"].records()}
        assert ages == {
            "0": 1,
            "1": 1,
            "2": 0,
            "3 to 4": 1,
            "5 to 9": 0,
            "10 to 14": 0,
            "15 to 19": 0,
            "20 or more": 0,
        }
        assert "4 letters without both dates" in found["claim_ages"].about
        years = {row["year"]: row["letters"] for row in found["accident_years"].records()}
        assert years == {2009: 1, 2012: 1, 2013: 1, 2016: 1, 2017: 2}
        assert "1 letter without one is left out" in found["accident_years"].about

    def test_reviewers_count_once_for_each_specialty_and_state(self) -> None:
        reviewer = Reviewer((State.CA, State.NV), ("Neurology", "Pain Management"))
        found = figures(
            made(
                a_letter(Decision.UPHELD, reviewer=reviewer),
                a_letter(Decision.OVERTURNED, reviewer=evolve(reviewer, licensed_in=(State.CA,))),
                a_letter(Decision.OVERTURNED),
            )
        )
        assert {row["specialty"]: row["letters"] for row in found["specialties"].records()} == {
            "Neurology": 2,
            "Pain Management": 2,
        }
        assert only(found["states"], state="CA")["rate"] == 0.5
        assert only(found["states"], state="NV")["share"] == 1 / 3

    def test_age_and_sex(self) -> None:
        people = (
            (9, None),
            (19, Sex.MALE),
            (20, Sex.FEMALE),
            (29, Sex.FEMALE),
            (70, Sex.MALE),
            (101, Sex.MALE),
        )
        letters = [a_letter(Decision.UPHELD, patient=Patient(age, sex)) for age, sex in people]
        found = figures(made(*letters, a_letter(patient=Patient(None, Sex.MALE))))
        counted = {(row["age"], row["sex"]): row["letters"] for row in found["ages"].records()}
        assert counted == {
            ("under 20", "not stated"): 1,
            ("under 20", "male"): 1,
            ("20 to 29", "female"): 2,
            ("70 or more", "male"): 2,
        }
        assert "1 letter without an age is left out" in found["ages"].about

    def test_reasons_guidelines_and_findings(self, example_tables: Tables) -> None:
        found = figures(example_tables)
        documentation = only(found["reasons"], reason="insufficient documentation")
        assert (documentation["decision"], documentation["items"], documentation["share"]) == (
            "upheld",
            2,
            2 / 6,
        )
        reviewer = only(found["guidelines"], cited_by="reviewer", mtus=True)
        assert (reviewer["citations"], reviewer["share"]) == (9, 1.0)
        assert only(found["sources"], cited_by="claims administrator", source="ODG")["citations"] == 2
        assert only(found["none_cited"], cited_by="claims administrator")["items"] == 1
        knee = only(found["chapters"], title="Knee Complaints")
        assert (knee["claims_administrator"], knee["reviewer"], knee["citations"]) == (2, 1, 3)
        assert only(found["findings"], finding="missing section")["share"] == 0.25

    def test_titles_that_differ_in_capitals_are_one_chapter(self) -> None:
        def cites(title: str) -> WrittenLetter:
            guideline = f"Decision based on MTUS {title} 2004."
            item = WrittenItem(administrator="", reviewer=guideline)
            return evolve(WrittenLetter(), number=f"CM15-99{len(title):05}", items=(item,))

        letters = [cites("Knee Complaints")] * 2 + [cites("KNEE COMPLAINTS")]
        read = [
            LetterRead(f"{n}", f"{n:064x}", imrkit.parse_letter(str(letter)))
            for n, letter in enumerate(letters)
        ]
        cited = tables.to_arrow(evolve(one, letter=evolve(one.letter, case=CaseHeader())) for one in read)
        assert only(figures(cited)["chapters"])["title"] == "Knee Complaints"
        assert only(figures(cited)["chapters"])["citations"] == 3

    @settings(deadline=None, max_examples=30)
    @given(
        st.lists(
            st.tuples(
                st.lists(
                    st.tuples(st.sampled_from(list(Category)), st.sampled_from([*Decision, None])), max_size=4
                ),
                st.sampled_from([None, dt.date(2016, 1, 15), dt.date(2016, 1, 31), dt.date(2017, 3, 1)]),
            ),
            max_size=12,
        )
    )
    def test_counting_by_hand_gives_the_same(self, written: Any) -> None:
        letters = [
            evolve(
                a_letter(case=CaseHeader(decision_date=day)),
                items=tuple(
                    DisputedItem(Request("x", category=category), decision) for category, decision in items
                ),
            )
            for items, day in written
        ]
        found = figures(made(*letters))
        by_hand = Counter((category, decision) for items, _ in written for category, decision in items)
        counted = {row["category"]: row for row in found["categories"].records()}
        for category in Category:
            decided = [by_hand[category, decision] for decision in (*Decision, None)]
            row = counted.get(category.value)
            assert (row is not None) == (sum(decided) > 0)
            if row is not None:
                assert (row["items"], row["overturned"]) == (
                    sum(decided),
                    by_hand[category, Decision.OVERTURNED],
                )
                assert row["decided"] == sum(decided) - by_hand[category, None]
        months = Counter(day.replace(day=1) for _, day in written if day is not None)
        assert {row["month"]: row["letters"] for row in found["months"].records()} == months
        assert sum(row["letters"] for row in found["sizes"].records()) == len(written)

    def test_of_no_letters_there_is_little_to_tell(self) -> None:
        found = figures(made())
        total = only(found["totals"])
        assert (total["letters"], total["items"], total["rate"], total["first_month"]) == (0, 0, None, None)
        assert found["categories"].rows == found["days"].rows == found["chapters"].rows == ()
        assert remarks(found) == ()

    def test_bands_in_words(self) -> None:
        assert [band(2, 3), band(3, 5), band(20, None)] == ["2", "3 to 4", "20 or more"]


class TestFigure:
    FIGURE = Figure(
        "chapters",
        "Chapters",
        "",
        ("title", "mtus", "citations", "share"),
        (("=cmd|' /C calc'!A0", True, 3, 0.25), ('Knee, "left"', False, 1, None)),
    )

    def test_as_csv_is_safe_for_spreadsheets(self) -> None:
        rows = list(csv.reader(io.StringIO(self.FIGURE.to_csv())))
        assert rows == [
            ["title", "mtus", "citations", "share"],
            ["'=cmd|' /C calc'!A0", "true", "3", "0.25"],
            ['Knee, "left"', "false", "1", ""],
        ]

    def test_as_a_data_frame(self) -> None:
        frame = self.FIGURE.to_polars()
        assert frame.columns == list(self.FIGURE.columns)
        assert frame.rows() == list(self.FIGURE.rows)

    def test_as_records(self) -> None:
        assert self.FIGURE.records()[1] == {
            "title": 'Knee, "left"',
            "mtus": False,
            "citations": 1,
            "share": None,
        }


class TestWhereTablesComeFrom:
    def test_all_ways_give_the_same(self, example_tables: Tables, tmp_path: Path) -> None:
        expected = figures(example_tables)
        tables.write_parquet(example_tables, tmp_path / "whole")
        tables.write_parquet(example_tables, tmp_path / "by year", by_decision_year=True)
        (tmp_path / "database").mkdir()
        tables.write_duckdb(example_tables, tmp_path / "database" / "letters.duckdb")
        (tmp_path / "flat").mkdir()
        for name, table in example_tables.by_name().items():
            pq.write_table(table, tmp_path / "flat" / f"{name}.parquet")
        named = example_tables.by_name()
        for way in (
            tmp_path / "whole",
            str(tmp_path / "by year"),
            tmp_path / "flat",
            tmp_path / "database",
            tmp_path / "database" / "letters.duckdb",
            named,
            example_tables.to_polars(),
            {name: frame.lazy() for name, frame in example_tables.to_polars().items()},
            {name: plain(table) for name, table in named.items()},
        ):
            assert figures(way) == expected, way

    def test_a_missing_table_is_named(self, example_tables: Tables, tmp_path: Path) -> None:
        with pytest.raises(DataError) as failed:
            figures({"letters": example_tables.letters, "items": example_tables.items})
        assert failed.value.path == "citations"
        tables.write_csv(example_tables, tmp_path / "csv")
        with pytest.raises(DataError, match="CSV or JSON lines cannot be read back"):
            figures(tmp_path / "csv")

    def test_a_missing_column_is_named(self, example_tables: Tables, tmp_path: Path) -> None:
        without = {**example_tables.by_name(), "items": example_tables.items.drop_columns(["decision"])}
        with pytest.raises(DataError) as failed:
            figures(without)
        assert failed.value.path == "items.decision"
        with duckdb.connect(tmp_path / "other.duckdb") as database:
            database.execute("create table letters (letter_id varchar)")
        with pytest.raises(DataError) as failed:
            figures(tmp_path / "other.duckdb")
        assert failed.value.path == "letters.outcome"

    def test_tables_of_another_kind_are_refused(self, example_tables: Tables) -> None:
        with pytest.raises(
            TypeError, match="letters: an Arrow table or a polars frame is expected, not a DataFrame"
        ):
            figures(example_tables.to_pandas())

    def test_a_figure_that_is_not_there_is_told_the_names(self, example_tables: Tables) -> None:
        with pytest.raises(
            KeyError, match=r"no figure is called 'category'; there are totals, months, .*findings"
        ):
            figures(example_tables)["category"]

    def test_letters_are_no_tables(self) -> None:
        letter = imrkit.parse_letter(written())
        for wrong in ([letter], letter, (letter for _ in range(2)), None):
            with pytest.raises(TypeError, match=rf"to_arrow\(read_letters.* not {type(wrong).__name__}"):
                figures(wrong)  # type: ignore[arg-type]

    def test_what_is_no_database_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "no.duckdb").write_bytes(b"x" * 5000)
        with pytest.raises(DataError, match="no DuckDB database"):
            figures(tmp_path / "no.duckdb")
        with pytest.raises(FileNotFoundError):
            figures(tmp_path / "nowhere")

    @pytest.mark.parametrize(("module", "extra"), [("polars", "views"), ("duckdb", "duckdb")])
    def test_a_missing_library_is_named(
        self, module: str, extra: str, example_tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tables.write_duckdb(example_tables, tmp_path / "letters.duckdb")
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(MissingExtraError, match=rf"imrkit\[{extra}\]"):
            figures(tmp_path / "letters.duckdb")


def plain(table: pa.Table) -> pl.DataFrame:
    """A table whose words are texts, as other programs write them."""
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    coded = [name for name, kind in frame.schema.items() if kind in {pl.Categorical, pl.Enum}]
    lists = [name for name, kind in frame.schema.items() if kind == pl.List(pl.Categorical)]
    return frame.with_columns(pl.col(coded).cast(pl.String), pl.col(lists).cast(pl.List(pl.String)))


class TestRemarks:
    def told(self, *letters: Letter, most: int = 3) -> list[str]:
        return [remark.text for remark in remarks(figures(made(*letters)), most)]

    @staticmethod
    def many(upheld: int, overturned: int, **parts: Any) -> Iterator[Letter]:
        yield from [a_letter(Decision.UPHELD, **parts)] * upheld
        yield from [a_letter(Decision.OVERTURNED, **parts)] * overturned

    def test_a_group_that_is_overturned_more_often_stands_out(self) -> None:
        visit = Request("Consult", category=Category.EVALUATION_AND_MANAGEMENT)
        first, second, *_ = self.told(*self.many(900, 100), *self.many(100, 100, request=visit))
        assert first == (
            "Evaluation & Management: overturned more often, in 50.0% of 200 decisions (95% interval 43.1% to 56.9%), "
            "against 16.7% of all."
        )
        assert second.startswith("DMEPOS: overturned less often, in 10.0%")

    def test_small_groups_and_chance_do_not_stand_out(self) -> None:
        rare = Request("Ride", category=Category.TRANSPORTATION)
        likely = Request("Consult", category=Category.EVALUATION_AND_MANAGEMENT)
        told = self.told(
            *self.many(900, 100), *self.many(0, 20, request=rare), *self.many(80, 17, request=likely)
        )
        assert not any("more often" in text for text in told)

    def test_a_change_stands_out(self) -> None:
        def of(year: int, upheld: int, overturned: int) -> Iterator[Letter]:
            for month in range(1, 13):
                case = CaseHeader(decision_date=dt.date(year, month, 5))
                yield from self.many(upheld, overturned, case=case)

        (first, *_) = self.told(*of(2016, 90, 10), *of(2017, 60, 40))
        assert first == (
            "Lately more denials are overturned: 40.0% of the decisions in the year to December 2017, 10.0% in the "
            "year before."
        )
        told = self.told(*of(2016, 90, 10), *of(2017, 45, 5))
        assert "Fewer letters: 600 in the year to December 2017, 50.0% fewer than in the year before." in told

    def test_what_either_side_cites_stands_out(self) -> None:
        item = WrittenItem(
            administrator="Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Knee."
        )
        letters = [
            LetterRead(
                f"{n}",
                f"{n:064x}",
                imrkit.parse_letter(str(WrittenLetter(number=f"CM15-99{n:05}", items=[item]))),
            )
            for n in range(40)
        ]
        told = [remark.text for remark in remarks(figures(tables.to_arrow(letters)))]
        assert (
            "Reviewers cite less from outside the MTUS than claims administrators: 0.0% of their citations, against "
            "100.0%."
        ) in told

    def test_where_nothing_stands_out_the_largest_groups_are_told(self, example_tables: Tables) -> None:
        reason, days, category = [remark.text for remark in remarks(figures(example_tables))]
        assert reason == (
            "The most frequent reason for upholding is exceeds guideline quantity, given for 2 of the upheld items "
            "(33.3%)."
        )
        assert days == (
            "Half of the letters were decided within 25 days of their assignment, nine in ten within 26 "
            "(3 letters state both dates)."
        )
        assert category == "Pharmaceuticals is the largest category: 3 of the disputed items (33.3%)."
