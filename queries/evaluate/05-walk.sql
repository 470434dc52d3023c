-- Walks the stages of each world in packet order (ingress: network ACL, groups; egress: groups, network ACL) and puts the worlds
-- of a key together. A refusal is named by its number: of a network ACL the deciding rule, or minus the owner where no entry
-- matches; of groups 0. One number in all refusing worlds is the blocker.
CREATE OR REPLACE TEMP TABLE walks AS
WITH refusals AS (
  SELECT
    key_id, direction,
    acl_outcome, group_outcome,
    CASE WHEN acl_outcome = 'deny' THEN coalesce(acl_rule_no, -acl_owner) END AS acl_refusal,
    CASE WHEN group_outcome = 'deny' THEN 0 END AS group_refusal,
    CASE WHEN acl_outcome = 'unknown' THEN acl_rule_no END AS acl_doubt,
    CASE WHEN group_outcome = 'unknown' THEN group_rule_no END AS group_doubt
  FROM outcomes
),
walked AS (
  SELECT
    key_id, acl_refusal, group_refusal, acl_doubt, group_doubt,
    CASE direction
      WHEN 'ingress' THEN CASE WHEN acl_outcome = 'unknown' THEN TRUE WHEN acl_refusal IS NOT NULL THEN FALSE ELSE group_outcome = 'unknown' END
      ELSE CASE WHEN group_outcome = 'unknown' THEN TRUE WHEN group_refusal IS NOT NULL THEN FALSE ELSE acl_outcome = 'unknown' END
    END AS unknown,
    CASE direction WHEN 'ingress' THEN coalesce(acl_refusal, group_refusal) ELSE coalesce(group_refusal, acl_refusal) END AS refusal,
    CASE direction
      WHEN 'ingress' THEN CASE WHEN acl_refusal IS NOT NULL THEN group_refusal END
      ELSE CASE WHEN group_refusal IS NOT NULL THEN acl_refusal END
    END AS next_refusal
  FROM refusals
)
SELECT
  key_id,
  count(*) AS worlds,
  bool_or(unknown) AS unknown,
  count(refusal) AS refusing_worlds,
  CASE WHEN min(refusal) = max(refusal) THEN min(refusal) END AS refusal,
  CASE WHEN count(next_refusal) = count(refusal) AND min(next_refusal) = max(next_refusal) THEN min(next_refusal) END AS next_refusal,
  CASE WHEN count(acl_refusal) = count(*) AND min(acl_refusal) = max(acl_refusal) THEN min(acl_refusal) END AS constant_acl_refusal,
  CASE WHEN count(group_refusal) = count(*) THEN 0 END AS constant_group_refusal,
  min(acl_doubt) AS acl_doubt, min(group_doubt) AS group_doubt
FROM walked
GROUP BY key_id;
