-- title: ICMP
-- section: What was not answered
-- answers: Who sent ICMP to whom, and was it let through at each interface? Type and code are in no flow log.
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
WITH icmp AS (
  SELECT
    interface_id, flow_direction, protocol, action, packets, "start" AS start_s, "end" AS end_s,
    coalesce(pkt_srcaddr_hi, srcaddr_hi) AS src_hi, coalesce(pkt_srcaddr_lo, srcaddr_lo) AS src_lo,
    coalesce(pkt_dstaddr_hi, dstaddr_hi) AS dst_hi, coalesce(pkt_dstaddr_lo, dstaddr_lo) AS dst_lo
  FROM records JOIN contexts USING (context_id)
  WHERE protocol IN (1, 58) AND action IS NOT NULL
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
)
SELECT
  address_text(src_hi, src_lo) AS srcaddr, address_text(dst_hi, dst_lo) AS dstaddr, protocol, interface_id, flow_direction, action,
  sum(packets) AS packets, count(*) AS records, min(start_s) AS first_seen_s, max(end_s) AS last_seen_s
FROM icmp
GROUP BY src_hi, src_lo, dst_hi, dst_lo, protocol, interface_id, flow_direction, action
ORDER BY packets DESC, srcaddr, dstaddr, protocol, interface_id, flow_direction, action
LIMIT $limit;
