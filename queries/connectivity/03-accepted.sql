-- What was let through of those pairs, in both directions, at each interface and of each port of the client. Each pair stands twice
-- in the join, once as it asks and once as it is answered.
-- Parameters: since BIGINT, until BIGINT (record start, Unix seconds; NULL: no bound)
CREATE OR REPLACE TEMP TABLE connectivity_accepted AS
WITH halves AS (
  SELECT
    pair_no, FALSE AS is_reply, client_hi AS src_hi, client_lo AS src_lo, server_hi AS dst_hi, server_lo AS dst_lo, protocol, port
  FROM connectivity_pairs
  UNION ALL
  SELECT pair_no, TRUE, server_hi, server_lo, client_hi, client_lo, protocol, port FROM connectivity_pairs
),
accepted AS (
  SELECT
    c.interface_no, c.egress,
    coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi) AS src_hi, coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo) AS src_lo,
    coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi) AS dst_hi, coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo) AS dst_lo,
    r.protocol, coalesce(r.srcport, 0) AS srcport, coalesce(r.dstport, 0) AS dstport, r."end" AS end_s
  FROM records r
  JOIN connectivity_contexts c USING (context_id)
  WHERE NOT c.refused
    AND ($since IS NULL OR r."start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR r."start" < CAST($until AS BIGINT))
)
SELECT
  h.pair_no, a.interface_no, a.egress, h.is_reply, CASE WHEN h.is_reply THEN a.dstport ELSE a.srcport END AS client_port,
  count(*) AS records, max(a.end_s) AS last_seen_s
FROM accepted a
JOIN halves h ON h.src_lo = a.src_lo AND h.dst_lo = a.dst_lo AND h.protocol = a.protocol AND h.src_hi = a.src_hi AND h.dst_hi = a.dst_hi
WHERE h.port = CASE WHEN h.is_reply THEN a.srcport ELSE a.dstport END
GROUP BY h.pair_no, a.interface_no, a.egress, h.is_reply, CASE WHEN h.is_reply THEN a.dstport ELSE a.srcport END;
