-- The pairs of a client and a server with the most bytes, each with its busiest service.
-- Parameters: limit BIGINT
WITH pairs AS (
  SELECT
    client_no, server_no, CAST(sum(connections) AS BIGINT) AS connections, CAST(sum(bytes_up) AS BIGINT) AS bytes_up,
    CAST(sum(bytes_down) AS BIGINT) AS bytes_down, count(DISTINCT (protocol, server_port)) AS ports,
    arg_max({'protocol': protocol, 'port': server_port}, (bytes_up + bytes_down, -protocol, -server_port)) AS busiest
  FROM report_edges
  GROUP BY client_no, server_no
)
SELECT *, busiest.protocol AS protocol, busiest.port AS port, count(*) OVER () AS total
FROM pairs
ORDER BY bytes_up + bytes_down DESC, client_no, server_no
LIMIT $limit;
