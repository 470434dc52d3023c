-- A whole number.
CREATE OR REPLACE TEMP MACRO parquet_number(v) AS coalesce(v::VARCHAR, '-');
