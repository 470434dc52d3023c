-- title: Conversations of an address
-- answers: Who did this address talk to, in which direction, on which port, and what was refused?
-- $address VARCHAR: the address, as either side of the record or of the packet
-- $limit BIGINT = 50: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
SELECT
  interface_id, srcaddr, dstaddr, dstport, protocol, action,
  sum(bytes) AS bytes, sum(packets) AS packets, count(*) AS records, min("start") AS first_seen_s, max("end") AS last_seen_s
FROM flow_logs
WHERE (srcaddr = $address OR dstaddr = $address OR pkt_srcaddr = $address OR pkt_dstaddr = $address)
  AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
GROUP BY interface_id, srcaddr, dstaddr, dstport, protocol, action
ORDER BY records DESC, srcaddr, dstaddr, dstport, interface_id, action
LIMIT $limit;
