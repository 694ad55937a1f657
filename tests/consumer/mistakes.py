"""What users of imrkit get wrong, and type checkers must find: an error on each line that says so, no other."""

import imrkit
from imrkit import Decision, DisputedItem, Letter, LetterFailure, LetterRead, Reason, codec
from imrkit.synth import synthesize

letter: Letter = imrkit.read_letter("letter.pdf")

imrkit.parse_leter("")  # error
imrkit.parse_letter(b"%PDF")  # error
imrkit.read_letter(48)  # error
letter.patient.age + 1  # error
letter.case.decision_date.year  # error
letter.injury.date.day  # error
letter.patient.gender  # error
letter.items.append(letter.items[0])  # error
letter.items[0].rationale.reasons  # error
letter.items[0].request.visits + 1  # error
letter.items[0].decision = Decision.UPHELD  # error
letter.text[letter.evidence["patient.age"]]  # error
letter.evidence["patient.age"] = (3, 5)  # error
Decision.OVERTUNED  # error

for result in imrkit.read_letters("letters"):
    result.letter  # error
for read in imrkit.read_letters("letters", on_error="skip"):
    read.letter.outcome
    read.reason  # error
imrkit.read_letters("letters", on_error="ignore")  # error


def of(item: DisputedItem) -> Reason:
    return item.request.text  # error


def name(result: LetterRead | LetterFailure) -> int:
    return result.name  # error


codec.from_json({"case": {}})  # error
synthesize(seed="7")  # error
