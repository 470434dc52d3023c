-- What the contexts of refused and accepted records say here, in numbers: the interface, the direction, the action.
CREATE OR REPLACE TEMP TABLE connectivity_contexts AS
WITH numbered AS (
  SELECT interface_id, CAST(row_number() OVER (ORDER BY interface_id NULLS FIRST) AS INTEGER) AS interface_no
  FROM (SELECT DISTINCT interface_id FROM contexts)
)
SELECT
  c.context_id, n.interface_no, n.interface_id, c.action = 'REJECT' AS refused,
  CASE c.flow_direction WHEN 'egress' THEN TRUE WHEN 'ingress' THEN FALSE END AS egress
FROM contexts c
JOIN numbered n ON c.interface_id IS NOT DISTINCT FROM n.interface_id
WHERE c.action IN ('ACCEPT', 'REJECT') AND coalesce(c.log_status, 'OK') = 'OK';
