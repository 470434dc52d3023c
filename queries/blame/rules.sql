-- The rules that could have let a packet through, for near misses. A rule in doubt has the widest set it may have.
SELECT
  rule_no, owner, CASE WHEN egress THEN 'egress' ELSE 'ingress' END AS direction, rule_id, rule, protocol, port_from, port_to, code_from, code_to, set_id
FROM rules
WHERE action = 'allow' AND rule IS NOT NULL
ORDER BY rule_no;
