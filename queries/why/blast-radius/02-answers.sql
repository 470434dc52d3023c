-- The flows that answer packets that were let through before: groups never see those, so that a change of groups opens nothing for them.
CREATE OR REPLACE TEMP TABLE blast_answers AS
WITH asked AS (SELECT rowid AS flow, f.* FROM blast_flows f WHERE f.untracked_only AND NOT f.is_syn_ack),
places AS (
  SELECT c.context_id, c.interface_id, CASE c.flow_direction WHEN 'egress' THEN TRUE WHEN 'ingress' THEN FALSE END AS egress
  FROM contexts c
  WHERE c.action = 'ACCEPT' AND coalesce(c.log_status, 'OK') = 'OK' AND c.interface_id IN (SELECT interface_id FROM asked)
)
SELECT DISTINCT f.flow
FROM records r
JOIN places p USING (context_id)
JOIN asked f
  ON f.interface_id = p.interface_id AND f.protocol = r.protocol
  AND f.srcport = coalesce(r.dstport, -1) AND f.dstport = coalesce(r.srcport, -1)
  AND f.src_lo = coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo) AND f.dst_lo = coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo)
  AND f.src_hi = coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi) AND f.dst_hi = coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi)
WHERE p.egress IS DISTINCT FROM f.egress AND coalesce(r."start", 0) <= f.last_seen_s;
