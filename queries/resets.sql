-- title: Resets
-- section: What was not answered
-- answers: Who ended TCP connections by RST, and to whom? The service is the side whose port is the lower one. Needs tcp-flags.
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
WITH resets AS (
  SELECT
    least(srcport, dstport) AS port, CASE WHEN srcport <= dstport THEN 'service' ELSE 'client' END AS sent_by,
    srcport, dstport, "start" AS start_s, "end" AS end_s,
    coalesce(pkt_srcaddr_hi, srcaddr_hi) AS src_hi, coalesce(pkt_srcaddr_lo, srcaddr_lo) AS src_lo,
    coalesce(pkt_dstaddr_hi, dstaddr_hi) AS dst_hi, coalesce(pkt_dstaddr_lo, dstaddr_lo) AS dst_lo
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT' AND protocol = 6 AND (tcp_flags & 4) <> 0
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
)
SELECT
  address_text(src_hi, src_lo) AS srcaddr, address_text(dst_hi, dst_lo) AS dstaddr, port, sent_by,
  count(DISTINCT (srcport, dstport)) AS connections, min(start_s) AS first_seen_s, max(end_s) AS last_seen_s
FROM resets
GROUP BY src_hi, src_lo, dst_hi, dst_lo, port, sent_by
ORDER BY connections DESC, srcaddr, dstaddr, port, sent_by
LIMIT $limit;
