-- The refused keys as the evaluator takes them. Groups are stateful: they never see an answer as new, be it to a connection whose
-- acceptance is in the log, or by its own SYN-ACK. Keys without a profile have nothing to be evaluated against.
CREATE OR REPLACE TEMP TABLE evaluator_keys AS
SELECT
  k.key_id, l.profile_id, k.direction, k.protocol, k.dstport,
  -- Half a flow cannot be judged, not even by the half that is there.
  CASE WHEN k.src_hi IS NOT NULL AND k.dst_hi IS NOT NULL THEN l.remote_hi END AS remote_hi,
  l.remote_lo,
  coalesce(h.answered, FALSE) OR coalesce(k.has_syn_ack, FALSE) AS tracked
FROM refused_keys k
JOIN located_keys l USING (key_id)
LEFT JOIN other_halves h USING (key_id)
WHERE l.profile_id IS NOT NULL AND k.direction IS NOT NULL;
