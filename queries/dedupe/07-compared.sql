-- Every column of the pairs, one record of each after the other.
CREATE OR REPLACE TEMP TABLE dedupe_compared AS
SELECT c.*, p.kept_row_id
FROM dedupe_pairs p JOIN comparable_records c USING (row_id);
