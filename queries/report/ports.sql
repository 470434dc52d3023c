-- Services by port, with the most bytes first.
-- Parameters: limit BIGINT
SELECT
  protocol, server_port AS port, CAST(sum(connections) AS BIGINT) AS connections, CAST(sum(bytes_up) AS BIGINT) AS bytes_up,
  CAST(sum(bytes_down) AS BIGINT) AS bytes_down, count(DISTINCT client_no) AS clients, count(DISTINCT server_no) AS servers, count(*) OVER () AS total
FROM report_edges
WHERE server_port IS NOT NULL
GROUP BY protocol, server_port
ORDER BY sum(bytes_up) + sum(bytes_down) DESC, protocol, port
LIMIT $limit;
