-- title: Port scan by an own host
-- answers: Which own hosts tried many ports of another host and failed on nearly all of them, quickly or over a whole day?
-- source: failed first contacts, as in TRW (Jung et al. 2004) and Zeek's scan scripts; ATT&CK T1046
-- $failed_ports BIGINT = 15: ports of one host that did not answer, at least; an application that has lost its peer tries its own few
-- $failure_ratio DOUBLE = 0.8: share of failures among the first contacts with that host, at least (what TRW expects of a scanner)
-- $likelihood DOUBLE = 4.595: log-likelihood ratio of that pair, at least: ln 99, of 1 % false alarms and 99 % found (Jung et al. 2004)
-- $fast_ports DOUBLE = 10: ports a minute that make it a fast one
-- $burst_ports BIGINT = 50: ports within one minute that make it a fast one in any case (Elastic's rule)
-- $victims BIGINT = 3: victims that are told one by one, at most; of more, one network-scan is told
-- $listed_victims BIGINT = 20: victims that the evidence names one by one, at most
WITH victims AS (
  SELECT
    p.client_no, p.server_no, p.contacts, list_contains(a.roles, 'scanner') AS expected,
    list_contains(a.roles, 'scanner') OR count(*) OVER (PARTITION BY p.client_no) > CAST($victims AS BIGINT) AS grouped
  FROM contact_pairs p
  JOIN acting_hosts a ON a.host_no = p.client_no
  JOIN (
    SELECT f.client_no, f.server_no
    FROM first_contacts f
    JOIN contact_pairs q USING (client_no, server_no)
    WHERE q.failures >= CAST($failed_ports AS BIGINT) AND NOT f.ok
    GROUP BY f.client_no, f.server_no
    HAVING count(DISTINCT f.server_port) >= CAST($failed_ports AS BIGINT)
  ) USING (client_no, server_no)
  WHERE CAST(p.failures AS DOUBLE) / p.contacts >= CAST($failure_ratio AS DOUBLE)
    AND (2 * p.failures - p.contacts) * ln(4) >= CAST($likelihood AS DOUBLE)
),
failed AS MATERIALIZED (
  SELECT f.*, v.expected, CASE WHEN NOT v.grouped THEN v.server_no END AS target_no
  FROM first_contacts f
  JOIN victims v USING (client_no, server_no)
  WHERE NOT f.ok
),
-- Of one minute, how many; ports that are tried at several hosts count for each.
minutes AS (
  SELECT client_no, target_no, max(ports) AS most_ports
  FROM (SELECT client_no, target_no, count(*) AS ports FROM failed GROUP BY client_no, target_no, first_s / 60)
  GROUP BY client_no, target_no
),
scans AS (
  SELECT
    client_no, target_no, expected, count(DISTINCT server_port) AS failed_ports, count(*) AS failures, count(DISTINCT server_no) AS victims,
    min(first_s) AS first_s, max(last_s) AS last_s, max(first_s) AS last_try_s, CAST(sum(connections) AS BIGINT) AS connections,
    CAST(sum(refused_connections) AS BIGINT) AS refused, CAST(sum(bytes) AS BIGINT) AS bytes,
    CASE WHEN min(protocol) = max(protocol) THEN min(protocol) END AS protocol,
    list_slice(list_sort(list_distinct(list(decision_id) FILTER (decision_id IS NOT NULL))), 1, 10) AS decision_ids,
    bool_or(server_inside) AS inside, bool_or(NOT server_inside) AS outside
  FROM failed
  GROUP BY client_no, target_no, expected
),
tried AS (
  SELECT client_no, CASE WHEN NOT grouped THEN server_no END AS target_no, CAST(sum(contacts) AS BIGINT) AS contacts
  FROM victims
  GROUP BY client_no, CASE WHEN NOT grouped THEN server_no END
),
-- What answered during the scan; what had answered before it is what the two hosts do anyway.
opened AS (
  SELECT s.client_no, s.target_no, count(*) AS ports
  FROM scans s
  JOIN victims v ON v.client_no = s.client_no AND (s.target_no IS NULL OR v.server_no = s.target_no)
  JOIN first_contacts f ON f.client_no = v.client_no AND f.server_no = v.server_no
  WHERE f.ok AND f.first_s BETWEEN s.first_s AND s.last_try_s
  GROUP BY s.client_no, s.target_no
),
addresses AS (
  SELECT v.client_no, string_agg('''' || h.address || '''', ', ' ORDER BY h.hi, h.lo) AS victims
  FROM victims v JOIN hosts h ON h.host_no = v.server_no
  WHERE v.grouped
  GROUP BY v.client_no
  HAVING count(*) <= CAST($listed_victims AS BIGINT)
),
contacting AS (
  SELECT f.server_no, count(DISTINCT f.client_no) AS hosts
  FROM first_contacts f
  JOIN acting_hosts a ON a.host_no = f.client_no
  WHERE f.server_no IN (SELECT target_no FROM scans)
  GROUP BY f.server_no
),
-- How often hosts fail here that do not scan.
others AS (
  SELECT quantile_disc(share, 0.9) AS share, count(*) AS hosts
  FROM (
    SELECT count(*) FILTER (NOT f.ok) / CAST(count(*) AS DOUBLE) AS share
    FROM first_contacts f
    JOIN acting_hosts a ON a.host_no = f.client_no
    WHERE f.client_no NOT IN (SELECT client_no FROM scans)
    GROUP BY f.client_no
  )
)
SELECT
  CASE WHEN s.expected THEN 'expected-scan' WHEN s.target_no IS NULL THEN 'network-scan' ELSE 'vertical' END AS variant,
  s.client_no AS actor_no, s.target_no, CAST(NULL AS INTEGER) AS port, s.protocol, s.first_s, s.last_s, s.connections, s.bytes,
  CASE WHEN s.expected THEN 'info' ELSE 'medium' END AS base,
  list_filter(
    [
      {name: 'failed_ports', value: CAST(s.failed_ports AS DOUBLE), threshold: CAST($failed_ports AS DOUBLE), at_most: FALSE},
      {
        name: 'victims', value: CASE WHEN s.target_no IS NULL THEN CAST(s.victims AS DOUBLE) END,
        threshold: CASE WHEN NOT s.expected THEN CAST($victims AS DOUBLE) + 1 END, at_most: FALSE
      },
      {
        name: 'failure_ratio', value: CAST(s.failures AS DOUBLE) / t.contacts, threshold: CAST($failure_ratio AS DOUBLE), at_most: FALSE
      },
      {name: 'likelihood', value: (2 * s.failures - t.contacts) * ln(4), threshold: CAST($likelihood AS DOUBLE), at_most: FALSE},
      -- Where it is slow, the line of a fast one says nothing.
      {
        name: 'ports_per_minute', value: r.per_minute,
        threshold: CASE WHEN r.per_minute >= CAST($fast_ports AS DOUBLE) THEN CAST($fast_ports AS DOUBLE) END, at_most: FALSE
      },
      {
        name: 'ports_in_one_minute',
        value: CASE WHEN m.most_ports >= CAST($burst_ports AS BIGINT) THEN CAST(m.most_ports AS DOUBLE) END,
        threshold: CAST($burst_ports AS DOUBLE), at_most: FALSE
      }
    ],
    lambda measure: measure.value IS NOT NULL
  ) AS measures,
  p.ports IS NOT NULL AS worked, p.ports IS NULL AND s.refused = s.connections AS all_refused,
  CASE WHEN NOT s.inside THEN c.hosts END AS hosts_with_target,
  least(1, log10(greatest(1, s.failures / CAST($failed_ports AS DOUBLE)))) AS evidence_strength,
  coalesce(s.decision_ids, CAST([] AS INTEGER[])) AS decision_ids,
  concat(
    'client = ''', a.address, '''',
    CASE
      WHEN v.host_no IS NOT NULL THEN ' AND server = ''' || v.address || ''''
      WHEN n.victims IS NOT NULL THEN ' AND server IN (' || n.victims || ')'
      WHEN NOT s.outside THEN ' AND server_inside'
      WHEN NOT s.inside THEN ' AND NOT server_inside'
      ELSE ''
    END,
    ' AND protocol IN (6, 17) AND packets_up > 0 AND NOT answered'
  ) AS where_sql,
  CASE WHEN o.hosts > 0 THEN 'peers' ELSE 'none' END AS baseline_kind, o.share AS baseline_value, o.hosts AS baseline_samples
FROM scans s
JOIN tried t ON t.client_no = s.client_no AND t.target_no IS NOT DISTINCT FROM s.target_no
JOIN minutes m ON m.client_no = s.client_no AND m.target_no IS NOT DISTINCT FROM s.target_no
JOIN hosts a ON a.host_no = s.client_no
LEFT JOIN opened p ON p.client_no = s.client_no AND p.target_no IS NOT DISTINCT FROM s.target_no
LEFT JOIN hosts v ON v.host_no = s.target_no
LEFT JOIN addresses n ON n.client_no = s.client_no AND s.target_no IS NULL
LEFT JOIN contacting c ON c.server_no = s.target_no
CROSS JOIN others o
CROSS JOIN LATERAL (SELECT CAST(60 * s.failures AS DOUBLE) / greatest(60, s.last_try_s - s.first_s) AS per_minute) r
ORDER BY actor_no, target_no;
