-- The distinct refused flows: what rules can see of a packet, with packet-level addresses where the log has them.
-- Parameters: since BIGINT, until BIGINT (record start, Unix seconds; NULL: no bound)
CREATE OR REPLACE TEMP TABLE refused_keys AS
WITH refused AS (
  SELECT
    c.interface_no, c.known, c.reject_reason, r.context_id,
    coalesce(e.epoch, 0) AS epoch,
    coalesce(c.direction, CASE WHEN src.hi IS NOT NULL AND dst.hi IS NULL THEN 'egress'
                               WHEN dst.hi IS NOT NULL AND src.hi IS NULL THEN 'ingress' END) AS direction,
    coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi) AS src_hi, coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo) AS src_lo,
    coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi) AS dst_hi, coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo) AS dst_lo,
    r.srcaddr_hi, r.srcaddr_lo, r.dstaddr_hi, r.dstaddr_lo,
    r.pkt_srcaddr_hi IS NOT NULL AND r.pkt_dstaddr_hi IS NOT NULL AS has_packet_addresses,
    r.srcport, r.dstport, r.protocol, r.packets, r.bytes, r."start", r."end", r.tcp_flags
  FROM records r
  JOIN blame_contexts c ON c.context_id = r.context_id AND c.action = 'REJECT'
  LEFT JOIN network_epochs e
    ON (e.valid_from_s IS NULL OR r."start" >= e.valid_from_s) AND (e.valid_to_s IS NULL OR r."start" < e.valid_to_s)
  LEFT JOIN local_addresses src
    ON src.interface_no = CASE WHEN c.direction IS NULL THEN c.interface_no END
    AND src.hi = r.srcaddr_hi AND src.lo = r.srcaddr_lo
  LEFT JOIN local_addresses dst
    ON dst.interface_no = CASE WHEN c.direction IS NULL THEN c.interface_no END
    AND dst.hi = r.dstaddr_hi AND dst.lo = r.dstaddr_lo
  WHERE ($since IS NULL OR r."start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR r."start" < CAST($until AS BIGINT))
)
SELECT
  CAST(row_number() OVER () AS INTEGER) AS key_id,
  interface_no, epoch, direction, src_hi, src_lo, dst_hi, dst_lo, srcport, dstport, protocol, reject_reason,
  bool_or(known) AS known, min(context_id) AS context_id,
  min(srcaddr_hi) AS srcaddr_hi, min(srcaddr_lo) AS srcaddr_lo, min(dstaddr_hi) AS dstaddr_hi, min(dstaddr_lo) AS dstaddr_lo,
  bool_and(has_packet_addresses) AS has_packet_addresses,
  CAST(count(*) AS BIGINT) AS records, CAST(sum(packets) AS BIGINT) AS packets, CAST(sum(bytes) AS BIGINT) AS bytes,
  min("start") AS first_seen_s, max("end") AS last_seen_s, bit_or(tcp_flags) AS tcp_flags
FROM refused
GROUP BY interface_no, epoch, direction, src_hi, src_lo, dst_hi, dst_lo, srcport, dstport, protocol, reject_reason;
