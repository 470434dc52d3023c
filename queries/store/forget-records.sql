-- Removes the records of an object whose content has changed.
DELETE FROM records WHERE object_id IN (SELECT object_id FROM objects WHERE name = CAST($name AS VARCHAR));
