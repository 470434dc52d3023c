-- title: Ingested objects
-- section: The log itself
-- answers: Which objects are in the store, and what did each bring?
-- $limit BIGINT = 100: rows to show
SELECT name, records, accepted, rejected, nodata, skipdata, duplicates, unparsed_lines, bytes_read, len(fields) AS fields, ingested_at
FROM objects
ORDER BY ingested_at DESC, name
LIMIT $limit;
