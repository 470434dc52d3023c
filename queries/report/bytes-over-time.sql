-- Bytes of the connections that were let through, by the column in which they began.
-- Parameters: from_s BIGINT (where the first column begins), step_s BIGINT (seconds of a column)
SELECT
  CAST((start_s - CAST($from_s AS BIGINT)) / CAST($step_s AS BIGINT) AS INTEGER) AS column_no, CAST(sum(bytes_up + bytes_down) AS BIGINT) AS bytes
FROM connections
WHERE accepted_records > 0 AND NOT refused
GROUP BY column_no
ORDER BY column_no;
