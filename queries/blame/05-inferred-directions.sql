-- The direction of those pairs: for an unknown interface the side in a known subnet; else the side that stands in every record
-- of the interface; else the private side. A clue counts only when it holds for exactly one side; NULL when none does.
CREATE OR REPLACE TEMP TABLE inferred_directions AS
WITH subnet_blocks AS (
  SELECT DISTINCT b.block_id FROM subnets s JOIN block_sets b ON b.set_id = s.subnet_set
),
ends AS (
  SELECT c.interface_no, r.srcaddr_hi AS src_hi, r.srcaddr_lo AS src_lo, r.dstaddr_hi AS dst_hi, r.dstaddr_lo AS dst_lo
  FROM records r
  JOIN blame_contexts c USING (context_id)
  JOIN (SELECT DISTINCT interface_no FROM undirected_ends WHERE named) USING (interface_no)
  WHERE r.srcaddr_hi IS NOT NULL AND r.dstaddr_hi IS NOT NULL
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
    u.interface_no, u.srcaddr_hi, u.srcaddr_lo, u.dstaddr_hi, u.dstaddr_lo,
    NOT u.known AND src_subnet.block_id IS NOT NULL AS src_in_subnet,
    NOT u.known AND dst_subnet.block_id IS NOT NULL AS dst_in_subnet,
    src_constant.hi IS NOT NULL AS src_constant, dst_constant.hi IS NOT NULL AS dst_constant,
    is_private(u.srcaddr_hi, u.srcaddr_lo) AS src_private, is_private(u.dstaddr_hi, u.dstaddr_lo) AS dst_private
  FROM undirected_ends u
  LEFT JOIN address_blocks sb ON sb.hi = u.srcaddr_hi AND sb.lo = u.srcaddr_lo
  LEFT JOIN address_blocks db ON db.hi = u.dstaddr_hi AND db.lo = u.dstaddr_lo
  LEFT JOIN subnet_blocks src_subnet ON src_subnet.block_id = sb.block_id
  LEFT JOIN subnet_blocks dst_subnet ON dst_subnet.block_id = db.block_id
  LEFT JOIN constant_ends src_constant
    ON src_constant.interface_no = u.interface_no AND src_constant.hi = u.srcaddr_hi AND src_constant.lo = u.srcaddr_lo
  LEFT JOIN constant_ends dst_constant
    ON dst_constant.interface_no = u.interface_no AND dst_constant.hi = u.dstaddr_hi AND dst_constant.lo = u.dstaddr_lo
)
SELECT
  interface_no, srcaddr_hi, srcaddr_lo, dstaddr_hi, dstaddr_lo,
  CASE
    WHEN src_in_subnet <> dst_in_subnet THEN src_in_subnet
    WHEN src_constant <> dst_constant THEN src_constant
    WHEN src_private <> dst_private THEN src_private
  END AS egress
FROM clues;
