-- title: Log health
-- section: The log itself
-- answers: What does the log of each interface hold, and what did AWS drop? SKIPDATA means that records are missing.
-- $limit BIGINT = 50: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
SELECT
  interface_id, count(*) FILTER (log_status = 'OK' OR log_status IS NULL) AS records,
  count(*) FILTER (log_status = 'NODATA') AS nodata, count(*) FILTER (log_status = 'SKIPDATA') AS skipdata,
  min("start") AS first_seen_s, max("end") AS last_seen_s, max("end" - "start") AS longest_interval_s
FROM records JOIN contexts USING (context_id)
WHERE ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
GROUP BY interface_id
ORDER BY skipdata DESC, nodata DESC, interface_id
LIMIT $limit;
