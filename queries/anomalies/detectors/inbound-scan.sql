-- title: Scanned from the Internet
-- answers: Which interfaces does the Internet scan, by how many sources, and how much of it do the rules refuse?
-- source: TRW (Jung et al. 2004) over all that a source tried of the own hosts; ATT&CK T1595.001, T1595.002
-- $scanners BIGINT = 1: sources that TRW calls scanners, at least, for an interface to be told of
WITH scanned AS (
  SELECT
    f.target_no, count(DISTINCT f.client_no) AS sources, count(DISTINCT f.client_no) FILTER (s.client_no IS NOT NULL) AS scanners,
    min(s.client_no) AS scanner_no, max(s.failures) AS most_failures, count(DISTINCT f.server_port) AS ports,
    CASE WHEN min(f.server_port) = max(f.server_port) THEN min(f.server_port) END AS port,
    CASE WHEN min(f.protocol) = max(f.protocol) THEN min(f.protocol) END AS protocol,
    min(f.first_s) AS first_s, max(f.last_s) AS last_s, CAST(sum(f.connections) AS BIGINT) AS connections,
    CAST(sum(f.refused_connections) AS BIGINT) AS refused, CAST(sum(f.bytes) AS BIGINT) AS bytes,
    list_slice(list_sort(list_distinct(list(f.decision_id) FILTER (f.decision_id IS NOT NULL))), 1, 10) AS decision_ids
  FROM inbound_failures f
  LEFT JOIN inbound_scanners s USING (client_no)
  GROUP BY f.target_no
),
addresses AS (
  SELECT target_no, string_agg('''' || h.address || '''', ', ' ORDER BY h.hi, h.lo) AS servers
  FROM (SELECT DISTINCT target_no, server_no FROM inbound_failures) f
  JOIN hosts h ON h.host_no = f.server_no
  GROUP BY target_no
)
SELECT
  CAST(NULL AS VARCHAR) AS variant, CASE WHEN s.sources = 1 THEN s.scanner_no END AS actor_no, s.target_no, s.port, s.protocol,
  s.first_s, s.last_s, s.connections, s.bytes, 'info' AS base,
  [
    {name: 'scanners', value: CAST(s.scanners AS DOUBLE), threshold: CAST($scanners AS DOUBLE), at_most: FALSE},
    {name: 'sources', value: CAST(s.sources AS DOUBLE), threshold: NULL, at_most: FALSE},
    {name: 'ports', value: CAST(s.ports AS DOUBLE), threshold: NULL, at_most: FALSE},
    {name: 'refused_share', value: CAST(s.refused AS DOUBLE) / s.connections, threshold: NULL, at_most: FALSE}
  ] AS measures,
  CAST(NULL AS BOOLEAN) AS worked, s.refused = s.connections AS all_refused, CAST(NULL AS INTEGER) AS hosts_with_target,
  least(1, log10(greatest(1, s.most_failures / CAST(4 AS DOUBLE)))) AS evidence_strength,
  coalesce(s.decision_ids, CAST([] AS INTEGER[])) AS decision_ids,
  'server IN (' || a.servers || ') AND NOT client_inside AND protocol IN (6, 17) AND NOT answered AND NOT backscatter' AS where_sql,
  'none' AS baseline_kind, CAST(NULL AS DOUBLE) AS baseline_value, CAST(0 AS BIGINT) AS baseline_samples
FROM scanned s
JOIN addresses a USING (target_no)
WHERE s.scanners >= CAST($scanners AS BIGINT)
ORDER BY target_no;
