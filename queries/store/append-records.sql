-- Copies the batch that the store holds ready into the records table. The table function's columns are the table's.
INSERT INTO records SELECT * FROM flow_log_batch();
