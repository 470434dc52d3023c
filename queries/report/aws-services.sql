-- The AWS services that own hosts called.
-- Parameters: limit BIGINT
SELECT
  aws_service, count(DISTINCT client_no) AS clients, CAST(sum(connections) AS BIGINT) AS connections, CAST(sum(bytes_up) AS BIGINT) AS bytes_up,
  CAST(sum(bytes_down) AS BIGINT) AS bytes_down, count(*) OVER () AS total
FROM report_edges
WHERE client_inside AND NOT server_inside AND aws_service IS NOT NULL
GROUP BY aws_service
ORDER BY sum(bytes_up) + sum(bytes_down) DESC, aws_service
LIMIT $limit;
