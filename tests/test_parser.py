"""What users are promised of reading a letter, whatever its text went through."""

from __future__ import annotations

import datetime as dt
import pickle
import re
import textwrap
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from writing import WrittenItem, WrittenLetter, written

import imrkit
from imrkit import (
    CaseOutcome,
    Category,
    Conclusion,
    Decision,
    Letter,
    NotALetterError,
    Priority,
    Reason,
    Sex,
    State,
    Subcategory,
)

ITEMS = (
    WrittenItem(),
    WrittenItem(
        request="MRI of the right knee without contrast",
        decision="Overturned",
        administrator="The Claims Administrator did not cite any medical evidence for its decision.",
        reviewer="Decision based on MTUS Knee Complaints 2004, Section(s): Special Studies.",
        rationale=(
            "The guideline supports an MRI where a meniscus tear is suspected (Doe, 2010). The examination shows "
            "a positive McMurray test. The request is medically necessary."
        ),
    ),
    WrittenItem(
        request=(
            "Tramadol 50mg #90 was the original request. Tramadol 50mg #30 was authorized by the Claims "
            "Administrator. The remaining IMR eligible portion of the original request, Tramadol 50mg #60 is"
        ),
        reviewer=(
            "The Expert Reviewer based their decision on recommendation(s) outside of the MTUS Guidelines. "
            "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Pain Chapter, Opioids."
        ),
    ),
)
TEXT = str(WrittenLetter(items=ITEMS))
STRICT = imrkit.Parser(strict=True)
"""Raises what the usual parser would make a finding of."""


@pytest.fixture(scope="module")
def letter() -> Letter:
    return imrkit.parse_letter(TEXT)


class TestValues:
    def test_the_case_header(self, letter: Letter) -> None:
        case = letter.case
        assert (case.number, case.priority) == ("CM15-9900001", Priority.STANDARD)
        assert case.date_assigned == dt.date(2015, 6, 1)
        assert case.date_of_injury == dt.date(2015, 3, 9)
        assert case.decision_date == dt.date(2015, 6, 20)
        assert case.ur_denial_date == dt.date(2015, 5, 2)
        assert case.application_received == dt.date(2015, 5, 20)

    def test_people_and_injury(self, letter: Letter) -> None:
        assert letter.reviewer.licensed_in == (State.OR, State.UT)
        assert letter.reviewer.specialties == ("Internal Medicine",)
        assert (letter.patient.age, letter.patient.sex) == (39, Sex.MALE)
        assert letter.injury.date == dt.date(2015, 3, 9)
        assert letter.injury.mechanism == "stacking crates"
        assert letter.injury.diagnoses == ("lumbar strain", "right knee contusion")

    def test_items(self, letter: Letter) -> None:
        massage, mri, tramadol = letter.items
        assert massage.request.category is Category.REHABILITATION
        assert massage.request.subcategory is Subcategory.OTHER_THERAPIES
        assert massage.request.visits == 6
        assert massage.rationale is not None
        assert massage.rationale.conclusion is Conclusion.NOT_NECESSARY
        assert Reason.NO_FUNCTIONAL_IMPROVEMENT in massage.rationale.reasons
        assert mri.decision is Decision.OVERTURNED
        assert mri.claims_administrator_guidelines.none_cited
        assert mri.rationale is not None
        assert mri.rationale.references == ("Doe, 2010",)
        assert tramadol.request.text == "Tramadol 50mg #60"
        assert tramadol.request.original == "Tramadol 50mg #90"
        assert tramadol.request.authorized == "Tramadol 50mg #30"
        assert tramadol.reviewer_guidelines.outside_mtus
        assert letter.outcome is CaseOutcome.PARTIALLY_OVERTURN


class TestInvariance:
    @pytest.mark.parametrize("width", [24, 40, 60, 90, 200])
    def test_a_letter_is_the_same_at_any_line_width(self, letter: Letter, width: int) -> None:
        wrapped = textwrap.fill(TEXT, width, break_long_words=False, break_on_hyphens=True)
        assert imrkit.parse_letter(wrapped) == letter

    @pytest.mark.parametrize(
        ("what", "instead"),
        [
            ("\n", "\r\n"),
            ("\n", "\n\n"),
            ("\n", " \n "),
            ("\n\n", "\n"),
            ("\n", "\n\f"),
            ("\n", " "),
            (" ", "  "),
        ],
    )
    def test_blanks_and_line_ends_do_not_matter(self, letter: Letter, what: str, instead: str) -> None:
        assert imrkit.parse_letter(TEXT.replace(what, instead)) == letter

    def test_headings_and_titles_glued_to_the_line_before_are_found(self, letter: Letter) -> None:
        glued = re.sub(r"\.\n+(?=CLINICAL|IMR ISSUES|MRI of|Tramadol)", ".", TEXT)
        assert glued != TEXT
        assert imrkit.parse_letter(glued) == letter

    @pytest.mark.parametrize("mark", ["\x02", "\ufffe", "-\n", "\u00ad\n"])
    def test_marks_for_a_hyphen_at_a_line_end_do_not_matter(self, letter: Letter, mark: str) -> None:
        text = TEXT.replace("non-certified", f"non{mark}certified").replace("3-9-15", f"3-9{mark}15")
        assert imrkit.parse_letter(text) == letter

    def test_a_column_of_labels_before_a_column_of_values(self, letter: Letter) -> None:
        header, rest = TEXT.split("\n\n", 1)
        assert "Date of Injury" in header
        columns = (
            "Case Number:\nDate Assigned:\nDecision Date:\nPriority:\nCM15-9900001\n06/01/2015\n06/20/2015\nStandard\n"
            "03/09/2015\nDate of Injury:\nUR Denial Date:\n05/02/2015\n05/20/2015\nApplication\nReceived:\n\n"
        )
        assert imrkit.parse_letter(columns + rest) == letter


class TestEvidence:
    def test_the_text_is_kept(self, letter: Letter) -> None:
        assert letter.text == TEXT

    @pytest.mark.parametrize(
        ("path", "words"),
        [
            ("case.number", "CM15-9900001"),
            ("case.decision_date", "06/20/2015"),
            ("reviewer.licensed_in[1]", "Utah"),
            ("patient.age", "39"),
            ("injury.diagnoses[1]", "right knee contusion"),
            ("items[0].decision", "Upheld"),
            ("items[0].request.visits", "6"),
            ("items[1].request.body_parts[0]", "right knee"),
            ("items[1].claims_administrator_guidelines.none_cited", "did not cite any"),
            ("items[1].reviewer_guidelines.citations[0].sections", "Special Studies"),
            ("items[1].rationale.references[0]", "Doe, 2010"),
            ("items[2].request.drug.quantity", "60"),
            ("items[2].request.original", "Tramadol 50mg #90"),
        ],
    )
    def test_a_value_stands_where_its_evidence_says(self, letter: Letter, path: str, words: str) -> None:
        assert letter.text[letter.evidence[path].slice] == words

    def test_every_value_has_its_place(self, letter: Letter) -> None:
        item = letter.items[1]
        for path in ("request.text", "request.category", "request.subcategory", "rationale.text"):
            assert f"items[1].{path}" in letter.evidence
        assert item.rationale is not None
        assert "items[1].rationale.conclusion" in letter.evidence
        for n in range(len(item.rationale.reasons)):
            assert f"items[1].rationale.reasons[{n}]" in letter.evidence

    def test_the_places_of_different_items_do_not_interleave(self, letter: Letter) -> None:
        extents = [
            [letter.evidence[path] for path in letter.evidence if path.startswith(f"items[{n}].")]
            for n in range(3)
        ]
        for before, after in pairwise(extents):
            assert max(span.end for span in before) <= min(span.start for span in after)

    def test_letters_are_equal_wherever_their_text_stood(self, letter: Letter) -> None:
        moved = imrkit.parse_letter("\n\n" + TEXT)
        assert moved == letter
        assert moved.evidence["patient.age"] != letter.evidence["patient.age"]

    def test_a_letter_survives_pickling_with_its_evidence(self, letter: Letter) -> None:
        copy = pickle.loads(pickle.dumps(letter))  # noqa: S301
        assert copy == letter
        assert dict(copy.evidence) == dict(letter.evidence)


class TestLocality:
    def test_another_item_changes_no_other(self, letter: Letter) -> None:
        changed = imrkit.parse_letter(TEXT.replace("MRI of the right knee", "X-ray of the left wrist"))
        assert changed.items[0] == letter.items[0]
        assert changed.items[2] == letter.items[2]
        assert changed.items[1] != letter.items[1]

    @pytest.mark.parametrize("section", ["header", "method", "summary", "items"])
    def test_a_missing_section_leaves_the_others_as_they_were(self, letter: Letter, section: str) -> None:
        absent = False if section == "header" else None
        cut = imrkit.parse_letter(str(WrittenLetter(**{"items": ITEMS, section: absent})))
        assert cut.findings
        kept = {"header": "case", "method": "reviewer", "summary": "patient", "items": "items"}
        for name, part in kept.items():
            if name != section:
                assert getattr(cut, part) == getattr(letter, part)
            else:
                assert getattr(cut, part) != getattr(letter, part)


class TestAnyText:
    def test_a_text_that_is_no_letter_is_refused_and_not_quoted(self) -> None:
        with pytest.raises(NotALetterError, match="looked for headings such as") as caught:
            STRICT.parse("Dear Sir, the patient has a secret.")
        message = str(caught.value)
        assert "secret" not in message
        headings = re.findall("'([^']+)'", message)
        assert len(headings) == len(set(headings)) == 3
        assert len(message) < 240

    @pytest.mark.parametrize("text", ["", " \n\f ", "1" * 1000, "CLINICAL CASE SUMMARY"])
    def test_too_little_is_no_letter(self, text: str) -> None:
        with pytest.raises(NotALetterError) as caught:
            STRICT.parse(text)
        assert ("an empty text" in str(caught.value)) == (not text.strip())

    @pytest.mark.parametrize("path", ["inbox/knee.pdf", "C:\\inbox\\KNEE.TXT"])
    def test_a_path_is_sent_to_where_paths_are_read(self, path: str) -> None:
        with pytest.raises(NotALetterError, match=r"which read_letter\(\) takes") as caught:
            imrkit.parse_letter(path)
        assert "inbox" not in str(caught.value)

    @pytest.mark.parametrize("given", [Path("knee.pdf"), b"a letter", None])
    def test_what_is_no_text_is_a_mistake_in_the_program(self, given: object) -> None:
        with pytest.raises(TypeError, match=rf"not {type(given).__name__}: read_letter\(\) takes paths"):
            imrkit.parse_letter(given)  # type: ignore[arg-type]

    @pytest.mark.parametrize("length", range(60, len(TEXT), 97))
    def test_a_letter_cut_off_anywhere_is_a_letter_with_findings(self, length: int) -> None:
        cut = STRICT.parse(TEXT[:length])
        assert cut.findings or TEXT[:length].endswith(".")  # nothing tells a cut between two sentences

    @pytest.mark.parametrize("start", range(200, TEXT.index("Tramadol 50mg #90 was"), 97))
    def test_a_letter_whose_beginning_is_lost_is_a_letter_with_findings(self, start: int) -> None:
        assert STRICT.parse(TEXT[start:]).findings

    @given(st.text(max_size=200))
    def test_any_text_is_a_letter_or_is_refused(self, text: str) -> None:
        with pytest.raises(NotALetterError):
            STRICT.parse(text)

    @settings(max_examples=150)
    @given(st.data())
    def test_a_damaged_letter_is_still_read(self, data: st.DataObject) -> None:
        characters = list(TEXT)
        for _ in range(data.draw(st.integers(1, 40))):
            at = data.draw(st.integers(0, len(characters) - 1))
            kind = data.draw(st.sampled_from(["drop", "double", "swap", "replace"]))
            if kind == "drop":
                del characters[at]
            elif kind == "double":
                characters.insert(at, characters[at])
            elif kind == "swap":
                characters[at], characters[at - 1] = characters[at - 1], characters[at]
            else:
                characters[at] = data.draw(st.characters(codec="utf-8"))
        text = "".join(characters)
        letter = STRICT.parse(text)
        for span in letter.evidence.values():
            assert 0 <= span.start <= span.end <= len(text)

    @given(st.permutations(written(items=ITEMS).splitlines()))
    @settings(max_examples=40)
    def test_shuffled_lines_are_a_letter_or_are_refused(self, lines: list[str]) -> None:
        try:
            letter = STRICT.parse("\n".join(lines))
        except NotALetterError:
            return
        assert letter.text
