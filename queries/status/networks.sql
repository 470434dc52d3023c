-- The imports of networks, the oldest configuration first.
SELECT
  i.captured_at_s, CAST(epoch(i.imported_at) AS BIGINT) AS imported_at_s,
  count(r.resource_id) AS resources, count(*) FILTER (r.kind = 'networkInterfaces') AS interfaces, count(*) OVER () AS total
FROM network_imports i
LEFT JOIN network_resources r USING (import_id)
GROUP BY i.import_id, i.captured_at_s, i.imported_at
ORDER BY i.captured_at_s, i.import_id
LIMIT $limit;
