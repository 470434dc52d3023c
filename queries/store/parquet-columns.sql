-- The columns of a Parquet file and their types. Old writers do not say which byte strings are text.
DESCRIBE FROM read_parquet($path, binary_as_string = true, hive_partitioning = false);
