-- Gives the memory of the steps back.
DROP TABLE blast_flows;
DROP TABLE blast_answers;
DROP TABLE blast_grouped_flows;
DROP TABLE addresses;
DROP TABLE address_blocks;
