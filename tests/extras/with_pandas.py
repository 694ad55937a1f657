"""Tables become pandas data frames."""

from expecting import TEXT, others_are_named

import imrkit
from imrkit import tables

frames = tables.to_arrow(imrkit.read_letters([TEXT])).to_pandas()
assert list(frames["items"]["decision"]) == ["upheld"]

others_are_named("pandas", "tables")
