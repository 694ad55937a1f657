"""Services fall under the right term of the treatment request taxonomy."""

from __future__ import annotations

import pytest

from imrkit.document import Document, Region
from imrkit.extractors.body_parts import body_parts
from imrkit.extractors.taxonomy import Service, service
from imrkit.extractors.words import Words
from imrkit.lexicon import rows
from imrkit.vocabulary import SUBCATEGORIES, Category, Subcategory

IMAGING = Subcategory.IMAGING
EMG = Subcategory.ELECTRODIAGNOSTICS
LAB = Subcategory.LABORATORY
OTHER_TESTS = Subcategory.OTHER_DIAGNOSTIC_TESTS
PT = Subcategory.PHYSICAL_THERAPY
CHIROPRACTIC = Subcategory.CHIROPRACTIC
ACUPUNCTURE = Subcategory.ACUPUNCTURE
OTHER_THERAPIES = Subcategory.OTHER_THERAPIES
DME = Subcategory.DME
STIMULATION = Subcategory.ELECTRICAL_STIMULATION
ORTHOTICS = Subcategory.PROSTHETICS_ORTHOTICS
SUPPLIES = Subcategory.SUPPLIES
FACET = Subcategory.FACET_INJECTION
INJECTION = Subcategory.INJECTION
SPINE = Subcategory.SPINE_SURGERY
ARTHROSCOPIC = Subcategory.ARTHROSCOPIC_SURGERY
NOT_ARTHROSCOPIC = Subcategory.NON_ARTHROSCOPIC_SURGERY
ADJUNCT = Subcategory.ADJUNCT_SURGICAL_SERVICES
SURGICAL_CONSULT = Subcategory.SURGICAL_CONSULT
MEDICAL = Subcategory.MEDICAL_SPECIALTIES
DENTAL = Subcategory.DENTAL_SERVICES
PSYCH_EVALUATION = Subcategory.PSYCH_EVALUATION
PSYCH_THERAPY = Subcategory.PSYCH_THERAPIES
PROGRAMS = Subcategory.PROGRAMS
HOME_HEALTH = Subcategory.HOME_HEALTH
TRANSPORTATION = Subcategory.TRANSPORTATION


def classified(text: str) -> Service | None:
    doc = Document(text)
    whole = Region(0, len(doc.folded))
    return service(Words(doc, whole), {part.part for part, _ in body_parts(doc, whole)})


def subcategory(text: str) -> Subcategory | None:
    found = classified(text)
    assert found is not None
    return found.subcategory


@pytest.mark.parametrize(
    ("request_text", "expected"),
    [
        # imaging
        ("Repeat MRI of the low back", IMAGING),
        ("Open MRI, right ankle", IMAGING),
        ("MR arthrogram of the left shoulder", IMAGING),
        ("3 view x-rays of both knees", IMAGING),
        ("Xray left elbow", IMAGING),
        ("CT myelogram, cervical spine", IMAGING),
        ("Discogram L3-4 and L4-5", IMAGING),
        ("Bone scan", IMAGING),
        ("DEXA scan", IMAGING),
        ("Doppler ultrasound of the left leg", IMAGING),
        ("Ultrasound of the abdomen", IMAGING),
        # other tests
        ("EMG/NCV of the bilateral upper extremities", EMG),
        ("Nerve conduction study, right arm", EMG),
        ("Electrodiagnostic studies BLE", EMG),
        ("Urine drug screen, quarterly", LAB),
        ("Urine toxicology", LAB),
        ("UDS", LAB),
        ("Genetic testing for narcotic risk", LAB),
        ("Labs: CBC, CMP and PT/INR", LAB),
        ("Testosterone level", LAB),
        ("Renal panel", LAB),
        ("Vitamin B12 level", LAB),
        ("Functional capacity evaluation", OTHER_TESTS),
        ("Sleep study", OTHER_TESTS),
        ("EKG", OTHER_TESTS),
        ("Range of motion testing", OTHER_TESTS),
        ("Upper GI endoscopy", OTHER_TESTS),
        ("Actigraphy, 7 days", OTHER_TESTS),
        ("QSST", OTHER_TESTS),
        ("Nocturnal pulse oximetry", OTHER_TESTS),
        ("Ergonomic workstation evaluation", OTHER_TESTS),
        # rehabilitation
        ("PT 2x6", PT),
        ("Ten sessions of physical therapy", PT),
        ("Post-operative physical therapy, right knee", PT),
        ("Aquatic physical therapy", PT),
        ("Occupational therapy for the left hand", PT),
        ("Physical therapy evaluation", PT),
        ("Hand therapy", PT),
        ("Chiropractic manipulation with therapeutic exercise", CHIROPRACTIC),
        ("Chiro 2 x 3", CHIROPRACTIC),
        ("Acupuncture with electrical stimulation and infrared", ACUPUNCTURE),
        ("Six electroacupuncture visits", ACUPUNCTURE),
        ("Massage therapy", OTHER_THERAPIES),
        ("Aquatic therapy", OTHER_THERAPIES),
        ("Extracorporeal shockwave therapy", OTHER_THERAPIES),
        ("Speech therapy", OTHER_THERAPIES),
        ("Electrical stimulation, in the clinic", OTHER_THERAPIES),
        # equipment
        ("Orthopedic mattress", DME),
        ("Cold therapy unit rental", DME),
        ("Hot/cold pack", DME),
        ("Home exercise kit", DME),
        ("Front wheeled walker", DME),
        ("Bone growth stimulator", DME),
        ("Cervical traction unit", DME),
        ("Cervical pillow", DME),
        ("Wheelchair ramp", DME),
        ("Transport chair for outings", DME),
        ("TENS unit with electrodes", STIMULATION),
        ("H-wave home unit", STIMULATION),
        ("Interferential stimulator, 60 day rental", STIMULATION),
        ("NMES unit", STIMULATION),
        ("Lumbar support", ORTHOTICS),
        ("LSO brace", ORTHOTICS),
        ("Durable medical equipment: wrist splint", ORTHOTICS),
        ("Cam walker boot", ORTHOTICS),
        ("Custom orthotics", ORTHOTICS),
        ("Arm sling", ORTHOTICS),
        ("TENS unit supplies", SUPPLIES),
        ("Electrodes, 8 pairs", SUPPLIES),
        ("Batteries", SUPPLIES),
        # injections
        ("Bilateral L4-5 medial branch blocks", FACET),
        ("Injection, facet joint, L3-4", FACET),
        ("Radio-frequency ablation, right C4-6", FACET),
        ("Left L5-S1 transforaminal epidural steroid injection under fluoroscopy", INJECTION),
        ("C7-T1 ESI with IV sedation", INJECTION),
        ("Trigger point injections x 4", INJECTION),
        ("Ultrasound-guided right shoulder injection", INJECTION),
        ("Left ring finger A1 pulley injection", INJECTION),
        ("Stellate ganglion block", INJECTION),
        ("PRP injection, left elbow", INJECTION),
        ("Bilateral sacroiliac joint injections", INJECTION),
        # surgery
        ("L4-S1 posterior lumbar interbody fusion", SPINE),
        ("L4-5 transforaminal lumbar interbody fusion", SPINE),
        ("ACDF C5-6", SPINE),
        ("Lumbar laminectomy", SPINE),
        ("Decompression, L4-5", SPINE),
        ("Hardware removal L4-S1", SPINE),
        ("Artificial disc replacement at C5-6", SPINE),
        ("Spinal cord stimulator trial", SPINE),
        ("Right shoulder arthroscopy with possible open rotator cuff repair", ARTHROSCOPIC),
        ("Arthroscopic left wrist debridement", ARTHROSCOPIC),
        ("Left knee meniscectomy", ARTHROSCOPIC),
        ("Open rotator cuff repair", NOT_ARTHROSCOPIC),
        ("Ankle fusion", NOT_ARTHROSCOPIC),
        ("Hardware removal, right ankle", NOT_ARTHROSCOPIC),
        ("Left carpal tunnel release", NOT_ARTHROSCOPIC),
        ("Total knee arthroplasty", NOT_ARTHROSCOPIC),
        ("ORIF, distal radius", NOT_ARTHROSCOPIC),
        ("Right inguinal hernia repair", NOT_ARTHROSCOPIC),
        ("Surgery for the right shoulder", NOT_ARTHROSCOPIC),
        ("Deep implant removal, left wrist", NOT_ARTHROSCOPIC),
        ("Left hip, total replacement", NOT_ARTHROSCOPIC),
        # what goes with a surgery
        ("Assistant surgeon", ADJUNCT),
        ("Pre-operative EKG", ADJUNCT),
        ("Preoperative labs", ADJUNCT),
        ("Pre op chest x-ray", ADJUNCT),
        ("Pre-op clearance with an internist", ADJUNCT),
        ("Internal medicine consultation for surgical clearance", ADJUNCT),
        ("Preoperative consultation", ADJUNCT),
        ("Associated surgical service: crutches", ADJUNCT),
        ("Associated surgical services: bone growth stimulator", ADJUNCT),
        ("Associated surgical service: home health RN", ADJUNCT),
        ("Postoperative sling", ADJUNCT),
        ("Inpatient stay, 2 days", ADJUNCT),
        ("Associated surgical service: post-op physical therapy", PT),
        ("Post-surgical chiropractic", CHIROPRACTIC),
        ("Post-operative visits", MEDICAL),
        # visits
        ("Surgical consultation", SURGICAL_CONSULT),
        ("Consult with an orthopedic spine surgeon", SURGICAL_CONSULT),
        ("Neurosurgical evaluation", SURGICAL_CONSULT),
        ("Hand surgery consult", SURGICAL_CONSULT),
        ("Vascular surgery evaluation", SURGICAL_CONSULT),
        ("Evaluation for a carpal tunnel release", SURGICAL_CONSULT),
        ("Consultation with a specialist for total hip replacement", SURGICAL_CONSULT),
        ("Follow-up with the orthopedic surgeon", MEDICAL),
        ("Follow up in 4 weeks", MEDICAL),
        ("Orthopedic consultation", MEDICAL),
        ("Pain management consultation for lumbar ESI", MEDICAL),
        ("Epidural injection consultation", MEDICAL),
        ("Pain management", MEDICAL),
        ("Neurology evaluation and EMG", MEDICAL),
        ("Medication management", MEDICAL),
        ("Consultation and treatment with ENT", MEDICAL),
        ("Referral to physical therapy", PT),
        ("Evaluation and six visits of acupuncture", ACUPUNCTURE),
        ("Evaluation and six visits of acupuncture by a physiatrist", ACUPUNCTURE),
        ("Follow-up MRI of the left knee", IMAGING),
        ("Dental consultation", DENTAL),
        ("Second opinion by a dentist", DENTAL),
        ("Night guard", DENTAL),
        ("Crown on tooth 12", DENTAL),
        ("Whitening of teeth", DENTAL),
        ("Psychiatric consultation", PSYCH_EVALUATION),
        ("Follow-up visit with a psychologist", PSYCH_EVALUATION),
        ("Neuropsychological testing", PSYCH_EVALUATION),
        ("Cognitive behavioral therapy", PSYCH_THERAPY),
        ("Sex therapy, four sessions", PSYCH_THERAPY),
        ("Psychotherapy and medication management", PSYCH_THERAPY),
        ("Biofeedback", PSYCH_THERAPY),
        # the rest
        ("TPIs, two levels", Subcategory.INJECTION),
        ("HEP kit for the neck", Subcategory.DME),
        ("Paraffin bath", Subcategory.DME),
        ("Hip belt", Subcategory.PROSTHETICS_ORTHOTICS),
        ("Underpads, 1 box", Subcategory.SUPPLIES),
        ("Flexion and extension films, neck", IMAGING),
        ("Functional restoration program evaluation", PROGRAMS),
        ("Work hardening", PROGRAMS),
        ("Gym membership", PROGRAMS),
        ("Inpatient detoxification", PROGRAMS),
        ("Weight loss program", PROGRAMS),
        ("Home health aide", HOME_HEALTH),
        ("Skilled nursing visits", HOME_HEALTH),
        ("Home physical therapy", PT),
        ("Transportation to and from physical therapy", TRANSPORTATION),
        ("Interpreter services", None),
    ],
)
def test_service_falls_under_its_term(request_text: str, expected: Subcategory | None) -> None:
    assert subcategory(request_text) is expected


def test_category_follows_from_the_subcategory() -> None:
    for text in ("Knee brace", "Interpreter", "Psychiatric consultation", "L4-5 fusion"):
        found = classified(text)
        assert found is not None
        assert found.subcategory is None or found.subcategory in SUBCATEGORIES[found.category]


@pytest.mark.parametrize("text", ["", "Zantiprex extended release", "the usual"])
def test_no_service_named(text: str) -> None:
    assert classified(text) is None


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Post-operative lumadone", Category.SURGERY),
        ("Thirty day supply", Category.DMEPOS),
        ("Orthopedic", Category.EVALUATION_AND_MANAGEMENT),
    ],
)
def test_words_that_may_accompany_anything_are_uncertain(text: str, category: Category) -> None:
    found = classified(text)
    assert found is not None
    assert found.category is category
    assert not found.certain


def test_general_words_are_marked_unless_a_specific_service_follows() -> None:
    general, specific = classified("Injection to the left heel"), classified("Injection, trigger point")
    assert general is not None
    assert specific is not None
    assert general.general
    assert not specific.general


def test_place_is_that_of_the_deciding_words() -> None:
    doc = Document("Additional six visits of Infrared Therapy, left heel")
    found = service(Words(doc, Region(0, len(doc.folded))), ())
    assert found is not None
    assert doc.read(found.place) == "Infrared"


@pytest.mark.parametrize(
    "spelling",
    ["post-operative sling", "postoperative sling", "post operative sling", "post- operative sling"],
)
def test_hyphens_may_be_lost_or_kept(spelling: str) -> None:
    assert subcategory(spelling) is ADJUNCT


def test_vocabulary_is_broad_and_written_in_known_terms() -> None:
    known = {str(sub) for sub in Subcategory} | {str(Category.OTHER), "-"}
    phrases = [phrase for _, _, cell in rows("services") for phrase in cell.split("; ")]
    assert {name for name, _, _ in rows("services")} <= known
    assert len(phrases) > 1500
    assert all(phrase == phrase.strip().lower() for phrase in phrases)
