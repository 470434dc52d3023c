-- title: Unanswered connections
-- section: What was not answered
-- answers: Which TCP connections were let through, and nothing came back? Looks at each interface by itself. Needs tcp-flags.
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
WITH opened AS (
  SELECT
    interface_id, srcaddr_hi, srcaddr_lo, dstaddr_hi, dstaddr_lo, srcport, dstport, flow_direction, min("start") AS start_s
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT' AND protocol = 6 AND (tcp_flags & 18) = 2
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
  GROUP BY interface_id, srcaddr_hi, srcaddr_lo, dstaddr_hi, dstaddr_lo, srcport, dstport, flow_direction
),
-- An answer may come after the window, by as much as two intervals.
answers AS (
  SELECT DISTINCT interface_id, srcaddr_hi, srcaddr_lo, dstaddr_hi, dstaddr_lo, srcport, dstport
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT' AND protocol = 6
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT) - 1200) AND ($until IS NULL OR "start" < CAST($until AS BIGINT) + 1200)
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
ORDER BY connections DESC, o.interface_id, o.flow_direction, dstaddr, o.dstport
LIMIT $limit;
