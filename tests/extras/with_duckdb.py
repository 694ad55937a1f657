"""Tables become a DuckDB database."""

import duckdb
from expecting import TEXT, others_are_named

import imrkit
from imrkit import batch, tables

tables.write_duckdb(tables.to_arrow(imrkit.read_letters([TEXT])), "letters.duckdb")
batch.run(TEXT, "run", form=batch.Format.DUCKDB)
for path in ("letters.duckdb", "run/imrkit.duckdb"):
    with duckdb.connect(path, read_only=True) as database:
        assert database.sql("SELECT decision FROM items").fetchall() == [("upheld",)], path

others_are_named("duckdb", "tables")
