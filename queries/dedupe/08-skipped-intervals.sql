-- SKIPDATA says that AWS dropped records of an interface and interval, not how many. Several equal ones in one object may be several
-- times that it did, so they stay together; the same in another object is the same news. The object with most of them keeps them.
-- Parameters: first_s BIGINT, last_s BIGINT (both within)
INSERT INTO dedupe_duplicates
WITH counted AS (
  SELECT *, count(*) OVER (PARTITION BY capture_no, start_s, end_s, object_id) AS times
  FROM comparable_records
  WHERE start_s BETWEEN $first_s AND $last_s AND log_status = 'SKIPDATA'
),
kept AS (
  SELECT *, first_value(object_id) OVER (PARTITION BY capture_no, start_s, end_s ORDER BY times DESC, fields DESC, object_id) AS kept_object_id
  FROM counted
)
SELECT row_id, object_id, kept_object_id, action, log_status FROM kept WHERE object_id <> kept_object_id;
