-- How many connections from outside each own service got and answered in each hour of the days before the window. The windows are days
-- here, as for the daily edges: a pair of ends with its ports begins once a day.
INSERT INTO hourly_arrivals
WITH sided AS (
  SELECT
    least(coalesce(w.start_a, w.start_b), coalesce(w.start_b, w.start_a)) / 3600 AS hour_no,
    CAST(CASE WHEN t.a_is_client THEN w.ends / 4294967296 ELSE w.ends % 4294967296 END AS INTEGER) AS client_no,
    CAST(CASE WHEN t.a_is_client THEN w.ends % 4294967296 ELSE w.ends / 4294967296 END AS INTEGER) AS server_no,
    CAST(CASE WHEN t.a_is_client THEN w.traffic % 65536 ELSE w.traffic / 65536 % 65536 END AS INTEGER) AS server_port,
    CAST(w.traffic / 4294967296 AS INTEGER) AS protocol,
    CASE
      WHEN t.a_is_client THEN CASE WHEN w.records_b > w.refused_b THEN w.packets_b - w.refused_b ELSE 0 END
      ELSE CASE WHEN w.records_a > w.refused_a THEN w.packets_a - w.refused_a ELSE 0 END
    END AS answers,
    CASE WHEN t.a_is_client THEN w.flags_a ELSE w.flags_b END AS flags_up, CASE WHEN t.a_is_client THEN w.flags_b ELSE w.flags_a END AS flags_down,
    CASE WHEN t.a_is_client THEN w.packets_b ELSE w.packets_a END AS packets_down, CASE WHEN t.a_is_client THEN w.bytes_b ELSE w.bytes_a END AS bytes_down
  FROM windows w
  JOIN oriented_tuples t ON t.ends = w.ends AND t.traffic = w.traffic
  WHERE w.vantage = t.vantage_key % 268435456 AND w.traffic % 4294967296 <> 0
)
SELECT
  CAST(s.hour_no / 24 AS INTEGER), CAST(s.hour_no % 24 AS INTEGER), v.hi, v.lo, s.server_port, s.protocol, count(*)
FROM sided s
JOIN known_hosts c ON c.host_no = s.client_no
JOIN known_hosts v ON v.host_no = s.server_no
WHERE NOT c.inside AND v.inside AND s.answers > 0
  AND NOT (s.protocol = 6 AND coalesce(
    s.flags_down & 4 <> 0 AND (s.answers <= 2 OR (s.flags_up & 2 <> 0 AND s.flags_down & 2 = 0 AND s.bytes_down <= 60 * s.packets_down)), FALSE
  ))
GROUP BY ALL;
