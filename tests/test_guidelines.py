"""Guideline paragraphs: semi-formal ones, new and old, and the free prose of the older letters."""

from __future__ import annotations

from time import thread_time

import pytest

from imrkit.document import Document, Region
from imrkit.extractors.guidelines import guidelines
from imrkit.model import Guideline, Guidelines
from imrkit.vocabulary import GuidelineSource

MTUS, ACOEM, ODG, OTHER = GuidelineSource


def read(text: str) -> Guidelines:
    doc = Document(text)
    found = guidelines(doc, Region(0, len(doc.key)))
    for n, citation in enumerate(found.value):
        for name in ("title", "chapter", "year", "sections", "pages"):
            value, place = getattr(citation, name), found.all_places().get(f"citations[{n}].{name}")
            assert (value is None) == (place is None), name
            assert place is None or doc.read(place) == str(value)
        assert f"citations[{n}].source" in found.all_places()
    for name in ("none_cited", "outside_mtus"):
        assert getattr(found.value, name) == (name in found.all_places())
    return found.value


def cited(text: str) -> list[Guideline]:
    return list(read(text))


def mtus(title: str | None, year: int | None = None, sections: str | None = None, **more: str) -> Guideline:
    return Guideline(MTUS, mtus=True, title=title, year=year, sections=sections, pages=more.get("pages"))


def odg(title: str | None, sections: str | None = None) -> Guideline:
    return Guideline(ODG, mtus=False, title=title, sections=sections)


ELBOW = Guideline(ACOEM, mtus=True, title="Elbow Complaints", chapter=10, pages="9")
ATLAS = Guideline(OTHER, mtus=False, title="Splint Atlas, 2009")


class TestStates:
    """What is cited, that nothing is, and that there is no paragraph, are kept apart."""

    def test_no_paragraph(self) -> None:
        found = guidelines(Document(""), None)
        assert found.value == Guidelines()
        assert not found.value.stated

    def test_empty_paragraph(self) -> None:
        assert read("") == Guidelines()

    @pytest.mark.parametrize(
        "text",
        [
            "The Claims Administrator did not cite any medical evidence for its decision.",
            "The Claims Administrator did not cite any evidence-based criteria.",
            "The Claims Administrator did not provide a guideline.",
            "No evidence was cited.",
            "None.",
            "none",
            "No medical evidence was cited by the Expert Reviewer for the decision.",
            "None cited.",
        ],
    )
    def test_nothing_cited(self, text: str) -> None:
        assert read(text) == Guidelines(none_cited=True, stated=True)

    def test_outside_the_mtus(self) -> None:
        found = read(
            "The Expert Reviewer based their decision on recommendation(s) outside of the MTUS Guidelines. Decision "
            "based on Non-MTUS Citation ODG, Elbow Chapter, Splinting."
        )
        assert found.outside_mtus
        assert list(found) == [odg("Elbow", "Splinting")]
        assert read("The Expert Reviewer did not base their decision on the MTUS.").outside_mtus

    def test_neither(self) -> None:
        assert read("It is as it is.") == Guidelines(stated=True)


class TestNewStyle:
    """A chapter with its year, and sections behind a label."""

    def test_one(self) -> None:
        assert cited("Decision based on MTUS Elbow Complaints 2007, Section(s): Summary, Follow-up.") == [
            mtus("Elbow Complaints", 2007, "Summary, Follow-up")
        ]

    def test_year_in_brackets(self) -> None:
        assert cited("Decision based on MTUS Elbow Complaints (2007), Section(s): Rest.") == [
            mtus("Elbow Complaints", 2007, "Rest")
        ]

    def test_without_sections(self) -> None:
        assert cited("Decision based on MTUS Opioids Treatment 2016.") == [mtus("Opioids Treatment", 2016)]

    def test_chained(self) -> None:
        assert cited(
            "Decision based on MTUS Forearm, Wrist, and Hand Complaints 2004, Section(s): Physical Methods, Forearm, "
            "and Chronic Pain Medical Treatment 2016, Section(s): Massage therapy, and Elbow Complaints 2007."
        ) == [
            mtus("Forearm, Wrist, and Hand Complaints", 2004, "Physical Methods, Forearm"),
            mtus("Chronic Pain Medical Treatment", 2016, "Massage therapy"),
            mtus("Elbow Complaints", 2007),
        ]

    def test_sections_that_are_pages(self) -> None:
        assert cited("Decision based on MTUS Knee Complaints 2004, Section(s): 343.") == [
            mtus("Knee Complaints", 2004, "343")
        ]

    def test_section_named_like_a_chapter(self) -> None:
        assert cited(
            "Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Opioids, Chronic pain."
        ) == [mtus("Chronic Pain Medical Treatment", 2016, "Opioids, Chronic pain")]

    def test_sections_are_read_whole_behind_their_label(self) -> None:
        assert cited("Decision based on MTUS Elbow Complaints 2007, Section(s): MTUS Overview, Rest.") == [
            mtus("Elbow Complaints", 2007, "MTUS Overview, Rest")
        ]

    def test_the_number_of_an_entry_is_no_chapter(self) -> None:
        assert cited("Decision based on MTUS 1. Elbow Complaints 2007, Section(s): Summary.") == [
            mtus("Elbow Complaints", 2007, "Summary")
        ]

    def test_two_statements(self) -> None:
        assert cited(
            "Decision based on MTUS Knee Complaints 2004. Decision based on Non-MTUS Citation Official Disability "
            "Guidelines (ODG), Knee & Leg, Bracing."
        ) == [mtus("Knee Complaints", 2004), odg("Knee & Leg", "Bracing")]

    @pytest.mark.parametrize(
        "joint", [", and Non-MTUS Citation", " and on the Non-MTUS", "; Non-MTUS Citation"]
    )
    def test_one_statement_on_both(self, joint: str) -> None:
        assert cited(
            f"Decision based on MTUS Knee Complaints 2004, Section(s): Rest{joint} Official Disability Guidelines "
            "(ODG), Knee & Leg, Bracing."
        ) == [mtus("Knee Complaints", 2004, "Rest"), odg("Knee & Leg", "Bracing")]

    def test_unknown_chapter(self) -> None:
        assert cited("Decision based on MTUS Left Handedness Complaints 2007, Section(s): Summary.") == [
            mtus("Left Handedness Complaints", 2007, "Summary")
        ]
        assert cited("Decision based on MTUS Handedness, pages 3-4.") == [mtus("Handedness", pages="3-4")]

    def test_chapter_after_the_surgery(self) -> None:
        assert cited(
            "Decision based on MTUS Elbow Complaints 2007, Section(s): Rest, and Postsurgical 2009, Section(s): Elbow."
        ) == [mtus("Elbow Complaints", 2007, "Rest"), mtus("Postsurgical", 2009, "Elbow")]

    def test_chapter_whose_publisher_stands_behind_it(self) -> None:
        assert cited(
            "Decision based on MTUS Elbow Disorders Guideline (ACOEM 2018) Section(s): Splints."
        ) == [Guideline(ACOEM, mtus=True, title="Elbow Disorders Guideline", year=2018, sections="Splints")]

    def test_place_in_the_law_is_no_chapter(self) -> None:
        assert cited(
            "Decision based on MTUS 2009: 9792.24.2. Chronic Pain Medical Treatment Guidelines, Massage."
        ) == [mtus("Chronic Pain Medical Treatment Guidelines", None, "Massage")]

    @pytest.mark.parametrize("joint", [", and ", " and ", "; ", ". ", ", and the California "])
    def test_outside_first(self, joint: str) -> None:
        assert cited(
            f"Decision based on Non-MTUS Citation ODG, Elbow Chapter, Splinting{joint}MTUS Knee Complaints 2004, "
            "Section(s): Rest, and Non-MTUS Citation ODG, Pain Chapter, Diaries."
        ) == [odg("Elbow", "Splinting"), mtus("Knee Complaints", 2004, "Rest"), odg("Pain", "Diaries")]

    def test_outside_twice(self) -> None:
        assert cited(
            "Decision based on Non-MTUS Citation ODG Elbow Chapter, and on the Non-MTUS Splint Clearinghouse: Casts."
        ) == [odg("Elbow"), Guideline(OTHER, mtus=False, title="Splint Clearinghouse: Casts")]

    def test_schedule_without_a_chapter(self) -> None:
        assert cited("Decision based on MTUS and Non-MTUS Citation ODG, Elbow.") == [odg("Elbow")]

    def test_name_of_the_schedule_within_a_section(self) -> None:
        assert cited(
            "Decision based on MTUS Knee Complaints 2004, Section(s): Rest, and MTUS terms, MTUS Prevention."
        ) == [mtus("Knee Complaints", 2004, "Rest, and MTUS terms, MTUS Prevention")]

    def test_statement_of_the_other_side(self) -> None:
        assert cited(
            "Decision based on MTUS Knee Complaints 2004. The Claims Administrator did not cite any other."
        ) == [mtus("Knee Complaints", 2004)]


class TestOldStyle:
    """A chapter with its number, and pages."""

    def test_acoem_chapter(self) -> None:
        assert cited(
            "Decision based on MTUS ACOEM Chapter 14 Ankle and Foot Complaints Page(s): 370-371."
        ) == [Guideline(ACOEM, mtus=True, title="Ankle and Foot Complaints", chapter=14, pages="370-371")]

    @pytest.mark.parametrize(
        "named", ["ACOEM: Elbow", "ACOEM - Elbow", "ACOEM Elbow", "ACOEM, Chapter 10, Elbow"]
    )
    def test_marks_between_publisher_and_chapter(self, named: str) -> None:
        (found,) = cited(f"Decision based on MTUS {named} Complaints Page(s): 9.")
        assert (found.source, found.title, found.pages) == (ACOEM, "Elbow Complaints", "9")

    def test_pages_and_topic(self) -> None:
        assert cited(
            "Decision based on MTUS Chronic Pain Treatment Guidelines Massage therapy Page(s): 60, 61."
        ) == [mtus("Chronic Pain Treatment Guidelines", None, "Massage therapy", pages="60, 61")]

    @pytest.mark.parametrize(
        "pages",
        ["Page(s): 60-61 of 127", "Page (s): 60-61", "Page(s): pages 60-61", "pp. 60-61", "(page 60-61)"],
    )
    def test_ways_to_name_pages(self, pages: str) -> None:
        assert cited(f"Decision based on MTUS Chronic Pain Treatment Guidelines Massage {pages}.") == [
            mtus("Chronic Pain Treatment Guidelines", None, "Massage", pages="60-61")
        ]

    @pytest.mark.parametrize("lead", ["Decision based on MTUS", "The reviewer used the MTUS"])
    def test_place_in_the_law_behind_the_label_of_the_pages(self, lead: str) -> None:
        (found,) = cited(
            f"{lead} Chronic Pain Treatment Guidelines Page(s): 8 C.C.R. 9792.20 - 9792.26 Page 60 of 127."
        )
        assert (found.title, found.pages) == ("Chronic Pain Treatment Guidelines", "60")
        assert (found.sections or "").removeprefix("8 C.C.R. ") == "9792.20 - 9792.26"

    def test_name_repeated(self) -> None:
        assert cited(
            "Decision based on MTUS Chronic Pain Treatment Guidelines Chronic Pain Medical Treatment Guidelines, "
            "Massage Page(s): 60."
        ) == [mtus("Chronic Pain Treatment Guidelines", None, "Massage", pages="60")]

    def test_chained(self) -> None:
        found = cited(
            "Decision based on MTUS ACOEM Chapter 9 Shoulder Complaints Page(s): 203, "
            "and Acupuncture Treatment Guidelines."
        )
        assert [(c.source, c.title, c.pages) for c in found] == [
            (ACOEM, "Shoulder Complaints", "203"),
            (MTUS, "Acupuncture Treatment Guidelines", None),
        ]

    def test_chained_behind_pages(self) -> None:
        found = cited(
            "Decision based on MTUS Knee Complaints Page(s): 341, 342, and Elbow Complaints Splints Page(s): 12."
        )
        assert [(c.title, c.sections, c.pages) for c in found] == [
            ("Knee Complaints", None, "341, 342"),
            ("Elbow Complaints", "Splints", "12"),
        ]

    def test_each_with_the_name_of_the_schedule(self) -> None:
        found = cited(
            "Decision based on MTUS ACOEM Chapter 9 Shoulder Complaints Page(s): 203, and MTUS Acupuncture Treatment "
            "Guidelines Page(s): 8 of 9; and MTUS Opioids Page(s): 5."
        )
        assert [(c.source, c.title, c.sections, c.pages) for c in found] == [
            (ACOEM, "Shoulder Complaints", None, "203"),
            (MTUS, "Acupuncture Treatment Guidelines", None, "8"),
            (MTUS, "Opioids", None, "5"),
        ]
        assert cited("Decision based on MTUS ACOEM, and MTUS Knee Complaints.") == [
            Guideline(ACOEM, mtus=True),
            mtus("Knee Complaints"),
        ]

    def test_publisher_of_several_chapters(self) -> None:
        found = cited(
            "Decision based on MTUS ACOEM Chapter 1 Prevention, Chapter 13 Knee Complaints Page(s): 341."
        )
        assert [(c.source, c.title, c.chapter) for c in found] == [
            (ACOEM, "Prevention", 1),
            (ACOEM, "Knee Complaints", 13),
        ]

    @pytest.mark.parametrize(
        "named",
        [
            "Knee Complaints Chapter 13 (ACOEM Practice Guidelines, 2nd Edition (2004))",
            "Knee Complaints (ACOEM, Chapter 13)",
            "Knee Complaints Chapter (ACOEM Practice Guidelines, Chapter 13)",
        ],
    )
    def test_publisher_behind_the_chapter(self, named: str) -> None:
        year = 2004 if "2004" in named else None
        assert cited(f"Decision based on MTUS {named} page 341.") == [
            Guideline(ACOEM, mtus=True, title="Knee Complaints", chapter=13, year=year, pages="341")
        ]

    @pytest.mark.parametrize(
        "edition",
        [
            " (2004)",
            ", 2004,",
            " Guidelines, 2nd Edition, (2004)",
            " (Second Edition, 2004),",
            " 2nd ed. (2004)",
        ],
    )
    @pytest.mark.parametrize(
        ("lead", "part"), [("Decision based on MTUS", True), ("Decision based on Non-MTUS Citation", False)]
    )
    def test_year_of_the_edition(self, lead: str, part: bool, edition: str) -> None:
        assert cited(f"{lead} ACOEM{edition} Chapter 10, page 9.") == [
            Guideline(ACOEM, mtus=part, chapter=10, year=2004, pages="9")
        ]
        assert cited(f"{lead} ACOEM{edition} Elbow Complaints.") == [
            Guideline(ACOEM, mtus=part, title="Elbow Complaints", year=2004)
        ]

    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("Decision based on MTUS ACOEM ELBOW CHAPTER, {}", True),
            ("Decision based on Non-MTUS Citation ACOEM ELBOW CHAPTER, {}", False),
            ("ACOEM ELBOW CHAPTER, {}", False),
        ],
    )
    def test_chapter_by_the_part_of_the_body(self, text: str, part: bool) -> None:
        elbow = Guideline(ACOEM, mtus=part, title="ELBOW", pages="9-10, 12")
        assert cited(text.format("9-10, 12")) == [elbow]
        assert cited(text.format("PAGES 9-10, 12")) == [elbow]

    def test_slash_and_brackets(self) -> None:
        (found,) = cited("Decision based on MTUS/ACOEM Chapter 9 (Shoulder Complaints) Page(s): 203.")
        assert (found.source, found.chapter, found.title) == (ACOEM, 9, "Shoulder Complaints")
        assert (found.sections, found.pages) == (None, "203")

    def test_title_with_a_colon(self) -> None:
        (found,) = cited(
            "Decision based on MTUS Workplace Mental Health: Anxiety Disorders 2020, Section(s): Rest."
        )
        assert (found.title, found.year) == ("Workplace Mental Health: Anxiety Disorders", 2020)

    def test_recommendation_outside_is_no_citation(self) -> None:
        assert (
            cited("The Claims Administrator based their decision on a recommendation outside of the MTUS.")
            == []
        )

    def test_without_mtus(self) -> None:
        (found,) = cited("Decision based on Official Disability Guidelines, Elbow Chapter.")
        assert found == odg("Elbow")


class TestOutsideTheMtus:
    @pytest.mark.parametrize(
        ("text", "citations"),
        [
            ("Official Disability Guidelines", [odg(None)]),
            ("Official Disability Guidelines, ODG", [odg(None)]),
            ("ODG / Official Disability Guidelines, Elbow, Splinting", [odg("Elbow", "Splinting")]),
            ("ODG, Elbow, Splinting, Carpal Tunnel, Casts", [odg("Elbow", "Splinting"), odg("Carpal Tunnel", "Casts")]),
            ("ODG, Elbow, Splinting, Carpal tunnel release", [odg("Elbow", "Splinting, Carpal tunnel release")]),
            ("ODG, Splinting (Elbow Chapter)", [odg("Elbow", "Splinting")]),
            ("ODG, Splints (of wood), Left Hand Chapter", [odg("Left Hand", "Splints (of wood)")]),
            ("ODG, Splint Handbook, Rest", [odg("Splint Handbook", "Rest")]),
            ("ODG, Splint Handbook (updated 3/1/20)", [odg("Splint Handbook")]),
            ("ODG: Elbow (Acute & Chronic) Chapter (updated 3/1/20): Splinting", [
                odg("Elbow (Acute & Chronic)", "Splinting")
            ]),
            ("ODG, Knee & Leg, Bracing; Ankle & Foot, Bracing", [
                odg("Knee & Leg", "Bracing"), odg("Ankle & Foot", "Bracing")
            ]),
            ("ODG, Elbow and Shoulder chapters: Splinting", [odg("Elbow", "Splinting"), odg("Shoulder", "Splinting")]),
            ("ODG, Splinting, casting, Forearm, Wrist & Hand Chapter", [
                odg("Forearm, Wrist & Hand", "Splinting, casting")
            ]),
            ("ODG, Online Version, Elbow Chapter, Splinting section", [odg("Elbow", "Splinting")]),
            ("ODG Elbow (Casts (plaster))", [odg("Elbow", "Casts (plaster)")]),
            ("ODG, Pain Chapter, Chronic pain diaries", [odg("Pain", "Chronic pain diaries")]),
            ("ODG Chapter: Forearm, Wrist, & Hand, Casts", [odg("Forearm, Wrist, & Hand", "Casts")]),
            ("ODG, Head (trauma, headaches, etc., not including stress), Rest", [
                odg("Head (trauma, headaches, etc., not including stress)", "Rest")
            ]),
            ("ODG, Preface, Physical Therapy Guidelines", [odg("Preface", "Physical Therapy Guidelines")]),
            ("ODG, Elbow, and Official Disability Guidelines, Pain", [odg("Elbow"), odg("Pain")]),
            ("Elbow Chapter, Splinting, ODG", [odg("Elbow", "Splinting")]),
            ("American College of Occupational and Environmental Medicine (ACOEM), Chapter 6", [
                Guideline(ACOEM, mtus=False, chapter=6)
            ]),
            ("ACOEM Guidelines, Hip and Groin Chapter, page 12", [
                Guideline(ACOEM, mtus=False, title="Hip and Groin", pages="12")
            ]),
            ("ACOEM Guidelines, Second Edition, (2004), Hip and Groin Chapter, page 12", [
                Guideline(ACOEM, mtus=False, title="Hip and Groin", year=2004, pages="12")
            ]),
            ("ACOEM 2031, Hip and Groin Chapter", [Guideline(ACOEM, mtus=False, title="Hip and Groin", year=2031)]),
            ("ACOEM, Hip and Groin (Chapter 11)", [
                Guideline(ACOEM, mtus=False, title="Hip and Groin", chapter=11)
            ]),
            ("ACOEM, Hip and Groin, Chapter 11, page 12", [
                Guideline(ACOEM, mtus=False, title="Hip and Groin", chapter=11, pages="12")
            ]),
            ("ACOEM and ODG, Elbow", [Guideline(ACOEM, mtus=False), odg("Elbow")]),
            ("A splint atlas and ODG, Elbow", [Guideline(OTHER, mtus=False, title="A splint atlas"), odg("Elbow")]),
            ("ODG as well as the ACOEM", [odg(None), Guideline(ACOEM, mtus=False)]),
            ("ODG, Elbow, Rest, and the ACOEM", [odg("Elbow", "Rest"), Guideline(ACOEM, mtus=False)]),
            ("ACOEM /ODG, Elbow", [Guideline(ACOEM, mtus=False), odg("Elbow")]),
            ("ODG, ACOEM", [odg(None), Guideline(ACOEM, mtus=False)]),
            ("www.example.org/odg/guideline", [
                Guideline(OTHER, mtus=False, title="www.example.org/odg/guideline")
            ]),
            ("Roe A, Poe B. On splints. J Splint. 2001; accessed 1/2/2020. Doe C. More splints. 2002", [
                Guideline(OTHER, mtus=False, title="Roe A, Poe B. On splints. J Splint. 2001; accessed 1/2/2020"),
                Guideline(OTHER, mtus=False, title="Doe C. More splints. 2002"),
            ]),
            ("ODG Elbow, Splints (of wood), and Roe R, et al. Splints for all. J Splint. 2031;2(9):1-5", [
                odg("Elbow", "Splints (of wood)"),
                Guideline(OTHER, mtus=False, title="Roe R, et al. Splints for all. J Splint. 2031;2(9):1-5"),
            ]),
            ("ODG, Elbow Chapter, Splinting; and on the article by Roe R, Splints for all", [
                odg("Elbow", "Splinting"), Guideline(OTHER, mtus=False, title="Roe R, Splints for all"),
            ]),
            ("ODG Elbow, Splinting. Roe R, Poe P. Splints for all. J Splint 2031; 2 (9): 1-5", [
                odg("Elbow", "Splinting"),
                Guideline(OTHER, mtus=False, title="Roe R, Poe P. Splints for all. J Splint 2031; 2 (9): 1-5"),
            ]),
            ("ODG Pain, Rest, journaling", [odg("Pain", "Rest, journaling")]),
            ("ODG Elbow, Splinting, https://www.example.org/splints", [
                odg("Elbow", "Splinting"),
                Guideline(OTHER, mtus=False, title="https://www.example.org/splints"),
            ]),
            ("ODG Pain, Criteria for splints, FDA label", [
                odg("Pain", "Criteria for splints"), Guideline(OTHER, mtus=False, title="FDA label"),
            ]),
            ("ODG Treatment Index, 9th Edition (web), Elbow, Splinting", [odg("Elbow", "Splinting")]),
            ("ODG Treatment Index", [odg("Treatment Index")]),
            ("ODG Treatment, Integrated Treatment/Disability Duration Guidelines, Pain (Chronic), Rest", [
                odg("Pain (Chronic)", "Rest")
            ]),
            ("ODG Treatment of splinters", [odg("Treatment of splinters")]),
            ("ODG, Treatment in Workers' Compensation (TWC), Work Loss Data Institute, Elbow, Rest", [
                odg("Elbow", "Rest")
            ]),
            ("ODG-TWC, Elbow Procedure Summary Online Version last updated 06/15/2015, Rest", [odg("Elbow", "Rest")]),
            ("ODG (web-based), last updated June 15, 2015, Elbow, Rest", [odg("Elbow", "Rest")]),
            ("ODG Online", [odg(None)]),
            ("ODG Pain Chapter, under Splints for subacute and chronic pain", [
                odg("Pain", "Splints for subacute and chronic pain")
            ]),
            ("ODG, Elbow Chapter/Rest section, and Neck Chapter/Ice section", [
                odg("Elbow", "Rest"), odg("Neck", "Ice")
            ]),
            ("ODG, Elbow Chapter, Rest and Neck Chapter, Ice", [odg("Elbow", "Rest"), odg("Neck", "Ice")]),
            ("ODG, Elbow, Rest and Neck Chapter", [odg("Elbow", "Rest"), odg("Neck")]),
            ("ODG, Pain diaries, Neck Chapter", [odg("Neck", "Pain diaries")]),
            ("ODG, Elbow Chapter and Neck Chapter", [odg("Elbow"), odg("Neck")]),
            ("ODG, Elbow and Neck", [odg("Elbow"), odg("Neck")]),
            ("ODG, Elbow Chapter and Neck", [odg("Elbow"), odg("Neck")]),
            ("ODG, Elbow, Rest and Neck, Ice", [odg("Elbow", "Rest"), odg("Neck", "Ice")]),
            ("ODG (Ankle & Foot, Boots), ODG (Knee, Braces)", [odg("Ankle & Foot", "Boots"), odg("Knee", "Braces")]),
            ("ODG (ODG) Formulary, Pain", [odg("Formulary", "Pain")]),
            ("ODG; FDA", [odg(None), Guideline(OTHER, mtus=False, title="FDA")]),
            ("ODG, www.example.org/odg", [odg("www.example.org/odg")]),
            ("CA MTUS does not address splints; ODG Elbow, Splinting", [odg("Elbow", "Splinting")]),
            ("The MTUS is silent on splints. Therefore, A splint atlas", [
                Guideline(OTHER, mtus=False, title="A splint atlas")
            ]),
            ("ODG Elbow Chapter, Rest, National Guidelines Clearinghouse", [
                odg("Elbow", "Rest"), Guideline(OTHER, mtus=False, title="National Guidelines Clearinghouse"),
            ]),
            ("ACOEM Chapter 10, 9", [Guideline(ACOEM, mtus=False, chapter=10, pages="9")]),
            ("ACOEM Practice Guidelines, 3rd Edition, Hip and Groin Disorders", [
                Guideline(ACOEM, mtus=False, title="Hip and Groin Disorders")
            ]),
            ("ODG (Official Disability Guidelines) Elbow Chapter, Splinting", [odg("Elbow", "Splinting")]),
            ("ODG (Official Disability Guidelines), Elbow, Rest", [odg("Elbow", "Rest")]),
            ("The Official Disability Guidelines (ODG) Elbow Chapter, Rest", [odg("Elbow", "Rest")]),
            ("The ACOEM and the ODG, Elbow", [Guideline(ACOEM, mtus=False), odg("Elbow")]),
            ("1) ODG, Elbow Chapter, Rest. 2) ODG, Neck Chapter, Ice", [odg("Elbow", "Rest"), odg("Neck", "Ice")]),
            ("(1) ODG, Elbow Chapter, Rest (2) Neck Chapter, Ice", [odg("Elbow", "Rest"), odg("Neck", "Ice")]),
            ("1. ODG, Elbow Chapter, Splints of grade 2. 2. A splint atlas; 3. ODG", [
                odg("Elbow", "Splints of grade 2"), Guideline(OTHER, mtus=False, title="A splint atlas"), odg(None),
            ]),
            ("1. ODG, Elbow Chapter, Rest and 2. ACOEM", [odg("Elbow", "Rest"), Guideline(ACOEM, mtus=False)]),
            ("ODG Elbow section, Splinting", [odg("Elbow", "Splinting")]),
            ("ODG Elbow section: Splinting; Neck section on ice", [odg("Elbow", "Splinting"), odg("Neck", "ice")]),
            ("ODG, Splint Handbook section, Rest", [odg("Splint Handbook", "Rest")]),
            ("ODG, Elbow Chapter, Section 3", [odg("Elbow", "Section 3")]),
            ("ODG Elbow Chapter, Splints (of wood), soft; AMA Guides (Elbow)", [
                odg("Elbow", "Splints (of wood), soft"), Guideline(OTHER, mtus=False, title="AMA Guides (Elbow)"),
            ]),
            ("ODG, Elbow Chapter, and the Medical Disability Advisor", [
                odg("Elbow"), Guideline(OTHER, mtus=False, title="Medical Disability Advisor"),
            ]),
            ("ODG, Elbow, Rest and Washington State Guidelines", [
                odg("Elbow", "Rest"), Guideline(OTHER, mtus=False, title="Washington State Guidelines"),
            ]),
            ("ODG, Elbow, Rest and FDA labels", [odg("Elbow", "Rest and FDA labels")]),
            ("ODG and the American College of Splints", [
                odg(None), Guideline(OTHER, mtus=False, title="the American College of Splints"),
            ]),
            ("Other Medical Treatment Guideline or Medical Evidence: A splint atlas", [
                Guideline(OTHER, mtus=False, title="A splint atlas")
            ]),
        ],
    )  # fmt: skip
    def test_citations(self, text: str, citations: list[Guideline]) -> None:
        found = read(f"Decision based on Non-MTUS Citation {text}.")
        assert list(found) == citations
        assert found.outside_mtus

    @pytest.mark.parametrize("pages", ["page 3", "page(s) 3", "pages: 3", "(page 3)", "p. 3"])
    def test_pages_of_the_odg(self, pages: str) -> None:
        def read_odg(text: str) -> tuple[str | None, str | None, str | None]:
            (found,) = cited(f"Decision based on Non-MTUS Citation ODG {text}.")
            return found.title, found.sections, found.pages

        assert read_odg(f"Elbow Chapter, {pages}") == ("Elbow", None, "3")
        assert read_odg(f"Elbow Chapter, Rest, {pages}") == ("Elbow", "Rest", "3")
        assert read_odg(f"Splint Handbook, {pages}") == ("Splint Handbook", None, "3")
        assert read_odg(f", {pages}") == (None, None, "3")

    @pytest.mark.parametrize(
        "name", ["Non-MTUS", "Non MTUS", "Non- MTUS", "Non -MTUS", "Non - MTUS", "NonMTUS"]
    )
    def test_blanks_around_the_hyphen(self, name: str) -> None:
        """Extractors that place words by their distance open or close gaps."""
        formal = read(f"Decision based on {name} Citation ODG, Elbow, Splinting.")
        prose = read(f"The reviewer relied on the {name} ODG, Elbow Chapter, Splinting.")
        assert list(formal) == list(prose) == [odg("Elbow", "Splinting")]
        assert formal.outside_mtus
        assert prose.outside_mtus

    @pytest.mark.parametrize(
        "edition", ["ODG 2015", "ODG-TWC 2015 Online", "2015 Official Disability Guidelines"]
    )
    def test_edition(self, edition: str) -> None:
        (found,) = cited(f"Decision based on Non-MTUS Citation {edition}, Elbow, Splinting.")
        assert (found.title, found.sections, found.year) == ("Elbow", "Splinting", 2015)


class TestProse:
    """Sentences: what is cited is known by its name."""

    def test_chapter_section_and_pages(self) -> None:
        assert cited(
            "The Claims Administrator based its decision on the MTUS Chronic Pain Medical Treatment Guidelines (May "
            "2009), Massage section, pgs. 60-61 of 127, which is part of the MTUS."
        ) == [mtus("Chronic Pain Medical Treatment Guidelines", 2009, "Massage", pages="60-61")]

    def test_a_sentence_may_begin_with_what_it_cites(self) -> None:
        assert cited(
            "The reviewer cited the Elbow Complaints, p. 9. Opioids Treatment Guidelines, p. 3, were used as well."
        ) == [mtus("Elbow Complaints", pages="9"), mtus("Opioids Treatment Guidelines", pages="3")]

    def test_what_one_sentence_denies_the_next_may_cite(self) -> None:
        assert cited(
            "The Elbow Complaints do not speak of it. The Opioids Treatment Guidelines, page 3, are what speaks of it."
        ) == [mtus("Opioids Treatment Guidelines", pages="3")]

    @pytest.mark.parametrize("word", ["page", "pages", "p.", "pp.", "pgs."])
    def test_cut_off_before_the_pages(self, word: str) -> None:
        assert cited(f"The reviewer used the Elbow Complaints, Rest, {word}") == [
            mtus("Elbow Complaints", sections="Rest")
        ]
        assert cited(f"The reviewer used the Elbow Complaints, {word}") == [mtus("Elbow Complaints")]

    def test_section_behind_the_pages(self) -> None:
        assert cited(
            "The Claims Administrator used the Acupuncture Medical Treatment Guidelines, page 8, rate and duration."
        ) == [mtus("Acupuncture Medical Treatment Guidelines", None, "rate and duration", pages="8")]

    @pytest.mark.parametrize(
        "text",
        [
            "the MTUS ACOEM Chapter 12 Low Back Complaints Page(s): 300-301",
            "the Low Back Complaints Chapter (ACOEM Practice Guidelines, Chapter 12), pp. 300-301, part of the MTUS",
            "ACOEM, Chapter 12 (Low Back Complaints), pages 300-301, which is part of the Medical Treatment "
            "Utilization Schedule (MTUS)",
        ],
    )
    def test_acoem_chapter(self, text: str) -> None:
        assert cited(f"The Physician Reviewer based his/her decision on {text}.") == [
            Guideline(ACOEM, mtus=True, title="Low Back Complaints", chapter=12, pages="300-301")
        ]

    def test_edition(self) -> None:
        assert cited(
            "The Expert Reviewer relied on the American College of Occupational and Environmental Medicine (ACOEM), "
            "2nd Edition, (2004), Chapter 7, which is not part of the MTUS."
        ) == [Guideline(ACOEM, mtus=False, chapter=7, year=2004)]

    def test_clause_of_two(self) -> None:
        found = read(
            "The Claims Administrator based its decision on ACOEM Guidelines, Chapter 8 and the Postsurgical Treatment "
            "Guidelines, which are part of the MTUS, and ODG, Neck Chapter, Collars, which is not part of the MTUS."
        )
        assert [(c.source, c.mtus, c.title) for c in found] == [
            (ACOEM, True, None),
            (MTUS, True, "Postsurgical Treatment Guidelines"),
            (ODG, False, "Neck"),
        ]
        assert found.outside_mtus

    def test_acoem_without_a_clause(self) -> None:
        (found,) = cited("The Claims Administrator used the ACOEM Guidelines.")
        assert not found.mtus

    def test_chapter_of_the_odg(self) -> None:
        assert cited("The Claims Administrator relied upon the Elbow Chapter of the ODG.") == [odg("Elbow")]
        assert cited(
            "It was based on the Elbow chapter of the Official Disability Guidelines, splinting."
        ) == [odg("Elbow", "splinting")]

    def test_topic_ends_where_the_sentence_goes_on(self) -> None:
        assert cited(
            "The Claims Administrator cited ODG, Elbow Chapter, Splinting, which recommends it."
        ) == [odg("Elbow", "Splinting")]
        assert cited(
            "The reviewer found the Elbow Complaints Chapter applicable and relevant to the issue."
        ) == [mtus("Elbow Complaints")]

    def test_the_schedule_itself(self) -> None:
        assert cited("The Physician Reviewer based his/her decision on the MTUS.") == [mtus(None)]
        assert cited("The Physician Reviewer relied on the California MTUS, section 9792.24.2.") == [
            mtus(None, None, "9792.24.2")
        ]
        assert cited("The Physician Reviewer thinks highly of the MTUS.") == []

    @pytest.mark.parametrize(
        "used",
        [
            *("based its decision on", "based his/her decision upon", "based his decision on", "based on"),
            *("based her decision on", "based their decision on", "based the decision on", "relied upon"),
            *("relies on", "is relying on", "cited", "cites", "is citing", "used", "utilized", "referenced"),
            "applied",
        ],
    )
    def test_ways_to_say_what_was_used(self, used: str) -> None:
        assert cited(f"The Physician Reviewer {used} the MTUS.") == [mtus(None)]

    @pytest.mark.parametrize(
        "what",
        [
            *("any guideline", "no guideline", "none of them", "this record", "these records"),
            *("its own view", "his judgment", "her judgment", "their judgment", "recommendations made"),
            *("review of the file", "evidence at hand", "guidelines at hand", "clinical judgment"),
            *("lack of proof", "fact that it hurts", "strength of evidence", "records sent"),
            *("medical evidence", "medical records", "medical necessity", "medical treatment guidelines"),
            *("following", "documentation sent", "information sent", "same view", "above"),
            *("absence of proof", "claims administrator's view"),
        ],
    )
    def test_what_a_decision_rests_on_that_is_no_guideline(self, what: str) -> None:
        assert cited(f"The reviewer relied on {what}.") == []
        assert cited(f"The reviewer relied on the {what}.") == []

    @pytest.mark.parametrize(
        "pages",
        [
            "page 9",
            "pages 9",
            "page(s) 9",
            "Page (s): 9",
            "pg 9",
            "pg. 9",
            "pgs 9",
            "pgs. 9",
            "p. 9",
            "pp. 9",
        ],
    )
    def test_ways_to_name_pages(self, pages: str) -> None:
        assert cited(f"The reviewer used the Elbow Complaints, Rest, {pages}.") == [
            mtus("Elbow Complaints", sections="Rest", pages="9")
        ]

    @pytest.mark.parametrize(
        "denial",
        [
            *("does not address it", "did not address it", "is not applicable", "is not addressed"),
            *("is not relevant", "is silent on it"),
        ],
    )
    def test_ways_to_say_that_a_chapter_does_not_help(self, denial: str) -> None:
        assert cited(f"The Elbow Complaints Chapter {denial}.") == []

    @pytest.mark.parametrize("part", ["section", "chapter", "part", "portion", "guideline"])
    def test_ways_to_say_that_nothing_helps(self, part: str) -> None:
        assert cited(f"There is no {part} on it in the Elbow Complaints Chapter.") == []

    @pytest.mark.parametrize(
        "end", ["section", "chapter", "portion", "and", "as well as the", "of", "in the"]
    )
    def test_words_behind_a_section_are_no_part_of_it(self, end: str) -> None:
        assert cited(f"The reviewer used the Elbow Complaints, Rest {end}.") == [
            mtus("Elbow Complaints", sections="Rest")
        ]

    def test_what_is_found_wanting(self) -> None:
        found = read(
            "The Expert Reviewer found that the Elbow Complaints Chapter does not address it and relied on ODG, Elbow."
        )
        assert list(found) == [odg("Elbow")]
        found = read(
            "The Physician Reviewer found no section of the MTUS applicable, nor the Elbow Complaints."
        )
        assert list(found) == []
        assert found.outside_mtus

    def test_what_is_found_wanting_in_what_is_used(self) -> None:
        assert cited(
            "The Claims Administrator based its decision on the Elbow Complaints Chapter, which does not recommend it."
        ) == [mtus("Elbow Complaints")]

    def test_regulation(self) -> None:
        assert cited(
            "The Expert Reviewer relied on the Chronic Pain Medical Treatment Guidelines (CPMTG), 8 C.C.R. "
            "\u00a79792.24.2, p. 47, which is part of the MTUS."
        ) == [mtus("Chronic Pain Medical Treatment Guidelines", None, "9792.24.2", pages="47")]

    def test_section_behind_its_label(self) -> None:
        assert cited("The reviewer relied on the MTUS: Elbow Complaints 2007, Section(s): Rest.") == [
            mtus("Elbow Complaints", 2007, "Rest")
        ]

    def test_section_not_given(self) -> None:
        assert cited(
            "It was based on the Elbow Complaints, section not cited, page 9, part of the MTUS."
        ) == [mtus("Elbow Complaints", pages="9")]

    def test_chapter_that_is_known_by_its_publisher(self) -> None:
        assert cited("It was based on ACOEM, Chapter 1, Prevention, page 4.") == [
            Guideline(ACOEM, mtus=True, title="Prevention", chapter=1, pages="4")
        ]
        assert cited("It was based on ODG (current version), Elbow Chapter, prevention.") == [
            odg("Elbow", "prevention")
        ]

    def test_others(self) -> None:
        found = read(
            "The Physician Reviewer based his/her decision on the Splint Society's policy, which is not part of "
            "the MTUS."
        )
        assert list(found) == [Guideline(OTHER, mtus=False, title="Splint Society's policy")]
        assert found.outside_mtus
        assert cited(
            "The Claims Administrator relied on the Hearing Loss Guide, which is part of the MTUS."
        ) == [mtus("Hearing Loss Guide")]
        assert [c.title for c in cited(
            "The reviewer cited the Elbow Complaints, part of the MTUS, and the Splint Atlas, not part of the MTUS."
        )] == ["Elbow Complaints", "Splint Atlas"]  # fmt: skip

    @pytest.mark.parametrize(
        ("text", "titles"),
        [
            (
                "The denial was based on the Splint Atlas, 2009, which is not part of the MTUS.",
                ["Splint Atlas, 2009"],
            ),
            ("The reviewer relied on the non-MTUS citation Splint Atlas, 2009.", ["Splint Atlas, 2009"]),
            ("The reviewer relied on Splint Atlas, a source outside of the MTUS.", ["Splint Atlas"]),
            ("The reviewer relied on the following: Splint Atlas, 2009.", ["Splint Atlas, 2009"]),
            (
                "The Expert Reviewer found the following applicable: Splint Atlas, 2009.",
                ["Splint Atlas, 2009"],
            ),
            ("The Expert Reviewer found the Splint Atlas relevant to it.", ["Splint Atlas"]),
            (
                "The guideline relied upon by the professional reviewer was the Splint Atlas.",
                ["Splint Atlas"],
            ),
            ("The reviewer cited The Splint Atlas, as the most recent source.", ["The Splint Atlas"]),
            (
                "The reviewer cited the Ohio State Splint Board's rules, 2009.",
                ["Ohio State Splint Board's rules, 2009"],
            ),
            ("The reviewer cited Splint rules, which states that it helps.", ["Splint rules"]),
        ],
    )
    def test_what_has_no_name_that_is_known(self, text: str, titles: list[str]) -> None:
        assert [citation.title for citation in cited(text)] == titles

    @pytest.mark.parametrize(
        ("text", "citations"),
        [
            (
                "the MTUS, ACOEM, Chapter 10, Elbow Complaints, page 9, and Splint Atlas, 2009, which is not part of "
                "the MTUS.",
                [ELBOW, ATLAS],
            ),
            (
                "Splint Atlas, 2009, which is not part of the MTUS, and the MTUS, ACOEM, Chapter 10, Elbow Complaints, "
                "page 9.",
                [ATLAS, ELBOW],
            ),
            (
                "the ACOEM Guidelines, Chapter 10, Elbow Complaints, page 9 (part of the MTUS), and the non-MTUS "
                "citation Splint Atlas, 2009.",
                [ELBOW, ATLAS],
            ),
            (
                "the Acupuncture Medical Treatment Guidelines, which is part of the MTUS, and Splint Atlas, 2009, "
                "which is not part of the MTUS.",
                [mtus("Acupuncture Medical Treatment Guidelines", None, None), ATLAS],
            ),
            (
                "the MTUS ACOEM, Chapter 10, Elbow Complaints, page 9, and the Non-MTUS Official Disability Guidelines "
                "(ODG), Elbow Chapter, Splinting.",
                [ELBOW, odg("Elbow", "Splinting")],
            ),
            (
                "the Non-MTUS ODG, Elbow Chapter, Splinting, and the MTUS ACOEM, Chapter 10, Elbow Complaints, page 9.",
                [odg("Elbow", "Splinting"), ELBOW],
            ),
        ],
    )
    def test_several(self, text: str, citations: list[Guideline]) -> None:
        assert cited(f"The Expert Reviewer relied on {text}") == citations

    def test_chapters_that_are_called_so(self) -> None:
        named = "Pain, Suffering, and the Restoration of Function"
        assert [
            (c.title, c.chapter)
            for c in cited(
                f"The reviewer relied on the {named} Chapter (ACOEM Practice Guidelines, Chapter 6)."
            )
        ] == [(named, 6)]
        assert cited(f"The reviewer relied on the Chronic Pain Treatment Guidelines, {named}, page 9.") == [
            mtus("Chronic Pain Treatment Guidelines", None, named, pages="9")
        ]

    def test_outside_of_the_schedule(self) -> None:
        assert cited(
            "The reviewer relied on ODG, Elbow Chapter, Splinting, a medical treatment guideline outside of the MTUS."
        ) == [odg("Elbow", "Splinting")]

    @pytest.mark.parametrize(
        "text",
        [
            "The Claims Administrator based its decision on the lack of documentation.",
            "The Physician Reviewer based his/her decision on clinical experience.",
            "The Expert Reviewer found the guidelines used by the Claims Administrator appropriate.",
            "The provider did not dispute the guidelines used by the Claims Administrator.",
            "The reviewer relied on " + "a splint, a cane and " * 20,
            "The reviewer cited X.",
        ],
    )
    def test_what_is_no_citation(self, text: str) -> None:
        assert cited(text) == []

    def test_each_once(self) -> None:
        assert cited(
            "The Claims Administrator cited the Elbow Complaints Chapter. The Elbow Complaints Chapter was used."
        ) == [mtus("Elbow Complaints")]

    @pytest.mark.parametrize(("length", "sections"), [(120, True), (121, False)])
    def test_long_text_is_no_section(self, length: int, sections: bool) -> None:
        section = ("rest, ice, heat, " * 10)[: length - len("a cane")] + "a cane"
        assert cited(f"The reviewer used the Elbow Complaints Chapter: {section}, which it recommends.") == [
            mtus("Elbow Complaints", sections=section if sections else None)
        ]

    def test_what_has_no_name_that_is_known_may_have_a_long_one(self) -> None:
        name = "Splint Society's rules" + " for the hand, the wrist and the elbow" * 5
        assert len(name) > 200
        assert cited(f"The reviewer cited the {name}.") == [Guideline(OTHER, mtus=False, title=name)]


@pytest.mark.parametrize(
    "text",
    [
        "Decision based on MTUS ",
        "Decision based on Non-MTUS Citation ODG, Elbow Chapter, and ",
        "Elbow Complaints 2007, and ",
        "Elbow Complaints, which is part of the MTUS, and ",
        "ACOEM (",
        "ODG, ",
        "part of the MTUS ",
        "MTUS ",
        "page 98, ",
        "Elbow Complaints 2007, and MTUS ",
        "ODG, Elbow and Non-MTUS Citation the MTUS does not ",
        "ODG (Elbow, Rest), last updated ",
        "did not rely on the chapter of the ",
        ", ",
        "the ",
    ],
)
def test_takes_time_in_proportion(text: str) -> None:
    def seconds(lead: str, times: int) -> float:
        doc = Document(lead + text * times)
        start = thread_time()
        guidelines(doc, Region(0, len(doc.key)))
        return thread_time() - start

    for lead in ("Decision based on MTUS Elbow Complaints", "The reviewer relied on the "):
        assert min(seconds(lead, 4000) / max(seconds(lead, 2000), 0.02) for _ in range(3)) < 4
