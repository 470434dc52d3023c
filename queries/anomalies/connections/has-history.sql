-- Whether there are records before the window.
-- Parameters: since BIGINT (record start, Unix seconds)
SELECT count(*) > 0 AS has_history FROM (SELECT 1 FROM records WHERE "start" < CAST($since AS BIGINT) LIMIT 1);
