-- title: Long flows
-- section: Who and how much
-- answers: Which flows lasted longest, one way at a time?
-- $limit BIGINT = 20: rows to show
-- $gap_s BIGINT = 1200: a longer silence, in seconds, ends a flow
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
WITH seen AS (
  SELECT
    interface_id, srcport, dstport, protocol, "start" AS start_s, "end" AS end_s, bytes, packets,
    coalesce(pkt_srcaddr_hi, srcaddr_hi) AS src_hi, coalesce(pkt_srcaddr_lo, srcaddr_lo) AS src_lo,
    coalesce(pkt_dstaddr_hi, dstaddr_hi) AS dst_hi, coalesce(pkt_dstaddr_lo, dstaddr_lo) AS dst_lo
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT'
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
),
-- The same two ports may be used again later.
begun AS (
  SELECT
    *, start_s - max(end_s) OVER (tuple ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) > CAST($gap_s AS BIGINT) AS begins
  FROM seen
  WINDOW tuple AS (PARTITION BY interface_id, src_hi, src_lo, srcport, dst_hi, dst_lo, dstport, protocol ORDER BY start_s, end_s)
),
numbered AS (
  SELECT
    *, count(*) FILTER (begins) OVER (
      PARTITION BY interface_id, src_hi, src_lo, srcport, dst_hi, dst_lo, dstport, protocol ORDER BY start_s, end_s
      ROWS UNBOUNDED PRECEDING
    ) AS flow_no
  FROM begun
),
flows AS (
  SELECT
    interface_id, src_hi, src_lo, srcport, dst_hi, dst_lo, dstport, protocol, flow_no,
    min(start_s) AS first_s, max(end_s) AS last_s, sum(bytes) AS bytes, sum(packets) AS packets, count(*) AS records
  FROM numbered
  GROUP BY interface_id, src_hi, src_lo, srcport, dst_hi, dst_lo, dstport, protocol, flow_no
)
SELECT
  interface_id, address_text(src_hi, src_lo) AS srcaddr, srcport, address_text(dst_hi, dst_lo) AS dstaddr, dstport, protocol,
  last_s - first_s AS duration_s, bytes, packets, records, first_s AS first_seen_s, last_s AS last_seen_s
FROM flows
ORDER BY duration_s DESC, first_seen_s, interface_id, srcaddr, srcport, dstaddr, dstport, protocol
LIMIT $limit;
