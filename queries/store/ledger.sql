-- The identities of all objects in the store, whether none of their lines was a record, and whether records were left out of them
-- because another object had them that is no longer there. A pipe, whose version is its digest, cannot be read again.
SELECT
  object_id, name, size, version, records = 0 AND unparsed_lines > 0 AS unreadable,
  version IS DISTINCT FROM digest
    AND object_id IN (SELECT object_id FROM left_out WHERE kept_object_id NOT IN (SELECT object_id FROM objects)) AS outdated
FROM objects;
