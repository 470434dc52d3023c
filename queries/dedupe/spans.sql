-- How many records start in each hour in which some start that have not been compared yet.
WITH new_objects AS (SELECT object_id FROM objects WHERE duplicates IS NULL),
new_hours AS (
  SELECT DISTINCT "start" // 3600 AS hour
  FROM records WHERE object_id IN (SELECT object_id FROM new_objects) AND "start" IS NOT NULL
)
SELECT "start" // 3600 AS hour, count(*) AS records
FROM records
WHERE "start" // 3600 IN (SELECT hour FROM new_hours)
GROUP BY hour
ORDER BY hour;
