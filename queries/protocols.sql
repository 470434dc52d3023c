-- title: Protocols
-- section: Who and how much
-- answers: Which IANA protocols and address families were seen, accepted and refused?
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
SELECT
  protocol, address_family(srcaddr_hi, srcaddr_lo) AS family,
  count(*) FILTER (action = 'ACCEPT') AS accepted, count(*) FILTER (action = 'REJECT') AS rejected, sum(bytes) AS bytes
FROM records JOIN contexts USING (context_id)
WHERE action IS NOT NULL
  AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
GROUP BY protocol, family
ORDER BY accepted DESC, rejected DESC, protocol, family;
