"""imrkit alone: texts are read, alone and in numbers, written and read back as JSON, and invented."""

from expecting import TEXT, command, others_are_named

import imrkit
from imrkit.codec import from_json, to_json
from imrkit.schema import json_schema
from imrkit.synth import synthesize
from imrkit.testing import check_extractor

letter = imrkit.read_letter(TEXT)
assert letter.case.number == "CM17-9900101"
assert letter.items[0].decision is imrkit.Decision.UPHELD
assert letter.text[letter.evidence["patient.age"].slice] == "41"
assert from_json(to_json(letter)) == letter
assert json_schema()["title"] == "Letter"

results = list(imrkit.read_letters([TEXT, ("soup.txt", "A recipe for soup.")], workers=1))
assert isinstance(results[0], imrkit.LetterRead)
assert isinstance(results[1], imrkit.LetterFailure)

for truth, text in synthesize(seed=7, n=5):
    assert imrkit.parse_letter(text).case == truth.case

others_are_named()
status, _, said = command("parse", TEXT)
assert status == 2, status
assert 'pip install "imrkit[cli]"' in said, said
assert callable(check_extractor)
