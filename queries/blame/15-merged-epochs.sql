-- One row for each flow and decision: where several configurations were in force one after the other and decided the same, the
-- flow's records belong together. Decisions are the same when they read the same; the owners of the rules may differ.
CREATE OR REPLACE TABLE verdict_flows AS
WITH read_decisions AS (
  SELECT
    d.decision_id, d.verdict, d.leg, d.egress, d.confidence, d.evidence,
    CASE WHEN d.refusal < 0 OR r.implicit THEN a.acl_id ELSE r.rule END AS refused_by,
    CASE WHEN n.implicit OR d.next_refusal < 0 THEN a.acl_id ELSE n.rule END AS then_refused_by,
    CASE WHEN 0 IN (d.refusal, d.next_refusal, d.sure_group_refusal) THEN array_to_string(g.security_groups, ' ') END AS security_groups,
    d.next_refusal = 0 AS then_refused_by_groups,
    d.sure_acl_refusal, d.acl_doubt, d.group_doubt
  FROM verdict_decisions d
  LEFT JOIN rules r ON r.rule_no = d.refusal
  LEFT JOIN rules n ON n.rule_no = d.next_refusal
  LEFT JOIN rule_owners a ON a.owner = d.acl_owner
  LEFT JOIN rule_owners g ON g.owner = d.group_owner
),
named AS (
  SELECT f.*, c.interface_id, d.* EXCLUDE (decision_id)
  FROM verdict_flows f JOIN contexts c USING (context_id) JOIN read_decisions d USING (decision_id)
)
SELECT
  max_by(decision_id, coalesce(last_seen_s, 0)) AS decision_id, min(context_id) AS context_id,
  max_by(block_id, coalesce(last_seen_s, 0)) AS block_id,
  src_hi, src_lo, dst_hi, dst_lo, srcport, dstport, protocol,
  CAST(sum(records) AS BIGINT) AS records, CAST(sum(packets) AS BIGINT) AS packets, CAST(sum(bytes) AS BIGINT) AS bytes,
  min(first_seen_s) AS first_seen_s, max(last_seen_s) AS last_seen_s
FROM named
GROUP BY
  interface_id, verdict, leg, egress, confidence, evidence, refused_by, then_refused_by, security_groups, then_refused_by_groups,
  sure_acl_refusal, acl_doubt, group_doubt, src_hi, src_lo, dst_hi, dst_lo, srcport, dstport, protocol;
