-- Services of own hosts that answered on no earlier day.
-- Parameters: limit BIGINT
WITH known AS (
  SELECT DISTINCT server_hi, server_lo, protocol, server_port FROM daily_edges WHERE answered_connections > 0
)
SELECT
  e.server_no, e.protocol, e.server_port AS port, count(DISTINCT e.client_no) AS clients, CAST(sum(e.answered) AS BIGINT) AS connections,
  count(*) OVER () AS total
FROM report_edges e
JOIN report_hosts s ON s.host_no = e.server_no
LEFT JOIN known k
  ON k.server_hi = s.hi AND k.server_lo = s.lo AND k.protocol IS NOT DISTINCT FROM e.protocol AND k.server_port IS NOT DISTINCT FROM e.server_port
WHERE e.server_inside AND e.answered > 0 AND k.server_hi IS NULL
GROUP BY e.server_no, e.protocol, e.server_port
ORDER BY clients DESC, connections DESC, e.server_no, e.protocol, port
LIMIT $limit;
