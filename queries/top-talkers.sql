-- title: Top talkers
-- section: Who and how much
-- answers: Which pairs of addresses moved the most bytes? Of several interfaces that log the same packets, the one that saw most counts.
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
WITH seen AS (
  SELECT
    interface_id,
    coalesce(pkt_srcaddr_hi, srcaddr_hi) AS src_hi, coalesce(pkt_srcaddr_lo, srcaddr_lo) AS src_lo,
    coalesce(pkt_dstaddr_hi, dstaddr_hi) AS dst_hi, coalesce(pkt_dstaddr_lo, dstaddr_lo) AS dst_lo,
    sum(bytes) AS bytes, sum(packets) AS packets, count(*) AS records
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT'
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
  GROUP BY interface_id, src_hi, src_lo, dst_hi, dst_lo
)
SELECT
  address_text(src_hi, src_lo) AS srcaddr, address_text(dst_hi, dst_lo) AS dstaddr,
  max(bytes) AS bytes, max(packets) AS packets, max(records) AS records
FROM seen
GROUP BY src_hi, src_lo, dst_hi, dst_lo
ORDER BY bytes DESC, srcaddr, dstaddr
LIMIT $limit;
