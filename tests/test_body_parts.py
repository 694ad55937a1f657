"""Body parts are read with their sides."""

from __future__ import annotations

import pytest

from imrkit.document import Document, Region
from imrkit.extractors.body_parts import body_parts

_INITIALS = {"l": "left", "r": "right", "b": "bilateral"}


def parts(text: str) -> list[tuple[str, str | None]]:
    doc = Document(text)
    return [
        (str(found.part), found.side and str(found.side))
        for found, _ in body_parts(doc, Region(0, len(doc.folded)))
    ]


def expected(named: str) -> list[tuple[str, str | None]]:
    """ "knee:l neck" spelled out."""
    pairs = (name.partition(":") for name in named.split())
    return [(part, _INITIALS.get(side)) for part, _, side in pairs]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        # names, structures, abbreviations
        ("MRI of the lumbosacral spine", "low_back"),
        ("MRI of the lower back", "low_back"),
        ("Back brace", "low_back"),
        ("Cervical pillow", "neck"),
        ("Mid-back massage", "upper_back"),
        ("Thoracolumbar brace", "upper_back low_back"),
        ("Whole spine x-ray", "spine"),
        ("Hand therapy, 6 visits, right ring finger", "finger:r"),
        ("Hand therapy, 6 visits", "hand"),
        ("LSO brace", ""),
        ("Rotator cuff repair", "shoulder"),
        ("ACL reconstruction", "knee"),
        ("Meniscectomy", "knee"),
        ("Plantar fascia injection", "foot"),
        ("Trochanteric bursa injection", "hip"),
        ("SI joint injection", "pelvis"),
        ("De Quervain's release", "wrist"),
        ("EMG of the RUE and LLE", "upper_extremity:r lower_extremity:l"),
        ("EMG BUE", "upper_extremity:b"),
        ("TMJ splint", "jaw"),
        ("Spine surgeon for the lumbar spine", "low_back"),
        ("Doppler of the upper and lower extremities", "upper_extremity lower_extremity"),
        ("EMG of the bilateral upper and lower extremities", "upper_extremity:b lower_extremity:b"),
        ("EMG of the left upper and bilateral lower extremities", "upper_extremity:l lower_extremity:b"),
        ("Doppler, right lower and left upper limb", "lower_extremity:r upper_extremity:l"),
        ("Left medial epicondylectomy", "elbow:l"),
        ("EMG, left upper/lower extremity", "upper_extremity:l lower_extremity:l"),
        ("EMG of the lower and upper extremities", "lower_extremity upper_extremity"),
        ("Massage of the upper and lower back", "upper_back low_back"),
        ("Massage of the mid and low back", "upper_back low_back"),
        ("Massage of the upper back and lower extremity", "upper_back lower_extremity"),
        ("CT of the orbits", "eye"),
        ("Right first CMC injection", "thumb:r"),
        ("Left 1st dorsal compartment injection", "wrist:l"),
        ("Right ulnar shortening", "forearm:r"),
        ("Left pes anserine bursa injection", "knee:l"),
        ("Bilateral CTR", "wrist:b"),
        ("Facility: surgery ctr", ""),
        # spinal levels
        ("Discectomy L4-5", "low_back"),
        ("ESI at L5-S1", "low_back"),
        ("Fusion C5-C6", "neck"),
        ("ESI C7-T1", "neck"),
        ("Kyphoplasty T12", "upper_back"),
        ("Blocks at L3, L4, L5", "low_back"),
        ("Blocks at L 4-5", "low_back"),
        ("Left L4/5 and L5/S1 injection", "low_back:l"),
        # sides before
        ("Left knee brace", "knee:l"),
        ("Right-sided cervical injection", "neck:r"),
        ("rightsided hip pain pump", "hip:r"),
        ("MRI (R) elbow", "elbow:r"),
        ("Doppler, left LE", "lower_extremity:l"),
        ("OT for bilateral UE", "upper_extremity:b"),
        ("MRI L shoulder and R knee", "shoulder:l knee:r"),
        ("Lt. wrist splint", "wrist:l"),
        ("Both hips", "hip:b"),
        ("B/L knees", "knee:b"),
        ("Left and right knee", "knee:b"),
        ("Neurotomy L4-L5, left then right", "low_back:b"),
        ("Left/right wrist", "wrist:b"),
        ("Right transforaminal injection, L4-5", "low_back:r"),
        # sides that a list shares
        ("Therapy for the left shoulder wrist and hip", "shoulder:l wrist:l hip:l"),
        ("Right knee and ankle", "knee:r ankle:r"),
        ("Bilateral wrists, hands and low back", "wrist:b hand:b low_back"),
        ("Left shoulder and cervical spine", "shoulder:l neck"),
        ("Neck, left shoulder", "neck shoulder:l"),
        ("Left knee arthroscopy and MRI of the hip", "knee:l hip"),
        # sides after
        ("Shoulder, left", "shoulder:l"),
        ("Knee (right)", "knee:r"),
        ("X-ray knee right without contrast", "knee:r"),
        ("Hand and wrist x-ray, right", "hand:r wrist:r"),
        ("Shoulder, left, and knee, right", "shoulder:l knee:r"),
        ("Lumbar facet injections, bilateral", "low_back:b"),
        ("Wrists bilaterally", "wrist:b"),
        ("Knee, L", "knee:l"),
        ("Knee brace right now or never", "knee"),
        ("Ankle support right as needed", "ankle:r"),
        # each part once
        ("Left wrist MRI and right wrist MRI", "wrist:l wrist:r"),
        ("Left L4-5 injection, lumbar spine", "low_back:l"),
        # none
        ("Urine drug screen", ""),
        ("Vitamin C 500 mg, L0631", ""),
        ("Level C 9 or L9-10", ""),
        ("Hand-held shower, face-to-face visit, knee scooter", ""),
        ("Physical therapy, r/o fracture", ""),
        ("Left as is", ""),
        ("Rolling back pack", ""),
        ("Labs: TSH, T3, T4", ""),
        # chapters of guidelines
        ("Forearm, Wrist, and Hand Complaints", "forearm wrist hand"),
        ("Neck and Upper Back Complaints", "neck upper_back"),
        ("Ankle & Foot", "ankle foot"),
        ("Carpal Tunnel Syndrome", "wrist"),
    ],
)
def test_parts_and_sides(text: str, named: str) -> None:
    assert parts(text) == expected(named)


def test_place_covers_the_part_and_a_side_beside_it() -> None:
    doc = Document("MRI of the Left Knee, ankle; x-ray of the Shoulder, right; Lumbar L4-5")
    read = [doc.read(place) for _, place in body_parts(doc, Region(0, len(doc.folded)))]
    assert read == ["Left Knee", "ankle", "Shoulder, right", "Lumbar"]


def test_only_the_region_is_read() -> None:
    doc = Document("left knee, right hip")
    assert [str(found.part) for found, _ in body_parts(doc, Region(0, 9))] == ["knee"]


def test_time_is_linear_in_hostile_text() -> None:
    for text in ("left " * 20_000, "l4-5" * 20_000, "knee, " * 20_000, "(" * 50_000, "9" * 50_000):
        assert len(parts(text)) <= 1
