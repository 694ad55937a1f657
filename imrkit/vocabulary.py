"""The closed vocabularies of the field, as enums.

Each member's value is the word or code that letters, the Division of Workers' Compensation (DWC) or the
data formats use for it, so a value prints, compares and serialises as plain text. Which phrases of a letter
stand for which member is written in the data files of :mod:`imrkit.lexicon`, not here.
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
    """What a letter is made of, whatever a generation calls it."""

    LETTER = "letter"  # all of it
    HEADER = "header"
    DETERMINATIONS = "determinations"  # the list of decisions, before anything else is told
    APPLICATION = "application"  # when the review was applied for, and against which denial
    METHOD = "method"  # how the determination was made, and by whom
    SUMMARY = "summary"
    ITEMS = "items"
    GUIDELINES = "guidelines"  # only where they have a section of their own
    RATIONALE = "rationale"  # likewise
    DOCUMENTS = "documents"  # lists of what was reviewed: nothing is read from them


class ItemPart(StrEnum):
    """What a disputed item is made of."""

    REQUEST = "request"  # the decided request
    ORIGINAL = "original"  # of a partly authorized request, what was asked for
    AUTHORIZED = "authorized"  # and what was authorized of it
    CLAIMS_ADMINISTRATOR_GUIDELINES = "claims_administrator_guidelines"
    REVIEWER_GUIDELINES = "reviewer_guidelines"
    RATIONALE = "rationale"


class Priority(StrEnum):
    """How fast the review had to be made."""

    STANDARD = "standard"
    EXPEDITED = "expedited"


class Decision(StrEnum):
    """What became of the denial of one disputed item."""

    UPHELD = "upheld"  # the denial stands: not medically necessary
    OVERTURNED = "overturned"  # the treatment is medically necessary


class CaseOutcome(StrEnum):
    """The DWC's word for the whole case."""

    UPHOLD = "uphold"
    PARTIALLY_OVERTURN = "partially overturn"
    OVERTURN = "overturn"


class Sex(StrEnum):
    """The injured worker's sex as the case summary states it."""

    MALE = "male"
    FEMALE = "female"


class State(StrEnum):
    """States, the federal district and the territories that license physicians, by their postal codes."""

    AL = "AL"
    AK = "AK"
    AZ = "AZ"
    AR = "AR"
    CA = "CA"
    CO = "CO"
    CT = "CT"
    DE = "DE"
    DC = "DC"
    FL = "FL"
    GA = "GA"
    HI = "HI"
    ID = "ID"
    IL = "IL"
    IN = "IN"
    IA = "IA"
    KS = "KS"
    KY = "KY"
    LA = "LA"
    ME = "ME"
    MD = "MD"
    MA = "MA"
    MI = "MI"
    MN = "MN"
    MS = "MS"
    MO = "MO"
    MT = "MT"
    NE = "NE"
    NV = "NV"
    NH = "NH"
    NJ = "NJ"
    NM = "NM"
    NY = "NY"
    NC = "NC"
    ND = "ND"
    OH = "OH"
    OK = "OK"
    OR = "OR"
    PA = "PA"
    RI = "RI"
    SC = "SC"
    SD = "SD"
    TN = "TN"
    TX = "TX"
    UT = "UT"
    VT = "VT"
    VA = "VA"
    WA = "WA"
    WV = "WV"
    WI = "WI"
    WY = "WY"
    AS = "AS"
    GU = "GU"
    MP = "MP"
    PR = "PR"
    VI = "VI"


class GuidelineSource(StrEnum):
    """Who publishes a cited guideline."""

    MTUS = "MTUS"  # a chapter of the Medical Treatment Utilization Schedule, named without "ACOEM"
    ACOEM = "ACOEM"  # named as the American College of Occupational and Environmental Medicine's
    ODG = "ODG"  # Official Disability Guidelines
    OTHER = "other"


class Category(StrEnum):
    """The DWC's treatment request taxonomy, first level."""

    PHARMACEUTICALS = "Pharmaceuticals"
    DIAGNOSTIC_TESTING = "Diagnostic Testing"
    REHABILITATION = "Rehabilitation"
    DMEPOS = "DMEPOS"  # durable medical equipment, prosthetics, orthotics, supplies
    INJECTION = "Injection"
    SURGERY = "Surgery"
    EVALUATION_AND_MANAGEMENT = "Evaluation & Management"
    PSYCH_SERVICES = "Psych Services"
    PROGRAMS = "Programs"
    HOME_HEALTH = "Home Health"
    TRANSPORTATION = "Transportation"
    OTHER = "Other"


class Subcategory(StrEnum):
    """The DWC's treatment request taxonomy, second level, but for drugs (see :class:`DrugClass`)."""

    IMAGING = "Imaging - Radiology"
    ELECTRODIAGNOSTICS = "EMG/NCV/NCS"
    LABORATORY = "Lab & Pathology"
    OTHER_DIAGNOSTIC_TESTS = "Other Diagnostic Tests"
    PHYSICAL_THERAPY = "PT/OT"
    CHIROPRACTIC = "Chiropractic"
    ACUPUNCTURE = "Acupuncture"
    OTHER_THERAPIES = "Other Therapies"
    DME = "DME"
    ELECTRICAL_STIMULATION = "Electrical Stimulation"
    PROSTHETICS_ORTHOTICS = "Prosthetics/Orthotics"
    SUPPLIES = "Supplies"
    FACET_INJECTION = "Facet Injection"
    INJECTION = "Injection"
    SPINE_SURGERY = "Spine"
    ARTHROSCOPIC_SURGERY = "Arthroscopic Surgery"
    NON_ARTHROSCOPIC_SURGERY = "Non-arthroscopic Surgery"
    ADJUNCT_SURGICAL_SERVICES = "Adjunct Surgical Services"
    SURGICAL_CONSULT = "Surgical Consult"
    MEDICAL_SPECIALTIES = "Medical Specialties"
    DENTAL_SERVICES = "Dental Services"
    PSYCH_EVALUATION = "Evaluation & Management"
    PSYCH_THERAPIES = "Therapies"
    PROGRAMS = "Programs"
    HOME_HEALTH = "Home Health"
    TRANSPORTATION = "Transportation"


class DrugClass(StrEnum):
    """The DWC's treatment request taxonomy, second level, for pharmaceuticals."""

    OPIOIDS = "Opioids"
    NSAID = "NSAID"
    MUSCLE_RELAXANT = "Muscle Relaxant"
    TOPICAL_ANALGESICS = "Topical Analgesics"
    TOPICAL_COMPOUNDS = "Topical Compounds"
    ANTI_EPILEPSY_DRUGS = "Anti-epilepsy drugs"
    ANTIDEPRESSANT = "Antidepressant"
    PROTON_PUMP_INHIBITORS = "Proton Pump Inhibitors"
    H2_BLOCKER = "H2 Blocker"
    BENZODIAZEPINE = "Benzodiazepine"
    SEDATIVE_HYPNOTICS = "Sedative-hypnotics"
    ANTIANXIETY = "AntiAnxiety"
    ANTIEMETIC = "Antiemetic"
    GI_AGENTS = "GI Agents"
    ADRENAL_CORTICAL_STEROIDS = "Adrenal Cortical Steroids"
    ANTI_INFECTIVES = "Anti-infectives"
    ANTIHYPERTENSIVE = "Antihypertensive"
    ANTIMIGRAINE_AGENT = "Antimigraine Agent"
    ANTIHISTAMINE = "Antihistamine"
    ANTIDIABETICS = "Antidiabetics"
    ATYPICAL_ANTIPSYCHOTIC = "Atypical Antipsychotic"
    BARBITURATES = "Barbiturates"
    HORMONES = "Hormones"
    IMPOTENCE_AGENTS = "Impotence Agents"
    MISC_ANALGESICS = "Misc Analgesics"
    NUTRITIONAL_PRODUCTS = "Nutritional Products"
    STIMULANTS = "Stimulants"
    ANTI_COAGULANT = "Anti-coagulant"
    ASTHMA_MEDICATIONS = "Asthma Medications"
    STATIN = "Statin"
    VISCOSUPPLEMENTATION = "Viscosupplementation"
    OTHER_DRUG = "Other Drug"


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
"""Which second-level terms belong under which first-level term."""


class Part(StrEnum):
    """A part of the body, as coarse as requests name them."""

    HEAD = "head"
    FACE = "face"
    EYE = "eye"
    EAR = "ear"
    JAW = "jaw"
    TOOTH = "tooth"
    NECK = "neck"  # with the cervical spine
    UPPER_BACK = "upper_back"  # with the thoracic spine
    LOW_BACK = "low_back"  # with the lumbar and lumbosacral spine
    SPINE = "spine"  # level unspecified
    CHEST = "chest"
    RIB = "rib"
    ABDOMEN = "abdomen"
    GROIN = "groin"
    PELVIS = "pelvis"  # with the sacroiliac joint
    HIP = "hip"
    BUTTOCK = "buttock"
    THIGH = "thigh"
    KNEE = "knee"
    LOWER_LEG = "lower_leg"
    ANKLE = "ankle"
    FOOT = "foot"
    TOE = "toe"
    LOWER_EXTREMITY = "lower_extremity"
    SHOULDER = "shoulder"
    UPPER_ARM = "upper_arm"
    ELBOW = "elbow"
    FOREARM = "forearm"
    WRIST = "wrist"
    HAND = "hand"
    FINGER = "finger"
    THUMB = "thumb"
    UPPER_EXTREMITY = "upper_extremity"
    HEART = "heart"
    LUNG = "lung"
    SKIN = "skin"
    PSYCHE = "psyche"
    OTHER = "other"


class Side(StrEnum):
    """The side of a body part."""

    LEFT = "left"
    RIGHT = "right"
    BILATERAL = "bilateral"


class Conclusion(StrEnum):
    """What the text of a rationale itself concludes."""

    NECESSARY = "necessary"
    NOT_NECESSARY = "not_necessary"


class Reason(StrEnum):
    """A reason that a reviewer gives for a decision."""

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
    """What a careful reader would flag in a letter."""

    # a section, the case header, or a paragraph or decision of an item is not there
    MISSING_SECTION = "missing_section"
    CUT_OFF = "cut_off"  # the last rationale ends in the middle of a sentence
    DATE_OF_INJURY_DISAGREES = "date_of_injury_disagrees"  # header and case summary give different dates
    UR_DENIAL_DATE_DISAGREES = "ur_denial_date_disagrees"  # header and case summary give different dates
    DATES_OUT_OF_ORDER = "dates_out_of_order"  # a date lies after one that it must precede
    IMPLAUSIBLE_DATE = "implausible_date"  # a date in a year that no letter can mean: "3026", "20216"
    # upheld, but the rationale concludes that it is necessary, or the reverse
    DECISION_CONTRADICTS_RATIONALE = "decision_contradicts_rationale"
    # the rationale restates the request with another number
    QUANTITY_CONTRADICTS_REQUEST = "quantity_contradicts_request"
    # a cited chapter is about other body parts than the request
    GUIDELINE_FOR_OTHER_BODY_PART = "guideline_for_other_body_part"
    EXTRACTOR_FAILED = "extractor_failed"  # what it would have read is missing
