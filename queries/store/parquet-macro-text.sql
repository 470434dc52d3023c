-- A text. White space in it is looked for afterwards, in whole blocks of lines, which costs less.
CREATE OR REPLACE TEMP MACRO parquet_text(v) AS
  CASE WHEN v IS NULL OR v::VARCHAR IN ('', 'None') THEN '-' ELSE v::VARCHAR END;
