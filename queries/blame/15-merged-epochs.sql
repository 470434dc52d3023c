-- One row for each flow and outcome: where several configurations were in force one after the other and the same rule refused
-- the flow under each, its records belong together. The decision is that of the latest.
CREATE OR REPLACE TABLE verdict_flows AS
WITH named AS (
  SELECT
    f.*, c.interface_id, d.verdict, d.leg, d.egress,
    CASE
      WHEN d.refusal = 0 THEN array_to_string(g.security_groups, ' ')
      WHEN d.refusal < 0 THEN a.acl_id
      ELSE r.rule_id
    END AS refused_by
  FROM verdict_flows f
  JOIN contexts c USING (context_id)
  JOIN verdict_decisions d USING (decision_id)
  LEFT JOIN rules r ON r.rule_no = d.refusal
  LEFT JOIN rule_owners a ON a.owner = d.acl_owner
  LEFT JOIN rule_owners g ON g.owner = d.group_owner
)
SELECT
  max_by(decision_id, coalesce(last_seen_s, 0)) AS decision_id, min(context_id) AS context_id,
  max_by(coalesce(block_id, 0), coalesce(last_seen_s, 0)) AS block_id,
  src_hi, src_lo, dst_hi, dst_lo, srcport, dstport, protocol,
  CAST(sum(records) AS BIGINT) AS records, CAST(sum(packets) AS BIGINT) AS packets, CAST(sum(bytes) AS BIGINT) AS bytes,
  min(first_seen_s) AS first_seen_s, max(last_seen_s) AS last_seen_s
FROM named
GROUP BY interface_id, verdict, leg, egress, refused_by, src_hi, src_lo, dst_hi, dst_lo, srcport, dstport, protocol;
