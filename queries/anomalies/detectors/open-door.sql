-- title: A scan found an open door
-- answers: Which ports that are no public service answered somebody who scans from the Internet?
-- source: TRW (Jung et al. 2004) with the outcome; ATT&CK T1190, T1133
-- $contacts BIGINT = 5: first contacts of the scanner with own hosts, at least
-- $failed BIGINT = 4: as many of them failed, at least
-- $public_ports VARCHAR = '80,443': ports that answer everybody on purpose; so do the listeners of load balancers
-- $mail_ports VARCHAR = '25,465,587': and these, of mail servers
-- $bytes_back BIGINT = 10000: bytes returned to one scanner that make it high
-- $sessions BIGINT = 2: answered connections of one scanner that make it high
-- $sensitive_ports VARCHAR = '22,2375,3306,3389,5432,6379,8088,9200,9300,27017': databases, remote login and control of containers and clusters; one step higher
-- $listed_scanners BIGINT = 20: scanners that the evidence names one by one, at most
WITH doors AS (
  SELECT
    c.client_no, c.server_no, c.server_port, c.protocol, s.contacts, s.failures, count(*) AS sessions,
    CAST(sum(c.bytes_down) AS BIGINT) AS bytes_back, CAST(sum(c.bytes_up + c.bytes_down) AS BIGINT) AS bytes,
    min(c.start_s) AS first_s, max(c.end_s) AS last_s
  FROM connections c
  JOIN inbound_scanners s USING (client_no)
  WHERE c.server_inside AND c.answered AND c.protocol IN (6, 17) AND c.server_port IS NOT NULL
    AND s.contacts >= CAST($contacts AS BIGINT) AND s.failures >= CAST($failed AS BIGINT)
    AND NOT list_contains(CAST(string_split($public_ports, ',') AS INTEGER[]), c.server_port)
  GROUP BY c.client_no, c.server_no, c.server_port, c.protocol, s.contacts, s.failures
),
open_doors AS (
  SELECT
    d.*, d.bytes_back >= CAST($bytes_back AS BIGINT) OR d.sessions >= CAST($sessions AS BIGINT) AS used,
    '''' || c.address || '''' AS client, v.address AS server
  FROM doors d
  JOIN hosts c ON c.host_no = d.client_no
  JOIN hosts v ON v.host_no = d.server_no
  WHERE NOT (list_contains(v.roles, 'load-balancer') AND list_contains(v.declared_ports, d.server_port))
    AND NOT (list_contains(v.roles, 'mail') AND list_contains(CAST(string_split($mail_ports, ',') AS INTEGER[]), d.server_port))
),
-- One for each port, for the Internet finds an open one many times a day; its actor is who alone got in, or alone was answered.
found AS (
  SELECT
    server_no, server_port, protocol, server, bool_or(used) AS used, count(*) AS scanners,
    CASE WHEN count(*) FILTER (used) = 1 THEN min(client_no) FILTER (used) WHEN count(*) = 1 THEN min(client_no) END AS actor_no,
    max(contacts) AS contacts, max(failures) AS failures, max(sessions) AS sessions, max(bytes_back) AS bytes_back,
    CAST(sum(sessions) AS BIGINT) AS connections, CAST(sum(bytes) AS BIGINT) AS bytes, min(first_s) AS first_s, max(last_s) AS last_s,
    string_agg(client, ', ' ORDER BY client) AS clients
  FROM open_doors
  GROUP BY server_no, server_port, protocol, server
)
SELECT
  CASE WHEN used THEN 'used' ELSE 'answered' END AS variant, actor_no, server_no AS target_no, server_port AS port, protocol,
  first_s, last_s, connections, bytes,
  CASE WHEN used OR list_contains(CAST(string_split($sensitive_ports, ',') AS INTEGER[]), server_port) THEN 'high' ELSE 'medium' END AS base,
  [
    {name: 'contacts', value: CAST(contacts AS DOUBLE), threshold: CAST($contacts AS DOUBLE), at_most: FALSE},
    {name: 'failed', value: CAST(failures AS DOUBLE), threshold: CAST($failed AS DOUBLE), at_most: FALSE},
    {
      name: 'returned_bytes', value: CAST(bytes_back AS DOUBLE),
      threshold: CASE WHEN bytes_back >= CAST($bytes_back AS BIGINT) THEN CAST($bytes_back AS DOUBLE) END, at_most: FALSE
    },
    {
      name: 'sessions', value: CAST(sessions AS DOUBLE),
      threshold: CASE WHEN sessions >= CAST($sessions AS BIGINT) THEN CAST($sessions AS DOUBLE) END, at_most: FALSE
    },
    {name: 'scanners', value: CAST(scanners AS DOUBLE), threshold: NULL, at_most: FALSE}
  ] AS measures,
  TRUE AS worked, FALSE AS all_refused, CAST(NULL AS INTEGER) AS hosts_with_target,
  least(1, log10(greatest(1, failures / CAST($failed AS DOUBLE)))) AS evidence_strength,
  CAST([] AS INTEGER[]) AS decision_ids,
  concat(
    CASE WHEN scanners <= CAST($listed_scanners AS BIGINT) THEN 'client IN (' || clients || ')' ELSE 'NOT client_inside' END,
    ' AND server = ''', server, ''' AND server_port = ', server_port, ' AND protocol = ', protocol, ' AND answered'
  ) AS where_sql,
  'none' AS baseline_kind, CAST(NULL AS DOUBLE) AS baseline_value, CAST(0 AS BIGINT) AS baseline_samples
FROM found
ORDER BY target_no, port, protocol;
