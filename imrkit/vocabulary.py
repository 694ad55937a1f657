"""The closed vocabularies of the field, as enums.

Each member's value is the word or code that letters, the Division of Workers' Compensation (DWC) or the
data formats use for it, so a value prints, compares and serialises as plain text. Which phrases of a letter
stand for which member is written in the data files of :mod:`imrkit.lexicon`, not here.

>>> from imrkit import Decision
>>> Decision.UPHELD == "upheld", f"{Decision.UPHELD}", Decision("upheld")
(True, 'upheld', <Decision.UPHELD: 'upheld'>)

What a member means stands behind it, or above it; whose words they are, in the docstring of the vocabulary.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Generation(StrEnum):
    """The generation of letters that a letter belongs to: which headings and labels it uses."""

    EXPERT_REVIEW = "expert review"  # mid-2014 to today
    PHYSICIAN_REVIEW = "physician review"  # late 2013 to mid-2014
    NOTICE_OF_DETERMINATION = "notice of determination"  # mid to late 2013
    PROFESSIONAL_REVIEW = "professional review"  # early 2013
    OTHER = "other"  # a layout that was added from outside, see Letter.layout


class Section(StrEnum):
    """A section of a letter, whatever its generation calls it: what extractors say that they read."""

    LETTER = "letter"  # all of it
    HEADER = "header"  # the label block: case number, dates and priority
    DETERMINATIONS = "determinations"  # the list of decisions, before anything else is told
    APPLICATION = "application"  # when the review was applied for, and against which denial
    METHOD = "method"  # how the determination was made, and by whom
    SUMMARY = "summary"  # the clinical case summary: patient, injury, diagnoses
    ITEMS = "items"  # the disputed items, each with its decision
    GUIDELINES = "guidelines"  # only where they have a section of their own
    RATIONALE = "rationale"  # only where it has a section of its own
    DOCUMENTS = "documents"  # lists of what was reviewed: nothing is read from them


class ItemPart(StrEnum):
    """A part of a disputed item: what extractors that are called for each item say that they read."""

    REQUEST = "request"  # the decided request
    ORIGINAL = "original"  # of a partly authorized request, what was asked for
    AUTHORIZED = "authorized"  # and what was authorized of it
    # what utilization review based its decision on
    CLAIMS_ADMINISTRATOR_GUIDELINES = "claims_administrator_guidelines"
    REVIEWER_GUIDELINES = "reviewer_guidelines"  # what the reviewer based theirs on
    RATIONALE = "rationale"  # why the reviewer decided so


class Priority(StrEnum):
    """How fast the review had to be made: by the regular or by the expedited time limits of 8 CCR 9792.10.6."""

    STANDARD = "standard"  # the regular review
    EXPEDITED = "expedited"  # the worker's health is under an imminent and serious threat (8 CCR 9792.6.1)


class Decision(StrEnum):
    """What was decided of one item: whether the treatment is medically necessary (Labor Code 4610.5(c)(2))."""

    UPHELD = "upheld"  # the denial stands: not medically necessary
    OVERTURNED = "overturned"  # the treatment is medically necessary


class CaseOutcome(StrEnum):
    """The outcome of the whole case, in the words of the DWC's public list of decisions."""

    UPHOLD = "uphold"  # every decided item is upheld
    PARTIALLY_OVERTURN = "partially overturn"  # some items are upheld, some overturned
    OVERTURN = "overturn"  # every decided item is overturned


class Sex(StrEnum):
    """The injured worker's sex as the case summary states it."""

    MALE = "male"  # stated as "male", "man" or the like
    FEMALE = "female"  # stated as "female", "woman" or the like


class State(StrEnum):
    """States, the federal district and the territories that license physicians, by the codes of the Postal Service."""

    AL = "AL"  # Alabama
    AK = "AK"  # Alaska
    AZ = "AZ"  # Arizona
    AR = "AR"  # Arkansas
    CA = "CA"  # California
    CO = "CO"  # Colorado
    CT = "CT"  # Connecticut
    DE = "DE"  # Delaware
    DC = "DC"  # District of Columbia
    FL = "FL"  # Florida
    GA = "GA"  # Georgia
    HI = "HI"  # Hawaii
    ID = "ID"  # Idaho
    IL = "IL"  # Illinois
    IN = "IN"  # Indiana
    IA = "IA"  # Iowa
    KS = "KS"  # Kansas
    KY = "KY"  # Kentucky
    LA = "LA"  # Louisiana
    ME = "ME"  # Maine
    MD = "MD"  # Maryland
    MA = "MA"  # Massachusetts
    MI = "MI"  # Michigan
    MN = "MN"  # Minnesota
    MS = "MS"  # Mississippi
    MO = "MO"  # Missouri
    MT = "MT"  # Montana
    NE = "NE"  # Nebraska
    NV = "NV"  # Nevada
    NH = "NH"  # New Hampshire
    NJ = "NJ"  # New Jersey
    NM = "NM"  # New Mexico
    NY = "NY"  # New York
    NC = "NC"  # North Carolina
    ND = "ND"  # North Dakota
    OH = "OH"  # Ohio
    OK = "OK"  # Oklahoma
    OR = "OR"  # Oregon
    PA = "PA"  # Pennsylvania
    RI = "RI"  # Rhode Island
    SC = "SC"  # South Carolina
    SD = "SD"  # South Dakota
    TN = "TN"  # Tennessee
    TX = "TX"  # Texas
    UT = "UT"  # Utah
    VT = "VT"  # Vermont
    VA = "VA"  # Virginia
    WA = "WA"  # Washington
    WV = "WV"  # West Virginia
    WI = "WI"  # Wisconsin
    WY = "WY"  # Wyoming
    AS = "AS"  # American Samoa
    GU = "GU"  # Guam
    MP = "MP"  # Northern Mariana Islands
    PR = "PR"  # Puerto Rico
    VI = "VI"  # U.S. Virgin Islands


class GuidelineSource(StrEnum):
    """Who publishes a cited guideline, as the citation names it.

    The Medical Treatment Utilization Schedule (MTUS, 8 CCR 9792.20 and following) has adopted chapters of the ACOEM
    Practice Guidelines. So the same text may be cited by either name: :attr:`Guideline.mtus` says whether it was
    cited as part of the MTUS.
    """

    MTUS = "MTUS"  # a chapter of the Medical Treatment Utilization Schedule, named without "ACOEM"
    ACOEM = "ACOEM"  # named as the American College of Occupational and Environmental Medicine's
    ODG = "ODG"  # Official Disability Guidelines
    OTHER = "other"  # anyone else: other guidelines, books, articles


class Category(StrEnum):
    """The first level of the taxonomy of treatment requests by which the DWC's public search finds decisions."""

    PHARMACEUTICALS = "Pharmaceuticals"  # drugs; the second level is a DrugClass
    DIAGNOSTIC_TESTING = "Diagnostic Testing"  # imaging, electrodiagnostics, laboratory and other tests
    REHABILITATION = "Rehabilitation"  # physical therapy, chiropractic, acupuncture and other therapies
    DMEPOS = "DMEPOS"  # durable medical equipment, prosthetics, orthotics, supplies
    INJECTION = "Injection"  # injections, blocks and nerve ablation
    SURGERY = "Surgery"  # operations, what goes with them, and surgical consultations
    # visits, consultations and referrals; dental services
    EVALUATION_AND_MANAGEMENT = "Evaluation & Management"
    PSYCH_SERVICES = "Psych Services"  # psychological and psychiatric evaluation and treatment
    PROGRAMS = "Programs"  # functional restoration, work hardening, weight loss, detoxification ...
    HOME_HEALTH = "Home Health"  # care at home
    TRANSPORTATION = "Transportation"  # to and from treatment
    OTHER = "Other"  # none of these, or not told


class Subcategory(StrEnum):
    """The second level of the DWC's taxonomy of treatment requests, but for drugs; see :class:`DrugClass`."""

    IMAGING = "Imaging - Radiology"  # MRI, CT, X-ray, ultrasound, bone scan ...
    ELECTRODIAGNOSTICS = "EMG/NCV/NCS"  # electromyography, nerve conduction studies
    LABORATORY = "Lab & Pathology"  # blood and urine tests, drug screens, genetic tests
    # functional capacity evaluation, EKG, sleep study, range of motion ...
    OTHER_DIAGNOSTIC_TESTS = "Other Diagnostic Tests"
    PHYSICAL_THERAPY = "PT/OT"  # physical and occupational therapy, after surgery too
    CHIROPRACTIC = "Chiropractic"  # chiropractic care and manipulation
    ACUPUNCTURE = "Acupuncture"  # also with electrical stimulation or infrared
    OTHER_THERAPIES = "Other Therapies"  # massage, shockwave, aquatic therapy, traction, laser ...
    DME = "DME"  # durable medical equipment: beds, walkers, cold therapy units ...
    ELECTRICAL_STIMULATION = "Electrical Stimulation"  # units for TENS, H-wave, interferential current ...
    PROSTHETICS_ORTHOTICS = "Prosthetics/Orthotics"  # braces, slings, boots, orthotics, prostheses
    SUPPLIES = "Supplies"  # what equipment uses up: electrodes, batteries, pads ...
    FACET_INJECTION = "Facet Injection"  # facet joint injection, medial branch block, radiofrequency ablation
    INJECTION = "Injection"  # epidural, trigger point, joint, nerve and other injections
    SPINE_SURGERY = "Spine"  # fusion, discectomy, laminectomy ...
    ARTHROSCOPIC_SURGERY = "Arthroscopic Surgery"  # through an arthroscope: meniscectomy ...
    NON_ARTHROSCOPIC_SURGERY = "Non-arthroscopic Surgery"  # all other operations
    # assistant, preoperative clearance and tests, equipment that goes with surgery
    ADJUNCT_SURGICAL_SERVICES = "Adjunct Surgical Services"
    SURGICAL_CONSULT = "Surgical Consult"  # consultation of a surgeon
    # office visits, consultations and referrals that are not surgical
    MEDICAL_SPECIALTIES = "Medical Specialties"
    DENTAL_SERVICES = "Dental Services"  # dental visits and treatment
    PSYCH_EVALUATION = "Evaluation & Management"  # psychological and psychiatric visits and tests
    PSYCH_THERAPIES = "Therapies"  # psychotherapy, cognitive behavioral therapy, biofeedback ...
    PROGRAMS = "Programs"  # functional restoration, work hardening, weight loss, detoxification ...
    HOME_HEALTH = "Home Health"  # nursing and help at home
    TRANSPORTATION = "Transportation"  # rides, mileage, travel


class DrugClass(StrEnum):
    """The second level of the DWC's taxonomy of treatment requests, for pharmaceuticals, with drugs that are in it."""

    OPIOIDS = "Opioids"  # hydrocodone, oxycodone, tramadol ...
    NSAID = "NSAID"  # nonsteroidal anti-inflammatory drugs by mouth: ibuprofen, naproxen ...
    MUSCLE_RELAXANT = "Muscle Relaxant"  # cyclobenzaprine, carisoprodol, tizanidine ...
    # creams, gels and patches: lidocaine, capsaicin, diclofenac gel ...
    TOPICAL_ANALGESICS = "Topical Analgesics"
    TOPICAL_COMPOUNDS = "Topical Compounds"  # creams compounded of several drugs
    ANTI_EPILEPSY_DRUGS = "Anti-epilepsy drugs"  # gabapentin, pregabalin, topiramate ...
    ANTIDEPRESSANT = "Antidepressant"  # duloxetine, amitriptyline, trazodone ...
    PROTON_PUMP_INHIBITORS = "Proton Pump Inhibitors"  # omeprazole, pantoprazole ...
    H2_BLOCKER = "H2 Blocker"  # famotidine, ranitidine ...
    BENZODIAZEPINE = "Benzodiazepine"  # alprazolam, diazepam, clonazepam ...
    SEDATIVE_HYPNOTICS = "Sedative-hypnotics"  # zolpidem, eszopiclone ...
    ANTIANXIETY = "AntiAnxiety"  # other than benzodiazepines: buspirone ...
    ANTIEMETIC = "Antiemetic"  # ondansetron, promethazine ...
    GI_AGENTS = "GI Agents"  # laxatives and other drugs for the gut: docusate, senna ...
    ADRENAL_CORTICAL_STEROIDS = "Adrenal Cortical Steroids"  # methylprednisolone, prednisone ...
    ANTI_INFECTIVES = "Anti-infectives"  # antibiotics, antivirals, antifungals
    ANTIHYPERTENSIVE = "Antihypertensive"  # lisinopril, losartan ...
    ANTIMIGRAINE_AGENT = "Antimigraine Agent"  # sumatriptan, rizatriptan ...
    ANTIHISTAMINE = "Antihistamine"  # diphenhydramine ...
    ANTIDIABETICS = "Antidiabetics"  # metformin, insulin ...
    ATYPICAL_ANTIPSYCHOTIC = "Atypical Antipsychotic"  # quetiapine, aripiprazole ...
    BARBITURATES = "Barbiturates"  # butalbital, as in Fioricet
    HORMONES = "Hormones"  # testosterone, levothyroxine ...
    IMPOTENCE_AGENTS = "Impotence Agents"  # sildenafil, tadalafil ...
    MISC_ANALGESICS = "Misc Analgesics"  # acetaminophen, ketamine ...
    NUTRITIONAL_PRODUCTS = "Nutritional Products"  # medical foods, vitamins, supplements
    STIMULANTS = "Stimulants"  # modafinil, methylphenidate ...
    ANTI_COAGULANT = "Anti-coagulant"  # warfarin ...
    ASTHMA_MEDICATIONS = "Asthma Medications"  # albuterol ...
    STATIN = "Statin"  # atorvastatin ...
    VISCOSUPPLEMENTATION = "Viscosupplementation"  # hyaluronic acid for a joint: Synvisc ...
    OTHER_DRUG = "Other Drug"  # of no other class, or of one that is not told


SUBCATEGORIES: Final[dict[Category, frozenset[Subcategory | DrugClass]]] = {
    Category.PHARMACEUTICALS: frozenset(DrugClass),
    Category.DIAGNOSTIC_TESTING: frozenset(
        {
            Subcategory.IMAGING,
            Subcategory.ELECTRODIAGNOSTICS,
            Subcategory.LABORATORY,
            Subcategory.OTHER_DIAGNOSTIC_TESTS,
        }
    ),
    Category.REHABILITATION: frozenset(
        {
            Subcategory.PHYSICAL_THERAPY,
            Subcategory.CHIROPRACTIC,
            Subcategory.ACUPUNCTURE,
            Subcategory.OTHER_THERAPIES,
        }
    ),
    Category.DMEPOS: frozenset(
        {
            Subcategory.DME,
            Subcategory.ELECTRICAL_STIMULATION,
            Subcategory.PROSTHETICS_ORTHOTICS,
            Subcategory.SUPPLIES,
        }
    ),
    Category.INJECTION: frozenset({Subcategory.FACET_INJECTION, Subcategory.INJECTION}),
    Category.SURGERY: frozenset(
        {
            Subcategory.SPINE_SURGERY,
            Subcategory.ARTHROSCOPIC_SURGERY,
            Subcategory.NON_ARTHROSCOPIC_SURGERY,
            Subcategory.ADJUNCT_SURGICAL_SERVICES,
            Subcategory.SURGICAL_CONSULT,
        }
    ),
    Category.EVALUATION_AND_MANAGEMENT: frozenset(
        {Subcategory.MEDICAL_SPECIALTIES, Subcategory.DENTAL_SERVICES}
    ),
    Category.PSYCH_SERVICES: frozenset({Subcategory.PSYCH_EVALUATION, Subcategory.PSYCH_THERAPIES}),
    Category.PROGRAMS: frozenset({Subcategory.PROGRAMS}),
    Category.HOME_HEALTH: frozenset({Subcategory.HOME_HEALTH}),
    Category.TRANSPORTATION: frozenset({Subcategory.TRANSPORTATION}),
    Category.OTHER: frozenset(),
}
"""The second-level terms that belong under each first-level term; none under :attr:`Category.OTHER`."""


class Part(StrEnum):
    """A part of the body, as coarse as requests name them, with what is counted in.

    The vocabulary is imrkit's own, and that of its format for labelled letters (:mod:`imrkit.gold`).
    """

    HEAD = "head"  # skull, brain, scalp
    FACE = "face"  # nose, sinuses, cheek, lip
    EYE = "eye"  # eyelid, cornea, retina
    EAR = "ear"  # the ear
    JAW = "jaw"  # with the temporomandibular joint
    TOOTH = "tooth"  # one or more
    NECK = "neck"  # with the cervical spine
    UPPER_BACK = "upper_back"  # with the thoracic spine
    LOW_BACK = "low_back"  # with the lumbar and lumbosacral spine
    SPINE = "spine"  # level unspecified
    CHEST = "chest"  # chest wall, sternum, breast
    RIB = "rib"  # with the muscles between
    ABDOMEN = "abdomen"  # abdominal wall, navel
    GROIN = "groin"  # with the testicles
    PELVIS = "pelvis"  # with the sacroiliac joint
    HIP = "hip"  # with the head of the femur
    BUTTOCK = "buttock"  # gluteal muscles, piriformis
    THIGH = "thigh"  # femur, quadriceps, hamstrings
    KNEE = "knee"  # patella, menisci, cruciate ligaments
    LOWER_LEG = "lower_leg"  # tibia, fibula, calf
    ANKLE = "ankle"  # Achilles tendon, tarsal tunnel
    FOOT = "foot"  # heel, plantar fascia, metatarsals
    TOE = "toe"  # with bunions
    LOWER_EXTREMITY = "lower_extremity"  # leg, where no part of it is told
    SHOULDER = "shoulder"  # rotator cuff, clavicle, scapula
    UPPER_ARM = "upper_arm"  # humerus, biceps, triceps
    ELBOW = "elbow"  # epicondyles, cubital tunnel
    FOREARM = "forearm"  # radius, ulna
    WRIST = "wrist"  # carpal tunnel, scaphoid
    HAND = "hand"  # palm, metacarpals
    FINGER = "finger"  # any but the thumb, or not told which
    THUMB = "thumb"  # with the joint at its base
    UPPER_EXTREMITY = "upper_extremity"  # arm, where no part of it is told
    HEART = "heart"  # the heart
    LUNG = "lung"  # the lungs
    SKIN = "skin"  # the skin
    PSYCHE = "psyche"  # the mind
    OTHER = "other"  # any other part


class Side(StrEnum):
    """The side of a body part that a request names."""

    LEFT = "left"  # the left one
    RIGHT = "right"  # the right one
    BILATERAL = "bilateral"  # both


class Conclusion(StrEnum):
    """What the text of a rationale itself concludes on medical necessity, whatever the decision says."""

    NECESSARY = "necessary"  # the request is medically necessary
    NOT_NECESSARY = "not_necessary"  # it is not


class Reason(StrEnum):
    """A reason that a reviewer gives for a decision, upheld or overturned.

    The vocabulary is imrkit's own, and that of its format for labelled letters (:mod:`imrkit.gold`).
    """

    # a needed record, finding or explanation is missing
    INSUFFICIENT_DOCUMENTATION = "insufficient_documentation"
    # the same treatment was used, and no benefit is documented
    NO_FUNCTIONAL_IMPROVEMENT = "no_functional_improvement"
    # first-line care was not tried, has not failed, or is not documented
    CONSERVATIVE_CARE_NOT_TRIED = "conservative_care_not_tried"
    NO_OBJECTIVE_FINDINGS = "no_objective_findings"  # examination or imaging lack what would justify it
    NO_INDICATION = "no_indication"  # the condition that it treats is absent
    # number, frequency or duration exceed what the guideline allows
    EXCEEDS_GUIDELINE_QUANTITY = "exceeds_guideline_quantity"
    # the guideline does not recommend it, for this or at all
    NOT_RECOMMENDED_BY_GUIDELINE = "not_recommended_by_guideline"
    LONG_TERM_USE = "long_term_use"  # a drug meant for short-term use is used longer
    # the request lacks dose, quantity, frequency, duration or body part
    INCOMPLETE_REQUEST = "incomplete_request"
    # home exercise, over-the-counter, cheaper or other options suffice
    ALTERNATIVE_AVAILABLE = "alternative_available"
    DUPLICATIVE = "duplicative"  # the same was already provided, authorized or is sufficient
    DEPENDENT_ON_DENIED = "dependent_on_denied"  # it goes with another service that is not necessary
    SAFETY = "safety"  # risk, adverse effect, contraindication or interaction
    COMPOUND_INGREDIENT = "compound_ingredient"  # a compound contains what is not recommended
    GUIDELINE_CRITERIA_MET = "guideline_criteria_met"  # the guideline's criteria are met
    CLINICAL_NEED_SHOWN = "clinical_need_shown"  # findings, failure of other care or gains support it
    OTHER = "other"  # something else


class FindingCode(StrEnum):
    """What a careful reader would flag in a letter: a reason to look, not a verdict.

    The vocabulary is imrkit's own.
    """

    # a section, the case header, or a paragraph or decision of an item is not there
    MISSING_SECTION = "missing_section"
    CUT_OFF = "cut_off"  # the last rationale ends in the middle of a sentence
    # another letter begins in the text: what was read is a mixture of them
    SEVERAL_LETTERS = "several_letters"
    # header and case summary give different dates of injury
    DATE_OF_INJURY_DISAGREES = "date_of_injury_disagrees"
    # header and case summary give different dates of the utilization review denial
    UR_DENIAL_DATE_DISAGREES = "ur_denial_date_disagrees"
    # a date lies after one that it must precede: injury, denial, application, assignment, decision
    DATES_OUT_OF_ORDER = "dates_out_of_order"
    IMPLAUSIBLE_DATE = "implausible_date"  # a date in a year that no letter can mean; it has no value
    # upheld, but the rationale concludes that it is necessary, or the reverse
    DECISION_CONTRADICTS_RATIONALE = "decision_contradicts_rationale"
    # the rationale restates the request with another number of visits or tablets
    QUANTITY_CONTRADICTS_REQUEST = "quantity_contradicts_request"
    # a cited chapter is about other body parts than the request
    GUIDELINE_FOR_OTHER_BODY_PART = "guideline_for_other_body_part"
    EXTRACTOR_FAILED = "extractor_failed"  # an extractor failed: what it would have read is missing
