-- title: Internet egress
-- answers: Which private addresses sent the most to public ones, and to which AWS service where the log says so?
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
SELECT
  address_text(srcaddr_hi, srcaddr_lo) AS srcaddr, pkt_dst_aws_service,
  sum(bytes) AS bytes, count(*) AS records, count(DISTINCT (dstaddr_hi, dstaddr_lo)) AS destinations
FROM records JOIN contexts USING (context_id)
WHERE action = 'ACCEPT' AND is_private(srcaddr_hi, srcaddr_lo) AND NOT is_private(dstaddr_hi, dstaddr_lo)
  AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
GROUP BY srcaddr_hi, srcaddr_lo, pkt_dst_aws_service
ORDER BY bytes DESC, srcaddr, pkt_dst_aws_service
LIMIT $limit;
