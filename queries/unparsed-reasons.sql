-- title: Unparsed reasons
-- section: The log itself
-- answers: Why were lines no records, how many, and what does one look like?
-- $limit BIGINT = 20: rows to show
SELECT reason, count(*) AS lines, count(DISTINCT object) AS objects, min(object) AS an_object,
  min_by(line, {'object': object, 'line_number': line_number}) AS a_line
FROM unparsed_lines
GROUP BY reason
ORDER BY lines DESC, reason
LIMIT $limit;
