-- The bytes that NAT gateways processed, once each, at the side of the hosts: their interfaces log what comes from a host and goes to it,
-- and both again at the side of the Internet. At the side of the hosts stand the records whose other end is a private address, or, with
-- the addresses of packets, those in which the gateway stands for somebody else.
-- Several flow logs of one interface have each of its records; the larger of two stays.
-- Parameters: since BIGINT, until BIGINT (record start, Unix seconds; NULL: no bound)
CREATE OR REPLACE TEMP TABLE report_nat_traffic AS
WITH gateways AS (
  SELECT
    c.context_id, c.interface_id, c.resource_id, c.flow_direction, c.pkt_src_aws_service, c.pkt_dst_aws_service,
    c.interface_id IS NULL AS regional
  FROM contexts c
  LEFT JOIN report_interfaces i USING (interface_id)
  WHERE c.action = 'ACCEPT' AND coalesce(c.log_status, 'OK') = 'OK'
    AND (i.type = 'natgateway' OR (c.interface_id IS NULL AND c.resource_id LIKE 'nat-%'))
),
own AS (SELECT DISTINCT interface_id, hi, lo FROM interface_addresses SEMI JOIN gateways USING (interface_id)),
directed AS (
  SELECT
    g.*, r.srcaddr_hi, r.srcaddr_lo, r.dstaddr_hi, r.dstaddr_lo, r.pkt_srcaddr_hi, r.pkt_srcaddr_lo, r.pkt_dstaddr_hi, r.pkt_dstaddr_lo,
    r.srcport, r.dstport, r.protocol, r."start", r."end", r.bytes,
    CASE
      WHEN g.flow_direction IS NOT NULL THEN g.flow_direction = 'egress'
      WHEN s.hi IS NOT NULL AND d.hi IS NULL THEN TRUE
      WHEN d.hi IS NOT NULL AND s.hi IS NULL THEN FALSE
    END AS egress
  FROM records r
  JOIN gateways g USING (context_id)
  LEFT JOIN own s ON s.interface_id = g.interface_id AND s.hi = r.srcaddr_hi AND s.lo = r.srcaddr_lo
  LEFT JOIN own d ON d.interface_id = g.interface_id AND d.hi = r.dstaddr_hi AND d.lo = r.dstaddr_lo
  WHERE ($since IS NULL OR r."start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR r."start" < CAST($until AS BIGINT))
),
ended AS (
  SELECT
    interface_id, resource_id, egress, srcport, dstport, protocol, "start", "end", bytes,
    CASE WHEN egress THEN coalesce(pkt_dstaddr_hi, dstaddr_hi) ELSE coalesce(pkt_srcaddr_hi, srcaddr_hi) END AS host_hi,
    CASE WHEN egress THEN coalesce(pkt_dstaddr_lo, dstaddr_lo) ELSE coalesce(pkt_srcaddr_lo, srcaddr_lo) END AS host_lo,
    CASE WHEN regional THEN CASE WHEN egress THEN srcaddr_hi ELSE dstaddr_hi END
      ELSE CASE WHEN egress THEN pkt_srcaddr_hi ELSE pkt_dstaddr_hi END END AS remote_hi,
    CASE WHEN regional THEN CASE WHEN egress THEN srcaddr_lo ELSE dstaddr_lo END
      ELSE CASE WHEN egress THEN pkt_srcaddr_lo ELSE pkt_dstaddr_lo END END AS remote_lo,
    CASE WHEN egress THEN pkt_src_aws_service ELSE pkt_dst_aws_service END AS aws_service,
    CASE
      WHEN regional OR pkt_srcaddr_lo IS NULL OR pkt_dstaddr_lo IS NULL THEN
        CASE WHEN egress THEN is_private(dstaddr_hi, dstaddr_lo) ELSE is_private(srcaddr_hi, srcaddr_lo) END
      WHEN egress THEN pkt_srcaddr_lo <> srcaddr_lo OR pkt_srcaddr_hi <> srcaddr_hi
      ELSE pkt_dstaddr_lo <> dstaddr_lo OR pkt_dstaddr_hi <> dstaddr_hi
    END AS at_hosts
  FROM directed
  WHERE egress IS NOT NULL
),
once AS (
  SELECT * EXCLUDE (bytes, aws_service), max(bytes) AS bytes, max(aws_service) AS aws_service
  FROM ended
  WHERE at_hosts
  GROUP BY ALL
)
SELECT interface_id, resource_id, host_hi, host_lo, remote_hi, remote_lo, aws_service, CAST(sum(bytes) AS BIGINT) AS bytes
FROM once
WHERE bytes IS NOT NULL
GROUP BY ALL;
