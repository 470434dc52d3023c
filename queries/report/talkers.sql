-- The pairs of a client and a server with the most bytes, each with its busiest service.
-- Parameters: limit BIGINT
WITH pairs AS (
  SELECT
    client_no, server_no, CAST(sum(connections) AS BIGINT) AS connections, CAST(sum(bytes_up) AS BIGINT) AS bytes_up,
    CAST(sum(bytes_down) AS BIGINT) AS bytes_down
  FROM report_edges
  GROUP BY client_no, server_no
),
top AS (
  SELECT *, count(*) OVER () AS total FROM pairs ORDER BY bytes_up + bytes_down DESC, client_no, server_no LIMIT $limit
),
services AS (
  SELECT
    e.client_no, e.server_no, count(DISTINCT (e.protocol, e.server_port)) AS ports,
    arg_max({'protocol': e.protocol, 'port': e.server_port}, (e.bytes_up + e.bytes_down, -e.protocol, -e.server_port)) AS busiest
  FROM report_edges e
  SEMI JOIN top USING (client_no, server_no)
  GROUP BY e.client_no, e.server_no
)
SELECT t.*, s.ports, s.busiest.protocol AS protocol, s.busiest.port AS port
FROM top t
JOIN services s USING (client_no, server_no)
ORDER BY t.bytes_up + t.bytes_down DESC, t.client_no, t.server_no;
