-- The distinct refused flows: what rules can see of a packet. `marks` is the union of what single records are marked with:
-- 1 reject-reason BPA, 2 EC, 4 SYN without ACK, 8 SYN and ACK, 16 has TCP flags, 32 lacks packet-level addresses, 64 direction guessed.
-- Parameters: since BIGINT, until BIGINT (record start, Unix seconds; NULL: no bound)
CREATE OR REPLACE TEMP TABLE refused_keys AS
SELECT
  CAST(row_number() OVER () AS INTEGER) AS key_id, interface_no, epoch, egress,
  src_hi, src_lo, dst_hi, dst_lo, srcport, dstport, protocol,
  min(context_id) AS context_id, bit_or(mark) AS marks,
  count(*) AS records, CAST(sum(packets) AS BIGINT) AS packets, CAST(sum(bytes) AS BIGINT) AS bytes,
  min(start_s) AS first_seen_s, max(end_s) AS last_seen_s
FROM (
  SELECT
    r.interface_no, coalesce(e.epoch, 0) AS epoch, r.egress, r.src_hi, r.src_lo, r.dst_hi, r.dst_lo, r.srcport, r.dstport, r.protocol,
    r.context_id, r.packets, r.bytes, r.start_s, r.end_s,
    coalesce(r.reject_reason, 0)
      + CASE r.tcp_flags & 18 WHEN 2 THEN 4 WHEN 18 THEN 8 ELSE 0 END + CASE WHEN r.tcp_flags IS NULL THEN 0 ELSE 16 END
      + CASE WHEN r.has_packet_addresses THEN 0 ELSE 32 END + CASE WHEN r.direction_guessed THEN 64 ELSE 0 END AS mark
  FROM directed_records r
  LEFT JOIN network_epochs e
    ON (e.valid_from_s IS NULL OR r.start_s >= e.valid_from_s) AND (e.valid_to_s IS NULL OR r.start_s < e.valid_to_s)
  WHERE r.refused
    AND ($since IS NULL OR r.start_s >= CAST($since AS BIGINT)) AND ($until IS NULL OR r.start_s < CAST($until AS BIGINT))
)
GROUP BY interface_no, epoch, egress, src_hi, src_lo, dst_hi, dst_lo, srcport, dstport, protocol;
