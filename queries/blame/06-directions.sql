-- The direction of flows whose log has none and whose interface's addresses do not tell: for an unknown interface the side in a
-- known subnet, else the
-- side that stands in every record of the interface, else the private side; NULL when all are the same on both sides.
CREATE OR REPLACE TEMP TABLE inferred_directions AS
WITH undirected AS (
  SELECT
    key_id, interface_no, epoch, known,
    srcaddr_hi AS src_hi, srcaddr_lo AS src_lo, dstaddr_hi AS dst_hi, dstaddr_lo AS dst_lo
  FROM refused_keys
  WHERE direction IS NULL AND srcaddr_hi IS NOT NULL AND dstaddr_hi IS NOT NULL
),
undirected_interfaces AS (SELECT DISTINCT interface_no FROM undirected),
subnet_blocks AS (
  SELECT DISTINCT s.epoch, b.block_id FROM subnets s JOIN block_sets b ON b.set_id = s.subnet_set
),
ends AS (
  SELECT c.interface_no, r.srcaddr_hi AS src_hi, r.srcaddr_lo AS src_lo, r.dstaddr_hi AS dst_hi, r.dstaddr_lo AS dst_lo
  FROM records r JOIN blame_contexts c USING (context_id) JOIN undirected_interfaces USING (interface_no)
  WHERE c.interface_id IS NOT NULL AND r.srcaddr_hi IS NOT NULL AND r.dstaddr_hi IS NOT NULL
),
constant_ends AS (
  SELECT interface_no, hi, lo
  FROM (
    SELECT interface_no, src_hi AS hi, src_lo AS lo FROM ends
    UNION ALL
    SELECT interface_no, dst_hi, dst_lo FROM ends WHERE dst_hi <> src_hi OR dst_lo <> src_lo
  )
  JOIN (SELECT interface_no, count(*) AS records FROM ends GROUP BY interface_no) USING (interface_no)
  GROUP BY interface_no, hi, lo, records
  HAVING count(*) = records
),
clues AS (
  SELECT
    u.key_id,
    NOT u.known AND src_subnet.block_id IS NOT NULL AS src_in_subnet,
    NOT u.known AND dst_subnet.block_id IS NOT NULL AS dst_in_subnet,
    src_constant.hi IS NOT NULL AS src_constant, dst_constant.hi IS NOT NULL AS dst_constant,
    is_private(u.src_hi, u.src_lo) AS src_private, is_private(u.dst_hi, u.dst_lo) AS dst_private
  FROM undirected u
  LEFT JOIN address_blocks sb ON sb.hi = u.src_hi AND sb.lo = u.src_lo
  LEFT JOIN address_blocks db ON db.hi = u.dst_hi AND db.lo = u.dst_lo
  LEFT JOIN subnet_blocks src_subnet ON src_subnet.epoch = u.epoch AND src_subnet.block_id = sb.block_id
  LEFT JOIN subnet_blocks dst_subnet ON dst_subnet.epoch = u.epoch AND dst_subnet.block_id = db.block_id
  LEFT JOIN constant_ends src_constant
    ON src_constant.interface_no = u.interface_no AND src_constant.hi = u.src_hi AND src_constant.lo = u.src_lo
  LEFT JOIN constant_ends dst_constant
    ON dst_constant.interface_no = u.interface_no AND dst_constant.hi = u.dst_hi AND dst_constant.lo = u.dst_lo
)
SELECT
  key_id,
  CASE
    WHEN src_in_subnet <> dst_in_subnet THEN CASE WHEN src_in_subnet THEN 'egress' ELSE 'ingress' END
    WHEN src_constant <> dst_constant THEN CASE WHEN src_constant THEN 'egress' ELSE 'ingress' END
    WHEN src_private <> dst_private THEN CASE WHEN src_private THEN 'egress' ELSE 'ingress' END
  END AS direction
FROM clues;
