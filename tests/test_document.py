"""The folded text and the way back: what extractors do to a text changes nothing in what is read from it."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imrkit.document import Document, Region

WORDS = "the knee was X-rayed on 3-4-15 (both views), without findings"


@pytest.mark.parametrize(
    "text",
    [
        WORDS.replace(" ", "\n"),
        WORDS.replace(" ", "   "),
        WORDS.replace(" ", "\r\n"),
        WORDS.replace(" ", " \f"),
        WORDS.replace(" ", "\u00a0"),
        WORDS.replace("-", "-\n"),
        WORDS.replace("-", "-\r\n  "),
        WORDS.replace("-", "\x02"),
        WORDS.replace("-", "\ufffe\n"),
        WORDS.replace("-", "\u00ad\n"),
        WORDS.replace("kn", "k\u200bn"),
        WORDS.replace("out", "\u00adout"),
        f"\n\n  {WORDS} \f\n",
        WORDS.replace(" (", "\nPage 3 of 7\n("),
        WORDS.replace(" (", "\n 12\n\f("),
        WORDS.replace(" (", "\n\f3\n("),
        WORDS.replace(" was", "\n\f12\nwas").replace(" (", "\n\f13\n("),
        WORDS.replace(" was", "\n3 of 7\nwas").replace(" (", "\n4 of 7\n("),
        WORDS.replace(" (", "\n3 of 7\n\f("),
        WORDS.replace(" (", "\f3 of 7\n("),
        f"{WORDS}\n2 of 2\n",
        WORDS.replace(" (", "\n3 | P a g e\n("),
        WORDS.replace(" (", "\f Page 3\n("),
        WORDS.replace(" (", "\nFinal Letter of Determination Form Effective 1.02.31 Page 3\n("),
        WORDS.replace("fi", "\ufb01").replace("ff", "\ufb00"),
        WORDS.replace(" (", "\nPage | 3\n("),
        WORDS.replace(" (", "\n- 3 -\n("),
        WORDS.replace(" was", "\n1\nwas").replace(" (", "\n 2 \n(").replace(" without", "\n3\nwithout"),
        f"{WORDS}\n1\n",
        WORDS.replace(" (", "\nFinal Determination Letter for IMR Case Number 2\n("),
    ],
)
def test_a_text_folds_to_its_words_whatever_an_extractor_made_of_it(text: str) -> None:
    assert Document(text).folded == WORDS


HEAD = "Case Number: CM14-9900001"


@pytest.mark.parametrize(
    "line",
    [
        "CM14-9900001",
        "Case Number: CM14-9900001",
        "CM14-9900001 3",
        "CM14-9900001 | Page 3 of 7",
        "IMR Case Number: CM14-9900001  Page 3",
        "Page 3 of 7  Case Number: CM14-9900001",
        "Final Determination Letter for IMR Case Number CM14-9900001",
    ],
)
@pytest.mark.parametrize("page_break", ["\n", "\n\f"])
def test_the_case_number_that_each_page_repeats_is_left_out(line: str, page_break: str) -> None:
    text = f"{HEAD}\n{WORDS.replace(' (', f'{page_break}{line}{page_break}(')}\n{line}"
    assert Document(text).folded == f"{HEAD} {WORDS}"


def test_a_case_number_that_stands_alone_on_a_line_once_is_kept() -> None:
    assert Document("Case Number:\nCM14-9900001\nDated:").folded == "Case Number: CM14-9900001 Dated:"
    assert Document("was like\nCM14-9900002\nbut").folded == "was like CM14-9900002 but"


@pytest.mark.parametrize(
    "line", ["Final Determination Letter for IMR Case Number CM14-9900001 2", "CM14-9900001 2"]
)
def test_what_is_left_out_can_be_searched(line: str) -> None:
    text = f"  the \ufb01nger\n{line}\nis well."
    doc = Document(text)
    assert doc.folded == "the finger is well."
    ((number, place),) = doc.in_furniture(re.compile(r"cm\d\d-\d{7}"))
    span = doc.span(*place)
    assert number == "cm14-9900001"
    assert text[span.slice] == "CM14-9900001"
    assert doc.ends({"number": place}) == {"number": [span.start, span.end]}
    assert doc.holds(place)
    assert not doc.holds(Region(place.start, place.end + len(line)))
    assert Document(WORDS).in_furniture(re.compile("knee")) == []


def test_something_stands_in_a_region_of_the_text_and_nowhere_else() -> None:
    doc = Document("the knee")
    assert doc.holds(Region(4, 8))
    assert not any(map(doc.holds, (Region(4, 4), Region(-1, 3), Region(4, 9), Region(9, 10))))


def test_ligatures_are_spelt_out_and_lead_back_to_themselves() -> None:
    text = "an o\ufb03ce, a \ufb02at stu\ufb00  and\n\ufb01ve"
    doc = Document(text)
    assert doc.folded == "an office, a flat stuff and five"
    spans = [text[doc.span(*word.span()).slice] for word in re.finditer(r"\S+", doc.folded)]
    assert spans == text.split()
    places = {str(n): Region(n, n + 1) for n in range(len(doc.folded))}
    for name, place in places.items():
        span = doc.span(*place)
        assert doc.ends({name: place}) == {name: [span.start, span.end]}
    for letter in (4, 5, 6):  # each letter of one of them leads back to the whole of it
        assert text[doc.span(letter, letter + 1).slice] == "\ufb03"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("a dash -\nnot a hyphen", "a dash - not a hyphen"),
        ("an em dash --\nset as two", "an em dash -- set as two"),
        ("12\nsessions", "12 sessions"),
        ("visits:\n12", "visits: 12"),
        ("for\n\f6\nmonths", "for 6 months"),
        ("visit\n1\nof two", "visit 1 of two"),
        ("visits\n6 of 12\nand\n8 of 10\nwere", "visits 6 of 12 and 8 of 10 were"),
        ("rated\n6 of 10\nthen\n8 of 10\nnow", "rated 6 of 10 then 8 of 10 now"),
        ("the report, page 3 of 7, says", "the report, page 3 of 7, says"),
    ],
)
def test_what_is_no_hyphen_and_no_page_number_is_kept(text: str, folded: str) -> None:
    assert Document(text).folded == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("The knee is well.On 5/2/31 he ran.A brace helped.", "The knee is well. On 5/2/31 he ran. A brace helped."),
        ("(as of 5/2/31).The knee (left).It swells", "(as of 5/2/31). The knee (left). It swells"),
        ("Dr. A.Roe, M.D., of www.example.org, 2.5 mg, L4.L5, e.g.Roe", None),
    ],
)  # fmt: skip
def test_a_sentence_right_behind_another_gets_its_blank(text: str, folded: str | None) -> None:
    doc = Document(text)
    assert doc.folded == (folded or text)
    for word in re.finditer(r"\S+", doc.folded):
        assert text[doc.span(*word.span()).slice] == word[0]


def test_the_matching_view_has_plain_lower_case_characters_in_the_same_places() -> None:
    doc = Document("The “Knee’s” \u0130liac 3–4 MRI")
    assert doc.key == 'the "knee\'s" \u0130liac 3-4 mri'
    assert len(doc.key) == len(doc.folded)


def test_a_region_is_read_and_trimmed() -> None:
    doc = Document("a brace, (knee): yes")
    assert doc.read(Region(2, 7)) == "brace"
    assert doc.read(doc.trim(8, 16, " ():")) == "knee"
    assert doc.trim(3, 3) == Region(3, 3)


LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("abA.9- \n\r\f\t\x02\ufffe\u00ad\u200b\u00a0\u2019\u0130\ufb01\ufb03"),
        st.characters(codec="utf-8"),
    ),
    max_size=300,
)


@given(TEXTS)
@example("a\nPage 2\nb-\nc")
@example("aa.Aab.Aa\u200bbb\u200b.Aa cc.\u200bAa dd.Aa")
@example("\n1\n\f2\n\n3\n\f")
def test_every_place_leads_back_to_the_same_characters(text: str) -> None:
    doc = Document(text)
    assert len(doc.key) == len(doc.folded)
    for word in re.finditer(r"\S+", doc.folded):
        span = doc.span(*word.span())
        source = re.sub("\u00ad(?=[ \t]*[\r\n\f\v])|[\x02\ufffe]", "-", text[span.slice] + text[span.end :])
        for ligature, letters in LIGATURES.items():
            source = source.replace(ligature, letters)
        visible = re.sub(r"[\s\u00ad\u200b\u200c\u200d\u2060\ufeff]", "", source)
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start] not in " \n"
        if "page" not in text.lower() and "\f" not in text:
            assert visible.startswith(word[0])


@given(TEXTS, st.integers(0, 400))
def test_an_empty_place_is_inside_the_text_too(text: str, at: int) -> None:
    doc = Document(text)
    position = min(at, len(doc.folded))
    span = doc.span(position, position)
    assert 0 <= span.start == span.end <= len(text)


@pytest.mark.parametrize("blank", [chr(code) for code in range(0x3001) if chr(code).isspace()])
def test_the_way_back_leads_past_every_kind_of_blank(blank: str) -> None:
    text = f"{blank}the{blank}{blank} knee {blank}was{blank}seen {blank}"
    doc = Document(text)
    assert doc.folded == "the knee was seen"
    for word in re.finditer(r"\S+", doc.folded):
        assert text[doc.span(*word.span()).slice] == word[0]


def test_many_places_lead_back_as_each_of_them_does() -> None:
    doc = Document("  the knee \n was\u00a0 X-\nrayed  ")
    places = {f"{a} {b}": Region(a, b) for a in range(len(doc.folded)) for b in (a, a + 1, len(doc.folded))}
    ends = doc.ends(places)
    assert {name: tuple(span) for name, span in ends.items()} == {
        name: (doc.span(*place).start, doc.span(*place).end) for name, place in places.items()
    }
    assert Document("the knee").ends({"a": Region(2, 2), "b": Region(4, 8)}) == {"a": [2, 2], "b": [4, 8]}


def test_the_way_back_is_right_far_into_a_long_text() -> None:
    text = "".join(f"word{n}{' ' * (n % 7 + 1)}" for n in range(5000))
    doc = Document(text)
    for n in (0, 1, 1023, 2500, 4999):
        at = doc.folded.index(f"word{n} " if n < 4999 else "word4999")
        assert text[doc.span(at, at + len(f"word{n}")).slice] == f"word{n}"
