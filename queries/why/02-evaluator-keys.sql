-- The probes as the evaluator takes them.
CREATE OR REPLACE TEMP TABLE evaluator_keys AS
SELECT
  p.key_id, coalesce(i.profile_id, s.profile_id) AS profile_id, p.egress, p.protocol, p.dstport, p.remote_hi, p.remote_lo, p.tracked,
  p.protocol IN (6, 17) AND p.dstport IS NULL AS field_missing
FROM probes p
LEFT JOIN interfaces i ON i.interface_id = p.interface_id
LEFT JOIN subnets s ON s.subnet_id = p.subnet_id;
