-- title: Accepted, then rejected
-- section: What was refused
-- answers: What was let through and later refused only, as after a change of rules? Refused TCP records without SYN may be late packets and are left out.
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
WITH judged AS (
  SELECT
    interface_id, flow_direction, protocol, action = 'REJECT' AS rejected, "start" AS start_s,
    CASE WHEN srcport < dstport THEN srcport END AS srcport, CASE WHEN srcport >= dstport THEN dstport END AS dstport,
    coalesce(pkt_srcaddr_hi, srcaddr_hi) AS src_hi, coalesce(pkt_srcaddr_lo, srcaddr_lo) AS src_lo,
    coalesce(pkt_dstaddr_hi, dstaddr_hi) AS dst_hi, coalesce(pkt_dstaddr_lo, dstaddr_lo) AS dst_lo
  FROM records JOIN contexts USING (context_id)
  WHERE (action = 'ACCEPT' OR (action = 'REJECT' AND (protocol <> 6 OR tcp_flags IS NULL OR (tcp_flags & 2) <> 0)))
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
)
SELECT
  interface_id, flow_direction,
  address_text(src_hi, src_lo) AS srcaddr, srcport, address_text(dst_hi, dst_lo) AS dstaddr, dstport, protocol,
  count(*) FILTER (NOT rejected) AS accepted_records, count(*) FILTER (rejected) AS rejected_records,
  max(start_s) FILTER (NOT rejected) AS last_accepted_s, min(start_s) FILTER (rejected) AS first_rejected_s
FROM judged
GROUP BY interface_id, flow_direction, src_hi, src_lo, srcport, dst_hi, dst_lo, dstport, protocol
HAVING last_accepted_s < first_rejected_s
ORDER BY rejected_records DESC, interface_id, flow_direction, srcaddr, srcport, dstaddr, dstport, protocol
LIMIT $limit;
