-- What either stage says of each key in each world: skip, allow, deny or unknown, and the rule that decides.
CREATE OR REPLACE TEMP TABLE outcomes AS
WITH worlds AS (
  SELECT
    k.key_id, k.direction, k.protocol, k.port, k.block_id, k.acl_owner, k.group_owner,
    coalesce(w.type, k.port) AS port_or_type, coalesce(w.code, 0) AS code,
    k.protocol IS NULL OR k.port IS NULL OR k.block_id IS NULL AS incomplete
  FROM key_stages k LEFT JOIN icmp_worlds w ON w.protocol = k.protocol
),
decisions AS (
  SELECT
    a.owner, a.direction, a.protocol, a.port, a.block_id, a.port_or_type, a.code, a.rule_no,
    CASE WHEN r.doubt IS NOT NULL THEN 'unknown' ELSE r.action END AS outcome
  FROM answers a JOIN rules r USING (rule_no)
)
SELECT
  w.key_id, w.direction, w.acl_owner, w.group_owner, acl.rule_no AS acl_rule_no, grp.rule_no AS group_rule_no,
  CASE WHEN w.acl_owner IS NULL THEN 'skip' WHEN w.incomplete THEN 'unknown' ELSE coalesce(acl.outcome, 'deny') END AS acl_outcome,
  CASE WHEN w.group_owner IS NULL THEN 'skip' WHEN w.incomplete THEN 'unknown' ELSE coalesce(grp.outcome, 'deny') END AS group_outcome
FROM worlds w
LEFT JOIN decisions acl
  ON acl.owner = w.acl_owner AND acl.direction = w.direction AND acl.protocol = w.protocol AND acl.port = w.port
  AND acl.block_id = w.block_id AND acl.port_or_type = w.port_or_type AND acl.code = w.code
LEFT JOIN decisions grp
  ON grp.owner = w.group_owner AND grp.direction = w.direction AND grp.protocol = w.protocol AND grp.port = w.port
  AND grp.block_id = w.block_id AND grp.port_or_type = w.port_or_type AND grp.code = w.code;
