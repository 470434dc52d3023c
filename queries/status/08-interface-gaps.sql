-- Silences of one interface between records of its own. What its whole account and region is silent of counts as covered, as it
-- is no news of the interface.
CREATE OR REPLACE TEMP TABLE status_interface_gaps AS
WITH extents AS (
  SELECT interface_no, scope_no, min(first_s) AS first_s, max(last_s) AS last_s
  FROM status_cover
  WHERE first_s IS NOT NULL
  GROUP BY interface_no, scope_no
), cover AS (
  SELECT interface_no, scope_no, first_s, last_s FROM status_cover WHERE first_s IS NOT NULL
  UNION ALL
  SELECT e.interface_no, e.scope_no, g.from_s, g.to_s
  FROM extents e
  JOIN status_scope_gaps g ON g.scope_no = e.scope_no AND g.from_s >= e.first_s AND g.to_s <= e.last_s
), silences AS (
  SELECT
    interface_no, scope_no, first_s AS to_s,
    max(last_s) OVER (PARTITION BY interface_no ORDER BY first_s, last_s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS from_s
  FROM cover
)
SELECT i.interface_no, i.scope_no, i.from_s, i.to_s
FROM silences i
JOIN status_scopes s USING (scope_no)
WHERE i.to_s - i.from_s > s.gap_s
  AND i.interface_no IN (SELECT interface_no FROM status_interface_names WHERE interface_id IS NOT NULL);
