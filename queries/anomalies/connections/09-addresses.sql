-- The addresses to be placed in the subnets of the network: those that are not private, and so not inside by themselves.
CREATE OR REPLACE TEMP TABLE addresses AS
SELECT hi, lo FROM numbered_addresses WHERE NOT is_private(hi, lo);
