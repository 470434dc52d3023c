-- Everything that was ever imported of networks, oldest capture first.
SELECT i.import_id, i.captured_at_s, r.kind, CAST(r.resource AS VARCHAR) AS resource
FROM network_imports i JOIN network_resources r USING (import_id)
ORDER BY i.captured_at_s, i.import_id, r.kind, r.resource_id;
