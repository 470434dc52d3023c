-- Which tables a file has, to tell a store from any other database before it is touched.
SELECT
  count(*) AS tables,
  count(*) FILTER (table_name LIKE 'store\_format\_%' ESCAPE '\') AS formats,
  count(*) FILTER (table_name = 'store_format_' || CAST($format AS VARCHAR)) AS this_format
FROM duckdb_tables() WHERE NOT internal AND NOT temporary;
