-- The addresses of those that translate: their interface received packets for a public address that was not its own (srcaddr and dstaddr
-- are then its own, pkt-dstaddr is the packet's). What they open outside is the other half of what they let in, which has been counted.
-- Parameters: from BIGINT, to BIGINT (record start, Unix seconds; NULL: no bound)
CREATE OR REPLACE TEMP TABLE translators AS
SELECT DISTINCT n.host_no
FROM records r
JOIN blame_contexts c USING (context_id)
JOIN numbered_addresses n ON n.hi = r.dstaddr_hi AND n.lo = r.dstaddr_lo
WHERE (r.pkt_dstaddr_lo <> r.dstaddr_lo OR r.pkt_dstaddr_hi <> r.dstaddr_hi)
  AND c.egress IS DISTINCT FROM TRUE AND is_private(r.dstaddr_hi, r.dstaddr_lo) AND NOT is_private(r.pkt_dstaddr_hi, r.pkt_dstaddr_lo)
  AND ($from IS NULL OR r."start" >= CAST($from AS BIGINT)) AND ($to IS NULL OR r."start" < CAST($to AS BIGINT));
