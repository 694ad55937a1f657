"""The injury: dates, mechanism and whether it was cumulative, from the case summary."""

from __future__ import annotations

import datetime as dt

import pytest

from imrkit.document import Document, Region
from imrkit.extractors.base import Found
from imrkit.extractors.injury import injury
from imrkit.model import Injury, PartialDate


def read(text: str, not_after: dt.date | None = None) -> Found[Injury]:
    document = Document(text)
    return injury(document, Region(0, len(document.folded)), not_after)


DAY = dt.date(2031, 2, 9)


@pytest.mark.parametrize(
    "sentence",
    [
        "The worker sustained an industrial injury on 2/9/2031.",
        "The worker sustained an injury to the knee and both wrists on February 9, 2031 at the mill.",
        "A baker with a date of injury of 2-9-2031 came in.",
        "A baker with a 2/9/2031 date of injury came in.",
        "Date of injury (DOI) is 02/09/2031.",
        "DOI: 2/9/2031. Seen 3/1/2031.",
        "D.O.I. 2/9/2031.",
        "With an injury date of 2/9/2031.",
        "The reported date of injury was noted as February 9, 2031.",
        "A history of an occupational claim from 02/09/2031.",
        "He filed a claim for wrist pain reportedly associated with an industrial injury of February 9, 2031.",
        "On 2/9/2031, the worker suffered an injury.",
        "There was a prior injury on 1/1/2020. The industrial injury is dated 2/9/2031.",
        "The first report of injury of 3/1/2031 was read. The claim of 2/9/2031 was accepted.",
        "She was seen on 3/1/2031. Injured on 2/9/2031.",
        "Knee pain began after she slipped on a wet step on 2/9/2031.",
        "The roofer, who on 2/9/2031 fell from a ladder, limps.",
        "A roofer who twisted his ankle stepping off a ladder at work on 2/9/2031 limps.",
        "Injury to the foot, which was examined on 3/1/2031. The date of injury is 2/9/2031.",
    ],
)
def test_the_date_of_injury(sentence: str) -> None:
    assert read(sentence).value.date == DAY


@pytest.mark.parametrize(
    "sentence",
    [
        "On 3/1/2031 the injured worker complained of neck pain.",
        "The injured worker was seen on 3/1/2031.",
        "The injury was evaluated on 3/1/2031.",
        "A previous injury on 3/1/2031 healed.",
        "Date of injury: not stated. The note of 3/1/2031 was read.",
        "The injury is old. On 3/1/2031 a request was made.",
        "He was hurt on 13/45/2031.",
        "",
    ],
)
def test_other_dates_are_not_the_injurys(sentence: str) -> None:
    assert read(sentence).value.date is None


def test_a_date_known_only_in_part() -> None:
    assert read("He was injured in 2031.").value.date == PartialDate(2031)
    assert read("She hurt her knee in May 2031.").value.date == PartialDate(2031, 5)


def test_two_digit_years_are_not_after_the_decision() -> None:
    assert read("An injury on 5-6-45.", dt.date(2049, 1, 1)).value.date == dt.date(2045, 5, 6)


@pytest.mark.parametrize(
    "period",
    [
        "from 1/2/2030 to 2/9/2031",
        "from 1/2/2030 through 2/9/2031",
        "of January 2, 2030 - February 9, 2031",
        "from 1/2/2030-2/9/2031",
        "between 1/2/2030 and 2/9/2031",
        "of 1/2/2030, continuing through 2/9/2031",
    ],
)
def test_a_period_of_cumulative_trauma(period: str) -> None:
    found = read(f"The mason has an injury by cumulative trauma {period}.").value
    assert (found.date, found.end_date) == (dt.date(2030, 1, 2), DAY)
    assert found.cumulative
    assert found.mechanism == "cumulative trauma"


@pytest.mark.parametrize(
    "sentence",
    [
        "A mason (CT 1/2/2030 - 2/9/2031) who developed a sore wrist.",
        "A mason with a CT injury from January 2, 2030 to February 9, 2031.",
        "She attributes her sore wrist to repetitive plastering from 1/2/2030 through 2/9/2031.",
    ],
)
def test_a_period_where_no_injury_is_spoken_of(sentence: str) -> None:
    found = read(sentence).value
    assert (found.date, found.end_date) == (dt.date(2030, 1, 2), DAY)


def test_a_ct_scan_is_no_cumulative_trauma() -> None:
    assert read("The CT 1/2/2030 was normal. A CT of 2/9/2031 was not.").value.date is None


def test_several_injuries_are_no_period() -> None:
    found = read("The dates of injury are 1/2/2030 and 2/9/2031.").value
    assert (found.date, found.end_date) == (dt.date(2030, 1, 2), None)


@pytest.mark.parametrize(
    ("sentence", "how"),
    [
        ("The mechanism of injury is detailed as a ladder giving way.", "a ladder giving way"),
        ("Mechanism of injury: a fall from a scaffold.", "a fall from a scaffold"),
        ("The mechanism of injury occurred when the patient lifted a sink.", "lifted a sink"),
        ("The mechanism of injury was due to lifting a sink.", "lifting a sink"),
        ("The mechanism was a crushing injury after being caught in a press.", "being caught in a press"),
        ("She was injured on 2/9/2031 when she missed a stair, with immediate pain.", "missed a stair"),
        ("He sustained an injury on 2/9/2031 while hoisting a sack and felt a pop.", "hoisting a sack"),
        ("An injury occurred when a crate struck her arm.", "a crate struck her arm"),
        ("He was injured while working as a cook when a pot fell on him.", "a pot fell on him"),
        ("A work injury on 2/9/2031 as a result of a slip and fall.", "a slip and fall"),
        ("She hurt her back on 2/9/2031. She was carrying a tray when she felt a snap.", "carrying a tray"),
        ("He was injured on 2/9/2031. He slipped on a wet deck, twisted his knee and heard a pop.",
         "slipped on a wet deck, twisted his knee"),
        ("He reports knee pain. It is attributed to an industrial motor vehicle accident (MVA).",
         "motor vehicle accident (MVA)"),
        ("He was injured on 2/9/2031. He has bruises. An X-ray was taken. He is treated for a bruise, status post "
         "being kicked by a mule.", "being kicked by a mule"),
        ("He was hurt. He has pain. It aches. Records say he was seen after he tripped over a hose.",
         "tripped over a hose"),
        ("Mechanism of injury: The patient, a mason, was hoisting a sack.", "hoisting a sack"),
        ("A baker with dates of injury of 1/2/2030 to 2/9/2031 (Continuous trauma).", "Continuous trauma"),
        ("He was hurt. MOI: heavy lifting. He limps.", "heavy lifting"),
        ("He was hurt on 2/9/2031. He reported being hit on the toe by a rolling keg, with bruises.",
         "being hit on the toe by a rolling keg"),
        ("He was hurt on 2/9/2031. A stray mule kicked him in the thigh.", "A stray mule kicked him in the thigh"),
        ("She was hurt. She is a mason. She felt the onset of pain while plastering a wall.", "plastering a wall"),
        ("He was hurt. He was using a drill when it kicked back.", "using a drill when it kicked back"),
        ("She was hurt as she was attempting to hoist a sack.", "attempting to hoist a sack"),
        ("He was hurt on 2/9/2031. It happened when he was plastering a wall.", "plastering a wall"),
        ("He was hurt on 2/9/2031. The cause was a swarm of bees.", "a swarm of bees"),
        ("He was hurt. The insurer described the injury as a bite of a mule.", "a bite of a mule"),
        ("He was hurt. The first form lists the bite of a mule as the cause of injury.", "the bite of a mule"),
        ("He was hurt on 2/9/2031, the result of a swarm of bees.", "a swarm of bees"),
        ("She has an injury of 2/9/2031 stemming from a crane accident on the quay.", "a crane accident on the quay"),
        ("She was hurt. According to the first form, she was plastering a wall at the time.", "plastering a wall"),
        ("She was hurt. She felt a snap while plastering a wall for her employer.", "plastering a wall"),
        ("He was hurt on 2/9/2031. He was hoisting a sack when he noted a snap.", "hoisting a sack"),
        ("A mason with an injury of 2/9/2031. Mech: a swarm of bees.", "a swarm of bees"),
        ("From 1/2/2030 to 2/9/2031 the mason was exposed to repetitive strain.", "repetitive strain"),
        ("She was hurt when a keg hit her. She hurt her toe.", "a keg hit her"),
        ("He was injured as a beam struck his helmet.", "a beam struck his helmet"),
        ("She was hurt. She states that another mason dropped a brick on her toe.",
         "another mason dropped a brick on her toe"),
        ('He reported that on 2/9/2031 "a mate backed the cart over my toe."', "a mate backed the cart over my toe"),
        ("The patient, a mason, was bitten by a mule on 2/9/2031.", "bitten by a mule"),
        ("The roofer is a man who, on 9 February 2031, was electrocuted.", "electrocuted"),
        ("She works as a cook and slipped on a wet step.", "slipped on a wet step"),
        ("He is a mason. He has a limp. It is old. On 2/9/2031 he bent over a bucket.", "bent over a bucket"),
        ("The mason suffered a fall of six feet from a loading dock.", "a fall of six feet from a loading dock"),
        ("He was hurt while he was climbing a wall, the rope gave way.", "the rope gave way"),
        ("He says that while he was climbing a wall, he slipped.", "slipped"),
        ("She was hurt while mopping the hall she slipped in soap.", "slipped in soap"),
        ("He was hurt while climbing when he slipped.", "climbing when he slipped"),
        ("Her injuries were sustained when she hurt her back lifting a sack.", "lifting a sack"),
        ("She attributes her injuries to tripping on a mat.", "tripping on a mat"),
        ("A fractured toe was injured during a foot pursuit.", "a foot pursuit"),
        ("The patient sustained a slip and fall injury.", "a slip and fall"),
        ("The patient, who was bitten by a mule on 2/9/2031, limps.", "bitten by a mule"),
        ("This 40 year-old male mason fell from a scaffold on 2/9/2031 and broke a rib.", "fell from a scaffold"),
        ("She was hurt on 2/9/2031. She is a mason and slipped on a plank.", "slipped on a plank"),
        ("He worked nights as a baker and was bitten by a mule.", "bitten by a mule"),
        ("She is a mason who was hoisting a sack when she felt a snap.", "hoisting a sack"),
        ("He was hurt on 2/9/2031. He was rear ended while driving a van.", "rear ended while driving a van"),
        ("She was injured on 2/9/2031 hoisting a sack.", "hoisting a sack"),
        ("She reported neck pain after her delivery van was rear-ended at a gate.",
         "her delivery van was rear-ended at a gate"),
        ("He hurt his left knee climbing a wall.", "climbing a wall"),
        ("She states that on 2/9/2031, a brick fell on her toe.", "a brick fell on her toe"),
        ("He was hurt. According to the first form he missed the last rung of the ladder.",
         "missed the last rung of the ladder"),
    ],
)  # fmt: skip
def test_how_the_injury_happened(sentence: str, how: str) -> None:
    assert read(sentence).value.mechanism == how


@pytest.mark.parametrize(
    "sentence",
    [
        "The mechanism of injury was not described. She fell last week.",
        "She was injured on 2/9/2031. The pain shot down her leg.",
        "She was injured on 2/9/2031. Her provider moved her to light duty.",
        "She was injured on 2/9/2031. She noted increased pain while plastering a wall.",
        "She was injured on 2/9/2031 at a loading dock.",
        "Mechanism of injury is unclear.",
        "The mechanism of injury was unknown.",
        "He was hurt in May. No mechanism of injury was found in the file.",
        "The mechanism of action of the drug is known.",
        "He was injured on 2/9/2031 while working as a cook.",
        "She complains of pain since the injury, worse when lifting.",
        "She was involved in an industrial accident.",
        "Her claim is due to stress.",
        "The knee was examined.",
        "She was injured on 2/9/2031 working as a cook.",
        "She was injured on 2/9/2031 resulting in pain. She is a cook who was seen in May.",
        "He hurt his back during the shift.",
    ],
)
def test_no_mechanism_where_none_is_told(sentence: str) -> None:
    assert read(sentence).value.mechanism is None


@pytest.mark.parametrize(
    ("sentence", "cumulative"),
    [
        ("The mechanism of injury is detailed as cumulative trauma.", True),
        ("The mechanism of injury was repetitive typing.", True),
        ("She has a repetitive strain injury.", True),
        ("A mason with continuous trauma from 1/2/2030. Diagnoses: repetitive strain injury and gout.", True),
        ("A mason was hurt on 2/9/2031. Diagnoses: repetitive strain injury and gout.", False),
        ("An injury by continuous and repetitive trauma.", True),
        ("The pain is worse with repetitive bending and prolonged sitting.", False),
        ("The mechanism of injury was a fall.", False),
    ],
)
def test_whether_the_injury_was_cumulative(sentence: str, cumulative: bool) -> None:
    assert read(sentence).value.cumulative is cumulative


def test_the_places_of_everything_read() -> None:
    text = (
        "The nurse was injured from 1/2/2030 to 2/9/2031 by repetitive lifting of trays. "
        "She was diagnosed with gout and hives."
    )
    found = read(text)
    assert {path: text[slice(*place)] for path, place in found.places.items()} == {
        "date": "1/2/2030",
        "end_date": "2/9/2031",
        "mechanism": "repetitive lifting of trays",
        "diagnoses[0]": "gout",
        "diagnoses[1]": "hives",
    }


def test_sentences_that_run_into_each_other() -> None:
    found = read(
        "An industrial injury of May 2, 2031.The note of June 3, 2031 says that he was treated for gout.On we go."
    )
    assert found.value == Injury(date=dt.date(2031, 5, 2), diagnoses=("gout",))


@pytest.mark.parametrize(
    ("summary", "behind"),
    [
        ('He was hurt on 2/9/2031 when he slipped on moss."', " Papers Read: a note of 3/1/2031 was read."),
        (
            "He was hurt on 2/9/2031 when he slipped on moss",
            " ISSUES AND REASONS The decision was based on a book",
        ),
        ("He was hurt on 2/9/2031. He slipped on moss.\u201d", " He limps."),
    ],
)
def test_a_mechanism_ends_with_the_summary_and_without_its_quotation_mark(summary: str, behind: str) -> None:
    document = Document(summary + behind)
    assert injury(document, Region(0, len(summary))).value.mechanism == "slipped on moss"


def test_a_sentence_ends_at_the_quotation_mark_behind_its_full_stop() -> None:
    found = read(
        'She was hurt on 2/9/2031. She said: "I was diagnosed with gout." The wrist was examined.'
    ).value
    assert found.diagnoses == ("gout",)


@pytest.mark.parametrize(
    "sentence",
    [
        "He was injured on 2/9/2031. On 5/1/2036 he fell down the stairs when his hip gave way.",
        "He was injured in 2031. In May 2036 he fell down the stairs.",
        "She has an injury of 2/9/2031. She has a sore wrist after a car accident on 7/1/2036.",
        "He was injured on 2/9/2031. He had a prior injury in 2009 when he fell from a mule.",
        "He was injured on 2/9/2031. He has a history of a non-industrial car accident.",
        "He was injured on 2/9/2031. He was previously hurt in a car accident.",
        "He was injured on 2/9/2031. He fell asleep while driving a van.",
        "She was injured on 2/9/2031. She was working out when she felt a snap while lifting weights.",
        "He was injured on 2/9/2031. He was struck by sudden pain while getting out of bed.",
        "She was injured on 2/9/2031. The hip is a compensable consequence due to overuse.",
        "The mechanism of injury was described as a low back injury.",
        "Mechanism of injury: left wrist strain. He limps.",
        "He was injured on 2/9/2031. It was not due to a fall.",
        "He was injured on 2/9/2031. Slipped disc at the neck.",
    ],
)
def test_what_happened_at_another_time_is_no_mechanism(sentence: str) -> None:
    assert read(sentence).value.mechanism is None


@pytest.mark.parametrize(
    ("sentence", "how"),
    [
        ("He was injured on 2/9/2031. On 2/9/2031 he fell from a mule.", "fell from a mule"),
        ("He was injured on 2/9/2031. On February 12, 2031 he fell from a mule.", "fell from a mule"),
        ("He was injured from 1/2/2030 to 2/9/2031. On 5/1/2030 he fell from a mule.", "fell from a mule"),
        ("His injuries are of 1/2/2030 and 5/1/2036. On 5/1/2036 he fell from a mule.", "fell from a mule"),
        ("He was injured on 2/9/2031. On 3/1/2036 he was seen after he tripped over a hose.",
         "tripped over a hose"),
        ("He had a prior injury in 2009 and an industrial injury on 2/9/2031 when he fell from a mule.",
         "fell from a mule"),
        ("He was injured on 2/9/2031 when he fell asleep while driving a van.", "fell asleep while driving a van"),
        ("The mechanism of injury was a low back injury. He was hurt when he fell from a mule.", "fell from a mule"),
        ("The mechanism of injury was a crushing injury.", "a crushing injury"),
        ("The mechanism of injury was a wrist strain due to hoisting a sack.", "a wrist strain due to hoisting a sack"),
        ("He was hurt on 2/9/2031 and fell from a mule.", "fell from a mule"),
        ("He was hurt on 2/9/2031. He got his left thumb caught in a press.", "got his left thumb caught in a press"),
        ("She attributes her sore neck to job stress and harassment.", "job stress and harassment"),
        ("DOI 2/9/2031. Struck in head by a swinging gate, LOC x 5 min.", "Struck in head by a swinging gate"),
        ("DOI 2/9/2031. Fell off a mule.", "Fell off a mule"),
    ],
)  # fmt: skip
def test_the_mechanism_is_that_of_this_injury(sentence: str, how: str) -> None:
    assert read(sentence).value.mechanism == how


@pytest.mark.parametrize(
    "sentence",
    [
        "He was hurt on 2/9/2031. The injury was not the result of cumulative trauma.",
        "He was hurt on 2/9/2031. He denies a history of repetitive trauma.",
        "He was hurt on 2/9/2031. He avoids repetitive motion.",
        "He was hurt on 2/9/2031. He should avoid heavy lifting, bending, reaching, and repetitive motion.",
        "He was hurt on 2/9/2031. He is unable to stand repetitive motion.",
        "He was hurt on 2/9/2031. The form speaks of non-repetitive trauma.",
        "He was hurt on 2/9/2031. He is to do no lifting, and no repetitive motion.",
        "He was hurt on 2/9/2031. The pain is aggravated by repetitive motion.",
        "He was hurt on 2/9/2031. The visit was refused as the cumulative trauma injury was not accepted.",
        "He denied any repetitive trauma and was injured when a shelf came down.",
    ],
)
def test_what_is_denied_or_forbidden_is_no_cumulative_trauma(sentence: str) -> None:
    assert not read(sentence).value.cumulative


@pytest.mark.parametrize(
    "sentence",
    [
        "He denies a specific injury; he has cumulative trauma.",
        "There was no single event but cumulative trauma.",
        "He is restricted to light duty due to cumulative trauma.",
        "The insurer denied the request for a splint for the cumulative trauma injury.",
        "He has not worked since the cumulative trauma.",
        "He is unable to work due to cumulative trauma.",
    ],
)
def test_a_denial_of_something_else_leaves_the_trauma_cumulative(sentence: str) -> None:
    assert read(sentence).value.cumulative


def test_the_date_of_the_industrial_injury_after_that_of_another_event() -> None:
    text = "He had a non-industrial motor vehicle accident on 1/2/2012 and an industrial injury on 2/9/2031."
    assert read(text).value.date == DAY
    assert read("A mason with CT dates 1/2/2030-2/9/2031 limps.").value.end_date == DAY
    assert read("Prior to the industrial injury of 2/9/2031 he was well.").value.date == DAY


@pytest.mark.parametrize(
    ("sentence", "how"),
    [
        ("The mechanism of injury is detailed as assembling a kiln.", "assembling a kiln"),
        ("The mechanism of injury was reported as assault by a juggler.", "assault by a juggler"),
        ("The mechanism of injury is thatch that slid off a roof.", "thatch that slid off a roof"),
        ("The mechanism of injury involved a trip and fall.", "a trip and fall"),
        ("The mechanism of injury involves hoisting sacks.", "hoisting sacks"),
        ("The mechanism of injury, per the first form, was a fall.", "a fall"),
        ("The mechanism of injury was described by the mason as hoisting a sack.", "hoisting a sack"),
        ("The mechanism of injury is believed to be a kick of a mule.", "a kick of a mule"),
        ("The mechanism of injury was as a result of hoisting a sack.", "hoisting a sack"),
        ("The mechanism of injury is reported to have occurred when she slipped on moss.", "slipped on moss"),
        ("The mechanism of injury was noted to have occurred while hoisting a sack.", "hoisting a sack"),
        (
            "The mechanism of injury is detailed as an injury that occurred while hoisting sacks.",
            "hoisting sacks",
        ),
        (
            "The mechanism of injury is detailed as an injury occurring while hoisting sacks.",
            "hoisting sacks",
        ),
        ("The mechanism of injury was an injury to the left foot while hoisting sacks.", "hoisting sacks"),
        ("The mechanism of injury occurred at work when he slipped on moss.", "slipped on moss"),
        ("The mechanism of injury occurred on 2/9/2031 when he slipped on moss.", "slipped on moss"),
        ("The mechanism of injury occurred on 2/9/2031.", None),
        ("The mechanism of injury occurred at work. He limps.", None),
        ("The cause of injury was a fall from a mule.", "a fall from a mule"),
        ("He was hurt on 2/9/2031. The cause of the accident was a swarm of bees.", "a swarm of bees"),
        (
            "He was hurt on 2/9/2031. The cause of his injury is listed as plastering a wall.",
            "plastering a wall",
        ),
        ("The cause of injury was not stated.", None),
        ("The cause of injury was work-related.", None),
        ("The cause of injury is unclear. He was hurt when he slipped on moss.", "slipped on moss"),
    ],
)
def test_what_the_mechanism_or_the_cause_is_said_to_be(sentence: str, how: str | None) -> None:
    assert read(sentence).value.mechanism == how


@pytest.mark.parametrize(
    ("sentence", "how"),
    [
        ("She was hurt. She was pushing a barrow when she strained her wrist.", "pushing a barrow"),
        ("She was hurt. She was pushing a barrow when she twisted her ankle.", "pushing a barrow"),
        ("She was hurt. She was pushing a barrow when the patient hurt his toe.", "pushing a barrow"),
        ("He sustained a twisting injury to the left ankle on 2/9/2031.", "a twisting injury"),
        ("He sustained a crush injury of the left hand, with swelling.", "a crush injury"),
        ("He sustained a crush injury to the left hand in a wine press.",
         "a crush injury to the left hand in a wine press"),
        ("He sustained a twisting injury to the left ankle when he slipped on moss.",
         "a twisting injury to the left ankle when he slipped on moss"),
        ("He has an elbow sprain associated with a lifting injury at work on February 9, 2031.",
         "a lifting injury"),
        ("He has a sore wrist associated with cumulative trauma between the dates 1/2/2030 through 2/9/2031.",
         "cumulative trauma"),
        ("The mechanism of injury was cumulative trauma during his employment.", "cumulative trauma"),
        ("The mechanism of injury was cumulative trauma in the course of her employment.", "cumulative trauma"),
    ],
)  # fmt: skip
def test_a_mechanism_without_what_came_of_it_and_when(sentence: str, how: str) -> None:
    assert read(sentence).value.mechanism == how


@pytest.mark.parametrize(
    ("sentence", "how"),
    [
        ("She tried to catch a falling vase.", "tried to catch a falling vase"),
        ("He attempted to restrain a mule and felt a snap.", "attempted to restrain a mule"),
        ("He tried to break up a brawl.", "tried to break up a brawl"),
        ("She tried to break her fall.", "tried to break her fall"),
        ("He tried to lift 10 pounds and could not.", None),
        ("He tried to lift his arm and could not.", None),
        ("He attempted to return to work. He tried a splint.", None),
    ],
)
def test_what_the_injured_tried_to_do(sentence: str, how: str | None) -> None:
    assert read(f"The patient was hurt on 2/9/2031. {sentence}").value.mechanism == how


def test_the_date_behind_what_came_of_the_accident() -> None:
    assert read("She was pushing a barrow when she strained her wrist on 2/9/2031.").value.date == DAY


@pytest.mark.parametrize(
    "sentence",
    [
        "A mason with an occupational claim from 2/9/2031. The mechanism of injury is detailed as continuous trauma "
        "from 1/2/2030 to 2/9/2031.",
        "The date of injury was 2/9/2031, a continuous trauma claim from 1/2/2030 to 2/9/2031.",
        "He has an injury of 2/9/31. He says that it is cumulative trauma during his employment from 1/2/2030 to "
        "2/9/2031.",
        "DOI 2/9/2031 (cumulative trauma: 1/2/2030 - 2/9/2031).",
        "DOI 1/2/2030 (cumulative trauma between the dates of January 2, 2030 and February 9, 2031).",
    ],
)
def test_a_period_behind_one_of_its_days(sentence: str) -> None:
    found = read(sentence, dt.date(2032, 1, 1)).value
    assert (found.date, found.end_date) == (dt.date(2030, 1, 2), DAY)
    assert found.cumulative


@pytest.mark.parametrize(
    "sentence",
    [
        "He was hurt on 2/9/2031. He has another cumulative trauma claim from 1/2/2020 to 1/2/2025.",
        "DOI 2/9/2031, cumulative trauma. He was off work from 2/9/2031 to 3/1/2031.",
    ],
)
def test_a_period_of_something_else(sentence: str) -> None:
    found = read(sentence, dt.date(2032, 1, 1)).value
    assert (found.date, found.end_date) == (DAY, None)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        (
            "DOI 2/9/2031. She had a prior hip injury but on this day she tripped over a hose.",
            "tripped over a hose",
        ),
        (
            "The cook, who has had a prior injury, was struck by a falling crate on 2/9/2031.",
            "struck by a falling crate",
        ),
        ("DOI 2/9/2031. He was working out in the yard when he was hit by a gate.", "hit by a gate"),
        (
            "She was hurt lifting weights during academy training on 2/9/2031.",
            "lifting weights during academy training",
        ),
        (
            "He was injured on 2/9/2031. On 4/1/2031, he reported that he had slipped on ice.",
            "slipped on ice",
        ),
        ("He was hit by a cart on 2/8/2031, with a date of injury of 2/9/2031.", "hit by a cart"),
        ("Mechanism of injury was a hand injury on a saw.", "a hand injury on a saw"),
    ],
)
def test_what_is_told_beside_another_event_is_the_injury(text: str, how: str) -> None:
    document = Document(text)
    assert injury(document, Region(0, len(document.key)), None).value.mechanism == how


@pytest.mark.parametrize(
    "text",
    [
        "Unable to work, he claims cumulative trauma of 2/9/2031.",
        "Worsened by cumulative trauma on 2/9/2031.",
    ],
)
def test_cumulative_trauma_of_a_date_is_the_injury(text: str) -> None:
    document = Document(text)
    assert injury(document, Region(0, len(document.key)), None).value.cumulative


def test_a_cause_of_something_else_hides_no_label() -> None:
    text = "47 y/o M, DOI: 2/9/31. MOI: a grease burn. The cause of his poor sleep is unknown."
    document = Document(text)
    assert injury(document, Region(0, len(document.key)), None).value.mechanism == "a grease burn"
