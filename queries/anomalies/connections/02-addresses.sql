-- A number for every address, in address order: what follows joins and groups by single integers. Addresses of the packet where the
-- log has them (pkt-srcaddr, pkt-dstaddr), for the others may be those of a NAT or transit gateway.
-- Parameters: from BIGINT, to BIGINT (record start, Unix seconds; NULL: no bound)
CREATE OR REPLACE TEMP TABLE numbered_addresses AS
SELECT CAST(row_number() OVER (ORDER BY hi, lo) AS INTEGER) AS host_no, hi, lo
FROM (
  SELECT DISTINCT coalesce(pkt_srcaddr_hi, srcaddr_hi) AS hi, coalesce(pkt_srcaddr_lo, srcaddr_lo) AS lo
  FROM records
  WHERE ($from IS NULL OR "start" >= CAST($from AS BIGINT)) AND ($to IS NULL OR "start" < CAST($to AS BIGINT))
  UNION
  SELECT DISTINCT coalesce(pkt_dstaddr_hi, dstaddr_hi), coalesce(pkt_dstaddr_lo, dstaddr_lo)
  FROM records
  WHERE ($from IS NULL OR "start" >= CAST($from AS BIGINT)) AND ($to IS NULL OR "start" < CAST($to AS BIGINT))
)
WHERE hi IS NOT NULL AND lo IS NOT NULL;
