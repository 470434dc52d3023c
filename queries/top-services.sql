-- title: Top services
-- section: Who and how much
-- answers: Which addresses and ports served the most traffic? A service is the side whose port is the lower one.
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
WITH sided AS (
  SELECT
    interface_id, protocol, least(srcport, dstport) AS port, bytes,
    dstport <= srcport AS to_service,
    coalesce(pkt_srcaddr_hi, srcaddr_hi) AS src_hi, coalesce(pkt_srcaddr_lo, srcaddr_lo) AS src_lo,
    coalesce(pkt_dstaddr_hi, dstaddr_hi) AS dst_hi, coalesce(pkt_dstaddr_lo, dstaddr_lo) AS dst_lo
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT' AND protocol IN (6, 17)
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
),
-- Both ends may log the same packets.
seen AS (
  SELECT
    interface_id, protocol, port,
    CASE WHEN to_service THEN dst_hi ELSE src_hi END AS hi, CASE WHEN to_service THEN dst_lo ELSE src_lo END AS lo,
    CASE WHEN to_service THEN src_hi ELSE dst_hi END AS client_hi, CASE WHEN to_service THEN src_lo ELSE dst_lo END AS client_lo,
    sum(bytes) AS bytes, count(*) AS records
  FROM sided
  GROUP BY interface_id, protocol, port, hi, lo, client_hi, client_lo
),
pairs AS (
  SELECT protocol, port, hi, lo, client_hi, client_lo, max(bytes) AS bytes, max(records) AS records
  FROM seen
  GROUP BY protocol, port, hi, lo, client_hi, client_lo
)
SELECT
  address_text(hi, lo) AS address, port, protocol, count(*) AS clients, sum(bytes) AS bytes, sum(records) AS records
FROM pairs
GROUP BY hi, lo, port, protocol
ORDER BY bytes DESC, address, port, protocol
LIMIT $limit;
