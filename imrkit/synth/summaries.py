"""Clinical case summaries: the worker, the injury, what ails them, and much else."""

from __future__ import annotations

from functools import cache
from typing import Final

from attrs import frozen

from imrkit.model import Injury, Patient
from imrkit.synth.cases import Case, passing_values
from imrkit.synth.dice import Dice
from imrkit.synth.grammar import Grammar, grammar
from imrkit.synth.slips import slipped

_JOINTS: Final = (", ", "; ")
_CUMULATIVE: Final = ("cumulative", "continuous", "repetitive")
_STRAINS: Final = ("cumulative", "mechanism.cumulative")  # the rules that say what trauma was cumulative


@frozen
class Summary:
    """A case summary and what it says."""

    text: str
    patient: Patient
    injury: Injury


@cache
def _openings(suffix: str) -> tuple[str, ...]:
    """The rules of openings that end in *suffix*, the plain ones without any."""
    rules = [rule for rule in grammar("summaries").rules if rule.startswith("opening.")]
    suffixes = (".period.cumulative", ".cumulative", ".period")
    if suffix:
        others = [other for other in suffixes if other.endswith(suffix) and other != suffix]
        return tuple(rule for rule in rules if rule.endswith(suffix) and not rule.endswith(tuple(others)))
    return tuple(rule for rule in rules if not rule.endswith(suffixes))


def invent_summary(dice: Dice, case: Case, service: str) -> Summary:
    """A summary of *case*, in which *service* is requested, in one of the house styles."""
    said = grammar("summaries")
    values = passing_values(dice, case)
    values["service"] = service
    values["ur_date"] = case.written(case.denied)
    values["m"] = case.sex.value[0]
    if case.injured_until is None:
        values["injured"] = case.written(case.injured)
        rule = dice.choose(_openings(".cumulative" if dice.chance(5) else ""))
    else:
        values["injured"] = f"{case.written(case.injured)} to {case.written(case.injured_until)}"
        rule = dice.choose(_openings(dice.choose((".period", ".period.cumulative"))))
    cumulative = rule.endswith(".cumulative")
    noun, doing = said.say("mechanism.noun", dice, values), said.say("mechanism.doing", dice, values)
    values |= {"mechanism": noun, "doing": doing}
    for name in _STRAINS:
        values[name] = said.say(name, dice, values)
    used: set[str] = set()
    sentences = [said.say(rule, dice, values, used)]
    told = used & {"mechanism", "doing", *_STRAINS}
    silent = "mechanism" in sentences[0]  # says that it is not known
    if not told and not cumulative and not silent and dice.chance(15):
        sentences.append(said.say("telling_mechanism", dice, values, used))
        told = used & {"mechanism", "doing"}
    mechanism = values[told.pop()] if told else None
    cumulative = cumulative or any(word in (mechanism or "") for word in _CUMULATIVE)
    diagnoses: tuple[str, ...] = ()
    if dice.chance(75):
        text, diagnoses = _diagnosing(dice, said, case, values)
        sentences.append(text)
    length = dice.between(3, 13) + (dice.between(4, 12) if dice.chance(25) else 0)
    sentences += dict.fromkeys([slipped(dice, said.say("more", dice, values)) for _ in range(length)])
    if dice.chance(40):
        sentences.append(said.say("requesting", dice, values))
    if dice.chance(45):
        sentences.append(said.say("denying", dice, values))
    return Summary(
        " ".join(sentences),
        Patient(case.age, case.sex),
        Injury(case.injured, case.injured_until, mechanism, cumulative, diagnoses),
    )


def _diagnosing(dice: Dice, said: Grammar, case: Case, values: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    """A sentence that lists diagnoses, and the diagnoses."""
    listable = case.picture.diagnoses
    if dice.chance(20):
        chosen = dice.sample(listable, dice.between(2, 5))
        numbered = " ".join(f"{n}. {diagnosis}" for n, diagnosis in enumerate(chosen, 1))
        text = said.say("diagnosing.numbered", dice, values | {"diagnoses": numbered})
        return text, tuple(chosen)
    plain = [name for name in listable if "," not in name and " and " not in name]
    chosen = dice.sample(plain, dice.choose((1, 2, 2, 3, 3, 4, 5)))
    joint = dice.choose(_JOINTS)
    joined = joint.join(chosen)
    if joint == ", " and len(chosen) > 1:
        joined = (
            f"{joint.join(chosen[:-1])}{dice.choose(('', ','))} and {chosen[-1]}"
            if len(chosen) > 2
            else (" and ".join(chosen))
        )
    return said.say("diagnosing", dice, values | {"diagnoses": joined}), tuple(chosen)
