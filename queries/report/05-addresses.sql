-- The addresses whose place among the rules' blocks must be known: own hosts, and who reached them from outside.
CREATE OR REPLACE TEMP TABLE addresses AS
SELECT hi, lo FROM hosts WHERE inside
UNION
SELECT host_hi, host_lo FROM report_nat_traffic
UNION
SELECT h.hi, h.lo
FROM report_edges e JOIN hosts h ON h.host_no = e.client_no
WHERE NOT e.client_inside AND e.server_inside AND e.answered > 0;
