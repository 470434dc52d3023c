-- title: Bytes by instance
-- section: Where
-- answers: Which instances carried the most? Needs instance-id; the row without one is that of interfaces of AWS services.
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
SELECT
  instance_id, max(instance_tag) AS instance_tag, count(DISTINCT interface_id) AS interfaces,
  sum(bytes) FILTER (action = 'ACCEPT') AS accepted_bytes,
  sum(bytes) FILTER (action = 'ACCEPT' AND flow_direction = 'ingress') AS ingress_bytes,
  sum(bytes) FILTER (action = 'ACCEPT' AND flow_direction = 'egress') AS egress_bytes,
  count(*) FILTER (action = 'ACCEPT') AS accepted_records, count(*) FILTER (action = 'REJECT') AS rejected_records
FROM records JOIN contexts USING (context_id)
WHERE ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
GROUP BY instance_id
ORDER BY accepted_bytes DESC NULLS LAST, instance_id
LIMIT $limit;
