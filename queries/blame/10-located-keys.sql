-- Every refused key with its remote address and the profile of rules that it meets: that of its interface, else of the subnet
-- that the record names, else of the one known subnet that holds the local address.
CREATE OR REPLACE TEMP TABLE located_keys AS
WITH sided AS (
  SELECT
    key_id, interface_no, epoch, context_id,
    CASE direction WHEN 'ingress' THEN src_hi WHEN 'egress' THEN dst_hi END AS remote_hi,
    CASE direction WHEN 'ingress' THEN src_lo WHEN 'egress' THEN dst_lo END AS remote_lo,
    CASE direction WHEN 'ingress' THEN dst_hi WHEN 'egress' THEN src_hi END AS local_hi,
    CASE direction WHEN 'ingress' THEN dst_lo WHEN 'egress' THEN src_lo END AS local_lo
  FROM refused_keys
),
interface_profiles AS (
  SELECT DISTINCT c.interface_no, i.epoch, i.profile_id, i.hides_addresses
  FROM interfaces i JOIN blame_contexts c USING (interface_id)
),
strangers AS (
  SELECT s.key_id, s.epoch, c.vpc_id, n.profile_id AS named_profile_id, s.local_hi, s.local_lo
  FROM sided s
  JOIN blame_contexts c USING (context_id)
  LEFT JOIN interface_profiles i ON i.interface_no = s.interface_no AND i.epoch = s.epoch
  LEFT JOIN subnets n ON n.epoch = s.epoch AND n.subnet_id = c.subnet_id
  WHERE i.profile_id IS NULL
),
stranger_profiles AS (
  SELECT key_id, named_profile_id AS profile_id, 'record' AS found_by FROM strangers WHERE named_profile_id IS NOT NULL
  UNION ALL
  SELECT s.key_id, min(n.profile_id), 'address'
  FROM strangers s
  JOIN address_blocks a ON a.hi = s.local_hi AND a.lo = s.local_lo
  JOIN block_sets b ON b.block_id = a.block_id
  JOIN subnets n ON n.epoch = s.epoch AND n.subnet_set = b.set_id AND (s.vpc_id IS NULL OR n.vpc_id = s.vpc_id)
  WHERE s.named_profile_id IS NULL
  GROUP BY s.key_id
  HAVING count(DISTINCT n.subnet_id) = 1
)
SELECT
  s.key_id, s.remote_hi, s.remote_lo,
  coalesce(i.profile_id, n.profile_id) AS profile_id,
  CASE WHEN i.profile_id IS NOT NULL THEN 'interface' ELSE n.found_by END AS found_by,
  coalesce(i.hides_addresses, FALSE) AS hides_addresses
FROM sided s
LEFT JOIN interface_profiles i ON i.interface_no = s.interface_no AND i.epoch = s.epoch
LEFT JOIN stranger_profiles n ON n.key_id = s.key_id;
