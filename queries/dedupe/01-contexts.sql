-- What contexts say of the identity of a record, in numbers, and how many fields they say. The one number that tells captures
-- apart stands for what, where there is no interface-id, is the resource-id of a regional NAT gateway; the action; the log-status.
CREATE OR REPLACE TEMP TABLE dedupe_contexts AS
WITH said AS (
  SELECT context_id, count(*) AS fields
  FROM (UNPIVOT contexts ON COLUMNS(* EXCLUDE (context_id, extra))::VARCHAR)
  GROUP BY context_id
)
SELECT
  c.context_id, c.action, c.log_status, c.flow_direction, c.reject_reason,
  CAST(dense_rank() OVER (
    ORDER BY coalesce(c.interface_id, c.resource_id), c.action NULLS FIRST, coalesce(c.log_status, 'OK')
  ) AS INTEGER) AS capture_no,
  hash(c.flow_direction, c.reject_reason) AS said_hash,
  CASE WHEN c.flow_direction IS NULL THEN 0 ELSE 1 END + CASE WHEN c.reject_reason IS NULL THEN 0 ELSE 2 END AS says,
  CAST(s.fields + coalesce(cardinality(c.extra), 0) AS INTEGER) AS fields
FROM contexts c JOIN said s USING (context_id)
WHERE coalesce(c.interface_id, c.resource_id) IS NOT NULL;
