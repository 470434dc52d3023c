-- The decision of blame about each refused packet between two ends, in each direction: of several, that of the first stage on the way
-- (the sender's interface before the receiver's), then the one with most packets.
CREATE OR REPLACE TEMP TABLE refusals AS
WITH flows AS (
  SELECT
    f.decision_id, d.egress, f.packets, f.first_seen_s, s.host_no AS src_no, t.host_no AS dst_no, coalesce(f.protocol, 256) AS protocol,
    CASE WHEN f.protocol IN (6, 17, 33, 132, 136) THEN CAST(coalesce(f.srcport, 0) AS BIGINT) ELSE 0 END AS srcport,
    CASE WHEN f.protocol IN (6, 17, 33, 132, 136) THEN CAST(coalesce(f.dstport, 0) AS BIGINT) ELSE 0 END AS dstport
  FROM verdict_flows f
  JOIN verdict_decisions d USING (decision_id)
  JOIN numbered_addresses s ON s.hi = f.src_hi AND s.lo = f.src_lo
  JOIN numbered_addresses t ON t.hi = f.dst_hi AND t.lo = f.dst_lo
),
sided AS (
  SELECT *, CAST(src_no < dst_no OR (src_no = dst_no AND srcport <= dstport) AS INTEGER) AS by_a FROM flows
)
SELECT
  CASE by_a WHEN 1 THEN src_no * 4294967296 + dst_no ELSE dst_no * 4294967296 + src_no END AS ends,
  protocol * 4294967296 + CASE by_a WHEN 1 THEN srcport * 65536 + dstport ELSE dstport * 65536 + srcport END AS traffic,
  arg_min(decision_id, (NOT egress, -packets, first_seen_s, decision_id)) FILTER (by_a = 1) AS decision_a,
  arg_min(decision_id, (NOT egress, -packets, first_seen_s, decision_id)) FILTER (by_a = 0) AS decision_b
FROM sided
GROUP BY ends, traffic;
