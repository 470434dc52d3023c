-- Clients that a server answered on a port of its own for the first time; the Internet's clients of own services, new every day, left out.
-- Parameters: limit BIGINT
WITH known AS (
  SELECT DISTINCT client_hi, client_lo, server_hi, server_lo, protocol, server_port FROM daily_edges WHERE answered_connections > 0
)
SELECT
  e.client_no, e.server_no, e.protocol, e.server_port AS port, CAST(sum(e.connections) AS BIGINT) AS connections,
  CAST(sum(e.bytes_up) AS BIGINT) AS bytes_up, CAST(sum(e.bytes_down) AS BIGINT) AS bytes_down, count(*) OVER () AS total
FROM report_edges e
JOIN report_hosts c ON c.host_no = e.client_no
JOIN report_hosts s ON s.host_no = e.server_no
LEFT JOIN known k
  ON k.client_hi = c.hi AND k.client_lo = c.lo AND k.server_hi = s.hi AND k.server_lo = s.lo
  AND k.protocol IS NOT DISTINCT FROM e.protocol AND k.server_port IS NOT DISTINCT FROM e.server_port
WHERE e.client_inside AND e.answered > 0 AND k.client_hi IS NULL
GROUP BY e.client_no, e.server_no, e.protocol, e.server_port
ORDER BY sum(e.bytes_up) + sum(e.bytes_down) DESC, e.client_no, e.server_no, e.protocol, port
LIMIT $limit;
