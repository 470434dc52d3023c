-- Which owners of rules each key meets, and what it asks them. NULL owner: the stage does not apply.
-- Input: evaluator_keys(key_id, profile_id, egress, protocol, dstport, remote_hi, remote_lo, tracked, field_missing) and address_blocks.
-- A tracked packet belongs to a connection that groups let through, so groups are out of the question.
-- A list is one direction of an owner's rules: twice the owner, plus one for egress. Traffic is protocol and port in one number.
CREATE OR REPLACE TEMP TABLE key_stages AS
SELECT
  k.key_id, k.egress, a.block_id,
  CASE WHEN k.protocol IN (6, 17) THEN k.protocol * 65536 + k.dstport ELSE k.protocol * 65536 END AS traffic,
  2 * CASE
    WHEN exempt.block_id IS NOT NULL THEN NULL
    WHEN inside.block_id IS NOT NULL AND p.checked_inside_egress IS DISTINCT FROM k.egress THEN NULL
    WHEN attached.block_id IS NOT NULL AND NOT k.egress THEN NULL
    ELSE p.acl_owner
  END + CAST(k.egress AS INTEGER) AS acl_list,
  2 * CASE WHEN exempt.block_id IS NULL AND NOT k.tracked THEN p.group_owner END + CAST(k.egress AS INTEGER) AS group_list
FROM evaluator_keys k
JOIN profiles p USING (profile_id)
JOIN address_blocks a ON a.hi = k.remote_hi AND a.lo = k.remote_lo
LEFT JOIN block_sets inside ON inside.block_id = a.block_id AND inside.set_id = p.subnet_set
LEFT JOIN block_sets exempt ON exempt.block_id = a.block_id AND exempt.set_id = p.exempt_set
LEFT JOIN block_sets attached ON attached.block_id = a.block_id AND attached.set_id = p.attachment_set
WHERE NOT k.field_missing AND k.egress IS NOT NULL;
