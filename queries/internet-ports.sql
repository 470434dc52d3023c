-- title: Ports reached from the Internet
-- section: Who can reach what
-- answers: Which own ports let in connections from the Internet? It also says on how many anything came back. Without tcp-flags the lower port is the service.
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
flows AS (
  SELECT
    interface_id, srcport, dstport, protocol,
    coalesce(pkt_srcaddr_hi, srcaddr_hi) AS src_hi, coalesce(pkt_srcaddr_lo, srcaddr_lo) AS src_lo,
    coalesce(pkt_dstaddr_hi, dstaddr_hi) AS dst_hi, coalesce(pkt_dstaddr_lo, dstaddr_lo) AS dst_lo,
    bool_or(CASE WHEN protocol = 6 AND tcp_flags IS NOT NULL THEN (tcp_flags & 18) = 2 ELSE dstport < srcport END) AS opened,
    min("start") AS start_s, max("end") AS end_s
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT' AND protocol IN (6, 17)
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
  GROUP BY interface_id, srcport, dstport, protocol, src_hi, src_lo, dst_hi, dst_lo
),
-- An answer may come after the window, by as much as two intervals.
tuples AS (
  SELECT DISTINCT
    interface_id, srcport, dstport, protocol,
    coalesce(pkt_srcaddr_hi, srcaddr_hi) AS src_hi, coalesce(pkt_srcaddr_lo, srcaddr_lo) AS src_lo,
    coalesce(pkt_dstaddr_hi, dstaddr_hi) AS dst_hi, coalesce(pkt_dstaddr_lo, dstaddr_lo) AS dst_lo
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT' AND protocol IN (6, 17)
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT) - 1200) AND ($until IS NULL OR "start" < CAST($until AS BIGINT) + 1200)
)
SELECT
  f.interface_id, address_text(f.dst_hi, f.dst_lo) AS dstaddr, f.dstport, f.protocol,
  count(*) AS connections, count(*) FILTER (r.protocol IS NOT NULL) AS answered,
  count(DISTINCT (f.src_hi, f.src_lo)) AS sources, min(f.start_s) AS first_seen_s, max(f.end_s) AS last_seen_s
FROM flows f
LEFT JOIN tuples r
  ON r.interface_id IS NOT DISTINCT FROM f.interface_id AND r.protocol = f.protocol AND r.srcport = f.dstport AND r.dstport = f.srcport
  AND r.src_hi = f.dst_hi AND r.src_lo = f.dst_lo AND r.dst_hi = f.src_hi AND r.dst_lo = f.src_lo
WHERE f.opened
  AND NOT is_private(f.src_hi, f.src_lo) AND (f.src_hi, f.src_lo) NOT IN (FROM own)
  AND (is_private(f.dst_hi, f.dst_lo) OR (f.dst_hi, f.dst_lo) IN (FROM own))
GROUP BY f.interface_id, f.dst_hi, f.dst_lo, f.dstport, f.protocol
ORDER BY connections DESC, f.interface_id, dstaddr, f.dstport, f.protocol
LIMIT $limit;
