-- Every judged flow in numbers, oldest first, ties in address order.
SELECT
  decision_id, block_id, context_id, src_hi, src_lo, dst_hi, dst_lo, srcport, dstport, protocol,
  records, packets, bytes, first_seen_s, last_seen_s
FROM verdict_flows
ORDER BY first_seen_s, context_id, src_hi, src_lo, dst_hi, dst_lo, srcport, dstport, protocol, decision_id;
