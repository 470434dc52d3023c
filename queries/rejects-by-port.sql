-- title: Rejected by port
-- section: What was refused
-- answers: Which destination ports were refused most, of how many sources?
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
SELECT
  protocol, dstport, count(*) AS records, sum(packets) AS packets,
  count(DISTINCT (srcaddr_hi, srcaddr_lo)) AS sources, count(DISTINCT (dstaddr_hi, dstaddr_lo)) AS targets
FROM records JOIN contexts USING (context_id)
WHERE action = 'REJECT'
  AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
GROUP BY protocol, dstport
ORDER BY records DESC, protocol, dstport
LIMIT $limit;
