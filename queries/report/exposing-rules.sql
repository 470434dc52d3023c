-- Which pairs of rules let how many clients of each exposed service in.
SELECT
  x.server_no, x.protocol, x.server_port AS port, l.acl, a.rule_id AS acl_rule_id, a.rule AS acl_rule, l.groups, g.rule_id AS group_rule_id,
  g.rule AS group_rule, count(DISTINCT x.client_no) AS clients
FROM report_exposed x
JOIN report_let_in l USING (key_id)
LEFT JOIN rules a ON a.rule_no = l.acl_rule
LEFT JOIN rules g ON g.rule_no = l.group_rule
GROUP BY ALL
ORDER BY clients DESC, group_rule_id, acl_rule_id, l.groups, l.acl;
