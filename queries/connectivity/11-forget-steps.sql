-- Gives the memory of the steps back; only the broken pairs stay.
DROP TABLE connectivity_contexts;
DROP TABLE connectivity_pairs;
DROP TABLE connectivity_accepted;
DROP TABLE connectivity_refused_pairs;
DROP TABLE connectivity_opened;
DROP TABLE connectivity_answered;
DROP TABLE connectivity_streams;
DROP TABLE connectivity_silent_pairs;
DROP TABLE addresses;
DROP TABLE address_blocks;
