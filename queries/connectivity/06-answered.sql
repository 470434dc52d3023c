-- Which of those had anything come back, let through or refused, at whichever interface; and whether at the same one.
CREATE OR REPLACE TEMP TABLE connectivity_answered AS
SELECT o.opened_no, bool_or(c.interface_no = o.interface_no) AS here
FROM records r
JOIN connectivity_contexts c USING (context_id)
JOIN connectivity_opened o
  ON o.dst_lo = coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo) AND o.src_lo = coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo)
  AND o.dstport = r.srcport AND o.srcport = r.dstport
  AND o.dst_hi = coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi) AND o.src_hi = coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi)
WHERE r.protocol = 6
GROUP BY o.opened_no;
