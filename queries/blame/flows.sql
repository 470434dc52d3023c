-- Every judged flow, oldest first, ties in address order.
SELECT
  f.decision_id, f.block_id, c.interface_id,
  address_text(f.src_hi, f.src_lo) AS srcaddr, address_text(f.dst_hi, f.dst_lo) AS dstaddr,
  f.srcport, f.dstport, f.protocol, f.records, f.packets, f.bytes, f.first_seen_s, f.last_seen_s
FROM verdict_flows f JOIN contexts c USING (context_id)
ORDER BY f.first_seen_s, c.interface_id, f.src_hi, f.src_lo, f.dst_hi, f.dst_lo, f.srcport, f.dstport, f.protocol, f.decision_id;
