-- Objects that have just come and have the very content of an earlier one under another name.
-- Parameters: first_object_id BIGINT (the first that has just come)
SELECT o.name, min_by(earlier.name, earlier.object_id) AS copy_of
FROM objects o JOIN objects earlier ON earlier.digest = o.digest
WHERE o.object_id >= $first_object_id AND earlier.object_id < o.object_id AND earlier.name <> o.name AND o.records > 0
GROUP BY o.object_id, o.name
ORDER BY o.object_id;
