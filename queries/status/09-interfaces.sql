-- Each interface that logged in the window: counts, first and last record, gaps, and whether it began later or ended earlier than
-- its account and region by more than a gap.
CREATE OR REPLACE TEMP TABLE status_interfaces AS
WITH logged AS (
  SELECT
    scope_no, interface_no, min(first_s) FILTER (span_no >= 0) AS first_s, max(last_s) FILTER (span_no >= 0) AS last_s,
    count(*) FILTER (span_no = -1) > 0 AS before, count(*) FILTER (span_no = -2) > 0 AS after,
    CAST(sum(records) FILTER (span_no >= 0 OR span_no IS NULL) AS BIGINT) AS records,
    CAST(sum(nodata) FILTER (span_no >= 0 OR span_no IS NULL) AS BIGINT) AS nodata,
    CAST(sum(skipdata) FILTER (span_no >= 0 OR span_no IS NULL) AS BIGINT) AS skipdata
  FROM status_cover
  GROUP BY scope_no, interface_no
), gaps AS (
  SELECT
    interface_no, count(*) AS gaps, CAST(sum(to_s - from_s) AS BIGINT) AS silent_s,
    max_by({'from_s': from_s, 'to_s': to_s}, to_s - from_s) AS longest
  FROM status_interface_gaps
  GROUP BY interface_no
)
SELECT
  s.account_id, s.region, n.interface_id, i.interface_no, i.records, i.nodata, i.skipdata, i.first_s, i.last_s,
  coalesce(g.gaps, 0) AS gaps, coalesce(g.silent_s, 0) AS silent_s, g.longest.from_s AS longest_from_s, g.longest.to_s AS longest_to_s,
  coalesce(i.first_s - s.first_s > s.gap_s AND NOT i.before AND n.interface_id IS NOT NULL, FALSE) AS began_late,
  coalesce(s.last_s - i.last_s > s.gap_s AND NOT i.after AND n.interface_id IS NOT NULL, FALSE) AS stopped_early,
  s.last_s AS scope_last_s, s.first_s AS scope_first_s,
  CASE WHEN (SELECT count(*) FROM network_imports) > 0 THEN k.interface_id IS NOT NULL END AS in_network
FROM logged i
JOIN status_scopes s USING (scope_no)
JOIN status_interface_names n USING (interface_no)
LEFT JOIN gaps g USING (interface_no)
LEFT JOIN (SELECT DISTINCT interface_id FROM interfaces) k ON k.interface_id = n.interface_id
WHERE i.records > 0;
