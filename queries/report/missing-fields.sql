-- Of each field of a list, how many records come from objects that lack it.
-- Parameters: fields VARCHAR (a JSON list of AWS names)
SELECT f.field, CAST(sum(r.records) AS BIGINT) AS records
FROM (SELECT unnest(from_json($fields, '["VARCHAR"]')) AS field) f
CROSS JOIN status_object_records r
JOIN objects o USING (object_id)
WHERE NOT list_contains(o.fields, f.field)
GROUP BY f.field
ORDER BY f.field;
