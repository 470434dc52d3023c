-- title: Bytes by ECS service
-- section: Where
-- answers: Which ECS services carried the most, by how many tasks? Needs the ecs fields; a task without a service has a row of its own.
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
SELECT
  ecs_cluster_name, ecs_service_name, ecs_task_definition_arn,
  count(DISTINCT coalesce(ecs_task_id, ecs_task_arn)) AS tasks,
  sum(bytes) FILTER (action = 'ACCEPT') AS accepted_bytes,
  sum(bytes) FILTER (action = 'ACCEPT' AND flow_direction = 'ingress') AS ingress_bytes,
  sum(bytes) FILTER (action = 'ACCEPT' AND flow_direction = 'egress') AS egress_bytes,
  count(*) FILTER (action = 'ACCEPT') AS accepted_records, count(*) FILTER (action = 'REJECT') AS rejected_records
FROM records JOIN contexts USING (context_id)
WHERE coalesce(ecs_cluster_name, ecs_service_name, ecs_task_definition_arn, ecs_task_id, ecs_task_arn) IS NOT NULL
  AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
GROUP BY ecs_cluster_name, ecs_service_name, ecs_task_definition_arn
ORDER BY accepted_bytes DESC NULLS LAST, ecs_cluster_name, ecs_service_name, ecs_task_definition_arn
LIMIT $limit;
