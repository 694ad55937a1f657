"""A letter becomes a page, and many letters a report."""

from expecting import TEXT, others_are_named

import imrkit
from imrkit import tables
from imrkit.views import figures, letter_html, report

assert "CM17-9900101" in letter_html(imrkit.read_letter(TEXT))
made = tables.to_arrow(imrkit.read_letters([TEXT]))
assert figures(made)["categories"].rows
assert "<svg" in report(made)

others_are_named("views", "polars", "tables")
