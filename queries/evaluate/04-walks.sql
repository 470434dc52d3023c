-- Walks the stages of each key in packet order (ingress: network ACL, groups; egress: groups, network ACL), in each world of ICMP, and
-- puts the worlds together. A refusal is a number: of a network ACL the deciding rule, or minus the owner where no entry
-- matches; of groups 0. A stage whose deciding rule is in doubt is unknown.
CREATE OR REPLACE TEMP TABLE walks AS
WITH outcomes AS (
  SELECT
    k.key_id, k.egress, k.traffic / 65536 IN (1, 58) AS has_worlds,
    CASE WHEN k.acl_list IS NULL THEN NULL WHEN acl.rule_no IS NULL THEN -(k.acl_list / 2) WHEN acl.refuses THEN acl.rule_no END AS acl_refusal,
    CASE WHEN k.group_list IS NOT NULL AND (grp.rule_no IS NULL OR grp.refuses) THEN 0 END AS group_refusal,
    CASE WHEN acl.rule_no IS NOT NULL AND acl.refuses IS NULL THEN acl.rule_no END AS acl_doubt,
    CASE WHEN grp.rule_no IS NOT NULL AND grp.refuses IS NULL THEN grp.rule_no END AS group_doubt
  FROM key_stages k
  LEFT JOIN icmp_worlds w ON w.protocol * 65536 = k.traffic
  LEFT JOIN answers acl
    ON acl.list = k.acl_list AND acl.block_id = k.block_id AND acl.traffic = k.traffic + coalesce(w.type, 0) AND acl.code = coalesce(w.code, 0)
  LEFT JOIN answers grp
    ON grp.list = k.group_list AND grp.block_id = k.block_id AND grp.traffic = k.traffic + coalesce(w.type, 0) AND grp.code = coalesce(w.code, 0)
),
walked AS (
  SELECT
    key_id, has_worlds, acl_refusal, group_refusal, acl_doubt, group_doubt,
    CASE
      WHEN egress THEN group_doubt IS NOT NULL OR (group_refusal IS NULL AND acl_doubt IS NOT NULL)
      ELSE acl_doubt IS NOT NULL OR (acl_refusal IS NULL AND group_doubt IS NOT NULL)
    END AS unknown,
    CASE WHEN egress THEN coalesce(group_refusal, acl_refusal) ELSE coalesce(acl_refusal, group_refusal) END AS refusal,
    CASE
      WHEN egress THEN CASE WHEN group_refusal IS NOT NULL THEN acl_refusal END
      ELSE CASE WHEN acl_refusal IS NOT NULL THEN group_refusal END
    END AS next_refusal
  FROM outcomes
)
SELECT
  key_id, unknown, refusal IS NOT NULL AS refused, TRUE AS refused_in_all, refusal, next_refusal,
  acl_refusal AS constant_acl_refusal, group_refusal AS constant_group_refusal, acl_doubt, group_doubt
FROM walked WHERE NOT has_worlds
UNION ALL
SELECT
  key_id, bool_or(unknown), count(refusal) > 0, count(refusal) = count(*),
  CASE WHEN min(refusal) = max(refusal) THEN min(refusal) END,
  CASE WHEN count(next_refusal) = count(refusal) AND min(next_refusal) = max(next_refusal) THEN min(next_refusal) END,
  CASE WHEN count(acl_refusal) = count(*) AND min(acl_refusal) = max(acl_refusal) THEN min(acl_refusal) END,
  CASE WHEN count(group_refusal) = count(*) THEN 0 END,
  min(acl_doubt), min(group_doubt)
FROM walked WHERE has_worlds GROUP BY key_id;
