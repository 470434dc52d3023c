-- Every candidate with the one that stands for all that say the same of identity: the one with most fields, then that of the
-- object that came first. SKIPDATA is left aside: step 08.
CREATE OR REPLACE TEMP TABLE dedupe_representatives AS
SELECT *, first_value(row_id) OVER best AS best_row_id, first_value(object_id) OVER best AS best_object_id
FROM dedupe_candidates
WHERE log_status IS DISTINCT FROM 'SKIPDATA'
WINDOW best AS (
  PARTITION BY
    identity_hash, capture_no, srcaddr_hi, srcaddr_lo, dstaddr_hi, dstaddr_lo, srcport, dstport, protocol, packets, bytes, start_s, end_s,
    flow_direction, reject_reason, tcp_flags, pkt_srcaddr_hi, pkt_srcaddr_lo, pkt_dstaddr_hi, pkt_dstaddr_lo
  ORDER BY fields DESC, object_id, row_id
);
