-- title: Unusual volume to the outside
-- answers: Which own host sends much to an address that hardly any other contacts, far more than it gets back, and more than on earlier days where the store has a week of them?
-- source: ratio and rarity (Slips: 500 MB), own past (GuardDuty Behavior:EC2/TrafficVolumeUnusual); ATT&CK T1041, T1048, T1030
-- $bytes BIGINT = 500000000: bytes sent to the address by connections that the host opened and that were answered (Slips)
-- $ratio BIGINT = 3: times the bytes received
-- $high_bytes BIGINT = 5000000000: bytes sent that make it high; a database's are high in any case
-- $hosts BIGINT = 2: own hosts that contact the address, at most
-- $times_before DOUBLE = 5: with a week of history: times the bytes sent to it on any earlier day, unless $z says it
-- $z DOUBLE = 8: with a week of history: how far all that the host sends out of the VPC in a day lies above its earlier days: 0.6745 × distance from the median ÷ median absolute deviation; also for S3, where nothing else is looked at
-- $services VARCHAR = '': AWS services, with commas, whose addresses are looked at as well: EC2 says that an address is somebody's instance, not whose
WITH bounds AS MATERIALIZED (
  SELECT *, greatest(1.0, (until_s - since_s) / 86400.0) AS days FROM analysis
),
volumes AS MATERIALIZED (
  SELECT
    client_no, server_no, max(aws_service) AS aws_service, CAST(sum(connections) AS BIGINT) AS connections,
    CAST(sum(bytes_up) AS BIGINT) AS bytes_up, CAST(sum(bytes_down) AS BIGINT) AS bytes_down, min(first_s) AS first_s, max(last_s) AS last_s,
    min(server_port) AS least_port, max(server_port) AS most_port, min(protocol) AS least_protocol, max(protocol) AS most_protocol
  FROM outbound_pairs
  GROUP BY client_no, server_no
),
to_one AS (
  SELECT v.*, s.hosts, FALSE AS to_s3
  FROM volumes v
  JOIN outside_servers s USING (server_no)
  WHERE s.hosts <= CAST($hosts AS BIGINT) AND (v.aws_service IS NULL OR list_contains(string_split($services, ','), v.aws_service))
),
-- S3 has many addresses, and one address has everybody's buckets.
to_s3 AS (
  SELECT
    client_no, CASE WHEN min(server_no) = max(server_no) THEN min(server_no) END AS server_no, 'S3' AS aws_service,
    CAST(sum(connections) AS BIGINT) AS connections, CAST(sum(bytes_up) AS BIGINT) AS bytes_up, CAST(sum(bytes_down) AS BIGINT) AS bytes_down,
    min(first_s) AS first_s, max(last_s) AS last_s, min(least_port) AS least_port, max(most_port) AS most_port,
    min(least_protocol) AS least_protocol, max(most_protocol) AS most_protocol, CAST(NULL AS INTEGER) AS hosts, TRUE AS to_s3
  FROM volumes
  WHERE aws_service = 'S3' AND NOT list_contains(string_split($services, ','), 'S3')
    AND (SELECT history_days FROM bounds) >= 7
  GROUP BY client_no
),
large AS MATERIALIZED (
  FROM (FROM to_one UNION ALL FROM to_s3)
  WHERE bytes_up >= CAST($bytes AS BIGINT) AND bytes_up >= CAST($ratio AS BIGINT) * bytes_down
),
-- Daily bytes to the outside of those hosts alone; with no history there are none.
earlier_edges AS MATERIALIZED (
  SELECT e.day, c.host_no AS client_no, e.server_hi, e.server_lo, CAST(sum(e.bytes_up) AS BIGINT) AS bytes_up
  FROM daily_edges e
  JOIN (SELECT host_no, hi, lo FROM hosts WHERE host_no IN (SELECT client_no FROM large)) c ON c.hi = e.client_hi AND c.lo = e.client_lo
  LEFT JOIN hosts v ON v.hi = e.server_hi AND v.lo = e.server_lo
  WHERE NOT coalesce(v.inside, is_private(e.server_hi, e.server_lo), FALSE)
  GROUP BY ALL
),
most_before AS (
  SELECT e.client_no, v.host_no AS server_no, max(e.bytes_up) AS bytes_up
  FROM earlier_edges e
  JOIN hosts v ON v.hi = e.server_hi AND v.lo = e.server_lo
  GROUP BY ALL
),
own_days AS (
  SELECT
    client_no, count(*) AS days, median(bytes_up) AS usual,
    -- What is the same every day may still change a little.
    greatest(mad(bytes_up), 0.05 * median(bytes_up), sqrt(median(bytes_up)), 1) AS deviation
  FROM (SELECT client_no, day, CAST(sum(bytes_up) AS DOUBLE) AS bytes_up FROM earlier_edges GROUP BY ALL)
  GROUP BY client_no
),
totals AS (
  SELECT client_no, CAST(sum(bytes_up) AS DOUBLE) AS bytes_up FROM volumes GROUP BY client_no
),
compared AS (
  SELECT
    l.*, b.history_days, a.address, list_contains(a.roles, 'database') AS from_database, d.usual, d.days,
    0.6745 * (t.bytes_up / b.days - d.usual) / d.deviation AS z, coalesce(m.bytes_up, 0) AS most_before,
    l.bytes_up / b.days >= CAST($times_before AS DOUBLE) * coalesce(m.bytes_up, 0) AS above_before
  FROM large l
  CROSS JOIN bounds b
  JOIN acting_hosts a ON a.host_no = l.client_no
  JOIN totals t ON t.client_no = l.client_no
  LEFT JOIN own_days d ON d.client_no = l.client_no AND d.days >= 7
  LEFT JOIN most_before m ON m.client_no = l.client_no AND m.server_no = l.server_no
),
suspects AS (
  SELECT
    *, least_port IS NOT DISTINCT FROM most_port AS one_port, least_protocol IS NOT DISTINCT FROM most_protocol AS one_protocol,
    coalesce(z >= CAST($z AS DOUBLE), FALSE) AS above_usual
  FROM compared
  WHERE CASE
    WHEN to_s3 THEN coalesce(z >= CAST($z AS DOUBLE), FALSE)
    ELSE history_days < 7 OR above_before OR coalesce(z >= CAST($z AS DOUBLE), FALSE)
  END
)
SELECT
  CASE WHEN s.to_s3 THEN 's3' END AS variant, s.client_no AS actor_no, s.server_no AS target_no,
  CASE WHEN s.one_port THEN s.least_port END AS port, CASE WHEN s.one_protocol THEN s.least_protocol END AS protocol,
  s.first_s, s.last_s, s.connections, s.bytes_up + s.bytes_down AS bytes,
  CASE WHEN s.to_s3 THEN 'low' WHEN s.bytes_up >= CAST($high_bytes AS BIGINT) OR s.from_database THEN 'high' ELSE 'medium' END AS base,
  list_filter(
    [
      {name: 'bytes_up', value: CAST(s.bytes_up AS DOUBLE), threshold: CAST($bytes AS DOUBLE), at_most: FALSE},
      {name: 'times_bytes_down', value: CAST(s.bytes_up AS DOUBLE) / greatest(1, s.bytes_down), threshold: CAST($ratio AS DOUBLE), at_most: FALSE},
      {name: 'hosts_with_target', value: CAST(s.hosts AS DOUBLE), threshold: CAST($hosts AS DOUBLE), at_most: TRUE},
      {
        name: 'times_most_before',
        value: CASE
          WHEN s.history_days >= 7 AND s.above_before AND s.most_before > 0 AND NOT s.to_s3 THEN s.bytes_up / (SELECT days FROM bounds) / s.most_before
        END,
        threshold: CAST($times_before AS DOUBLE), at_most: FALSE
      },
      {name: 'own_days_z', value: CASE WHEN s.history_days >= 7 AND s.above_usual THEN s.z END, threshold: CAST($z AS DOUBLE), at_most: FALSE}
    ],
    lambda measure: measure.value IS NOT NULL
  ) AS measures,
  TRUE AS worked, FALSE AS all_refused, s.hosts AS hosts_with_target,
  least(1, ln(CAST(s.bytes_up AS DOUBLE) / greatest(1, CAST($bytes AS DOUBLE))) / ln(10)) AS evidence_strength,
  CAST([] AS INTEGER[]) AS decision_ids,
  CASE
    WHEN s.to_s3 THEN printf('client = ''%s'' AND aws_service = ''S3'' AND NOT server_inside AND answered', s.address)
    ELSE printf('client = ''%s'' AND server = ''%s'' AND answered', s.address, v.address)
  END AS where_sql,
  CASE WHEN s.history_days > 0 THEN 'earlier-days' ELSE 'none' END AS baseline_kind,
  CASE WHEN s.history_days = 0 THEN NULL WHEN s.to_s3 THEN s.usual ELSE CAST(s.most_before AS DOUBLE) END AS baseline_value,
  CAST(CASE WHEN s.to_s3 THEN s.days ELSE s.history_days END AS BIGINT) AS baseline_samples
FROM suspects s
LEFT JOIN hosts v ON v.host_no = s.server_no
ORDER BY actor_no, target_no NULLS LAST;
