-- When AWS dropped records of an interface: SKIPDATA records less than a minute apart make one window. Most records first.
WITH skipped AS (
  SELECT
    l.account_id, l.region, l.interface_id, l.interface_no,
    coalesce(r."start", r."end") AS first_s, coalesce(r."end", r."start") AS last_s
  FROM records r
  JOIN status_objects o USING (object_id)
  JOIN status_loggers l ON l.capture_no = r.context_id + o.capture_offset
  WHERE l.skipdata
    AND ($since IS NULL OR coalesce(r."start", r."end") IS NULL OR coalesce(r."start", r."end") >= CAST($since AS BIGINT))
    AND ($until IS NULL OR coalesce(r."start", r."end") IS NULL OR coalesce(r."start", r."end") < CAST($until AS BIGINT))
), opened AS (
  SELECT
    *,
    CASE WHEN first_s > 60 + max(last_s) OVER (
      PARTITION BY interface_no ORDER BY first_s, last_s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) THEN 1 ELSE 0 END AS opens
  FROM skipped
), numbered AS (
  SELECT *, sum(opens) OVER (PARTITION BY interface_no ORDER BY first_s, last_s ROWS UNBOUNDED PRECEDING) AS window_no
  FROM opened
)
SELECT
  account_id, region, interface_id, min(first_s) AS from_s, max(last_s) AS to_s, count(*) AS records, count(*) OVER () AS total
FROM numbered
GROUP BY account_id, region, interface_id, interface_no, window_no, first_s IS NULL
ORDER BY records DESC, from_s, interface_id, account_id NULLS LAST, region NULLS LAST
LIMIT $limit;
