-- A text that may hold white space: it becomes control characters, for which the row is refused with the field's name.
CREATE OR REPLACE TEMP MACRO parquet_marked_text(v) AS
  CASE
    WHEN v IS NULL OR v::VARCHAR IN ('', 'None') THEN '-'
    ELSE regexp_replace(v::VARCHAR, '[\x00-\x20]', chr(31), 'g')
  END;
