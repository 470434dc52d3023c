-- The records of the interfaces on a path: read once, and asked several things.
-- Parameters: interface_ids VARCHAR (JSON)
CREATE OR REPLACE TEMP TABLE observed_records AS
SELECT r.*
FROM records r
JOIN contexts c USING (context_id)
WHERE c.interface_id IN (SELECT unnest(from_json(CAST($interface_ids AS JSON), '["VARCHAR"]')));
