-- title: AWS services through NAT gateways
-- section: Which way, at what price
-- answers: Who reaches which AWS service through a NAT gateway? Where gateway_endpoint is true, a gateway endpoint is free of charge. Needs pkt-dst-aws-service.
-- $limit BIGINT = 20: rows to show
-- $interface_id VARCHAR = NULL: a NAT gateway, if no interface-type or network tells
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
WITH nat AS (
  SELECT interface_id FROM contexts WHERE interface_type = 'nat_gateway'
  UNION
  SELECT unnest(from_json(resource->'NatGatewayAddresses', '[{"NetworkInterfaceId": "VARCHAR"}]')).NetworkInterfaceId
  FROM network_resources
  WHERE kind = 'natGateways'
  UNION
  SELECT CAST($interface_id AS VARCHAR)
),
-- Of the two legs of a packet, that between gateway and client. On it the gateway's own address stands for the remote end; a regional
-- gateway has no interface and shows the remote end there, too.
legs AS (
  SELECT
    coalesce(resource_id, interface_id) AS nat_gateway,
    CASE
      WHEN resource_id IS NULL AND pkt_dstaddr_hi IS NOT NULL
        THEN (dstaddr_hi, dstaddr_lo) <> (pkt_dstaddr_hi, pkt_dstaddr_lo)
      ELSE flow_direction = 'ingress' AND is_private(srcaddr_hi, srcaddr_lo)
    END AS sent,
    CASE
      WHEN resource_id IS NULL AND pkt_srcaddr_hi IS NOT NULL
        THEN (srcaddr_hi, srcaddr_lo) <> (pkt_srcaddr_hi, pkt_srcaddr_lo)
      ELSE flow_direction = 'egress' AND is_private(dstaddr_hi, dstaddr_lo)
    END AS received,
    srcaddr_hi, srcaddr_lo, dstaddr_hi, dstaddr_lo, pkt_dstaddr_hi, pkt_dstaddr_lo,
    pkt_src_aws_service, pkt_dst_aws_service, bytes
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT'
    AND (interface_id IN (SELECT interface_id FROM nat WHERE interface_id IS NOT NULL) OR resource_id LIKE 'nat-%')
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
)
SELECT
  nat_gateway,
  CASE WHEN sent THEN address_text(srcaddr_hi, srcaddr_lo) ELSE address_text(dstaddr_hi, dstaddr_lo) END AS srcaddr,
  CASE WHEN sent THEN pkt_dst_aws_service ELSE pkt_src_aws_service END AS aws_service,
  aws_service IN ('S3', 'DYNAMODB') AS gateway_endpoint,
  sum(bytes) AS bytes, sum(bytes) FILTER (sent) AS sent_bytes, sum(bytes) FILTER (received) AS received_bytes, count(*) AS records
FROM legs
WHERE (sent AND pkt_dst_aws_service IS NOT NULL) OR (received AND pkt_src_aws_service IS NOT NULL)
GROUP BY nat_gateway, srcaddr, aws_service
ORDER BY bytes DESC, nat_gateway, srcaddr, aws_service
LIMIT $limit;
