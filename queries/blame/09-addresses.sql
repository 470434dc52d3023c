-- The addresses whose place among the rules' blocks must be known: remote ones, and both of flows at unknown interfaces.
CREATE OR REPLACE TEMP TABLE addresses AS
WITH unknown_interfaces AS (SELECT DISTINCT interface_no FROM blame_contexts WHERE NOT known)
SELECT DISTINCT CASE WHEN egress THEN dst_hi ELSE src_hi END AS hi, CASE WHEN egress THEN dst_lo ELSE src_lo END AS lo
FROM refused_keys
UNION
SELECT CASE WHEN egress THEN src_hi ELSE dst_hi END, CASE WHEN egress THEN src_lo ELSE dst_lo END
FROM refused_keys JOIN unknown_interfaces USING (interface_no);
