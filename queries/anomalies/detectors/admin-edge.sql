-- title: A new or rare way of administration
-- answers: Which own hosts logged in to others, or administered them, that neither they nor hosts like them do otherwise?
-- source: first internal connection on a port of remote login, as a difference of sets; ATT&CK T1021.001, T1021.002, T1021.004, T1021.006
-- $ports VARCHAR = '22,135,139,445,3389,5985,5986': SSH, RDP, WinRM, SMB, RPC
-- $admin_targets BIGINT = 5: hosts that one reaches on such a port, at least, to be one that administers
-- $service_clients BIGINT = 5: hosts that reach one on such a port, at least, for that one to be a service (a file server, a domain controller)
-- $group_hosts BIGINT = 2: hosts of the same security groups, or of one /24 where these are not known, at least, for none of them to do the same; one alone has nobody to compare with
-- $learnt_days BIGINT = 7: days of history from which on an edge that is on none of them is new
-- $steady_share DOUBLE = 0.5: share of the hours of a window of half a day or more in which an edge is there that is old, though not in the history
-- $guesses BIGINT = 30: connections of an edge, at least, that are guesses or checks and no way of administration if they are small and short (as in brute-force)
-- $guess_bytes BIGINT = 10000: median of the bytes sent of such, below this
-- $guess_duration_s BIGINT = 10: median seconds of such, at most
-- $targets BIGINT = 3: targets of one host and port that are told one by one, at most
WITH bounds AS MATERIALIZED (
  SELECT *, (until_s - since_s) / 3600 AS hours, history_days >= CAST($learnt_days AS BIGINT) AS learnt FROM analysis
),
edges AS MATERIALIZED (
  SELECT
    c.client_no, c.server_no, c.server_port AS port, count(*) AS connections, CAST(sum(c.bytes_up + c.bytes_down) AS BIGINT) AS bytes,
    min(c.start_s) AS first_s, max(c.end_s) AS last_s, max(b.hours) AS hours, count(DISTINCT (c.start_s - b.since_s) / 3600) AS active_hours,
    count(*) >= CAST($guesses AS BIGINT) AND median(c.bytes_up) < CAST($guess_bytes AS BIGINT)
      AND median(c.end_s - c.start_s) <= CAST($guess_duration_s AS BIGINT) AS guessed
  FROM connections c
  CROSS JOIN bounds b
  WHERE c.client_inside AND c.server_inside AND c.answered AND c.protocol = 6 AND c.client_no <> c.server_no
    AND list_contains(CAST(string_split($ports, ',') AS INTEGER[]), c.server_port)
  GROUP BY c.client_no, c.server_no, c.server_port
),
earlier AS MATERIALIZED (
  SELECT DISTINCT e.client_hi, e.client_lo, e.server_hi, e.server_lo, e.server_port AS port
  FROM daily_edges e
  WHERE e.protocol = 6 AND e.answered_connections > 0 AND list_contains(CAST(string_split($ports, ',') AS INTEGER[]), e.server_port)
),
-- Where there is a history, who spreads today for the first time is no administrator.
reaching AS (
  SELECT h.host_no AS client_no, e.port, count(*) AS targets
  FROM earlier e
  JOIN hosts h ON h.hi = e.client_hi AND h.lo = e.client_lo
  GROUP BY h.host_no, e.port
  UNION ALL
  SELECT e.client_no, e.port, count(*)
  FROM edges e
  CROSS JOIN bounds b
  WHERE NOT b.learnt
  GROUP BY e.client_no, e.port
),
admins AS (
  SELECT DISTINCT client_no, port FROM reaching WHERE targets >= CAST($admin_targets AS BIGINT)
),
counted AS (
  SELECT
    e.*, list_contains(v.roles, 'bastion') AS to_bastion, c.hi AS client_hi, c.lo AS client_lo, c.address AS client, v.hi AS server_hi, v.lo AS server_lo, v.address AS server, p.members, d.admin,
    count(*) FILTER (NOT d.admin) OVER (PARTITION BY e.server_no, e.port) AS clients,
    -- Edges of other hosts of the group to servers of the same groups. What administrators do, and who guesses, is not usual for the others.
    count(*) FILTER (NOT d.admin AND NOT e.guessed) OVER (PARTITION BY p.group_no, q.group_no, e.port)
      - count(*) FILTER (NOT d.admin AND NOT e.guessed) OVER (PARTITION BY e.client_no, q.group_no, e.port) AS edges_of_peers
  FROM edges e
  JOIN acting_hosts c ON c.host_no = e.client_no
  JOIN hosts v ON v.host_no = e.server_no
  JOIN peer_groups p ON p.host_no = e.client_no
  JOIN peer_groups q ON q.host_no = e.server_no
  LEFT JOIN admins m ON m.client_no = e.client_no AND m.port = e.port
  CROSS JOIN LATERAL (SELECT m.client_no IS NOT NULL OR list_has_any(c.roles, ['bastion', 'scanner', 'monitoring']) AS admin) d
),
found AS (
  SELECT c.*, count(*) OVER (PARTITION BY c.client_no, c.port) > CAST($targets AS BIGINT) AS grouped
  FROM counted c
  CROSS JOIN bounds b
  LEFT JOIN earlier e
    ON e.client_hi = c.client_hi AND e.client_lo = c.client_lo AND e.server_hi = c.server_hi AND e.server_lo = c.server_lo AND e.port = c.port
  WHERE NOT c.admin AND e.port IS NULL AND c.clients < CAST($service_clients AS BIGINT)
    -- To be logged in to is what a bastion is for.
    AND (b.learnt OR (
      NOT c.to_bastion AND NOT c.guessed AND c.members >= CAST($group_hosts AS BIGINT) AND c.edges_of_peers = 0
      AND NOT (c.hours >= 12 AND c.active_hours >= CAST($steady_share AS DOUBLE) * c.hours)
    ))
),
told AS (
  SELECT
    client_no, client, CASE WHEN NOT grouped THEN server_no END AS server_no, port, members, count(*) AS targets,
    CAST(sum(connections) AS BIGINT) AS connections, CAST(sum(bytes) AS BIGINT) AS bytes, min(first_s) AS first_s, max(last_s) AS last_s,
    max(clients) AS clients, string_agg('''' || server || '''', ', ' ORDER BY server_hi, server_lo) AS servers
  FROM found
  GROUP BY client_no, client, CASE WHEN NOT grouped THEN server_no END, port, members
)
SELECT
  CASE WHEN b.learnt THEN 'new' ELSE 'rare' END AS variant, t.client_no AS actor_no, t.server_no AS target_no, t.port, 6 AS protocol,
  t.first_s, t.last_s, t.connections, t.bytes, 'low' AS base,
  list_filter(
    [
      {name: 'targets', value: CASE WHEN t.server_no IS NULL THEN CAST(t.targets AS DOUBLE) END, threshold: NULL, at_most: FALSE},
      {name: 'hosts_with_target', value: CAST(t.clients AS DOUBLE), threshold: CAST($service_clients AS DOUBLE) - 1, at_most: TRUE},
      {
        name: 'edges_of_peers', value: CASE WHEN NOT b.learnt THEN CAST(0 AS DOUBLE) END, threshold: CAST(0 AS DOUBLE), at_most: TRUE
      },
      {
        name: 'earlier_days', value: CASE WHEN b.learnt THEN CAST(0 AS DOUBLE) END, threshold: CAST(0 AS DOUBLE), at_most: TRUE
      },
      {name: 'hosts_of_group', value: CASE WHEN NOT b.learnt THEN CAST(t.members AS DOUBLE) END, threshold: CAST($group_hosts AS DOUBLE), at_most: FALSE}
    ],
    lambda measure: measure.value IS NOT NULL
  ) AS measures,
  TRUE AS worked, FALSE AS all_refused, CASE WHEN t.server_no IS NOT NULL THEN t.clients END AS hosts_with_target,
  CASE WHEN b.learnt THEN least(1, b.history_days / CAST(14 AS DOUBLE)) ELSE least(1, log10(t.members)) END AS evidence_strength,
  CAST([] AS INTEGER[]) AS decision_ids,
  concat(
    'client = ''', t.client, ''' AND server IN (', t.servers, ') AND server_port = ', t.port,
    ' AND protocol = 6 AND answered'
  ) AS where_sql,
  CASE WHEN b.learnt THEN 'earlier-days' ELSE 'peers' END AS baseline_kind, CAST(0 AS DOUBLE) AS baseline_value,
  CASE WHEN b.learnt THEN CAST(b.history_days AS BIGINT) ELSE t.members - 1 END AS baseline_samples
FROM told t
CROSS JOIN bounds b
ORDER BY actor_no, port, target_no;
