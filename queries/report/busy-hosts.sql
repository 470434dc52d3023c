-- The own hosts that sent and received the most.
-- Parameters: limit BIGINT
WITH sides AS (
  SELECT client_no AS host_no, connections, bytes_up AS sent, bytes_down AS received FROM report_edges WHERE client_inside
  UNION ALL
  SELECT server_no, connections, bytes_down, bytes_up FROM report_edges WHERE server_inside
)
SELECT
  host_no, CAST(sum(connections) AS BIGINT) AS connections, CAST(sum(sent) AS BIGINT) AS sent, CAST(sum(received) AS BIGINT) AS received,
  count(*) OVER () AS total
FROM sides
GROUP BY host_no
ORDER BY sum(sent) + sum(received) DESC, host_no
LIMIT $limit;
