-- title: One-way flows
-- section: What was not answered
-- answers: Which flows of any protocol were let through at an interface one way only? Some are meant to be, like syslog. The ephemeral port, which is the higher one, is left out.
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
WITH flows AS (
  SELECT
    interface_id, flow_direction, srcport, dstport, protocol,
    coalesce(pkt_srcaddr_hi, srcaddr_hi) AS src_hi, coalesce(pkt_srcaddr_lo, srcaddr_lo) AS src_lo,
    coalesce(pkt_dstaddr_hi, dstaddr_hi) AS dst_hi, coalesce(pkt_dstaddr_lo, dstaddr_lo) AS dst_lo,
    sum(bytes) AS bytes, sum(packets) AS packets, count(*) AS records
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT'
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
  GROUP BY interface_id, flow_direction, srcport, dstport, protocol, src_hi, src_lo, dst_hi, dst_lo
),
-- The other way may be logged outside the window, by as much as two intervals.
tuples AS (
  SELECT DISTINCT
    interface_id, srcport, dstport, protocol,
    coalesce(pkt_srcaddr_hi, srcaddr_hi) AS src_hi, coalesce(pkt_srcaddr_lo, srcaddr_lo) AS src_lo,
    coalesce(pkt_dstaddr_hi, dstaddr_hi) AS dst_hi, coalesce(pkt_dstaddr_lo, dstaddr_lo) AS dst_lo
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT'
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT) - 1200) AND ($until IS NULL OR "start" < CAST($until AS BIGINT) + 1200)
),
one_way AS (
  SELECT
    interface_id, flow_direction, protocol, src_hi, src_lo, dst_hi, dst_lo, bytes, packets, records,
    CASE WHEN srcport < dstport THEN srcport END AS srcport, CASE WHEN srcport >= dstport THEN dstport END AS dstport
  FROM flows f
  WHERE NOT EXISTS (
    FROM tuples t
    WHERE t.interface_id IS NOT DISTINCT FROM f.interface_id AND t.protocol = f.protocol
      AND t.srcport = f.dstport AND t.dstport = f.srcport
      AND t.src_hi = f.dst_hi AND t.src_lo = f.dst_lo AND t.dst_hi = f.src_hi AND t.dst_lo = f.src_lo
  )
)
SELECT
  interface_id, flow_direction,
  address_text(src_hi, src_lo) AS srcaddr, srcport, address_text(dst_hi, dst_lo) AS dstaddr, dstport, protocol,
  count(*) AS flows, sum(bytes) AS bytes, sum(packets) AS packets, sum(records) AS records
FROM one_way
GROUP BY interface_id, flow_direction, src_hi, src_lo, srcport, dst_hi, dst_lo, dstport, protocol
ORDER BY flows DESC, bytes DESC, interface_id, flow_direction, srcaddr, srcport, dstaddr, dstport, protocol
LIMIT $limit;
