-- What is to be left out, and the object that has it: filled span by span.
CREATE OR REPLACE TEMP TABLE dedupe_duplicates (
  row_id BIGINT NOT NULL,
  object_id INTEGER NOT NULL,
  kept_object_id INTEGER NOT NULL,
  action VARCHAR,
  log_status VARCHAR
);
