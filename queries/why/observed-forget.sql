-- Gives the memory back.
DROP TABLE observed_records;
