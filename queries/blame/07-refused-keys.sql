-- The distinct refused flows: what rules can see of a packet.
-- Parameters: since BIGINT, until BIGINT (record start, Unix seconds; NULL: no bound)
CREATE OR REPLACE TEMP TABLE refused_keys AS
SELECT
  CAST(row_number() OVER () AS INTEGER) AS key_id,
  r.interface_no, coalesce(e.epoch, 0) AS epoch, r.direction,
  r.src_hi, r.src_lo, r.dst_hi, r.dst_lo, r.srcport, r.dstport, r.protocol,
  min(r.reject_reason) AS reject_reason, bool_or(r.known) AS known, bool_or(r.direction_guessed) AS direction_guessed,
  min(r.context_id) AS context_id, bool_and(r.has_packet_addresses) AS has_packet_addresses,
  CAST(count(*) AS BIGINT) AS records, CAST(sum(r.packets) AS BIGINT) AS packets, CAST(sum(r.bytes) AS BIGINT) AS bytes,
  min(r.start_s) AS first_seen_s, max(r.end_s) AS last_seen_s,
  bool_or((r.tcp_flags & 18) = 2) AS has_syn, bool_or((r.tcp_flags & 18) = 18) AS has_syn_ack
FROM directed_records r
LEFT JOIN network_epochs e
  ON (e.valid_from_s IS NULL OR r.start_s >= e.valid_from_s) AND (e.valid_to_s IS NULL OR r.start_s < e.valid_to_s)
WHERE r.action = 'REJECT'
  AND ($since IS NULL OR r.start_s >= CAST($since AS BIGINT)) AND ($until IS NULL OR r.start_s < CAST($until AS BIGINT))
GROUP BY
  r.interface_no, e.epoch, r.direction, r.src_hi, r.src_lo, r.dst_hi, r.dst_lo, r.srcport, r.dstport, r.protocol;
