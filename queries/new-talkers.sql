-- title: New talkers
-- section: Who can reach what
-- answers: Who contacted whom for the first time? Nothing is new where the log has no records before that time.
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: what was never seen before this time, Unix seconds; by default the last 24 hours of the log
-- $until BIGINT = NULL: what was first seen before this time, Unix seconds
WITH span AS (
  SELECT min("start") AS first_s, coalesce(CAST($since AS BIGINT), max("start") - 86400) AS since_s FROM records
),
contacts AS (
  SELECT
    dstport, protocol,
    coalesce(pkt_srcaddr_hi, srcaddr_hi) AS src_hi, coalesce(pkt_srcaddr_lo, srcaddr_lo) AS src_lo,
    coalesce(pkt_dstaddr_hi, dstaddr_hi) AS dst_hi, coalesce(pkt_dstaddr_lo, dstaddr_lo) AS dst_lo,
    min("start") AS first_s, max("end") AS last_s, count(*) AS records
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT' AND protocol IN (6, 17)
    AND CASE WHEN protocol = 6 AND tcp_flags IS NOT NULL THEN (tcp_flags & 18) = 2 ELSE dstport < srcport END
    AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
  GROUP BY dstport, protocol, src_hi, src_lo, dst_hi, dst_lo
)
SELECT
  address_text(src_hi, src_lo) AS srcaddr, address_text(dst_hi, dst_lo) AS dstaddr, dstport, protocol, records,
  c.first_s AS first_seen_s, last_s AS last_seen_s, since_s - s.first_s AS history_s
FROM contacts c, span s
WHERE c.first_s >= since_s AND s.first_s < since_s
ORDER BY first_seen_s, srcaddr, dstaddr, dstport, protocol
LIMIT $limit;
