-- The addresses whose place among the rules' blocks must be known: remote ones, and both of flows at unknown interfaces.
CREATE OR REPLACE TEMP TABLE addresses AS
SELECT src_hi AS hi, src_lo AS lo FROM refused_keys WHERE direction = 'ingress' OR NOT known
UNION
SELECT dst_hi, dst_lo FROM refused_keys WHERE direction = 'egress' OR NOT known;
