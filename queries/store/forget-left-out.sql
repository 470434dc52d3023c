-- Removes what was left out of an object whose content has changed.
DELETE FROM left_out WHERE object_id IN (SELECT object_id FROM objects WHERE name = CAST($name AS VARCHAR));
