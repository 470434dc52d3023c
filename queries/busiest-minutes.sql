-- title: Busiest minutes
-- section: Who and how much
-- answers: When did an interface carry the most? The bytes of a record are spread evenly over its seconds; records of over an hour are left out.
-- $limit BIGINT = 20: rows to show
-- $interface_id VARCHAR = NULL: only this interface
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
WITH spread AS (
  SELECT
    interface_id, bytes, packets, "start" AS start_s, "end" AS end_s,
    unnest(range("start" - mod("start", 60), "end" + 1, 60)) AS minute_s
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT' AND "end" - "start" BETWEEN 0 AND 3600
    AND ($interface_id IS NULL OR interface_id = CAST($interface_id AS VARCHAR))
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
),
shares AS (
  SELECT
    interface_id, minute_s, bytes, packets,
    CAST(least(end_s, minute_s + 59) - greatest(start_s, minute_s) + 1 AS DOUBLE) / (end_s - start_s + 1) AS share
  FROM spread
)
SELECT
  make_timestamp(minute_s * 1000000) AS minute, interface_id,
  CAST(round(sum(bytes * share)) AS BIGINT) AS bytes, CAST(round(sum(packets * share)) AS BIGINT) AS packets,
  round(sum(bytes * share) * 8 / 60 / 1000000, 3) AS mbit_per_s
FROM shares
GROUP BY minute_s, interface_id
ORDER BY bytes DESC, minute, interface_id
LIMIT $limit;
