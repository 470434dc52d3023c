-- title: Internet egress
-- section: Which way, at what price
-- answers: Which own addresses sent the most to the Internet? With the AWS service they sent it to, where the log says so.
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
-- Own addresses are not all private: those of IPv6 are public.
WITH own AS (
  SELECT hi, lo FROM interface_addresses
  UNION
  SELECT
    CASE flow_direction WHEN 'egress' THEN srcaddr_hi ELSE dstaddr_hi END,
    CASE flow_direction WHEN 'egress' THEN srcaddr_lo ELSE dstaddr_lo END
  FROM records JOIN contexts USING (context_id)
  WHERE flow_direction IS NOT NULL AND interface_id IS NOT NULL AND srcaddr_hi IS NOT NULL AND dstaddr_hi IS NOT NULL
),
seen AS (
  SELECT
    interface_id, max(pkt_dst_aws_service) AS pkt_dst_aws_service,
    coalesce(pkt_srcaddr_hi, srcaddr_hi) AS src_hi, coalesce(pkt_srcaddr_lo, srcaddr_lo) AS src_lo,
    coalesce(pkt_dstaddr_hi, dstaddr_hi) AS dst_hi, coalesce(pkt_dstaddr_lo, dstaddr_lo) AS dst_lo,
    sum(bytes) AS bytes, count(*) AS records
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT'
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
  GROUP BY interface_id, src_hi, src_lo, dst_hi, dst_lo
),
-- Of several interfaces that log the same packets, the one that saw most counts.
pairs AS (
  SELECT
    src_hi, src_lo, dst_hi, dst_lo, max(pkt_dst_aws_service) AS pkt_dst_aws_service,
    max(bytes) AS bytes, max(records) AS records
  FROM seen
  WHERE NOT is_private(dst_hi, dst_lo) AND (dst_hi, dst_lo) NOT IN (FROM own)
    AND (is_private(src_hi, src_lo) OR (src_hi, src_lo) IN (FROM own))
  GROUP BY src_hi, src_lo, dst_hi, dst_lo
)
SELECT
  address_text(src_hi, src_lo) AS srcaddr, pkt_dst_aws_service,
  sum(bytes) AS bytes, sum(records) AS records, count(*) AS destinations
FROM pairs
GROUP BY src_hi, src_lo, pkt_dst_aws_service
ORDER BY bytes DESC, srcaddr, pkt_dst_aws_service
LIMIT $limit;
