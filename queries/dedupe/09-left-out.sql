-- Notes how many records are left out of each object, and which object has them.
INSERT INTO left_out
SELECT
  object_id, kept_object_id, count(*),
  count(*) FILTER (action = 'ACCEPT'), count(*) FILTER (action = 'REJECT'),
  count(*) FILTER (log_status = 'NODATA'), count(*) FILTER (log_status = 'SKIPDATA')
FROM dedupe_duplicates
GROUP BY object_id, kept_object_id;
