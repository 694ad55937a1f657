"""The reasons that a rationale gives."""

from __future__ import annotations

import pytest

from imrkit import lexicon
from imrkit.document import Document, Region
from imrkit.extractors import reason_phrases
from imrkit.extractors.base import Found
from imrkit.extractors.reason_phrases import Codes, Phrase, Phrases, hits
from imrkit.extractors.reasons import reasons
from imrkit.vocabulary import Decision, Reason


def read(text: str, decision: Decision | None = Decision.UPHELD) -> Found[tuple[Reason, ...]]:
    doc = Document(text)
    return reasons(doc, Region(0, len(doc.folded)), decision)


def given(text: str, decision: Decision | None = Decision.UPHELD) -> set[str]:
    return {str(reason) for reason in read(text, decision).value}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The provider gave no rationale for a referral.", "insufficient_documentation"),
        ("The records do not describe a planned admission.", "insufficient_documentation"),
        ("In this case, it is not clear why the panel was ordered.", "insufficient_documentation"),
        ("There is no evidence of objective functional gains with cupping.", "no_functional_improvement"),
        ("The outcome of the earlier visits was not recorded here.", "no_functional_improvement"),
        ("The applicant derived only minimal benefit from past care.", "no_functional_improvement"),
        ("There was no documented failure of conservative care.", "conservative_care_not_tried"),
        ("The claimant has not failed to respond to first-line drugs.", "conservative_care_not_tried"),
        ("There were no red flags in the history.", "no_objective_findings"),
        ("However, there is a lack of neurological deficits.", "no_objective_findings"),
        ("There is no history of dyspepsia or ulcer.", "no_indication"),
        ("The patient is not taking opioids.", "no_indication"),
        ("The file has no return to work goal.", "insufficient_documentation"),
        ("There was no decrease in the severity of the cramps with the drug.", "no_functional_improvement"),
        ("The requested visits exceed the recommended number.", "exceeds_guideline_quantity"),
        ("However, the guidelines do not recommend magnets.", "not_recommended_by_guideline"),
        ("The patient has been on this short-term drug since March.", "long_term_use"),
        ("The request does not specify a body part.", "incomplete_request"),
        ("The claimant can continue with a home exercise program.", "alternative_available"),
        ("However, an ultrasound was already performed.", "duplicative"),
        ("As the surgery is not certified, the sling is not needed.", "dependent_on_denied"),
        ("In this case, the drug carries a risk of overdose.", "safety"),
        ("The requested cream contains menthol.", "compound_ingredient"),
    ],
)
def test_each_reason_has_its_sentences(sentence: str, expected: str) -> None:
    assert given(f"{sentence} The request is not medically necessary.") == {expected}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Nothing in the chart explains why the cane was ordered.", "insufficient_documentation"),
        ("The notes sent are too sparse to judge the order by.", "insufficient_documentation"),
        ("From the chart it is unclear what the purpose of the swab would be.", "insufficient_documentation"),
        ("More information would be needed from the surgeon.", "insufficient_documentation"),
        ("Nothing in the file shows better function with cupping.", "no_functional_improvement"),
        ("Scores on the neck disability scale are unchanged.", "no_functional_improvement"),
        ("He is no better after the leeches than he was in May.", "no_functional_improvement"),
        ("There was no report of improved function.", "no_functional_improvement"),
        ("The notes do not show that it let her return to the loom.", "no_functional_improvement"),
        ("There was no inadequate response to an earlier injection.", "conservative_care_not_tried"),
        ("Surgery was ordered before several weeks of nonoperative care.", "conservative_care_not_tried"),
        ("It is not shown that stretching failed to control the pain.", "conservative_care_not_tried"),
        ("The exam shows a stable ankle.", "no_objective_findings"),
        ("The findings do not agree with the level of the scan.", "no_objective_findings"),
        ("The chart shows no tenderness over the heel.", "no_objective_findings"),
        ("The claimant does not report radiating pain.", "no_indication"),
        ("Gout is not among the diagnoses.", "no_indication"),
        ("There is no documentation of emotional distress.", "no_indication"),
        ("The claimant takes no daily medication.", "no_indication"),
        ("More levels are requested than the guideline would allow.", "exceeds_guideline_quantity"),
        ("A smaller quantity could be allowed.", "exceeds_guideline_quantity"),
        ("The nine visits already had exceed what is advised.", "exceeds_guideline_quantity"),
        ("The recommendation in the ODG is against magnets.", "not_recommended_by_guideline"),
        ("The MTUS would not favor magnets here.", "not_recommended_by_guideline"),
        ("The guideline gives magnets a negative recommendation.", "not_recommended_by_guideline"),
        ("Use has gone beyond the three weeks advised for this class.", "long_term_use"),
        ("The claimant was prescribed it as a maintenance medication.", "long_term_use"),
        ("The claimant takes the balm indefinitely; it is used indefinitely.", "long_term_use"),
        ("The order omits the strength.", "incomplete_request"),
        ("The joint is not named in the order.", "incomplete_request"),
        ("The prescription leaves the size blank.", "incomplete_request"),
        ("A rented cot would suffice.", "alternative_available"),
        ("Members of the family can help with the chores.", "alternative_available"),
        ("A store-bought wrap would do in place of it.", "alternative_available"),
        ("He can rely on public transportation.", "alternative_available"),
        ("A walker was issued in June.", "duplicative"),
        ("Two requests cover the same ground.", "duplicative"),
        ("Visits certified in June remain unused.", "duplicative"),
        ("The surgery was not approved, and this request falls with it.", "dependent_on_denied"),
        ("There is no approved surgery.", "dependent_on_denied"),
        ("With the operation denied, the sling is not needed.", "dependent_on_denied"),
        ("The risks exceed the expected benefit.", "safety"),
        ("The claimant had a skin reaction to it.", "safety"),
        ("Her heart disease makes the drug inadvisable.", "safety"),
        ("The cream contains baclofen, which is not recommended.", "compound_ingredient"),
        ("One component of the balm is not supported.", "compound_ingredient"),
    ],
)
def test_each_reason_is_said_in_more_than_one_way(sentence: str, expected: str) -> None:
    text = f"The guideline speaks of it. {sentence} The request is not medically necessary."
    assert given(text) == {expected}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The operative report was not among the papers sent.", "insufficient_documentation"),
        ("No intake questionnaire or treatment plan accompanied the order.", "insufficient_documentation"),
        (
            "The purpose of the visit was not spelled out by the requesting surgeon.",
            "insufficient_documentation",
        ),
        ("A risk assessment for opioids was never done.", "insufficient_documentation"),
        ("The provider has not stated how the result would change the plan.", "insufficient_documentation"),
        ("I was given no notes from the therapist.", "insufficient_documentation"),
        ("The specific reason for the referral is absent.", "insufficient_documentation"),
        ("After twenty visits his grip is where it was in March.", "no_functional_improvement"),
        ("The pills take the pain from 8 to 7.", "no_functional_improvement"),
        ("The gains from the earlier visits were not measured.", "no_functional_improvement"),
        ("The notes fail to quantify how the brace has helped.", "no_functional_improvement"),
        ("Relief of only 30 percent was reported after the first epidural.", "no_functional_improvement"),
        (
            "There is no record of improved activities of daily living on tramadol.",
            "no_functional_improvement",
        ),
        ("It is not clear that the drug has helped.", "no_functional_improvement"),
        ("He has not had a single visit of therapy.", "conservative_care_not_tried"),
        ("There is no mention of a trial of oral agents.", "conservative_care_not_tried"),
        ("An SNRI has not been attempted.", "conservative_care_not_tried"),
        ("The worker has yet to see a therapist.", "conservative_care_not_tried"),
        ("Medications and home exercise were not tried before the injection.", "conservative_care_not_tried"),
        ("Physical therapy was just approved and has not begun.", "conservative_care_not_tried"),
        ("A course of six weeks of conservative care has not been completed.", "conservative_care_not_tried"),
        ("Her reflexes are brisk and equal and her strength is good.", "no_objective_findings"),
        ("The MRI does not show nerve root contact.", "no_objective_findings"),
        ("X-rays do not show bone on bone change.", "no_objective_findings"),
        ("There was no palpable trigger point.", "no_objective_findings"),
        ("No neurological abnormality was documented.", "no_objective_findings"),
        ("No fracture, tumor or infection is suspected.", "no_objective_findings"),
        ("There is no listhesis on flexion films.", "no_objective_findings"),
        ("There is no cancer, chemotherapy or recent surgery.", "no_indication"),
        ("He is not at risk of a clot.", "no_indication"),
        ("The pain is mechanical, not neuropathic.", "no_indication"),
        ("The worker can walk without assistance.", "no_indication"),
        ("There is no diagnosis for which it is approved.", "no_indication"),
        ("The claimant has no psychiatric diagnosis.", "no_indication"),
        ("She is not on opioids and need not be tested.", "no_indication"),
        ("Twelve visits are asked for where six are allowed.", "exceeds_guideline_quantity"),
        (
            "The number of sessions is greater than what the MTUS would permit at first.",
            "exceeds_guideline_quantity",
        ),
        ("A fourth epidural this year is more than is advised.", "exceeds_guideline_quantity"),
        ("Daily dose amounts to 180 MED, over the ceiling.", "exceeds_guideline_quantity"),
        ("The postsurgical treatment period has ended.", "exceeds_guideline_quantity"),
        ("The requested quantity goes beyond the guideline.", "exceeds_guideline_quantity"),
        ("The claimant has used up all visits in the schedule.", "exceeds_guideline_quantity"),
        ("ODG does not support its use for the low back.", "not_recommended_by_guideline"),
        ("There is no good evidence that the device works.", "not_recommended_by_guideline"),
        ("Guidelines find the evidence insufficient for this indication.", "not_recommended_by_guideline"),
        (
            "The use of magnets in chronic pain is not supported by the guidelines.",
            "not_recommended_by_guideline",
        ),
        ("Passive modalities such as this are discouraged by ACOEM.", "not_recommended_by_guideline"),
        ("ODG limits this drug to four weeks. She has taken it for two years.", "long_term_use"),
        (
            "The guideline does not advise long term use. The patient has used the drug for many months.",
            "long_term_use",
        ),
        (
            "Hypnotics are recommended for brief use only. The claimant has used Ambien chronically.",
            "long_term_use",
        ),
        ("The request gives no duration of rental.", "incomplete_request"),
        ("Which knee is meant is not stated in the order.", "incomplete_request"),
        ("The quantity was not specified.", "incomplete_request"),
        ("The request fails to name the muscles to be injected.", "incomplete_request"),
        ("Ibuprofen can be bought without a prescription.", "alternative_available"),
        ("A less expensive generic would work as well.", "alternative_available"),
        ("The family doctor can prescribe it.", "alternative_available"),
        ("Her husband can drive her.", "alternative_available"),
        ("A cane would be enough.", "alternative_available"),
        ("Regular therapy on land would do as well.", "alternative_available"),
        ("Acetaminophen would be the better choice.", "alternative_available"),
        ("An MRI was done four months ago.", "duplicative"),
        ("He already takes another NSAID.", "duplicative"),
        ("A pain specialist is already treating him.", "duplicative"),
        ("The claimant was issued a TENS unit last year.", "duplicative"),
        ("A drug screen was performed last month.", "duplicative"),
        ("The surgery was denied, so the sling is not needed.", "dependent_on_denied"),
        (
            "As the arthroscopy was found not medically necessary, neither is the assistant.",
            "dependent_on_denied",
        ),
        (
            "The need for the cooling unit depends on the surgery, which is not approved.",
            "dependent_on_denied",
        ),
        (
            "The primary procedure has not been found necessary, and this item goes with it.",
            "dependent_on_denied",
        ),
        ("He has chronic kidney disease, and the drug may worsen it.", "safety"),
        ("The drug is known to cause liver damage.", "safety"),
        ("His blood pressure is high and NSAIDs may raise it further.", "safety"),
        ("He has diabetes that steroids would worsen.", "safety"),
        ("The dangers of the operation outweigh what it may achieve.", "safety"),
        ("The screen was positive for a drug not prescribed.", "safety"),
        ("The cream includes gabapentin, which the guideline rejects.", "compound_ingredient"),
        (
            "The product combines flurbiprofen and menthol, neither of which is recommended topically.",
            "compound_ingredient",
        ),
        ("Baclofen is not recommended as a topical, so the cream is not.", "compound_ingredient"),
    ],
)
def test_each_reason_is_said_in_many_ways(sentence: str, expected: str) -> None:
    text = f"The guideline speaks of it. {sentence} The request is not medically necessary."
    assert given(text) == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Hydrocodone is taken four times a day. "
            "In spite of this the man can lift no more than five pounds and has not gone back to any job.",
            {"no_functional_improvement"},
        ),
        (
            "The current regimen adds up to 140 mg of morphine daily, far more than the 90 mg threshold. "
            "No gain in activity has been recorded on it.",
            {"no_functional_improvement", "exceeds_guideline_quantity"},
        ),
        (
            "There is no signed pain contract in the papers. The last screen showed THC and no oxycodone.",
            {"insufficient_documentation", "safety"},
        ),
        (
            "Flexeril is recommended for no longer than three weeks. "
            "This woman has filled it every month since last summer.",
            {"long_term_use"},
        ),
        (
            "Skelaxin is advised for short bouts only. "
            "It has been in use for eleven months, and spasm was absent on the last three exams.",
            {"long_term_use", "no_objective_findings"},
        ),
        (
            "Omeprazole is for people with stomach trouble on NSAIDs. "
            "This worker reports no such trouble and is not taking any NSAID.",
            {"no_indication"},
        ),
        (
            "Lidocaine patches are for nerve pain. "
            "The pain here comes from a disc bulge without radiation, "
            "and neither gabapentin nor an antidepressant has been given a chance.",
            {"conservative_care_not_tried", "no_indication"},
        ),
        (
            "The topical holds five drugs. "
            "As cyclobenzaprine is among them, and it is not recommended in a topical, the compound fails.",
            {"compound_ingredient"},
        ),
        (
            "The ointment contains tramadol, for which there is no topical use in the guideline. "
            "No oral agent was shown to have failed.",
            {"compound_ingredient", "conservative_care_not_tried"},
        ),
        (
            "Medical foods are not recommended for chronic pain by ODG. GABAdone is one of these.",
            {"not_recommended_by_guideline"},
        ),
        (
            "Toradol injections carry a boxed warning about bleeding and kidney failure. "
            "There was no acute severe pain at that visit.",
            {"safety", "no_indication"},
        ),
        (
            "A prescription laxative is asked for. "
            "He has no constipation, and stool softeners can be had over the counter.",
            {"alternative_available", "no_indication"},
        ),
        (
            "The prescription shows neither the number of tablets nor the refills.",
            {"incomplete_request"},
        ),
        (
            "Two muscle relaxants were ordered on the same day. One of them is enough.",
            {"duplicative"},
        ),
        (
            "He is on Lyrica and gabapentin at the same time. "
            "The physician does not explain why both are required.",
            {"duplicative", "insufficient_documentation"},
        ),
        (
            "Given her sleep apnea, a sedative at night is unwise.",
            {"safety"},
        ),
        (
            "Celebrex would be hazardous after his heart attack.",
            {"safety"},
        ),
    ],
)
def test_why_drugs_are_denied(text: str, expected: set[str]) -> None:
    assert given(f"{text} The request is not medically necessary.") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The cold unit was meant for the days after the repair. The repair has not been certified.",
            {"dependent_on_denied"},
        ),
        (
            "No arthroplasty has been approved. A nurse at home after it cannot be approved.",
            {"dependent_on_denied"},
        ),
        (
            "In the absence of an approved operation the medical clearance is moot.",
            {"dependent_on_denied"},
        ),
        (
            "This antibiotic was to be given around the discectomy. That surgery has been denied.",
            {"dependent_on_denied"},
        ),
        (
            "A knee brace after meniscectomy is not recommended by ODG. "
            "And the meniscectomy is not supported.",
            {"dependent_on_denied", "not_recommended_by_guideline"},
        ),
        (
            "An overnight stay would be needed only if the fusion were approved, and it was not.",
            {"dependent_on_denied"},
        ),
        (
            "The surgical assistant was requested together with the laminectomy, which did not meet criteria.",
            {"dependent_on_denied"},
        ),
    ],
)
def test_what_goes_with_a_denied_operation_is_denied_with_it(text: str, expected: set[str]) -> None:
    assert given(f"{text} The request is not medically necessary.") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "For this procedure one day in the hospital is the norm. Three days exceed what is customary.",
            {"exceeds_guideline_quantity"},
        ),
        (
            "The MRI reads as a mild bulge without nerve contact. "
            "Epidural injection and therapy were not tried before surgery was proposed.",
            {"no_objective_findings", "conservative_care_not_tried"},
        ),
        (
            "The requested arthroscopy is for a torn meniscus. McMurray is negative and MRI shows no tear.",
            {"no_objective_findings"},
        ),
        (
            "No instability was shown on flexion films. "
            "A psychological evaluation is not included in the file.",
            {"no_objective_findings", "insufficient_documentation"},
        ),
        (
            "The nerve studies of the median nerve were within normal limits and Tinel was negative.",
            {"no_objective_findings"},
        ),
        (
            "An MRI was obtained last spring. Since then nothing has changed on examination.",
            {"no_objective_findings", "duplicative"},
        ),
        (
            "The shoulder pain is of six weeks' duration, and cortisone has not been offered.",
            {"conservative_care_not_tried"},
        ),
        (
            "The man gets around on his own with a cane. A scooter is not needed when a cane will do.",
            {"no_indication", "alternative_available"},
        ),
        (
            "Ice at home is just as good as the machine.",
            {"alternative_available"},
        ),
        (
            "After thirty visits he is no stronger. He knows the exercises and can do them alone.",
            {"alternative_available", "no_functional_improvement"},
        ),
        (
            "Eighteen visits have been given against ten allowed. His range and pain are as they were.",
            {"exceeds_guideline_quantity", "no_functional_improvement"},
        ),
        (
            "UR certified six of the twelve visits, and six is the number for a trial.",
            {"duplicative", "exceeds_guideline_quantity"},
        ),
        (
            "Acupuncture may be tried for six visits. The twelve that were ordered go beyond a trial.",
            {"exceeds_guideline_quantity"},
        ),
        (
            "Home traction is not recommended by ACOEM for the low back.",
            {"not_recommended_by_guideline"},
        ),
        (
            "What the specialist is expected to answer was not disclosed.",
            {"insufficient_documentation"},
        ),
        (
            "The request is for therapy, with no number of visits. The therapist's notes were not sent.",
            {"incomplete_request", "insufficient_documentation"},
        ),
        (
            "The benefit of the prior block was not recorded in percent or in weeks. "
            "The procedure note is missing.",
            {"no_functional_improvement", "insufficient_documentation"},
        ),
    ],
)
def test_why_tests_and_treatments_are_denied(text: str, expected: set[str]) -> None:
    assert given(f"{text} The request is not medically necessary.") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There is no indication that this woman is at risk for gastrointestinal events.", {"no_indication"}),
        ("In this case, no muscle spasm was palpated.", {"no_objective_findings"}),
        (
            "As noted in ACOEM, magnets have not been shown to have any lasting benefit.",
            {"not_recommended_by_guideline"},
        ),
        ("In the MTUS, routine use of magnets is deemed not recommended.", {"not_recommended_by_guideline"}),
        ("The request names no time frame.", {"incomplete_request"}),
        ("The records show no therapy directed at the ankle.", {"conservative_care_not_tried"}),
        ("The ankle fusion was not certified. A boot goes with it.", {"dependent_on_denied"}),
        ("The claimant had ten visits without lasting benefit.", {"no_functional_improvement"}),
        ("The claimant is also attending acupuncture.", {"duplicative"}),
        (
            "As the massage program is not medically necessary, the kit for it is denied.",
            {"dependent_on_denied"},
        ),
        ("In this case, there is no evidence of conflicting medical opinions.", {"no_indication"}),
        ("In this case, the contents of the kit were not specified.", {"incomplete_request"}),
        ("Per ODG, gym bags are not primarily medical.", {"not_recommended_by_guideline"}),
        ("Trials saw no beneficial effect of magnets.", {"not_recommended_by_guideline"}),
        ("The evidence for such programs is suboptimal.", {"not_recommended_by_guideline"}),
        (
            "The use of NSAIDs is not medically necessary. A drug for the stomach goes with it.",
            {"dependent_on_denied"},
        ),
    ],
)
def test_what_physicians_write_in_passing_counts(text: str, expected: set[str]) -> None:
    assert given(f"{text} The request is not medically necessary.") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "No peer-reviewed literature suggests that magnets help insomnia.",
            {"not_recommended_by_guideline"},
        ),
        ("The worker is at low risk for abuse of the drug.", set()),
        ("The claimant asks for testing for abuse of opioids.", set()),
        ("The claimant is not on high-dose aspirin.", {"no_indication"}),
        ("As the scan is not medically necessary, the sedation is not needed.", set()),
        ("The claimant has not had acupuncture before.", set()),
        ("The claimant is well beyond the acute phase.", set()),
        ("The applicant has trouble with household chores.", set()),
    ],
)
def test_what_only_sounds_like_a_reason_is_none(text: str, expected: set[str]) -> None:
    assert given(f"{text} The request is not medically necessary.") == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The label states that its safety beyond ten days has not been established.",
        "There has been a recommendation to repeat the panel yearly, but no interval is named.",
        "Controlled studies are available, and benefits have not been shown.",
        "Criteria for the use of a bed: there is no other way to rest.",
        "Such agents are recommended with caution, as they cause sedation.",
    ],
)
def test_labels_and_studies_are_quoted_not_told(sentence: str) -> None:
    told = given(f"The claimant has a sore neck. {sentence} The request is not medically necessary.")
    assert told <= {"not_recommended_by_guideline"}


def test_a_verdict_on_another_service_is_not_the_last_word() -> None:
    verdict = "The fusion has not been certified."
    assert given(f"{verdict} The stay is not medically necessary.") == {"dependent_on_denied"}
    assert given(f"The claimant fell. {verdict}") == set()


def test_a_refusal_for_good_counts_beside_the_reasons_of_the_case() -> None:
    refusal = "According to ODG, magnets are not recommended for sprains."
    complaint = "There is no rationale for them."
    assert given(f"{refusal} {complaint}") == {"not_recommended_by_guideline", "insufficient_documentation"}
    under_condition = "According to ODG, magnets are not recommended unless splints have failed."
    assert given(f"{under_condition} {complaint}") == {"insufficient_documentation"}


def test_a_refusal_of_a_mixture_is_one_of_its_ingredient() -> None:
    text = "The cream contains baclofen. The MTUS does not recommend baclofen for the skin."
    assert given(text) == {"compound_ingredient"}


def test_behind_a_phrase_that_tells_a_reason_other_things_may_be_missing() -> None:
    text = "The claimant never took gabapentin or had a positive finding."
    assert given(text) == {"conservative_care_not_tried", "no_objective_findings"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The injection was given on 3/4/16.",
        "She denies side effects.",
        "To be admitted to the program, a patient must have no other options.",
        "There is no question that the claimant hurts.",
        "The claimant had therapy in May.",
    ],
)
def test_what_is_told_of_the_case_alone_is_no_reason_against(sentence: str) -> None:
    assert given(f"{sentence} The request is not medically necessary.") == set()


def test_reasons_come_in_the_order_of_the_vocabulary_each_with_its_sentence() -> None:
    text = "The requested visits exceed the guideline. There is no functional improvement. Not necessary."
    found = read(text)
    assert found.value == (Reason.NO_FUNCTIONAL_IMPROVEMENT, Reason.EXCEEDS_GUIDELINE_QUANTITY)
    doc = Document(text)
    assert doc.read(found.places["reasons[0]"]) == "There is no functional improvement"
    assert doc.read(found.places["reasons[1]"]) == "The requested visits exceed the guideline"


def test_one_complaint_may_name_several_objects() -> None:
    text = "The submitted records show no instability and no failure of conservative care."
    assert given(text) == {"no_objective_findings", "conservative_care_not_tried"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The guidelines state that imaging is not indicated without red flags.",
        "MTUS recommends it for patients with no functional improvement after exercise.",
        "Passive care should not be used unless there is evidence of functional improvement.",
        "MTUS criteria for splints include documentation that rest was tried and failed.",
        "The criteria include numbness that was not relieved and deficits that were not present before.",
        "Studies have demonstrated no benefit beyond a week.",
        "Magnets may be considered if exercise and splints have been tried and failed.",
    ],
)
def test_guideline_text_gives_no_reason(sentence: str) -> None:
    assert given(f"{sentence} Therefore, the request is not medically necessary.") == set()


def test_a_sentence_without_a_sign_belongs_with_the_one_before_it() -> None:
    complaint = "Cupping brought no functional improvement."
    assert given(f"The applicant was seen in May. {complaint}") == {"no_functional_improvement"}
    assert given(f"The guidelines state the following. {complaint}") == set()


def test_a_guideline_that_refuses_with_reserve_counts_where_the_case_gives_no_other_reason() -> None:
    refusal = "According to ODG, magnets are not recommended without a trial of splints."
    assert given(refusal) == {"not_recommended_by_guideline"}
    assert given(f"{refusal} There is no rationale for them.") == {"insufficient_documentation"}


def test_what_the_guideline_says_of_every_compound_counts_only_alone() -> None:
    rule = "Any compounded product with an unsupported drug is unsupported."
    assert given(rule) == {"compound_ingredient"}
    assert given(f"{rule} There is no evidence of neuropathic pain.") == {"no_indication"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Medical necessity has not been established.",
        "The guidelines do not address the requested service.",
        "The MRI was performed without contrast.",
        "There are no exceptional factors noted.",
        "In the absence of such evidence, the request is denied.",
    ],
)
def test_a_word_of_absence_alone_is_no_reason(sentence: str) -> None:
    assert given(f"In this case, the claimant has neck pain. {sentence}") == set()


def test_the_reach_of_a_word_of_absence_ends_where_the_request_begins() -> None:
    text = "There is no documentation to support the use of conservative care."
    assert given(text) == {"insufficient_documentation"}


def test_one_telling_object_outweighs_the_vague_ones() -> None:
    assert given("There is no diagnosis of instability.") == {"no_objective_findings"}
    assert given("There is no diagnosis of gout.") == {"no_indication"}


def test_asking_why_home_exercise_would_not_do_is_no_complaint_about_records() -> None:
    text = "There is no indication that stretches cannot be performed independently in the home."
    assert given(text) == {"alternative_available"}


def test_what_a_request_leaves_out_is_not_what_the_records_leave_out() -> None:
    assert given("The request does not specify the dose.") == {"incomplete_request"}
    assert given("The records do not give the dose.") == {"insufficient_documentation"}
    assert given("The frequency of the cramps is not specified in the notes.") == {
        "insufficient_documentation"
    }
    assert given("The number of visits completed so far is not stated.") == {"insufficient_documentation"}
    assert given("The order, with the notes, does not specify the frequency.") == {"incomplete_request"}


def test_a_missing_explanation_is_not_a_complaint_about_what_it_would_explain() -> None:
    assert given("There is no rationale for functional restoration.") == {"insufficient_documentation"}


def test_long_use_is_a_reason_where_use_should_be_short() -> None:
    use = "The claimant has been taking it since March."
    assert given(use) == set()
    assert given(f"ODG allows short-term use. {use}") == {"long_term_use"}


def test_use_beyond_a_length_exceeds_the_quantity_unless_use_should_be_short() -> None:
    use = "Her use of the balm exceeds two weeks."
    assert given(use) == {"exceeds_guideline_quantity"}
    assert given(f"The balm is for the shortest period. {use}") == {"long_term_use"}


def test_a_sentence_on_long_use_says_so_once() -> None:
    text = "ODG allows short-term use. She has taken it since March, well past the four weeks recommended."
    assert given(text) == {"long_term_use"}


def test_contractions_negate() -> None:
    assert given("The claimant hasn't tried first-line drugs.") == {"conservative_care_not_tried"}


def test_a_reason_has_its_place_behind_odd_punctuation() -> None:
    text = "The claimant was seen.. No loss . . noted. There are no red flags."
    found = read(text)
    assert Document(text).read(found.places["reasons[0]"]) == "There are no red flags"


def test_the_denial_of_utilization_review_is_not_the_reviewers_reason() -> None:
    text = "The UR report denied it for lack of red flags. There is no rationale for the scan."
    assert given(text) == {"insufficient_documentation"}


def test_advice_on_weaning_gives_no_reason() -> None:
    text = (
        "There is no functional improvement. This decision addresses the drug as prescribed. "
        "The patient has no treatment plan for tapering."
    )
    assert given(text) == {"no_functional_improvement"}


@pytest.mark.parametrize(
    "text",
    [
        "The patient has not tried first-line drugs.",
        "The patient has not tried first- line drugs.",
        "The patient has not tried firstline drugs.",
    ],
)
def test_hyphens_at_line_ends_make_no_difference(text: str) -> None:
    assert given(text) == {"conservative_care_not_tried"}


def test_an_overturned_denial_rests_on_the_guideline_and_on_the_case() -> None:
    text = (
        "The guidelines support a brace for instability. The patient has instability on examination. "
        "The request is medically necessary."
    )
    assert given(text, Decision.OVERTURNED) == {"guideline_criteria_met", "clinical_need_shown"}


def test_an_overturned_denial_without_facts_of_the_case_rests_on_the_guideline() -> None:
    text = "The request is medically necessary."
    found = read(text, Decision.OVERTURNED)
    assert found.value == (Reason.GUIDELINE_CRITERIA_MET,)
    assert Document(text).read(found.places["reasons[0]"]) == "The request is medically necessary"


@pytest.mark.parametrize(
    "sentence",
    [
        "The requested brace falls within the indications of the ODG.",
        "The conditions set by the MTUS are fulfilled.",
        "This order complies with the recommendation.",
        "All of the criteria that the guideline lists for a brace are satisfied.",
    ],
)
def test_an_overturned_denial_may_rest_on_the_guideline_alone(sentence: str) -> None:
    text = f"{sentence} The request is medically necessary."
    assert given(text, Decision.OVERTURNED) == {"guideline_criteria_met"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Her wound has opened again.",
        "Her gait is unsteady without it.",
        "With the loaned brace he climbs stairs.",
        "The first visits eased the stiffness.",
        "Swelling persists after rest.",
    ],
)
def test_what_is_told_of_the_case_is_the_need_that_an_overturned_denial_rests_on(sentence: str) -> None:
    text = f"The guideline speaks of it. {sentence} Therefore, the request is certified."
    assert given(text, Decision.OVERTURNED) == {"clinical_need_shown"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The utilization review determination was dated 6/7/16.",
        "The treating doctor asks for a cane.",
        "The body part at issue is the left elbow.",
        "A cane was requested.",
    ],
)
def test_what_only_tells_of_the_request_is_no_need(sentence: str) -> None:
    text = f"The guideline speaks of it. {sentence} The request is therefore approved."
    assert given(text, Decision.OVERTURNED) == {"guideline_criteria_met"}


@pytest.mark.parametrize(
    "conclusion",
    [
        "Medical necessity cannot be established.",
        "The need for the cane is not shown.",
        "I cannot endorse the cane.",
        "As such, the cane is unnecessary.",
        "Based on the above, it would not be necessary to certify it.",
        "The medical necessity of the cane, with its rubber tip, is not established.",
        "Given the above, the request for naproxen is not medically necessary.",
        "No, the request for naproxen was not medically necessary.",
    ],
)
def test_a_conclusion_is_no_reason(conclusion: str) -> None:
    assert given(f"The claimant fell from a ladder. {conclusion}") == set()


def test_of_two_words_of_absence_that_begin_alike_the_longer_one_counts() -> None:
    assert given("Nothing in the file speaks of instability.") == {"no_objective_findings"}
    assert given("The claimant does not report nausea.") == {"no_indication"}
    assert given("There is no report of better function.") == {"no_functional_improvement"}


def test_a_rationale_of_an_unknown_decision_is_read_as_a_denial() -> None:
    assert given("There is no functional improvement.", None) == {"no_functional_improvement"}


def test_an_empty_rationale_gives_no_reason() -> None:
    assert read("") == Found((), {})


def test_a_sentence_without_end_is_read_in_pieces() -> None:
    text = "the patient had pain and " * 200 + "there is no functional improvement"
    assert given(text) == {"no_functional_improvement"}


def test_the_data_files_name_known_reasons_and_give_each_phrase_its_words() -> None:
    for role, reason, phrase in lexicon.rows("reasons"):
        assert reason == "-" or Reason(reason), reason
        assert Phrase.parse(role, None, phrase).slots
    for role, phrase in lexicon.rows("reason_frames"):
        assert Phrase.parse(role, None, phrase).slots


def test_each_ending_of_a_stem_is_listed_once() -> None:
    endings = [ending for (ending,) in lexicon.rows("reason_endings")]
    assert len(endings) == len(set(endings))
    assert {"-", "s", "ed", "ing"} <= set(endings)


def phrase_hits(phrase: str, text: str, last: str | None = None) -> list[tuple[int, int]]:
    phrases = [Phrase.parse("any", None, phrase)]
    codes = Codes(phrases, ["", "s", "ed", "ment"])
    words = text.split()
    encoded = codes.encode(words)
    begun = Phrases({"question": phrases}, codes).begun(encoded, 0, len(words))
    return [(hit.start, hit.end) for hit in hits("question", encoded, begun, last).get("any", [])]


def test_a_phrase_is_words_stems_and_gaps() -> None:
    assert phrase_hits("no/little improv*", "with little improvment and no improved gait") == [(1, 3), (4, 6)]
    assert phrase_hits("no improv*", "no improvisation") == []
    assert phrase_hits("no .. gain", "no a b c d gain") == [(0, 6)]
    assert phrase_hits("no .. gain", "no a b c d e gain") == []
    assert phrase_hits("no ... gain", "no a b c d e gain") == [(0, 7)]
    assert phrase_hits("no gain of .. hair", "no gain of hair") == [(0, 4)]
    assert phrase_hits("no .. gain of", "gain of no loss") == []
    assert phrase_hits("no .. gain of", "no gain in gain of") == []
    assert phrase_hits("no .. gain of", "no real gain of") == [(0, 4)]
    assert phrase_hits("no .. gain", "gain no") == []


def test_a_phrase_behind_a_gap_goes_on_with_the_first_word_that_fits() -> None:
    assert phrase_hits("no .. gain", "no gain or gain") == [(0, 2)]


def test_a_phrase_may_say_that_the_sentence_ends_but_no_gap_reaches_over_its_end() -> None:
    assert phrase_hits("no gain .", "no gain . no gain here .") == [(0, 3)]
    assert phrase_hits("no .. gain", "there is no . gain") == []


def test_a_role_may_settle_the_matter() -> None:
    assert phrase_hits("no", "no no no") == [(0, 1), (1, 2), (2, 3)]
    assert phrase_hits("no", "no no no", last="any") == [(0, 1)]


def test_phrases_are_told_apart_by_the_question_that_they_answer() -> None:
    benefit, dose = Phrase.parse("any", None, "no benefit"), Phrase.parse("any", None, "no dose")
    codes = Codes([benefit, dose], [""])
    encoded = codes.encode(["no", "benefit", "and", "no", "dose"])
    phrases = Phrases({"of benefit": [benefit], "of dose": [dose]}, codes)
    begun = phrases.begun(encoded, 0, 5)
    assert [hit.start for hit in hits("of benefit", encoded, begun)["any"]] == [0]
    assert [hit.start for hit in hits("of dose", encoded, begun)["any"]] == [3]
    assert phrases.signs == {"of benefit": {"benefit"}, "of dose": {"dose"}}


def test_what_is_remembered_of_pairs_of_words_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reason_phrases, "_REMEMBERED", 3)
    words = " ".join(f"no w{n} gain" for n in range(9))
    assert phrase_hits("no .. gain", words) == [(at, at + 3) for at in range(0, 27, 3)]
    assert phrase_hits("no/gain w0/w8", words) == [(0, 2), (24, 26)]
