-- Which owners of rules each key of `evaluator_keys` meets, and where its remote address lies. NULL owner: the stage does not apply.
-- Input: evaluator_keys(key_id, profile_id, direction, protocol, dstport, remote_hi, remote_lo, tracked) and address_blocks.
-- A tracked packet belongs to a connection that groups let through, so groups are out of the question.
CREATE OR REPLACE TEMP TABLE key_stages AS
SELECT
  k.key_id, k.direction, k.protocol,
  CASE WHEN k.protocol IN (6, 17) THEN k.dstport ELSE 0 END AS port,
  a.block_id,
  CASE
    WHEN exempt.block_id IS NOT NULL THEN NULL
    WHEN inside.block_id IS NOT NULL AND p.checked_inside_subnet IS DISTINCT FROM k.direction THEN NULL
    WHEN attached.block_id IS NOT NULL AND k.direction = 'ingress' THEN NULL
    ELSE p.acl_owner
  END AS acl_owner,
  CASE WHEN exempt.block_id IS NULL AND NOT k.tracked THEN p.group_owner END AS group_owner
FROM evaluator_keys k
JOIN profiles p USING (profile_id)
LEFT JOIN address_blocks a ON a.hi = k.remote_hi AND a.lo = k.remote_lo
LEFT JOIN block_sets inside ON inside.block_id = a.block_id AND inside.set_id = p.subnet_set
LEFT JOIN block_sets exempt ON exempt.block_id = a.block_id AND exempt.set_id = p.exempt_set
LEFT JOIN block_sets attached ON attached.block_id = a.block_id AND attached.set_id = p.attachment_set;
