"""A letter of each generation, invented from the first word to the last: what extractors are tried on.

They have every section and every part of an item that letters may have.

>>> from imrkit import parse_letter, specimens
>>> [parse_letter(text).generation.value for text in specimens.LETTERS]
['expert review', 'physician review', 'notice of determination', 'professional review']
"""

from __future__ import annotations

from typing import Final

__all__ = ["EXPERT_REVIEW", "LETTERS", "NOTICE_OF_DETERMINATION", "PHYSICIAN_REVIEW", "PROFESSIONAL_REVIEW"]

EXPERT_REVIEW: Final = """Case Number: CM17-9900404
Date Assigned: 05/22/2017 Date of Injury: 02/08/2017
Decision Date: 06/16/2017 UR Denial Date: 04/25/2017
Priority: Standard Application Received: 05/09/2017

HOW THE IMR FINAL DETERMINATION WAS MADE
MAXIMUS Federal Services sent the complete case file to an expert reviewer. The Expert Reviewer has the following
credentials:
State(s) of Licensure: Nevada, Utah
Certification(s)/Specialty: Physical Medicine & Rehabilitation, Pain Management

CLINICAL CASE SUMMARY
The expert reviewer developed the following clinical case summary based on a review of the case file, including all
medical records:
The injured worker is a 44 year old female who sustained an industrial injury on 2-8-17 while lifting a tray of
plates. The diagnoses include lumbar strain, right shoulder impingement and anxiety. Treatment has included 8 visits
of physical therapy, ibuprofen 800 mg, gabapentin 300 mg and a cortisone injection. An MRI of the right shoulder dated
3-20-17 showed a partial tear. On 4-12-17 she complained of low back pain, rated 6 out of 10. On examination,
flexion was 40 degrees and the straight leg raise was negative. She smokes and has diabetes.

IMR ISSUES, DECISIONS AND RATIONALES
The Final Determination was based on decisions for the disputed items/services set forth below:

Physical therapy 2 times a week for 4 weeks for the right shoulder: Upheld
Claims Administrator guideline: Decision based on MTUS Shoulder Complaints 2004, Section(s): Physical Methods.
MAXIMUS guideline: Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Physical medicine.
Decision rationale: The guideline allows 8 to 10 visits, with fewer over time (Doe, 2011). The injured worker has had 8
visits, and no gain in function is documented. The request is not medically necessary.

Norco 10/325mg #90 was the original request. Norco 10/325mg #60 was authorized by the Claims Administrator. The
remaining IMR eligible portion of the original request, Norco 10/325mg #30 is: Upheld
Claims Administrator guideline: The Claims Administrator did not cite any medical evidence for its decision.
MAXIMUS guideline: Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Pain Chapter, Opioids.
Decision rationale: Opioids are not recommended for long. No urine drug screen is on file. The request is not
medically necessary.

MRI of the right shoulder without contrast: Overturned
Claims Administrator guideline: Decision based on MTUS Shoulder Complaints 2004.
MAXIMUS guideline: Decision based on MTUS Shoulder Complaints 2004, Section(s): Special Studies.
Decision rationale: Weakness that lasts after conservative care is an indication for an MRI. The request is medically
necessary.
"""
"""A letter as they are from mid-2014 to today."""

PHYSICIAN_REVIEW: Final = """MAXIMUS FEDERAL SERVICES, INC.
Independent Medical Review
Employee:
Claim Number:
Date of UR Decision: 9/2/2013
Date of Injury: 5/14/2011
IMR Application Received: 9/17/2013
MAXIMUS Case Number: CM13-9900505

HOW THE IMR FINAL DETERMINATION WAS MADE
MAXIMUS Federal Services sent the complete case file to a physician reviewer. The physician reviewer is Board
Certified in Orthopedic Surgery, has a subspecialty in Hand Surgery and is licensed to practice in Oregon.

DOCUMENTS REVIEWED
Progress reports dated 4/1/2013 to 8/1/2013

CLINICAL CASE SUMMARY
The physician reviewer developed the following clinical case summary based on a review of the case file, including all
medical records:
The patient is a 41-year-old male baker who sustained an injury to the right wrist on May 14, 2011, when he slipped on
a wet floor. He takes naproxen. He was diagnosed with a right wrist sprain.

IMR DECISION(S) AND RATIONALE(S)
The Final Determination was based on decisions for the disputed items/services set forth below:

1. 12 occupational therapy visits for the right wrist is not medically necessary and appropriate.
The Claims Administrator based its decision on the MTUS Chronic Pain Medical Treatment Guidelines, pages 98-99, which is
part of the MTUS.
The Physician Reviewer based his/her decision on the Forearm, Wrist, and Hand Complaints Chapter (ACOEM Practice
Guidelines, 2nd Edition (2004), Chapter 11), page 265, which is part of the MTUS.
The Physician Reviewer's decision rationale:
The patient has had 20 visits. The request for 12 visits is not medically necessary and appropriate.

2. A wrist brace is medically necessary and appropriate.
The Claims Administrator did not cite any evidence-based criteria for its decision.
The Physician Reviewer based his/her decision on the Official Disability Guidelines (ODG), Forearm, Wrist & Hand
Chapter, Splints, which is not part of the MTUS.
The Physician Reviewer's decision rationale:
A brace is recommended after a sprain. The request is supported.
"""
"""A letter as they were from late 2013 to mid-2014."""

NOTICE_OF_DETERMINATION: Final = """Notice of Independent Medical Review Determination
Dated: 9/26/2013
IMR Case Number: CM13-9900606

1) MAXIMUS Federal Services, Inc. has determined the request for a back brace is not medically necessary and
appropriate.
2) MAXIMUS Federal Services, Inc. has determined the request for acupuncture is medically necessary and appropriate.

INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE
An application for Independent Medical Review was filed on 8/9/2013 disputing the Utilization Review Denial dated
7/30/2013. A decision has been made for each of the treatment and/or services that were in dispute.

Medical Qualifications of the Expert Reviewer:
The independent Medical Doctor who made the decision is Board Certified in Family Practice and is licensed to practice
in Utah. He/she has been in active clinical practice for more than five years.

Case Summary:
The patient is a 29-year-old female with a low back injury of 3/2/2013. She takes tramadol and uses a heating pad.

Documents Reviewed for Determination:
Medical records from the provider

1) Regarding the request for a back brace:
Medical Treatment Guideline(s) Relied Upon by the Expert Reviewer to Make His/Her Decision:
The Claims Administrator based its decision on the Low Back Complaints (ACOEM Practice Guidelines, 2nd Edition (2004),
Chapter 12), which is part of the MTUS. The Expert Reviewer relied on the same chapter.
Rationale for the Decision:
A brace has no lasting benefit. The request for a back brace is not medically necessary and appropriate.

2) Regarding the request for acupuncture:
Medical Treatment Guideline(s) Relied Upon by the Expert Reviewer to Make His/Her Decision:
The Claims Administrator based its decision on the Acupuncture Medical Treatment Guidelines, which is part of the MTUS.
The Expert Reviewer relied on the same guideline.
Rationale for the Decision:
A trial is reasonable. The request for acupuncture is medically necessary and appropriate.
"""
"""A letter as they were from mid to late 2013."""

PROFESSIONAL_REVIEW: Final = """MEDICAL PROFESSIONAL REVIEW
Date: 3/4/2013
MAXIMUS Case Number: CM13-9900707

ISSUE AT DISPUTE:
Whether lumbar facet injections are medically necessary.

CASE SUMMARY:
The injured worker is a 37 year old man who hurt his back on 1/7/2012. He was prescribed cyclobenzaprine.

DOCUMENTS REVIEWED FOR DETERMINATION:
Application for review, dated 2/1/2013

MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:
MTUS ACOEM Chapter 12 Low Back Complaints, page 300.

RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT MEDICALLY NECESSARY:
Facet injections are of questionable merit. The request is not medically necessary.

MEDICAL REVIEWER QUALIFICATIONS:
The reviewer is Board Certified in Anesthesiology and is licensed to practice in Texas.
"""
"""A letter as they were in early 2013."""

LETTERS: Final = (EXPERT_REVIEW, PHYSICIAN_REVIEW, NOTICE_OF_DETERMINATION, PROFESSIONAL_REVIEW)
"""All of them, the newest first."""
