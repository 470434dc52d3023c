-- title: IPv6 share
-- section: Who and how much
-- answers: How much of the bytes of each interface is IPv6?
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
SELECT
  interface_id,
  coalesce(sum(bytes) FILTER (address_family(srcaddr_hi, srcaddr_lo) = 4), 0) AS ipv4_bytes,
  coalesce(sum(bytes) FILTER (address_family(srcaddr_hi, srcaddr_lo) = 6), 0) AS ipv6_bytes,
  round(CAST(ipv6_bytes AS DOUBLE) / nullif(ipv4_bytes + ipv6_bytes, 0), 4) AS ipv6_share
FROM records JOIN contexts USING (context_id)
WHERE action = 'ACCEPT' AND srcaddr_hi IS NOT NULL
  AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
GROUP BY interface_id
ORDER BY ipv6_bytes DESC, ipv4_bytes DESC, interface_id
LIMIT $limit;
