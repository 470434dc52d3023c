-- title: Bytes by availability zone
-- section: Which way, at what price
-- answers: How much went from zone to zone? Needs az-id and flow-direction; the other zone is next-hop-az-id, else that of an interface with its address.
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
WITH located AS (
  SELECT hi, lo, min(az_id) AS az_id
  FROM (
    SELECT
      CASE flow_direction WHEN 'egress' THEN srcaddr_hi ELSE dstaddr_hi END AS hi,
      CASE flow_direction WHEN 'egress' THEN srcaddr_lo ELSE dstaddr_lo END AS lo, az_id
    FROM records JOIN contexts USING (context_id)
    WHERE flow_direction IS NOT NULL AND az_id IS NOT NULL AND interface_id IS NOT NULL
    GROUP BY hi, lo, az_id
  )
  GROUP BY hi, lo
  -- An address of two zones is that of two VPCs.
  HAVING count(*) = 1
),
hops AS (
  SELECT
    interface_id, az_id, next_hop_az_id, flow_direction = 'egress' AS egress, srcaddr_hi, srcaddr_lo, dstaddr_hi, dstaddr_lo,
    coalesce(pkt_srcaddr_hi, srcaddr_hi) AS src_hi, coalesce(pkt_srcaddr_lo, srcaddr_lo) AS src_lo,
    coalesce(pkt_dstaddr_hi, dstaddr_hi) AS dst_hi, coalesce(pkt_dstaddr_lo, dstaddr_lo) AS dst_lo,
    sum(bytes) AS bytes, sum(packets) AS packets
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT' AND flow_direction IS NOT NULL
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
  GROUP BY
    interface_id, az_id, next_hop_az_id, egress, srcaddr_hi, srcaddr_lo, dstaddr_hi, dstaddr_lo, src_hi, src_lo, dst_hi, dst_lo
),
seen AS (
  SELECT
    interface_id, src_hi, src_lo, dst_hi, dst_lo,
    CASE WHEN egress THEN h.az_id ELSE coalesce(next_hop_az_id, s.az_id) END AS src_az_id,
    CASE WHEN egress THEN coalesce(next_hop_az_id, d.az_id) ELSE h.az_id END AS dst_az_id,
    sum(bytes) AS bytes, sum(packets) AS packets
  FROM hops h
  LEFT JOIN located s ON s.hi = srcaddr_hi AND s.lo = srcaddr_lo
  LEFT JOIN located d ON d.hi = dstaddr_hi AND d.lo = dstaddr_lo
  GROUP BY interface_id, src_hi, src_lo, dst_hi, dst_lo, src_az_id, dst_az_id
),
-- Both ends of a hop may log the same packets.
pairs AS (
  SELECT src_hi, src_lo, dst_hi, dst_lo, src_az_id, dst_az_id, max(bytes) AS bytes, max(packets) AS packets
  FROM seen
  GROUP BY src_hi, src_lo, dst_hi, dst_lo, src_az_id, dst_az_id
)
SELECT src_az_id, dst_az_id, count(*) AS pairs, sum(bytes) AS bytes, sum(packets) AS packets
FROM pairs
GROUP BY src_az_id, dst_az_id
ORDER BY bytes DESC, src_az_id, dst_az_id;
