-- The pairs of addresses whose direction neither the log nor the interface's own addresses tell.
CREATE OR REPLACE TEMP TABLE undirected_ends AS
SELECT DISTINCT
  c.interface_no, c.known, c.interface_id IS NOT NULL AS named, r.srcaddr_hi, r.srcaddr_lo, r.dstaddr_hi, r.dstaddr_lo
FROM records r
JOIN blame_contexts c ON c.context_id = r.context_id AND c.egress IS NULL
LEFT JOIN local_addresses src ON src.interface_no = c.interface_no AND src.hi = r.srcaddr_hi AND src.lo = r.srcaddr_lo
LEFT JOIN local_addresses dst ON dst.interface_no = c.interface_no AND dst.hi = r.dstaddr_hi AND dst.lo = r.dstaddr_lo
WHERE r.srcaddr_hi IS NOT NULL AND r.dstaddr_hi IS NOT NULL AND (src.hi IS NULL) = (dst.hi IS NULL);
