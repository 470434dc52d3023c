-- Own hosts that no earlier day had an answered connection of.
-- Parameters: limit BIGINT
WITH known AS (
  SELECT client_hi AS hi, client_lo AS lo FROM daily_edges WHERE answered_connections > 0
  UNION
  SELECT server_hi, server_lo FROM daily_edges WHERE answered_connections > 0
),
seen AS (
  SELECT client_no AS host_no, bytes_up + bytes_down AS bytes FROM report_edges WHERE client_inside AND answered > 0
  UNION ALL
  SELECT server_no, bytes_up + bytes_down FROM report_edges WHERE server_inside AND answered > 0
)
SELECT s.host_no, count(*) OVER () AS total
FROM seen s
JOIN report_hosts h USING (host_no)
ANTI JOIN known k ON k.hi = h.hi AND k.lo = h.lo
GROUP BY s.host_no
ORDER BY sum(s.bytes) DESC, s.host_no
LIMIT $limit;
