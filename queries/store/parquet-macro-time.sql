-- A time as Unix seconds.
CREATE OR REPLACE TEMP MACRO parquet_time(v) AS coalesce(floor(epoch(v))::BIGINT::VARCHAR, '-');
