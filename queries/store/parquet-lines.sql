-- Rows of a Parquet file, $first to $last counted from 0, as text of so many whole lines. $values are the columns' values, each
-- in one of the macros of the other files. Groups of rows, for a value of DuckDB's that leaves it costs more than its bytes.
SELECT encode(string_agg(concat_ws(' ', $values), chr(10)) || chr(10)) AS lines, count(*) AS row_count
FROM read_parquet($path, binary_as_string = true, hive_partitioning = false, file_row_number = true)
WHERE file_row_number BETWEEN $first AND $last
GROUP BY file_row_number // 1024
ORDER BY file_row_number // 1024;
