-- What the number of an interface stands for.
CREATE OR REPLACE TEMP TABLE status_interface_names AS
SELECT DISTINCT interface_no, scope_no, account_id, region, interface_id FROM status_loggers;
