-- Gives the memory of the steps back.
DROP VIEW directed_records;
DROP TABLE blame_contexts;
DROP TABLE local_addresses;
DROP TABLE undirected_ends;
DROP TABLE inferred_directions;
DROP TABLE refused_keys;
DROP TABLE other_halves;
DROP TABLE addresses;
DROP TABLE address_blocks;
DROP TABLE stranger_profiles;
DROP TABLE evaluator_keys;
DROP TABLE key_stages;
DROP TABLE questions;
DROP TABLE answers;
DROP TABLE walks;
DROP TABLE judged_keys;
