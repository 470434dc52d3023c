-- The pairs that are what their hashes promise. What one record does not say is no difference; what both say has to agree, and a
-- record that says something the other one lacks stays.
INSERT INTO dedupe_duplicates
SELECT less.row_id, any_value(less.object_id), min(more.object_id), any_value(less.action), any_value(less.log_status)
FROM dedupe_pairs p
JOIN comparable_records less ON less.row_id = p.row_id
JOIN comparable_records more ON more.row_id = p.kept_row_id
WHERE less.capture_no = more.capture_no
  AND less.srcaddr_hi IS NOT DISTINCT FROM more.srcaddr_hi AND less.srcaddr_lo IS NOT DISTINCT FROM more.srcaddr_lo
  AND less.dstaddr_hi IS NOT DISTINCT FROM more.dstaddr_hi AND less.dstaddr_lo IS NOT DISTINCT FROM more.dstaddr_lo
  AND less.srcport IS NOT DISTINCT FROM more.srcport AND less.dstport IS NOT DISTINCT FROM more.dstport
  AND less.protocol IS NOT DISTINCT FROM more.protocol AND less.packets IS NOT DISTINCT FROM more.packets
  AND less.bytes IS NOT DISTINCT FROM more.bytes AND less.start_s = more.start_s AND less.end_s = more.end_s
  AND (less.flow_direction IS NULL OR less.flow_direction IS NOT DISTINCT FROM more.flow_direction)
  AND (less.reject_reason IS NULL OR less.reject_reason IS NOT DISTINCT FROM more.reject_reason)
  AND (less.tcp_flags IS NULL OR less.tcp_flags IS NOT DISTINCT FROM more.tcp_flags)
  AND (less.pkt_srcaddr_hi IS NULL
    OR (less.pkt_srcaddr_hi IS NOT DISTINCT FROM more.pkt_srcaddr_hi AND less.pkt_srcaddr_lo IS NOT DISTINCT FROM more.pkt_srcaddr_lo))
  AND (less.pkt_dstaddr_hi IS NULL
    OR (less.pkt_dstaddr_hi IS NOT DISTINCT FROM more.pkt_dstaddr_hi AND less.pkt_dstaddr_lo IS NOT DISTINCT FROM more.pkt_dstaddr_lo))
GROUP BY less.row_id;
