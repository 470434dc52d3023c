-- What the steps have left is not needed any more; of no span there is nothing.
DROP VIEW comparable_records;
DROP TABLE dedupe_contexts;
DROP TABLE IF EXISTS dedupe_representatives;
DROP TABLE IF EXISTS dedupe_pairs;
DROP TABLE dedupe_duplicates;
