-- What else the log holds between the same two ends at the same interface: whether the other side was let through, and the TCP
-- flags of either side (4 SYN without ACK, 8 SYN and ACK). One hash join finds both ways, on what stays the same when the ends
-- are swapped; a field that the log lacks equals itself.
CREATE OR REPLACE TEMP TABLE other_halves AS
WITH halves AS (
  SELECT
    TRUE AS accepted, interface_no, egress, start_s, CASE tcp_flags & 18 WHEN 2 THEN 4 WHEN 18 THEN 8 ELSE 0 END AS flags,
    coalesce(protocol, -1) AS protocol, coalesce(srcport, -1) AS srcport, coalesce(dstport, -1) AS dstport,
    coalesce(src_hi, 0) AS src_hi, coalesce(src_lo, 0) AS src_lo, coalesce(dst_hi, 0) AS dst_hi, coalesce(dst_lo, 0) AS dst_lo
  FROM directed_records WHERE NOT refused
  UNION ALL
  SELECT
    FALSE, interface_no, egress, NULL, marks & 12,
    coalesce(protocol, -1), coalesce(srcport, -1), coalesce(dstport, -1),
    coalesce(src_hi, 0), coalesce(src_lo, 0), coalesce(dst_hi, 0), coalesce(dst_lo, 0)
  FROM refused_keys WHERE marks & 12 <> 0
),
keys AS (
  SELECT
    key_id, interface_no, egress, coalesce(last_seen_s, 9223372036854775807) AS last_seen_s,
    coalesce(protocol, -1) AS protocol, coalesce(srcport, -1) AS srcport, coalesce(dstport, -1) AS dstport,
    coalesce(src_hi, 0) AS src_hi, coalesce(src_lo, 0) AS src_lo, coalesce(dst_hi, 0) AS dst_hi, coalesce(dst_lo, 0) AS dst_lo
  FROM refused_keys
),
paired AS (
  SELECT
    k.key_id, h.flags,
    k.src_lo = h.dst_lo AND k.dst_lo = h.src_lo AND k.srcport = h.dstport AND k.dstport = h.srcport
      AND k.src_hi = h.dst_hi AND k.dst_hi = h.src_hi AND h.egress <> k.egress AS is_reverse,
    k.src_lo = h.src_lo AND k.dst_lo = h.dst_lo AND k.srcport = h.srcport AND k.dstport = h.dstport
      AND k.src_hi = h.src_hi AND k.dst_hi = h.dst_hi AND h.egress = k.egress AS is_same,
    h.accepted AND coalesce(h.start_s, 0) <= k.last_seen_s AS in_time
  FROM halves h
  JOIN keys k
    ON h.interface_no = k.interface_no AND h.protocol = k.protocol
    AND h.srcport + h.dstport = k.srcport + k.dstport AND xor(h.src_lo, h.dst_lo) = xor(k.src_lo, k.dst_lo)
)
SELECT
  key_id, bool_or(is_reverse AND in_time) AS answered,
  bit_or(CASE WHEN is_reverse THEN flags ELSE 0 END) AS other_flags, bit_or(CASE WHEN is_same THEN flags ELSE 0 END) AS own_flags
FROM paired
WHERE (is_reverse AND (in_time OR flags <> 0)) OR (is_same AND flags <> 0)
GROUP BY key_id;
