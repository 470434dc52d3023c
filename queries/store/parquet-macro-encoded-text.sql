-- A text in which white space is no harm. What holds some has not been encoded yet, so all of it is.
CREATE OR REPLACE TEMP MACRO parquet_encoded_text(v) AS
  CASE
    WHEN v IS NULL OR v::VARCHAR IN ('', 'None') THEN '-'
    WHEN regexp_matches(v::VARCHAR, '[\x00-\x20]') THEN url_encode(v::VARCHAR)
    ELSE v::VARCHAR
  END;
