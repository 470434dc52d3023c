-- title: Rejected sources
-- section: What was refused
-- answers: Which addresses were refused most, on how many ports and targets? Many ports or targets look like a scan.
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
SELECT
  address_text(srcaddr_hi, srcaddr_lo) AS srcaddr, is_private(srcaddr_hi, srcaddr_lo) AS private,
  count(*) AS records, sum(packets) AS packets,
  count(DISTINCT dstport) AS ports, count(DISTINCT (dstaddr_hi, dstaddr_lo)) AS targets,
  min("start") AS first_seen_s, max("end") AS last_seen_s
FROM records JOIN contexts USING (context_id)
WHERE action = 'REJECT'
  AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
GROUP BY srcaddr_hi, srcaddr_lo
ORDER BY records DESC, srcaddr
LIMIT $limit;
