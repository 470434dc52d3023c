-- All traffic in one row.
SELECT
  CAST(coalesce(sum(connections), 0) AS BIGINT) AS connections, CAST(coalesce(sum(answered), 0) AS BIGINT) AS answered,
  CAST(coalesce(sum(bytes_up), 0) AS BIGINT) AS bytes_up, CAST(coalesce(sum(bytes_down), 0) AS BIGINT) AS bytes_down
FROM report_edges;
