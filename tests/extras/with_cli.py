"""The command line works, and says which extra a command or a file lacks."""

import json
from importlib.metadata import version

from expecting import PDF, TEXT, command, others_are_named

assert command("--version") == (0, f"imrkit {version('imrkit')}\n", "")
status, printed, _ = command("parse", TEXT, "--format", "jsonl")
assert status == 0, status
assert json.loads(printed)["case"]["number"] == "CM17-9900101"
assert command("synth", "-n", 2, "--seed", 7, "--out", "invented")[0] == 0
assert command("parse", "invented")[0] == 0

for extra, arguments in {
    "pdf": ("parse", PDF),
    "tables": ("batch", TEXT, "--out", "tables"),
    "views": ("view", TEXT, "-o", "letter.html"),
}.items():
    status, _, said = command(*arguments)
    assert status in {1, 2}, (arguments, status)
    assert f'imrkit[{extra}]"' in said.replace("\n", " "), said

others_are_named()
