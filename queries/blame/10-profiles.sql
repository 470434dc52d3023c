-- The rules that each refused key meets: the profile of its interface, else of the subnet that the record names, else of the one
-- known subnet that holds the local address.
CREATE OR REPLACE TEMP TABLE stranger_profiles AS
WITH strangers AS (
  SELECT
    k.key_id, k.epoch, k.egress, c.vpc_id, n.profile_id AS named_profile_id,
    CASE WHEN k.egress THEN k.src_hi ELSE k.dst_hi END AS local_hi, CASE WHEN k.egress THEN k.src_lo ELSE k.dst_lo END AS local_lo
  FROM refused_keys k
  JOIN blame_contexts c USING (context_id)
  LEFT JOIN subnets n ON n.epoch = k.epoch AND n.subnet_id = c.subnet_id
  WHERE NOT EXISTS (SELECT 1 FROM interfaces i WHERE i.epoch = k.epoch AND i.interface_id = c.interface_id)
)
SELECT key_id, named_profile_id AS profile_id, 'record' AS found_by FROM strangers WHERE named_profile_id IS NOT NULL
UNION ALL
SELECT s.key_id, min(n.profile_id), 'address'
FROM strangers s
JOIN address_blocks a ON a.hi = s.local_hi AND a.lo = s.local_lo
JOIN block_sets b ON b.block_id = a.block_id
JOIN subnets n ON n.epoch = s.epoch AND n.subnet_set = b.set_id AND (s.vpc_id IS NULL OR n.vpc_id = s.vpc_id)
WHERE s.named_profile_id IS NULL AND s.egress IS NOT NULL
GROUP BY s.key_id
HAVING count(DISTINCT n.subnet_id) = 1;
