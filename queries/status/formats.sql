-- The field sets of the objects that have records in the window, in any order of their fields, with the forms they came in.
WITH seen AS (
  SELECT list_sort(o.fields) AS fields, o.format, o.name, coalesce(r.records, 0) AS records
  FROM objects o
  LEFT JOIN status_object_records r USING (object_id)
  WHERE o.records > 0 AND (r.records > 0 OR ($since IS NULL AND $until IS NULL))
)
SELECT
  fields, list_sort(list(DISTINCT format)) AS forms, count(*) AS objects, sum(records) AS records, min(name) AS an_object,
  count(*) OVER () AS total
FROM seen
GROUP BY fields
ORDER BY records DESC, fields
LIMIT $limit;
