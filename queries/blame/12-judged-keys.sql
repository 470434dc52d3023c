-- What the evaluator needed is forgotten first: its tables are as long as the keys.
DROP TABLE questions;
DROP TABLE answers;
DROP TABLE addresses;
DROP TABLE address_blocks;
DROP TABLE other_halves;
DROP TABLE stranger_profiles;

-- The verdict of every refused key, with everything that it rests on.
-- Parameters: reject_reason_logged BOOLEAN (some log has the field), accepts_logged BOOLEAN (the log holds ACCEPT records)
CREATE OR REPLACE TEMP TABLE judged_keys AS
WITH facts AS (
  SELECT
    k.key_id, k.marks, k.other_flags, k.egress, k.profile_id, k.found_by, k.answered, k.is_syn_ack, k.field_missing, k.packet_addresses_hidden,
    k.looks_like_answer AND NOT $accepts_logged AS looks_like_answer,
    p.block_public_access IS NOT NULL AND NOT $reject_reason_logged
      AND NOT coalesce(is_private(k.remote_hi, k.remote_lo), TRUE) AS block_public_access_possible,
    s.block_id, s.acl_list, s.group_list,
    w.unknown, w.refused, w.refused_in_all, w.refusal, w.next_refusal,
    w.constant_acl_refusal, w.constant_group_refusal, w.acl_doubt, w.group_doubt
  FROM evaluator_keys k
  LEFT JOIN profiles p USING (profile_id)
  LEFT JOIN key_stages s USING (key_id)
  LEFT JOIN walks w USING (key_id)
),
judged AS (
  SELECT
    f.*,
    CASE
      WHEN marks & 1 <> 0 THEN 'bpa'
      WHEN marks & 2 <> 0 THEN 'encryption-control'
      WHEN profile_id IS NULL THEN 'unknown-interface'
      WHEN f.egress IS NULL OR field_missing OR unknown THEN 'indeterminate'
      WHEN NOT refused THEN CASE WHEN answered THEN 'late-packet' ELSE 'rules-allow' END
      WHEN refusal IS NULL THEN 'indeterminate'
      WHEN refusal = 0 THEN 'sg-no-allow'
      WHEN refusal < 0 OR r.implicit THEN 'nacl-implicit-deny'
      ELSE 'nacl-deny'
    END AS verdict,
    CASE
      WHEN answered THEN CASE WHEN (marks & 4 <> 0 OR other_flags & 8 <> 0) AND marks & 8 = 0 AND other_flags & 4 = 0 THEN 'forward' ELSE 'reply' END
      WHEN is_syn_ack THEN 'reply'
      ELSE 'forward'
    END AS leg
  FROM facts f LEFT JOIN rules r ON r.rule_no = f.refusal
)
SELECT
  key_id, verdict, leg, egress, block_id, acl_list / 2 AS acl_owner, group_list / 2 AS group_owner,
  CASE WHEN verdict IN ('sg-no-allow', 'nacl-deny', 'nacl-implicit-deny') THEN refusal END AS refusal,
  CASE WHEN verdict IN ('sg-no-allow', 'nacl-deny', 'nacl-implicit-deny') THEN next_refusal END AS next_refusal,
  CASE WHEN verdict = 'indeterminate' THEN constant_acl_refusal END AS sure_acl_refusal,
  CASE WHEN verdict = 'indeterminate' THEN constant_group_refusal END AS sure_group_refusal,
  CASE WHEN verdict = 'indeterminate' THEN acl_doubt END AS acl_doubt,
  CASE WHEN verdict = 'indeterminate' THEN group_doubt END AS group_doubt,
  CASE
    WHEN verdict IN ('bpa', 'encryption-control') THEN 'high'
    WHEN verdict IN ('indeterminate', 'unknown-interface') THEN 'low'
    WHEN verdict = 'rules-allow' OR (verdict = 'late-packet' AND marks & 16 = 0) OR found_by <> 'interface'
      OR packet_addresses_hidden OR marks & 64 <> 0 OR block_public_access_possible
      OR (refused AND NOT refused_in_all) OR (is_syn_ack AND NOT answered)
      OR (verdict = 'sg-no-allow' AND looks_like_answer) THEN 'medium'
    ELSE 'high'
  END AS confidence,
  -- What the verdict rests on; reports/evidence.ts has a sentence for each word.
  concat_ws(' ',
    CASE WHEN marks & 3 <> 0 THEN 'reject-reason' END,
    CASE WHEN answered THEN 'answered' END,
    CASE WHEN answered AND leg = 'forward' THEN 'opened-by-sender' END,
    CASE WHEN is_syn_ack AND NOT answered THEN 'syn-ack' END,
    CASE found_by WHEN 'record' THEN 'subnet-by-record' WHEN 'address' THEN 'subnet-by-address' END,
    CASE WHEN profile_id IS NULL THEN 'no-subnet' END,
    CASE WHEN packet_addresses_hidden THEN 'packet-addresses-hidden' END,
    CASE WHEN marks & 64 <> 0 THEN 'direction-inferred' END,
    CASE WHEN egress IS NULL THEN 'direction-unknown' END,
    CASE WHEN block_id IS NOT NULL AND acl_list IS NULL THEN 'acl-not-applied' END,
    CASE WHEN block_id IS NOT NULL AND group_list IS NULL AND NOT answered AND NOT is_syn_ack THEN 'no-group-stage' END,
    CASE WHEN verdict = 'indeterminate' AND field_missing THEN 'field-missing' END,
    CASE WHEN refusal IS NOT NULL AND NOT refused_in_all THEN 'some-icmp-types-pass' END,
    CASE WHEN refusal IS NULL AND refused AND NOT unknown THEN 'icmp-types-differ' END,
    CASE WHEN looks_like_answer AND verdict = 'sg-no-allow' THEN 'no-accept-records' END,
    CASE WHEN block_public_access_possible THEN 'block-public-access-possible' END
  ) AS evidence
FROM judged;
