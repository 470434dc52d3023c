-- The records that can be told from others: whatever identifies a flow is there. Of a flow these are its capture, both addresses, the
-- protocol, the ports (no protocol but TCP, UDP, DCCP, SCTP and UDP-Lite has any), how much it was, and the interval. With
-- less, two equal lines may be two flows.
CREATE OR REPLACE TEMP VIEW comparable_records AS
SELECT
  r.rowid AS row_id, r.object_id, c.capture_no, c.action, c.log_status, c.fields,
  r.srcaddr_hi, r.srcaddr_lo, r.dstaddr_hi, r.dstaddr_lo, r.srcport, r.dstport, r.protocol, r.packets, r.bytes,
  r."start" AS start_s, r."end" AS end_s,
  -- What some formats say of a flow and others do not.
  c.flow_direction, c.reject_reason, r.tcp_flags, r.pkt_srcaddr_hi, r.pkt_srcaddr_lo, r.pkt_dstaddr_hi, r.pkt_dstaddr_lo,
  c.says + CASE WHEN r.tcp_flags IS NULL THEN 0 ELSE 4 END + CASE WHEN r.pkt_srcaddr_hi IS NULL THEN 0 ELSE 8 END
    + CASE WHEN r.pkt_dstaddr_hi IS NULL THEN 0 ELSE 16 END AS says,
  -- These find what may be equal; whether it is, the columns say.
  hash(
    c.capture_no, r.srcaddr_hi, r.srcaddr_lo, r.dstaddr_hi, r.dstaddr_lo, r.srcport, r.dstport, r.protocol, r.packets, r.bytes,
    r."start", r."end"
  ) AS identity_hash,
  hash(c.said_hash, r.tcp_flags, r.pkt_srcaddr_hi, r.pkt_srcaddr_lo, r.pkt_dstaddr_hi, r.pkt_dstaddr_lo) AS said_hash
FROM records r JOIN dedupe_contexts c USING (context_id)
WHERE r."start" IS NOT NULL AND r."end" IS NOT NULL
  AND (
    c.log_status IN ('NODATA', 'SKIPDATA')
    OR (
      c.action IS NOT NULL AND r.srcaddr_hi IS NOT NULL AND r.dstaddr_hi IS NOT NULL AND r.protocol IS NOT NULL AND r.packets IS NOT NULL
      AND (r.protocol NOT IN (6, 17, 33, 132, 136) OR (r.srcport IS NOT NULL AND r.dstport IS NOT NULL))
      -- AWS gives no bytes of what VPC Block Public Access refused.
      AND (r.bytes IS NOT NULL OR c.action = 'REJECT')
    )
  );
