-- Pairs of a record and one that says the same and more: flow logs of different formats cover one interface. A set of fields that
-- holds another one is the greater number.
INSERT INTO dedupe_pairs
SELECT less.row_id, more.row_id
FROM dedupe_representatives less JOIN dedupe_representatives more USING (identity_hash)
WHERE less.says < more.says AND less.says & more.says = less.says
  AND less.says < (SELECT max(says) FROM dedupe_representatives) AND more.says > (SELECT min(says) FROM dedupe_representatives);
