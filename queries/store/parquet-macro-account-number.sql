-- An account as a number, which has lost its leading zeros.
CREATE OR REPLACE TEMP MACRO parquet_account_number(v) AS
  coalesce(lpad(v::VARCHAR, greatest(12, length(v::VARCHAR))::INTEGER, '0'), '-');
