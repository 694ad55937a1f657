"""The anonymous physician who decides, and how letters introduce them."""

from __future__ import annotations

from functools import cache
from typing import Final

from attrs import frozen

from imrkit import lexicon
from imrkit.model import Reviewer
from imrkit.synth.dice import Dice
from imrkit.synth.grammar import grammar
from imrkit.synth.manuscripts import Block, Kind
from imrkit.vocabulary import State

_SPECIALTIES: Final = (
    *(("Family Practice",),) * 5,
    *(("Preventive Medicine", "Occupational Medicine"),) * 4,
    *(("Physical Medicine & Rehabilitation",),) * 3,
    *(("Physical Medicine & Rehabilitation", "Pain Management"),) * 2,
    *(("Orthopedic Surgery",),) * 3,
    ("Internal Medicine",),
    ("Emergency Medicine",),
    ("Anesthesiology", "Pain Management"),
    ("Neurological Surgery",),
    ("Psychiatry",),
    ("Chiropractor", "Acupuncturist"),
    ("Orthopedic Surgery", "Sports Medicine"),
    ("Neurology", "Pain Management"),
    ("General Surgery",),
    ("Podiatrist",),
    ("Psychologist",),
    ("Internal Medicine", "Rheumatology"),
    ("Dentist",),
)
_SUBSPECIALTIES: Final = (
    "Pain Medicine",
    "Sports Medicine",
    "Neuromuscular Medicine",
    "Interventional Spine",
    "Hand Surgery",
    "Geriatric Psychiatry",
)


@frozen
class Introduction:
    """The paragraph on the reviewer, and what it says."""

    blocks: tuple[Block, ...]
    reviewer: Reviewer


def introduced_in_prose(dice: Dice, rule: str) -> Introduction:
    """The reviewer in a sentence that the rule *rule* says; with a subspecialty by the rule ``<rule>.sub``."""
    said = grammar("letters")
    specialties, states = dice.choose(_SPECIALTIES), _states(dice)
    subspecialties = (dice.choose(_SUBSPECIALTIES),) if dice.chance(25) else ()
    values = {
        "specialties": _joined(specialties),
        "states": _joined(tuple(map(_name_of, states))),
        "subspecialties": _joined(subspecialties),
    }
    text = said.say(f"{rule}.sub" if subspecialties else rule, dice, values)
    return Introduction((Block(text),), Reviewer(states, specialties, subspecialties))


def introduced_in_a_list(dice: Dice) -> Introduction:
    """The reviewer by labels, a line each."""
    specialties, states = dice.choose(_SPECIALTIES), _states(dice)
    lead = grammar("letters").say("method.list", dice, {})
    blocks = (
        Block(lead, Kind.LINE),
        Block(f"State(s) of Licensure: {', '.join(map(_name_of, states))}", Kind.LINE),
        Block(f"Certification(s)/Specialty: {', '.join(specialties)}"),
    )
    return Introduction(blocks, Reviewer(states, specialties))


def _states(dice: Dice) -> tuple[State, ...]:
    states = tuple(State)[:51]
    first = State.CA if dice.chance(55) else dice.choose(states)
    others = [state for state in dice.sample(states, dice.choose((0, 0, 0, 1, 1, 2))) if state is not first]
    return tuple([*others, first] if dice.chance(30) else [first, *others])


def _name_of(state: State) -> str:
    return _names()[state]


@cache
def _names() -> dict[State, str]:
    """The first name that the vocabulary has for each state, as it is printed."""
    names: dict[State, str] = {}
    for name, code in lexicon.rows("states"):
        names.setdefault(State(code), name.title().replace(" Of ", " of "))
    return names


def _joined(names: tuple[str, ...]) -> str:
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"
