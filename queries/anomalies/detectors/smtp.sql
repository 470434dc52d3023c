-- title: Mail to many servers
-- answers: Which own host that is no mail server delivers mail to many servers outside, or for the first time?
-- source: fan-out and first use (GuardDuty Backdoor:EC2/Spambot); relays are reached by 587 and 465 (RFC 6409, RFC 8314), servers by 25 (RFC 5321); ATT&CK T1071.003
-- $servers BIGINT = 10: different addresses outside on TCP 25, answered or not
-- $high_servers BIGINT = 100: as many make it high
-- $first_servers BIGINT = 1: with a week of history in which the host used port 25 never: as many are told
-- $services VARCHAR = '': AWS services, with commas, whose addresses are looked at as well: EC2 says that an address is somebody's instance, not whose
WITH senders AS MATERIALIZED (
  SELECT
    client_no, count(DISTINCT server_no) AS servers, CASE WHEN min(server_no) = max(server_no) THEN min(server_no) END AS server_no,
    count(*) AS connections, count(*) FILTER (answered) AS answered, count(*) FILTER (refused) AS refused,
    CAST(sum(bytes_up + bytes_down) AS BIGINT) AS bytes, min(start_s) AS first_s, max(end_s) AS last_s,
    list_sort(list(DISTINCT decision_id) FILTER (refused AND decision_id IS NOT NULL)) AS decision_ids
  FROM connections
  WHERE server_port = 25 AND protocol = 6 AND client_inside AND NOT server_inside AND NOT backscatter
    AND (aws_service IS NULL OR list_contains(string_split($services, ','), aws_service))
  GROUP BY client_no
),
suspects AS (
  SELECT s.*, h.hi, h.lo, h.address, a.history_days
  FROM senders s
  JOIN acting_hosts h ON h.host_no = s.client_no AND NOT list_contains(h.roles, 'mail')
  CROSS JOIN analysis a
  WHERE s.servers >= CAST($servers AS BIGINT)
    OR (
      s.servers >= CAST($first_servers AS BIGINT) AND a.history_days >= 7
      AND NOT EXISTS (FROM daily_edges e WHERE e.client_hi = h.hi AND e.client_lo = h.lo AND e.server_port = 25)
    )
),
earlier AS (
  SELECT s.client_no, count(DISTINCT (e.server_hi, e.server_lo)) AS servers
  FROM suspects s
  JOIN daily_edges e ON e.client_hi = s.hi AND e.client_lo = s.lo AND e.server_port = 25
  GROUP BY s.client_no
)
SELECT
  CASE WHEN s.servers < CAST($servers AS BIGINT) THEN 'first-use' END AS variant,
  s.client_no AS actor_no, s.server_no AS target_no, CAST(25 AS INTEGER) AS port, CAST(6 AS INTEGER) AS protocol,
  s.first_s, s.last_s, s.connections, s.bytes,
  CASE WHEN s.servers >= CAST($high_servers AS BIGINT) THEN 'high' WHEN s.servers >= CAST($servers AS BIGINT) THEN 'medium' ELSE 'low' END AS base,
  [
    {
      name: 'servers', value: CAST(s.servers AS DOUBLE),
      threshold: CAST(CASE
        WHEN s.servers >= CAST($high_servers AS BIGINT) THEN $high_servers
        WHEN s.servers >= CAST($servers AS BIGINT) THEN $servers
        ELSE $first_servers
      END AS DOUBLE),
      at_most: FALSE
    },
    {name: 'answered', value: CAST(s.answered AS DOUBLE), threshold: CAST(NULL AS DOUBLE), at_most: FALSE}
  ] AS measures,
  s.answered > 0 AS worked, s.refused = s.connections AS all_refused, o.hosts AS hosts_with_target,
  least(1, ln(s.servers / greatest(1, least(CAST($servers AS DOUBLE), s.servers))) / ln(10)) AS evidence_strength,
  CAST(coalesce(s.decision_ids, []) AS INTEGER[]) AS decision_ids,
  printf('client = ''%s'' AND server_port = 25 AND protocol = 6 AND NOT server_inside', s.address) AS where_sql,
  CASE WHEN s.history_days > 0 THEN 'earlier-days' ELSE 'none' END AS baseline_kind,
  CASE WHEN s.history_days > 0 THEN CAST(coalesce(e.servers, 0) AS DOUBLE) END AS baseline_value,
  CAST(s.history_days AS BIGINT) AS baseline_samples
FROM suspects s
LEFT JOIN earlier e USING (client_no)
LEFT JOIN outside_servers o ON o.server_no = s.server_no
ORDER BY actor_no;
