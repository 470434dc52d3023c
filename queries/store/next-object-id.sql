-- The number of the next object.
SELECT coalesce(max(object_id), 0) + 1 AS object_id FROM objects;
