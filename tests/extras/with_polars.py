"""Tables become polars data frames."""

from expecting import TEXT, others_are_named

import imrkit
from imrkit import tables

frames = tables.to_arrow(imrkit.read_letters([TEXT])).to_polars()
assert frames["items"]["decision"].to_list() == ["upheld"]

others_are_named("polars", "tables")
