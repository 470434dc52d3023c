-- Accepted records between the same two ends at the same interface: when the other side was first let through, and the
-- TCP flags of either side. One hash join finds both ways, on what stays the same when the ends are swapped.
CREATE OR REPLACE TEMP TABLE accepted_flows AS
WITH accepted AS (
  SELECT
    c.interface_no, c.direction, r.protocol, r.srcport, r.dstport, r."start", r.tcp_flags,
    coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi) AS src_hi, coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo) AS src_lo,
    coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi) AS dst_hi, coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo) AS dst_lo
  FROM records r JOIN blame_contexts c ON c.context_id = r.context_id AND c.action = 'ACCEPT'
),
paired AS (
  SELECT
    k.key_id, a."start", a.tcp_flags,
    k.src_lo = a.dst_lo AND k.dst_lo = a.src_lo AND k.src_hi = a.dst_hi AND k.dst_hi = a.src_hi
      AND k.srcport = a.dstport AND k.dstport = a.srcport
      AND (a.direction IS NULL OR k.direction IS NULL OR a.direction <> k.direction)
      AND (a."start" IS NULL OR k.last_seen_s IS NULL OR a."start" <= k.last_seen_s) AS answers,
    k.src_lo = a.src_lo AND k.dst_lo = a.dst_lo AND k.src_hi = a.src_hi AND k.dst_hi = a.dst_hi
      AND k.srcport = a.srcport AND k.dstport = a.dstport
      AND (a.direction IS NULL OR k.direction IS NULL OR a.direction = k.direction) AS repeats
  FROM accepted a
  JOIN refused_keys k
    ON a.interface_no = k.interface_no AND a.protocol = k.protocol
    AND a.srcport + a.dstport = k.srcport + k.dstport
    AND xor(a.src_lo, a.dst_lo) = xor(k.src_lo, k.dst_lo)
)
SELECT
  key_id,
  bool_or(answers) AS answered,
  bit_or(CASE WHEN answers THEN tcp_flags END) AS other_flags,
  bit_or(CASE WHEN repeats THEN tcp_flags END) AS own_flags
FROM paired
WHERE answers OR repeats
GROUP BY key_id;
