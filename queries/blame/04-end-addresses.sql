-- The addresses of those pairs, to be placed in the subnets of the network.
CREATE OR REPLACE TEMP TABLE addresses AS
SELECT srcaddr_hi AS hi, srcaddr_lo AS lo FROM undirected_ends
UNION
SELECT dstaddr_hi, dstaddr_lo FROM undirected_ends;
