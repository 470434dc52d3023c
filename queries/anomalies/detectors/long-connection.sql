-- title: Long connection to an address outside
-- answers: Which own host keeps a connection open for hours to an address that hardly any other contacts, as miners, tunnels and remote access do?
-- source: RITA 5 (1, 4, 8 and 12 hours); ATT&CK T1071, T1572, T1496.001
-- $hours DOUBLE = 4: hours that a connection lasts, or $window_share of the window if that is less
-- $window_share DOUBLE = 0.5: see $hours
-- $least_hours DOUBLE = 1: hours in any case, however short the window (RITA's shortest)
-- $medium_hours DOUBLE = 8: hours that make it medium (RITA)
-- $long_hours DOUBLE = 12: hours beyond which more say nothing more (RITA)
-- $hosts BIGINT = 2: own hosts that contact the address, at most
-- $known_ports VARCHAR = '194,3333,4444,4782,5555,6660,6661,6662,6663,6664,6665,6666,6667,6668,6669,6697,7777,8333,9001,9030,9050,14444': ports of miners, IRC, Tor and remote-access tools, with commas; they raise it by a step
-- $common_ports VARCHAR = '21,22,25,43,53,80,110,143,389,443,465,587,636,853,873,989,990,993,995,5222,5223,5228,8080,8443,9418': TCP ports, with commas, of services that anybody may need, as in rare-port, and of push services; any other that only one own host uses to the outside raises it by a step
-- $services VARCHAR = '': AWS services, with commas, whose addresses are looked at as well: EC2 says that an address is somebody's instance, not whose
WITH bounds AS MATERIALIZED (
  SELECT
    *, until_s - since_s AS window_s,
    CAST(3600 * greatest(
      CAST($least_hours AS DOUBLE),
      least(CAST($hours AS DOUBLE), CAST($window_share AS DOUBLE) * (until_s - since_s) / 3600.0)
    ) AS BIGINT) AS least_s
  FROM analysis
),
-- IPsec goes through NAT by UDP 500 and 4500 (RFC 3948); NTP is a connection without end where both ports are 123.
long AS MATERIALIZED (
  SELECT c.*, c.end_s - c.start_s AS duration_s
  FROM connections c
  CROSS JOIN bounds b
  WHERE c.end_s - c.start_s >= b.least_s AND c.client_inside AND NOT c.server_inside AND c.answered AND c.server_port IS NOT NULL
    AND NOT (c.protocol = 17 AND c.server_port IN (123, 500, 4500))
    AND c.client_no IN (SELECT host_no FROM acting_hosts)
),
-- One finding for all between the same ends: pools and reconnections are many.
longest AS MATERIALIZED (
  SELECT
    row_number() OVER (ORDER BY client_no, server_no, server_port, protocol) AS line_no,
    client_no, server_no, server_port, protocol, count(*) AS connections, CAST(sum(bytes_up + bytes_down) AS BIGINT) AS bytes,
    min(start_s) AS first_s, max(end_s) AS last_s, max(duration_s) AS duration_s,
    arg_min(connection_id, (-duration_s, start_s, client_port)) AS longest_id
  FROM long
  GROUP BY client_no, server_no, server_port, protocol
),
port_hosts AS (
  SELECT server_port, count(DISTINCT client_no) AS hosts FROM outbound_pairs WHERE protocol = 6 GROUP BY server_port
),
suspects AS MATERIALIZED (
  SELECT
    l.*, s.hosts, CASE WHEN l.protocol = 6 THEN o.hosts END AS port_hosts,
    list_contains(string_split($known_ports, ','), CAST(l.server_port AS VARCHAR)) AS known_port,
    l.protocol = 6 AND coalesce(o.hosts, 1) = 1 AND NOT list_contains(string_split($common_ports, ','), CAST(l.server_port AS VARCHAR)) AS rare_port
  FROM longest l
  JOIN outbound_pairs p
    ON p.client_no = l.client_no AND p.server_no = l.server_no AND p.server_port = l.server_port AND p.protocol = l.protocol
  JOIN outside_servers s ON s.server_no = l.server_no
  LEFT JOIN port_hosts o ON o.server_port = l.server_port
  WHERE s.hosts <= CAST($hosts AS BIGINT) AND (p.aws_service IS NULL OR list_contains(string_split($services, ','), p.aws_service))
),
-- What the interface recorded of the longest of each: how many intervals had packets, and how alike they are.
sent AS (
  SELECT
    s.line_no, l.start_s, l.end_s, x.interface_id, l.client_hi AS src_hi, l.client_lo AS src_lo, l.server_hi AS dst_hi, l.server_lo AS dst_lo,
    l.client_port AS src_port, l.server_port AS dst_port, l.protocol
  FROM suspects s
  JOIN long l ON l.connection_id = s.longest_id
  JOIN contexts x ON x.context_id = l.context_id
),
legs AS MATERIALIZED (
  FROM sent
  UNION ALL
  SELECT line_no, start_s, end_s, interface_id, dst_hi, dst_lo, src_hi, src_lo, dst_port, src_port, protocol FROM sent
),
active AS (
  SELECT g.line_no, r."start" / b.aggregation_s AS part, sum(r.bytes) AS bytes
  FROM records r
  JOIN legs g
    ON r.srcaddr_lo = g.src_lo AND r.dstaddr_lo = g.dst_lo AND r.srcaddr_hi = g.src_hi AND r.dstaddr_hi = g.dst_hi
    AND r.srcport = g.src_port AND r.dstport = g.dst_port AND r.protocol = g.protocol AND r."start" BETWEEN g.start_s AND g.end_s
  JOIN contexts x ON x.context_id = r.context_id AND x.interface_id = g.interface_id
  CROSS JOIN bounds b
  GROUP BY ALL
),
rhythm AS (
  SELECT
    line_no, count(*) AS parts,
    CASE WHEN sum(bytes) > 0 THEN sqrt(CAST(count(*) * sum(bytes * bytes) - sum(bytes) * sum(bytes) AS DOUBLE)) / sum(bytes) END AS variation
  FROM active
  GROUP BY line_no
),
earlier AS (
  SELECT s.line_no, max(e.connections) AS most_connections
  FROM suspects s
  JOIN hosts c ON c.host_no = s.client_no
  JOIN hosts v ON v.host_no = s.server_no
  JOIN (
    SELECT day, client_hi, client_lo, server_hi, server_lo, CAST(sum(connections) AS BIGINT) AS connections FROM daily_edges GROUP BY ALL
  ) e ON e.client_hi = c.hi AND e.client_lo = c.lo AND e.server_hi = v.hi AND e.server_lo = v.lo
  GROUP BY s.line_no
)
SELECT
  CASE WHEN s.known_port THEN 'known-port' WHEN s.rare_port THEN 'rare-port' END AS variant,
  s.client_no AS actor_no, s.server_no AS target_no, s.server_port AS port, s.protocol, s.first_s, s.last_s, s.connections, s.bytes,
  ['low', 'medium', 'high'][
    1 + CASE WHEN s.duration_s >= 3600 * CAST($medium_hours AS DOUBLE) THEN 1 ELSE 0 END
    + CASE WHEN s.known_port OR s.rare_port THEN 1 ELSE 0 END
  ] AS base,
  list_filter(
    [
      {name: 'hours', value: s.duration_s / 3600.0, threshold: b.least_s / 3600.0, at_most: FALSE},
      {name: 'active_share', value: CASE WHEN r.parts > 0 THEN least(1, r.parts / (1.0 + s.duration_s / b.aggregation_s)) END, threshold: NULL, at_most: FALSE},
      {name: 'bytes_variation', value: r.variation, threshold: NULL, at_most: FALSE},
      {name: 'hosts_with_target', value: CAST(s.hosts AS DOUBLE), threshold: CAST($hosts AS DOUBLE), at_most: TRUE},
      {name: 'hosts_with_port', value: CASE WHEN s.rare_port THEN CAST(s.port_hosts AS DOUBLE) END, threshold: 1, at_most: TRUE},
      {name: 'short_window_hours', value: CASE WHEN b.window_s + 4320 < 86400 THEN b.window_s / 3600.0 END, threshold: NULL, at_most: FALSE}
    ],
    lambda measure: measure.value IS NOT NULL
  ) AS measures,
  TRUE AS worked, FALSE AS all_refused, s.hosts AS hosts_with_target,
  least(1, (s.duration_s - b.least_s) / greatest(1, 3600 * CAST($long_hours AS DOUBLE) - b.least_s)) AS evidence_strength,
  CAST([] AS INTEGER[]) AS decision_ids,
  printf(
    'client = ''%s'' AND server = ''%s'' AND server_port = %d AND protocol = %d AND answered AND duration_s >= %d',
    c.address, v.address, s.server_port, s.protocol, b.least_s
  ) AS where_sql,
  CASE WHEN b.history_days > 0 THEN 'earlier-days' ELSE 'none' END AS baseline_kind,
  CASE WHEN b.history_days > 0 THEN CAST(coalesce(e.most_connections, 0) AS DOUBLE) END AS baseline_value,
  CAST(b.history_days AS BIGINT) AS baseline_samples
FROM suspects s
JOIN hosts c ON c.host_no = s.client_no
JOIN hosts v ON v.host_no = s.server_no
LEFT JOIN rhythm r USING (line_no)
LEFT JOIN earlier e USING (line_no)
CROSS JOIN bounds b
ORDER BY actor_no, target_no, port, protocol;
