-- title: Unanswered connections
-- answers: Which TCP connections were let through at an interface, and nothing came back there? Needs tcp-flags in the log.
-- $limit BIGINT = 20: rows to show
WITH opened AS (
  SELECT
    interface_id, srcaddr_hi, srcaddr_lo, dstaddr_hi, dstaddr_lo, srcport, dstport, flow_direction, min("start") AS start_s
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT' AND protocol = 6 AND (tcp_flags & 18) = 2
  GROUP BY interface_id, srcaddr_hi, srcaddr_lo, dstaddr_hi, dstaddr_lo, srcport, dstport, flow_direction
),
answers AS (
  SELECT DISTINCT interface_id, srcaddr_hi, srcaddr_lo, dstaddr_hi, dstaddr_lo, srcport, dstport
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT' AND protocol = 6
)
SELECT
  o.interface_id, o.flow_direction, address_text(o.dstaddr_hi, o.dstaddr_lo) AS dstaddr, o.dstport,
  count(*) AS connections, count(DISTINCT (o.srcaddr_hi, o.srcaddr_lo)) AS sources, min(o.start_s) AS first_seen_s
FROM opened o
LEFT JOIN answers a
  ON a.interface_id = o.interface_id AND a.srcport = o.dstport AND a.dstport = o.srcport
  AND a.srcaddr_hi = o.dstaddr_hi AND a.srcaddr_lo = o.dstaddr_lo AND a.dstaddr_hi = o.srcaddr_hi AND a.dstaddr_lo = o.srcaddr_lo
WHERE a.interface_id IS NULL
GROUP BY o.interface_id, o.flow_direction, o.dstaddr_hi, o.dstaddr_lo, o.dstport
ORDER BY connections DESC, o.interface_id, dstaddr, o.dstport
LIMIT $limit;
