-- title: Conversations of an address
-- section: Who and how much
-- answers: Who did this address talk to, on which port, and what was refused?
-- $address VARCHAR: either side of the record or of the packet
-- $limit BIGINT = 50: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
WITH named AS (
  -- A day has few addresses to put into text, and many records.
  FROM (
    SELECT srcaddr_hi AS hi, srcaddr_lo AS lo FROM records
    UNION SELECT dstaddr_hi, dstaddr_lo FROM records
    UNION SELECT pkt_srcaddr_hi, pkt_srcaddr_lo FROM records
    UNION SELECT pkt_dstaddr_hi, pkt_dstaddr_lo FROM records
  )
  WHERE address_text(hi, lo) = CAST($address AS VARCHAR)
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
