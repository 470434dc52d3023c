-- title: Contact with a listed address
-- answers: Which own hosts contact an address of the user's list, and which listed addresses got an answer from own hosts?
-- source: lists of the user's own, as in Amazon GuardDuty's UnauthorizedAccess:EC2/MaliciousIPCaller.Custom; none is bundled
-- $blocks VARCHAR = '[]': JSON list of blocks in address order, none within another: from_hi, from_lo, to_hi, to_lo, each as text
-- $listed_sources BIGINT = 20: addresses that the evidence names one by one, at most
WITH blocks AS (
  SELECT
    CAST(block.from_hi AS BIGINT) AS from_hi, CAST(block.from_lo AS BIGINT) AS from_lo, CAST(block.to_hi AS BIGINT) AS to_hi,
    CAST(block.to_lo AS BIGINT) AS to_lo
  FROM (
    SELECT unnest(from_json(
      CAST($blocks AS JSON), '[{"from_hi":"VARCHAR","from_lo":"VARCHAR","to_hi":"VARCHAR","to_lo":"VARCHAR"}]'
    )) AS block
  )
),
-- Addresses and the beginnings of blocks in one order: the last beginning before an address is that of the only block that may hold it.
-- Families are kept apart, for ::/0 holds no IPv4 address.
placed AS (
  SELECT
    host_no, address, hi, lo, last_value(to_hi IGNORE NULLS) OVER before AS to_hi, last_value(to_lo IGNORE NULLS) OVER before AS to_lo
  FROM (
    SELECT from_hi AS hi, from_lo AS lo, 0 AS place, to_hi, to_lo, NULL AS host_no, NULL AS address FROM blocks
    UNION ALL
    SELECT hi, lo, 1, NULL, NULL, host_no, address FROM hosts WHERE EXISTS (FROM blocks)
  )
  WINDOW before AS (PARTITION BY address_family(hi, lo) ORDER BY hi, lo, place ROWS UNBOUNDED PRECEDING)
),
listed AS MATERIALIZED (
  SELECT host_no, address FROM placed WHERE host_no IS NOT NULL AND (hi < to_hi OR (hi = to_hi AND lo <= to_lo))
),
contacts AS (
  SELECT
    'calls-out' AS variant, c.client_no AS caller_no, c.server_no AS target_no, NULL AS target_port, NULL AS target_protocol, c.*
  FROM connections c
  WHERE c.client_inside AND c.server_no IN (SELECT host_no FROM listed)
    -- Of who calls through a NAT gateway, the gateway's own interface may be all that logs.
    AND (c.client_no IN (SELECT host_no FROM acting_hosts) OR c.server_no NOT IN (SELECT server_no FROM outside_servers))
  UNION ALL
  -- Who only knocks is everywhere; told is what an own service answered, once for all who came.
  SELECT 'comes-in', NULL, c.server_no, c.server_port, c.protocol, c.*
  FROM connections c
  WHERE c.answered AND NOT c.client_inside AND c.server_inside AND c.client_no IN (SELECT host_no FROM listed)
),
found AS (
  SELECT
    variant, coalesce(caller_no, CASE WHEN min(client_no) = max(client_no) THEN min(client_no) END) AS actor_no, target_no,
    CASE WHEN min(server_port) = max(server_port) THEN min(server_port) END AS port,
    CASE WHEN min(protocol) = max(protocol) THEN min(protocol) END AS protocol, min(start_s) AS first_s, max(end_s) AS last_s, count(*) AS connections,
    count(*) FILTER (answered) AS answered, bool_and(refused) AS all_refused, CAST(sum(bytes_up + bytes_down) AS BIGINT) AS bytes,
    count(DISTINCT client_no) AS sources, list_distinct(list(decision_id) FILTER (decision_id IS NOT NULL)) AS decision_ids,
    target_port, target_protocol
  FROM contacts
  WHERE NOT backscatter
  GROUP BY variant, caller_no, target_no, target_port, target_protocol
),
sources AS (
  SELECT
    c.target_no, c.target_port, c.target_protocol,
    string_agg(DISTINCT '''' || l.address || '''', ', ' ORDER BY '''' || l.address || '''') AS addresses
  FROM contacts c
  JOIN listed l ON l.host_no = c.client_no
  WHERE c.variant = 'comes-in' AND NOT c.backscatter
  GROUP BY c.target_no, c.target_port, c.target_protocol
)
SELECT
  f.variant, f.actor_no, f.target_no, f.port, f.protocol, f.first_s, f.last_s, f.connections, f.bytes,
  CASE f.variant WHEN 'calls-out' THEN 'medium' ELSE 'low' END AS base,
  list_filter(
    [
      {name: 'contacts', value: CAST(f.connections AS DOUBLE), threshold: 1, at_most: FALSE},
      {name: 'answered', value: CAST(f.answered AS DOUBLE), threshold: CASE f.variant WHEN 'comes-in' THEN 1 END, at_most: FALSE},
      {name: 'listed_sources', value: CASE f.variant WHEN 'comes-in' THEN CAST(f.sources AS DOUBLE) END, threshold: NULL, at_most: FALSE},
      {name: 'hosts_with_target', value: CASE f.variant WHEN 'calls-out' THEN CAST(o.hosts AS DOUBLE) END, threshold: NULL, at_most: FALSE}
    ],
    lambda measure: measure.value IS NOT NULL
  ) AS measures,
  f.answered > 0 AS worked, f.all_refused, CASE f.variant WHEN 'calls-out' THEN o.hosts END AS hosts_with_target,
  least(1, log10(f.connections)) AS evidence_strength, coalesce(list_sort(f.decision_ids), CAST([] AS INTEGER[])) AS decision_ids,
  CASE f.variant
    WHEN 'calls-out' THEN concat('client = ''', a.address, ''' AND server = ''', t.address, '''')
    ELSE concat(
      'server = ''', t.address, '''',
      CASE WHEN f.target_port IS NULL THEN ' AND server_port IS NULL' ELSE ' AND server_port = ' || f.target_port END,
      CASE WHEN f.target_protocol IS NULL THEN '' ELSE ' AND protocol = ' || f.target_protocol END,
      CASE WHEN f.sources <= CAST($listed_sources AS BIGINT) THEN ' AND client IN (' || s.addresses || ')' ELSE ' AND NOT client_inside' END,
      ' AND answered'
    )
  END AS where_sql,
  'none' AS baseline_kind, CAST(NULL AS DOUBLE) AS baseline_value, CAST(0 AS BIGINT) AS baseline_samples
FROM found f
JOIN hosts t ON t.host_no = f.target_no
LEFT JOIN hosts a ON a.host_no = f.actor_no
LEFT JOIN outside_servers o ON o.server_no = f.target_no
LEFT JOIN sources s
  ON f.variant = 'comes-in' AND s.target_no = f.target_no AND s.target_port IS NOT DISTINCT FROM f.target_port
  AND s.target_protocol IS NOT DISTINCT FROM f.target_protocol
ORDER BY f.variant, f.actor_no, f.target_no, f.port, f.protocol;
