-- Gives the memory of the remaining steps back.
DROP VIEW directed_records;
DROP TABLE blame_contexts;
DROP TABLE local_addresses;
DROP TABLE undirected_ends;
DROP TABLE inferred_directions;
DROP TABLE refused_keys;
DROP TABLE judged_keys;
