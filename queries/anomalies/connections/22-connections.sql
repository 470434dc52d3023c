-- The connections, from client to server. A TCP answer that is a RST in at most two packets says that the port is closed, and so do RSTs to
-- every SYN of a client that tries again: no SYN of the server, and packets without payload. What came from outside and opens nothing (SYN-ACK or RST, and no SYN of either side) answers a forged source: backscatter, neither answered nor refused.
INSERT INTO connections
WITH sided AS (
  SELECT
    ends, traffic, a_is_client, votes, vantage, records_a, records_b, refused_a, refused_b,
    0 AS refused_elsewhere_a, 0 AS refused_elsewhere_b, packets_a, packets_b, bytes_a, bytes_b, accepted_packets_a, accepted_packets_b,
    flags_a, flags_b, start_s, end_s
  FROM oriented_tuples
  WHERE NOT repeated
  UNION ALL
  FROM sessions
),
turned AS (
  SELECT
    ends, traffic, votes, vantage, start_s, end_s, a_is_client,
    CAST(CASE WHEN a_is_client THEN ends / 4294967296 ELSE ends % 4294967296 END AS INTEGER) AS client_no,
    CAST(CASE WHEN a_is_client THEN ends % 4294967296 ELSE ends / 4294967296 END AS INTEGER) AS server_no,
    CAST(CASE WHEN a_is_client THEN traffic / 65536 % 65536 ELSE traffic % 65536 END AS INTEGER) AS client_port,
    CAST(CASE WHEN a_is_client THEN traffic % 65536 ELSE traffic / 65536 % 65536 END AS INTEGER) AS server_port,
    CAST(nullif(traffic / 4294967296, 256) AS INTEGER) AS protocol,
    traffic / 4294967296 IN (6, 17, 33, 132, 136) AND traffic % 4294967296 <> 0 AS has_ports,
    CASE WHEN a_is_client THEN packets_a ELSE packets_b END AS packets_up, CASE WHEN a_is_client THEN bytes_a ELSE bytes_b END AS bytes_up,
    CASE WHEN a_is_client THEN packets_b ELSE packets_a END AS packets_down, CASE WHEN a_is_client THEN bytes_b ELSE bytes_a END AS bytes_down,
    CASE WHEN a_is_client THEN accepted_packets_b ELSE accepted_packets_a END AS answers,
    CASE WHEN a_is_client THEN flags_a ELSE flags_b END AS flags_up, CASE WHEN a_is_client THEN flags_b ELSE flags_a END AS flags_down,
    CAST(records_a + records_b + refused_elsewhere_a + refused_elsewhere_b AS INTEGER) AS records,
    CAST(records_a + records_b - refused_a - refused_b AS INTEGER) AS accepted_records,
    CAST(refused_a + refused_b + refused_elsewhere_a + refused_elsewhere_b AS INTEGER) AS refused_records,
    CASE WHEN a_is_client THEN refused_a + refused_elsewhere_a ELSE refused_b + refused_elsewhere_b END AS refused_up
  FROM sided
),
placed AS (
  SELECT
    t.*, c.hi AS client_hi, c.lo AS client_lo, c.inside AS client_inside, s.hi AS server_hi, s.lo AS server_lo, s.inside AS server_inside,
    coalesce(protocol = 6 AND c.inside <> s.inside AND (
      -- The inside end is the client, and has sent nothing.
      (c.inside AND packets_up = 0 AND refused_up = 0 AND (flags_down & 18 = 18 OR flags_down & 6 = 4))
      OR (s.inside AND packets_down = 0 AND flags_up & 6 = 4)
    ), FALSE) AS backscatter,
    answers > 0 AND NOT (protocol IS NOT DISTINCT FROM 6 AND coalesce(
      flags_down & 4 <> 0 AND (answers <= 2 OR (flags_up & 2 <> 0 AND flags_down & 2 = 0 AND bytes_down <= 60 * packets_down)), FALSE
    )) AS answers_count
  FROM turned t
  JOIN known_hosts c ON c.host_no = t.client_no
  JOIN known_hosts s ON s.host_no = t.server_no
  WHERE NOT (t.client_no IN (FROM translators) AND NOT s.inside)
)
SELECT
  0 AS connection_id, v.context_id, p.client_no, p.server_no,
  p.client_hi, p.client_lo, p.server_hi, p.server_lo,
  CASE WHEN p.has_ports THEN p.client_port END, CASE WHEN p.has_ports THEN p.server_port END, p.protocol,
  p.start_s, p.end_s, p.packets_up, p.bytes_up, p.packets_down, p.bytes_down, p.records, p.accepted_records, p.refused_records,
  p.flags_up, p.flags_down, p.answers_count AND NOT p.backscatter, p.refused_records > 0 AND NOT p.answers_count AND NOT p.backscatter,
  CASE WHEN p.refused_records > 0 THEN
    CASE WHEN p.a_is_client = (p.refused_up > 0) THEN coalesce(r.decision_a, r.decision_b) ELSE coalesce(r.decision_b, r.decision_a) END
  END,
  p.client_inside, p.server_inside, w.aws_service, abs(p.votes) / 10.0, p.backscatter
FROM placed p
JOIN vantage_interfaces v ON v.interface_no = p.vantage / 4
LEFT JOIN refusals r ON r.ends = p.ends AND r.traffic = p.traffic
LEFT JOIN address_services w ON w.host_no = p.server_no
ORDER BY p.start_s, p.ends, p.traffic;

-- Numbered in order of time. Rows keep the order in which they come, and a window function over all of them would sort them again.
UPDATE connections SET connection_id = rowid + 1;
