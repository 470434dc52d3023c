-- title: Top talkers
-- answers: Which pairs of addresses moved the most bytes, and on how many records?
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
SELECT
  address_text(srcaddr_hi, srcaddr_lo) AS srcaddr, address_text(dstaddr_hi, dstaddr_lo) AS dstaddr,
  sum(bytes) AS bytes, sum(packets) AS packets, count(*) AS records
FROM records JOIN contexts USING (context_id)
WHERE action = 'ACCEPT'
  AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
GROUP BY srcaddr_hi, srcaddr_lo, dstaddr_hi, dstaddr_lo
ORDER BY bytes DESC, srcaddr, dstaddr
LIMIT $limit;
