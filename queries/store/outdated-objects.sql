-- Objects of which records were left out because another one had them, whose content has changed since.
SELECT name FROM objects
WHERE object_id IN (SELECT object_id FROM left_out WHERE kept_object_id NOT IN (SELECT object_id FROM objects))
ORDER BY object_id;
