-- Of the records that start in a span, one for all that say the same: the one with most fields, then the one that came first. Both
-- stand in one number, for millions of them are compared. SKIPDATA is left to step 08.
-- Parameters: first_s BIGINT, last_s BIGINT (both within)
CREATE OR REPLACE TEMP TABLE dedupe_representatives AS
SELECT
  identity_hash, said_hash, any_value(says) AS says, count(*) AS records,
  min(CAST(1023 - least(fields, 1023) AS BIGINT) * 1125899906842624 + row_id) % 1125899906842624 AS row_id
FROM comparable_records
WHERE start_s BETWEEN $first_s AND $last_s AND log_status IS DISTINCT FROM 'SKIPDATA'
GROUP BY identity_hash, said_hash;
