-- The identities of all objects in the store, and whether none of their lines was a record.
SELECT object_id, name, size, version, records = 0 AND unparsed_lines > 0 AS unreadable FROM objects;
