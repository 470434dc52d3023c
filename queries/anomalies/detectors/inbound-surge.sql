-- title: Surge of connections from outside
-- answers: Which own services got far more connections from outside in some minutes than they usually do, and did they still answer?
-- source: median and MAD (Iglewicz and Hoaglin); baselines by hour of day as GuardDuty learns them; ATT&CK T1498, T1499
-- $connections_per_minute BIGINT = 100: answered connections from outside begun in one minute, at least
-- $times_usual DOUBLE = 10: those by the usual ones, at least
-- $deviation DOUBLE = 8: 0.6745 times their distance from the usual, in median absolute deviations (MAD, at least 1), at least
-- $hot_minutes BIGINT = 3: such minutes within $within_minutes, at least
-- $within_minutes BIGINT = 5: see $hot_minutes
-- $apart_minutes BIGINT = 60: quiet minutes after which another surge begins, at least
-- $flood_packets DOUBLE = 3: median packets of a client's connection that call a surge a flood, at most
-- $lost_answers DOUBLE = 0.3: part of the usual share of answered connections that is lost, at least, to make it high
-- $learnt_days BIGINT = 7: earlier days from which on the usual is that of the same hour then; before, that of the other hours of the window
WITH bounds AS (
  SELECT since_s / 60 AS from_minute, (until_s - 1) / 60 AS to_minute, until_s - since_s < 7200 AS short, history_days >= CAST($learnt_days AS BIGINT) AS learnt
  FROM analysis
  WHERE until_s > since_s
),
arrivals AS MATERIALIZED (
  SELECT server_no, server_port, protocol, start_s / 60 AS minute, count(*) FILTER (answered) AS answered, count(*) AS tried
  FROM connections
  WHERE NOT client_inside AND server_inside AND NOT backscatter AND server_port IS NOT NULL
  GROUP BY server_no, server_port, protocol, minute
),
busy AS MATERIALIZED (
  SELECT row_number() OVER (ORDER BY server_no, server_port, protocol) AS service_no, server_no, server_port, protocol
  FROM arrivals
  WHERE answered >= CAST($connections_per_minute AS BIGINT)
  GROUP BY server_no, server_port, protocol
  HAVING count(*) >= CAST($hot_minutes AS BIGINT)
),
-- Every minute of the window, for most services have minutes without anybody.
minutes AS MATERIALIZED (
  SELECT m.service_no, m.minute, m.minute / 60 AS hour, coalesce(a.answered, 0) AS answered, coalesce(a.tried, 0) AS tried
  FROM (SELECT b.*, unnest(range(w.from_minute, w.to_minute + 1)) AS minute FROM busy b CROSS JOIN bounds w) m
  LEFT JOIN arrivals a USING (server_no, server_port, protocol, minute)
),
learnt AS (
  SELECT b.service_no, u.hour, u.per_minute, u.deviation, u.days
  FROM busy b
  JOIN hosts h ON h.host_no = b.server_no
  JOIN usual_arrivals u ON u.server_hi = h.hi AND u.server_lo = h.lo AND u.server_port = b.server_port AND u.protocol = b.protocol
  WHERE (SELECT learnt FROM bounds)
),
-- Without an hour, the median of the others is never below the first quartile of all, as long as there are two hours.
quartiles AS (
  SELECT service_no, quantile_disc(answered, 0.25) AS quartile FROM minutes GROUP BY service_no
),
hours AS MATERIALIZED (
  SELECT DISTINCT m.service_no, m.hour
  FROM minutes m
  JOIN quartiles q USING (service_no)
  LEFT JOIN learnt l ON l.service_no = m.service_no AND l.hour = m.hour % 24
  WHERE m.answered >= CAST($connections_per_minute AS BIGINT) AND m.answered >= CAST($times_usual AS DOUBLE) * coalesce(l.per_minute, q.quartile)
),
others AS (
  SELECT
    h.service_no, h.hour, median(m.answered) AS per_minute, greatest(1, mad(m.answered)) AS deviation, count(*) AS samples,
    sum(m.answered) / CAST(sum(m.tried) AS DOUBLE) AS answered_share
  FROM hours h
  JOIN minutes m ON m.service_no = h.service_no AND (m.hour <> h.hour OR (SELECT short FROM bounds))
  GROUP BY h.service_no, h.hour
),
usual AS MATERIALIZED (
  SELECT
    o.service_no, o.hour, o.answered_share, l.days IS NOT NULL AS learnt, coalesce(l.per_minute, o.per_minute) AS per_minute,
    coalesce(l.deviation, o.deviation) AS deviation, coalesce(CAST(l.days AS BIGINT), o.samples) AS samples
  FROM others o
  LEFT JOIN learnt l ON l.service_no = o.service_no AND l.hour = o.hour % 24
),
hot AS (
  SELECT
    m.*, u.learnt, u.per_minute, u.samples, u.answered_share, 0.6745 * (m.answered - u.per_minute) / u.deviation AS z,
    count(*) OVER (PARTITION BY m.service_no ORDER BY m.minute RANGE BETWEEN CAST($within_minutes AS BIGINT) - 1 PRECEDING AND CURRENT ROW) AS together,
    m.minute - lag(m.minute) OVER (PARTITION BY m.service_no ORDER BY m.minute) > CAST($apart_minutes AS BIGINT) AS begins
  FROM minutes m
  JOIN usual u USING (service_no, hour)
  WHERE m.answered >= CAST($connections_per_minute AS BIGINT) AND m.answered >= CAST($times_usual AS DOUBLE) * u.per_minute
    AND 0.6745 * (m.answered - u.per_minute) / u.deviation >= CAST($deviation AS DOUBLE)
),
surges AS MATERIALIZED (
  SELECT
    service_no, surge_no, min(minute) AS first_minute, max(minute) AS last_minute, count(*) AS minutes, max(answered) AS most,
    arg_max(z, (answered, -minute)) AS z, arg_max(per_minute, (answered, -minute)) AS per_minute,
    arg_max(learnt, (answered, -minute)) AS learnt, arg_max(samples, (answered, -minute)) AS samples,
    CAST(sum(answered) AS DOUBLE) / sum(tried) AS answered_share, arg_max(answered_share, (answered, -minute)) AS usual_share
  FROM (
    SELECT *, sum(CASE WHEN begins THEN 1 ELSE 0 END) OVER (PARTITION BY service_no ORDER BY minute ROWS UNBOUNDED PRECEDING) AS surge_no FROM hot
  )
  GROUP BY service_no, surge_no
  HAVING max(together) >= CAST($hot_minutes AS BIGINT)
),
contacts AS MATERIALIZED (
  SELECT
    s.service_no, s.surge_no, c.client_no, c.packets_up, c.start_s, c.end_s, c.bytes_up + c.bytes_down AS bytes,
    c.start_s / 60 BETWEEN s.first_minute AND s.last_minute AS during
  FROM surges s
  JOIN busy b USING (service_no)
  JOIN connections c ON c.server_no = b.server_no AND c.server_port = b.server_port AND c.protocol = b.protocol
  WHERE NOT c.client_inside AND c.answered AND NOT c.backscatter
),
volumes AS (
  SELECT
    service_no, surge_no, count(*) AS connections, CAST(sum(bytes) AS BIGINT) AS bytes, median(packets_up) AS packets, min(start_s) AS first_s, max(start_s) AS last_s
  FROM contacts
  WHERE during
  GROUP BY service_no, surge_no
),
-- How evenly connections are spread over sources, in bits: the logarithm of as many sources with equal shares.
sources AS (
  SELECT
    service_no, surge_no, count(*) FILTER (during > 0) AS sources, count(*) FILTER (otherwise = 0) AS only_then,
    log2(sum(during)) - sum(CASE WHEN during > 0 THEN during * log2(during) ELSE 0 END) / sum(during) AS entropy,
    CASE WHEN sum(otherwise) > 0 THEN
      log2(sum(otherwise)) - sum(CASE WHEN otherwise > 0 THEN otherwise * log2(otherwise) ELSE 0 END) / sum(otherwise)
    END AS usual_entropy
  FROM (
    SELECT service_no, surge_no, client_no, count(*) FILTER (during) AS during, count(*) FILTER (NOT during) AS otherwise
    FROM contacts
    GROUP BY service_no, surge_no, client_no
  )
  GROUP BY service_no, surge_no
)
SELECT
  CASE WHEN v.packets <= CAST($flood_packets AS DOUBLE) THEN 'flood' ELSE 'surge' END AS variant,
  CAST(NULL AS INTEGER) AS actor_no, b.server_no AS target_no, b.server_port AS port, b.protocol, v.first_s, v.last_s, v.connections, v.bytes,
  CASE WHEN s.answered_share <= (1 - CAST($lost_answers AS DOUBLE)) * s.usual_share THEN 'high' ELSE 'medium' END AS base,
  list_filter(
    [
      {name: 'connections_per_minute', value: CAST(s.most AS DOUBLE), threshold: CAST($connections_per_minute AS DOUBLE), at_most: FALSE},
      {name: 'usual_per_minute', value: s.per_minute, threshold: NULL, at_most: FALSE},
      {name: 'times_usual', value: s.most / greatest(1, s.per_minute), threshold: CAST($times_usual AS DOUBLE), at_most: FALSE},
      {name: 'deviation', value: s.z, threshold: CAST($deviation AS DOUBLE), at_most: FALSE},
      {name: 'minutes', value: CAST(s.minutes AS DOUBLE), threshold: CAST($hot_minutes AS DOUBLE), at_most: FALSE},
      {name: 'sources', value: CAST(o.sources AS DOUBLE), threshold: NULL, at_most: FALSE},
      {name: 'share_of_sources_only_then', value: o.only_then / CAST(o.sources AS DOUBLE), threshold: NULL, at_most: FALSE},
      {name: 'source_entropy', value: o.entropy, threshold: NULL, at_most: FALSE},
      {name: 'usual_source_entropy', value: o.usual_entropy, threshold: NULL, at_most: FALSE},
      {name: 'packets_of_a_connection', value: v.packets, threshold: NULL, at_most: FALSE},
      {name: 'answered_share', value: s.answered_share, threshold: NULL, at_most: FALSE},
      {name: 'usual_answered_share', value: s.usual_share, threshold: NULL, at_most: FALSE}
    ],
    lambda measure: measure.value IS NOT NULL
  ) AS measures,
  TRUE AS worked, FALSE AS all_refused, CAST(NULL AS INTEGER) AS hosts_with_target,
  least(1, greatest(0,
    log10(s.most / greatest(1, CAST($times_usual AS DOUBLE) * s.per_minute, CAST($connections_per_minute AS DOUBLE)))
    + (s.minutes - CAST($hot_minutes AS DOUBLE)) / 10
  )) AS evidence_strength,
  CAST([] AS INTEGER[]) AS decision_ids,
  concat(
    'server = ''', h.address, ''' AND server_port = ', b.server_port, ' AND protocol = ', b.protocol,
    ' AND NOT client_inside AND start_s BETWEEN ', v.first_s, ' AND ', v.last_s
  ) AS where_sql,
  CASE WHEN s.learnt THEN 'hour-of-day' ELSE 'none' END AS baseline_kind, s.per_minute AS baseline_value, s.samples AS baseline_samples
FROM surges s
JOIN busy b USING (service_no)
JOIN volumes v USING (service_no, surge_no)
JOIN sources o USING (service_no, surge_no)
JOIN hosts h ON h.host_no = b.server_no
ORDER BY target_no, port, b.protocol, first_s;
