-- How many connections from outside a service usually gets in a minute of each hour of the day: the median of the whole days before the
-- window, days without any included, and the median absolute deviation from it. A deviation is never less than 5 % of the median, than
-- one connection, and than what chance makes of the median (its square root, after Poisson). Medians forget an attack on one day.
CREATE OR REPLACE TEMP TABLE usual_arrivals AS
WITH days AS (
  SELECT DISTINCT e.day
  FROM daily_edges e
  CROSS JOIN analysis a
  WHERE e.day >= a.since_s / 86400 - a.history_days AND e.day < a.since_s / 86400
),
services AS (SELECT DISTINCT server_hi, server_lo, server_port, protocol FROM hourly_arrivals JOIN days USING (day)),
hours AS (
  SELECT s.*, d.day, h.hour
  FROM services s
  CROSS JOIN days d
  CROSS JOIN (SELECT CAST(unnest(range(24)) AS INTEGER) AS hour) h
),
medians AS (
  SELECT
    server_hi, server_lo, server_port, protocol, hour, median(coalesce(a.connections, 0)) / 60 AS per_minute,
    mad(coalesce(a.connections, 0)) / 60 AS deviation, count(*) AS days
  FROM hours
  LEFT JOIN hourly_arrivals a USING (day, hour, server_hi, server_lo, server_port, protocol)
  GROUP BY server_hi, server_lo, server_port, protocol, hour
)
SELECT * REPLACE (greatest(deviation, 0.05 * per_minute, 1, sqrt(per_minute)) AS deviation) FROM medians;
