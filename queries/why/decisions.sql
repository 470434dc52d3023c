-- What each stage says of each probe, in every ICMP world that the probe may be in. No owner: the stage does not apply.
-- No rule_no: no rule matches. `refuses` is NULL where the deciding rule is in doubt.
WITH worlds AS (
  SELECT p.key_id, coalesce(w.type, 0) AS type, coalesce(w.code, 0) AS code
  FROM probes p
  LEFT JOIN icmp_worlds w ON w.protocol = p.protocol
  LEFT JOIN (SELECT DISTINCT protocol, type FROM icmp_worlds) t ON t.protocol = p.protocol AND t.type = p.icmp_type
  LEFT JOIN (SELECT DISTINCT protocol, code FROM icmp_worlds) c ON c.protocol = p.protocol AND c.code = p.icmp_code
  WHERE w.protocol IS NULL OR (
    (p.icmp_type IS NULL OR w.type = coalesce(t.type, 256)) AND (p.icmp_code IS NULL OR w.code = coalesce(c.code, 256))
  )
),
stages AS (
  SELECT key_id, 'nacl' AS layer, acl_exemption, acl_list AS list, block_id, traffic FROM key_stages
  UNION ALL
  SELECT key_id, 'sg', acl_exemption, group_list, block_id, traffic FROM key_stages
),
lists AS (
  SELECT DISTINCT 2 * owner + CAST(egress AS INTEGER) AS list FROM rules
)
SELECT
  s.key_id, s.layer, s.acl_exemption, s.block_id, s.list / 2 AS owner, l.list IS NOT NULL AS has_rules,
  a.rule_no, a.refuses, r.rule_id, r.rule, r.implicit, r.doubt, acl.acl_id, p.group_owner IS NOT NULL AS has_groups, grp.security_groups
FROM stages s
JOIN worlds w USING (key_id)
JOIN evaluator_keys k USING (key_id)
JOIN profiles p USING (profile_id)
JOIN rule_owners acl ON acl.owner = p.acl_owner
LEFT JOIN rule_owners grp ON grp.owner = p.group_owner
LEFT JOIN lists l ON l.list = s.list
LEFT JOIN answers a ON a.list = s.list AND a.block_id = s.block_id AND a.traffic = s.traffic + w.type AND a.code = w.code
LEFT JOIN rules r ON r.rule_no = a.rule_no
ORDER BY s.key_id, s.layer, w.type, w.code;
