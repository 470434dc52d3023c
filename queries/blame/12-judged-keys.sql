-- The verdict of every refused key, with everything that it rests on.
-- Parameters: reject_reason_logged BOOLEAN (some log has the field), accepts_logged BOOLEAN (the log holds ACCEPT records)
CREATE OR REPLACE TEMP TABLE judged_keys AS
WITH facts AS (
  SELECT
    k.key_id, k.reject_reason, k.direction, k.direction_guessed, l.profile_id, l.found_by,
    l.hides_addresses AND NOT k.has_packet_addresses AS packet_addresses_hidden,
    NOT $accepts_logged AND k.srcport < 1024 AND k.dstport >= 1024 AS looks_like_answer,
    k.protocol IS NULL OR k.src_hi IS NULL OR k.dst_hi IS NULL OR (k.protocol IN (6, 17) AND k.dstport IS NULL) AS field_missing,
    coalesce(h.answered, FALSE) AS answered,
    coalesce(k.has_syn_ack, FALSE) AS is_syn_ack,
    k.has_syn_ack IS NOT NULL AS has_flags,
    coalesce(k.has_syn OR h.own_syn, k.has_syn, h.own_syn, FALSE) AS own_syn,
    coalesce(k.has_syn_ack OR h.own_syn_ack, k.has_syn_ack, h.own_syn_ack, FALSE) AS own_syn_ack,
    coalesce(h.other_syn, FALSE) AS other_syn, coalesce(h.other_syn_ack, FALSE) AS other_syn_ack,
    s.block_id, s.acl_owner, s.group_owner,
    p.block_public_access IS NOT NULL AND NOT $reject_reason_logged
      AND NOT coalesce(is_private(l.remote_hi, l.remote_lo), TRUE) AS block_public_access_possible,
    w.unknown, w.worlds, w.refusing_worlds, w.refusal, w.next_refusal,
    w.constant_acl_refusal, w.constant_group_refusal, w.acl_doubt, w.group_doubt,
    r.implicit
  FROM refused_keys k
  JOIN located_keys l USING (key_id)
  LEFT JOIN other_halves h USING (key_id)
  LEFT JOIN key_stages s USING (key_id)
  LEFT JOIN profiles p USING (profile_id)
  LEFT JOIN walks w USING (key_id)
  LEFT JOIN rules r ON r.rule_no = w.refusal
),
judged AS (
  SELECT
    *,
    CASE
      WHEN reject_reason = 'BPA' THEN 'bpa'
      WHEN reject_reason = 'EC' THEN 'encryption-control'
      WHEN profile_id IS NULL THEN 'unknown-interface'
      WHEN direction IS NULL OR field_missing OR unknown THEN 'indeterminate'
      WHEN refusing_worlds = 0 THEN CASE WHEN answered THEN 'late-packet' ELSE 'rules-allow' END
      WHEN refusal IS NULL THEN 'indeterminate'
      WHEN refusal = 0 THEN 'sg-no-allow'
      WHEN refusal < 0 OR implicit THEN 'nacl-implicit-deny'
      ELSE 'nacl-deny'
    END AS verdict,
    CASE
      WHEN answered THEN
        CASE
          WHEN (own_syn OR other_syn_ack) AND NOT own_syn_ack AND NOT other_syn THEN 'forward'
          ELSE 'reply'
        END
      WHEN is_syn_ack THEN 'reply'
      ELSE 'forward'
    END AS leg
  FROM facts
)
SELECT
  key_id, verdict, leg, direction, block_id, acl_owner, group_owner,
  CASE WHEN verdict IN ('sg-no-allow', 'nacl-deny', 'nacl-implicit-deny') THEN refusal END AS refusal,
  CASE WHEN verdict IN ('sg-no-allow', 'nacl-deny', 'nacl-implicit-deny') THEN next_refusal END AS next_refusal,
  CASE WHEN verdict = 'indeterminate' AND NOT field_missing THEN constant_acl_refusal END AS sure_acl_refusal,
  CASE WHEN verdict = 'indeterminate' AND NOT field_missing THEN constant_group_refusal END AS sure_group_refusal,
  CASE WHEN verdict = 'indeterminate' THEN acl_doubt END AS acl_doubt,
  CASE WHEN verdict = 'indeterminate' THEN group_doubt END AS group_doubt,
  CASE
    WHEN verdict IN ('bpa', 'encryption-control') THEN 'high'
    WHEN verdict IN ('indeterminate', 'unknown-interface') THEN 'low'
    WHEN verdict = 'rules-allow' OR (verdict = 'late-packet' AND NOT has_flags) OR found_by <> 'interface'
      OR packet_addresses_hidden OR direction_guessed OR block_public_access_possible
      OR (refusing_worlds < worlds AND refusing_worlds > 0) OR (is_syn_ack AND NOT answered)
      OR (verdict = 'sg-no-allow' AND looks_like_answer) THEN 'medium'
    ELSE 'high'
  END AS confidence,
  -- What the verdict rests on; reports/evidence.ts has a sentence for each word.
  concat_ws(' ',
    CASE WHEN reject_reason IS NOT NULL THEN 'reject-reason' END,
    CASE WHEN answered THEN 'answered' END,
    CASE WHEN answered AND leg = 'forward' THEN 'opened-by-sender' END,
    CASE WHEN is_syn_ack AND NOT answered THEN 'syn-ack' END,
    CASE WHEN found_by = 'record' THEN 'subnet-by-record' END,
    CASE WHEN found_by = 'address' THEN 'subnet-by-address' END,
    CASE WHEN profile_id IS NULL THEN 'no-subnet' END,
    CASE WHEN packet_addresses_hidden THEN 'packet-addresses-hidden' END,
    CASE WHEN direction_guessed THEN 'direction-inferred' END,
    CASE WHEN direction IS NULL THEN 'direction-unknown' END,
    CASE WHEN profile_id IS NOT NULL AND direction IS NOT NULL AND acl_owner IS NULL THEN 'acl-not-applied' END,
    CASE WHEN profile_id IS NOT NULL AND direction IS NOT NULL AND group_owner IS NULL AND NOT answered AND NOT is_syn_ack
      THEN 'no-group-stage' END,
    CASE WHEN verdict = 'indeterminate' AND field_missing THEN 'field-missing' END,
    CASE WHEN refusal IS NOT NULL AND refusing_worlds < worlds THEN 'some-icmp-types-pass' END,
    CASE WHEN refusal IS NULL AND refusing_worlds > 0 AND NOT unknown THEN 'icmp-types-differ' END,
    CASE WHEN looks_like_answer AND verdict = 'sg-no-allow' THEN 'no-accept-records' END,
    CASE WHEN block_public_access_possible THEN 'block-public-access-possible' END
  ) AS evidence
FROM judged;
