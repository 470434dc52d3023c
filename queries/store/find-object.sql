-- The ledger's row for one content of an object, if it has it.
SELECT object_id
FROM objects
WHERE name = CAST($name AS VARCHAR)
  AND size IS NOT DISTINCT FROM CAST($size AS BIGINT)
  AND version IS NOT DISTINCT FROM CAST($version AS VARCHAR);
