-- The columns of a table in their order.
SELECT column_name FROM duckdb_columns() WHERE table_name = $table AND NOT internal ORDER BY column_index;
