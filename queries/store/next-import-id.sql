-- The number of the next network import.
SELECT coalesce(max(import_id), 0) + 1 AS import_id FROM network_imports;
