-- title: Regular calls to an address outside
-- answers: Which own host calls an address that hardly any other contacts, at regular times, with equal sizes and for long, as malware calls its operator?
-- source: the beacon score of RITA 5 (a quarter each: times, sizes, histogram, duration), bucket counts of Elastic's beaconing package; ATT&CK T1071.001, T1573, T1029
-- $starts BIGINT = 12: calls at different seconds of one day, or of the window if it is shorter; at least, for any finding (RITA needs 4)
-- $weak_starts BIGINT = 20: as many make a weak finding of scores of $score
-- $many_starts BIGINT = 96: as many make a strong finding of scores of $score
-- $score DOUBLE = 0.7: score, and score of the times alone, of any finding; random times have 0.5 of the times and up to 0.73 in all
-- $strong_score DOUBLE = 0.8: both scores of a strong finding of less than $many_starts calls
-- $hosts BIGINT = 2: own hosts that contact the address, at most, or $hosts_share of all
-- $hosts_share DOUBLE = 0.1: share of the own hosts that contact anything outside, at most: agents call from everywhere
-- $least_interval_s DOUBLE = 40: median seconds between calls that are scored by their times; 60 s that jitter makes up to half shorter have 45
-- $bucket_interval_s DOUBLE = 60: below this median, calls are also counted in buckets, as start may be 60 s late (Amazon VPC user guide, "Flow log records")
-- $bucket_starts BIGINT = 12: calls in a bucket on average; buckets are as many whole minutes long as that takes, and two at least, for a call counts up to a minute late
-- $bucket_variation DOUBLE = 0.1: standard deviation of the counts (those between the lowest 10 % and the highest 20 %) by their mean, at most (Elastic)
-- $chance_share DOUBLE = 0.7: share that this is of what calls at random have (0.566 by the root of their mean number: the same part of a Poisson distribution), at most
-- $filled_buckets DOUBLE = 0.5: share of buckets with calls (Elastic)
-- $size_variation DOUBLE = 0.05: standard deviation of the bytes sent by their mean, at most, for calls counted in buckets (Elastic)
-- $bucket_hours DOUBLE = 6: hours from the first call to the last, for calls counted in buckets (Elastic's window); of a window too short for that $window_share, but an hour at least
-- $socket_calls BIGINT = 2: calls for each client port, at least, that are pieces of few connections with pauses; those need the scores of a strong finding, for what is cut where it pauses looks a little regular
-- $window_share DOUBLE = 0.5: share of a window shorter than a day that lies between the first call and the last
-- $volume_bytes BIGINT = 500000000: bytes sent that make a strong finding of one host high, if they are also $volume_ratio times those received (as in exfiltration)
-- $volume_ratio BIGINT = 3: see $volume_bytes
-- $services VARCHAR = '': AWS services, with commas, whose addresses are looked at as well: EC2 says that an address is somebody's instance, not whose
WITH bounds AS MATERIALIZED (
  SELECT
    *, until_s - since_s AS window_s,
    -- Addresses that others only try are no hosts: a scan of a subnet would make every address rare.
    (SELECT count(DISTINCT client_no) FROM outbound_pairs) AS callers,
    -- The first and the last record of a day's log leave some minutes of the day open.
    greatest(1, (until_s - since_s + 4320) / 86400) AS days, until_s - since_s + 4320 < 86400 AS short,
    least(3600 * CAST($bucket_hours AS DOUBLE), greatest(3600, CAST($window_share AS DOUBLE) * (until_s - since_s))) AS least_bucketed_s
  FROM analysis
  WHERE until_s > since_s
),
-- RITA scores days. A window of several is scored day by day, and as a whole, for slow callers.
spans AS MATERIALIZED (
  SELECT row_number() OVER (ORDER BY to_s - from_s, from_s) AS span_no, *
  FROM (
    SELECT since_s + day * window_s / days AS from_s, since_s + (day + 1) * window_s / days AS to_s
    FROM (SELECT *, unnest(range(days)) AS day FROM bounds)
    UNION
    SELECT since_s, until_s FROM bounds
  )
),
suspects AS MATERIALIZED (
  SELECT p.*, s.hosts, greatest(CAST($hosts AS DOUBLE), CAST($hosts_share AS DOUBLE) * b.callers) AS most_hosts
  FROM outbound_pairs p
  JOIN outside_servers s USING (server_no)
  CROSS JOIN bounds b
  WHERE p.connections >= CAST($starts AS BIGINT)
    AND s.hosts <= greatest(CAST($hosts AS DOUBLE), CAST($hosts_share AS DOUBLE) * b.callers)
    AND (p.aws_service IS NULL OR list_contains(string_split($services, ','), p.aws_service))
    AND NOT (p.protocol = 17 AND p.server_port = 123)
    -- Resolvers and mail servers go back to the same servers whenever what these have said expires.
    AND NOT (
      p.server_port IN (25, 53, 853)
      AND p.client_no IN (SELECT host_no FROM acting_hosts WHERE list_has_any(roles, CASE p.server_port WHEN 25 THEN ['mail'] ELSE ['resolver', 'mail'] END))
    )
),
calls AS MATERIALIZED (
  SELECT
    p.pair_no * 4096 + s.span_no AS series_no, c.start_s, c.client_port, c.bytes_up,
    CAST(24 * (c.start_s - s.from_s) / (s.to_s - s.from_s) AS INTEGER) AS bin
  FROM connections c
  JOIN suspects p
    ON p.client_no = c.client_no AND p.server_no = c.server_no AND p.server_port = c.server_port AND p.protocol = c.protocol
  JOIN spans s ON c.start_s >= s.from_s AND c.start_s < s.to_s
  WHERE c.answered
),
intervals AS (
  SELECT series_no, interval_s
  FROM (
    SELECT series_no, CAST(start_s - lag(start_s) OVER (PARTITION BY series_no ORDER BY start_s) AS DOUBLE) AS interval_s FROM calls
  )
  WHERE interval_s > 0
),
spreads AS (
  SELECT
    series_no, 'times' AS what, count(*) AS amount, quantile_cont(interval_s, [0.25, 0.5, 0.75]) AS q, mad(interval_s) AS deviation
  FROM intervals
  GROUP BY series_no
  HAVING count(*) >= 3
  UNION ALL
  SELECT
    series_no, 'sizes', count(*), quantile_cont(CAST(bytes_up AS DOUBLE), [0.25, 0.5, 0.75]), mad(CAST(bytes_up AS DOUBLE))
  FROM calls
  GROUP BY series_no
),
-- Even are values that lie alike on both sides of their median (Bowley's skewness), and near to it (median absolute deviation).
evenness AS MATERIALIZED (
  SELECT
    series_no, what, amount, q[2] AS median, deviation,
    (
      1 - CASE WHEN q[3] - q[1] < 10 OR q[2] = q[1] OR q[2] = q[3] THEN 0 ELSE abs((q[1] + q[3] - 2 * q[2]) / (q[3] - q[1])) END
      + CASE WHEN q[2] >= 1 THEN greatest(0, (q[2] - deviation) / q[2]) WHEN what = 'times' THEN 1 ELSE 0 END
    ) / 2 AS score
  FROM spreads
),
heights AS MATERIALIZED (
  SELECT series_no, bin, count(*) AS height, max(count(*)) OVER (PARTITION BY series_no) AS tallest
  FROM calls
  GROUP BY series_no, bin
),
levels AS (
  SELECT series_no, list_sum(list_slice(list_reverse_sort(list(bars)), 1, 2)) AS alike
  FROM (SELECT series_no, count(*) AS bars FROM heights GROUP BY series_no, height / ((tallest + 19) / 20))
  GROUP BY series_no
),
shapes AS (
  SELECT
    series_no, count(*) AS bars, sum(height) AS calls, sum(height * height) AS squares,
    lpad(bin(bit_or(CAST(1 AS BIGINT) << bin)), 24, '0') AS filled
  FROM heights
  GROUP BY series_no
),
extents AS (
  SELECT
    series_no, min(start_s) AS first_s, max(start_s) AS last_s, count(*) AS calls, count(DISTINCT client_port) AS client_ports,
    sum(bytes_up) AS bytes, sum(CAST(bytes_up AS HUGEINT) * bytes_up) AS squares
  FROM calls
  GROUP BY series_no
),
scored AS MATERIALIZED (
  SELECT
    e.series_no, e.first_s, e.last_s, e.calls, e.client_ports, times.amount + 1 AS starts, times.median AS interval_s,
    times.score AS times_score, sizes.score AS sizes_score,
    greatest(
      1 - sqrt(CAST(24 * h.squares - h.calls * h.calls AS DOUBLE)) / h.calls,
      CASE WHEN h.bars >= 11 THEN least(1, CAST(l.alike AS DOUBLE) / (h.bars - 1)) ELSE 0 END
    ) AS histogram_score,
    CASE
      WHEN h.bars < 6 THEN 0
      -- The last hour is followed by the first.
      ELSE least(1, greatest(
        CAST(e.last_s - e.first_s AS DOUBLE) / (s.to_s - s.from_s),
        list_max(list_transform(string_split(h.filled || h.filled, '0'), lambda run: length(run))) / 12.0
      ))
    END AS duration_score,
    CASE WHEN e.bytes > 0 THEN sqrt(CAST(e.calls * e.squares - CAST(e.bytes AS HUGEINT) * e.bytes AS DOUBLE)) / e.bytes ELSE 0 END AS size_variation,
    s.to_s - s.from_s AS span_s
  FROM extents e
  JOIN evenness times ON times.series_no = e.series_no AND times.what = 'times'
  JOIN evenness sizes ON sizes.series_no = e.series_no AND sizes.what = 'sizes'
  JOIN shapes h ON h.series_no = e.series_no
  JOIN levels l ON l.series_no = e.series_no
  JOIN spans s ON s.span_no = e.series_no % 4096
),
quick AS (
  SELECT series_no, first_s, width_s, (last_s - first_s) / width_s + 1 AS buckets
  FROM (
    SELECT *, 60 * greatest(2, CAST(ceil(CAST($bucket_starts * (last_s - first_s) AS DOUBLE) / (60 * calls)) AS BIGINT)) AS width_s
    FROM scored
    WHERE interval_s < CAST($bucket_interval_s AS DOUBLE) AND last_s - first_s >= (SELECT least_bucketed_s FROM bounds)
  )
),
bucket_counts AS (
  SELECT q.series_no, q.buckets, q.width_s, (c.start_s - q.first_s) / q.width_s AS bucket, count(*) AS calls
  FROM calls c
  JOIN quick q USING (series_no)
  GROUP BY ALL
),
trimmed AS (
  SELECT
    series_no, width_s, CAST(count(*) AS DOUBLE) / buckets AS filled, 8 * buckets / 10 - buckets / 10 AS kept,
    sum(calls) FILTER (place > buckets / 10 AND place <= 8 * buckets / 10) AS calls,
    sum(calls * calls) FILTER (place > buckets / 10 AND place <= 8 * buckets / 10) AS squares
  FROM (
    -- Empty buckets have no row and come first.
    SELECT *, row_number() OVER (PARTITION BY series_no ORDER BY calls) + buckets - count(*) OVER (PARTITION BY series_no) AS place
    FROM bucket_counts
  )
  GROUP BY series_no, buckets, width_s
),
counted AS (
  SELECT
    series_no, width_s, filled, CASE WHEN calls > 0 THEN sqrt(CAST(kept * squares - calls * calls AS DOUBLE)) / calls END AS variation,
    0.566 / sqrt(CAST(calls AS DOUBLE) / kept) AS chance_variation
  FROM trimmed
),
judged AS (
  SELECT
    c.*, k.width_s, k.filled, k.variation, least(CAST($bucket_variation AS DOUBLE), CAST($chance_share AS DOUBLE) * k.chance_variation) AS most_variation, (times_score + sizes_score + histogram_score + duration_score) / 4 AS score,
    coalesce(
      k.variation <= most_variation AND k.filled >= CAST($filled_buckets AS DOUBLE)
        AND c.size_variation <= CAST($size_variation AS DOUBLE),
      FALSE
    ) AS by_count
  FROM scored c
  LEFT JOIN counted k USING (series_no)
  CROSS JOIN bounds b
  WHERE c.starts >= CAST($starts AS BIGINT)
    AND (NOT b.short OR c.last_s - c.first_s >= CAST($window_share AS DOUBLE) * b.window_s)
),
leveled AS (
  SELECT
    *, interval_s >= CAST($least_interval_s AS DOUBLE) AND score >= CAST($score AS DOUBLE) AND times_score >= CAST($score AS DOUBLE) AS regular,
    score >= CAST($strong_score AS DOUBLE) AND times_score >= CAST($strong_score AS DOUBLE) AS even,
    calls >= CAST($socket_calls AS BIGINT) * client_ports AS in_pieces
  FROM judged
),
tiers AS (
  SELECT
    *, regular AND (even OR (starts >= CAST($many_starts AS BIGINT) AND NOT in_pieces)) AS strong_by_times,
    regular AND starts >= CAST($weak_starts AS BIGINT) AND NOT in_pieces AS weak_by_times
  FROM leveled
),
best AS (
  SELECT
    *, series_no / 4096 AS pair_no, strong_by_times OR by_count AS strong,
    CASE WHEN strong_by_times AND even THEN CAST($strong_score AS DOUBLE) ELSE CAST($score AS DOUBLE) END AS least_score,
    CAST(CASE WHEN NOT strong_by_times THEN $weak_starts WHEN even THEN $starts ELSE $many_starts END AS DOUBLE) AS least_starts
  FROM tiers
  WHERE strong_by_times OR weak_by_times OR by_count
  QUALIFY row_number() OVER (
    PARTITION BY series_no / 4096 ORDER BY strong_by_times DESC, by_count DESC, score DESC, series_no
  ) = 1
),
earlier AS (
  SELECT p.pair_no, max(e.connections) AS most_connections
  FROM suspects p
  JOIN hosts c ON c.host_no = p.client_no
  JOIN hosts v ON v.host_no = p.server_no
  JOIN (
    SELECT day, client_hi, client_lo, server_hi, server_lo, CAST(sum(connections) AS BIGINT) AS connections FROM daily_edges GROUP BY ALL
  ) e ON e.client_hi = c.hi AND e.client_lo = c.lo AND e.server_hi = v.hi AND e.server_lo = v.lo
  WHERE p.pair_no IN (SELECT pair_no FROM best)
  GROUP BY p.pair_no
)
SELECT
  CASE WHEN b.strong THEN 'strong' ELSE 'weak' END AS variant,
  p.client_no AS actor_no, p.server_no AS target_no, p.server_port AS port, p.protocol, p.first_s, p.last_s, p.connections,
  p.bytes_up + p.bytes_down AS bytes,
  CASE
    WHEN NOT b.strong THEN 'low'
    WHEN p.hosts = 1 AND (
      p.server_port NOT IN (80, 443)
      OR (w.history_days >= 7 AND e.pair_no IS NULL)
      OR (p.bytes_up >= CAST($volume_bytes AS BIGINT) AND p.bytes_up >= CAST($volume_ratio AS BIGINT) * p.bytes_down)
    ) THEN 'high'
    ELSE 'medium'
  END AS base,
  list_filter(
    CASE
      WHEN b.strong_by_times OR NOT b.strong THEN [
        {name: 'beacon_score', value: b.score, threshold: b.least_score, at_most: FALSE},
        {name: 'interval_score', value: b.times_score, threshold: b.least_score, at_most: FALSE},
        {name: 'size_score', value: b.sizes_score, threshold: NULL, at_most: FALSE},
        {name: 'histogram_score', value: b.histogram_score, threshold: NULL, at_most: FALSE},
        {name: 'duration_score', value: b.duration_score, threshold: NULL, at_most: FALSE},
        {name: 'starts', value: CAST(b.starts AS DOUBLE), threshold: b.least_starts, at_most: FALSE},
        {name: 'median_interval_s', value: b.interval_s, threshold: NULL, at_most: FALSE}
      ]
      ELSE [
        {name: 'bucket_variation', value: b.variation, threshold: b.most_variation, at_most: TRUE},
        {name: 'filled_buckets', value: b.filled, threshold: CAST($filled_buckets AS DOUBLE), at_most: FALSE},
        {name: 'size_variation', value: b.size_variation, threshold: CAST($size_variation AS DOUBLE), at_most: TRUE},
        {name: 'hours', value: (b.last_s - b.first_s) / 3600.0, threshold: w.least_bucketed_s / 3600, at_most: FALSE},
        {name: 'bucket_s', value: CAST(b.width_s AS DOUBLE), threshold: NULL, at_most: FALSE},
        {name: 'starts', value: CAST(b.starts AS DOUBLE), threshold: CAST($starts AS DOUBLE), at_most: FALSE},
        {name: 'median_interval_s', value: b.interval_s, threshold: NULL, at_most: FALSE}
      ]
    END || [
      {name: 'hosts_with_target', value: CAST(p.hosts AS DOUBLE), threshold: p.most_hosts, at_most: TRUE},
      {name: 'short_window_hours', value: CASE WHEN w.short THEN w.window_s / 3600.0 END, threshold: NULL, at_most: FALSE}
    ],
    lambda measure: measure.value IS NOT NULL
  ) AS measures,
  TRUE AS worked, FALSE AS all_refused, p.hosts AS hosts_with_target,
  CASE
    WHEN b.strong_by_times OR NOT b.strong
      THEN 0.5 * (b.score - b.least_score) / greatest(0.01, 1 - b.least_score) + 0.5 * least(1, ln(b.starts / greatest(1, b.least_starts)) / ln(8))
    ELSE 0.5 * (1 - b.variation / greatest(0.001, b.most_variation)) + 0.5 * least(1, (b.last_s - b.first_s) / 86400.0)
  END AS evidence_strength,
  CAST([] AS INTEGER[]) AS decision_ids,
  printf(
    'client = ''%s'' AND server = ''%s'' AND server_port = %d AND protocol = %d AND answered',
    c.address, v.address, p.server_port, p.protocol
  ) AS where_sql,
  CASE WHEN w.history_days > 0 THEN 'earlier-days' ELSE 'none' END AS baseline_kind,
  CASE WHEN w.history_days > 0 THEN CAST(coalesce(e.most_connections, 0) AS DOUBLE) END AS baseline_value,
  CAST(w.history_days AS BIGINT) AS baseline_samples
FROM best b
JOIN suspects p USING (pair_no)
JOIN hosts c ON c.host_no = p.client_no
JOIN hosts v ON v.host_no = p.server_no
LEFT JOIN earlier e USING (pair_no)
CROSS JOIN bounds w
ORDER BY actor_no, target_no, port, protocol;
