-- title: Gap in the log
-- answers: When did an interface, or a whole account in its region, not log though it did before and after, and where did AWS drop records?
-- source: the silences that status finds; SKIPDATA of Amazon VPC user guide, "Flow log records"; ATT&CK T1562.008
-- $least_coverage DOUBLE = 0.8: part of the window in which an interface logged, below which its silences are told; NODATA records count as logged
-- $hole_intervals BIGINT = 2: aggregation intervals without a record of any interface of an account and region, at least; status may ask for longer ones
-- $joined_s BIGINT = 3600: seconds between SKIPDATA records of one interface that are told as one gap, at most
WITH bounds AS (SELECT since_s, until_s FROM analysis WHERE until_s > since_s),
-- An interface is told by the lowest of its addresses.
ends AS (
  SELECT interface_id, arg_min(host_no, (hi, lo)) AS host_no
  FROM hosts
  WHERE inside AND interface_id IS NOT NULL
  GROUP BY interface_id
),
-- The edges of a window count as records in status. A log that begins or ends there has no hole: what is late may still be delivered.
holes AS (
  SELECT g.scope_no, s.account_id, s.region, s.interval_s, s.interfaces, g.from_s, g.to_s
  FROM status_scope_gaps g
  JOIN status_scopes s USING (scope_no)
  WHERE g.to_s - g.from_s >= CAST($hole_intervals AS BIGINT) * coalesce(s.interval_s, 0)
    AND EXISTS (FROM status_cover c WHERE c.scope_no = g.scope_no AND c.last_s <= g.from_s)
    AND EXISTS (FROM status_cover c WHERE c.scope_no = g.scope_no AND c.first_s >= g.to_s)
),
-- A silence of an interface lies between records of its own, so a host that was stopped for good has none. One record in the very last
-- intervals of the window is no return.
silences AS (
  SELECT
    n.interface_id, count(*) AS gaps, CAST(sum(g.to_s - g.from_s) AS BIGINT) AS silent_s, min(g.from_s) AS from_s, max(g.to_s) AS to_s,
    max(g.to_s - g.from_s) AS longest_s
  FROM status_interface_gaps g
  JOIN status_interface_names n USING (interface_no)
  JOIN status_scopes s ON s.scope_no = g.scope_no
  CROSS JOIN bounds b
  WHERE g.to_s >= b.until_s OR g.to_s <= b.until_s - CAST($hole_intervals AS BIGINT) * coalesce(s.interval_s, 0)
  GROUP BY n.interface_id
),
dropped AS (
  SELECT
    c.interface_id, coalesce(r."start", r."end") AS from_s, coalesce(r."end", r."start") AS to_s,
    max(coalesce(r."end", r."start")) OVER (
      PARTITION BY c.interface_id ORDER BY coalesce(r."start", r."end"), r."end" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS before_s
  FROM records r
  JOIN contexts c USING (context_id)
  CROSS JOIN bounds b
  WHERE c.log_status = 'SKIPDATA' AND coalesce(r."start", r."end") >= b.since_s AND coalesce(r."start", r."end") < b.until_s
),
skipped AS (
  SELECT interface_id, gap_no, min(from_s) AS from_s, max(to_s) AS to_s, count(*) AS records, CAST(sum(to_s - from_s) AS BIGINT) AS dropped_s
  FROM (
    SELECT
      *, sum(CASE WHEN from_s - before_s > CAST($joined_s AS BIGINT) THEN 1 ELSE 0 END) OVER (
        PARTITION BY interface_id ORDER BY from_s, to_s ROWS UNBOUNDED PRECEDING
      ) AS gap_no
    FROM dropped
  )
  GROUP BY interface_id, gap_no
),
gaps AS (
  SELECT
    'silent-network' AS variant, CAST(NULL AS INTEGER) AS target_no, NULL AS interface_id, from_s, to_s, 'low' AS base,
    [
      {name: 'silent_s', value: CAST(to_s - from_s AS DOUBLE), threshold: CAST(CAST($hole_intervals AS BIGINT) * interval_s AS DOUBLE), at_most: FALSE},
      {name: 'interfaces', value: CAST(interfaces AS DOUBLE), threshold: NULL, at_most: FALSE}
    ] AS measures,
    least(1, (to_s - from_s) / 3600.0) AS evidence_strength
  FROM holes
  UNION ALL
  SELECT
    'silent-interface', e.host_no, s.interface_id, s.from_s, s.to_s, 'low',
    [
      {
        name: 'coverage', value: (b.until_s - b.since_s - s.silent_s) / CAST(b.until_s - b.since_s AS DOUBLE), threshold: CAST($least_coverage AS DOUBLE), at_most: TRUE
      },
      {name: 'silent_s', value: CAST(s.silent_s AS DOUBLE), threshold: NULL, at_most: FALSE},
      {name: 'silences', value: CAST(s.gaps AS DOUBLE), threshold: NULL, at_most: FALSE},
      {name: 'longest_s', value: CAST(s.longest_s AS DOUBLE), threshold: NULL, at_most: FALSE}
    ],
    least(1, s.silent_s / CAST(b.until_s - b.since_s AS DOUBLE))
  FROM silences s
  JOIN ends e USING (interface_id)
  CROSS JOIN bounds b
  WHERE (b.until_s - b.since_s - s.silent_s) / CAST(b.until_s - b.since_s AS DOUBLE) < CAST($least_coverage AS DOUBLE)
  UNION ALL
  SELECT
    'skipdata', e.host_no, s.interface_id, s.from_s, s.to_s, 'info',
    [
      {name: 'skipdata_records', value: CAST(s.records AS DOUBLE), threshold: 1, at_most: FALSE},
      {name: 'dropped_s', value: CAST(s.dropped_s AS DOUBLE), threshold: NULL, at_most: FALSE}
    ],
    1
  FROM skipped s
  JOIN ends e USING (interface_id)
)
SELECT
  g.variant, CAST(NULL AS INTEGER) AS actor_no, g.target_no, CAST(NULL AS INTEGER) AS port, CAST(NULL AS INTEGER) AS protocol,
  g.from_s AS first_s, g.to_s AS last_s, CAST(0 AS BIGINT) AS connections, CAST(0 AS BIGINT) AS bytes, g.base, g.measures,
  CAST(NULL AS BOOLEAN) AS worked, FALSE AS all_refused, CAST(NULL AS INTEGER) AS hosts_with_target, g.evidence_strength,
  CAST([] AS INTEGER[]) AS decision_ids,
  concat(
    CASE WHEN g.interface_id IS NOT NULL THEN 'interface_id = ''' || replace(g.interface_id, '''', '''''') || ''' AND ' ELSE '' END,
    'start_s <= ', g.to_s, ' AND end_s >= ', g.from_s
  ) AS where_sql,
  'none' AS baseline_kind, CAST(NULL AS DOUBLE) AS baseline_value, CAST(0 AS BIGINT) AS baseline_samples
FROM gaps g
ORDER BY g.variant, g.target_no, first_s;
