-- The pairs to whose requests nothing came back, one row for each, at the interface that tells most: that of the server, else that of
-- the client. `lost`: connections that were answered at another interface, though the client's own has no answer of them; elsewhere a
-- missing answer may have come over another interface. Left out are pairs with a refusal, and what a NAT gateway asks for others:
-- under its own address, where the packets of those it asks for are in the log, and for others, where its pair has a refusal; and what the
-- Internet sends it unasked, which it drops. A connection that is not answered is tried again, so one or two packets are none.
CREATE OR REPLACE TEMP TABLE connectivity_silent_pairs AS
WITH own AS (
  SELECT DISTINCT c.interface_no, a.hi, a.lo
  FROM interface_addresses a JOIN connectivity_contexts c USING (interface_id)
),
passing AS (SELECT DISTINCT interface_no FROM connectivity_opened WHERE passed_on),
calls AS (
  SELECT
    o.interface_no, o.egress, o.src_hi, o.src_lo, o.dst_hi, o.dst_lo, 6 AS protocol, o.srcport, o.dstport, o.records, o.packets,
    o.first_seen_s, o.last_seen_s, o.passed_on, TRUE AS sure, a.opened_no IS NOT NULL AS answered, coalesce(a.here, FALSE) AS answered_here
  FROM connectivity_opened o
  LEFT JOIN connectivity_answered a USING (opened_no)
  UNION ALL
  SELECT
    interface_no, egress, src_hi, src_lo, dst_hi, dst_lo, protocol, srcport, dstport, records, packets,
    first_seen_s, last_seen_s, passed_on, FALSE, FALSE, FALSE
  FROM connectivity_streams
),
placed AS (
  SELECT
    k.*, s.hi IS NOT NULL AS owns_client,
    CASE
      WHEN NOT k.passed_on AND coalesce(NOT k.egress, d.hi IS NOT NULL) THEN 'server'
      WHEN coalesce(k.egress, s.hi IS NOT NULL) THEN 'client'
      ELSE 'between'
    END AS place
  FROM calls k
  LEFT JOIN own s ON s.interface_no = k.interface_no AND s.hi = k.src_hi AND s.lo = k.src_lo
  LEFT JOIN own d ON d.interface_no = k.interface_no AND d.hi = k.dst_hi AND d.lo = k.dst_lo
),
told AS (
  SELECT
    p.*, p.answered AND NOT p.answered_here AND p.owns_client AND p.place = 'client' AS lost,
    NOT p.answered OR (NOT p.answered_here AND p.owns_client AND p.place = 'client') AS silent
  FROM placed p
  WHERE NOT (
    p.interface_no IN (SELECT interface_no FROM passing)
    AND CASE p.place WHEN 'client' THEN p.owns_client WHEN 'server' THEN NOT coalesce(is_private(p.src_hi, p.src_lo), TRUE) ELSE FALSE END
  )
),
by_interface AS (
  SELECT
    src_hi AS client_hi, src_lo AS client_lo, dst_hi AS server_hi, dst_lo AS server_lo, protocol, dstport AS port,
    interface_no, place, CASE place WHEN 'server' THEN FALSE WHEN 'client' THEN TRUE ELSE any_value(egress) END AS egress, sure,
    count(*) AS connections, count(*) FILTER (silent) AS silent, count(*) FILTER (lost) AS lost,
    sum(records) FILTER (silent) AS records, sum(packets) FILTER (silent) AS packets,
    min(first_seen_s) FILTER (silent) AS first_seen_s, max(last_seen_s) FILTER (silent) AS last_seen_s,
    max_by(srcport, last_seen_s) FILTER (silent) AS client_port, max(last_seen_s) FILTER (NOT silent) AS last_answer_s
  FROM told
  GROUP BY src_hi, src_lo, dst_hi, dst_lo, protocol, dstport, interface_no, place, sure
  HAVING count(*) FILTER (silent) > 0 AND sum(packets) FILTER (silent) > 2
),
behind_nat AS (
  SELECT DISTINCT o.src_hi, o.src_lo, o.dst_hi, o.dst_lo, o.dstport
  FROM connectivity_opened o
  JOIN connectivity_refused_pairs r
    ON r.interface_no = o.interface_no AND r.server_lo = o.dst_lo AND r.server_hi = o.dst_hi AND r.port = o.dstport AND r.protocol = 6
  WHERE o.passed_on AND (o.src_lo <> r.client_lo OR o.src_hi <> r.client_hi)
),
ranked AS (
  SELECT
    b.*,
    row_number() OVER (
      PARTITION BY b.client_hi, b.client_lo, b.server_hi, b.server_lo, b.protocol, b.port
      ORDER BY b.silent * 2 <= b.connections, CASE b.place WHEN 'server' THEN 0 WHEN 'client' THEN 1 ELSE 2 END, b.records DESC, b.interface_no
    ) AS place_rank
  FROM by_interface b
  LEFT JOIN connectivity_pairs p
    ON p.client_lo = b.client_lo AND p.server_lo = b.server_lo AND p.client_hi = b.client_hi AND p.server_hi = b.server_hi
    AND p.protocol = b.protocol AND p.port = b.port
  LEFT JOIN behind_nat n
    ON n.src_lo = b.client_lo AND n.dst_lo = b.server_lo AND n.src_hi = b.client_hi AND n.dst_hi = b.server_hi AND n.dstport = b.port AND b.protocol = 6
  WHERE p.pair_no IS NULL AND n.dstport IS NULL
)
SELECT
  client_hi, client_lo, server_hi, server_lo, protocol, port, interface_no, sure, client_port, records, packets, first_seen_s, last_seen_s,
  CASE WHEN sure THEN connections END AS connections, CASE WHEN sure THEN connections - silent END AS answered, last_answer_s,
  CASE WHEN lost * 2 > silent THEN 'answer-lost' WHEN place = 'server' THEN 'server' ELSE 'left' END AS reached,
  egress, silent * 2 <= connections AS mostly_works
FROM ranked
WHERE place_rank = 1;
