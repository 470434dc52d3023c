-- Counts of the window and of the day before it.
SELECT
  before, CAST(sum(records) AS BIGINT) AS records,
  CAST(sum(records) FILTER (action = 'ACCEPT') AS BIGINT) AS accepted, CAST(sum(records) FILTER (action = 'REJECT') AS BIGINT) AS refused,
  CAST(sum(records) FILTER (log_status = 'NODATA') AS BIGINT) AS nodata, CAST(sum(records) FILTER (log_status = 'SKIPDATA') AS BIGINT) AS skipdata,
  count(DISTINCT interface_id) AS interfaces,
  CASE WHEN sum(with_bytes) > 0 THEN CAST(coalesce(sum(bytes) FILTER (action = 'ACCEPT'), 0) AS BIGINT) END AS accepted_bytes,
  CAST(sum(packets) FILTER (action = 'REJECT') AS BIGINT) AS refused_packets,
  CAST(sum(records) FILTER (column_no IS NULL) AS BIGINT) AS untimed, min(first_s) AS first_s, max(last_s) AS last_s
FROM report_hours JOIN contexts USING (context_id)
GROUP BY before
ORDER BY before;
