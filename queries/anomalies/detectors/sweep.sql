-- title: Sweep by an own host
-- answers: Which own hosts tried one port of many hosts and failed on nearly all of them?
-- source: failed first contacts, as in TRW (Jung et al. 2004) and Zeek's scan scripts; ATT&CK T1018, T1046, T1595.001
-- $targets BIGINT = 20: hosts that one port was tried of for the first time, at least
-- $admin_targets BIGINT = 10: as many are enough on a port of administration inside
-- $admin_ports VARCHAR = '22,23,135,139,445,3389,5985,5986': ports of administration (remote login, Windows administration)
-- $failure_ratio DOUBLE = 0.8: share of failures among those, at least (what TRW expects of a scanner)
-- $concentration DOUBLE = 0.5: share of the swept ports in all that the host failed on outside, at least; peer-to-peer programs try as many ports as hosts
-- $scanned_ports BIGINT = 15: failed ports of one target that are a port scan's; a sweep of which most targets are that is not told again
-- $ports BIGINT = 3: ports that are told one by one, at most; of more, one sweep is told
WITH contacts AS (
  SELECT
    f.client_no, f.server_port, f.protocol, f.server_inside, count(*) AS contacts, count(*) FILTER (NOT f.ok) AS failures
  FROM first_contacts f
  JOIN acting_hosts a ON a.host_no = f.client_no
  -- Monitoring asks everybody inside, those that are gone included.
  WHERE NOT (f.server_inside AND list_contains(a.roles, 'monitoring'))
  GROUP BY f.client_no, f.server_port, f.protocol, f.server_inside
),
swept AS (
  SELECT
    c.*,
    CASE
      WHEN c.server_inside AND list_contains(CAST(string_split($admin_ports, ',') AS INTEGER[]), c.server_port) THEN CAST($admin_targets AS BIGINT)
      ELSE CAST($targets AS BIGINT)
    END AS least_targets
  FROM (
    SELECT *, CAST(sum(failures) OVER (PARTITION BY client_no, server_inside) AS BIGINT) AS all_failures FROM contacts
  ) c
  WHERE CAST(c.failures AS DOUBLE) / c.contacts >= CAST($failure_ratio AS DOUBLE)
),
concentrated AS (
  SELECT *
  FROM (
    SELECT *, CAST(sum(failures) OVER (PARTITION BY client_no, server_inside) AS DOUBLE) / all_failures AS concentration
    FROM swept
    WHERE contacts >= least_targets
  )
  WHERE server_inside OR concentration >= CAST($concentration AS DOUBLE)
),
failed AS MATERIALIZED (
  SELECT
    f.*, s.least_targets, s.contacts,
    coalesce(p.failures >= CAST($scanned_ports AS BIGINT), FALSE) AS scanned
  FROM first_contacts f
  JOIN concentrated s USING (client_no, server_port, protocol, server_inside)
  JOIN contact_pairs p USING (client_no, server_no)
  WHERE NOT f.ok
),
ports AS (
  SELECT
    client_no, server_port, protocol, server_inside, least_targets, contacts, count(*) AS failures, list_contains(a.roles, 'scanner') AS expected,
    list_contains(a.roles, 'scanner') OR count(*) OVER (PARTITION BY client_no, server_inside) > CAST($ports AS BIGINT) AS grouped
  FROM failed
  JOIN acting_hosts a ON a.host_no = client_no
  GROUP BY client_no, server_port, protocol, server_inside, least_targets, contacts, a.roles
  HAVING 2 * count(*) FILTER (scanned) <= count(*)
),
sweeps AS (
  SELECT
    f.client_no, p.expected, CASE WHEN NOT p.expected THEN f.server_inside END AS inside, CASE WHEN NOT p.grouped THEN f.server_port END AS port,
    CASE WHEN min(f.protocol) = max(f.protocol) THEN min(f.protocol) END AS protocol,
    count(DISTINCT f.server_port) AS ports, count(DISTINCT f.server_no) AS targets, count(*) AS failures, min(f.least_targets) AS least_targets,
    min(f.first_s) AS first_s, max(f.last_s) AS last_s, max(f.first_s) AS last_try_s, CAST(sum(f.connections) AS BIGINT) AS connections,
    CAST(sum(f.refused_connections) AS BIGINT) AS refused, CAST(sum(f.bytes) AS BIGINT) AS bytes,
    list_slice(list_sort(list_distinct(list(f.decision_id) FILTER (f.decision_id IS NOT NULL))), 1, 10) AS decision_ids,
    string_agg(DISTINCT CAST(f.server_port AS VARCHAR), ', ' ORDER BY CAST(f.server_port AS VARCHAR)) AS port_list
  FROM failed f
  JOIN ports p USING (client_no, server_port, protocol, server_inside)
  GROUP BY f.client_no, p.expected, CASE WHEN NOT p.expected THEN f.server_inside END, CASE WHEN NOT p.grouped THEN f.server_port END,
    CASE WHEN NOT p.grouped THEN f.protocol END
),
tried AS (
  SELECT
    client_no, CASE WHEN NOT expected THEN server_inside END AS inside, CASE WHEN NOT grouped THEN server_port END AS port,
    CASE WHEN NOT grouped THEN protocol END AS protocol, CAST(sum(contacts) AS BIGINT) AS contacts, max(contacts) AS most_contacts
  FROM ports
  GROUP BY client_no, CASE WHEN NOT expected THEN server_inside END, CASE WHEN NOT grouped THEN server_port END, CASE WHEN NOT grouped THEN protocol END
)
SELECT
  CASE WHEN s.expected THEN 'expected-scan' WHEN s.inside THEN 'inside' ELSE 'outside' END AS variant,
  s.client_no AS actor_no, CAST(NULL AS INTEGER) AS target_no, s.port, s.protocol, s.first_s, s.last_s, s.connections, s.bytes,
  CASE WHEN s.expected THEN 'info' WHEN s.inside THEN 'medium' ELSE 'high' END AS base,
  list_filter(
    [
      {name: 'targets', value: CAST(t.most_contacts AS DOUBLE), threshold: CAST(s.least_targets AS DOUBLE), at_most: FALSE},
      {
        name: 'failure_ratio', value: CAST(s.failures AS DOUBLE) / t.contacts, threshold: CAST($failure_ratio AS DOUBLE), at_most: FALSE
      },
      {
        name: 'ports', value: CASE WHEN s.port IS NULL THEN CAST(s.ports AS DOUBLE) END,
        threshold: CASE WHEN NOT s.expected THEN CAST($ports AS DOUBLE) + 1 END, at_most: FALSE
      },
      {name: 'likelihood', value: (2 * s.failures - t.contacts) * ln(4), threshold: NULL, at_most: FALSE},
      {
        name: 'targets_per_minute', value: CAST(60 * s.failures AS DOUBLE) / greatest(60, s.last_try_s - s.first_s), threshold: NULL,
        at_most: FALSE
      }
    ],
    lambda measure: measure.value IS NOT NULL
  ) AS measures,
  t.contacts > s.failures AS worked, t.contacts = s.failures AND s.refused = s.connections AS all_refused,
  CAST(NULL AS INTEGER) AS hosts_with_target,
  least(1, log10(greatest(1, t.most_contacts / CAST(s.least_targets AS DOUBLE)))) AS evidence_strength,
  coalesce(s.decision_ids, CAST([] AS INTEGER[])) AS decision_ids,
  concat(
    'client = ''', a.address, '''',
    CASE WHEN s.port IS NOT NULL THEN ' AND server_port = ' || s.port WHEN s.ports <= 50 THEN ' AND server_port IN (' || s.port_list || ')' ELSE '' END,
    CASE WHEN s.protocol IS NOT NULL THEN ' AND protocol = ' || s.protocol ELSE ' AND protocol IN (6, 17)' END,
    CASE WHEN s.inside THEN ' AND server_inside' WHEN NOT s.inside THEN ' AND NOT server_inside' ELSE '' END,
    ' AND packets_up > 0 AND NOT answered'
  ) AS where_sql,
  'none' AS baseline_kind, CAST(NULL AS DOUBLE) AS baseline_value, CAST(0 AS BIGINT) AS baseline_samples
FROM sweeps s
JOIN tried t
  ON t.client_no = s.client_no AND t.inside IS NOT DISTINCT FROM s.inside AND t.port IS NOT DISTINCT FROM s.port
  AND (s.port IS NULL OR t.protocol = s.protocol)
JOIN hosts a ON a.host_no = s.client_no
ORDER BY actor_no, s.inside, port, protocol;
