-- title: Unencrypted traffic
-- section: Who can reach what
-- answers: Which pairs exchanged packets that were not encrypted? Neither by Nitro nor by the application. Needs encryption-status.
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
WITH plain AS (
  SELECT
    interface_id, protocol, least(srcport, dstport) AS port,
    coalesce(pkt_srcaddr_hi, srcaddr_hi) AS src_hi, coalesce(pkt_srcaddr_lo, srcaddr_lo) AS src_lo,
    coalesce(pkt_dstaddr_hi, dstaddr_hi) AS dst_hi, coalesce(pkt_dstaddr_lo, dstaddr_lo) AS dst_lo,
    sum(bytes) AS bytes, sum(packets) AS packets
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT' AND encryption_status = 0
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
  GROUP BY interface_id, protocol, port, src_hi, src_lo, dst_hi, dst_lo
)
SELECT
  address_text(src_hi, src_lo) AS srcaddr, address_text(dst_hi, dst_lo) AS dstaddr, port, protocol,
  max(bytes) AS bytes, max(packets) AS packets
FROM plain
GROUP BY src_hi, src_lo, dst_hi, dst_lo, port, protocol
ORDER BY bytes DESC, srcaddr, dstaddr, port, protocol
LIMIT $limit;
