-- title: Top services
-- answers: Which addresses and ports served the most traffic? A service is the side whose port is the lower one.
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
WITH sided AS (
  SELECT
    CASE WHEN dstport <= srcport THEN dstaddr_hi ELSE srcaddr_hi END AS hi,
    CASE WHEN dstport <= srcport THEN dstaddr_lo ELSE srcaddr_lo END AS lo,
    CASE WHEN dstport <= srcport THEN srcaddr_hi ELSE dstaddr_hi END AS client_hi,
    CASE WHEN dstport <= srcport THEN srcaddr_lo ELSE dstaddr_lo END AS client_lo,
    least(srcport, dstport) AS port, protocol, bytes
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT' AND protocol IN (6, 17)
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
)
SELECT
  address_text(hi, lo) AS address, port, protocol,
  count(DISTINCT (client_hi, client_lo)) AS clients, sum(bytes) AS bytes, count(*) AS records
FROM sided
GROUP BY hi, lo, port, protocol
ORDER BY bytes DESC, address, port, protocol
LIMIT $limit;
