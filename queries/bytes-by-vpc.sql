-- title: Bytes by VPC
-- section: Where
-- answers: How much did each VPC take in and send out, and what was refused? Needs vpc-id; the two ways need flow-direction.
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
SELECT
  account_id, region, vpc_id, count(DISTINCT interface_id) AS interfaces,
  sum(bytes) FILTER (action = 'ACCEPT') AS accepted_bytes,
  sum(bytes) FILTER (action = 'ACCEPT' AND flow_direction = 'ingress') AS ingress_bytes,
  sum(bytes) FILTER (action = 'ACCEPT' AND flow_direction = 'egress') AS egress_bytes,
  count(*) FILTER (action = 'ACCEPT') AS accepted_records, count(*) FILTER (action = 'REJECT') AS rejected_records
FROM records JOIN contexts USING (context_id)
WHERE ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
GROUP BY account_id, region, vpc_id
ORDER BY accepted_bytes DESC NULLS LAST, account_id, region, vpc_id
LIMIT $limit;
