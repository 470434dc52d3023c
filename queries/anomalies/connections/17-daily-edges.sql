-- Who spoke with whom on each day: the windows are days here. What several vantages saw counts at the best one, and a pair of ends with
-- its ports is one connection a day.
INSERT INTO daily_edges
WITH sided AS (
  SELECT
    w.bucket AS day, t.a_is_client,
    CAST(CASE WHEN t.a_is_client THEN w.ends / 4294967296 ELSE w.ends % 4294967296 END AS INTEGER) AS client_no,
    CAST(CASE WHEN t.a_is_client THEN w.ends % 4294967296 ELSE w.ends / 4294967296 END AS INTEGER) AS server_no,
    CAST(CASE WHEN t.a_is_client THEN w.traffic % 65536 ELSE w.traffic / 65536 % 65536 END AS INTEGER) AS server_port,
    CAST(w.traffic / 4294967296 AS INTEGER) AS protocol, w.traffic % 4294967296 <> 0 AS has_ports,
    CASE WHEN t.a_is_client THEN w.bytes_a ELSE w.bytes_b END AS bytes_up, CASE WHEN t.a_is_client THEN w.bytes_b ELSE w.bytes_a END AS bytes_down,
    CASE
      WHEN t.a_is_client THEN CASE WHEN w.records_b > w.refused_b THEN w.packets_b - w.refused_b ELSE 0 END
      ELSE CASE WHEN w.records_a > w.refused_a THEN w.packets_a - w.refused_a ELSE 0 END
    END AS answers,
    CASE WHEN t.a_is_client THEN w.flags_a ELSE w.flags_b END AS flags_up, CASE WHEN t.a_is_client THEN w.flags_b ELSE w.flags_a END AS flags_down,
    CASE WHEN t.a_is_client THEN w.packets_b ELSE w.packets_a END AS packets_down,
    least(coalesce(w.start_a, w.start_b), coalesce(w.start_b, w.start_a)) AS start_s, w.end_s
  FROM windows w
  JOIN oriented_tuples t ON t.ends = w.ends AND t.traffic = w.traffic
  WHERE w.vantage = t.vantage_key % 268435456
)
SELECT
  d.day, c.hi, c.lo, s.hi, s.lo, CASE WHEN d.has_ports THEN d.server_port END, nullif(d.protocol, 256),
  count(*), count(*) FILTER (d.answers > 0 AND NOT (d.protocol = 6 AND coalesce(
    d.flags_down & 4 <> 0 AND (d.answers <= 2 OR (d.flags_up & 2 <> 0 AND d.flags_down & 2 = 0 AND d.bytes_down <= 60 * d.packets_down)), FALSE
  ))),
  CAST(sum(d.bytes_up) AS BIGINT), CAST(sum(d.bytes_down) AS BIGINT), min(d.start_s), max(d.end_s)
FROM sided d
JOIN known_hosts c ON c.host_no = d.client_no
JOIN known_hosts s ON s.host_no = d.server_no
WHERE NOT (d.client_no IN (FROM translators) AND NOT s.inside)
GROUP BY ALL;
