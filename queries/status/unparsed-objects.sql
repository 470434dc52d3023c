-- Objects with lines that are no record, most of them first, and where the first one stands. A line has no time: an object
-- counts when it has records in the window, or none at all.
WITH partly AS (
  SELECT o.name, o.records, o.unparsed_lines
  FROM objects o
  LEFT JOIN status_object_records r USING (object_id)
  WHERE o.unparsed_lines > 0 AND (r.records > 0 OR o.records = 0 OR ($since IS NULL AND $until IS NULL))
), worst AS (
  SELECT *, count(*) OVER () AS total, sum(unparsed_lines) OVER () AS all_lines
  FROM partly
  ORDER BY unparsed_lines DESC, name
  LIMIT $limit
)
SELECT
  w.name, w.records, w.unparsed_lines, min(u.line_number) AS first_line_number, min_by(u.reason, u.line_number) AS first_reason,
  w.total, w.all_lines
FROM worst w
LEFT JOIN unparsed_lines u ON u.object = w.name
GROUP BY w.name, w.records, w.unparsed_lines, w.total, w.all_lines
ORDER BY w.unparsed_lines DESC, w.name;
