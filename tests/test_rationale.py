"""What a rationale concludes and refers to, in sentences as reviewers write them."""

from __future__ import annotations

import pytest

from imrkit import Conclusion, Decision
from imrkit.document import Document, Region
from imrkit.extractors.rationale import rationale


def read(text: str) -> tuple[Conclusion | None, tuple[str, ...], str]:
    doc = Document(text)
    found = rationale(doc, Region(0, len(doc.key)), Decision.UPHELD)
    assert found is not None
    place = found.place("conclusion")
    return found.value.conclusion, found.value.references, doc.read(place) if place else ""


NOT_NECESSARY = """
Therefore, the request is not medically necessary.
As such, cupping is not medically necessary and appropriate.
The requested brace is determined to not be medically necessary.
This request is considered not medically necessary at this time.
For these reasons the request is deemed not medically necessary.
Thus the walker is not seen as medically necessary.
The trial is not-medically necessary.
The trial is non-medically necessary.
The request is non-certified.
The request is not medical necessary.
The request was not medically neccessary.
Cupping is neither medically necessary nor appropriate here.
The request cannot be considered medically necessary.
An increase is no longer medically necessary.
A second walker is hardly medically necessary.
There is insufficient evidence to find the walker medically necessary.
There is no documentation that the walker is medically necessary.
Two walkers are more than is medically necessary.
Two walkers exceed what would be medically necessary.
As written, the request remains medically unnecessary.
The request for a walker is recommended non-certified.
The request for a walker is therefore denied.
I would not certify the walker.
Recommend non-certification.
Thus, the determination is for non-certification.
I do not recommend certification of the walker.
I concur with the utilization review denial.
The recommendation is therefore not for certification.
He has not improved with rest and the request is not medically necessary.
The criteria have not been met and the walker is therefore not medically necessary.
The request for a walker is premature.
The request for a walker is therefore not in line with guidelines and not approved.
Medical necessity is not apparent.
The medical necessity of the walker is unproven.
The request falls short of medical necessity.
As the fusion is not supported, none of the services around it are medically necessary.
None of the associated services is medically necessary either.
Nothing that goes with the procedure is medically necessary.
None of the associated services, including the blood tests before it, are medically necessary.
The walker is not, in this case, medically necessary.
No part of the bundle is medically necessary.
No further visits are medically necessary.
None of the requested items is supported.
Medical necessity has not been established.
The medical necessity of the requested cupping is not supported by the records.
The records fail to establish medical necessity.
The request lacks medical necessity.
Medical necessity for this service is lacking.
The request is not medically indicated.
The request for cupping is not supported.
The requested brace cannot be recommended.
Based on this, the request is not certified.
The denial is upheld.
The insurer's earlier adverse determination is supported.
Denial of the walker is appropriate.
The original denial of the cream with 0.5% Roe, 2.25% Poe, 10% Doe and 1% Moe is supported.
The provider states that the brace is medically necessary. The denial is upheld.
The provider wrote that Roe 2.5%, Poe 0.25% and Doe 10% cream is medically necessary. The denial is upheld.
I am unable to support the walker as medically necessary.
I cannot support Roe 2.5%, Poe 3.5% and Doe 0.025% cream, which is costly, as medically necessary.
The question is whether Roe 2.5% and Poe 0.025% cream is medically necessary. The request is not certified.
There is no medical necessity for the walker.
Thus, the walker is unnecessary.
In view of the foregoing, cupping cannot be approved.
Authorization of the walker is not warranted.
The need for the walker is not shown.
Non-certification is recommended.
The question is whether the forearm crutches with padded handles are medically necessary. The denial is upheld.
He did not fail other care, so the request is not medically necessary.
The request is not medically necessary. This decision on medical necessity is no advice to stop the drug.
If pain returns, a second block may be medically necessary when the first one helped. The request is not supported.
The walker is not medically necessary. The provider states that it is medically necessary.
No medical necessity was demonstrated.
I do not believe that medical necessity has been established.
The records fail to show that medical necessity has been established.
It is not clear that medical necessity was met.
Neither benefit nor medical necessity has been established.
Medical necessity for this walker remains to be established.
The request for ninety tablets is not medically necessary. A one-month supply to wean him is medically necessary.
Twenty visits are not medically necessary. A trial of six visits would be medically reasonable.
While a short course is medically necessary, the request for thirty visits is not supported.
Should rest fail, a walker may be medically necessary. At present the request is not supported.
If she had weakness, the walker would be medically necessary. The request is denied.
The provider's letter documents that the walker is medically necessary. The request is not supported.
According to the provider, the walker is medically necessary. The request is not approved.
The claimant's physician reports that the walker is medically necessary. The request is denied.
Although the fusion is medically necessary, the request for a second surgeon is not supported.
"""

NECESSARY = """
Therefore, the request is medically necessary.
The request was medically necessary, appropriate, and indicated here.
He has not improved with rest, and the request is medically necessary.
He has not improved with rest and the request is now medically necessary.
As the criteria are met, the determination is for certification.
I recommend approval of the walker.
Given the lack of improvement with rest the medical necessity of the brace has been established.
There is no doubt that medical necessity is established.
At first, twelve visits were not medically necessary. The modified request for a trial of six is medically necessary.
The requesting physician found a tear, so the brace is medically necessary.
Recommend authorization.
None of the simpler measures helped, and the walker is medically necessary.
There is no doubt that the walker is medically necessary.
He did not respond to rest and the walker is medically necessary.
As nothing else has helped him the walker is medically necessary.
The request was denied by the insurer. I find that it is medically necessary.
Medical necessity has been established.
The findings establish medical necessity.
The request for a walker is appropriate.
The requested non-weighted walker is medically necessary.
The request for a walker (color not specified) is medically necessary.
The requested brace is supported by the guideline.
The denial should be reversed.
The original denial is not supported.
An earlier request for six visits was not medically necessary. The denial is overturned.
The prior determination is overturned.
There is a clear medical necessity for the walker.
Accordingly, the walker is approved.
The need for the walker is established.
Care is not medically necessary if pain is mild; here it is severe. The request is medically necessary.
She cannot tolerate therapy and the walker is medically necessary.
The pain is not controlled and continued use is medically necessary.
He is not a candidate for surgery, so the brace is medically necessary.
He was unable to return to work and the program is medically necessary.
Not only is the walker medically necessary, it is overdue.
The walker is not only medically necessary but overdue.
The request is not unreasonable and is approved.
He has not improved and medical necessity has been established.
The claims administrator said that the walker was not medically necessary. The request is supported.
The walker is medically necessary. Utilization review found that it was not medically necessary.
UR denied the walker as not medically necessary. The request is approved.
The original reviewer's decision that the walker was not medically necessary is overturned.
The need for the walker has been established.
"""


@pytest.mark.parametrize("text", NOT_NECESSARY.strip().splitlines())
def test_a_rationale_concludes_that_the_request_is_not_necessary(text: str) -> None:
    conclusion, _, words = read(
        f"The guideline speaks of care that is medically necessary when pain lasts. {text}"
    )
    assert conclusion is Conclusion.NOT_NECESSARY
    assert words in text


@pytest.mark.parametrize("text", NECESSARY.strip().splitlines())
def test_a_rationale_concludes_that_the_request_is_necessary(text: str) -> None:
    conclusion, _, words = read(f"The guideline does not recommend bed rest. {text}")
    assert conclusion is Conclusion.NECESSARY
    assert words in text


@pytest.mark.parametrize(
    "text",
    [
        "The guideline recommends six visits over two weeks.",
        "Whether more care is medically necessary depends on the response.",
        "Medical necessity is a term of the labor code.",
    ],
)
def test_a_rationale_that_never_concludes_has_no_conclusion(text: str) -> None:
    assert read(text)[0] is None


@pytest.mark.parametrize(
    ("text", "references"),
    [
        (
            "Exercise helps. (Doe, 2001) (Roe-Poe, 2002a) More so with rest. (Doe, 2001)",
            ("Doe, 2001", "Roe-Poe, 2002a"),
        ),
        ("Both say so (Doe, 2001; Roe, 2003).", ("Doe, 2001", "Roe, 2003")),
        ("A review (van Doe et al, 2010) agrees.", ("van Doe et al, 2010",)),
        ("A review (Doe 2010) agrees.", ("Doe 2010",)),
        ("He was seen (May 2015) and again (June 3, 2015).", ()),
        ("The guidelines (revised 2007, page 3) say so.", ()),
        ("The guidelines (Revised 2007) say so.", ()),
        ("The score was 20 (of 2000).", ()),
        ("It was scanned (MRI 2014) and treated (Surgery, 2012), worse later (In 2014; injured 2011).", ()),
        ("(see the chart of 2016)", ()),
        ("Nothing here.", ()),
    ],
)
def test_references_are_an_author_and_a_year_in_parentheses(text: str, references: tuple[str, ...]) -> None:
    assert read(text)[1] == references


def test_a_letter_without_a_rationale_has_none() -> None:
    doc = Document("x")
    assert rationale(doc, None, None) is None
    assert rationale(doc, Region(1, 1), None) is None
