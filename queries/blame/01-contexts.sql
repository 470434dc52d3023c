-- What the contexts of refused and accepted records say for blame, in numbers: the interface, the direction, the reject-reason.
CREATE OR REPLACE TEMP TABLE blame_contexts AS
WITH numbered AS (
  SELECT interface_id, CAST(row_number() OVER (ORDER BY interface_id NULLS FIRST) AS INTEGER) AS interface_no
  FROM (SELECT DISTINCT interface_id FROM contexts)
)
SELECT
  c.context_id, n.interface_no, n.interface_id, k.interface_id IS NOT NULL AS known,
  CASE WHEN c.flow_direction IS NULL THEN n.interface_no END AS undirected_interface_no,
  c.action = 'REJECT' AS refused,
  CASE c.flow_direction WHEN 'egress' THEN TRUE WHEN 'ingress' THEN FALSE END AS egress,
  c.vpc_id, c.subnet_id,
  CASE c.reject_reason WHEN 'BPA' THEN 1 WHEN 'EC' THEN 2 END AS reject_reason
FROM contexts c
JOIN numbered n ON c.interface_id IS NOT DISTINCT FROM n.interface_id
LEFT JOIN (SELECT DISTINCT interface_id FROM interfaces) k ON k.interface_id = c.interface_id
WHERE c.action IN ('ACCEPT', 'REJECT') AND coalesce(c.log_status, 'OK') = 'OK';
