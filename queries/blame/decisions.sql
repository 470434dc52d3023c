-- The decisions with the rules they name. A refusal above zero is a rule, zero the groups, below zero a network ACL without a
-- matching entry.
WITH acl_refusals AS (
  SELECT rule_no AS refusal, rule_id, rule FROM rules
  UNION ALL
  SELECT -owner, NULL, NULL FROM rule_owners WHERE kind = 'nacl'
)
SELECT
  d.decision_id, d.verdict, d.leg, CASE d.egress WHEN TRUE THEN 'egress' WHEN FALSE THEN 'ingress' END AS direction, d.confidence, d.evidence,
  d.acl_owner, d.group_owner, d.refusal, d.next_refusal, d.sure_acl_refusal, d.sure_group_refusal,
  acl.acl_id, grp.security_groups,
  first_rule.rule_id, first_rule.rule,
  next_rule.rule_id AS next_rule_id, next_rule.rule AS next_rule,
  sure_rule.rule_id AS sure_rule_id, sure_rule.rule AS sure_rule,
  acl_doubt.doubt AS acl_doubt, acl_doubt.rule AS acl_doubt_rule,
  group_doubt.doubt AS group_doubt, group_doubt.rule AS group_doubt_rule
FROM verdict_decisions d
LEFT JOIN rule_owners acl ON acl.owner = d.acl_owner
LEFT JOIN rule_owners grp ON grp.owner = d.group_owner
LEFT JOIN acl_refusals first_rule ON first_rule.refusal = d.refusal
LEFT JOIN acl_refusals next_rule ON next_rule.refusal = d.next_refusal
LEFT JOIN acl_refusals sure_rule ON sure_rule.refusal = d.sure_acl_refusal
LEFT JOIN rules acl_doubt ON acl_doubt.rule_no = d.acl_doubt
LEFT JOIN rules group_doubt ON group_doubt.rule_no = d.group_doubt
ORDER BY d.decision_id;
