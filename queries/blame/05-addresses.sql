-- The addresses whose place among the rules' blocks must be known: remote ones, and both of flows whose direction or
-- interface is in doubt.
CREATE OR REPLACE TEMP TABLE addresses AS
SELECT src_hi AS hi, src_lo AS lo FROM refused_keys WHERE direction IS DISTINCT FROM 'egress' OR NOT known
UNION
SELECT dst_hi, dst_lo FROM refused_keys WHERE direction IS DISTINCT FROM 'ingress' OR NOT known
UNION
SELECT srcaddr_hi, srcaddr_lo FROM refused_keys WHERE direction IS NULL
UNION
SELECT dstaddr_hi, dstaddr_lo FROM refused_keys WHERE direction IS NULL;
