-- Pairs of a record and the one that stands for it.
-- Parameters: first_s BIGINT, last_s BIGINT (both within)
CREATE OR REPLACE TEMP TABLE dedupe_pairs AS
SELECT c.row_id, r.row_id AS kept_row_id
FROM comparable_records c JOIN dedupe_representatives r USING (identity_hash, said_hash)
WHERE c.start_s BETWEEN $first_s AND $last_s AND c.log_status IS DISTINCT FROM 'SKIPDATA' AND r.records > 1 AND c.row_id <> r.row_id;
