"""PDFs are read, as the same letter as its text; by other processes too."""

from expecting import PDF, TEXT, others_are_named

import imrkit

assert imrkit.read_letter(PDF) == imrkit.read_letter(TEXT)
(result,) = imrkit.read_letters(PDF, workers=1)
assert isinstance(result, imrkit.LetterRead), result

others_are_named("pdf")
