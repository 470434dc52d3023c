-- Which owners of rules each key meets, and what it asks them. NULL owner: the stage does not apply.
-- Input: evaluator_keys(key_id, profile_id, egress, protocol, dstport, remote_hi, remote_lo, tracked, field_missing) and address_blocks.
-- A tracked packet belongs to a connection that groups let through, so groups are out of the question.
-- acl_exemption says why no network ACL applies: 1 the address is not filtered at all, 2 it lies in the subnet, 3 it is reached over a
-- transit gateway that is attached in the subnet; 0: one applies.
-- A list is one direction of an owner's rules: twice the owner, plus one for egress. Traffic is protocol and port in one number.
CREATE OR REPLACE TEMP TABLE key_stages AS
WITH placed AS (
  SELECT
    k.key_id, k.egress, k.tracked, a.block_id, p.acl_owner, p.group_owner,
    CASE WHEN k.protocol IN (6, 17) THEN k.protocol * 65536 + k.dstport ELSE k.protocol * 65536 END AS traffic,
    CAST(CASE
      WHEN exempt.block_id IS NOT NULL THEN 1
      WHEN inside.block_id IS NOT NULL AND p.checked_inside_egress IS DISTINCT FROM k.egress THEN 2
      WHEN attached.block_id IS NOT NULL AND NOT k.egress THEN 3
      ELSE 0
    END AS TINYINT) AS acl_exemption
  FROM evaluator_keys k
  JOIN profiles p USING (profile_id)
  JOIN address_blocks a ON a.hi = k.remote_hi AND a.lo = k.remote_lo
  LEFT JOIN block_sets inside ON inside.block_id = a.block_id AND inside.set_id = p.subnet_set
  LEFT JOIN block_sets exempt ON exempt.block_id = a.block_id AND exempt.set_id = p.exempt_set
  LEFT JOIN block_sets attached ON attached.block_id = a.block_id AND attached.set_id = p.attachment_set
  WHERE NOT k.field_missing AND k.egress IS NOT NULL
)
SELECT
  key_id, egress, block_id, traffic, acl_exemption,
  CASE WHEN acl_exemption = 0 THEN 2 * acl_owner + CAST(egress AS INTEGER) END AS acl_list,
  CASE WHEN acl_exemption <> 1 AND NOT tracked THEN 2 * group_owner + CAST(egress AS INTEGER) END AS group_list
FROM placed;
