-- The addresses whose place among the rules' blocks must be known.
CREATE OR REPLACE TEMP TABLE addresses AS
SELECT DISTINCT remote_hi AS hi, remote_lo AS lo FROM blast_flows;
