-- title: A port that one host alone uses outside
-- answers: Which own host uses a TCP port of the Internet that no other uses and that is no common service?
-- source: prevalence of ports, first seen as in GuardDuty's NetworkPortUnusual; ATT&CK T1571
-- $common_ports VARCHAR = '21,22,25,43,53,80,110,143,389,443,465,587,636,853,873,989,990,993,995,8080,8443,9418': ports of services that anybody may need (IANA registry)
-- $answered BIGINT = 1: answered connections on the port, at least
-- $tried BIGINT = 20: or as many connections, answered or not
-- $swept_targets BIGINT = 20: targets of a port from which on it is a sweep's, if hardly any answers
-- $failure_ratio DOUBLE = 0.8: share of targets that never answered, for that
-- $miner_ports VARCHAR = '3333,4444,5555,7777,8333,14444': ports of mining pools
-- $tor_ports VARCHAR = '9001,9030,9050': ports of Tor
-- $clarity DOUBLE = 1: votes for who is the client, at least; with less the port may be the client's
-- $learnt_days BIGINT = 7: days of history from which on a port that is on none of them is new
-- $ports BIGINT = 3: ports of one host that are told one by one, at most; of more, one finding is told
-- $services VARCHAR = '': AWS services, with commas, whose addresses are looked at as well
WITH bounds AS MATERIALIZED (
  SELECT *, history_days >= CAST($learnt_days AS BIGINT) AS learnt FROM analysis
),
-- Passive FTP opens its data connections to ports that the server names (RFC 959).
transfers AS (
  SELECT DISTINCT client_no, server_no FROM outbound_pairs WHERE protocol = 6 AND server_port IN (21, 990)
),
used AS MATERIALIZED (
  SELECT
    c.client_no, c.server_no, c.server_port AS port, count(*) AS connections, count(*) FILTER (c.answered) AS answered,
    count(*) FILTER (c.refused) AS refused, CAST(sum(c.bytes_up + c.bytes_down) AS BIGINT) AS bytes, min(c.start_s) AS first_s, max(c.end_s) AS last_s,
    max(c.orientation) AS clarity, max(c.decision_id) AS decision_id
  FROM connections c
  JOIN acting_hosts a ON a.host_no = c.client_no
  WHERE NOT c.server_inside AND c.protocol = 6 AND c.packets_up > 0 AND NOT c.backscatter
    AND NOT list_contains(CAST(string_split($common_ports, ',') AS INTEGER[]), c.server_port)
    AND (c.aws_service IS NULL OR list_contains(string_split($services, ','), c.aws_service))
  GROUP BY c.client_no, c.server_no, c.server_port
),
rare AS (
  SELECT
    min(u.client_no) AS client_no, u.port, count(*) AS targets, CASE WHEN count(*) = 1 THEN min(u.server_no) END AS server_no,
    CAST(sum(u.connections) AS BIGINT) AS connections, CAST(sum(u.answered) AS BIGINT) AS answered, CAST(sum(u.refused) AS BIGINT) AS refused,
    CAST(sum(u.bytes) AS BIGINT) AS bytes, min(u.first_s) AS first_s, max(u.last_s) AS last_s,
    list(u.decision_id) FILTER (u.decision_id IS NOT NULL) AS decision_ids,
    CASE
      WHEN list_contains(CAST(string_split($miner_ports, ',') AS INTEGER[]), u.port) THEN 'miner-port'
      WHEN list_contains(CAST(string_split($tor_ports, ',') AS INTEGER[]), u.port) THEN 'tor-port'
    END AS known
  FROM used u
  LEFT JOIN transfers t ON t.client_no = u.client_no AND t.server_no = u.server_no AND u.port >= 1024
  GROUP BY u.port
  HAVING min(u.client_no) = max(u.client_no) AND max(u.clarity) >= CAST($clarity AS DOUBLE) AND count(t.client_no) < count(*)
    AND NOT (
      count(*) >= CAST($swept_targets AS BIGINT)
      AND count(*) FILTER (u.answered = 0) / CAST(count(*) AS DOUBLE) >= CAST($failure_ratio AS DOUBLE)
    )
    AND (sum(u.answered) >= CAST($answered AS BIGINT) OR sum(u.connections) >= CAST($tried AS BIGINT))
),
earlier AS (
  SELECT r.client_no, r.port, count(DISTINCT e.day) AS days
  FROM rare r
  JOIN hosts h ON h.host_no = r.client_no
  JOIN daily_edges e ON e.client_hi = h.hi AND e.client_lo = h.lo AND e.server_port = r.port AND e.protocol = 6
  GROUP BY r.client_no, r.port
),
grouped AS (
  SELECT
    *, known IS NULL AND count(*) FILTER (known IS NULL) OVER (PARTITION BY client_no) > CAST($ports AS BIGINT) AS together
  FROM rare
),
told AS (
  SELECT
    client_no, CASE WHEN NOT together THEN port END AS port, CASE WHEN together THEN 'many-ports' ELSE coalesce(known, 'odd-port') END AS variant,
    count(*) AS ports, CASE WHEN min(coalesce(server_no, -1)) = max(coalesce(server_no, -1)) THEN min(server_no) END AS server_no,
    CAST(sum(targets) AS BIGINT) AS targets, CAST(sum(connections) AS BIGINT) AS connections, CAST(sum(answered) AS BIGINT) AS answered,
    CAST(sum(refused) AS BIGINT) AS refused, CAST(sum(bytes) AS BIGINT) AS bytes, min(first_s) AS first_s, max(last_s) AS last_s,
    list_slice(list_sort(list_distinct(flatten(list(coalesce(decision_ids, []))))), 1, 10) AS decision_ids,
    string_agg(CAST(port AS VARCHAR), ', ' ORDER BY port) AS port_list
  FROM grouped
  GROUP BY client_no, CASE WHEN NOT together THEN port END, CASE WHEN together THEN 'many-ports' ELSE coalesce(known, 'odd-port') END
)
SELECT
  t.variant, t.client_no AS actor_no, t.server_no AS target_no, t.port, 6 AS protocol, t.first_s, t.last_s, t.connections, t.bytes,
  -- That a single target was never seen before adds to the severity of any finding; of many targets nobody else can say it.
  CASE
    WHEN t.variant IN ('miner-port', 'tor-port') OR (b.learnt AND t.port IS NOT NULL AND t.server_no IS NULL AND e.days IS NULL) THEN 'medium'
    ELSE 'low'
  END AS base,
  list_filter(
    [
      {name: 'hosts_using_port', value: CAST(1 AS DOUBLE), threshold: CAST(1 AS DOUBLE), at_most: TRUE},
      {
        name: 'answered', value: CAST(t.answered AS DOUBLE),
        threshold: CASE WHEN t.answered >= CAST($answered AS BIGINT) THEN CAST($answered AS DOUBLE) END, at_most: FALSE
      },
      {
        name: 'tried', value: CAST(t.connections AS DOUBLE),
        threshold: CASE WHEN t.answered < CAST($answered AS BIGINT) THEN CAST($tried AS DOUBLE) END, at_most: FALSE
      },
      {
        name: 'ports', value: CASE WHEN t.port IS NULL THEN CAST(t.ports AS DOUBLE) END, threshold: CAST($ports AS DOUBLE) + 1, at_most: FALSE
      },
      {name: 'targets', value: CASE WHEN t.server_no IS NULL THEN CAST(t.targets AS DOUBLE) END, threshold: NULL, at_most: FALSE}
    ],
    lambda measure: measure.value IS NOT NULL
  ) AS measures,
  t.answered > 0 AS worked, t.refused = t.connections AS all_refused, CASE WHEN t.server_no IS NOT NULL THEN o.hosts END AS hosts_with_target,
  least(1, log10(greatest(1, b.inside_hosts)) / 2) AS evidence_strength,
  CAST(t.decision_ids AS INTEGER[]) AS decision_ids,
  concat(
    'client = ''', h.address, '''',
    CASE WHEN t.server_no IS NOT NULL THEN ' AND server = ''' || v.address || '''' ELSE ' AND NOT server_inside' END,
    CASE
      WHEN t.port IS NOT NULL THEN ' AND server_port = ' || t.port
      WHEN t.ports <= 50 THEN ' AND server_port IN (' || t.port_list || ')'
      ELSE ' AND server_port NOT IN (' || $common_ports || ')'
    END,
    ' AND protocol = 6 AND packets_up > 0'
  ) AS where_sql,
  CASE WHEN b.learnt AND t.port IS NOT NULL THEN 'earlier-days' ELSE 'peers' END AS baseline_kind,
  CASE WHEN b.learnt AND t.port IS NOT NULL THEN CAST(coalesce(e.days, 0) AS DOUBLE) ELSE CAST(0 AS DOUBLE) END AS baseline_value,
  CASE WHEN b.learnt AND t.port IS NOT NULL THEN CAST(b.history_days AS BIGINT) ELSE greatest(0, CAST(b.inside_hosts AS BIGINT) - 1) END
    AS baseline_samples
FROM told t
CROSS JOIN bounds b
JOIN hosts h ON h.host_no = t.client_no
LEFT JOIN hosts v ON v.host_no = t.server_no
LEFT JOIN earlier e ON e.client_no = t.client_no AND e.port = t.port
LEFT JOIN outside_servers o ON o.server_no = t.server_no
ORDER BY actor_no, port, target_no, variant;
