-- Copies the batch that a lane holds ready into the records table. The table function's columns are the table's.
INSERT INTO records SELECT * FROM flow_log_batch(CAST($lane AS INTEGER)) WHERE object_id > 0;
