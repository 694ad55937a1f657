"""Where the items of an expert review stand."""

from __future__ import annotations

from time import thread_time

import pytest
from writing import METHOD

import imrkit
from imrkit.document import Document, Region
from imrkit.extractors.base import ItemParts
from imrkit.extractors.items import expert_review_items
from imrkit.vocabulary import Decision

OPENING = "The Final Determination was based on decisions for the disputed items/services set forth below:\n"
ADMINISTRATOR = "Claims Administrator guideline: Decision based on MTUS Elbow Complaints 2007.\n"
REVIEWER = "MAXIMUS guideline: Decision based on MTUS Acupuncture Treatment 2007.\n"
GUIDELINES = ADMINISTRATOR + REVIEWER
DENIED = "There is no sign of benefit. The request is not medically necessary."
ITEM = GUIDELINES + "Decision rationale: " + DENIED + "\n"


class Read:
    """The items of a text, and what stands in each of their parts."""

    def __init__(self, *text: str) -> None:
        self.doc = Document("".join(text))
        self.items = expert_review_items(self.doc, Region(0, len(self.doc.key)))

    def said(self, part: str) -> list[str | None]:
        regions = [getattr(item, part) for item in self.items]
        return [self.doc.read(region) if region is not None else None for region in regions]

    @property
    def requests(self) -> list[str | None]:
        return self.said("request")

    @property
    def decisions(self) -> list[Decision | None]:
        return [item.decision for item in self.items]


def test_an_item() -> None:
    read = Read(OPENING, "Massage therapy, 6 sessions: Upheld\n", ITEM)
    assert read.requests == ["Massage therapy, 6 sessions"]
    assert read.decisions == [Decision.UPHELD]
    assert read.said("decision_at") == ["Upheld"]
    assert read.said("claims_administrator_guidelines") == ["Decision based on MTUS Elbow Complaints 2007."]
    assert read.said("reviewer_guidelines") == ["Decision based on MTUS Acupuncture Treatment 2007."]
    assert read.said("rationale") == [DENIED]
    assert read.said("original") == read.said("authorized") == [None]


def test_several_items() -> None:
    read = Read(OPENING, "Massage, 6 sessions: Upheld\n", ITEM, "A cane: Overturned\n", ITEM)
    assert read.requests == ["Massage, 6 sessions", "A cane"]
    assert read.decisions == [Decision.UPHELD, Decision.OVERTURNED]
    assert read.said("rationale") == [DENIED, DENIED]


def test_no_items() -> None:
    assert Read(OPENING).items == []
    assert Read("").items == []
    assert Read("Nothing was decided.").items == []


@pytest.mark.parametrize(
    "title",
    [
        "Labs to include: lipid panel",
        "Associated surgical service: ice machine: 7 days",
        "Massage\n therapy\n\n 2 x 4",
        "Tramadol 37.5/325 mg qty. 60 w/ 2 refills",
        "Consult with Dr. Roe vs. Dr. Poe",
        "Back brace. Size L. With a pad",
        "MRI (no. 2) of the L.S. spine",
        "X-rays, 3 views; left ankle",
        "Review of her films by Dr. Roe",
        "Renewal of his E.Stim unit",
        "Amoxicillin 500 mg t.i.d. #21",
        "Clonidine 0.1 mg p.o. b.i.d. to the end of May, #60",
    ],
)
class TestTitles:
    """Titles hold colons, full stops and line breaks. Before them stands a rationale, or nothing."""

    def test_first(self, title: str) -> None:
        assert Read(OPENING, title, ": Upheld\n", ITEM).requests == [" ".join(title.split())]

    def test_behind_a_rationale(self, title: str) -> None:
        read = Read(OPENING, "A cane: Overturned\n", ITEM, title, ": Upheld\n", ITEM)
        assert read.requests == ["A cane", " ".join(title.split())]
        assert read.said("rationale") == [DENIED, DENIED]

    def test_numbered(self, title: str) -> None:
        read = Read(OPENING, "1. A cane: Overturned\n", ITEM, "2. ", title, ": Upheld\n", ITEM)
        assert read.requests == ["A cane", " ".join(title.split())]
        assert read.said("rationale") == [DENIED, DENIED]

    def test_decided_in_words(self, title: str) -> None:
        read = Read(
            OPENING, "A cane: Overturned\n", ITEM,
            "The request for ", title, " is not medically necessary and appropriate.\n", ITEM,
        )  # fmt: skip
        assert read.requests == ["A cane", " ".join(title.split())]
        assert read.decisions == [Decision.OVERTURNED, Decision.UPHELD]
        assert read.said("decision_at") == ["Overturned", "not medically necessary and appropriate"]


@pytest.mark.parametrize(
    ("title", "request_"),
    [
        ("Cupping is:", "Cupping"),
        ("6 sessions of cupping are :", "6 sessions of cupping"),
        ("The request for cupping:", "cupping"),
        ("Request for authorization of cupping:", "cupping"),
        ("Retrospective request for cupping:", "Retrospective request for cupping"),
        ("1. 12 sessions of cupping:", "12 sessions of cupping"),
        ("2 x 4 cupping:", "2 x 4 cupping"),
        ("2.5 mg patch:", "2.5 mg patch"),
    ],
)
def test_what_is_requested(title: str, request_: str) -> None:
    assert Read(OPENING, title, " Upheld\n", ITEM).requests == [request_]


@pytest.mark.parametrize(
    ("title", "request_", "decision"),
    [
        ("Cupping (Upheld)", "Cupping", Decision.UPHELD),
        ('Cupping: "Upheld"', "Cupping", Decision.UPHELD),
        ("Cupping: Denial Upheld", "Cupping", Decision.UPHELD),
        ("Cupping: Partially Overturned", "Cupping", None),
        ("Cupping: Not Upheld", "Cupping", None),
    ],
)
def test_other_ways_to_write_a_decision(title: str, request_: str, decision: Decision | None) -> None:
    read = Read(OPENING, title, "\n", ITEM)
    assert read.requests == [request_]
    assert read.decisions == [decision]


@pytest.mark.parametrize(
    "title",
    ["Referral to a certified\nHand therapist", "Lotion not approved by the FDA\n5% #30", "Sauna: Denied"],
)
def test_words_of_decisions_in_a_title(title: str) -> None:
    read = Read(OPENING, "A cane: Upheld\n", ITEM, title, ": Upheld\n", ITEM)
    assert read.requests == ["A cane", " ".join(title.split())]


def test_words_behind_a_decision() -> None:
    assert Read(OPENING, "Sauna: Upheld in part\n", ITEM).requests == ["Sauna: Upheld in part"]


def test_numbers_may_have_gaps() -> None:
    read = Read(OPENING, "1. A cane: Upheld\n", ITEM, "4. Sauna, 3 visits: Upheld\n", ITEM)
    assert read.requests == ["A cane", "Sauna, 3 visits"]


class TestEndOfARationale:
    """The title behind it begins where its last sentence ends, even where the full stop is missing."""

    @pytest.mark.parametrize(
        "last",
        [
            "The request is not medically necessary",
            "The request is not supported",
            "Thus it is not certified at this time",
            "Thus the request is medically necessary and appropriate",
            "This is not medically necessary at this time",
            'The guideline says "not advised."',
            "It was given (see above.)",
            "The request is not supported.",
            "It would not be appropriate to approve Voltaren DR.",
            "In sum, I see no necessity for the packs.",
            "Signs of withdrawal call for a slower pace.",
            "Medically necessary as requested.",
            "Its use is contested. (Roe-Moe, 2003) (Poe, 2011; Doe, 2012a)",
            "Request denied.",
            "Non-certified.",
            "Recommend non-certification.",
            "The first decision stands: UR determination upheld.",
            "The pain of this man was rated at 7.",
            "Pain is 8 out of 10.",
            "Therefore, the request is denied",
            "The request is not medically necessary based on the notes",
            "Medical necessity for the packs has not been established",
        ],
    )
    def test_of_a_rationale(self, last: str) -> None:
        read = Read(
            OPENING, "Cupping: Upheld\n", GUIDELINES, "Decision rationale: It is new. ", last, "\n",
            "Hot packs #2: Upheld\n", ITEM,
        )  # fmt: skip
        assert read.requests == ["Cupping", "Hot packs #2"]
        assert read.said("rationale") == [f"It is new. {last}", DENIED]

    @pytest.mark.parametrize("last", ["It is not medically necessary.", "It was no better at follow-up."])
    def test_no_blank_behind_it(self, last: str) -> None:
        read = Read(
            OPENING, "Cupping: Upheld\n", GUIDELINES, "Decision rationale: It is new. ", last,
            "Hot packs: Upheld\n", ITEM,
        )  # fmt: skip
        assert read.requests == ["Cupping", "Hot packs"]
        assert read.said("rationale") == [f"It is new. {last}", DENIED]

    @pytest.mark.parametrize(
        "word",
        [
            *("is", "are", "was", "were", "has", "have", "had", "does", "did", "should", "may", "can", "will", "would"),
            *("be", "been", "this", "these", "patient", "worker", "claimant", "applicant", "therefore", "thus"),
            *("hence", "accordingly", "consequently", "summary", "conclusion", "provider", "physician", "guideline"),
            *("guidelines", "documentation", "recommended", "necessity", "denial", "i", "we", "he", "she", "they"),
            *("his", "her", "their", "its", "which", "because", "than", "see", "meet", "meets", "call", "calls"),
            *("require", "requires", "support", "supports", "show", "shows", "remain", "remains", "appear", "appears"),
            *("means", "denied", "upheld", "non-certified", "not approved", "not warranted"),
        ],
    )  # fmt: skip
    def test_a_short_sentence_with_a_word_of_prose(self, word: str) -> None:
        read = Read(
            OPENING, "Cupping: Upheld\n", GUIDELINES, f"Decision rationale: It is new. Of rest {word} enough.\n",
            "Hot packs: Upheld\n", ITEM,
        )  # fmt: skip
        assert read.requests == ["Cupping", "Hot packs"]

    def test_short_sentences(self) -> None:
        read = Read(
            OPENING, "Cupping: Upheld\n", GUIDELINES,
            "Decision rationale: No benefit was seen in 2 weeks. This is so. Hot packs: Upheld\n", ITEM,
        )  # fmt: skip
        assert read.requests == ["Cupping", "Hot packs"]


class TestDecoys:
    """A rationale may quote a title, a decision or a label."""

    def test_quoted_title(self) -> None:
        read = Read(
            OPENING, "Cupping: Upheld\n", GUIDELINES,
            "Decision rationale: An earlier letter said: Massage: Overturned. Cupping is not medically necessary.\n",
            "Hot packs: Upheld\n", ITEM,
        )  # fmt: skip
        assert read.requests == ["Cupping", "Hot packs"]
        assert read.decisions == [Decision.UPHELD, Decision.UPHELD]

    def test_quoted_label(self) -> None:
        read = Read(
            OPENING, "Cupping: Upheld\n", GUIDELINES,
            'Decision rationale: The form has a "Claims Administrator guideline: " line. It is not supported.\n',
            "Hot packs: Upheld\n", ITEM,
        )  # fmt: skip
        assert read.requests == ["Cupping", "Hot packs"]
        assert (read.said("rationale")[0] or "").endswith("line. It is not supported.")

    def test_label_in_a_sentence(self) -> None:
        read = Read(
            OPENING, "Cupping: Upheld\n", GUIDELINES,
            "Decision rationale: No MAXIMUS guideline speaks of it, nor any Decision rationale. Denied.\n",
        )  # fmt: skip
        assert len(read.items) == 1
        assert (read.said("rationale")[0] or "").startswith("No MAXIMUS guideline speaks")

    def test_repeated_label(self) -> None:
        read = Read(OPENING, "Cupping: Upheld\n", GUIDELINES, "Decision rationale: It is new.\n", REVIEWER)
        assert len(read.items) == 1

    def test_quoted_formula(self) -> None:
        read = Read(
            OPENING, "Cupping: Upheld\n", GUIDELINES,
            "Decision rationale: Cupping 9 sessions was the original request. The original request is not "
            "medically necessary.\nHot packs: Upheld\n", ITEM,
        )  # fmt: skip
        assert read.requests == ["Cupping", "Hot packs"]
        assert read.said("original") == [None, None]


class TestPartlyAuthorized:
    def test_remaining_portion(self) -> None:
        read = Read(
            OPENING, "A cane: Upheld\n", ITEM,
            "Cupping 8 sessions was the original request. Cupping 2 sessions was authorized by the Claims "
            "Administrator. The remaining IMR eligible portion of the original request, Cupping 6 sessions "
            "is: Overturned\n", ITEM,
        )  # fmt: skip
        assert read.requests == ["A cane", "Cupping 6 sessions"]
        assert read.said("original") == [None, "Cupping 8 sessions"]
        assert read.said("authorized") == [None, "Cupping 2 sessions"]
        assert read.decisions[1] is Decision.OVERTURNED

    def test_left_eligible(self) -> None:
        read = Read(
            OPENING,
            "Cupping 8 sessions was the original request. The Claims Administrator authorized Cupping 2 "
            "sessions, leaving the original request IMR eligible. The original request, Cupping 8 sessions "
            "is: Upheld\n", ITEM,
        )  # fmt: skip
        assert read.requests == ["Cupping 8 sessions"]
        assert read.said("original") == ["Cupping 8 sessions"]
        assert read.said("authorized") == ["Cupping 2 sessions"]

    def test_nothing_said_of_the_rest(self) -> None:
        read = Read(
            OPENING,
            "Cupping 8 sessions was the original request. The Claims Administrator authorized 2 sessions. "
            "The original request is: Upheld\n", ITEM,
        )  # fmt: skip
        assert read.requests == ["Cupping 8 sessions"]
        assert read.said("authorized") == ["2 sessions"]

    def test_nothing_authorized(self) -> None:
        read = Read(OPENING, "Cupping 8 sessions was the original request: Upheld\n", ITEM)
        assert read.requests == ["Cupping 8 sessions"]
        assert read.said("authorized") == [None]


class TestParagraphs:
    def test_none_of_the_claims_administrator(self) -> None:
        read = Read(
            OPENING, "A cane: Upheld\n", REVIEWER, "Decision rationale: ", DENIED, "\nHot packs: Upheld\n",
            REVIEWER, "Decision rationale: ", DENIED,
        )  # fmt: skip
        assert read.requests == ["A cane", "Hot packs"]
        assert read.said("claims_administrator_guidelines") == [None, None]

    def test_titles_in_words_without_the_claims_administrator(self) -> None:
        text = "{} is not medically necessary and appropriate.\n" + REVIEWER + "Decision rationale: " + DENIED
        read = Read(OPENING, text.format("A cane"), "\n", text.format("Hot packs"))
        assert read.requests == ["A cane", "Hot packs"]

    def test_in_another_order(self) -> None:
        read = Read(OPENING, "A cane: Upheld\n", REVIEWER, ADMINISTRATOR.replace("Claims", "Claims\n"))
        assert read.said("reviewer_guidelines")[0] == "Decision based on MTUS Acupuncture Treatment 2007."

    def test_labels_in_other_words(self) -> None:
        read = Read(
            OPENING, "A cane: Upheld\n", "Claims Administrator Guidelines : None cited.\n",
            "MAXIMUS Guidelines: None.\nDECISION RATIONALE : ", DENIED,
        )  # fmt: skip
        assert read.said("claims_administrator_guidelines") == ["None cited."]
        assert read.said("reviewer_guidelines") == ["None."]
        assert read.said("rationale") == [DENIED]

    def test_empty(self) -> None:
        read = Read(OPENING, "A cane: Upheld Claims Administrator guideline: MAXIMUS guideline: ", DENIED)
        assert read.said("claims_administrator_guidelines") == [""]


class TestAfterTheLastRationale:
    @pytest.mark.parametrize(
        "afterword",
        [
            "Effect of the Decision:\nIt is binding.",
            "Disclaimer: MAXIMUS is not engaged in the practice of medicine.",
            "Sincerely,\nJane Roe, MD",
            "Jane Q. Roe, MD, MPH\nMedical Director",
            "In accordance with California Labor Code Section 4610.6(h), it is final.",
        ],
    )
    def test_is_no_part_of_it(self, afterword: str) -> None:
        read = Read(OPENING, "A cane: Upheld\n", ITEM, "Hot packs: Upheld\n", ITEM, afterword)
        assert read.said("rationale") == [DENIED, DENIED]

    def test_medical_director_in_a_rationale(self) -> None:
        why = "The medical director of the clinic had agreed."
        read = Read(OPENING, "A cane: Upheld\n", GUIDELINES, "Decision rationale: ", why)
        assert read.said("rationale") == [why]


class TestCutOff:
    def test_behind_a_title(self) -> None:
        read = Read(OPENING, "A cane: Upheld\n", ITEM, "Hot packs: Overturned")
        assert read.requests == ["A cane", "Hot packs"]
        assert read.decisions == [Decision.UPHELD, Decision.OVERTURNED]
        assert read.said("rationale") == [DENIED, None]

    def test_behind_the_first_title(self) -> None:
        assert Read(OPENING, "Hot packs: Overturned").decisions == [Decision.OVERTURNED]

    def test_in_the_guidelines(self) -> None:
        read = Read(OPENING, "A cane: Upheld\nClaims Administrator guideline: Decision based on MT")
        assert read.said("claims_administrator_guidelines") == ["Decision based on MT"]
        assert read.said("reviewer_guidelines") == [None]
        assert read.said("rationale") == [None]

    def test_title_without_its_decision(self) -> None:
        read = Read(OPENING, "A cane\n", ITEM)
        assert read.requests == ["A cane"]
        assert read.decisions == [None]

    def test_opening_lost(self) -> None:
        assert Read("A cane: Upheld\n", ITEM).requests == ["A cane"]

    def test_every_heading_but_the_first_lost(self) -> None:
        letter = imrkit.parse_letter(f"{METHOD}\nThe reviewer is independent.\nA cane: Overturned\n{ITEM}")
        assert [item.request.text for item in letter.items] == ["A cane"]

    def test_anywhere(self) -> None:
        text = OPENING + "A cane: Upheld\n" + ITEM + "Hot packs: Upheld\n" + ITEM
        for end in range(len(text)):
            assert len(Read(text[:end]).items) <= 2


@pytest.mark.parametrize(
    "text",
    [
        "Cupping: Upheld Claims Administrator guideline: ",
        "Decision rationale: ",
        "2. Cupping 9 sessions was the original request. ",
        "Upheld. ",
        "medically necessary ",
        '"" ',
        "1. ",
    ],
)
def test_takes_time_in_proportion(text: str) -> None:
    def seconds(times: int) -> float:
        doc = Document(OPENING + text * times)
        start = thread_time()
        expert_review_items(doc, Region(0, len(doc.key)))
        return thread_time() - start

    assert min(seconds(20_000) / max(seconds(10_000), 0.02) for _ in range(3)) < 4


def test_parts_are_plain_values() -> None:
    assert ItemParts(Region(0, 1)) == ItemParts(Region(0, 1))
