"""Letters become tables, in memory and in files."""

from expecting import TEXT, others_are_named
from pyarrow import parquet

import imrkit
from imrkit import batch, tables

made = tables.to_arrow(imrkit.read_letters([TEXT]))
assert made.items.column("decision").to_pylist() == ["upheld"]
tables.write_parquet(made, "parquet")
tables.write_csv(made, "csv")
tables.write_jsonl(made, "jsonl")
assert batch.run(TEXT, "run").letters == 1
assert parquet.read_table("run/letters").num_rows == 1

others_are_named("tables")
