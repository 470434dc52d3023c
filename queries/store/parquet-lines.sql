-- Rows of a Parquet file, $first to $last counted from 0, as text of whole lines. The parameter between them is written out: the
-- columns, each in one of the macros. Many lines are one value, for each value that leaves DuckDB costs more than its bytes.
SELECT encode(string_agg(concat_ws(' ', $values), chr(10)) || chr(10)) AS lines, count(*) AS row_count
FROM read_parquet($path, binary_as_string = true, hive_partitioning = false, file_row_number = true)
WHERE file_row_number BETWEEN $first AND $last
GROUP BY file_row_number // 1024
ORDER BY file_row_number // 1024;
