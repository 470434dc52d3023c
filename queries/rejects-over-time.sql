-- title: Rejects over time
-- section: What was refused
-- answers: When were records accepted and refused? A step shows when a rule changed.
-- $bucket_s BIGINT = 3600: seconds of a row
-- $interface_id VARCHAR = NULL: only this interface
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
SELECT
  make_timestamp(("start" - mod("start", CAST($bucket_s AS BIGINT))) * 1000000) AS bucket,
  count(*) FILTER (action = 'ACCEPT') AS accepted, count(*) FILTER (action = 'REJECT') AS rejected,
  count(DISTINCT CASE WHEN action = 'REJECT' THEN interface_id END) AS rejecting_interfaces
FROM records JOIN contexts USING (context_id)
WHERE ($interface_id IS NULL OR interface_id = CAST($interface_id AS VARCHAR)) AND action IS NOT NULL
  AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
GROUP BY bucket
ORDER BY bucket;
