"""Letters become tables on Spark. Needs a Java runtime."""

import os
import sys
import warnings

from expecting import TEXT, others_are_named
from pyspark.sql import SparkSession

from imrkit.spark import parse_letters

warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")  # of pandas' next version
os.environ["PYSPARK_PYTHON"] = sys.executable
os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
try:
    letters = spark.read.format("binaryFile").load(str(TEXT))
    assert [row.decision for row in parse_letters(letters).items.collect()] == ["upheld"]
finally:
    spark.stop()

others_are_named("spark", "tables", "pandas")  # Spark itself needs pandas
