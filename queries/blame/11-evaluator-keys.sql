-- The refused keys as the evaluator takes them. Groups are stateful: they never see an answer as new, be it to a connection whose
-- acceptance is in the log, or by its own SYN-ACK. A key without a profile, a direction or a field that rules need is not evaluated.
CREATE OR REPLACE TEMP TABLE evaluator_keys AS
WITH interface_profiles AS (
  SELECT DISTINCT c.interface_no, i.epoch, i.profile_id, i.hides_addresses
  FROM interfaces i JOIN blame_contexts c USING (interface_id)
)
SELECT
  k.key_id, coalesce(i.profile_id, s.profile_id) AS profile_id,
  CASE WHEN i.profile_id IS NOT NULL THEN 'interface' ELSE s.found_by END AS found_by,
  k.egress, k.protocol, k.dstport,
  CASE WHEN k.egress THEN k.dst_hi ELSE k.src_hi END AS remote_hi, CASE WHEN k.egress THEN k.dst_lo ELSE k.src_lo END AS remote_lo,
  coalesce(h.answered, FALSE) OR k.marks & 8 <> 0 AS tracked,
  k.protocol IS NULL OR k.src_hi IS NULL OR k.dst_hi IS NULL OR (k.protocol IN (6, 17) AND k.dstport IS NULL) AS field_missing,
  coalesce(h.answered, FALSE) AS answered, k.marks | coalesce(h.own_flags, 0) AS marks, coalesce(h.other_flags, 0) AS other_flags,
  k.marks & 32 <> 0 AND coalesce(i.hides_addresses, FALSE) AS packet_addresses_hidden,
  k.marks & 8 <> 0 AS is_syn_ack,
  k.srcport < 1024 AND k.dstport >= 1024 AS looks_like_answer
FROM refused_keys k
LEFT JOIN interface_profiles i ON i.interface_no = k.interface_no AND i.epoch = k.epoch
LEFT JOIN stranger_profiles s ON s.key_id = k.key_id
LEFT JOIN other_halves h ON h.key_id = k.key_id;
