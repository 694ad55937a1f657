"""From a folder of PDFs to Parquet tables on Spark, and three questions to them.

    spark-submit --master "local[2]" examples/spark_tables.py examples/letters out

On a cluster, give ``--master`` and paths that all machines see; imrkit, with its extras ``spark`` and ``pdf``, has to
be installed in the Python that the executors run (``PYSPARK_PYTHON``).
"""

from __future__ import annotations

import argparse

from pyspark.sql import DataFrame, SparkSession

from imrkit.spark import parse_letters

RATE = (
    "count(*) AS decided, round(100 * avg(CASE WHEN decision = 'overturned' THEN 1 ELSE 0 END), 1) AS percent"
)

QUESTIONS = {
    "How often is a denial overturned, by category of treatment?": f"""
        SELECT category AS group, {RATE} FROM items WHERE decision IS NOT NULL GROUP BY ALL
    """,  # noqa: S608
    "... by the source of the guidelines that the reviewer cites?": f"""
        WITH sources AS (
            SELECT DISTINCT letter_id, item_index, guideline_source FROM citations WHERE cited_by = 'reviewer'
        )
        SELECT guideline_source AS group, {RATE}
        FROM items JOIN sources USING (letter_id, item_index) WHERE decision IS NOT NULL GROUP BY ALL
    """,  # noqa: S608
    "... by the reviewer's specialty?": f"""
        WITH specialties AS (SELECT letter_id, explode(reviewer_specialties) AS specialty FROM letters)
        SELECT specialty AS group, {RATE}
        FROM items JOIN specialties USING (letter_id) WHERE decision IS NOT NULL GROUP BY ALL
    """,  # noqa: S608
}


def main() -> None:
    cli = argparse.ArgumentParser(description="Letters to Parquet on Spark, and three questions.")
    cli.add_argument("letters", help="folder of PDFs, on whatever Spark can read")
    cli.add_argument("out", help="new folder to write to")
    arguments = cli.parse_args()
    spark = SparkSession.builder.appName("imrkit").getOrCreate()
    files = (
        spark.read.format("binaryFile")
        .option("pathGlobFilter", "*.pdf")
        .option("recursiveFileLookup", "true")
        .load(arguments.letters)
    )
    parsed = parse_letters(files).persist()  # else the letters are read again for every table
    tables: dict[str, DataFrame] = {
        name: getattr(parsed, name) for name in ("letters", "items", "citations", "failures", "duplicates")
    }
    for name, table in tables.items():
        table.write.parquet(f"{arguments.out}/{name}")
        spark.read.parquet(f"{arguments.out}/{name}").createOrReplaceTempView(name)
    parsed.unpersist()
    for question, sql in QUESTIONS.items():
        print(f"\n{question}")
        for row in spark.sql(f"SELECT * FROM ({sql}) ORDER BY decided DESC, group").collect():  # noqa: S608
            print(f"  {row['group']:<40}{row['decided']:>8} decided{row['percent']:>8} % overturned")
    spark.stop()


if __name__ == "__main__":
    main()
