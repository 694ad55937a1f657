"""Letters of our own making for tests: expert reviews, put together from what a test cares about."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

METHOD = """HOW THE IMR FINAL DETERMINATION WAS MADE
MAXIMUS Federal Services sent the complete case file to an expert reviewer. The Expert Reviewer has the
following credentials:
State(s) of Licensure: Oregon, Utah
Certification(s)/Specialty: Internal Medicine"""

SUMMARY = """The injured worker is a 39 year old male who sustained an industrial injury on 3-9-15 while stacking
crates. The diagnoses include lumbar strain and right knee contusion. The utilization review dated 5-2-15
non-certified the requests."""


@frozen
class WrittenItem:
    """One disputed item, as a test wants it."""

    request: str = "Massage therapy 6 sessions"
    decision: str = "Upheld"
    administrator: str | None = "Decision based on MTUS Low Back Complaints 2004."
    reviewer: str | None = (
        "Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Massage therapy."
    )
    rationale: str | None = (
        "The guideline allows a short course of massage. No benefit of earlier sessions is documented. "
        "The request is not medically necessary."
    )

    def __str__(self) -> str:
        paragraphs = [
            f"{self.request}: {self.decision}",
            f"Claims Administrator guideline: {self.administrator}" if self.administrator else "",
            f"MAXIMUS guideline: {self.reviewer}" if self.reviewer else "",
            f"Decision rationale: {self.rationale}" if self.rationale else "",
        ]
        return "\n".join(filter(None, paragraphs))


@frozen
class WrittenLetter:
    """An expert review letter; ``str()`` gives its text. A section that is ``None`` is left out."""

    number: str = "CM15-9900001"
    date_assigned: str = "06/01/2015"
    date_of_injury: str = "03/09/2015"
    decision_date: str = "06/20/2015"
    ur_denial_date: str = "05/02/2015"
    application_received: str = "05/20/2015"
    header: bool = True
    method: str | None = METHOD
    summary: str | None = SUMMARY
    items: Sequence[WrittenItem] | None = (WrittenItem(),)

    def __str__(self) -> str:
        parts = []
        if self.header:
            parts.append(
                f"Case Number: {self.number}\n"
                f"Date Assigned: {self.date_assigned} Date of Injury: {self.date_of_injury}\n"
                f"Decision Date: {self.decision_date} UR Denial Date: {self.ur_denial_date}\n"
                f"Priority: Standard Application Received: {self.application_received}"
            )
        if self.method is not None:
            parts.append(self.method)
        if self.summary is not None:
            parts.append(f"CLINICAL CASE SUMMARY\n{self.summary}")
        if self.items is not None:
            parts.append("IMR ISSUES, DECISIONS AND RATIONALES\n" + "\n".join(map(str, self.items)))
        return "\n\n".join(parts)


def written(**changes: object) -> str:
    """The text of a letter that differs from the usual one in *changes*."""
    return str(evolve(WrittenLetter(), **changes))
