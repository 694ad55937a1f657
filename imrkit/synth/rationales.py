"""Decision rationales: guideline text, sentences about the case, a conclusion, and the reasons that they give."""

from __future__ import annotations

from functools import cache
from typing import Final

from imrkit.model import Rationale
from imrkit.synth.cases import Case, passing_values
from imrkit.synth.dice import Dice
from imrkit.synth.grammar import Grammar, grammar
from imrkit.synth.requests import Asked
from imrkit.synth.slips import slipped
from imrkit.vocabulary import Conclusion, Decision, Reason

_AGAINST: Final = (  # reasons for upholding, each as often as reviewers give it
    *(Reason.INSUFFICIENT_DOCUMENTATION,) * 12,
    *(Reason.NO_OBJECTIVE_FINDINGS,) * 9,
    *(Reason.CONSERVATIVE_CARE_NOT_TRIED,) * 7,
    *(Reason.NO_FUNCTIONAL_IMPROVEMENT,) * 6,
    *(Reason.NOT_RECOMMENDED_BY_GUIDELINE,) * 5,
    *(Reason.ALTERNATIVE_AVAILABLE,) * 3,
    *(Reason.EXCEEDS_GUIDELINE_QUANTITY,) * 3,
    *(Reason.NO_INDICATION,) * 3,
    *(Reason.DUPLICATIVE,) * 3,
    *(Reason.INCOMPLETE_REQUEST,) * 2,
    *(Reason.LONG_TERM_USE,) * 2,
    *(Reason.SAFETY,) * 2,
    Reason.COMPOUND_INGREDIENT,
    Reason.DEPENDENT_ON_DENIED,
)
_SURGICAL: Final = frozenset(
    {"spine_surgery", "shoulder_surgery", "knee_surgery", "hand_surgery", "other_surgery", "adjunct"}
)
_DRUGS: Final = frozenset(
    {
        *("opioid", "nsaid", "topical", "compound", "ppi", "antidepressant", "antiepileptic", "sedative"),
        *("benzodiazepine", "antiemetic", "other_drug"),
    }
)
_UNFIT: Final = {  # topics of which nobody would give a reason in general terms
    Reason.NO_FUNCTIONAL_IMPROVEMENT: _SURGICAL
    | {
        "mri",
        "radiograph",
        "emg",
        "lab",
        "urine_drug_screen",
        "other_test",
        "consult",
        "transportation",
        "dental",
    },
    Reason.CONSERVATIVE_CARE_NOT_TRIED: frozenset({"physical_therapy", "lab", "urine_drug_screen"}),
    Reason.NO_OBJECTIVE_FINDINGS: _DRUGS | {"psych"},
    Reason.NO_INDICATION: frozenset({"mri", "radiograph", "emg", "lab", "urine_drug_screen", "other_test"}),
}
_NOT_TOGETHER: Final = (
    frozenset({Reason.NO_INDICATION, Reason.LONG_TERM_USE}),
    frozenset({Reason.NO_INDICATION, Reason.NO_FUNCTIONAL_IMPROVEMENT}),
)
_ORDER: Final = {reason: n for n, reason in enumerate(Reason)}
_GROUPS: Final = {
    "drug": (
        "opioid", "nsaid", "muscle_relaxant", "topical", "compound", "ppi", "antidepressant", "antiepileptic",
        "sedative", "benzodiazepine", "antiemetic", "other_drug",
    ),
    "therapy": ("physical_therapy", "chiropractic", "acupuncture", "massage", "other_therapy", "psych", "program"),
    "test": ("mri", "radiograph", "emg", "lab", "urine_drug_screen", "other_test"),
    "injection": ("epidural", "facet", "joint_injection", "trigger_point", "viscosupplement"),
    "surgery": ("spine_surgery", "shoulder_surgery", "knee_surgery", "hand_surgery", "other_surgery", "adjunct"),
    "dme": ("tens", "brace", "dme"),
}  # fmt: skip
_GROUP_OF: Final = {topic: group for group, topics in _GROUPS.items() for topic in topics}
_WEANED: Final = frozenset({"opioid", "benzodiazepine"})
_AUTHORS: Final = (
    "Garcia", "Kim", "Bauer", "Okafor", "Lindqvist", "Rossi", "Tanaka", "Novak", "Dubois", "Haas", "Silva", "Larsen",
    "Petrov", "Moreau", "Ito", "Walsh", "Brandt", "Costa", "Meyer-Lund", "Van Dorp",
)  # fmt: skip


def invent_rationale(dice: Dice, case: Case, asked: Asked, decision: Decision) -> Rationale:
    """Why *decision* was made, in sentences put together from the reasons for it."""
    said = grammar("rationales", "reasons")
    values = passing_values(dice, case)
    values["service"] = asked.service
    values["visits"] = values["many"]
    reasons = _reasons(dice, said, asked, decision)
    recitals = range(dice.choose((1, 1, 2, 2, 3, 3, 4, 6)))
    guideline = [slipped(dice, said.say(f"recital.{asked.topic}", dice, values)) for _ in recitals]
    references: tuple[str, ...] = ()
    if dice.chance(12):
        references = _references(dice)
        guideline.append(said.say("referring", dice, values | {"reference": "; ".join(references)}))
    group = f"filler.{_GROUP_OF.get(asked.topic, 'other')}"
    fillers = [
        slipped(dice, said.say(dice.choose(("filler", group if group in said else "filler")), dice, values))
        for _ in range(dice.below(5))
    ]
    grounds = [said.say(_rule_of(said, reason, asked.topic), dice, values) for reason in reasons]
    against = decision is Decision.UPHELD
    conclusion = Conclusion.NOT_NECESSARY if against else Conclusion.NECESSARY
    closing = said.say("conclusion.not_necessary" if against else "conclusion.necessary", dice, values)
    weaning = (
        [said.say("weaning", dice, values)] if against and asked.topic in _WEANED and dice.chance(60) else []
    )
    sentences = [*dict.fromkeys([*guideline, *fillers, *grounds]), closing, *weaning]
    return Rationale(
        " ".join(" ".join(sentences).split()),
        conclusion=conclusion,
        references=references,
        reasons=tuple(sorted(reasons, key=_ORDER.__getitem__)),
    )


def _reasons(dice: Dice, said: Grammar, asked: Asked, decision: Decision) -> list[Reason]:
    if decision is Decision.OVERTURNED:
        both = [Reason.GUIDELINE_CRITERIA_MET, Reason.CLINICAL_NEED_SHOWN]
        return both if dice.chance(45) else [dice.choose(both)]
    possible = _against(asked.topic)
    count = dice.choose((1, 1, 1, 2, 2, 2, 2, 3))
    chosen: list[Reason] = []
    while len(chosen) < count:
        reason = dice.choose(possible)
        if reason not in chosen and not any(pair <= {reason, *chosen} for pair in _NOT_TOGETHER):
            chosen.append(reason)
    return chosen


@cache
def _against(topic: str) -> tuple[Reason, ...]:
    """The reasons that can be given against a request of this *topic*, each as often as it is given."""
    said = grammar("rationales", "reasons")
    return tuple(reason for reason in _AGAINST if _is_fit(said, reason, topic))


def _is_fit(said: Grammar, reason: Reason, topic: str) -> bool:
    """Whether *reason* can be given against a request of this *topic*."""
    rule = _rule_of(said, reason, topic)
    return rule in said and (rule.endswith(topic) or topic not in _UNFIT.get(reason, ()))


def _rule_of(said: Grammar, reason: Reason, topic: str) -> str:
    """The rule that says *reason*: one of the topic's own, else the general one."""
    own = f"reason.{reason}.{topic}"
    return own if own in said else f"reason.{reason}"


def _references(dice: Dice) -> tuple[str, ...]:
    return tuple(
        f"{author}, {dice.between(1996, 2016)}" for author in dice.sample(_AUTHORS, dice.between(1, 2))
    )
