-- The ends of all broken pairs, to be placed in the subnets of the network.
CREATE OR REPLACE TEMP TABLE addresses AS
SELECT client_hi AS hi, client_lo AS lo FROM connectivity_refused_pairs
UNION
SELECT server_hi, server_lo FROM connectivity_refused_pairs
UNION
SELECT client_hi, client_lo FROM connectivity_silent_pairs
UNION
SELECT server_hi, server_lo FROM connectivity_silent_pairs;
