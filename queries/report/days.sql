-- The days (since 1970-01-01, UTC) on which records start, with the first start and the last end of each.
SELECT CAST("start" / 86400 AS INTEGER) AS day, count(*) AS records, min("start") AS first_s, max("end") AS last_s
FROM records
WHERE "start" IS NOT NULL
GROUP BY day
ORDER BY day;
