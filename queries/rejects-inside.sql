-- title: Rejects inside
-- section: What was refused
-- answers: Which own addresses were refused by which? Of the two ports the ephemeral one, which is the higher one, is left out.
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
refused AS (
  SELECT
    interface_id, flow_direction, protocol, packets, "start" AS start_s, "end" AS end_s,
    CASE WHEN srcport < dstport THEN srcport END AS srcport, CASE WHEN srcport >= dstport THEN dstport END AS dstport,
    coalesce(pkt_srcaddr_hi, srcaddr_hi) AS src_hi, coalesce(pkt_srcaddr_lo, srcaddr_lo) AS src_lo,
    coalesce(pkt_dstaddr_hi, dstaddr_hi) AS dst_hi, coalesce(pkt_dstaddr_lo, dstaddr_lo) AS dst_lo
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'REJECT'
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
)
SELECT
  address_text(src_hi, src_lo) AS srcaddr, srcport, address_text(dst_hi, dst_lo) AS dstaddr, dstport, protocol,
  interface_id, flow_direction, count(*) AS records, sum(packets) AS packets, min(start_s) AS first_seen_s, max(end_s) AS last_seen_s
FROM refused
WHERE (is_private(src_hi, src_lo) OR (src_hi, src_lo) IN (FROM own))
  AND (is_private(dst_hi, dst_lo) OR (dst_hi, dst_lo) IN (FROM own))
GROUP BY src_hi, src_lo, srcport, dst_hi, dst_lo, dstport, protocol, interface_id, flow_direction
ORDER BY records DESC, srcaddr, srcport, dstaddr, dstport, protocol, interface_id, flow_direction
LIMIT $limit;
