-- title: Conversations of an address
-- section: Who and how much
-- answers: Who did this address talk to, on which port, and what was refused?
-- $address VARCHAR: either side of the record or of the packet
-- $limit BIGINT = 50: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
WITH octets AS (
  SELECT list_transform(string_split(CAST($address AS VARCHAR), '.'), lambda octet: TRY_CAST(octet AS BIGINT)) AS octet
),
-- To put all addresses of a day into text takes far longer than to read it, so it is done for IPv6 alone.
named AS (
  SELECT
    CAST('-9223372036854775808' AS BIGINT) AS hi,
    -9223090566173032448 + (octet[1] << 24) + (octet[2] << 16) + (octet[3] << 8) + octet[4] AS lo
  FROM octets
  WHERE len(octet) = 4 AND list_min(octet) >= 0 AND list_max(octet) <= 255
  UNION ALL
  FROM (
    SELECT srcaddr_hi AS hi, srcaddr_lo AS lo FROM records WHERE address_family(srcaddr_hi, srcaddr_lo) = 6
    UNION SELECT dstaddr_hi, dstaddr_lo FROM records WHERE address_family(dstaddr_hi, dstaddr_lo) = 6
    UNION SELECT pkt_srcaddr_hi, pkt_srcaddr_lo FROM records WHERE address_family(pkt_srcaddr_hi, pkt_srcaddr_lo) = 6
    UNION SELECT pkt_dstaddr_hi, pkt_dstaddr_lo FROM records WHERE address_family(pkt_dstaddr_hi, pkt_dstaddr_lo) = 6
  )
  WHERE contains(CAST($address AS VARCHAR), ':') AND address_text(hi, lo) = lower(CAST($address AS VARCHAR))
)
SELECT
  interface_id, address_text(srcaddr_hi, srcaddr_lo) AS srcaddr, address_text(dstaddr_hi, dstaddr_lo) AS dstaddr, dstport, protocol, action,
  sum(bytes) AS bytes, sum(packets) AS packets, count(*) AS records, min("start") AS first_seen_s, max("end") AS last_seen_s
FROM records JOIN contexts USING (context_id)
WHERE ((srcaddr_hi, srcaddr_lo) IN (FROM named) OR (dstaddr_hi, dstaddr_lo) IN (FROM named)
    OR (pkt_srcaddr_hi, pkt_srcaddr_lo) IN (FROM named) OR (pkt_dstaddr_hi, pkt_dstaddr_lo) IN (FROM named))
  AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
GROUP BY interface_id, srcaddr_hi, srcaddr_lo, dstaddr_hi, dstaddr_lo, dstport, protocol, action
ORDER BY records DESC, srcaddr, dstaddr, dstport, protocol, interface_id, action
LIMIT $limit;
