-- Each scope with its counts, its aggregation interval, and the longest silence that is no gap. AWS knows intervals of 60 and
-- 600 seconds, and ends are up to a minute late; a few records that are longer than the others say nothing.
CREATE OR REPLACE TEMP TABLE status_scopes AS
WITH measured AS (
  SELECT
    scope_no, count(DISTINCT interface_no) FILTER (span_no >= 0 OR span_no IS NULL) AS interfaces,
    min(first_s) FILTER (span_no >= 0) AS first_s, max(last_s) FILTER (span_no >= 0) AS last_s,
    quantile_disc(longest_s, 0.95) FILTER (span_no >= 0) AS usual_s,
    coalesce(sum(records) FILTER (span_no >= 0 OR span_no IS NULL), 0) AS records,
    coalesce(sum(records) FILTER (span_no IS NULL), 0) AS untimed,
    coalesce(sum(nodata) FILTER (span_no >= 0 OR span_no IS NULL), 0) AS nodata,
    coalesce(sum(skipdata) FILTER (span_no >= 0 OR span_no IS NULL), 0) AS skipdata
  FROM status_cover
  GROUP BY scope_no
), judged AS (
  SELECT *, CASE WHEN usual_s <= 120 THEN 60 WHEN usual_s <= 660 THEN 600 ELSE usual_s END AS interval_s
  FROM measured
)
SELECT
  j.*, n.account_id, n.region,
  coalesce(CAST($gap_s AS BIGINT), greatest(CAST($least_gap_s AS BIGINT), 2 * coalesce(j.interval_s, 0))) AS gap_s
FROM judged j
JOIN (SELECT DISTINCT scope_no, account_id, region FROM status_interface_names) n USING (scope_no);
