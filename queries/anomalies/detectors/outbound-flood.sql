-- title: Flood against an address outside
-- answers: Which own hosts send one address outside packets, or half-open connections, at a rate that nobody answers and only an attack has?
-- source: the rates and types of Amazon GuardDuty's Backdoor:EC2/DenialOfService findings; ATT&CK T1498.001, T1498.002
-- $packets_per_minute BIGINT = 100000: packets in one minute, at least; a connection's packets count evenly over its time
-- $reply_share DOUBLE = 0.05: packets that come back in such minutes by those sent, less than; load tests, media and QUIC are answered
-- $syns_per_minute BIGINT = 10000: TCP connections begun in one minute of which nothing but the SYN was sent, at least
-- $syn_packets BIGINT = 3: packets of such a connection, at most: a SYN and its repetitions
-- $tunnel_protocols VARCHAR = '47,50,51': GRE, ESP and AH, which a VPN may carry one way; they are left out
-- $usual_protocols VARCHAR = '1,6,17,58': ICMP, TCP, UDP and ICMPv6; others are called unusual
-- $tcp_ports VARCHAR = '22,25,80,443,3389': ports of TCP services, to which a flood of UDP is no service's traffic
WITH sent AS (
  SELECT
    client_no, server_no, server_port, protocol, start_s, greatest(start_s, end_s) AS end_s, packets_up, packets_down, bytes_up + bytes_down AS bytes,
    -- A client that closes has sent FIN, and one without flags counts where nothing came back.
    protocol = 6 AND packets_up <= CAST($syn_packets AS BIGINT) AND coalesce(flags_up & 19 = 2, NOT answered) AS half_open
  FROM connections
  WHERE client_inside AND NOT server_inside AND client_no IN (SELECT host_no FROM acting_hosts) AND packets_up > 0
    AND NOT (refused AND accepted_records = 0)
    AND NOT list_contains(CAST(string_split($tunnel_protocols, ',') AS INTEGER[]), coalesce(protocol, -1))
),
heavy AS (
  SELECT client_no, server_no, protocol
  FROM sent
  GROUP BY client_no, server_no, protocol
  HAVING sum(packets_up) >= CAST($packets_per_minute AS BIGINT) OR count(*) FILTER (half_open) >= CAST($syns_per_minute AS BIGINT)
),
spread AS (
  SELECT s.*, unnest(range(s.start_s / 60, s.end_s / 60 + 1)) AS minute
  FROM sent s
  JOIN heavy h ON h.client_no = s.client_no AND h.server_no = s.server_no AND h.protocol IS NOT DISTINCT FROM s.protocol
),
shared AS (
  SELECT
    *, CAST(least(end_s + 1, 60 * minute + 60) - greatest(start_s, 60 * minute) AS DOUBLE) / (end_s - start_s + 1) AS share,
    start_s / 60 = minute AS begun
  FROM spread
),
minutes AS (
  SELECT
    client_no, server_no, protocol, minute, sum(packets_up * share) AS packets, sum(packets_down * share) AS replies, sum(bytes * share) AS bytes,
    count(*) FILTER (begun AND half_open) AS syns, count(*) FILTER (begun) AS connections,
    min(server_port) AS least_port, max(server_port) AS most_port, min(greatest(start_s, 60 * minute)) AS first_s,
    max(least(end_s, 60 * minute + 59)) AS last_s
  FROM shared
  GROUP BY client_no, server_no, protocol, minute
),
crossing AS (
  SELECT *, syns >= CAST($syns_per_minute AS BIGINT) AS by_syns
  FROM minutes
  WHERE syns >= CAST($syns_per_minute AS BIGINT)
    -- Sums of shares are not exact; nobody sends a millionth of a packet.
    OR (packets >= CAST($packets_per_minute AS DOUBLE) - 1e-6 AND replies < CAST($reply_share AS DOUBLE) * packets)
),
floods AS (
  SELECT
    client_no, server_no, protocol, CASE WHEN min(least_port) = max(most_port) THEN min(least_port) END AS port, count(*) AS minutes,
    max(packets) AS packets, sum(replies) / sum(packets) AS reply_share, max(syns) AS syns, bool_or(by_syns) AS by_syns,
    greatest(1, CAST(sum(connections) AS BIGINT)) AS connections, CAST(sum(bytes) AS BIGINT) AS bytes, min(first_s) AS first_s, max(last_s) AS last_s
  FROM crossing
  GROUP BY client_no, server_no, protocol
)
SELECT
  CASE
    WHEN f.by_syns THEN 'syn'
    WHEN f.protocol = 17 AND f.port = 53 THEN 'dns'
    WHEN f.protocol = 17 AND list_contains(CAST(string_split($tcp_ports, ',') AS INTEGER[]), f.port) THEN 'udp-on-tcp-port'
    WHEN f.protocol = 17 THEN 'udp'
    WHEN f.protocol = 6 THEN 'tcp'
    WHEN list_contains(CAST(string_split($usual_protocols, ',') AS INTEGER[]), f.protocol) THEN 'icmp'
    ELSE 'unusual-protocol'
  END AS variant,
  f.client_no AS actor_no, f.server_no AS target_no, f.port, f.protocol, f.first_s, f.last_s, f.connections, f.bytes, 'high' AS base,
  CASE
    WHEN f.by_syns THEN [
      {name: 'syns_per_minute', value: CAST(f.syns AS DOUBLE), threshold: CAST($syns_per_minute AS DOUBLE), at_most: FALSE}
    ]
    ELSE [
      {name: 'packets_per_minute', value: f.packets, threshold: CAST($packets_per_minute AS DOUBLE), at_most: FALSE},
      {name: 'reply_share', value: f.reply_share, threshold: CAST($reply_share AS DOUBLE), at_most: TRUE}
    ]
  END || [
    {name: 'minutes', value: CAST(f.minutes AS DOUBLE), threshold: 1, at_most: FALSE},
    {name: 'hosts_with_target', value: CAST(o.hosts AS DOUBLE), threshold: NULL, at_most: FALSE}
  ] AS measures,
  -- Nobody answers a flood, and it works all the same.
  CAST(NULL AS BOOLEAN) AS worked, FALSE AS all_refused, o.hosts AS hosts_with_target,
  least(1, greatest(0, log10(CASE
    WHEN f.by_syns THEN CAST(f.syns AS DOUBLE) / greatest(1, $syns_per_minute)
    ELSE f.packets / greatest(1, $packets_per_minute)
  END)) + (f.minutes - 1) / 10.0) AS evidence_strength,
  CAST([] AS INTEGER[]) AS decision_ids,
  concat(
    'client = ''', a.address, ''' AND server = ''', v.address, '''',
    CASE WHEN f.protocol IS NULL THEN '' ELSE ' AND protocol = ' || f.protocol END,
    ' AND start_s <= ', f.last_s, ' AND end_s >= ', f.first_s
  ) AS where_sql,
  'none' AS baseline_kind, CAST(NULL AS DOUBLE) AS baseline_value, CAST(0 AS BIGINT) AS baseline_samples
FROM floods f
JOIN hosts a ON a.host_no = f.client_no
JOIN hosts v ON v.host_no = f.server_no
JOIN outside_servers o ON o.server_no = f.server_no
ORDER BY actor_no, target_no, f.protocol;
