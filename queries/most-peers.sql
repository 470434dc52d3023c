-- title: Most peers
-- section: Who can reach what
-- answers: Which addresses opened connections to the most others? Without tcp-flags the lower port is the service.
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
WITH contacts AS (
  SELECT
    action, dstport,
    coalesce(pkt_srcaddr_hi, srcaddr_hi) AS src_hi, coalesce(pkt_srcaddr_lo, srcaddr_lo) AS src_lo,
    coalesce(pkt_dstaddr_hi, dstaddr_hi) AS dst_hi, coalesce(pkt_dstaddr_lo, dstaddr_lo) AS dst_lo
  FROM records JOIN contexts USING (context_id)
  WHERE action IS NOT NULL AND protocol IN (6, 17)
    AND CASE WHEN protocol = 6 AND tcp_flags IS NOT NULL THEN (tcp_flags & 18) = 2 ELSE dstport < srcport END
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
)
SELECT
  address_text(src_hi, src_lo) AS srcaddr, count(DISTINCT (dst_hi, dst_lo)) AS peers,
  count(DISTINCT (dst_hi, dst_lo)) FILTER (action = 'REJECT') AS rejected_peers, count(DISTINCT dstport) AS ports
FROM contacts
GROUP BY src_hi, src_lo
ORDER BY peers DESC, srcaddr
LIMIT $limit;
