-- Every refused and accepted record with its direction and its packet-level addresses, where the log has them.
CREATE OR REPLACE TEMP VIEW directed_records AS
SELECT
  r.context_id, c.interface_no, c.known, c.refused, c.reject_reason,
  CASE
    WHEN c.egress IS NOT NULL THEN c.egress
    WHEN r.srcaddr_hi IS NULL OR r.dstaddr_hi IS NULL THEN NULL
    WHEN (src.hi IS NULL) <> (dst.hi IS NULL) THEN src.hi IS NOT NULL
    ELSE i.egress
  END AS egress,
  i.egress IS NOT NULL AND NOT c.known AS direction_guessed,
  coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi) AS src_hi, coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo) AS src_lo,
  coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi) AS dst_hi, coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo) AS dst_lo,
  r.pkt_srcaddr_hi IS NOT NULL AND r.pkt_dstaddr_hi IS NOT NULL AS has_packet_addresses,
  r.srcport, r.dstport, r.protocol, r.packets, r.bytes, r."start" AS start_s, r."end" AS end_s, r.tcp_flags
FROM records r
JOIN blame_contexts c ON c.context_id = r.context_id
LEFT JOIN local_addresses src
  ON src.interface_no = c.undirected_interface_no AND src.hi = r.srcaddr_hi AND src.lo = r.srcaddr_lo
LEFT JOIN local_addresses dst
  ON dst.interface_no = c.undirected_interface_no AND dst.hi = r.dstaddr_hi AND dst.lo = r.dstaddr_lo
LEFT JOIN inferred_directions i
  ON i.interface_no = c.undirected_interface_no AND i.srcaddr_hi = r.srcaddr_hi AND i.srcaddr_lo = r.srcaddr_lo
  AND i.dstaddr_hi = r.dstaddr_hi AND i.dstaddr_lo = r.dstaddr_lo;
