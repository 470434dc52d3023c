-- How many records are left out this time, and how many of the new objects' records could not be compared with any.
WITH new_objects AS (SELECT object_id FROM objects WHERE duplicates IS NULL)
SELECT
  (SELECT count(*) FROM dedupe_duplicates) AS duplicates,
  (SELECT count(*) FROM records WHERE object_id IN (SELECT object_id FROM new_objects))
    - (SELECT count(*) FROM comparable_records WHERE object_id IN (SELECT object_id FROM new_objects)) AS incomparable;
