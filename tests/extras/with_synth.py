"""Letters that never existed are printed."""

from expecting import command, others_are_named

from imrkit.synth import invent
from imrkit.synth.printing import print_letter

(invented,) = invent(seed=7, n=1)
assert print_letter(invented.manuscript).startswith(b"%PDF-")

others_are_named("synth")
assert command("synth")[0] == 2  # the command line is another extra
