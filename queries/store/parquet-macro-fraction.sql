-- A whole number in a type with fractions, as tables with NULLs have it; NaN is one of the ways to write NULL. Any other number stays
-- as it is, and is refused.
CREATE OR REPLACE TEMP MACRO parquet_fraction(v) AS
  CASE
    WHEN v IS NULL OR isnan(v::DOUBLE) THEN '-'
    WHEN v::DOUBLE = trunc(v::DOUBLE) AND abs(v::DOUBLE) < 9e18 THEN round(v, 0)::BIGINT::VARCHAR
    ELSE replace(v::VARCHAR, ' ', '')
  END;
