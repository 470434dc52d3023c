-- How many records of the window each object has in the store.
CREATE OR REPLACE TEMP TABLE status_object_records AS
SELECT object_id, count(*) AS records
FROM records
WHERE ($since IS NULL OR coalesce("start", "end") IS NULL OR coalesce("start", "end") >= CAST($since AS BIGINT))
  AND ($until IS NULL OR coalesce("start", "end") IS NULL OR coalesce("start", "end") < CAST($until AS BIGINT))
GROUP BY object_id;
