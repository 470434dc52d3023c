-- What else the log holds between the same two ends at the same interface: whether the other side was let through, and the TCP
-- flags of either side. One hash join finds both ways, on what stays the same when the ends are swapped; a field that
-- the log lacks equals itself.
CREATE OR REPLACE TEMP TABLE other_halves AS
WITH halves AS (
  SELECT
    TRUE AS accepted, interface_no, direction, start_s, (tcp_flags & 18) = 2 AS has_syn, (tcp_flags & 18) = 18 AS has_syn_ack,
    coalesce(protocol, -1) AS protocol, coalesce(srcport, -1) AS srcport, coalesce(dstport, -1) AS dstport,
    coalesce(src_hi, 0) AS src_hi, coalesce(src_lo, 0) AS src_lo, coalesce(dst_hi, 0) AS dst_hi, coalesce(dst_lo, 0) AS dst_lo
  FROM directed_records WHERE action = 'ACCEPT'
  UNION ALL
  SELECT
    FALSE, interface_no, direction, NULL, has_syn, has_syn_ack,
    coalesce(protocol, -1), coalesce(srcport, -1), coalesce(dstport, -1),
    coalesce(src_hi, 0), coalesce(src_lo, 0), coalesce(dst_hi, 0), coalesce(dst_lo, 0)
  FROM refused_keys WHERE has_syn OR has_syn_ack
),
paired AS (
  SELECT
    k.key_id, h.has_syn, h.has_syn_ack,
    coalesce(k.src_hi, 0) = h.dst_hi AND coalesce(k.src_lo, 0) = h.dst_lo AND coalesce(k.srcport, -1) = h.dstport
      AND coalesce(k.dst_hi, 0) = h.src_hi AND coalesce(k.dst_lo, 0) = h.src_lo AND coalesce(k.dstport, -1) = h.srcport
      AND h.direction <> k.direction AS is_reverse,
    coalesce(k.src_hi, 0) = h.src_hi AND coalesce(k.src_lo, 0) = h.src_lo AND coalesce(k.srcport, -1) = h.srcport
      AND coalesce(k.dst_hi, 0) = h.dst_hi AND coalesce(k.dst_lo, 0) = h.dst_lo AND coalesce(k.dstport, -1) = h.dstport
      AND h.direction = k.direction AS is_same,
    h.accepted AND (h.start_s IS NULL OR k.last_seen_s IS NULL OR h.start_s <= k.last_seen_s) AS in_time
  FROM halves h
  JOIN refused_keys k
    ON h.interface_no = k.interface_no AND h.protocol = coalesce(k.protocol, -1)
    AND h.srcport + h.dstport = coalesce(k.srcport, -1) + coalesce(k.dstport, -1)
    AND xor(h.src_lo, h.dst_lo) = xor(coalesce(k.src_lo, 0), coalesce(k.dst_lo, 0))
)
SELECT
  key_id,
  bool_or(is_reverse AND in_time) AS answered,
  bool_or(is_reverse AND has_syn) AS other_syn, bool_or(is_reverse AND has_syn_ack) AS other_syn_ack,
  bool_or(is_same AND has_syn) AS own_syn, bool_or(is_same AND has_syn_ack) AS own_syn_ack
FROM paired
WHERE is_reverse OR is_same
GROUP BY key_id;
