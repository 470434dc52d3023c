-- Of the records that start in a span, those that may be the same as another one of which at least one is new.
-- Parameters: first_s BIGINT, last_s BIGINT (both within)
CREATE OR REPLACE TEMP TABLE dedupe_candidates AS
WITH repeated AS (
  SELECT identity_hash
  FROM comparable_records LEFT JOIN objects USING (object_id)
  WHERE start_s BETWEEN $first_s AND $last_s
  GROUP BY identity_hash
  HAVING count(*) > 1 AND bool_or(objects.duplicates IS NULL)
)
SELECT * FROM comparable_records
WHERE start_s BETWEEN $first_s AND $last_s AND identity_hash IN (SELECT identity_hash FROM repeated);
