-- title: AWS services
-- section: Which way, at what price
-- answers: Which AWS services did each interface send to and hear from? Needs pkt-dst-aws-service and pkt-src-aws-service.
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
-- A NAT gateway logs a packet twice, once with its own address in the place of the service's.
WITH reached AS (
  SELECT
    interface_id, instance_id, bytes,
    CASE
      WHEN pkt_dstaddr_hi IS NULL OR (dstaddr_hi, dstaddr_lo) = (pkt_dstaddr_hi, pkt_dstaddr_lo) THEN pkt_dst_aws_service
    END AS sent_to,
    CASE
      WHEN pkt_srcaddr_hi IS NULL OR (srcaddr_hi, srcaddr_lo) = (pkt_srcaddr_hi, pkt_srcaddr_lo) THEN pkt_src_aws_service
    END AS heard_from
  FROM records JOIN contexts USING (context_id)
  WHERE action = 'ACCEPT'
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
)
SELECT
  coalesce(sent_to, heard_from) AS aws_service, interface_id, max(instance_id) AS instance_id,
  sum(bytes) FILTER (sent_to IS NOT NULL) AS sent_bytes, sum(bytes) FILTER (sent_to IS NULL) AS received_bytes, count(*) AS records
FROM reached
WHERE sent_to IS NOT NULL OR heard_from IS NOT NULL
GROUP BY aws_service, interface_id
ORDER BY sent_bytes DESC NULLS LAST, received_bytes DESC NULLS LAST, aws_service, interface_id
LIMIT $limit;
