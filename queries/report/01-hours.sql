-- The one pass over what all records say: counts by context and column of the heat map, in the window and on the day before it.
-- Records without any time belong to no window, so they count only where there is none.
-- Parameters: since BIGINT, until BIGINT (of the window, Unix seconds; NULL: no bound), before_s BIGINT (where the day before begins; NULL: it
-- is not asked for), from_s BIGINT (where the first column begins), step_s BIGINT (seconds of a column)
CREATE OR REPLACE TEMP TABLE report_hours AS
SELECT
  context_id, coalesce(at_s < CAST($since AS BIGINT), FALSE) AS before,
  CAST((at_s - CAST($from_s AS BIGINT)) / CAST($step_s AS BIGINT) AS INTEGER) AS column_no,
  count(*) AS records, count(bytes) AS with_bytes, CAST(sum(bytes) AS BIGINT) AS bytes, CAST(sum(packets) AS BIGINT) AS packets,
  min(at_s) AS first_s, max(coalesce("end", at_s)) AS last_s
FROM (SELECT *, coalesce("start", "end") AS at_s FROM records)
WHERE (at_s IS NOT NULL OR ($since IS NULL AND $until IS NULL))
  AND ($since IS NULL OR at_s >= coalesce(CAST($before_s AS BIGINT), CAST($since AS BIGINT)))
  AND ($until IS NULL OR at_s < CAST($until AS BIGINT))
GROUP BY context_id, before, column_no;
