-- title: Bytes by interface
-- section: Where
-- answers: Which interfaces carried the most, and how much was refused at each? The two ways need flow-direction.
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
SELECT
  interface_id, max(instance_id) AS instance_id, max(subnet_id) AS subnet_id,
  sum(bytes) FILTER (action = 'ACCEPT') AS accepted_bytes,
  sum(bytes) FILTER (action = 'ACCEPT' AND flow_direction = 'ingress') AS ingress_bytes,
  sum(bytes) FILTER (action = 'ACCEPT' AND flow_direction = 'egress') AS egress_bytes,
  count(*) FILTER (action = 'ACCEPT') AS accepted_records, count(*) FILTER (action = 'REJECT') AS rejected_records
FROM records JOIN contexts USING (context_id)
WHERE ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
GROUP BY interface_id
ORDER BY accepted_bytes DESC NULLS LAST, interface_id
LIMIT $limit;
