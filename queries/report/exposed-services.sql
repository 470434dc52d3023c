-- Own services that answered the Internet, by the number of their clients.
-- Parameters: limit BIGINT
SELECT
  server_no, protocol, server_port AS port, count(DISTINCT client_no) AS clients, CAST(sum(connections) AS BIGINT) AS connections,
  CAST(sum(bytes_in) AS BIGINT) AS bytes_in, CAST(sum(bytes_out) AS BIGINT) AS bytes_out, min(first_s) AS first_s, max(last_s) AS last_s,
  count(*) OVER () AS total,
  (SELECT count(DISTINCT client_no) FROM report_exposed) AS all_clients, (SELECT CAST(sum(connections) AS BIGINT) FROM report_exposed) AS all_connections
FROM report_exposed
GROUP BY server_no, protocol, server_port
ORDER BY clients DESC, connections DESC, server_no, protocol, port
LIMIT $limit;
