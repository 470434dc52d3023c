-- Notes a network import.
INSERT INTO network_imports VALUES ($import_id, $captured_at_s, CAST($imported_at AS TIMESTAMP));
