-- Traffic by protocol.
-- Parameters: limit BIGINT
SELECT
  protocol, CAST(sum(connections) AS BIGINT) AS connections, CAST(sum(bytes_up) AS BIGINT) AS bytes_up, CAST(sum(bytes_down) AS BIGINT) AS bytes_down,
  count(*) OVER () AS total
FROM report_edges
GROUP BY protocol
ORDER BY sum(bytes_up) + sum(bytes_down) DESC, protocol
LIMIT $limit;
