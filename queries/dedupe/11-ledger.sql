-- All objects have been compared now.
UPDATE objects
SET duplicates = (SELECT coalesce(sum(l.records), 0) FROM left_out l WHERE l.object_id = objects.object_id)
WHERE duplicates IS NULL OR object_id IN (SELECT object_id FROM dedupe_duplicates);
