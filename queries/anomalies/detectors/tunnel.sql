-- title: Tunnel in ICMP or in a rare protocol
-- answers: Which own hosts exchange more with an address outside over pings, or over a protocol that nobody uses, than these are for?
-- source: packet sizes as in Elastic's ICMP rules; protocol numbers of IANA; ATT&CK T1095, T1572
-- $bytes BIGINT = 1000000: bytes between two ends in the window, both ways, at least
-- $packet_bytes DOUBLE = 256: mean bytes of an ICMP packet, at least; pings have 84, or 60 from Windows
-- $continuous_s BIGINT = 3600: seconds that ICMP goes on without a pause longer than two aggregation intervals, at least
-- $packets_per_second DOUBLE = 10: ICMP packets sent in a second during that time, more than; monitoring hosts may send them
-- $known_protocols VARCHAR = '1,6,17,47,50,51,58': ICMP, TCP, UDP, GRE, ESP, AH and ICMPv6, of which the VPN protocols are left out
-- A log has no types of ICMP, and a request and its answer begin in the same second: which end asks is often not known. So what counts is
-- what an own host sends, whoever began.
WITH exchanges AS (
  SELECT
    CASE WHEN client_inside THEN client_no ELSE server_no END AS own_no, CASE WHEN client_inside THEN server_no ELSE client_no END AS outside_no,
    protocol, start_s, end_s, answered, bytes_up + bytes_down AS bytes, packets_up + packets_down AS packets,
    CASE WHEN client_inside THEN packets_up ELSE packets_down END AS packets_sent
  FROM connections
  WHERE client_inside <> server_inside
    AND (protocol IN (1, 58) OR NOT list_contains(CAST(string_split($known_protocols, ',') AS INTEGER[]), protocol))
    -- What is refused carries nothing.
    AND NOT refused AND NOT backscatter
),
flows AS (
  SELECT
    own_no, outside_no, protocol, protocol IN (1, 58) AS icmp, count(*) AS connections, bool_or(answered) AS answered,
    CAST(sum(packets) AS BIGINT) AS packets, CAST(sum(bytes) AS BIGINT) AS bytes, min(start_s) AS first_s, max(end_s) AS last_s,
    arg_max(end_s - start_s, packets_sent) FILTER (
      end_s - start_s >= CAST($continuous_s AS BIGINT) AND packets_sent > CAST($packets_per_second AS DOUBLE) * (end_s - start_s)
    ) AS continuous_s,
    max(packets_sent) FILTER (
      end_s - start_s >= CAST($continuous_s AS BIGINT) AND packets_sent > CAST($packets_per_second AS DOUBLE) * (end_s - start_s)
    ) AS continuous_packets
  FROM exchanges
  GROUP BY own_no, outside_no, protocol
  HAVING sum(packets_sent) > 0
),
judged AS (
  SELECT
    f.*, f.bytes / CAST(greatest(1, f.packets) AS DOUBLE) AS packet_bytes,
    f.icmp AND f.continuous_s IS NOT NULL AND NOT list_contains(a.roles, 'monitoring') AS by_rate
  FROM flows f
  JOIN acting_hosts a ON a.host_no = f.own_no
),
tunnels AS (
  SELECT
    *,
    CASE
      WHEN NOT icmp THEN 'protocol'
      WHEN bytes >= CAST($bytes AS BIGINT) AND packet_bytes >= CAST($packet_bytes AS DOUBLE) THEN 'icmp-volume'
      ELSE 'icmp-rate'
    END AS variant
  FROM judged
  WHERE (bytes >= CAST($bytes AS BIGINT) AND (NOT icmp OR packet_bytes >= CAST($packet_bytes AS DOUBLE))) OR by_rate
),
contacting AS (
  SELECT outside_no, CAST(count(DISTINCT own_no) AS INTEGER) AS hosts FROM flows GROUP BY outside_no
)
SELECT
  t.variant, t.own_no AS actor_no, t.outside_no AS target_no, CAST(NULL AS INTEGER) AS port, t.protocol, t.first_s, t.last_s, t.connections, t.bytes,
  'medium' AS base,
  CASE t.variant
    WHEN 'icmp-rate' THEN [
      {name: 'packets_per_second', value: t.continuous_packets / CAST(t.continuous_s AS DOUBLE), threshold: CAST($packets_per_second AS DOUBLE), at_most: FALSE},
      {name: 'duration_s', value: CAST(t.continuous_s AS DOUBLE), threshold: CAST($continuous_s AS DOUBLE), at_most: FALSE},
      {name: 'packet_bytes', value: t.packet_bytes, threshold: NULL, at_most: FALSE}
    ]
    ELSE [
      {name: 'exchanged_bytes', value: CAST(t.bytes AS DOUBLE), threshold: CAST($bytes AS DOUBLE), at_most: FALSE},
      {name: 'packet_bytes', value: t.packet_bytes, threshold: CASE WHEN t.icmp THEN CAST($packet_bytes AS DOUBLE) END, at_most: FALSE}
    ]
  END || [{name: 'hosts_with_target', value: CAST(greatest(n.hosts, o.hosts) AS DOUBLE), threshold: NULL, at_most: FALSE}] AS measures,
  t.answered AS worked, FALSE AS all_refused, greatest(n.hosts, o.hosts) AS hosts_with_target,
  least(1, greatest(0, log10(CASE t.variant
    WHEN 'icmp-rate' THEN CAST(t.continuous_s AS DOUBLE) / greatest(1, $continuous_s)
    ELSE CAST(t.bytes AS DOUBLE) / greatest(1, $bytes)
  END))) AS evidence_strength,
  CAST([] AS INTEGER[]) AS decision_ids,
  printf(
    'protocol = %d AND ((client = ''%s'' AND server = ''%s'') OR (client = ''%s'' AND server = ''%s''))',
    t.protocol, a.address, v.address, v.address, a.address
  ) AS where_sql,
  'none' AS baseline_kind, CAST(NULL AS DOUBLE) AS baseline_value, CAST(0 AS BIGINT) AS baseline_samples
FROM tunnels t
JOIN hosts a ON a.host_no = t.own_no
JOIN hosts v ON v.host_no = t.outside_no
JOIN contacting n USING (outside_no)
LEFT JOIN outside_servers o ON o.server_no = t.outside_no
ORDER BY actor_no, target_no, t.protocol;
