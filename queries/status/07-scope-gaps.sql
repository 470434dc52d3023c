-- Silences of a whole account in a region, none of whose interfaces logged. The edges of the window count as records.
CREATE OR REPLACE TEMP TABLE status_scope_gaps AS
WITH cover AS (
  SELECT scope_no, min(first_s) AS first_s, max(last_s) AS last_s
  FROM status_cover
  WHERE first_s IS NOT NULL
  GROUP BY scope_no, span_no
  UNION ALL
  SELECT scope_no, CAST($since AS BIGINT), CAST($since AS BIGINT) FROM status_scopes WHERE $since IS NOT NULL
  UNION ALL
  SELECT scope_no, CAST($until AS BIGINT), CAST($until AS BIGINT) FROM status_scopes WHERE $until IS NOT NULL
), silences AS (
  SELECT
    scope_no, first_s AS to_s,
    max(last_s) OVER (PARTITION BY scope_no ORDER BY first_s, last_s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS from_s
  FROM cover
)
SELECT scope_no, from_s, to_s
FROM silences
JOIN status_scopes USING (scope_no)
WHERE to_s - from_s > gap_s;
