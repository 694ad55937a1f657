"""The diagnoses that the case summary lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrkit.document import Document, Region
from imrkit.extractors.diagnoses import diagnoses


def read(text: str) -> list[str]:
    document = Document(text)
    return [document.read(place) for place in diagnoses(document, Region(0, len(document.folded)))]


@pytest.mark.parametrize(
    "lead",
    [
        "He was diagnosed with", "He was diagnosed as having", "He is diagnosed to have", "Dr. Roe diagnosed him with",
        "He was diagnosed by Dr. Roe with", "Dr. Roe diagnosed the individual with",
        "The diagnoses include", "Diagnoses are", "The diagnosis was",
        "The diagnoses have included", "He has diagnoses of", "The current diagnosis is documented as",
        "Diagnoses were noted to include:", "Diagnoses, and-or impressions, were noted to include:", "Diagnoses:",
        "Diagnoses, and- or impressions, were noted to include:",
        "The listed diagnoses per Dr. Roe are:", "Diagnoses on 2/9/31 include", "Diagnoses as of May 2, 2031 included",
        "Diagnoses in the report of 2/9/31 include", "The records list a diagnosis that includes",
        "Diagnostic impressions:", "Dx:", "Impression:", "The clinical impression is", "Assessment:",
        "The assessment was noted as", "He is undergoing treatment for", "He is receiving medical treatment for",
        "He is being treated for", "He has been treated for the diagnoses of", "He is currently treated for a",
        "The surgeon gave the diagnoses as", "The surgeon has diagnosed", "The assessment was",
        "Diagnoses, 2/9/31, included", "Diagnoses (from the note of 2/9/31):", "Diagnoses listed as",
        "Diagnosis given as", "The diagnosis list includes", "Diagnoses list:", "The secondary diagnoses are",
        "Diagnoses include a secondary diagnosis:", "Diagnoses: multiple orthopedic injuries including",
        "He was diagnosed with the injuries:",
        "The impression on 2/9/31 read:", "He has been under care since May 2, 2031 for",
    ],
)  # fmt: skip
def test_what_introduces_a_list(lead: str) -> None:
    assert read(f"{lead} gout and left ankle sprain. He limps.") == ["gout", "left ankle sprain"]


@pytest.mark.parametrize(
    "sentence",
    [
        "He complains of neck pain.", "He filed a claim for neck pain.", "He has neck pain.",
        "The diagnosis was not stated.", "There is no diagnosis of gout.", "A differential diagnosis of gout was made.",
        "His mother was diagnosed with gout.", "The diagnosis was made by Dr. Roe.", "Diagnosis: none.",
        "The diagnosis for which it is requested is unclear.", "MRI impression: degenerative changes.",
        "He has not been treated for gout.", "He was treated with rest.", "Diagnosis and treatment followed.",
        "An assessment of the knee was made.", "The assessment was done on 2/9/31.", "Diagnoses (ICD-10) follow.",
        "He denies a diagnosis of gout.", "He was never diagnosed with gout.", "He does not carry a diagnosis of gout.",
        "He has never been given the diagnosis of gout.", "It was held that the diagnosis of gout was not supported.",
        "The diagnoses of gout and hives have been ruled out.", "Diagnosis: A. Roe saw no gout.",
        "The test served to confirm the diagnosis of gout.", "Diagnoses: ", "",
    ],
)  # fmt: skip
def test_what_is_no_list_of_diagnoses(sentence: str) -> None:
    assert read(sentence) == []


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("gout, hives, and asthma", ["gout", "hives", "asthma"]),
        ("gout as well as hives", ["gout", "hives"]),
        ("gout; left knee sprain, initial encounter; and hives",
         ["gout", "left knee sprain, initial encounter", "hives"]),
        ("gout, a left knee sprain; asthma", ["gout", "left knee sprain", "asthma"]),
        ("asthma; hives and gout", ["asthma", "hives", "gout"]),
        ("other bursitis and tendinitis, left foot; gout", ["other bursitis and tendinitis, left foot", "gout"]),
        ("other synovitis and tenosynovitis, right hand, and gout",
         ["other synovitis and tenosynovitis, right hand", "gout"]),
        ("neck and shoulder strain", ["neck and shoulder strain"]),
        ("neck, back and shoulder strain and gout", ["neck, back and shoulder strain", "gout"]),
        ("pain in the hip and thigh", ["pain in the hip and thigh"]),
        ("pain in the hip, thigh, and left foot", ["pain in the hip, thigh, and left foot"]),
        ("strain of the muscles, fascia and tendon of the left hip, and gout",
         ["strain of the muscles, fascia and tendon of the left hip", "gout"]),
        ("left and right sided sciatica", ["left and right sided sciatica"]),
        ("gout, left and right wrist sprain", ["gout", "left and right wrist sprain"]),
        ("hip sprain and strain", ["hip sprain and strain"]),
        ("hip strain and sprain with numbness, and gout", ["hip strain and sprain with numbness", "gout"]),
        ("hip pain and depression", ["hip pain", "depression"]),
        ("hip pain, weakness, and gout", ["hip pain", "weakness", "gout"]),
        ("depression, pain, and gout", ["depression", "pain", "gout"]),
        ("disc bulge with lateral recess and foraminal narrowing",
         ["disc bulge with lateral recess and foraminal narrowing"]),
        ("internal derangement, left knee, and gout", ["internal derangement, left knee", "gout"]),
        ("disc displacement, thoracic region, radiculitis, thoracic region",
         ["disc displacement, thoracic region", "radiculitis, thoracic region"]),
        ("hip strain, with sciatica, and gout", ["hip strain, with sciatica", "gout"]),
        ("hip bursitis, left greater than right, and gout", ["hip bursitis, left greater than right", "gout"]),
        ("left wrist sprain right knee contusion", ["left wrist sprain", "right knee contusion"]),
        ("gout (right foot, and hand), hives", ["gout (right foot, and hand)", "hives"]),
        ("disorder with mixed anxiety and depressed mood", ["disorder with mixed anxiety and depressed mood"]),
        ("status post meniscectomy on 2/9/31, and gout", ["status post meniscectomy on 2/9/31", "gout"]),
        ("gout, gout, and Gout", ["gout"]),
        ("left hip strain, rule out gout; hives; wrist pain, s/p fusion",
         ["left hip strain, rule out gout", "hives", "wrist pain, s/p fusion"]),
        ("left hip strain, initial encounter (S76.012A), gout (M10.9)",
         ["left hip strain, initial encounter (S76.012A)", "gout (M10.9)"]),
        ("disc bulge at L3-4 and L4-5, and gout", ["disc bulge at L3-4 and L4-5", "gout"]),
        ("chronic pain with opioid dependence, disorder with depressed mood, opioid tolerance, and gout",
         ["chronic pain with opioid dependence", "disorder with depressed mood", "opioid tolerance", "gout"]),
        ("status post left hip debridement and labral repair on 2/9/31 and gout",
         ["status post left hip debridement and labral repair on 2/9/31", "gout"]),
        ("s/p laminectomy and fusion, and gout", ["s/p laminectomy and fusion", "gout"]),
        ("s/p hip arthroplasty and hip effusion", ["s/p hip arthroplasty", "hip effusion"]),
        ("s/p laminectomy and post-laminectomy syndrome", ["s/p laminectomy", "post-laminectomy syndrome"]),
        ("diabetes mellitus, type 2, renal disease, stage 3, and gout",
         ["diabetes mellitus, type 2", "renal disease, stage 3", "gout"]),
        ("hypertension, uncontrolled, and hip pain, compensatory",
         ["hypertension, uncontrolled", "hip pain, compensatory"]),
        ("gout, M10.9; hypertension, I10; hip strain, S76.012A",
         ["gout, M10.9", "hypertension, I10", "hip strain, S76.012A"]),
        ("M10.9, gout, L50.9, hives", ["M10.9, gout", "L50.9, hives"]),
        ("gout, T12 pain, and a spur, L5", ["gout", "T12 pain", "spur, L5"]),
        ("chronic pain and opioid dependence", ["chronic pain", "opioid dependence"]),
        ("neurogenic bowel and bladder, and gout", ["neurogenic bowel and bladder", "gout"]),
        ("shoulderupper arm strain", ["shoulderupper arm strain"]),
        ("strain of the muscle, tendon of the shoulderupper arm, and gout",
         ["strain of the muscle, tendon of the shoulderupper arm", "gout"]),
        ("fracture of neck of left radius, initial encounter for open fracture, and gout",
         ["fracture of neck of left radius, initial encounter for open fracture", "gout"]),
        ("hip dislocation, subsequent encounter for care with delayed healing; hives",
         ["hip dislocation, subsequent encounter for care with delayed healing", "hives"]),
        ("radial tear of lateral meniscus, current injury, left knee, initial encounter, and gout",
         ["radial tear of lateral meniscus, current injury, left knee, initial encounter", "gout"]),
        ("major depressive disorder, recurrent severe without psychotic features, and gout",
         ["major depressive disorder, recurrent severe without psychotic features", "gout"]),
        ("status post left hip open reduction and internal fixation (ORIF), and gout",
         ["status post left hip open reduction and internal fixation (ORIF)", "gout"]),
        ("gout, and incision and drainage of a boil", ["gout", "incision and drainage of a boil"]),
        ("irrigation and debridement of a wound and hives", ["irrigation and debridement of a wound", "hives"]),
        ("disc herniation at C3-4 and C4-5 with cord contact and gout",
         ["disc herniation at C3-4 and C4-5 with cord contact", "gout"]),
        ("synovitis and tenosynovitis, unspecified", ["synovitis and tenosynovitis, unspecified"]),
        ("enthesopathy of hip and allied disorders, and gout", ["enthesopathy of hip and allied disorders", "gout"]),
        ("mononeuritis of lower limb and mononeuritis multiplex",
         ["mononeuritis of lower limb and mononeuritis multiplex"]),
        ("concussion with nausea, vertigo and tinnitus; gout; hip strain with bursitis, left knee sprain",
         ["concussion with nausea, vertigo and tinnitus", "gout", "hip strain with bursitis", "left knee sprain"]),
        ("hip strain with weakness and left-sided sciatica, gout, and hives",
         ["hip strain with weakness and left-sided sciatica", "gout", "hives"]),
        ("hip strain with sciatica and insomnia, gout, and hives",
         ["hip strain with sciatica", "insomnia", "gout", "hives"]),
        ("gout; hip strain with sciatica and anxiety", ["gout", "hip strain with sciatica", "anxiety"]),
        ("hip strain with sciatica and hypertension, uncontrolled",
         ["hip strain with sciatica", "hypertension, uncontrolled"]),
        ("injury of median nerve at wrist level, left arm, sequela, and gout",
         ["injury of median nerve at wrist level, left arm, sequela", "gout"]),
        ("an injury to the left hip and wrist strain", ["injury to the left hip", "wrist strain"]),
        ("other postprocedural states, anxiety states and gout",
         ["other postprocedural states", "anxiety states", "gout"]),
        ("status post left hip replacement on 2-9-31", ["status post left hip replacement on 2-9-31"]),
        ("gout and s/p laminectomy and fusion in 2031 by the surgeon",
         ["gout", "s/p laminectomy and fusion in 2031"]),
        ("status post fusion and gout in 2031", ["status post fusion", "gout"]),
        ("gout, and the secondary diagnosis is hives", ["gout", "hives"]),
        ("gout; secondary diagnosis: hives", ["gout", "hives"]),
        ("gout with an additional diagnosis of hives", ["gout", "hives"]),
        ("gout, and derangement of ankle, left and right", ["gout", "derangement of ankle, left and right"]),
        ("gout on the left and right wrist sprain", ["gout on the left", "right wrist sprain"]),
    ],
)  # fmt: skip
def test_how_a_list_is_taken_apart(listed: str, expected: list[str]) -> None:
    assert read(f"The diagnoses include {listed}. He limps.") == expected


@pytest.mark.parametrize(
    "rest",
    [
        " and has had six visits", ", and she was given a brace", " who limps", " with complaints of numbness",
        " on 2/9/31", " on May 2, 2031", " in 2031", " in May 2031", " by Dr. Roe", " at this time",
        ", for which rest was advised", " as a result of the fall", " and the patient limps", ", according to the note",
        " reportedly attributed to stress", "; she limps", " with rest and medication",
        " and treated with rest", " and placed in a cast",
        " due to a work injury", " and released to full duty", " and given a cane",
        " and an MRI was ordered", " and surgery was advised",
        ", and physical therapy was begun", ", later found to be mild", ", all due to the fall", ", all of which ache",
        " and states that he limps",
        " Treatment to date: rest", " The claims administrator refused the splint", " Medications: none",
    ],
)  # fmt: skip
def test_where_a_list_ends_within_its_sentence(rest: str) -> None:
    assert read(f"She was treated for hives and gout{rest}. He limps.") == ["hives", "gout"]


def test_numbered_lists() -> None:
    assert read("Diagnoses are: 1. Gout. 2. Left ankle sprain, healing. 3. Hives. He limps.") == [
        "Gout",
        "Left ankle sprain, healing",
        "Hives",
    ]
    assert read("Diagnoses: (1) gout; (2) hives; and (3) a wart. He limps.") == ["gout", "hives", "wart"]
    assert read("The diagnoses are: 1) gout 2) hives") == ["gout", "hives"]
    assert read("Diagnoses: #1 gout #2 hives. He limps.") == ["gout", "hives"]
    assert read("Diagnosis: 1 wart. He limps.") == ["1 wart"]
    assert read("Diagnoses: 1. Gout. 2. Hives Treatment to date: rest x 12.") == ["Gout", "Hives"]
    assert read("Diagnoses: a. Gout. b. Left ankle sprain. c. Hives. He limps.") == [
        "Gout",
        "Left ankle sprain",
        "Hives",
    ]
    assert read("The diagnoses are: (a) gout; (b) hives") == ["gout", "hives"]


def test_the_name_of_the_codes_is_no_diagnosis() -> None:
    assert read("Diagnosis: ICD-10: M10.9 gout. He limps.") == ["M10.9 gout"]
    assert read("Diagnoses (ICD-10): gout and hives. He limps.") == ["gout", "hives"]


def test_what_somebody_was_diagnosed_with_is_not_denied_by_the_verb_behind_it() -> None:
    assert read("A mason diagnosed with gout was not supported by the rope.") == ["gout"]


def test_a_list_in_parentheses() -> None:
    text = "There are findings (a limp), current diagnoses (gout (left), and hives), and treatment (rest)."
    assert read(text) == ["gout (left)", "hives"]
    assert read("Current diagnoses (gout and hives") == ["gout", "hives"]


def test_how_it_happened_is_no_diagnosis() -> None:
    assert read("He is treated for status post crush injury of the hand.") == [
        "status post crush injury of the hand"
    ]
    assert read("He is treated for an injury on 2/9/31.") == []
    assert read("He is treated for a bruise, status post being kicked. He limps.") == ["bruise"]


def test_lists_of_several_sentences_are_brought_together() -> None:
    text = 'She was diagnosed with gout. Later diagnoses included gout and hives. "Assessment: a wart."'
    assert read(text) == ["gout", "hives", "wart"]


def test_what_the_sentence_before_denies_is_no_matter_of_the_list() -> None:
    assert read("The mechanism is not detailed. Diagnoses include gout and hives.") == ["gout", "hives"]


def test_abbreviations_do_not_end_a_list() -> None:
    assert read("Diagnoses include gout vs. Hives, and a wart. He limps.") == ["gout vs. Hives", "wart"]


WORDS = (
    "diagnosed with", "diagnosis of", "diagnoses:", "gout", ",", "and", ";", "(", ")", "1.", "2.", "treated for",
    "left", "knee", "strain", "impression:", ".", "was",
)  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_text_gives_places_within_it(words: list[str]) -> None:
    text = " ".join(words)
    document = Document(text)
    for start, end in diagnoses(document, Region(0, len(document.folded))):
        assert 0 <= start < end <= len(document.folded)
        assert document.folded[start:end].strip() == document.folded[start:end]


def test_a_numbered_list_behind_a_colon_ends_with_its_sentence() -> None:
    assert read("He is being treated for: 1. gout 2. left ankle sprain. His score is 3. He limps.") == [
        "gout",
        "left ankle sprain",
    ]


def test_a_diagnosis_keeps_its_first_letters() -> None:
    assert read("He was diagnosed with asthma. Later he was diagnosed as having ascites.") == [
        "asthma",
        "ascites",
    ]


def test_what_is_too_long_for_a_diagnosis() -> None:
    """A list that does not end where a reader would end it is left out rather than taken for one diagnosis."""
    assert read(f"He was diagnosed with {'very ' * 60}severe ankle sprain. He limps.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Diagnoses include: Gout. Left ankle sprain. Sciatica at L4-5. He limps.",
         ["Gout", "Left ankle sprain", "Sciatica at L4-5"]),
        ("He has the following diagnoses: Hip strain. Hip bursitis and gout. Treatment was rest.",
         ["Hip strain", "Hip bursitis", "gout"]),
        ("Diagnoses: Gout. MRI of the hip showed a bulge. Sciatica.", ["Gout"]),
        ("Diagnoses: Gout. Hip pain is worse. Sciatica.", ["Gout"]),
        ("Diagnoses: Gout. Pain. Spasm of the hip. Sciatica.", ["Gout"]),
        ("Diagnoses: Gout. No fracture. Sciatica.", ["Gout"]),
        ("Diagnoses: Gout. Conservative care to date. Sciatica.", ["Gout"]),
        ("Diagnoses include gout. Hip strain. He limps.", ["gout"]),
        ("Diagnoses: Gout was found. Hip strain. He limps.", ["Gout"]),
    ],
)  # fmt: skip
def test_a_list_behind_a_colon_may_go_on_with_sentences_of_nothing_else(
    text: str, expected: list[str]
) -> None:
    assert read(text) == expected


def test_what_a_diagnosis_is_consistent_with() -> None:
    assert read("The diagnoses are consistent with hip bursitis and gout. He limps.") == [
        "hip bursitis",
        "gout",
    ]
    assert read("The diagnosis is consistent with the way he fell. He limps.") == []
    assert read("The diagnosis is consistent with the records.") == []
    assert read("The diagnosis is not consistent with gout.") == []
    assert read("The diagnosis is consistent with injury.") == []


def test_what_was_found_or_denied_in_another_clause_ends_and_denies_nothing() -> None:
    assert read("Diagnoses include hip pain, a tear found on MRI, and gout.") == [
        "hip pain",
        "tear found on MRI",
        "gout",
    ]
    assert read("He denied pain; diagnosis of gout.") == ["gout"]
    assert read("She was diagnosed with gout and sent home.") == ["gout"]
