-- title: Guessed passwords
-- answers: Who opens one short session of the same size after the other on a port where one logs in, and did a longer one follow?
-- source: guesses counted as Zeek does (30 in 30 minutes), sizes by their quartiles; ATT&CK T1110.001, T1110.003
-- $ports VARCHAR = '21,22,23,445,1433,3306,3389,5432,5900,5985,5986': ports where one logs in
-- $exposed_ports VARCHAR = '135,139': ports of administration that are looked at where the server's groups open them to the world
-- $tries BIGINT = 30: answered connections to one port within $minutes, at least
-- $minutes BIGINT = 30: see $tries
-- $median_bytes_up DOUBLE = 10000: median of the bytes sent, below this
-- $median_duration_s DOUBLE = 10: median seconds, at most
-- $size_spread DOUBLE = 0.3: quartile distance of the bytes sent by their median, at most
-- $least_bytes_up DOUBLE = 300: median of the bytes sent, at least: to open and to close a connection takes up to five packets of 60 bytes, and that is a check
-- $keyed_bytes_up DOUBLE = 1000: and so much on the ports where keys are agreed on before a password is asked
-- $keyed_ports VARCHAR = '22,3389': those ports (RFC 4253, section 7: key exchange; RDP over TLS)
-- $database_ports VARCHAR = '1433,3306,5432': ports of which applications without a pool open one short connection for each question
-- $database_clients BIGINT = 3: own hosts that do the same to a database, at least, to be taken for such an application
-- $spray_targets BIGINT = 10: hosts of one port that get $spray_tries each, at least, for a password spray
-- $spray_tries BIGINT = 3: see $spray_targets
-- $success_duration DOUBLE = 3: times the median seconds that a session lasts longer than if a guess was right
-- $success_bytes BIGINT = 50000: bytes that such a session carries, more than
-- $success_hours BIGINT = 24: hours within which it follows
-- $sources BIGINT = 3: sources from outside that are told one by one for each port, at most
-- $check_interval_s BIGINT = 15: seconds between connections from which on they are checks, if an own host asks all day, in nine of ten half hours
-- $usual_share DOUBLE = 0.5: of a week's days the most connections, by those of the window, from which on an own host does what it always does
-- $listed BIGINT = 20: hosts that the evidence names one by one, at most
WITH bounds AS MATERIALIZED (
  SELECT *, (until_s - since_s) / 1800 AS half_hours FROM analysis
),
logins AS MATERIALIZED (
  SELECT
    c.connection_id, c.client_no, c.server_no, c.server_port AS port, c.client_inside, c.server_inside, c.start_s, c.end_s,
    c.bytes_up, c.bytes_up + c.bytes_down AS bytes
  FROM connections c
  JOIN hosts v ON v.host_no = c.server_no
  CROSS JOIN bounds b
  LEFT JOIN acting_hosts a ON a.host_no = c.client_no
  WHERE c.answered AND c.protocol = 6
    AND (
      list_contains(CAST(string_split($ports, ',') AS INTEGER[]), c.server_port)
      OR (list_contains(CAST(string_split($exposed_ports, ',') AS INTEGER[]), c.server_port) AND list_contains(v.declared_ports, c.server_port))
    )
    -- Who checks is known by its regularity, and in a few hours by its role.
    AND (
      NOT c.client_inside
      OR NOT (list_contains(a.roles, 'scanner') OR (list_contains(a.roles, 'monitoring') AND b.half_hours < 12))
    )
),
earlier AS (
  SELECT c.host_no AS client_no, v.host_no AS server_no, e.server_port AS port, max(e.connections) AS most_connections
  FROM daily_edges e
  JOIN hosts c ON c.hi = e.client_hi AND c.lo = e.client_lo
  JOIN hosts v ON v.hi = e.server_hi AND v.lo = e.server_lo
  WHERE e.protocol = 6
  GROUP BY ALL
),
pairs AS MATERIALIZED (
  SELECT
    l.client_no, l.server_no, l.port, count(*) AS connections, e.most_connections,
    list_contains(CAST(string_split($database_ports, ',') AS INTEGER[]), l.port) AS database,
    CASE
      WHEN list_contains(CAST(string_split($keyed_ports, ',') AS INTEGER[]), l.port) THEN CAST($keyed_bytes_up AS DOUBLE)
      ELSE CAST($least_bytes_up AS DOUBLE)
    END AS least_bytes_up
  FROM logins l
  CROSS JOIN bounds b
  LEFT JOIN earlier e USING (client_no, server_no, port)
  GROUP BY l.client_no, l.server_no, l.port, e.most_connections
  HAVING count(*) >= least(CAST($tries AS BIGINT), CAST($spray_tries AS BIGINT))
    -- Checks, and what an own host does every day.
    AND NOT (
      bool_and(l.client_inside AND l.server_inside) AND max(b.half_hours) >= 12
      AND 10 * count(DISTINCT (l.start_s - b.since_s) / 1800) >= 9 * max(b.half_hours)
      AND (database OR count(*) * CAST($check_interval_s AS BIGINT) <= max(b.until_s - b.since_s))
    )
    AND NOT (
      bool_and(l.client_inside) AND max(b.history_days) >= 7
      AND coalesce(e.most_connections, 0) >= CAST($usual_share AS DOUBLE) * count(*)
    )
),
marked AS (
  SELECT
    l.*, p.least_bytes_up, p.most_connections, p.database,
    l.start_s - lag(l.start_s, CAST($tries AS INTEGER) - 1) OVER (PARTITION BY l.client_no, l.server_no, l.port ORDER BY l.start_s, l.connection_id)
      <= 60 * CAST($minutes AS BIGINT) AS dense
  FROM logins l
  JOIN pairs p USING (client_no, server_no, port)
  WHERE p.connections >= CAST($tries AS BIGINT)
),
dense AS (
  SELECT
    *,
    bool_or(dense) OVER (
      PARTITION BY client_no, server_no, port ORDER BY start_s, connection_id ROWS BETWEEN CURRENT ROW AND CAST($tries AS INTEGER) - 1 FOLLOWING
    ) AS within
  FROM marked
),
guesses AS (
  SELECT
    client_no, server_no, FALSE AS spray, port, least_bytes_up, most_connections, database, client_inside, server_inside,
    start_s, end_s, bytes_up, bytes
  FROM dense
  WHERE within
  UNION ALL
  SELECT
    l.client_no, NULL, TRUE, l.port, p.least_bytes_up, NULL, p.database, l.client_inside, l.server_inside, l.start_s, l.end_s, l.bytes_up, l.bytes
  FROM logins l
  JOIN (
    SELECT *, count(*) OVER (PARTITION BY client_no, port) AS targets FROM pairs WHERE connections >= CAST($spray_tries AS BIGINT)
  ) p USING (client_no, server_no, port)
  WHERE p.targets >= CAST($spray_targets AS BIGINT)
),
sized AS (
  SELECT
    client_no, server_no, spray, port, database, most_connections, bool_and(client_inside) AS client_inside, bool_or(server_inside) AS server_inside,
    count(*) AS tries, CAST(sum(bytes) AS BIGINT) AS bytes, min(start_s) AS first_s, max(start_s) AS last_start_s, max(end_s) AS last_s,
    quantile_cont(CAST(bytes_up AS DOUBLE), 0.5) AS median_bytes_up, quantile_cont(CAST(end_s - start_s AS DOUBLE), 0.5) AS median_duration_s,
    quantile_cont(CAST(bytes_up AS DOUBLE), 0.75) - quantile_cont(CAST(bytes_up AS DOUBLE), 0.25) AS quartiles
  FROM guesses
  GROUP BY client_no, server_no, spray, port, least_bytes_up, database, most_connections
  HAVING median_bytes_up < CAST($median_bytes_up AS DOUBLE) AND median_bytes_up >= least_bytes_up
    AND median_duration_s <= CAST($median_duration_s AS DOUBLE) AND quartiles <= CAST($size_spread AS DOUBLE) * median_bytes_up
),
guessers AS MATERIALIZED (
  SELECT *
  FROM (
    SELECT
      *, bool_or(spray) OVER (PARTITION BY client_no, port) AS sprays,
      database AND client_inside AND server_inside
        AND count(*) OVER (PARTITION BY server_no, spray, port, client_inside) >= CAST($database_clients AS BIGINT) AS application
    FROM sized
  )
  WHERE (spray OR NOT sprays) AND NOT application
),
successes AS (
  SELECT
    g.client_no, g.server_no, g.port, count(*) AS sessions, max(l.start_s) AS last_start_s, max(l.end_s) AS last_s,
    -- Those between guesses are counted with them.
    count(*) FILTER (l.start_s > g.last_start_s) AS later, CAST(sum(CASE WHEN l.start_s > g.last_start_s THEN l.bytes ELSE 0 END) AS BIGINT) AS bytes
  FROM guessers g
  JOIN logins l ON l.client_no = g.client_no AND l.port = g.port AND (g.spray OR l.server_no = g.server_no)
  WHERE l.start_s > g.first_s AND l.start_s <= g.last_s + 3600 * CAST($success_hours AS BIGINT)
    AND l.end_s - l.start_s > CAST($success_duration AS DOUBLE) * greatest(1, g.median_duration_s) AND l.bytes > CAST($success_bytes AS BIGINT)
  GROUP BY g.client_no, g.server_no, g.port
),
targets AS (
  SELECT p.client_no, p.port, count(*) AS targets, string_agg('''' || h.address || '''', ', ' ORDER BY h.hi, h.lo) AS servers
  FROM pairs p
  JOIN guessers g ON g.spray AND g.client_no = p.client_no AND g.port = p.port
  JOIN hosts h ON h.host_no = p.server_no
  WHERE p.connections >= CAST($spray_tries AS BIGINT)
  GROUP BY p.client_no, p.port
),
told AS (
  SELECT
    g.*, s.sessions, g.tries + coalesce(s.later, 0) AS connections, g.bytes + coalesce(s.bytes, 0) AS all_bytes,
    greatest(g.last_start_s, coalesce(s.last_start_s, 0)) AS until_s, greatest(g.last_s, coalesce(s.last_s, 0)) AS end_s,
    NOT g.client_inside AND NOT g.spray AND s.sessions IS NULL
      AND count(*) FILTER (NOT g.client_inside AND NOT g.spray AND s.sessions IS NULL) OVER (PARTITION BY g.server_no, g.port)
        > CAST($sources AS BIGINT) AS grouped
  FROM guessers g
  LEFT JOIN successes s ON s.client_no = g.client_no AND s.server_no IS NOT DISTINCT FROM g.server_no AND s.port = g.port
),
findings AS (
  SELECT
    CASE WHEN NOT grouped THEN client_no END AS actor_no, server_no, spray, port, client_inside, server_inside,
    count(*) AS sources, max(tries) AS most_tries, CAST(sum(connections) AS BIGINT) AS connections, CAST(sum(all_bytes) AS BIGINT) AS bytes,
    min(first_s) AS first_s, max(until_s) AS until_s, max(end_s) AS last_s, max(median_bytes_up) AS median_bytes_up,
    max(median_duration_s) AS median_duration_s, max(quartiles / median_bytes_up) AS size_spread, CAST(sum(sessions) AS BIGINT) AS sessions,
    max(most_connections) AS most_connections,
    string_agg('''' || h.address || '''', ', ' ORDER BY h.hi, h.lo) AS clients
  FROM told
  JOIN hosts h ON h.host_no = client_no
  GROUP BY CASE WHEN NOT grouped THEN client_no END, server_no, spray, port, client_inside, server_inside
)
SELECT
  CASE
    WHEN f.sessions > 0 THEN 'possible-success'
    WHEN f.spray THEN 'password-spray'
    WHEN NOT f.client_inside THEN 'inbound'
    WHEN f.server_inside THEN 'inside'
    ELSE 'outbound'
  END AS variant,
  f.actor_no, f.server_no AS target_no, f.port, 6 AS protocol, f.first_s, f.last_s, f.connections, f.bytes,
  CASE
    WHEN f.sessions > 0 OR (f.client_inside AND NOT f.server_inside) THEN 'high'
    WHEN f.client_inside THEN 'medium'
    ELSE 'low'
  END AS base,
  list_filter(
    [
      {
        name: 'tries', value: CAST(f.most_tries AS DOUBLE),
        threshold: CASE WHEN f.spray THEN CAST($spray_targets * $spray_tries AS DOUBLE) ELSE CAST($tries AS DOUBLE) END, at_most: FALSE
      },
      {name: 'targets', value: CASE WHEN f.spray THEN CAST(t.targets AS DOUBLE) END, threshold: CAST($spray_targets AS DOUBLE), at_most: FALSE},
      {name: 'median_sent_bytes', value: f.median_bytes_up, threshold: CAST($median_bytes_up AS DOUBLE), at_most: TRUE},
      {name: 'median_duration_s', value: f.median_duration_s, threshold: CAST($median_duration_s AS DOUBLE), at_most: TRUE},
      {name: 'size_spread', value: f.size_spread, threshold: CAST($size_spread AS DOUBLE), at_most: TRUE},
      {name: 'longer_sessions', value: CAST(f.sessions AS DOUBLE), threshold: CAST(1 AS DOUBLE), at_most: FALSE},
      {name: 'sources', value: CASE WHEN f.actor_no IS NULL THEN CAST(f.sources AS DOUBLE) END, threshold: NULL, at_most: FALSE}
    ],
    lambda measure: measure.value IS NOT NULL
  ) AS measures,
  TRUE AS worked, FALSE AS all_refused, CASE WHEN NOT f.server_inside THEN o.hosts END AS hosts_with_target,
  least(1, log10(greatest(1, f.most_tries / CASE WHEN f.spray THEN CAST($spray_targets * $spray_tries AS DOUBLE) ELSE CAST($tries AS DOUBLE) END)))
    AS evidence_strength,
  CAST([] AS INTEGER[]) AS decision_ids,
  concat(
    CASE WHEN f.sources <= CAST($listed AS BIGINT) THEN 'client IN (' || f.clients || ')' ELSE 'NOT client_inside' END,
    CASE
      WHEN NOT f.spray THEN ' AND server = ''' || v.address || ''''
      WHEN t.targets <= CAST($listed AS BIGINT) THEN ' AND server IN (' || t.servers || ')'
      ELSE ''
    END,
    ' AND server_port = ', f.port, ' AND protocol = 6 AND answered AND start_s BETWEEN ', f.first_s, ' AND ', f.until_s
  ) AS where_sql,
  CASE WHEN f.client_inside AND b.history_days > 0 THEN 'earlier-days' ELSE 'none' END AS baseline_kind,
  CASE WHEN f.client_inside AND b.history_days > 0 THEN CAST(coalesce(f.most_connections, 0) AS DOUBLE) END AS baseline_value,
  CASE WHEN f.client_inside THEN CAST(b.history_days AS BIGINT) ELSE 0 END AS baseline_samples
FROM findings f
CROSS JOIN bounds b
LEFT JOIN targets t ON f.spray AND t.client_no = f.actor_no AND t.port = f.port
LEFT JOIN hosts v ON v.host_no = f.server_no
LEFT JOIN outside_servers o ON o.server_no = f.server_no
ORDER BY actor_no, target_no, port;
