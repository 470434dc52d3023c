-- Every refused key with the number of its decision.
CREATE OR REPLACE TABLE verdict_flows AS
SELECT
  d.decision_id, k.context_id, j.block_id,
  k.src_hi, k.src_lo, k.dst_hi, k.dst_lo, k.srcport, k.dstport, k.protocol,
  k.records, k.packets, k.bytes, k.first_seen_s, k.last_seen_s
FROM refused_keys k
JOIN judged_keys j USING (key_id)
JOIN verdict_decisions d
  ON d.verdict = j.verdict AND d.leg = j.leg AND d.confidence = j.confidence AND d.evidence = j.evidence
  AND d.egress IS NOT DISTINCT FROM j.egress
  AND d.acl_owner IS NOT DISTINCT FROM j.acl_owner AND d.group_owner IS NOT DISTINCT FROM j.group_owner
  AND d.refusal IS NOT DISTINCT FROM j.refusal AND d.next_refusal IS NOT DISTINCT FROM j.next_refusal
  AND d.sure_acl_refusal IS NOT DISTINCT FROM j.sure_acl_refusal
  AND d.sure_group_refusal IS NOT DISTINCT FROM j.sure_group_refusal
  AND d.acl_doubt IS NOT DISTINCT FROM j.acl_doubt AND d.group_doubt IS NOT DISTINCT FROM j.group_doubt;
