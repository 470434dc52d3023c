-- What both stages say of each packet that was let in. ICMP has no type and code in the log: of the worlds in which a stage allows, one rule
-- must decide in all, else it is unknown which one did.
CREATE OR REPLACE TEMP TABLE report_let_in AS
WITH asked AS (
  SELECT
    k.key_id, k.acl_list, k.group_list, acl.rule_no AS acl_rule, acl.refuses AS acl_refuses, grp.rule_no AS group_rule, grp.refuses AS group_refuses
  FROM key_stages k
  LEFT JOIN icmp_worlds w ON w.protocol * 65536 = k.traffic
  LEFT JOIN answers acl
    ON acl.list = k.acl_list AND acl.block_id = k.block_id AND acl.traffic = k.traffic + coalesce(w.type, 0) AND acl.code = coalesce(w.code, 0)
  LEFT JOIN answers grp
    ON grp.list = k.group_list AND grp.block_id = k.block_id AND grp.traffic = k.traffic + coalesce(w.type, 0) AND grp.code = coalesce(w.code, 0)
),
decided AS (
  SELECT
    key_id,
    CASE
      WHEN bool_and(acl_list IS NULL) THEN 'none'
      WHEN bool_or(acl_rule IS NOT NULL AND acl_refuses IS NULL) THEN 'unknown'
      WHEN count(*) FILTER (NOT acl_refuses) = 0 THEN 'refuses'
      WHEN min(acl_rule) FILTER (NOT acl_refuses) = max(acl_rule) FILTER (NOT acl_refuses) THEN 'allows'
      ELSE 'unknown'
    END AS acl,
    min(acl_rule) FILTER (NOT acl_refuses) AS acl_rule,
    CASE
      WHEN bool_and(group_list IS NULL) THEN 'none'
      WHEN bool_or(group_rule IS NOT NULL AND group_refuses IS NULL) THEN 'unknown'
      WHEN count(*) FILTER (NOT group_refuses) = 0 THEN 'refuses'
      WHEN min(group_rule) FILTER (NOT group_refuses) = max(group_rule) FILTER (NOT group_refuses) THEN 'allows'
      ELSE 'unknown'
    END AS groups,
    min(group_rule) FILTER (NOT group_refuses) AS group_rule
  FROM asked
  GROUP BY key_id
)
SELECT
  x.key_id, coalesce(d.acl, 'unknown') AS acl, CASE WHEN d.acl = 'allows' THEN d.acl_rule END AS acl_rule,
  coalesce(d.groups, 'unknown') AS groups, CASE WHEN d.groups = 'allows' THEN d.group_rule END AS group_rule
FROM report_exposed x
LEFT JOIN decided d USING (key_id);
