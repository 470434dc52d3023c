-- The AWS service of each address that the logs call one.
-- Parameters: from BIGINT, to BIGINT (record start, Unix seconds; NULL: no bound)
CREATE OR REPLACE TEMP TABLE address_services AS
SELECT host_no, min(service) AS aws_service
FROM (
  SELECT DISTINCT coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi) AS hi, coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo) AS lo, c.pkt_dst_aws_service AS service
  FROM records r JOIN contexts c USING (context_id)
  WHERE c.pkt_dst_aws_service IS NOT NULL
    AND ($from IS NULL OR r."start" >= CAST($from AS BIGINT)) AND ($to IS NULL OR r."start" < CAST($to AS BIGINT))
  UNION
  SELECT DISTINCT coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi), coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo), c.pkt_src_aws_service
  FROM records r JOIN contexts c USING (context_id)
  WHERE c.pkt_src_aws_service IS NOT NULL
    AND ($from IS NULL OR r."start" >= CAST($from AS BIGINT)) AND ($to IS NULL OR r."start" < CAST($to AS BIGINT))
)
JOIN numbered_addresses USING (hi, lo)
GROUP BY host_no;
