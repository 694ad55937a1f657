"""JSON is written and read by orjson."""

import sys

from expecting import TEXT, others_are_named

import imrkit
from imrkit.codec import from_json, to_json

letter = imrkit.read_letter(TEXT)
assert from_json(to_json(letter)) == letter
assert "orjson" in sys.modules

others_are_named()
