-- The identities of all objects in the store.
SELECT object_id, name, size, version FROM objects;
